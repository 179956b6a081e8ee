//! Letters: every one in both languages and in three formats, what they lack, what becomes of them, and what they never
//! let through.

use std::fs;
use std::io::Read;
use std::path::Path;

use crate::support::{Outcome, SMALL, Shop, put};

const RICH_CN: &str = include_str!("cases/rich-cn.toml");
const SPARSE_CN: &str = include_str!("cases/sparse-cn.toml");
const RICH_UK: &str = include_str!("cases/rich-uk.toml");

/// The letter for a court in mainland China.
const CLAIM: &str = "statement-of-claim";

/// Every letter, with what it is addressed to.
pub(crate) const LETTERS: [&[&str]; 17] = [
    &["stop-notice"],
    &["customer-notice"],
    &["authorisation"],
    &["fee-dispute"],
    &["wipe-record"],
    &["handover-list"],
    &["cancellation"],
    &["deposit-refund"],
    &["final-confirmation"],
    &["reminder"],
    &["demand"],
    &["complaint", "--channel", "hq"],
    &["complaint", "--channel", "pbc"],
    &["complaint", "--channel", "pcac"],
    &["complaint", "--channel", "samr"],
    &[CLAIM],
    &["debit-revocation"],
];

pub(crate) fn rich() -> Shop {
    let shop = Shop::new().on("2026-06-01");
    shop.start(RICH_CN).code(0);
    shop
}

pub(crate) fn letter(shop: &Shop, arguments: &[&str]) -> Outcome {
    shop.run(std::iter::once(&"letter").chain(arguments))
}

/// Writes a letter and reads the file.
#[track_caller]
pub(crate) fn written(shop: &Shop, arguments: &[&str], format: &str) -> Vec<u8> {
    let path = shop.path("letter.out");
    let more = ["--format", format, "--force", "-o", path.to_str().unwrap()];
    letter(shop, &[arguments, &more].concat()).code(0);
    fs::read(path).unwrap()
}

#[track_caller]
pub(crate) fn text(shop: &Shop, arguments: &[&str]) -> String {
    String::from_utf8(written(shop, arguments, "text")).unwrap()
}

/// The files in a Word document, each proved to be sound XML.
#[track_caller]
pub(crate) fn unzipped(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut files = Vec::new();
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert_sound(&text);
        files.push((name, text));
    }
    files
}

/// Reads XML to its end, its entities included; the reader checks that every element is closed.
#[track_caller]
fn assert_sound(xml: &str) {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut depth = 0_i32;
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in {xml}")) {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(allowed), "a character that XML does not have");
}

/// What a reader sees of a Word document.
fn document(bytes: &[u8]) -> String {
    let files = unzipped(bytes);
    files.into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1
}

fn is_wide(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{3020}' | '\u{ff01}'..='\u{ff5e}'))
}

#[test]
fn every_letter_is_written_in_both_languages() {
    for lang in ["zh-CN", "en"] {
        let shop = rich().lang(lang);
        for arguments in LETTERS {
            let text = text(&shop, arguments);
            assert!(text.chars().count() > 150, "{arguments:?} in {lang} says little:\n{text}");
            for trace in ["undefined", "{{", "}}", "{%", "[]", "none\n", "None", "\u{e000}", "  "] {
                assert!(!text.contains(trace), "`{trace}` in {arguments:?} in {lang}:\n{text}");
            }
            assert!(text.contains("上海好味道"), "{arguments:?} names the merchant");
        }
    }
}

#[test]
fn letters_of_a_british_case_are_english_throughout() {
    let shop = Shop::new().on("2026-09-07");
    shop.start(RICH_UK).code(0);
    // Some terminals go, so the account and its direct debit stay.
    let not_here = [CLAIM, "debit-revocation"];
    let own =
        LETTERS.iter().filter(|arguments| arguments.len() == 1 && !not_here.contains(&arguments[0])).copied();
    let complaints: [&[&str]; 2] =
        [&["complaint", "--channel", "fos"], &["complaint", "--channel", "small-claim"]];
    for arguments in own.chain(complaints) {
        let text = text(&shop, arguments);
        assert!(!is_wide(&text), "Chinese in {arguments:?}:\n{text}");
        assert!(text.contains("Corner Cafe Ltd"));
    }
    let demand = text(&shop, &["demand"]);
    assert!(demand.contains("210.00 GBP (250.00 GBP less the 40.00 GBP that you deduct"), "{demand}");
    letter(&shop, &["complaint", "--channel", "pbc"]).code(5).says("is not needed");
}

