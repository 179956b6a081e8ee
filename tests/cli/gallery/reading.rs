//! What is said of a statement: why it cannot be read, and what of it was left aside.

use std::fs;

use super::scenes::{Scene, nothing, scene};
use crate::statements::{Book, HEADER, compound, zipped};
use crate::support::Shop;

/// An export of the till with these lines below its header.
fn till(shop: &Shop, rows: &str) {
    text(shop, format!("reference,date,amount\n{rows}"));
}

/// An export of the till that is this text.
fn text(shop: &Shop, text: impl AsRef<[u8]>) {
    shop.write("till.csv", text);
}

/// A workbook with this row below its header.
fn row(shop: &Shop, row: &str) {
    shop.write("bank.xlsx", Book::new(&format!("{HEADER}{row}")).bytes());
}

/// A format of one's own, in the folder where such are.
fn profile(shop: &Shop, lines: &str) {
    till(shop, "A1,2026-11-01,1.00\n");
    fs::create_dir_all(shop.home().join("statements")).unwrap();
    let text = format!("id = \"mine\"\ntitle.zh = \"小店\"\ntitle.en = \"My till\"\n{lines}");
    shop.write("home/statements/mine.toml", text);
}

const TILL: &[&str] = &["reconcile", "--explain", "till.csv"];
const BOOK: &[&str] = &["reconcile", "--explain", "bank.xlsx"];
const ARCHIVE: &[&str] = &["reconcile", "--explain", "till.zip"];
const OLD_BOOK: &[&str] = &["reconcile", "--explain", "bank.xls"];

pub(super) const WHOLE: &[Scene] = &[
    scene("It is not there", "文件不存在", nothing, TILL),
    scene(
        "It is a folder",
        "给的是文件夹",
        |shop| fs::create_dir(shop.path("exports")).unwrap(),
        &["reconcile", "--explain", "exports"],
    ),
    scene("It is empty", "空文件", |shop| text(shop, ""), TILL),
    scene("It is a PDF", "是 PDF", |shop| text(shop, "%PDF-1.7"), TILL),
    scene("It is a web page", "是网页", |shop| text(shop, "<html><table>"), TILL),
    scene(
        "A workbook has a password",
        "工作簿有密码",
        |shop| drop(shop.write("bank.xls", compound("EncryptedPackage", vec![1; 5_000]))),
        OLD_BOOK,
    ),
    scene(
        "A workbook is cut",
        "工作簿不完整",
        |shop| drop(shop.write("bank.xls", &compound("Workbook", Vec::new())[..600])),
        OLD_BOOK,
    ),
    scene(
        "An archive is cut",
        "压缩包不完整",
        |shop| drop(shop.write("till.zip", b"PK\x03\x04 cut off")),
        ARCHIVE,
    ),
    scene(
        "An archive without a statement",
        "压缩包里没有账单",
        |shop| drop(shop.write("till.zip", zipped(&[("readme.md", b"x")]))),
        ARCHIVE,
    ),
    scene(
        "An archive with very many files",
        "压缩包里文件太多",
        |shop| {
            let names: Vec<String> = (0..1_001).map(|at| format!("{at}.csv")).collect();
            let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
            shop.write("till.zip", zipped(&members));
        },
        ARCHIVE,
    ),
    scene(
        "An archive that would fill the disk",
        "解开后大得离谱的压缩包",
        |shop| drop(shop.write("till.zip", zipped(&[("till.csv", &vec![b' '; 17 << 20])]))),
        ARCHIVE,
    ),
    scene(
        "A workbook with a document type",
        "工作簿里有文档类型声明",
        |shop| {
            let mut book = Book::new(HEADER);
            book.shared.insert_str(0, "<!DOCTYPE sst>");
            shop.write("bank.xlsx", book.bytes());
        },
        BOOK,
    ),
    scene(
        "Two encodings in one file",
        "一个文件里有两种编码",
        |shop| text(shop, [&b"reference,date,amount\n"[..], "中,".as_bytes(), b"\xd6\xff\n"].concat()),
        TILL,
    ),
    scene(
        "An encoding that cannot be told",
        "看不出的编码",
        |shop| text(shop, b"date,description,amount\n2026-11-01,Caf\xe9 l\xe9ger,1.00\n"),
        TILL,
    ),
    scene(
        "An encoding that is none",
        "没有的编码",
        |shop| till(shop, ""),
        &["reconcile", "--explain", "till.csv", "--encoding", "latin"],
    ),
    scene("A zero byte", "零字节", |shop| till(shop, "A\0,2026-11-01,1.00\n"), TILL),
    scene("A quotation mark never closes", "引号没有结束", |shop| till(shop, "A1,\"2026-11-01,1.00\n"), TILL),
    scene("A line without an end", "没有尽头的一行", |shop| till(shop, &"x".repeat(3 << 20)), TILL),
    scene("Columns that nobody knows", "不认识的列", |shop| text(shop, "Bon,Wann,Summe\nB1,1.11.,5\n"), TILL),
    scene(
        "A bill of a person",
        "个人账单",
        |shop| {
            text(
                shop,
                "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注\n",
            );
        },
        TILL,
    ),
    scene(
        "The file of another side",
        "另一方的文件",
        |shop| text(shop, include_str!("../statements/icbc.csv")),
        &["reconcile", "--ledger", "till.csv", "--settlement", "report.csv"],
    ),
    scene("A column twice", "同名的两列", |shop| text(shop, "reference,date,amount,Amount\n"), TILL),
];

