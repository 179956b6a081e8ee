//! `--answers FILE`: the shipped examples, broken files, what is refused while the rest is saved, and that a file and the
//! commands lead to the same case.

use serde_json::{Value, json};

use crate::support::{SMALL, Shop, example};

const MEND: &str = "safe: the case was not changed\nhint: mend these places of the file and run it again\n";

/// What was given, without what follows from it.
fn facts(shop: &Shop) -> Value {
    let state = shop.state();
    ["answers", "rows", "ticks", "marks"].map(|key| (key, state[key].clone())).into_iter().collect()
}

fn example_facts(name: &str, today: &str) -> Value {
    let shop = Shop::new().on(today);
    shop.start(&example(name)).code(0);
    let mut facts = facts(&shop);
    // A step is skipped on the day on which the file says so.
    for mark in facts["marks"].as_object_mut().unwrap().values_mut() {
        assert_eq!(mark.as_object_mut().unwrap().remove("on"), Some(json!(today)));
    }
    facts
}

#[test]
fn the_examples_mean_the_same_on_every_day() {
    for (name, answers, ticks) in
        [("shop-cn.toml", 39, 44), ("cafe-uk.toml", 26, 14), ("branch-cn.toml", 32, 12)]
    {
        let now = example_facts(name, "2026-11-24");
        assert_eq!(now, example_facts(name, "2035-01-01"), "{name}");
        assert_eq!(now["answers"].as_object().unwrap().len(), answers, "{name}");
        assert_eq!(now["ticks"].as_object().unwrap().len(), ticks, "{name}");
    }
}

#[test]
fn the_finished_example_is_closed_and_the_half_way_ones_are_not() {
    for (name, closed) in [("shop-cn.toml", true), ("cafe-uk.toml", false), ("branch-cn.toml", false)] {
        let shop = Shop::new();
        shop.start(&example(name)).code(0);
        assert_eq!(shop.state()["closed"], closed, "{name}");
    }
}

#[test]
fn a_file_is_taken_in_one_change_and_the_briefing_shown() {
    let shop = Shop::new();
    let told = shop.start(SMALL);
    told.code(0)
        .stderr("New case corner-cafe: ~/home/cases/corner-cafe\n")
        .shows("Corner Cafe · 24 Nov 2026\n");
    assert_eq!(shop.revisions(), [1]);
    shop.resume("[answers]\nstop_date = 2027-02-01\nauto_renews = false\n").code(0).stderr("");
    assert_eq!(shop.revisions(), [1, 2]);
    assert_eq!(shop.state()["answers"]["stop_date"], "2027-02-01");
    assert_eq!(shop.state()["answers"]["provider"], "LakalaPay", "what the file does not name stays");
    shop.run(["undo"]).code(0);
    assert!(shop.state()["answers"].get("stop_date").is_none());
}

/// A broken file with its message, which stands after `~/answers.toml:`.
const BROKEN: [(&str, &str); 21] = [
    ("[answers\n", "1:9: not valid TOML: "),
    ("[answers]\nprovider = \"a\nscope = \"some\"\n", "2:14: not valid TOML: "),
    ("[answers]\nprovider = \"a\"\nprovider = \"b\"\n", "3:1: not valid TOML: "),
    ("[answers]\ncontract_end = 2026-02-30\n", "2:16: not valid TOML: "),
    ("[answer]\n", "1:2: `answer` means nothing here; these do: answers, confirm, marks, rows, ticks\n"),
    ("answers = 1\n", "1:11: `answers` should be a table\n"),
    (
        "[answers]\nprovider = 1.5\n",
        "2:12: `provider` should be a text, a day, a number, true, false, a list or { unknown = true }\n",
    ),
    ("[answers]\nprovidr = \"x\"\n", "2:1: there is nothing called `providr`; did you mean `provider`?\n"),
    ("[answers]\ncontract_end = \"2026-02-30\"\n", "2:16: There is no such day. Type it like 2026-12-31.\n"),
    ("[answers]\nauto_renews = \"perhaps\"\n", "2:15: Answer yes or no.\n"),
    ("[answers]\nscope = \"most\"\n", "2:9: There is no such option. Choose from: "),
    ("[rows.terminal]\nall = true\n", "1:7: there is nothing called `terminal`; did you mean `terminals`?\n"),
    ("[rows.terminals]\nal = true\n", "2:1: `al` means nothing here; these do: all, last, row\n"),
    ("[[rows.terminals.row]]\nowner = \"landlord\"\n", "2:9: There is no such option. Choose from: "),
    (
        "[ticks.notice_sent]\nevidence = \"x\"\n",
        "1:1: `on` should be a day without quotes, such as 2026-12-31, or { unknown = true }\n",
    ),
    (
        "[ticks.contract_read]\non = 2027-11-24\n",
        "2:6: That is too late; it can't be after 2026-11-24 (today).\n",
    ),
    (
        "[marks.contract]\nstate = \"lost\"\nreason = \"x\"\n",
        "2:9: `state` should be \"skipped\" or \"done\"\n",
    ),
    ("[marks.contract]\nstate = \"skipped\"\n", "1:1: `reason` is missing\n"),
    (
        "confirm = [\"handover_singed\"]\n",
        "1:12: there is nothing called `handover_singed`; did you mean `handover_signed`?\n",
    ),
    ("[answers]\nprovider = { unknown = false }\n", "2:12: `provider` should be a text, "),
    (
        "[[rows.terminals.row]]\nid = 100001\ntid = \"far\"\n",
        "2:6: `id` should be a whole number from 1 to 100000\n",
    ),
];