#[test]
fn chinese_letters_have_the_form_their_readers_expect() {
    let shop = rich().lang("zh-CN");
    let refund = text(&shop, &["deposit-refund"]);
    assert!(
        refund.starts_with("押金退还申请书\n\n拉卡拉：\n\n我方是上海好味道，商户号 ****0001。"),
        "{refund}"
    );
    assert!(refund.contains("598.00 元（大写：人民币伍佰玖拾捌元整）"), "{refund}");
    assert!(refund.contains("请在 2026 年 6 月 23 日前退还"), "{refund}");
    let end = "此致\n敬礼\n\n申请人：上海好味道（盖章或签名）\n2026 年 6 月 1 日\n";
    assert!(refund.ends_with(end), "{refund}");
    // A merchant without a licence signs and has no seal.
    shop.run(["answer", "merchant_kind", "micro"]).code(0);
    let application = text(&shop, &["cancellation"]);
    assert!(!application.contains("盖章") && application.contains("签名："), "{application}");
    assert!(application.contains("身份证号：****0Y43"), "{application}");
}

#[test]
fn what_is_not_known_is_named_in_words() {
    for (lang, open) in [("zh-CN", "（待核实）"), ("en", "[to be confirmed]")] {
        let shop = Shop::new().on("2026-11-24").lang(lang);
        shop.start(SPARSE_CN).code(0);
        for arguments in LETTERS.iter().filter(|arguments| arguments[0] != "handover-list") {
            let text = text(&shop, arguments);
            assert!(text.contains(open) || arguments[0] == "reminder", "{arguments:?}:\n{text}");
            assert!(!text.contains("undefined"), "{text}");
        }
    }
}

#[test]
fn what_is_missing_is_asked_for_by_its_id() {
    let shop = Shop::of(SMALL);
    letter(&shop, &["stop-notice"]).code(2).stdout("").stderr(
        "error: \"Stop notice\" can't be written yet, it lacks: contact for letters, last day of card payments\n\
         safe: the case was not changed\n\
         hint: give them one by one; for what you don't know, use posquit answer ID --unknown, and the letter says \"[to be confirmed]\":\n  \
         posquit answer contact VALUE\n  posquit answer stop_date VALUE\n",
    );
    assert!(!shop.case().join("letters").exists());
    shop.run(["answer", "contact", "Sam, 020 7946 0018"]).code(0);
    shop.run(["answer", "stop_date", "--unknown"]).code(0);
    let notice = text(&shop, &["stop-notice"]);
    assert!(
        notice.contains("Sam, 020 7946 0018\n") && notice.contains("payments: [to be confirmed]."),
        "{notice}"
    );
    // An act that is not ticked, a cell, and a list without a row.
    letter(&shop, &["handover-list"]).code(2).says("  posquit tick disabled_by_provider --on DAY");
    letter(&shop, &["handover-list"]).code(2).says("  posquit answer terminals/1/accessories VALUE");
    let empty = Shop::of("[answers]\nmerchant_name = \"Corner Cafe\"\ncountry = \"cn\"\n");
    letter(&empty, &["stop-notice"]).code(2).says("  posquit answer terminals/new COLUMN=VALUE\n");
    // Whether it is needed at all hangs on an answer.
    letter(&empty, &["deposit-refund"]).code(2).says("  posquit answer deposit_paid VALUE\n");
}

#[test]
fn a_letter_without_use_is_refused() {
    let shop = Shop::of(SMALL);
    letter(&shop, &["reminder"]).code(5).stdout("").says("error: \"Reminder\" is not needed");
    letter(&shop, &["complaint"]).code(2).says("hint: there is nobody to complain to yet");
    letter(&shop, &["remynder"]).code(2).says("did you mean `reminder`?");
    letter(&shop, &["complaint", "--channel", "mayor"]).code(2).says("no addressee `mayor`");
    letter(&rich(), &["complaint"])
        .code(0)
        .says("")
        .shows("Written: Complaint (the local branch of the People's Bank of China)");
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    let (one, other) = (rich(), rich());
    for arguments in LETTERS {
        for format in ["docx", "html", "text"] {
            assert!(
                written(&one, arguments, format) == written(&other, arguments, format),
                "{arguments:?} {format}"
            );
        }
    }
}

