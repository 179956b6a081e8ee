//! Workbooks of the old kind, made by the test itself: a compound file of a header, a table, a directory and one stream.

use posquit::reconcile::read::Side;

use super::{in_words, only, read_bytes, same};

/// One record: its kind, its length, its data.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes()[..], data].concat()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let count = u16::try_from(units.len()).unwrap().to_le_bytes();
    let chars = units.iter().flat_map(|unit| unit.to_le_bytes());
    count.into_iter().chain([1]).chain(chars).collect()
}

fn place(row: u16, column: u16) -> Vec<u8> {
    [row.to_le_bytes(), column.to_le_bytes(), 0_u16.to_le_bytes()].concat()
}

fn cell(kind: u16, row: u16, column: u16, value: &[u8]) -> Vec<u8> {
    record(kind, &[place(row, column), value.to_vec()].concat())
}

fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    cell(0x203, row, column, &value.to_le_bytes())
}

fn text(row: u16, column: u16, text: &str) -> Vec<u8> {
    cell(0x204, row, column, &wide(text))
}

/// The stream of a workbook with shared texts and one sheet.
fn stream(shared: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let begin =
        |kind: u16| record(0x809, &[0x0600_u16.to_le_bytes(), kind.to_le_bytes(), [0, 0], [0, 0]].concat());
    let texts: Vec<u8> = shared.concat();
    let globals = |place: u32| {
        let sheet = [&place.to_le_bytes()[..], &[0, 0, 2, 0], b"S1"].concat();
        [
            begin(5),
            record(0x42, &936_u16.to_le_bytes()),
            record(0x85, &sheet),
            texts.clone(),
            record(0x0a, &[]),
        ]
        .concat()
    };
    let start = u32::try_from(globals(0).len()).unwrap();
    [globals(start), begin(0x10), cells.concat(), record(0x0a, &[])].concat()
}