pub(super) const CELLS: &[Scene] = &[
    scene("More cells than columns", "格子比列名多", |shop| till(shop, "A1,2026-11-01,1,200.00\n"), TILL),
    scene("No date", "不是日期", |shop| till(shop, "A1,2026-11-31,1.00\n"), TILL),
    scene("An amount without a date", "有金额，没有日期", |shop| till(shop, "A1,,1.00\n"), TILL),
    scene("A date with two readings", "有两种读法的日期", |shop| till(shop, "A1,02/03/2026,1.00\n"), TILL),
    scene("No amount", "不是金额", |shop| till(shop, "A1,2026-11-01,abc\n"), TILL),
    scene(
        "An amount that a spreadsheet cut",
        "被表格软件缩短的金额",
        |shop| till(shop, "A1,2026-11-01,9E+18\n"),
        TILL,
    ),
    scene(
        "Too many decimals",
        "小数太多",
        |shop| till(shop, "A1,2026-11-01,1.00\nA2,2026-11-01,1.005\n"),
        TILL,
    ),
    scene(
        "Two decimal marks",
        "两种小数点",
        |shop| till(shop, "A1,2026-11-01,12.50\nA2,2026-11-01,\"12,50\"\n"),
        TILL,
    ),
    scene(
        "An amount with two readings",
        "有两种读法的金额",
        |shop| till(shop, "A1,2026-11-01,\"1,234\"\n"),
        TILL,
    ),
    scene(
        "A currency that is none",
        "没有的币种",
        |shop| text(shop, "reference,date,amount,currency\nA1,2026-11-01,1.00,Taler\n"),
        TILL,
    ),
    scene(
        "Neither in nor out",
        "看不出收支",
        |shop| text(shop, "date,amount,dr/cr\n2026-11-01,1.00,maybe\n"),
        TILL,
    ),
    scene(
        "Too long a reference",
        "太长的单号",
        |shop| till(shop, &format!("{},2026-11-01,1.00\n", "A".repeat(300))),
        TILL,
    ),
    scene(
        "A reference that a spreadsheet cut",
        "被表格软件缩短的单号",
        |shop| till(shop, "4.2E+27,2026-11-01,1.00\n"),
        TILL,
    ),
    scene(
        "References that a spreadsheet rounded",
        "被表格软件四舍五入的单号",
        |shop| {
            let row = |end| format!("420000092520{end}000,2026-11-01,1.00\n");
            till(shop, &[210, 211, 212].map(row).concat());
        },
        TILL,
    ),
    scene(
        "A formula without a result",
        "没有结果的公式",
        |shop| row(shop, r#"<row r="4"><c r="C4"><f>A1+B1</f></c></row>"#),
        BOOK,
    ),
    scene(
        "A cell far to the right",
        "靠右太远的一格",
        |shop| row(shop, r#"<row r="4"><c r="XFD4"><v>1</v></c></row>"#),
        BOOK,
    ),
];

pub(super) const PROFILES: &[Scene] = &[
    scene(
        "A key that means nothing",
        "不认识的键",
        |shop| {
            profile(shop, "sides = [\"ledger\"]\nneeds = [\"@reference\"]\n[columns]\nrefrence = [\"a\"]\n");
        },
        TILL,
    ),
    scene(
        "A word that is none of those",
        "不在可选范围的词",
        |shop| profile(shop, "sides = [\"till\"]\n"),
        TILL,
    ),
    scene("It does not say what it is for", "没有说明用途", |shop| profile(shop, ""), TILL),
];

pub(super) const NOTES: &[Scene] = &[
    scene(
        "Rows of a text that are left out",
        "文本里没有计入的行",
        |shop| {
            text(
                shop,
                "reference,date,type,status,gross,fee\nA1,2026-11-01,voucher,,1.00,0\nA2,2026-11-01,sale,FAILED,1.00,0\n\
                 A3,2026-11-01,sale,,0.00,0\nA4,2026-11-01,sale,,,\nreference,date,type,status,gross,fee\n\
                 — all amounts in euros —\n",
            );
        },
        TILL,
    ),
    scene("A header and nothing below", "只有表头", |shop| till(shop, ""), TILL),
    scene(
        "What is left aside of a workbook",
        "工作簿里没有用的",
        |shop| {
            let sheets =
                r#"<sheet name="Old" state="hidden" r:id="rId9"/><sheet name="Mine" r:id="rId2"/></sheets>"#;
            let moved = r#"<row r="4" hidden="1"><c r="A4" t="str"><v>2026-11-01</v></c><c r="C4"><v>1</v></c></row>"#;
            let mut book = Book::new(&format!("{HEADER}{moved}"));
            book.workbook = book.workbook.replace("</sheets>", sheets);
            let mine = r#"<worksheet><sheetData><row r="1"><c t="str"><v>x</v></c><c t="str"><v>y</v></c></row></sheetData></worksheet>"#;
            book.more = vec![
                ("xl/externalLinks/externalLink1.xml", b"<x/>".to_vec()),
                ("xl/vbaProject.bin", vec![1]),
                ("xl/worksheets/sheet2.xml", mine.into()),
            ];
            shop.write("bank.xlsx", book.bytes());
        },
        BOOK,
    ),
    scene(
        "What is left aside of an archive",
        "压缩包里没有用的",
        |shop| {
            let till = b"reference,date,amount\nA1,2026-11-01,1.00\n";
            shop.write("till.zip", zipped(&[("till.csv", till), ("readme.md", b"x")]));
        },
        ARCHIVE,
    ),
];
