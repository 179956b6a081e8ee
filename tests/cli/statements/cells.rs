//! What stands in a cell: signs, separators, dates, wrappings; what is decided by the whole file, and what is refused.

use posquit::reconcile::read::{
    Decimal, Mapping, Order, Profile, Profiles, Role, Side, explain, profile_text, read,
};
use posquit::reconcile::table::{Kind, Row, Source, Table};

use super::{in_words, one, only, options, read_bytes};

fn ledger(rows: &str) -> Vec<u8> {
    format!("reference,date,amount\n{rows}").into_bytes()
}

#[track_caller]
fn amount(written: &str, minor: i64) {
    let table = only(
        "till.csv",
        &ledger(&format!("A1,2026-11-01,\"{written}\"\nA2,2026-11-01,0.50\n")),
        Side::Ledger,
    );
    assert_eq!(table.gross(0), minor, "{written}");
}

#[test]
fn amounts_are_read_with_every_sign_and_separator() {
    let cases = [
        ("1,234.56", 123_456),
        ("+10.00", 1_000),
        ("-$0.95", -95),
        ("$-0.95", -95),
        ("($0.95)", -95),
        ("¥28.16", 2_816),
        ("１２３.４５", 12_345),
        ("12.50-", -1_250),
        ("1 234.56", 123_456),
        ("1\u{a0}234.56", 123_456),
        ("1,234", 123_400),
        ("12.5000", 1_250),
        ("=\"\"7.10\"\"", 710),
        ("'7.10", 710),
        ("`7.10", 710),
        ("EUR 7.10", 710),
        ("7.10 元", 710),
        ("1,234,567.00", 123_456_700),
        ("\u{2212}3.00", -300),
        ("3", 300),
        ("0.10 USD", 10),
    ];
    for (written, minor) in cases {
        amount(written, minor);
    }
}

#[test]
fn the_whole_file_decides_the_decimal_mark() {
    let table = only(
        "till.csv",
        b"reference;date;amount\nA1;2026-11-01;1.234\nA2;2026-11-01;1.234,50\nA3;2026-11-01;7,5\n",
        Side::Ledger,
    );
    assert_eq!([0, 1, 2].map(|at| table.gross(at)), [123_400, 123_450, 750]);
}

#[test]
fn an_amount_that_can_be_read_in_two_ways_is_asked_about() {
    let bytes = ledger("A1,2026-11-01,\"1,234\"\nA2,2026-11-01,\"5,678\"\n");
    let trouble = read_bytes("till.csv", &bytes, Side::Ledger).unwrap_err();
    assert_eq!(
        in_words(&trouble),
        "till.csv:2: an amount such as 1,234 can be read in two ways, and nothing in the file decides it; say which mark \
         parts the decimals: --decimal point or --decimal comma"
    );
    let file = one("till.csv", &bytes);
    let mut options = options();
    options.decimal = Some(Decimal::Point);
    assert_eq!(read(&file.path, Side::Ledger, &options).unwrap()[0].gross(0), 123_400);
    options.decimal = Some(Decimal::Comma);
    let trouble = read(&file.path, Side::Ledger, &options).unwrap_err();
    assert!(in_words(&trouble).contains("has more decimals than the currency"));
}

#[test]
fn two_decimal_marks_in_one_file_are_refused() {
    let trouble =
        read_bytes("till.csv", &ledger("A1,2026-11-01,12.50\nA2,2026-11-01,\"12,50\"\n"), Side::Ledger)
            .unwrap_err();
    assert!(
        in_words(&trouble).starts_with("till.csv:3:3: amount: “12,50” has another decimal mark"),
        "{}",
        in_words(&trouble)
    );
}

#[track_caller]
fn moment(written: &str, day: &str, minute: Option<u16>) {
    let table = only("till.csv", &ledger(&format!("A1,\"{written}\",1.00\n")), Side::Ledger);
    let row = table.row(0);
    assert_eq!((row.day.unwrap().to_string().as_str(), row.minute), (day, minute), "{written}");
}

