//! Rows from files: how columns are found, all mistakes at once, one change, nothing lost.

use std::fmt::Write as _;

use crate::statements::zipped;
use crate::support::{Outcome, SMALL, Shop};

const BARE: &str = "[answers]\nmerchant_name = \"Corner Cafe\"\n";

/// Imports bytes with more arguments.
fn import(shop: &Shop, name: &str, bytes: impl AsRef<[u8]>, more: &[&str]) -> Outcome {
    let path = shop.write(name, bytes);
    shop.run(["import", path.to_str().unwrap()].iter().chain(more))
}

/// The rows of the table as the case has them: `tid owner`, a line each.
#[track_caller]
fn rows(shop: &Shop) -> Vec<String> {
    let state = shop.state();
    let Some(rows) = state["rows"]["terminals"]["row"].as_array() else { return Vec::new() };
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or("?").to_owned();
    rows.iter().map(|row| format!("{} {}", text(row, "tid"), text(row, "owner"))).collect()
}

#[test]
fn a_list_is_taken_as_one_change_and_taken_back_by_one_undo() {
    let shop = Shop::of(BARE);
    let list = "\u{feff}我的终端\n门店,终端号,归属\n一店,10000001,出租方（租来的）\n二店,10000002,Provider\n\n三店,=\"0003\",\n";
    let list = list.replace("Provider", "the provider");
    let told = import(&shop, "list.csv", list, &["--set", "owner=own", "--all"]);
    told.code(0).stderr("").stdout(
        "3 rows from ~/list.csv:\n\
         \u{20} - terminal or serial number: from “终端号”\n\
         \u{20} - owner: from “归属”\n\
         ! Not read: 门店\n\
         Saved.\n",
    );
    assert_eq!(rows(&shop), ["10000001 leased", "10000002 provider", "0003 own"]);
    assert_eq!(shop.state()["rows"]["terminals"]["all"], true);
    assert_eq!(shop.revisions(), [1, 2]);
    shop.run(["undo"]).code(0);
    assert_eq!(rows(&shop), [""; 0]);
}

#[test]
fn chinese_is_spoken_and_gb18030_is_read() {
    let shop = Shop::of(BARE).lang("zh-CN");
    let list = encoding_rs::GB18030.encode("设备序列号;所有权\nSN-1001;支付机构\nSN-1002;-\n").0.into_owned();
    import(&shop, "清单.txt", list, &[]).code(0).stdout(
        "从 ~/清单.txt 读到 2 行：\n\
         \u{20} - 终端号或序列号：取自“设备序列号”\n\
         \u{20} - 终端归谁：取自“所有权”\n\
         已保存。\n",
    );
    assert_eq!(shop.state()["rows"]["terminals"]["row"][1]["owner"], serde_json::json!({ "unknown": true }));
}

#[test]
fn every_mistake_is_told_at_once_and_nothing_is_taken() {
    let shop = Shop::of(SMALL);
    let list = "TID,owner\n10000001,nobody\n,own\n10023456,own\n10000002,own\n10000002,own\n6225880138000006,own\n1.00235E+15,own\n";
    let told = import(&shop, "list.csv", list, &[]);
    told.code(4).stdout("").stderr(
        "error: ~/list.csv:2:2: owner: There is no such option. Choose from: The provider (provider), A leasing company (leased), My own business (own)\n\
         ~/list.csv:3:1: the cell is empty: every row needs “terminal or serial number”\n\
         ~/list.csv:4:1: this number is in the case already\n\
         ~/list.csv:6:1: the same number stands in ~/list.csv:5\n\
         ~/list.csv:7:1: terminal or serial number: That looks like a full card number, which posquit never stores. Type the bank and the last four digits, for example: HSBC ending 1234.\n\
         ~/list.csv:8:1: a spreadsheet has shortened this number, and its end is lost; format the column as text and type it again\n\
         safe: the case was not changed\n\
         hint: mend the file and import it again; --skip-known leaves out what is there already\n",
    );
    assert_eq!(shop.revisions(), [1]);
}

#[test]
fn what_is_known_is_left_out_where_that_is_wanted() {
    let shop = Shop::of(SMALL);
    let list = "tid,owner\n10023456,own\nNEW1,own\nnew1,leased\n";
    import(&shop, "list.csv", list, &["--skip-known"])
        .code(0)
        .shows("1 row from ~/list.csv:\n! 2 rows are known already and were left out\n");
    assert_eq!(rows(&shop), ["10023456 provider", "10023457 own", "NEW1 own"]);
    import(&shop, "list.csv", list, &["--skip-known"]).code(0).shows("0 rows").shows("nothing was changed");
    assert_eq!(shop.revisions(), [1, 2]);
}