#[test]
fn a_broken_file_is_told_with_its_place_and_begins_no_case() {
    for (text, told) in BROKEN {
        let shop = Shop::new();
        let outcome = shop.start(text);
        outcome.code(4).stdout("").says(&format!("error: ~/answers.toml:{told}")).says(MEND);
        assert!(!shop.home().exists(), "no case is begun by {text}");
    }
}

#[test]
fn a_broken_file_changes_nothing_of_a_case() {
    let shop = Shop::of(SMALL);
    let before = (shop.case_toml(), shop.history());
    for (text, told) in BROKEN {
        let outcome = shop.resume(text);
        outcome.code(4).stdout("").says(&format!("error: ~/answers.toml:{told}"));
        assert_eq!((shop.case_toml(), shop.history()), before, "{text}");
    }
}

#[test]
fn all_mistakes_are_told_at_once_and_the_sound_rest_is_not_taken() {
    let shop = Shop::of(SMALL);
    let told = shop.resume("[answers]\nstop_date = 2027-02-01\nnotice_period = \"30\"\nprovidr = \"x\"\n");
    told.code(4).stdout("").stderr(&format!(
        "error: ~/answers.toml:3:17: Type the unit too, for example 30 days, 5 working days or 1 month.\n\
         ~/answers.toml:4:1: there is nothing called `providr`; did you mean `provider`?\n{MEND}"
    ));
    assert!(shop.state()["answers"].get("stop_date").is_none());
}

#[test]
fn a_row_that_is_no_number_is_one_mistake() {
    let shop = Shop::of(SMALL);
    shop.resume("[ticks.last_batch_done.row.x]\non = 2026-11-20\n")
        .code(4)
        .stderr(&format!("error: ~/answers.toml:1:28: `x` should be the number of a row\n{MEND}"));
}

#[test]
fn a_missing_file_and_one_that_is_no_text_are_told() {
    let shop = Shop::new();
    shop.run(["start", "--answers", "nowhere.toml"])
        .code(4)
        .stdout("")
        .says("error: could not read nowhere.toml\n");
    shop.write("answers.bin", b"[answers]\n\xff\xfe");
    shop.run(["start", "--answers", "answers.bin"])
        .code(4)
        .says("error: answers.bin is not text: byte 10 can't be read\n");
    assert!(!shop.home().exists());
}

#[test]
fn a_broken_file_is_told_in_chinese_too() {
    let shop = Shop::new().lang("zh-CN");
    shop.start("[answers]\ncontract_end = \"2026-02-30\"\n").code(4).stdout("").stderr(
        "错误：~/answers.toml:2:16: 日历上没有这一天。请写成 2026-12-31 这样。\n\
         没有受影响的：案件没有改动\n请这样做：改好文件里的这几处，再运行一次\n",
    );
    let form =
        "[answers]\nprovider = 1.5\n[rows.terminals]\nall = 3\n[ticks.notice_sent]\nevidence = \"x\"\n";
    shop.start(form).code(4).says(
        "错误：~/answers.toml:2:12: `provider` 应当写成：文字、日期、整数、true、false、列表，或 { unknown = true }\n\
         ~/answers.toml:4:7: `all` 应当写成：true 或 false\n\
         ~/answers.toml:5:1: `on` 应当写成：不加引号的日期，例如 2026-12-31；记不清就写 { unknown = true }\n",
    );
}

/// Everything that the guards of the return ask for.
const READY: &str = r"
[ticks.offline_sent]
on = 2026-11-20
[ticks.last_batch_done.row.1]
on = 2026-11-20
[ticks.last_batch_done.row.2]
on = 2026-11-21
[ticks.last_payout_received]
on = 2026-11-23
[ticks.three_way_compared]
on = 2026-11-23
[ticks.disabled_by_provider]
on = 2026-11-23
evidence = 'no. 1'
";

