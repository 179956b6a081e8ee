//! `export markdown`: the whole checklists of the examples in both languages, masked accounts, and texts that stay texts.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Options, Parser, Tag, html};

use crate::support::{SMALL, Shop, example, put};

/// A case with something done, skipped, waiting, late, unknown and masked in it.
fn small() -> String {
    let answers =
        SMALL.replace("[answers]\n", "[answers]\nauto_renews = { unknown = true }\nstop_date = 2026-11-20\n");
    format!(
        "{answers}\n[ticks.notice_sent]\non = 2026-11-10\nevidence = \"EMS 1234567890123\"\n\
         \n[ticks.last_batch_done.row.1]\non = 2026-11-20\nreason = \"no paper in the printer\"\n\
         \n[marks.reconcile]\nstate = \"skipped\"\nreason = \"the bookkeeper does it\"\n"
    )
}

#[track_caller]
pub(crate) fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        put(&path, text);
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    let line = wanted.lines().zip(text.lines()).position(|(wanted, is)| wanted != is);
    assert!(
        wanted == text,
        "{name} differs from line {}; look at it, then set UPDATE_GOLDEN=1",
        line.map_or_else(|| "the end".to_owned(), |at| (at + 1).to_string())
    );
}

#[test]
fn the_checklists_of_the_examples_are_as_they_were_read() {
    for name in ["shop-cn", "cafe-uk", "branch-cn"] {
        for lang in ["en", "zh-CN"] {
            let shop = Shop::new().lang(lang);
            shop.start(&example(&format!("{name}.toml"))).code(0);
            let list = shop.run(["export", "markdown"]);
            list.code(0).stderr("");
            golden(&format!("{name}.{lang}.md"), &list.out);
        }
    }
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    let shop = Shop::of(&small());
    let list = || shop.run(["export", "markdown"]).out;
    assert_eq!(list(), list());
    let path = shop.path("list.md");
    shop.run(["export", "markdown", "-o", path.to_str().unwrap()])
        .code(0)
        .stdout("Written to ~/list.md\n")
        .stderr("");
    assert_eq!(fs::read_to_string(path).unwrap(), list());
    assert_eq!(Shop::of(&small()).run(["export", "markdown"]).out, list());
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_force() {
    let shop = Shop::of(SMALL);
    let path = shop.write("list.md", "my own notes\n");
    let path = path.to_str().unwrap();
    shop.run(["export", "markdown", "-o", path]).code(5).stdout("").stderr(
        "error: ~/list.md is there already\nsafe: the case was not changed\n\
         hint: choose another name, or add --force to replace it\n",
    );
    assert_eq!(fs::read_to_string(path).unwrap(), "my own notes\n");
    shop.run(["export", "markdown", "-o", path, "--force"]).code(0);
    assert!(fs::read_to_string(path).unwrap().starts_with("# Checklist for closing: Corner Cafe\n"));
}

#[test]
fn accounts_show_their_last_four_characters_only() {
    let canaries = ["898310148165432", "ABCDE-77665544332211-XYZ"];
    let answers = SMALL.replace("[answers]\n", "[answers]\nrefund_account = \"ABCDE-77665544332211-XYZ\"\n");
    for lang in ["en", "zh-CN"] {
        let shop = Shop::of(&answers).lang(lang);
        let mut shown = String::new();
        for command in [
            vec!["answer", "merchant_id", canaries[0]],
            vec!["answer", "refund_account", "898310148165432 898310148165432"],
            vec!["undo"],
            vec!["answer", "refund_account", "--clear"],
            vec!["undo"],
            vec!["status"],
            vec!["status", "--json"],
            vec!["export", "markdown"],
        ] {
            let outcome = shop.run(&command);
            outcome.code(0);
            shown += &(outcome.out.clone() + &outcome.err);
        }
        for canary in canaries {
            let most = &canary[canary.len() - 6..];
            assert!(!shown.contains(most), "{canary} shows:\n{shown}");
        }
        assert!(shown.contains("••••5432") && shown.contains("••••-XYZ"));
    }
}

/// What somebody may type to become more than a text.
const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](http://example.com/pixel.png)",
    "<http://example.com>",
    "# a heading",
    "- [x] a task",
    "a | b | c",
    "`code` ``` ~~~ $x$",
    "*bold* _lean_ ~~gone~~",
    "1. one\n\n# two\n===\n---",
    "&lt;b&gt; \\<b>",
    "> a quote",
];