#[test]
fn days_and_times_are_read_in_every_form() {
    let at = |hour: u16, minute: u16| Some(hour * 60 + minute);
    let cases = [
        ("2026-11-01", "2026-11-01", None),
        ("2026/1/5", "2026-01-05", None),
        ("2026.11.01", "2026-11-01", None),
        ("2026年11月1日 9时05分", "2026-11-01", at(9, 5)),
        ("20261101", "2026-11-01", None),
        ("20261101183000", "2026-11-01", at(18, 30)),
        ("2026-11-01T18:30:05+08:00", "2026-11-01", at(18, 30)),
        ("2026-11-01 18:30:05 +0400", "2026-11-01", at(18, 30)),
        ("2021-08-27T03:43:24.0339786+02:00", "2021-08-27", at(3, 43)),
        ("2026-11-01T18:30:05Z", "2026-11-01", at(18, 30)),
        ("2026/12/03  14:06:51", "2026-12-03", at(14, 6)),
        ("17.04.23", "2023-04-17", None),
        ("01.10.2019", "2019-10-01", None),
        ("31/12/2026 2:30 PM", "2026-12-31", at(14, 30)),
        ("12/31/2026 12:05:00 AM", "2026-12-31", at(0, 5)),
        ("1 Nov 2026", "2026-11-01", None),
        ("Nov 1, 2026", "2026-11-01", None),
        ("44224.713148", "2021-01-28", at(17, 6)),
        ("44224", "2021-01-28", None),
        ("２０２６－１１－０１", "2026-11-01", None),
        ("04/04/2026", "2026-04-04", None),
        ("2026-11-01 00:00:00.000", "2026-11-01", at(0, 0)),
    ];
    for (written, day, minute) in cases {
        moment(written, day, minute);
    }
}

#[test]
fn the_whole_file_decides_the_order_of_day_and_month() {
    let table = only("till.csv", &ledger("A1,02/03/2026,1.00\nA2,03/25/2026,1.00\n"), Side::Ledger);
    assert_eq!(table.day(0).unwrap().to_string(), "2026-02-03");
    let table = only("till.csv", &ledger("A1,02/03/2026,1.00\nA2,25/03/2026,1.00\n"), Side::Ledger);
    assert_eq!(table.day(0).unwrap().to_string(), "2026-03-02");
}

#[test]
fn a_date_that_can_be_read_in_two_ways_is_asked_about() {
    let bytes = ledger("A1,02/03/2026,1.00\n");
    let trouble = read_bytes("till.csv", &bytes, Side::Ledger).unwrap_err();
    assert!(
        in_words(&trouble).starts_with("till.csv:2:2: a date such as 02/03/2026 can be read in two ways")
    );
    let file = one("till.csv", &bytes);
    let mut options = options();
    options.date_order = Some(Order::MonthFirst);
    assert_eq!(
        read(&file.path, Side::Ledger, &options).unwrap()[0].day(0).unwrap().to_string(),
        "2026-02-03"
    );
}

#[test]
fn a_bad_cell_is_named_with_its_place() {
    for (rows, told) in [
        (
            "A1,2026-11-01,1.00\nA2,2026-11-31,1.00\n",
            "till.csv:3:2: date: “2026-11-31” is no date that is understood;",
        ),
        ("A1,2026-11-01,1.00\nA2,2026-11-02,abc\n", "till.csv:3:3: amount: “abc” is no amount;"),
        (
            "A1,2026-11-01,1.005\nA2,2026-11-01,1.00\n",
            "till.csv:2:3: amount: “1.005” has more decimals than the currency;",
        ),
        (
            "A1,2026-11-01,9E+18\n",
            "till.csv:2:3: amount: “9E+18” was shortened by a spreadsheet, or is too large;",
        ),
        ("A1,2026-11-01,1.00,x\n", "till.csv:2: the row has 4 cells, the header has 3 names;"),
        // 2^32 + 2026: no year of so many digits counts as one that it is like.
        (
            "A1,31.12.4294969322,1.00\n",
            "till.csv:2:2: date: “31.12.4294969322” is no date that is understood;",
        ),
        ("A1,,1.00\n", "till.csv:2:2: date: there is an amount but no date;"),
    ] {
        let trouble = read_bytes("till.csv", &ledger(rows), Side::Ledger).unwrap_err();
        assert!(in_words(&trouble).starts_with(told), "{}", in_words(&trouble));
    }
}

