//! What provokes each message.

use std::fs;

use super::lists::LISTS;
use super::reading::{CELLS, NOTES, PROFILES, WHOLE};
use crate::support::{SMALL, Shop, example, put};

/// One message: what happens, in both languages, how the shop comes to it, and what is typed.
pub(super) struct Scene {
    pub(super) en: &'static str,
    pub(super) zh: &'static str,
    pub(super) before: fn(&mut Shop),
    pub(super) line: &'static [&'static str],
}

pub(super) const fn scene(
    en: &'static str,
    zh: &'static str,
    before: fn(&mut Shop),
    line: &'static [&'static str],
) -> Scene {
    Scene { en, zh, before, line }
}

pub(super) fn nothing(_: &mut Shop) {}

pub(super) fn case(shop: &mut Shop) {
    shop.start(SMALL).code(0);
}

fn changed(shop: &mut Shop) {
    case(shop);
    shop.run(["answer", "stop_date", "2027-02-01"]).code(0);
}

fn two_cases(shop: &mut Shop) {
    case(shop);
    shop.start("[answers]\nmerchant_name = \"Tea\"\n").code(0);
}

/// A case whose file is made of these bytes, with a sound copy beside it.
fn broken(shop: &mut Shop, bytes: impl AsRef<[u8]>) {
    changed(shop);
    put(&shop.case_file(), bytes);
}

/// A case of which this is an edit by hand.
fn edited(shop: &mut Shop, from: &str, to: &str) {
    changed(shop);
    let text = shop.case_toml();
    assert!(text.contains(from), "{from}");
    put(&shop.case_file(), text.replacen(from, to, 1));
}

/// A case with a letter that was written twice.
fn written(shop: &mut Shop) {
    changed(shop);
    shop.run(["answer", "contact", "Sam"]).code(0);
    shop.run(["letter", "stop-notice"]).code(0);
    shop.run(["letter", "stop-notice", "--full"]).code(0);
}

fn work_on(shop: &Shop) {
    for file in fs::read_dir(shop.case().join("letters")).unwrap() {
        put(&file.unwrap().path(), "mine");
    }
}

fn link(shop: &Shop, name: &str) {
    let path = shop.case().join(name);
    let _ = fs::remove_file(&path);
    std::os::unix::fs::symlink(shop.path("elsewhere"), path).unwrap();
}

fn answers(shop: &mut Shop, text: &str) {
    case(shop);
    shop.write("a.toml", text);
}

const RESUME: &[&str] = &["resume", "--answers", "a.toml"];