#[test]
fn a_trial_saves_nothing() {
    let shop = Shop::of(BARE);
    import(&shop, "list.csv", "SN,owner\nA1,own\n", &["--dry-run"]).code(0).shows(
        "owner: My own business, terminal or serial number: A1\nNothing was saved: this was a trial.\n",
    );
    assert_eq!(shop.revisions(), [1]);
}

#[test]
fn columns_that_are_not_known_are_named_by_the_person() {
    let shop = Shop::of(BARE);
    let list = "Kennung,Wem\nA1,own\n";
    import(&shop, "list.csv", list, &[]).code(4).stdout("").stderr(
        "error: ~/list.csv:1: no column is known as “terminal or serial number”\n\
         safe: the case was not changed\n\
         hint: say which one it is: --column tid=HEADER; here are: Kennung, Wem\n",
    );
    import(&shop, "list.csv", list, &["--column", "tid=Nr"])
        .code(2)
        .says("error: no column of the file is called `Nr`\n")
        .says("hint: give one of these, or its number from 1: Kennung, Wem\n");
    import(&shop, "list.csv", list, &["--column", "tid"])
        .code(2)
        .says("`tid` does not say which column is meant");
    import(&shop, "list.csv", list, &["--column", "tdi=Kennung"]).code(2).says("nothing called `tdi`");
    import(&shop, "list.csv", list, &["--column", "tid=1", "--column", "owner=wem"]).code(0);
    assert_eq!(rows(&shop), ["A1 own"]);
}

#[test]
fn what_rows_writes_is_read_again() {
    let shop = Shop::of(BARE);
    let list = "tid,owner,lost,state\n\"=A,\"\"1\",leased,,damaged\n-x,own,,\n007,-,,here\n";
    import(&shop, "list.csv", list, &[]).code(0);
    let csv = shop.run(["rows", "--csv"]).out;
    for lang in ["en", "zh-CN"] {
        let other = Shop::of(BARE).lang(lang);
        import(&other, "again.csv", &csv, &[]).code(0);
        assert_eq!(other.state()["rows"], shop.state()["rows"], "{csv}");
    }
}

