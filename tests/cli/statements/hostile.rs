//! Files that are damaged or made to do harm: each ends in an error that says where and what to do, never in a crash.

use std::fs;
use std::process::Command;

use posquit::reconcile::read::{Side, read};

use super::sheets::{Book, HEADER, zipped};
use super::{in_words, one, options, read_bytes};

/// Numbers that are the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap()
    }
}

const PLAIN: &str = "reference,date,amount\n";

#[track_caller]
fn refused(name: &str, bytes: &[u8], told: &str) {
    let side = if name.ends_with("xlsx") { Side::Bank } else { Side::Ledger };
    let trouble = read_bytes(name, bytes, side).unwrap_err();
    let words = in_words(&trouble);
    assert!(words.starts_with(&format!("{name}{told}")), "{words}");
    assert!(trouble.hint.is_some(), "{words}");
}

#[test]
fn a_quote_that_never_closes_is_named_where_it_opens() {
    let mut text = format!("{PLAIN}A1,2026-11-01,1.00\nA2,\"2026-11-01,1.00\n");
    text.push_str(&"A3,2026-11-01,1.00\n".repeat(200_000));
    refused("till.csv", text.as_bytes(), ":3: a quotation mark opens here and never closes;");
    refused(
        "till.csv",
        format!("{PLAIN}A1,2026-11-01,\"1.00").as_bytes(),
        ":2: a quotation mark opens here and never closes;",
    );
}

#[test]
fn a_line_without_end_is_refused() {
    let text = format!("{PLAIN}{}", "x".repeat(3 << 20));
    refused("till.csv", text.as_bytes(), ":2: this line is longer than a line of a statement can be;");
}

#[test]
fn zero_bytes_and_mixed_encodings_are_named_with_their_line() {
    refused(
        "till.csv",
        b"reference,date,amount\nA1,2026-11-01,1.00\nA\0,2026-11-01,1.00\n",
        ":3: there is a zero byte in the text;",
    );
    let mixed = [PLAIN.as_bytes(), "中,2026-11-01,1.00\n".as_bytes(), b"\xd6\xff,2026-11-01,1.00\n"].concat();
    refused("till.csv", &mixed, ":3: it is not text in one encoding: the trouble begins after 42 bytes;");
}

#[test]
fn what_is_no_file_is_not_opened() {
    let file = one("pipe", b"x");
    fs::remove_file(&file.path).unwrap();
    let folder = file.path.parent().unwrap().to_owned();
    assert!(Command::new("mkfifo").arg(&file.path).status().unwrap().success());
    for path in [file.path.as_path(), folder.as_path(), "/dev/zero".as_ref()] {
        let trouble = read(path, Side::Ledger, &options()).unwrap_err();
        assert_eq!(trouble.what.key, "read.not_a_file", "{}", path.display());
    }
    let trouble = read(&folder.join("none.csv"), Side::Ledger, &options()).unwrap_err();
    assert_eq!(trouble.what.key, "read.io");
}

#[test]
fn other_formats_are_called_by_their_name() {
    refused("a.csv", b"", ": there is nothing in it;");
    refused("a.csv", b"%PDF-1.7 ...", ": this is a PDF, made for reading, not for counting;");
    refused(
        "a.xls",
        b"\r\n<html><table><tr><td>x</td></tr></table></html>",
        ": this is a web page or an XML file, whatever its name says;",
    );
    refused("a.zip", b"PK\x03\x04 cut off", ": it is no complete zip or gzip file;");
    refused("a.gz", &[0x1f, 0x8b, 8, 0, 1, 2], ": it is no complete zip or gzip file;");
    refused("a.zip", &zipped(&[("readme.md", b"x")]), ": there is no statement in it;");
}

#[test]
fn counts_and_sizes_that_a_workbook_states_are_not_believed() {
    let rows = |more: &str| {
        format!(
            "{HEADER}<row r=\"4\"><c r=\"A4\" t=\"str\"><v>2026-11-01</v></c><c r=\"C4\"><v>1</v></c></row>{more}"
        )
    };
    let mut book = Book::new(&rows(""));
    book.shared = book.shared.replace("uniqueCount=\"3\"", "uniqueCount=\"4000000000\"");
    book.sheet = book.sheet.replace("A1:ZZ9", "A1:XFD1048576");
    assert_eq!(read_bytes("a.xlsx", &book.bytes(), Side::Bank).unwrap()[0].len(), 1);
    let far = Book::new(&rows("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"));
    refused(
        "a.xlsx",
        &far.bytes(),
        ":1048576:16384: a cell stands far to the right of every statement's columns;",
    );
    for bad in [
        "<row r=\"2\"><c><v>1</v></c></row>",
        "<row r=\"9999999\"/>",
        "<row><c t=\"s\"><v>77</v></c></row>",
        "<row><c><v>x</v></c></row>",
    ] {
        refused(
            "a.xlsx",
            &Book::new(&rows(bad)).bytes(),
            ": it is no workbook as spreadsheet programs write them;",
        );
    }
}

