//! Workbooks of the XML kind, made by the test itself.

use std::io::{Cursor, Write};

use posquit::reconcile::read::Side;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{in_words, only, read_bytes, same};

/// A zip of members.
pub(crate) fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &str = r#"<Relationships><Relationship Id="rId1" Type="w" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="w" Target="/xl/worksheets/sheet2.xml"/></Relationships>"#;
/// Format 1 shows a day, format 2 a time, format 3 an amount.
const STYLES: &str = r##"<styleSheet><numFmts count="2"><numFmt numFmtId="165" formatCode="DD\.MM\.YYYY;@"/><numFmt numFmtId="167" formatCode="#,##0.00\ [$kr.-406];[RED]\-#,##0.00"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="165"/><xf numFmtId="21"/><xf numFmtId="167"/></cellXfs></styleSheet>"##;

/// The parts of a workbook; a test changes the one it is about.
pub(crate) struct Book {
    pub(crate) workbook: String,
    pub(crate) shared: String,
    pub(crate) sheet: String,
    pub(crate) more: Vec<(&'static str, Vec<u8>)>,
}

impl Book {
    pub(crate) fn new(rows: &str) -> Self {
        Self {
            workbook: r#"<workbook xmlns:r="x"><workbookPr/><sheets><sheet name="Sheet0" sheetId="1" r:id="rId1"/></sheets></workbook>"#.to_owned(),
            shared: r#"<sst count="9" uniqueCount="3"><si><t>Payout P1</t></si><si><r><t>Coffee </t></r><r><t>&amp; cake</t></r><rPh><t>x</t></rPh></si><si><t xml:space="preserve"> A1 </t></si></sst>"#.to_owned(),
            sheet: format!(r#"<?xml version="1.0"?><worksheet xmlns="m"><dimension ref="A1:ZZ9"/><sheetData>{rows}</sheetData></worksheet>"#),
            more: Vec::new(),
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut members: Vec<(&str, &[u8])> = vec![
            ("[Content_Types].xml", b"<Types/>"),
            ("xl/workbook.xml", self.workbook.as_bytes()),
            ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
            ("xl/styles.xml", STYLES.as_bytes()),
            ("xl/sharedStrings.xml", self.shared.as_bytes()),
            ("xl/worksheets/sheet1.xml", self.sheet.as_bytes()),
        ];
        members.extend(self.more.iter().map(|(name, bytes)| (*name, bytes.as_slice())));
        zipped(&members)
    }
}

pub(crate) const HEADER: &str = r#"<row r="3"><c r="A3" t="inlineStr"><is><t>Date</t></is></c><c r="B3" t="inlineStr"><is><t>Description</t></is></c><c r="C3" t="str"><v>Amount</v></c></row>"#;

pub(super) fn rows() -> String {
    format!(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Statement</t></is></c></row>{HEADER}
<row r="5"><c r="A5" s="1"><v>46327.5</v></c><c r="B5" t="s"><v>0</v></c><c r="C5" s="3"><v>9.7200000000000006</v></c></row>
<row r="6" hidden="1"><c r="A6" s="1"><v>46328</v></c><c r="B6" t="s"><v>1</v></c><c r="C6" s="3"><f>1-2</f><v>-12.345000000000001</v></c></row>
<row r="7"/><row r="8"><c r="B8" t="inlineStr"><is><t>All amounts in euros.</t></is></c></row>"#
    )
}

#[test]
fn numbers_of_a_sheet_become_days_and_exact_sums() {
    let book = Book::new(&rows().replace("-12.345000000000001", "-12.340000000000002"));
    same(
        &only("bank.xlsx", &book.bytes(), Side::Bank),
        "generic-bank 2
         5 Other 2026-11-01 12:00 gross 972 memo Payout P1
         6 Other 2026-11-02 gross -1234 memo Coffee & cake
         note rows without an amount, left out: 1, the first in line 8
         note hidden rows were read like the others: 1",
    );
}

#[test]
fn an_amount_finer_than_the_currency_is_refused_with_its_cell() {
    let trouble = read_bytes("bank.xlsx", &Book::new(&rows()).bytes(), Side::Bank).unwrap_err();
    assert!(
        in_words(&trouble)
            .starts_with("bank.xlsx:6:3: Amount: “-12.3450” has more decimals than the currency;"),
        "{}",
        in_words(&trouble)
    );
}

#[test]
fn days_are_counted_from_1904_where_the_workbook_says_so() {
    let mut book = Book::new(&rows().replace("-12.345000000000001", "-1"));
    book.workbook = book.workbook.replace("<workbookPr/>", r#"<workbookPr date1904="1"/>"#);
    let table = only("bank.xlsx", &book.bytes(), Side::Bank);
    assert_eq!(table.day(0).unwrap().to_string(), "2030-11-02");
}

#[test]
fn hidden_sheets_links_and_macros_are_told_and_not_read() {
    let mut book = Book::new(&rows().replace("-12.345000000000001", "-1"));
    book.workbook =
        book.workbook.replace("</sheets>", r#"<sheet name="Old" state="hidden" r:id="rId2"/></sheets>"#);
    book.more =
        vec![("xl/externalLinks/externalLink1.xml", b"<x/>".to_vec()), ("xl/vbaProject.bin", vec![1, 2])];
    let table = only("bank.xlsx", &book.bytes(), Side::Bank);
    let notes: Vec<&str> = table.source().notes.iter().map(|note| note.key).collect();
    assert_eq!(notes[2..], ["read.note_hidden", "read.note_links", "read.note_macros"]);
}

#[test]
fn every_sheet_that_is_a_statement_is_read() {
    let mut book = Book::new(&rows().replace("-12.345000000000001", "-1"));
    book.workbook = book.workbook.replace("</sheets>", r#"<sheet name="USD" r:id="rId2"/></sheets>"#);
    let second = format!(
        "<worksheet><sheetData>{HEADER}<row><c r=\"A4\" t=\"str\"><v>2026-11-09</v></c><c t=\"str\"><v>x</v></c><c><v>7</v></c></row></sheetData></worksheet>"
    );
    book.more = vec![("xl/worksheets/sheet2.xml", second.into_bytes())];
    let tables = read_bytes("bank.xlsx", &book.bytes(), Side::Bank).unwrap();
    let names: Vec<&str> =
        tables.iter().map(|table| table.source().name.rsplit_once("bank.xlsx").unwrap().1).collect();
    assert_eq!(names, ["/Sheet0", "/USD"]);
    assert_eq!((tables[1].len(), tables[1].gross(0)), (1, 700));
}

#[test]
fn an_archive_gives_its_statements_and_tells_of_the_rest() {
    let bill = super::sample("alipay-trade.csv");
    let bytes = zipped(&[
        ("账单/业务明细(汇总).csv", "项目,金额\n交易,1\n".as_bytes()),
        ("账单/业务明细.csv", &bill),
        ("说明.pdf", b"%PDF"),
    ]);
    let tables = read_bytes("bill.zip", &bytes, Side::Settlement).unwrap();
    assert_eq!((tables.len(), tables[0].len(), tables[0].gross(2)), (1, 3, -1800));
    assert!(tables[0].source().name.ends_with("bill.zip/账单/业务明细.csv"));
    assert_eq!((tables[0].source().bytes, tables[0].source().sha256.len()), (bytes.len() as u64, 64));
    assert_eq!(tables[0].source().notes.len(), 2);
}

#[test]
fn a_bill_packed_with_gzip_is_read() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(&super::sample("wechat-all.csv")).unwrap();
    assert_eq!(only("bill.csv.gz", &packed.finish().unwrap(), Side::Settlement).len(), 4);
}

/// Danish receipts: lines before the header, a rate in a column name, days and times as numbers, cash.
#[test]
fn zettle_receipts_are_read_behind_their_title() {
    let names = "Dato,Tid,Kvitteringsnummer,Moms (25.0%),Total,Afgift,Netto,Betalingsmetode,Hændelsestype";
    let cell = |text: &str| format!("<c t=\"str\"><v>{text}</v></c>");
    let header: String = names.split(',').map(cell).collect();
    let sale = |number: u32, total: &str, fee: &str, net: &str, way: &str, what: &str| {
        let moment = "<c s=\"1\"><v>44427.480633912</v></c><c s=\"2\"><v>44427.480633912</v></c>";
        let amount = |sum: &str| format!("<c s=\"3\"><v>{sum}</v></c>");
        let sums = ["2", total, fee, net].map(amount).concat();
        format!("<row>{moment}<c><v>{number}</v></c>{sums}{}{}</row>", cell(way), cell(what))
    };
    let rows = format!(
        "<row r=\"2\">{}</row><row r=\"4\">{}{}</row><row r=\"17\">{header}</row>{}{}{}<row r=\"24\">{}</row>",
        cell("Transaktionsrapport"),
        cell("Periode:"),
        cell("01.08.2021 - 31.08.2021"),
        sale(4618, "1665", "45.79", "1619.21", "Chip", "Køb"),
        sale(4619, "150", "0", "150", "Kontant", "Køb"),
        sale(4620, "-10.1", "-0.28000000000000003", "-9.82", "Contactless", "Refusion"),
        cell("Zettles virksomhed er momsfritaget."),
    );
    same(
        &only("zettle.xlsx", &Book::new(&rows).bytes(), Side::Settlement),
        "zettle 2
         18 Sale 2021-08-19 11:32 gross 166500 fee 4579000 net 161921 ref 4618
         20 Refund 2021-08-19 11:32 gross -1010 fee -28000 net -982 ref 4620
         note rows that no payout pays by their status or way of payment, left out: 1, the first in line 19
         note rows without an amount, left out: 1, the first in line 24",
    );
}
