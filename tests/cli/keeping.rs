//! `rename`, `archive`, `unarchive` and `delete`: what happens to a case as a whole.

use std::fs;

use crate::support::{SMALL, Shop, put};

const NOT_A_NAME: &str = "hint: a name has 1 to 40 small letters, digits and hyphens, does not begin with a hyphen, and is no device of Windows such as con or com1: corner-cafe\n";

#[test]
fn a_renamed_case_is_the_same_case() {
    let shop = Shop::of(SMALL);
    let before = shop.case_toml();
    shop.run(["rename", "shop-2026"])
        .code(0)
        .stderr("")
        .stdout("corner-cafe is now called shop-2026: ~/home/cases/shop-2026\n");
    assert_eq!(shop.case_toml(), before, "the folder alone names the case");
    assert_eq!(shop.state()["name"], "shop-2026");
    shop.run(["answer", "provider", "Other"]).code(0);
    shop.run(["status", "--case", "corner-cafe"]).code(2).says("there is no case called `corner-cafe`");
}

#[test]
fn what_cannot_be_a_name_is_refused() {
    let shop = Shop::of(SMALL);
    let long = "x".repeat(300);
    for name in [
        "../x",
        "/etc/x",
        "con",
        "com1",
        "",
        &long,
        "🏪",
        "a\nb",
        "Corner",
        "café",
        "a b",
        "a.b",
        "名字",
        "\u{202e}x",
    ] {
        let told = shop.run(["rename", name]);
        told.code(2).stdout("").says("can't be the name of a case\n").says(NOT_A_NAME);
        assert!(!told.err.contains('\u{202e}'), "{}", told.err);
    }
    shop.run(["rename", "-x"]).code(2).stdout("");
    assert_eq!(shop.case().file_name().unwrap(), "corner-cafe");
}

#[test]
fn a_name_is_taken_also_where_only_its_letters_look_different() {
    let shop = Shop::of(SMALL);
    let cases = shop.home().join("cases");
    for (folder, shown) in [("tea", "tea"), ("Toast", "Toast"), ("ＢＵＮ", "ＢＵＮ")] {
        fs::create_dir(cases.join(folder)).unwrap();
        let wanted = if shown == "ＢＵＮ" { "bun".to_owned() } else { shown.to_lowercase() };
        shop.run(["rename", &wanted, "--case", "corner-cafe"]).code(2).stdout("").stderr(&format!(
            "error: the name `{shown}` is taken\nsafe: the case was not changed\n\
             hint: choose another one; names that differ only in capitals or in the width of their letters count as one\n"
        ));
    }
    shop.run(["rename", "corner-cafe"]).code(2).says("the name `corner-cafe` is taken");
    shop.run(["archive", "--case", "corner-cafe"]).code(0);
    shop.start("[answers]\nmerchant_name = \"Pie\"\n").code(0);
    shop.run(["rename", "corner-cafe", "--case", "pie"]).code(2).says("the name `corner-cafe` is taken");
}

#[test]
fn a_case_goes_into_the_archive_and_comes_back() {
    let shop = Shop::of(SMALL);
    shop.run(["archive"]).code(0).stderr("").stdout(
        "corner-cafe is in the archive: ~/home/archive/corner-cafe\n\
         To bring it back: posquit unarchive --case corner-cafe\n",
    );
    shop.run(["list"]).code(0).stdout("there is no case yet\n");
    shop.run(["list", "--all"])
        .code(0)
        .stdout("corner-cafe  Corner Cafe  next: stop notice sent (by 2027-03-01)  [archived]\n");
    let list: serde_json::Value = serde_json::from_str(&shop.run(["list", "--all", "--json"]).out).unwrap();
    assert_eq!(list["cases"][0]["archived"], true);
    shop.run(["status", "--case", "corner-cafe"]).code(2).stderr(
        "error: corner-cafe is in the archive\nsafe: the case was not changed\n\
         hint: bring it back with: posquit unarchive --case corner-cafe\n",
    );
    shop.run(["unarchive"]).code(0).stdout("corner-cafe is back among the cases: ~/home/cases/corner-cafe\n");
    shop.run(["status"]).code(0).stderr("");
    shop.run(["unarchive"]).code(2).stderr("error: there is no case in the archive\n");
}

#[test]
fn of_several_archived_cases_one_has_to_be_named() {
    let shop = Shop::of(SMALL);
    shop.start("[answers]\nmerchant_name = \"Tea\"\n").code(0);
    shop.run(["archive", "--case", "tea"]).code(0);
    shop.run(["archive"]).code(0);
    shop.run(["unarchive"]).code(2).stderr(
        "error: there are several cases in the archive: corner-cafe, tea\nhint: say which with --case NAME\n",
    );
    shop.run(["unarchive", "--case", "tea"]).code(0);
    shop.start("[answers]\nmerchant_name = \"Corner Cafe\"\n").code(0);
    shop.run(["unarchive", "--case", "corner-cafe"]).code(2).says("the name `corner-cafe` is taken");
}