pub(crate) fn sheet(rows: &str) -> Vec<u8> {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

pub(crate) fn workbook(sheets: &[Vec<u8>]) -> Vec<u8> {
    let (mut book, mut relations) = (String::new(), String::new());
    let names: Vec<String> = (1..=sheets.len()).map(|n| format!("xl/worksheets/sheet{n}.xml")).collect();
    for n in 1..=sheets.len() {
        let _ = write!(book, r#"<sheet name="List {n}" sheetId="{n}" r:id="r{n}"/>"#);
        let _ = write!(relations, r#"<Relationship Id="r{n}" Target="worksheets/sheet{n}.xml"/>"#);
    }
    let book = format!(r#"<workbook xmlns:r="x"><sheets>{book}</sheets></workbook>"#);
    let relations = format!("<Relationships>{relations}</Relationships>");
    let mut members: Vec<(&str, &[u8])> =
        vec![("xl/workbook.xml", book.as_bytes()), ("xl/_rels/workbook.xml.rels", relations.as_bytes())];
    members.extend(names.iter().zip(sheets).map(|(name, sheet)| (name.as_str(), sheet.as_slice())));
    zipped(&members)
}

pub(crate) fn cells(number: usize, cells: &[&str]) -> String {
    let cell = |text: &&str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    format!(r#"<row r="{number}">{}</row>"#, cells.iter().map(cell).collect::<String>())
}

#[test]
fn a_workbook_is_read_and_other_sheets_are_told() {
    let shop = Shop::of(BARE);
    let list = sheet(
        &(cells(2, &["TID", "owner"])
            + r#"<row r="3"><c><v>10000001</v></c></row>"#
            + &cells(5, &["00012", "own"])),
    );
    let book = workbook(&[sheet(&cells(1, &["notes", "for me"])), list]);
    import(&shop, "list.xlsx", book, &[]).code(0).stdout(
        "! The sheet List 1 has no column “terminal or serial number” and was left aside\n\
         2 rows from ~/list.xlsx:\n\
         Sheet List 2:\n\
         \u{20} - terminal or serial number: from “TID”\n\
         \u{20} - owner: from “owner”\n\
         Saved.\n",
    );
    assert_eq!(rows(&shop), ["10000001 ?", "00012 own"]);
    let long = sheet(&(cells(1, &["TID"]) + r#"<row r="2"><c><v>12345678901234567</v></c></row>"#));
    import(&shop, "long.xlsx", workbook(&[long]), &[])
        .code(4)
        .says("~/long.xlsx/List 1:2:1: a spreadsheet has shortened");
}

#[test]
fn hostile_files_are_refused_in_words() {
    let shop = Shop::of(BARE);
    for (name, bytes, says) in [
        ("a.csv", b"%PDF-1.7".to_vec(), "this is a PDF"),
        ("a.csv", b"".to_vec(), "there is nothing in it"),
        ("a.csv", b"\n\n \n".to_vec(), "there is nothing in it"),
        ("a.csv", b"tid,owner\n\"A1,own\n".to_vec(), "a.csv:2"),
        ("a.csv", b"tid\nA1\n\xff\xfe\x80\n".to_vec(), "error: "),
        ("a.zip", zipped(&[("tid.csv", b"tid\n1\n")]), "this archive is no workbook"),
        ("a.xlsx", b"PK\x03\x04 and no more".to_vec(), "error: "),
        ("a.xls", b"\xd0\xcf\x11\xe0 and no more".to_vec(), "error: "),
    ] {
        let told = import(&shop, name, bytes, &[]);
        told.code(4).stdout("").says(says).says("safe: the case was not changed\n");
    }
    shop.run(["import", "."]).code(4).says("this is no plain file");
    shop.run(["import", "none.csv"]).code(4).says("cannot be read");
    let spoofed = "tid,\u{1b}[2Jowner\u{202e}\nA1,x\n";
    let told = import(&shop, "a.csv", spoofed, &[]);
    assert!(
        !format!("{}{}", told.out, told.err).contains(['\u{1b}', '\u{202e}']),
        "{}{}",
        told.out,
        told.err
    );
}

#[test]
fn ten_thousand_rows_are_one_line_of_the_log() {
    let shop = Shop::of(BARE);
    let mut list = String::from("tid,owner\n");
    (0..10_000).for_each(|n| list += &format!("T{n:07},own\n"));
    import(&shop, "list.csv", &list, &["--all"]).code(0).shows("10000 rows");
    assert_eq!(shop.revisions(), [1, 2]);
    assert_eq!(rows(&shop).len(), 10_000);
    let wrong = list.replace(",own", ",?");
    import(&shop, "list.csv", &wrong, &[]).code(4).says("and 9000 more mistakes\n");
    let few: Vec<&str> = wrong.lines().take(1_002).collect();
    import(&shop, "list.csv", few.join("\n"), &[]).code(4).says("and 1 more mistake\n");
}

#[test]
fn a_line_with_more_cells_than_names_is_told_and_nothing_is_taken() {
    let shop = Shop::of(BARE);
    let list = "tid,owner\nA1,own\nB2,own,x,,y\nC3,own,,\nD4,1,200,own\n";
    import(&shop, "list.csv", list, &[]).code(4).stdout("").says(
        "~/list.csv:3:3: 2 cells more than the columns have names; is there a comma within a cell that stands without quotes?\n",
    ).says("~/list.csv:5:3: 2 cells more");
    assert_eq!(shop.revisions(), [1]);
    import(&shop, "list.csv", "tid,owner\nC3,own,,\n", &[]).code(0);
    assert_eq!(rows(&shop), ["C3 own"]);
}

#[test]
fn a_column_without_a_name_is_told_where_it_holds_something() {
    let shop = Shop::of(BARE);
    import(&shop, "list.csv", "tid,,owner,\nA1,,own,\nB2,y,own,\n", &[])
        .code(0)
        .shows("! Not read: column 2 (it has no name; first filled in line 3)\n");
    let wide = workbook(&[sheet(&(cells(1, &["tid", "owner"]) + &cells(2, &["C3", "own", "", "beside"])))]);
    import(&shop, "list.xlsx", wide, &[])
        .code(0)
        .shows("! Not read: column 4 (it has no name; first filled in line 2)\n");
}