#[test]
fn references_that_a_spreadsheet_damaged_are_refused_by_column() {
    for (rows, told) in [
        (
            "4.2E+27,2026-11-01,1.00\n",
            "till.csv:2:1: reference: a spreadsheet has shortened the number to “4.2E+27”; its digits are lost;",
        ),
        (
            "420000092520210000,2026-11-01,1.00\n420000092520211000,2026-11-01,1.00\n420000092520212000,2026-11-01,1.00\n",
            "till.csv:2:1: reference: a spreadsheet has rounded 3 long numbers to 15 digits; their ends are lost; export the file again",
        ),
    ] {
        let trouble = read_bytes("till.csv", &ledger(rows), Side::Ledger).unwrap_err();
        assert!(in_words(&trouble).starts_with(told), "{}", in_words(&trouble));
    }
    // A number that ends in zeros among others is whole.
    let table = only(
        "till.csv",
        &ledger(
            "420000092520210000,2026-11-01,1.00\n420000092520210017,2026-11-01,1.00\n12E45,2026-11-01,1\n",
        ),
        Side::Ledger,
    );
    assert_eq!([table.reference(0), table.reference(2)], ["420000092520210000", "12E45"]);
}

#[test]
fn a_card_number_in_a_memo_is_masked() {
    let table = only(
        "bank.csv",
        b"date,description,amount\n2026-11-01,REFUND 6225 8801 3800 0006 x,-1.00\n",
        Side::Bank,
    );
    assert_eq!(table.row(0).memo, "REFUND 622588••••••0006 x");
}

#[test]
fn every_encoding_is_read_strictly() {
    let text = "日期,摘要,金额\n2026-11-01,联通,1.00\n";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files = [
        text.as_bytes().to_vec(),
        encoding_rs::GB18030.encode(text).0.into_owned(),
        utf16.clone(),
        [&[0xff, 0xfe][..], &utf16].concat(),
        [&[0xfe, 0xff][..], &text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>()].concat(),
    ];
    for bytes in files {
        assert_eq!(only("bank.csv", &bytes, Side::Bank).row(0).memo, "联通");
    }
}

#[test]
fn western_bytes_are_not_taken_for_chinese() {
    let bytes = b"date,description,amount\n2026-11-01,Caf\xe9 l\xe9ger,1.00\n2026-11-01,\xe9t\xe9,1.00\n";
    let trouble = read_bytes("bank.csv", bytes, Side::Bank).unwrap_err();
    assert!(
        in_words(&trouble).contains(
            "it does not tell its encoding, and does not look like Chinese; say how it was written"
        )
    );
    let file = one("bank.csv", bytes);
    let mut options = options();
    options.encoding = Some("windows-1252".to_owned());
    assert_eq!(read(&file.path, Side::Bank, &options).unwrap()[0].row(0).memo, "Café léger");
}

#[test]
fn the_wrong_file_and_the_wrong_side_are_told() {
    let personal = "导出信息：\n交易时间            ,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号     ,商家订单号,备注,\n";
    let trouble = read_bytes("a.csv", personal.as_bytes(), Side::Settlement).unwrap_err();
    assert!(in_words(&trouble).starts_with(
        "a.csv:2: this is not the file that is needed (Alipay bill of a person): It is a personal bill"
    ));
    let trouble = read_bytes("a.csv", &super::sample("icbc.csv"), Side::Ledger).unwrap_err();
    assert_eq!(
        in_words(&trouble),
        "a.csv:7: this is no file for --ledger: ICBC statement; give it with --bank instead"
    );
}

#[test]
fn a_file_is_explained_for_whichever_side_it_fits() {
    let file = one("icbc.csv", &super::sample("icbc.csv"));
    let explained = explain(&file.path, None, &options()).unwrap();
    let explained = &explained[0];
    assert_eq!(
        (&*explained.title.en, explained.header, explained.separator),
        ("ICBC statement", 7, Some(','))
    );
    let used: Vec<(&str, Role)> =
        explained.columns.iter().filter_map(|column| Some((column.name.as_str(), column.role?))).collect();
    assert_eq!(used[..3], [("交易日期", Role::Date), ("摘要", Role::Memo), ("交易场所", Role::Memo)]);
    assert_eq!(explained.first(1).next().unwrap().gross, 123_456);
}