#[test]
fn the_language_of_the_case_speaks() {
    let shop = Shop::new().lang("zh-CN");
    shop.start("[answers]\nmerchant_name = \"Shanghai 好味道\"\n").code(0);
    let shop = shop.no_lang();
    shop.run(["archive"]).code(0).shows("shanghai 已归档：");
    shop.run(["unarchive"]).code(0).stdout("shanghai 已取回：~/home/cases/shanghai\n");
    shop.run(["rename", "haoweidao"]).code(0).stdout("shanghai 已改名为 haoweidao：~/home/cases/haoweidao\n");
}

#[test]
fn a_case_is_deleted_only_where_its_name_is_given() {
    let shop = Shop::of(SMALL);
    let told = shop.run(["delete"]);
    told.code(2).stdout("").says("error: the case corner-cafe was not deleted: nobody confirmed it\n");
    told.says("hint: to delete it with 3 files (").says(", add --confirm corner-cafe\n");
    shop.run(["delete", "--confirm", "corner"]).code(5).stdout("").stderr(
        "error: `corner` is not the name of the case, which is corner-cafe\nsafe: the case was not changed\n",
    );
    assert!(shop.case_file().is_file());
    shop.run(["delete", "--confirm", "corner-cafe"]).code(0).stderr("").stdout("corner-cafe is deleted.\n");
    assert_eq!(fs::read_dir(shop.home().join("cases")).unwrap().count(), 0);
    shop.run(["status"]).code(2).says("there is no case yet");
}

#[test]
fn a_damaged_and_an_archived_case_can_be_deleted_too() {
    let shop = Shop::of(SMALL);
    put(&shop.case_file(), "rubbish");
    shop.run(["archive"]).code(0);
    shop.run(["delete", "--case", "corner-cafe", "--confirm", "corner-cafe"]).code(0);
    assert_eq!(fs::read_dir(shop.home().join("archive")).unwrap().count(), 0);
}

#[test]
fn what_is_left_of_a_deletion_is_read_by_nobody_and_goes_with_the_next_one() {
    let shop = Shop::of(SMALL);
    let left = shop.home().join("cases/.deleting-tea");
    fs::create_dir(&left).unwrap();
    put(&left.join("case.toml"), shop.case_toml_of("corner-cafe"));
    shop.run(["status"]).code(0).stderr("");
    shop.run(["list"]).code(0).stdout("corner-cafe  Corner Cafe  next: stop notice sent (by 2027-03-01)\n");
    shop.run(["check"]).code(0).tells("is left of a case that was being deleted");
    shop.run(["delete", "--confirm", "corner-cafe"]).code(0);
    assert!(!left.exists());
}

#[cfg(unix)]
#[test]
fn links_are_neither_moved_nor_deleted() {
    let shop = Shop::of(SMALL);
    let precious = shop.path("precious");
    fs::create_dir(&precious).unwrap();
    put(&precious.join("letter"), "dear");
    let link = shop.case().join("link");
    std::os::unix::fs::symlink(&precious, &link).unwrap();
    let told = shop.run(["delete", "--confirm", "corner-cafe"]);
    told.code(5).stdout("").says("error: ~/home/cases/corner-cafe/link is a link\n");
    assert!(shop.case_file().is_file(), "nothing was deleted");
    fs::remove_file(link).unwrap();
    fs::rename(shop.case(), shop.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(shop.path("elsewhere"), shop.home().join("cases/corner-cafe")).unwrap();
    for arguments in [vec!["rename", "new"], vec!["archive"], vec!["delete", "--confirm", "corner-cafe"]] {
        shop.run(arguments).code(5).stdout("").says("error: ~/home/cases/corner-cafe is a link\n");
    }
    assert_eq!(fs::read_to_string(precious.join("letter")).unwrap(), "dear");
    assert!(shop.path("elsewhere/case.toml").is_file());
}

#[test]
fn a_new_case_does_not_write_over_one_that_took_its_folder() {
    use posquit::domain::case::Case;
    use posquit::domain::text::Lang;
    use posquit::store::{Home, Want};
    let shop = Shop::of(SMALL);
    let home = Home { path: shop.home() };
    let (name, folder) = home.create("tea").unwrap();
    fs::remove_dir(&folder.path).unwrap();
    shop.run(["rename", &name, "--case", "corner-cafe"]).code(0);
    let before = shop.case_toml();
    let case = Case::new(&name, "tea", Lang::En, "2026-11-24".parse().unwrap());
    let want = Want { ..Want::default() };
    assert!(folder.found(&case, &want).is_err());
    assert_eq!(shop.case_toml(), before);
}