const HANDED_OVER: &str = "
[ticks.handover_signed.row.1]
on = 2026-11-24
evidence = \"list 7\"
";

#[test]
fn an_unsafe_tick_is_refused_while_the_rest_is_saved() {
    let shop = Shop::new();
    let told = shop.start(&format!("confirm = [\"handover_signed\"]\n{SMALL}{HANDED_OVER}"));
    told.code(5).says("error: ~/answers.toml:27:6: \"Hand back the terminal\" is not safe yet.");
    told.says("\nsafe: the rest of the file was saved\n").shows("Corner Cafe · 24 Nov 2026\n");
    assert_eq!(shop.state()["ticks"], json!({}));
    assert_eq!(shop.state()["answers"]["provider"], "LakalaPay");
}

#[test]
fn what_cannot_be_taken_back_is_confirmed_in_the_file() {
    let ready = SMALL.replace("[answers]\n", "[answers]\nreconciled = true\n");
    let shop = Shop::new();
    let told = shop.start(&format!("{ready}{READY}{HANDED_OVER}"));
    told.code(5).says("`terminal handed back` can't be taken back: if it really happened, add --confirm\n");
    told.says("safe: the rest of the file was saved\n");
    assert!(shop.state()["ticks"].get("handover_signed").is_none());
    assert_eq!(shop.state()["ticks"]["last_payout_received"][0]["on"], "2026-11-23");
    shop.resume(&format!("confirm = [\"handover_signed\"]\n{HANDED_OVER}")).code(0);
    assert_eq!(shop.state()["ticks"]["handover_signed"][0]["on"], "2026-11-24");
}

#[test]
fn a_file_and_the_commands_lead_to_the_same_case() {
    let ready =
        SMALL.replace("[answers]\n", "[answers]\nreconciled = true\nauto_renews = { unknown = true }\n");
    let marks = "\n[marks.contract]\nstate = \"skipped\"\nreason = \"lost\"\n";
    let by_file = Shop::of(&format!("confirm = [\"handover_signed\"]\n{ready}{READY}{HANDED_OVER}{marks}"));
    let by_command = Shop::of("[answers]\nmerchant_name = \"Corner Cafe\"\n");
    let commands = r"answer country cn|answer provider LakalaPay|answer scope whole|answer done_before none
answer contract_end 2027-03-31|answer notice_period 30 days|answer notice_way portal|answer deposit_paid yes|answer deposit_amount 598
answer merchant_id 898310148165432|answer reconciled yes|answer auto_renews --unknown
answer terminals/new tid=10023456 owner=provider|answer terminals/new tid=10023457 owner=own|answer terminals/all yes
tick offline_sent --on 2026-11-20|tick last_batch_done/1 --on 2026-11-20|tick last_batch_done/2 --on 2026-11-21|tick last_payout_received --on 2026-11-23
tick three_way_compared --on 2026-11-23|tick disabled_by_provider --on 2026-11-23 --evidence no._1
tick handover_signed/1 --evidence list_7 --confirm corner-cafe
mark contract skipped --reason lost";
    for command in commands.split(['|', '\n']) {
        let words = command
            .split(' ')
            .map(|word| word.replace('_', if ["list_7", "no._1"].contains(&word) { " " } else { "_" }));
        by_command.run(words.collect::<Vec<_>>()).code(0);
    }
    assert_eq!(facts(&by_file), facts(&by_command));
    let steps = |shop: &Shop| shop.state()["steps"].clone();
    assert_eq!(steps(&by_file), steps(&by_command));
}

#[test]
fn the_highest_row_number_leaves_a_case_that_can_be_read() {
    let shop = Shop::of(SMALL);
    shop.resume("[[rows.terminals.row]]\nid = 100000\ntid = \"far\"\n").code(0);
    let told = shop.run(["answer", "terminals/new", "tid=next"]);
    assert!(matches!(told.exit(), Some(0 | 2 | 5)), "{:?} {}", told.exit(), told.err);
    shop.run(["status"]).code(0);
}

#[test]
fn a_cell_of_a_row_that_is_there_leaves_the_table_complete() {
    let shop = Shop::of(SMALL);
    shop.resume("[[rows.terminals.row]]\nid = 1\nstate = \"here\"\n").code(0);
    assert_eq!(shop.state()["rows"]["terminals"]["all"], true);
    shop.resume("[[rows.terminals.row]]\ntid = \"10023458\"\n").code(0);
    assert_eq!(shop.state()["rows"]["terminals"]["all"], false);
}