#[test]
fn document_types_and_entities_of_a_workbook_are_refused() {
    let mut book = Book::new(HEADER);
    book.shared = format!(
        "<!DOCTYPE sst [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>{}",
        book.shared.replace("Payout", "&b;")
    );
    refused("a.xlsx", &book.bytes(), ": it has a document type, which no workbook needs");
    book.shared = "<sst><si><t>&b;</t></si></sst>".to_owned();
    refused("a.xlsx", &book.bytes(), ": it is no workbook as spreadsheet programs write them;");
}

#[test]
fn a_formula_without_a_result_is_no_zero() {
    let rows = format!(
        "{HEADER}<row r=\"4\"><c r=\"A4\" t=\"str\"><v>2026-11-01</v></c><c r=\"C4\"><f>A1+B1</f></c></row>"
    );
    refused("a.xlsx", &Book::new(&rows).bytes(), ":4:3: the cell has a formula without a result;");
}

#[test]
fn what_is_packed_too_tightly_is_not_unpacked() {
    let header = b"reference,date,amount\nA1,2026-11-01,1.00\n";
    let lines =
        [&header[..], &format!("A1,2026-11-01,1.00{}\n", " ".repeat(5_000)).repeat(3_500).into_bytes()[..]]
            .concat();
    refused(
        "bomb.zip",
        &zipped(&[("a.csv", &lines)]),
        ": what comes out of it is far larger than a statement can be;",
    );
    let mut book = Book::new(HEADER);
    book.sheet =
        format!("<worksheet><sheetData>{HEADER}{}", format!("<x a='{}'/>", "y".repeat(5_000)).repeat(3_500));
    refused("a.xlsx", &book.bytes(), ": what comes out of it is far larger than a statement can be;");
    book.sheet = format!("<worksheet><sheetData>{}", " ".repeat(2 << 20));
    refused("a.xlsx", &book.bytes(), ": this line is longer than a line of a statement can be;");
    book.sheet = format!("<worksheet><sheetData>{}", "<a>".repeat(1000));
    refused("a.xlsx", &book.bytes(), ": it is no workbook as spreadsheet programs write them;");
    let many: Vec<String> = (0..1_001).map(|at| format!("{at}.csv")).collect();
    let members: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    refused("a.zip", &zipped(&members), ": the archive has 1001 files; at most 1000 are read;");
}

#[test]
fn an_archive_that_holds_more_than_it_states_is_called_damaged() {
    let mut bytes = zipped(&[("a.csv", b"reference,date,amount\nA1,2026-11-01,1.00\n")]);
    let entry = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[entry + 24..entry + 28].copy_from_slice(&5_u32.to_le_bytes());
    refused("a.zip", &bytes, ": it is no complete zip or gzip file;");
}

#[test]
fn no_change_of_a_few_bytes_makes_the_reading_panic() {
    let book = format!(
        "{HEADER}<row r=\"5\"><c r=\"A5\" s=\"1\"><v>46327.5</v></c><c r=\"B5\" t=\"s\"><v>0</v></c><c r=\"C5\"><v>9.72</v></c></row>"
    );
    let files = [
        ("a.csv", super::sample("alipay-trade.csv"), Side::Settlement),
        ("a.csv", super::sample("paypal-de.csv"), Side::Settlement),
        ("a.xls", super::old_sheets::ccb(), Side::Bank),
        ("a.xlsx", Book::new(&book).bytes(), Side::Bank),
        ("a.zip", zipped(&[("b.csv", &super::sample("icbc.csv"))]), Side::Bank),
    ];
    let rounds = std::env::var("POSQUIT_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let mut random = Random(7);
    for (name, whole, side) in files {
        for _ in 0..rounds {
            let mut bytes = whole.clone();
            for _ in 0..=random.below(6) {
                let at = random.below(bytes.len());
                bytes[at] = u8::try_from(random.below(256)).unwrap();
            }
            if random.below(4) == 0 {
                bytes.truncate(random.below(bytes.len()));
            }
            // Either outcome is right; a panic or a hang is not.
            if let Err(trouble) = read_bytes(name, &bytes, side) {
                assert!(!in_words(&trouble).contains("read."), "{}", in_words(&trouble));
            }
        }
    }
}