/// What goes with a chapter: its title in both languages, and its scenes.
type Chapter = (&'static str, &'static str, &'static [Scene]);

pub(super) const CHAPTERS: [Chapter; 14] = [
    ("The command line", "命令行", USAGE),
    ("Which case", "哪个案件", WHICH),
    ("Answers that are none", "看不懂的回答", INVALID),
    ("What is refused", "不能照办的", REFUSED),
    ("A file of answers", "填好的文件", FILES),
    ("A list of terminals", "终端清单", LISTS),
    ("A statement that cannot be read", "读不了的账单", WHOLE),
    ("A cell of a statement", "账单里的一格", CELLS),
    ("A format of one's own", "自己写的账单格式", PROFILES),
    ("What is told of a statement that is read", "读得了的账单，也要说明的", NOTES),
    ("The files of a case", "案件的文件", STATE),
    ("Cases as a whole", "案件的去留", KEEPING),
    ("Letters", "函件", LETTERS),
    ("Exports", "导出", EXPORTS),
];

const USAGE: &[Scene] = &[
    scene("A command is misspelt", "命令写错", nothing, &["statsu"]),
    scene("An option is misspelt", "选项写错", nothing, &["status", "--jsno"]),
    scene("Something is missing", "少写了一项", nothing, &["answer"]),
    scene(
        "An option is given twice",
        "选项写了两次",
        nothing,
        &["status", "--today", "2026-11-24", "--today", "2026-11-24"],
    ),
    scene(
        "Two options exclude each other",
        "两个选项冲突",
        nothing,
        &["answer", "provider", "x", "--unknown"],
    ),
    scene("A value is none of those that there are", "值不在可选范围", nothing, &["mark", "return", "gone"]),
    scene("An option lacks its value", "选项后面没写值", nothing, &["status", "--case"]),
    scene("An argument is no text", "参数不是文字", nothing, &["answer", "provider", "\u{fffd}"]),
    scene("A topic that is none", "没有的主题", nothing, &["help", "everything"]),
    scene("A folder for the manual is not there", "手册页的文件夹不存在", nothing, &["man", "nowhere"]),
    scene("There is no terminal", "没有终端窗口", nothing, &["start"]),
];

const WHICH: &[Scene] = &[
    scene("There is no case", "还没有案件", nothing, &["status"]),
    scene("There are several", "有几个案件", two_cases, &["status"]),
    scene("None has that name", "没有这个名字", two_cases, &["status", "--case", "tee"]),
    scene(
        "It is in the archive",
        "已经归档",
        |shop| {
            case(shop);
            shop.run(["archive"]).code(0);
        },
        &["status", "--case", "corner-cafe"],
    ),
];

const INVALID: &[Scene] = &[
    scene("Nothing", "没有内容", case, &["answer", "provider", " "]),
    scene("Nothing at all", "什么都没写", case, &["answer", "provider"]),
    scene("No date", "不是日期", case, &["answer", "contract_end", "soon"]),
    scene("No such day", "没有这一天", case, &["answer", "contract_end", "2026-02-30"]),
    scene("A day without its year", "没写年份", case, &["answer", "contract_end", "5月24日"]),
    scene(
        "A day that did not come yet",
        "还没到的日子",
        case,
        &["tick", "contract_read", "--on", "2027-01-01"],
    ),
    scene("No sum", "不是金额", case, &["answer", "deposit_amount", "much"]),
    scene("Too many decimals", "小数太多", case, &["answer", "deposit_amount", "5.123"]),
    scene("A comma that may mean two things", "逗号有歧义", case, &["answer", "deposit_amount", "1,2345"]),
    scene("Too large a sum", "金额太大", case, &["answer", "deposit_amount", "99999999999999999999"]),
    scene("A sum below zero", "负数", case, &["answer", "deposit_amount", "--", "-5"]),
    scene("A length of time without its unit", "期限没写单位", case, &["answer", "notice_period", "30"]),
    scene(
        "A check digit that is wrong",
        "校验位不对",
        case,
        &["answer", "refund_account", "GB82WEST12345698765433"],
    ),
    scene("A currency that is none", "没有的币种", case, &["answer", "currency", "Taler"]),
    scene("No such option", "没有的选项", case, &["answer", "scope", "most"]),
    scene("An option that stands alone", "不能同选", case, &["answer", "done_before", "none, return"]),
    scene("Neither yes nor no", "不是是也不是否", case, &["answer", "auto_renews", "perhaps"]),
    scene("A full card number", "完整的卡号", case, &["answer", "refund_account", "6225880138000006"]),
    scene("Too long", "太长", case, &["answer", "provider", include_str!("long.txt")]),
    scene("A new row with nothing in it", "新的一行没有内容", case, &["answer", "terminals/new"]),
    scene("A new row that is not clear", "新的一行没看懂", case, &["answer", "terminals/new", "tid"]),
];

const REFUSED: &[Scene] = &[
    scene("A to-do is not answered", "事项不是用来回答的", case, &["answer", "notice_sent", "--clear"]),
    scene("A wait is not answered", "等待不是用来回答的", case, &["answer", "confirmation_reply", "--clear"]),
    scene("A question is not ticked", "问题不是用来打勾的", case, &["tick", "provider"]),
    scene("An id that is misspelt", "编号写错", case, &["answer", "contract_ende", "2027-01-01"]),
    scene("An id that is none", "没有的编号", case, &["answer", "zzzzzzzzzzzz", "1"]),
    scene("An id of another kind", "编号是别的东西", case, &["answer", "notice_sent", "1"]),
    scene("No such row", "没有这一行", case, &["answer", "terminals/9/owner", "own"]),
    scene("Evidence is missing", "没有凭证", case, &["tick", "notice_sent"]),
    scene("It is not safe yet", "现在办不安全", case, &["tick", "handover_signed"]),
    scene(
        "It cannot be taken back",
        "不能撤回",
        |shop| {
            let text = example("shop-cn.toml");
            let unconfirmed = text.lines().filter(|line| !line.starts_with("confirm"));
            shop.write("a.toml", unconfirmed.collect::<Vec<_>>().join("\n"));
        },
        &["start", "--answers", "a.toml"],
    ),
    scene("A reason is missing", "没写原因", case, &["mark", "contract", "skipped"]),
    scene(
        "There is nothing to tick",
        "没有可勾的",
        |shop| {
            shop.start(
                &SMALL
                    .replace("\"none\"", "\"wipe\", \"last-batch\", \"reconcile\"")
                    .replace("owner = \"provider\"", "owner = \"own\""),
            )
            .code(0);
        },
        &["tick", "handover_signed", "--evidence", "x", "--confirm", "Corner Cafe"],
    ),
    scene("There is nothing to take back", "没有可撤销的", case, &["undo"]),
    scene(
        "What would be taken back was changed since",
        "要撤销的内容后来被改过",
        |shop| edited(shop, "stop_date = 2027-02-01", "stop_date = 2027-02-09"),
        &["undo"],
    ),
];

const FILES: &[Scene] = &[
    scene("It is not there", "文件不存在", case, &["resume", "--answers", "b.toml"]),
    scene("It is no TOML", "不是合格的 TOML", |shop| answers(shop, "[answers\n"), RESUME),
    scene("A key means nothing", "不认识的键", |shop| answers(shop, "[answer]\nx = 1\n"), RESUME),
    scene(
        "A value has the wrong form",
        "值的写法不对",
        |shop| answers(shop, "[answers]\nprovider = 1.5\n"),
        RESUME,
    ),
    scene(
        "Something is missing",
        "少写了一项",
        |shop| answers(shop, "[marks.contract]\nstate = \"skipped\"\n"),
        RESUME,
    ),
    scene(
        "One thing in it is not safe; the rest is saved",
        "其中一项不安全，其余照存",
        |shop| {
            let text = "[answers]\nprovider = \"Other\"\n[ticks.handover_signed.row.1]\non = 2026-11-24\nevidence = \"x\"\n";
            answers(shop, text);
        },
        RESUME,
    ),
];

const STATE: &[Scene] = &[
    scene("Empty", "空文件", |shop| broken(shop, ""), &["status"]),
    scene("Cut", "截断", |shop| broken(shop, "format = 2\nrevision"), &["status"]),
    scene(
        "Damaged, and no copy is there",
        "损坏，又没有副本",
        |shop| {
            case(shop);
            put(&shop.case_file(), "rubbish");
        },
        &["status"],
    ),
    scene("No text", "不是文本", |shop| broken(shop, b"format = 2\n\xff\xfe"), &["status"]),
    scene(
        "Too large",
        "太大",
        |shop| {
            changed(shop);
            fs::OpenOptions::new().write(true).open(shop.case_file()).unwrap().set_len(1 << 30).unwrap();
        },
        &["status"],
    ),
    scene(
        "Of a newer posquit",
        "更新的版本写的",
        |shop| edited(shop, "format = 2", "format = 7"),
        &["status"],
    ),
    scene(
        "A key that means nothing",
        "不认识的键",
        |shop| edited(shop, "revision = 2", "revision = 2\nrevison = 3"),
        &["status"],
    ),
    scene("Edited by hand", "手工改过", |shop| edited(shop, "LakalaPay", "Lakala Pay"), &["next"]),
    scene("Of an older playbook", "旧版方案的", |shop| edited(shop, "version = ", "version = 9"), &["next"]),
    scene(
        "A folder has its place",
        "原处是个文件夹",
        |shop| {
            case(shop);
            fs::remove_file(shop.case_file()).unwrap();
            fs::create_dir(shop.case_file()).unwrap();
        },
        &["status", "--case", "corner-cafe"],
    ),
    scene(
        "A link stands where a change is written",
        "写入的地方是链接",
        |shop| {
            case(shop);
            link(shop, ".case.toml.tmp");
        },
        &["answer", "provider", "Other"],
    ),
    scene(
        "The lock cannot be taken",
        "锁不住",
        |shop| {
            case(shop);
            link(shop, "case.lock");
        },
        &["answer", "provider", "Other"],
    ),
    scene(
        "The folder cannot be made for a new case",
        "新案件的文件夹建不了",
        |shop| {
            shop.write("home", "a file");
            shop.write("a.toml", SMALL);
        },
        &["start", "--answers", "a.toml"],
    ),
    scene("The result cannot be written", "结果写不出", case, &["next", "> /dev/full"]),
    scene(
        "What was saved cannot be told",
        "存好了，只是说不出来",
        case,
        &["answer", "provider", "Other", "> /dev/full"],
    ),
];

const KEEPING: &[Scene] = &[
    scene(
        "A new case gets a name that is taken",
        "新案件的名字已经有了",
        |shop| answers(shop, SMALL),
        &["start", "--case", "corner-cafe", "--answers", "a.toml"],
    ),
    scene("A name that cannot be one", "不能用的名字", case, &["rename", "../x"]),
    scene("A name that is taken", "名字已经有了", two_cases, &["rename", "tea", "--case", "corner-cafe"]),
    scene("Nothing is in the archive", "没有归档的案件", case, &["unarchive"]),
    scene(
        "Several are in the archive",
        "有几个归档的案件",
        |shop| {
            two_cases(shop);
            shop.run(["archive", "--case", "tea"]).code(0);
            shop.run(["archive"]).code(0);
        },
        &["unarchive"],
    ),
    scene("Nobody confirms a deletion", "删除没人确认", case, &["delete"]),
    scene("Another name is typed", "确认时写错名字", case, &["delete", "--confirm", "corner"]),
    scene(
        "A link is in the folder",
        "文件夹里有链接",
        |shop| {
            case(shop);
            link(shop, "letters");
        },
        &["delete", "--confirm", "corner-cafe"],
    ),
    scene("There is nothing to put back", "不用恢复", changed, &["check", "--restore", "corner-cafe"]),
    scene(
        "There is no copy to put back",
        "没有副本可恢复",
        |shop| {
            case(shop);
            put(&shop.case_file(), "rubbish");
        },
        &["check", "--restore", "corner-cafe"],
    ),
];

const LETTERS: &[Scene] = &[
    scene("A letter lacks facts", "信里缺内容", case, &["letter", "stop-notice"]),
    scene("A letter is not needed yet", "信还用不上", case, &["letter", "reminder"]),
    scene(
        "Somebody has worked on a letter",
        "信被人改过",
        |shop| {
            written(shop);
            work_on(shop);
        },
        &["check"],
    ),
    scene("A rewritten letter is undone", "撤销重写的信", written, &["undo"]),
    scene(
        "A rewritten letter that somebody has worked on is undone",
        "撤销重写的信，文件已被人改过",
        |shop| {
            written(shop);
            work_on(shop);
        },
        &["undo"],
    ),
];

const EXPORTS: &[Scene] = &[
    scene(
        "The file is there already",
        "文件已经存在",
        |shop| {
            case(shop);
            shop.write("list.md", "mine");
        },
        &["export", "markdown", "-o", "list.md"],
    ),
    scene("A folder has its name", "同名的是文件夹", case, &["export", "markdown", "-o", "home", "--force"]),
    scene(
        "A file without a currency beside yen",
        "没有币种的文件和日元的放在一起",
        |shop| {
            shop.write("till.csv", "reference,timestamp,type,amount\nS1,2026-10-01,sale,1000\n");
            shop.write(
                "yen.csv",
                "reference,timestamp,type,gross,fee,currency\nS1,2026-10-01,sale,1000,0,JPY\n",
            );
        },
        &["reconcile", "--ledger", "till.csv", "--settlement", "yen.csv"],
    ),
    scene("Its folder is not there", "文件夹不存在", case, &["export", "json", "-o", "no/such/folder.json"]),
];