#[test]
fn unknown_columns_are_handed_over_and_a_profile_made_of_the_answers_reads_them() {
    let bytes = b"Kasse 1\nBon;Wann;Summe \"brutto\"\nB1;01.11.2026;12,50\nB2;02.11.2026;6225880138000006\n";
    let trouble = read_bytes("kasse.csv", bytes, Side::Ledger).unwrap_err();
    let unknown = trouble.unknown.unwrap();
    assert_eq!((unknown.line, unknown.columns.len()), (2, 3));
    assert_eq!(unknown.samples, [["B1", "01.11.2026", "12,50"], ["B2", "02.11.2026", "622588••••••0006"]]);
    let name = &unknown.columns[2];
    let columns = [(Role::Reference, "Bon"), (Role::Date, "Wann"), (Role::Gross, name.as_str())];
    let text = profile_text(&Mapping {
        id: "kasse",
        title: "Kasse \"1\"",
        sides: &[Side::Ledger],
        columns: &columns,
    });
    assert_eq!(Profile::parse(&text).unwrap().title.en, "Kasse \"1\"");
    let mut options = options();
    options.profiles.add("kasse.toml", &text).unwrap();
    let good = bytes[..bytes.len() - 30].to_vec();
    let file = one("kasse.csv", &good);
    let table = &read(&file.path, Side::Ledger, &options).unwrap()[0];
    assert_eq!((table.len(), table.gross(0), table.source().profile.as_str()), (1, 1_250, "kasse"));
}

#[test]
fn a_mistake_in_a_profile_is_named_with_its_place() {
    let mut profiles = Profiles::default();
    let text = "id = \"x\"\ntitle.zh = \"x\"\ntitle.en = \"x\"\nsides = [\"ledger\"]\nneeds = [\"a\"]\n[columns]\nrefrence = [\"a\"]\n";
    let troubles = profiles.add("x.toml", text).unwrap_err();
    assert!(
        in_words(&troubles[0])
            .starts_with("x.toml:7:1: the profile has a mistake: `refrence` means nothing here; these do: "),
        "{}",
        in_words(&troubles[0])
    );
}

#[test]
fn a_header_and_a_name_that_come_twice() {
    let table = only(
        "till.csv",
        &ledger("A1,2026-11-01,1.00\nReference,Date,Amount\nA2,2026-11-01,2.00\n"),
        Side::Ledger,
    );
    assert_eq!((table.len(), table.source().notes[0].key), (2, "read.note_headers"));
    let trouble =
        read_bytes("till.csv", b"reference,date,amount,Amount\nA1,2026-11-01,1.00,2.00\n", Side::Ledger)
            .unwrap_err();
    assert!(in_words(&trouble).starts_with("till.csv:1:3: the header has the column amount twice;"));
}

#[test]
fn a_table_gives_back_what_was_put_in() {
    let mut table = Table::new(Source::default());
    let plain = Row { line: 2, reference: "A", gross: 5, kind: Some(Kind::Sale), ..Row::default() };
    let full = Row {
        line: 3,
        reference: "B",
        second: "S",
        original: "A",
        terminal: "T",
        payout: "P",
        memo: "M",
        kind: Some(Kind::Refund),
        day: Some("2026-11-01".parse().unwrap()),
        minute: Some(61),
        gross: -5,
        fee: Some(-30),
        net: Some(-5),
        payout_day: Some("2026-11-02".parse().unwrap()),
        pending: true,
        currency: "EUR",
    };
    for row in [&plain, &full, &plain, &full] {
        table.push(row);
    }
    assert_eq!([0, 1, 2, 3].map(|at| table.row(at)), [plain.clone(), full.clone(), plain, full]);
    assert_eq!((table.len(), table.row(9)), (4, Row { kind: None, ..Row::default() }));
}