#[test]
fn word_documents_are_sound_and_load_nothing() {
    let shop = rich().lang("zh-CN");
    for arguments in LETTERS {
        let files = unzipped(&written(&shop, arguments, "docx"));
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let expected = [
            "[Content_Types].xml",
            "_rels/.rels",
            "word/_rels/document.xml.rels",
            "word/styles.xml",
            "word/document.xml",
        ];
        assert_eq!(names, expected);
        for (name, xml) in &files {
            assert!(!xml.contains("TargetMode"), "{name} points outside");
        }
        let html = String::from_utf8(written(&shop, arguments, "html")).unwrap();
        assert!(html.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
        for trace in ["<script", "http://", "https://", "url(", "src=", "href="] {
            assert!(!html.contains(trace), "{trace} in {arguments:?}");
        }
    }
}

#[test]
fn hostile_answers_stay_words_in_every_format() {
    let hostile =
        "<script>alert(1)</script> =cmd|' /C calc'!A0 | a ]]> &#x6a; {{ provider }} {% if %} :title # - +";
    let shop = rich();
    for id in
        ["merchant_name", "provider", "contact", "stop_reason", "contract_number", "registration_number"]
    {
        shop.run(["answer", id, hostile]).code(0);
    }
    // What only another program can have put there: line ends, an escape, marks that turn the text around.
    let toml = shop
        .case_toml()
        .replace("contact = \"", "contact = \"\\u001b[31mX\\r\\n:title Y\\r\\n| z |\\u202eW ");
    put(&shop.case_file(), toml);
    for arguments in [&["stop-notice"][..], &["cancellation"], &["complaint", "--channel", "hq"]] {
        let plain = text(&shop, arguments);
        let html = String::from_utf8(written(&shop, arguments, "html")).unwrap();
        let word = document(&written(&shop, arguments, "docx"));
        for (format, text) in [("text", &plain), ("html", &html), ("docx", &word)] {
            let bad = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
            assert!(!text.chars().any(bad), "a control gets into {format}");
            assert!(!text.contains(['\u{e000}', '\u{e001}']), "a mark of ours stays in {format}");
            assert!(text.contains("u{1b}[31mX"), "{format} shows what stood there");
        }
        assert!(!plain.lines().any(|line| line == "Y"), "typed lines are no pieces of the letter:\n{plain}");
        assert!(!html.contains("<script") && !html.contains("<h1>Y"), "{html}");
        assert!(
            html.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt; =cmd|&#39; /C calc&#39;!A0 | a ]]&gt;")
        );
        assert!(word.contains("{{ provider }} {% if %}") && !word.contains("<script"));
    }
}

#[test]
fn numbers_are_masked_unless_they_are_asked_for() {
    let shop = rich().lang("zh-CN");
    let numbers = ["898310148160001", "121909876543210", "91350100M000100Y43", "11010519491231002X"];
    let mut seen = String::new();
    for arguments in LETTERS {
        seen += &text(&shop, arguments);
        seen += &String::from_utf8(written(&shop, arguments, "html")).unwrap();
        seen += &document(&written(&shop, arguments, "docx"));
        let told = letter(&shop, arguments);
        seen += &told.out;
        seen += &told.err;
    }
    seen += &letter(&shop, &[]).out;
    seen += &letter(&shop, &["--json"]).out;
    for number in numbers {
        assert!(!seen.contains(number), "{number} is shown");
        assert!(seen.contains(&format!("****{}", &number[number.len() - 4..])), "{number} is hinted at");
    }
    letter(&shop, &["deposit-refund"])
        .code(0)
        .shows("只写了末四位：商户号、押金收款账户。")
        .shows("对方要凭完整号码才能办：商户号、押金收款账户。加 --full 再写一份。");
    // What its reader can do without is masked and no more is said of it.
    letter(&shop, &["authorisation"])
        .code(0)
        .shows("只写了末四位：执照编号或证件号、经办人证件号、商户号。")
        .shows("对方要凭完整号码才能办：执照编号或证件号、商户号。");
    let full = text(&shop, &["deposit-refund", "--full"]);
    assert!(full.contains("招商银行上海分行 121909876543210") && full.contains("898310148160001"), "{full}");
    letter(&shop, &["deposit-refund", "--full"])
        .code(0)
        .shows("写全了：商户号、押金收款账户。只把它交给该收的人。");
    let id = text(&shop, &["authorisation", "--full"]);
    assert!(id.contains("11010519491231002X"), "{id}");
}

#[test]
fn every_letter_that_ships_is_sound() {
    let playbook = posquit::template::standard(None).unwrap();
    let files = posquit::template::letter_files();
    let listed: Vec<&str> = files.iter().map(|(id, _)| *id).collect();
    for (id, source) in files {
        let letter = posquit::template::checked_letter(&source, &playbook);
        let letter = letter.unwrap_or_else(|problems| panic!("{}", problems[0]));
        assert_eq!(letter.id, id);
        let (zh, en) = (&letter.body.zh, &letter.body.en);
        assert!(
            !without_code(en).chars().any(|c| is_wide(&c.to_string())),
            "{id}: Chinese in the English text"
        );
        for (mark, after) in without_code(zh).chars().zip(without_code(zh).chars().skip(1)) {
            let han = matches!(mark, '\u{4e00}'..='\u{9fff}');
            assert!(!(han && ",;?!".contains(after)), "{id}: `{mark}{after}`");
        }
        for word in ["否则曝光", "依法应在", "法律手段", "must"] {
            assert!(!zh.contains(word) && !en.contains(word), "{id} threatens: {word}");
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/letters");
    let mut there: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    there.sort();
    let mut listed: Vec<String> = listed.into_iter().map(str::to_owned).collect();
    listed.sort();
    assert_eq!(there, listed, "each file is a letter");
}

/// A text without what the engine reads.
fn without_code(text: &str) -> String {
    let mut out = String::new();
    for part in text.split(['{', '}']) {
        if !part.starts_with('%') && !part.trim_start().starts_with("if ") {
            out += part;
        }
    }
    out
}

#[test]
fn a_form_with_a_mistake_is_told_with_its_line() {
    use posquit::domain::case::Case;
    use posquit::domain::phrase::Phrase;
    use posquit::domain::plan::Plan;
    use posquit::domain::text::Lang;
    use posquit::export::letter::{Manner, Numbers, Unwritten, compose};
    let (playbook, words) = (posquit::template::standard(None).unwrap(), posquit::template::words(Lang::En));
    let case = Case::new("sample", "", Lang::En, "2026-11-24".parse().unwrap());
    let plan = Plan::new(&playbook, &case, "2026-11-24".parse().unwrap());
    let phrase = Phrase { words: &words, playbook: &playbook };
    let mut letter = posquit::template::letter("reminder", Lang::En).unwrap();
    let tens = "[0,1,2,3,4,5,6,7,8,9]";
    let loops: String = ["a", "b", "c", "d", "e"].map(|n| format!("{{% for {n} in {tens} %}}")).concat();
    let long = format!("{loops}{}{}", "long ".repeat(200), "{% endfor %}".repeat(5));
    for (body, line) in [
        ("one\n{{ no_such_fact }}", "2: "),
        ("{% if %}", "1: "),
        ("a\nb\n{{ today.no_such_form }}", "3: "),
        (
            "{% for a in [1,2,3,4,5,6,7,8,9,10] %}{% for b in [1,2,3,4,5,6,7,8,9,10] %}{% for c in [1,2,3,4,5,6,7,8,9,10] %}{% for d in [1,2,3,4,5,6,7,8,9,10] %}{% for e in [1,2,3,4,5,6,7,8,9,10] %}{% for f in [1,2,3,4,5,6,7,8,9,10] %}{% for g in [1,2,3,4,5,6,7,8,9,10] %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
            "1: ",
        ),
        // What would read files, call itself, or grow without an end.
        ("{% include 'x' %}", "1: "),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "1: "),
        (&long, "0: "),
    ] {
        letter.body.en = body.to_owned().into();
        let told = compose(&letter, &plan, &phrase, Manner { channel: None, numbers: Numbers::Masked });
        assert!(matches!(&told, Err(Unwritten::Form(what)) if what.starts_with(line)), "{body}: {told:?}");
    }
}

#[test]
fn ten_thousand_terminals_are_one_letter() {
    let row = |n| format!("\n[[rows.terminals.row]]\ntid = \"T{n:05}\"\nowner = \"provider\"\n");
    let rows: String = (1..=10_000).map(row).collect();
    let head = SMALL.split("\n[[rows.terminals.row]]").next().unwrap();
    let shop = Shop::new();
    shop.start(
        &(head.replace("[rows.terminals]", "contact = \"Sam\"\nstop_date = 2027-02-01\n\n[rows.terminals]")
            + &rows),
    )
    .code(0);
    let text = text(&shop, &["stop-notice"]);
    assert!(text.contains("T00001") && text.contains("T10000"));
}
