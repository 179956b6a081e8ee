//! `export json`, `export markdown --full` and `--blank`: what is masked, what is documented, what a form says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use posquit::domain::playbook::Item;
use posquit::domain::text::Lang;
use posquit::template::standard;
use serde_json::Value;

use crate::checklist::golden;
use crate::support::{SMALL, Shop, example};

const NOTE: &str = "note: this holds private numbers in full; give it only to people who need them.\n";

#[test]
fn json_is_the_state_of_the_case_and_masked() {
    let shop = Shop::of(SMALL);
    let export = shop.run(["export", "json"]);
    export.code(0).stderr("");
    assert_eq!(serde_json::from_str::<Value>(&export.out).unwrap(), shop.state());
    assert!(export.out.contains("••••5432") && !export.out.contains("898310148165432"));
    let path = shop.path("case.json");
    let path = path.to_str().unwrap();
    shop.run(["export", "json", "-o", path]).code(0).stderr("").stdout("Written to ~/case.json\n");
    assert_eq!(fs::read_to_string(path).unwrap(), export.out);
    shop.run(["export", "json", "-o", path]).code(5).says("~/case.json is there already");
}

#[test]
fn in_full_is_said_and_for_the_owner_only() {
    let shop = Shop::of(SMALL);
    let json = shop.run(["export", "json", "--full"]);
    json.code(0).stderr(NOTE);
    let state: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(state["answers"]["merchant_id"], "898310148165432");
    let path = shop.path("list.md");
    shop.run(["export", "markdown", "--full", "-o", path.to_str().unwrap()]).code(0).stderr(NOTE);
    let list = fs::read_to_string(&path).unwrap();
    assert!(list.contains("898310148165432"));
    assert!(list.contains("Account, merchant, identity and phone numbers are in full: handle with care."));
    assert!(!list.contains("Only the last four"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(!shop.run(["export", "markdown"]).out.contains("898310148165432"), "full is for one run");
}

#[cfg(unix)]
#[test]
fn a_link_or_a_folder_is_not_replaced() {
    let shop = Shop::of(SMALL);
    let (mine, link) = (shop.write("mine.txt", "mine"), shop.path("link.json"));
    std::os::unix::fs::symlink(&mine, &link).unwrap();
    let link = link.to_str().unwrap();
    shop.run(["export", "json", "-o", link]).code(5).says("is there already");
    shop.run(["export", "json", "-o", link, "--force"]).code(5).stdout("").stderr(
        "error: ~/link.json is no regular file, so it is not replaced\nsafe: the case was not changed\nhint: choose another name\n",
    );
    let folder = shop.home();
    shop.run(["export", "json", "-o", folder.to_str().unwrap(), "--force"])
        .code(5)
        .says("is no regular file");
    assert_eq!(fs::read_to_string(mine).unwrap(), "mine");
}

/// Every key of a document, at whatever depth, but not the ids that are keys.
fn keys(value: &Value, inside: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let ids = ["answers", "rows", "ticks", "marks"].contains(&inside);
                if !ids {
                    into.insert(key.clone());
                }
                let cells = inside == "row";
                keys(value, if ids && inside != "rows" || cells { "" } else { key }, into);
            }
        }
        Value::Array(list) if inside == "row" => {
            // A row holds cells by column id.
            for row in list {
                assert!(row["id"].is_number());
            }
        }
        Value::Array(list) => list.iter().for_each(|value| keys(value, "", into)),
        _ => {}
    }
}

#[test]
fn every_key_is_documented() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/JSON.md");
    let text = fs::read_to_string(path).unwrap();
    let shop = Shop::new();
    shop.start(&example("branch-cn.toml")).code(0);
    shop.run(["answer", "provider", "Other"]).code(0);
    shop.run(["undo"]).code(0);
    let mut found = BTreeSet::new();
    for arguments in ["export json", "next --json", "list --all --json", "log --json"] {
        let document: Value = serde_json::from_str(&shop.run(arguments.split(' ')).out).unwrap();
        assert_eq!(document["schema_version"], 1, "{arguments}");
        keys(&document, "", &mut found);
    }
    crate::support::put(&shop.case_file(), "rubbish");
    keys(&serde_json::from_str(&shop.run(["check", "--json"]).out).unwrap(), "", &mut found);
    let missing: Vec<_> = found.iter().filter(|key| !text.contains(&format!("`{key}`"))).collect();
    // What is written inside of an example or a list of values.
    let within = ["on", "first", "last", "needs", "unknown"];
    let missing: Vec<_> = missing.into_iter().filter(|key| !within.contains(&key.as_str())).collect();
    assert!(missing.is_empty(), "JSON.md lacks {missing:?}");
    assert!(found.len() > 50, "the walk finds {} keys only", found.len());
    for word in within {
        assert!(text.contains(&format!("\"{word}\"")), "{word}");
    }
}

#[test]
fn the_blank_form_needs_no_case_and_is_as_it_was_read() {
    for lang in ["en", "zh-CN"] {
        let shop = Shop::new().lang(lang);
        let form = shop.run(["export", "markdown", "--blank"]);
        form.code(0).stderr("");
        assert!(!shop.home().exists(), "a form makes no folder");
        golden(&format!("blank.{lang}.md"), &form.out);
    }
}

#[test]
fn the_blank_form_has_every_question_and_every_to_do() {
    let playbook = standard(None).unwrap();
    for lang in [Lang::En, Lang::Zh] {
        let form = Shop::new().lang(lang.tag()).run(["export", "markdown", "--blank"]).out;
        let says = |text: &str| {
            let text = posquit::export::escape(text.lines().next().unwrap_or_default());
            assert!(form.contains(&text), "{lang}: `{text}` is missing");
        };
        for step in &playbook.steps {
            says(step.title.to(lang));
            for item in &step.items {
                match item {
                    Item::Question(question) => says(question.ask.to(lang)),
                    Item::Rows(rows) => rows.columns.iter().for_each(|column| says(column.ask.to(lang))),
                    Item::Todo(todo) => says(todo.act.to(lang)),
                    Item::Wait(wait) => says(wait.what.to(lang)),
                }
            }
            step.told.rules.iter().for_each(|rule| says(rule.text.to(lang)));
            step.told.pitfalls.iter().for_each(|note| says(note.text.to(lang)));
        }
    }
}

#[test]
fn a_branch_is_said_in_words() {
    let english = Shop::new().run(["export", "markdown", "--blank"]).out;
    for text in [
        "- If the answer to \"Did you pay a deposit?\" is yes: How much was the deposit?",
        "If country is \"European Union\" or \"Somewhere else\": Which currency do you take?",
        "> This step is only for you if there are terminals (the answer to \"Is this one lost or stolen?\" is no and owner is \"The provider\" or \"A leasing company\") left.",
    ] {
        assert!(english.contains(text), "{text}");
    }
    let chinese = Shop::new().lang("zh-CN").run(["export", "markdown", "--blank"]).out;
    for text in
        ["- 如果“付过押金吗？”答“是”：押金一共多少？", "如果“国家或地区”是“欧盟国家”或“其他国家或地区”："]
    {
        assert!(chinese.contains(text), "{text}");
    }
    // Nothing inside leaks: no id, no place that was not filled.
    for form in [english, chinese] {
        assert!(!form.contains(['{', '}']) && !form.contains("blank."), "a key or a place leaks");
    }
}

#[test]
fn a_form_and_full_numbers_do_not_go_together() {
    Shop::of(SMALL)
        .run(["export", "markdown", "--blank", "--full"])
        .code(2)
        .stdout("")
        .says("`--blank` and `--full` don't go together");
}