fn hostile(text: &str) -> Shop {
    let quoted = toml::Value::String(text.to_owned()).to_string();
    Shop::of(&format!(
        "[answers]\nmerchant_name = {quoted}\nprovider = {quoted}\ndeposit_paid = true\ndeposit_deducted = true\n\
         deduction_reason = {quoted}\n[[rows.terminals.row]]\ntid = {quoted}\nowner = \"provider\"\n\
         [ticks.notice_sent]\non = 2026-11-10\nevidence = {quoted}\n[ticks.contract_read]\non = 2026-11-10\nreason = {quoted}\n\
         [marks.reconcile]\nstate = \"skipped\"\nreason = {quoted}\n"
    ))
}

/// The checklist of a case with each of these texts.
static HOSTILE_LISTS: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    let list = |text| {
        let list = hostile(text).run(["export", "markdown"]);
        list.code(0);
        (text, list.out)
    };
    HOSTILE.into_iter().map(list).collect()
});

/// Kinds of Markdown that a text could smuggle in, counted.
fn shape(markdown: &str) -> Vec<(&'static str, usize)> {
    let kinds =
        ["html", "link", "image", "heading", "table", "code", "emphasis", "rule", "quote", "task", "item"];
    let mut counts: Vec<_> = kinds.map(|kind| (kind, 0)).into();
    for event in Parser::new_ext(markdown, Options::all()) {
        let kind = match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => "html",
            Event::Start(Tag::Link { .. }) => "link",
            Event::Start(Tag::Image { .. }) => "image",
            Event::Start(Tag::Heading { .. }) => "heading",
            Event::Start(Tag::Table(_)) => "table",
            Event::Start(Tag::CodeBlock(_))
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => "code",
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => "emphasis",
            Event::Rule => "rule",
            Event::Start(Tag::BlockQuote(_)) => "quote",
            Event::TaskListMarker(_) => "task",
            Event::Start(Tag::Item) => "item",
            _ => continue,
        };
        counts.iter_mut().find(|(name, _)| *name == kind).unwrap().1 += 1;
    }
    counts
}

#[test]
fn what_a_merchant_types_stays_a_text() {
    let plain = shape(&hostile("plain").run(["export", "markdown"]).out);
    assert!(plain.iter().take(3).all(|(_, count)| *count == 0), "{plain:?}");
    for (text, list) in &*HOSTILE_LISTS {
        assert_eq!(shape(list), plain, "`{text}` changes the shape of\n{list}");
    }
}

#[test]
fn the_checklist_as_html_holds_no_script_and_no_link() {
    for (text, list) in &*HOSTILE_LISTS {
        let mut page = String::new();
        html::push_html(&mut page, Parser::new_ext(list, Options::all()));
        for tag in ["<script", "<a ", "<img", "<b>", "<table", "<code"] {
            assert!(!page.contains(tag), "`{text}` became {tag}");
        }
    }
}

#[test]
fn what_a_merchant_types_is_read_again_in_the_page() {
    let list = hostile("<i>5 * 3_000 | # 7</i>").run(["export", "markdown"]);
    let mut page = String::new();
    html::push_html(&mut page, Parser::new_ext(&list.out, Options::all()));
    assert!(page.contains("<h1>Checklist for closing: &lt;i&gt;5 * 3_000 | # 7&lt;/i&gt;</h1>"), "{page}");
}

#[test]
fn controls_put_in_by_hand_are_made_visible() {
    let shop = Shop::of(SMALL);
    let edited = shop.case_toml().replace("title = \"Corner Cafe\"", r#"title = "a\u001b[2J\n# b\u202e""#);
    put(&shop.case_file(), edited);
    let list = shop.run(["export", "markdown"]);
    list.code(0).shows("# Checklist for closing: a\\\\u{1b}\\[2J\\\\u{a}# b\\\\u{202e}\n");
    let status = shop.run(["status"]);
    status.code(0).shows("a\\u{1b}[2J\\u{a}# b\\u{202e} · 24 Nov 2026\n");
    assert!(!status.out.contains('\u{1b}') && !list.out.contains('\u{202e}'));
}
