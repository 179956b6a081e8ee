//! A user's own calendar beside the cases, and what is said where it is wrong or missing.

use crate::support::{SMALL, Shop, put};

/// Puts the calendar of China into the home of a shop.
fn put_calendar(shop: &Shop, text: &str) -> std::path::PathBuf {
    let folder = shop.home().join("calendars");
    std::fs::create_dir_all(&folder).unwrap();
    put(&folder.join("cn.toml"), text);
    folder.join("cn.toml")
}

/// Sent on Monday 3 January 2028, answered within 5 working days.
fn waiting() -> Shop {
    let shop = Shop::of(SMALL).on("2028-01-04");
    shop.run(["tick", "notice_sent", "--on", "2028-01-03", "--evidence", "EMS 1"]).code(0);
    shop
}

const YEAR: &str = "[[year]]\nyear = 2028\nsource = \"our own notice\"\nchecked = 2026-11-24\noff = [2028-01-05]\nwork = [2028-01-08]\n";

#[test]
fn beyond_the_last_known_year_the_holidays_are_said_to_be_unknown() {
    let shop = waiting();
    shop.run(["export", "markdown"])
        .code(0)
        .shows("2028-01-10 = stop notice sent 2028-01-03 + 5 working days")
        .shows("; holidays are not fixed for all of that time, so only weekends were left out");
}

#[test]
fn a_year_in_the_home_s_calendar_counts() {
    let shop = waiting();
    put_calendar(&shop, &format!("id = \"cn\"\n{YEAR}"));
    // 4, 6, 7, the Saturday that is worked, 10: the 5th is off.
    shop.run(["export", "markdown"])
        .code(0)
        .shows("2028-01-10 = stop notice sent 2028-01-03 + 5 working days (our suggestion)\\]");
    put_calendar(&shop, &format!("id = \"cn\"\n{}", YEAR.replace("work = [2028-01-08]", "")));
    shop.run(["export", "markdown"])
        .code(0)
        .shows("2028-01-11 = stop notice sent 2028-01-03 + 5 working days");
}

#[test]
fn a_calendar_that_is_wrong_is_told_with_its_place() {
    let shop = waiting();
    let told = |text: &str, what: &str| {
        let file = put_calendar(&shop, text);
        shop.run(["status"]).code(4).stdout("").stderr(&format!(
            "error: ~/home/calendars/{}:{what}\nsafe: the case was not changed\nhint: mend this file, or move it out of the folder calendars\n",
            file.file_name().unwrap().display()
        ));
    };
    told("id = \"xx\"\n", "1:6: `xx`: a country is one of cn, uk, eu, us, au, other");
    told("id = \"cn\"\nyaer = 1\n", "2:1: unknown key `yaer`; known here: id, name, year");
}