/// A compound file with one stream of this name, padded so that it stands in whole sectors.
pub(crate) fn compound(name: &str, mut stream: Vec<u8>) -> Vec<u8> {
    stream.resize(stream.len().next_multiple_of(512).max(4096), 0);
    let sectors = u32::try_from(stream.len() / 512).unwrap();
    let mut header = vec![0_u8; 512];
    header[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &[62, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    put(44, &1_u32.to_le_bytes());
    put(48, &1_u32.to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    let end = 0xffff_fffe_u32;
    put(60, &end.to_le_bytes());
    put(68, &end.to_le_bytes());
    put(76, &[0_u8; 4]);
    for at in 1..109 {
        put(76 + at * 4, &u32::MAX.to_le_bytes());
    }
    // The table is sector 0, the directory sector 1, the stream follows.
    let mut table = vec![0xffff_fffd, end];
    table.extend((0..sectors).map(|at| if at + 1 == sectors { end } else { at + 3 }));
    table.resize(128, u32::MAX);
    let entry = |name: &str, kind: u8, start: u32, size: u32| {
        let mut entry = vec![0_u8; 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64..66].copy_from_slice(&u16::try_from(units.len() + 2).unwrap().to_le_bytes());
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&size.to_le_bytes());
        entry
    };
    let size = u32::try_from(stream.len()).unwrap();
    let directory = [entry("Root Entry", 5, end, 0), entry(name, 2, 2, size), vec![0; 256]].concat();
    let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
    [header, table, directory, stream].concat()
}

/// A statement of 建设银行: titles, padded names, dates as text, amounts as numbers with 0 on the other side.
pub(super) fn ccb() -> Vec<u8> {
    let names = [
        "记账日 ",
        "交易日期",
        "交易时间",
        "支出",
        "收入",
        "账户余额",
        "币种",
        "摘要",
        "对方账号",
        "对方户名",
        "交易地点",
    ];
    // The shared texts go on in a second record, in the middle of a text and with other flags.
    let first = [[2_u32.to_le_bytes(), 2_u32.to_le_bytes()].concat(), wide("人民币元")].concat();
    let split = [&9_u16.to_le_bytes()[..], &[0], b"PAY"].concat();
    let shared = vec![record(0xfc, &[first, split].concat()), record(0x3c, &[&[0], &b"OUT 12"[..]].concat())];
    let mut cells =
        vec![text(0, 0, "China Construction Bank"), text(1, 0, "开户机构："), text(3, 0, "币　　种：")];
    cells.extend(names.iter().enumerate().map(|(at, name)| text(5, u16::try_from(at).unwrap(), name)));
    for (row, out, into) in [(6, 67.0, 0.0), (7, 0.0, 1234.56)] {
        cells.extend([text(row, 0, "20261101"), text(row, 1, "20261101"), text(row, 2, "18:53:07")]);
        cells.extend([number(row, 3, out), number(row, 4, into), cell(0xfd, row, 6, &0_u32.to_le_bytes())]);
        cells.extend([cell(0xfd, row, 7, &1_u32.to_le_bytes()), text(row, 9, "张三")]);
    }
    // Packed numbers: two in one record, in hundredths and whole; a formula with a number, and one with a text.
    let packed = |value: u32| [0_u16.to_le_bytes().to_vec(), value.to_le_bytes().to_vec()].concat();
    let two = [place(8, 3)[..4].to_vec(), packed((1050 << 2) | 3), packed(2), 4_u16.to_le_bytes().to_vec()]
        .concat();
    cells.extend([text(8, 0, "20261102"), text(8, 1, "20261102"), record(0xbd, &two)]);
    cells.push(cell(0x06, 8, 7, &[0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0]));
    cells.push(record(0x207, &wide("年费")));
    cells.push(text(9, 0, "以上数据仅供参考"));
    compound("Workbook", stream(&shared, &cells))
}

#[test]
fn a_statement_with_float_amounts_is_read_exactly() {
    same(
        &only("ccb.xls", &ccb(), Side::Bank),
        "bank-ccb 3
         7 Other 2026-11-01 18:53 gross -6700 memo PAYOUT 12 in CNY
         8 Other 2026-11-01 18:53 gross 123456 memo PAYOUT 12 in CNY
         9 Other 2026-11-02 gross -1050 memo 年费 in CNY
         note sentences and titles between the rows: 1",
    );
}

#[test]
fn a_statement_of_text_cells_is_read() {
    let names = [
        "顺序号",
        "交易日期",
        "交易类型",
        "存入金额",
        "取出金额",
        "余额",
        "交易对手名称",
        "交易对手账号",
        "附言",
    ];
    let mut cells = vec![text(0, 0, "账号 9743****0001 账户类型 活期 日期范围 20261101-20261130")];
    let rows = [
        [
            "1",
            "2026/11/03  14:06:51",
            "跨行转入",
            "1,500.00",
            "",
            "2,000.00",
            "拉卡拉支付股份有限公司",
            "1001",
            "清算款",
        ],
        ["2", "2026/11/04  09:00:00", "转账", "", "20.50", "1,979.50", "李四", "6225****0006", ""],
    ];
    for (row, line) in (1..).zip([names].iter().chain(&rows)) {
        cells.extend((0..).zip(line).map(|(column, cell)| text(row, column, cell)));
    }
    same(
        &only("spdb.xls", &compound("Workbook", stream(&[], &cells)), Side::Bank),
        "bank-spdb 2
         3 Other 2026-11-03 14:06 gross 150000 memo 跨行转入 清算款 拉卡拉支付股份有限公司 in CNY
         4 Other 2026-11-04 09:00 gross -2050 memo 转账 in CNY",
    );
}

#[test]
fn a_workbook_with_a_password_is_told() {
    for (name, bytes) in [("EncryptedPackage", vec![1; 5000]), ("Workbook", record(0x2f, &[0; 6]))] {
        let trouble = read_bytes("a.xls", &compound(name, bytes), Side::Bank).unwrap_err();
        assert!(
            in_words(&trouble).starts_with("a.xls: it is protected by a password;"),
            "{}",
            in_words(&trouble)
        );
    }
}

#[test]
fn damaged_workbooks_end_in_an_error() {
    let whole = ccb();
    for cut in [600, 1024, 1500, 2000] {
        assert!(read_bytes("a.xls", &whole[..cut], Side::Bank).is_err(), "{cut}");
    }
    // A chain that runs in a circle.
    let mut circle = whole;
    circle[512 + 2 * 4..512 + 3 * 4].copy_from_slice(&2_u32.to_le_bytes());
    let trouble = read_bytes("a.xls", &circle, Side::Bank).unwrap_err();
    assert!(in_words(&trouble).starts_with("a.xls: it is no workbook as spreadsheet programs write them;"));
}
