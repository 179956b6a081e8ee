//! What an answer seldom says is asked about and taken: days long gone or far away, notice longer than the law's, numbers
//! that are none, a reconciliation before the last payout.

use crate::support::{SMALL, Shop};

/// Answers a question and has the note shown, in both languages; the answer is kept all the same.
#[track_caller]
fn noted(answers: &str, id: &str, value: &str, notes: [&str; 2]) {
    for (lang, note) in ["en", "zh-CN"].into_iter().zip(notes) {
        let shop = Shop::of(answers).lang(lang);
        shop.run(["answer", id, value]).code(0).shows(note);
        // The same answer again is nothing new.
        let again = shop.run(["answer", id, value]);
        assert!(!again.out.contains(note), "{}", again.out);
    }
}

/// Answers a question, and nothing is to be checked.
#[track_caller]
fn plain(answers: &str, id: &str, value: &str) {
    for (lang, note) in [("en", "please check"), ("zh-CN", "请核对")] {
        let told = Shop::of(answers).lang(lang).run(["answer", id, value]);
        assert!(!told.code(0).out.contains(note), "{id} {value}: {}", told.out);
    }
}

fn with(more: &str) -> String {
    SMALL.replace("contract_end", &format!("{more}\ncontract_end"))
}

#[test]
fn a_last_day_that_has_passed_is_asked_about_and_taken() {
    let notes = ["please check: This day has passed.", "请核对：这一天已经过去了。"];
    noted(SMALL, "stop_date", "2026-11-01", notes);
    plain(SMALL, "stop_date", "2026-11-24");
    // Once the last batch is settled, a day that has passed is the usual one.
    let settled = format!(
        "{SMALL}[ticks.last_batch_done.row.1]\non = 2026-11-02\n[ticks.last_batch_done.row.2]\non = 2026-11-02\n"
    );
    plain(&settled, "stop_date", "2026-11-01");
}

#[test]
fn a_last_day_far_away_or_after_the_end_is_asked_about() {
    noted(SMALL, "stop_date", "2029-01-31", ["more than two years away", "这一天在两年以后"]);
    noted(SMALL, "stop_date", "2027-04-15", ["after the contract's end", "晚于合同到期日"]);
    plain(SMALL, "stop_date", "2027-03-31");
    let moving = with("situations = [\"moving\"]\nmoving_kind = \"close\"\nmoving_date = 2027-01-31");
    noted(
        &moving,
        "stop_date",
        "2027-02-28",
        ["after the day on which you close or move", "晚于停业或搬走的日子"],
    );
    // The other answer brings the same question up.
    let stop = with("situations = [\"moving\"]\nmoving_kind = \"close\"\nstop_date = 2027-02-28");
    noted(
        &stop,
        "moving_date",
        "2027-01-31",
        ["after the day on which you close or move", "晚于停业或搬走的日子"],
    );
}

#[test]
fn a_file_of_answers_is_looked_at_as_well() {
    for (lang, note) in
        [("en", "please check: This day has passed."), ("zh-CN", "请核对：这一天已经过去了。")]
    {
        let shop = Shop::new().lang(lang);
        shop.start(&with("stop_date = 2026-11-01")).code(0).shows(note);
        shop.resume("[answers]\nstop_date = 2030-01-01").code(0);
    }
}

#[test]
fn a_notice_longer_than_the_law_has_it_is_told_with_its_source() {
    let uk = SMALL.replace("country = \"cn\"", "country = \"uk\"");
    let notes = [
        "In the UK the agreed notice for a payment contract is normally at most one month",
        "英国支付服务合同的约定通知期一般不超过一个月",
    ];
    noted(&uk, "notice_period", "90 days", notes);
    let source = "Payment Services Regulations 2017 (SI 2017/752), regulation 51";
    noted(&uk, "notice_period", "3 months", [source, source]);
    plain(&uk, "notice_period", "1 month");
    plain(&uk, "notice_period", "30 days");
    plain(SMALL, "notice_period", "90 days");
    let eu = SMALL.replace("country = \"cn\"", "country = \"eu\"").replace("\"598\"", "\"598 EUR\"");
    noted(&eu, "notice_period", "2 months", ["(PSD2), Article 55", "(PSD2), Article 55"]);
    let leased = uk.replace("\"provider\"\n\n", "\"leased\"\n\n");
    noted(&leased, "lease_notice_period", "6 months", ["Specific Direction 16", "Specific Direction 16"]);
}

#[test]
fn a_number_that_reads_like_a_date_or_is_very_short_is_asked_about() {
    noted(SMALL, "terminals/1/tid", "2027-3-1", ["reads like a date", "填的像是日期"]);
    noted(SMALL, "terminals/1/tid", "1", ["has 1 character, which is very short", "只有 1 个字符，太短了"]);
    noted(SMALL, "merchant_id", "2027/03/01", ["reads like a date", "填的像是日期"]);
    noted(SMALL, "merchant_id", "12", ["has 2 characters", "只有 2 个字符"]);
    for sound in ["20270301", "N860-4711", "ABCD"] {
        plain(SMALL, "terminals/1/tid", sound);
    }
    let shop = Shop::of(SMALL);
    shop.run(["answer", "terminals/new", "tid=7", "owner=own"]).code(0).shows("very short");
    assert_eq!(shop.state()["rows"]["terminals"]["row"][2]["tid"], "7");
}

#[test]
fn many_short_numbers_are_counted() {
    let row = |n: u32| format!("[[rows.terminals.row]]\ntid = \"T{n}\"\nowner = \"own\"\n");
    let rows = (1..=30).map(row).collect::<Vec<_>>().concat();
    let (head, _) = SMALL.split_once("[[rows").unwrap();
    let told = Shop::new().start(&format!("{head}{rows}"));
    told.code(0).shows("and 10 more to check");
    assert_eq!(told.out.matches("please check").count(), 20);
}

#[test]
fn all_three_sides_cannot_agree_before_the_last_payout() {
    let ticks =
        "[ticks.last_batch_done.row.1]\non = 2026-11-23\n[ticks.last_batch_done.row.2]\non = 2026-11-23\n";
    let begun = format!("{SMALL}{ticks}");
    let notes = ["the last payout isn't noted yet", "最后一笔结算款却还没有记到账"];
    noted(&begun, "reconciled", "yes", notes);
    plain(&begun, "reconciled", "no");
    for (lang, note) in ["en", "zh-CN"].into_iter().zip(notes) {
        let shop = Shop::of(&begun).lang(lang);
        shop.run(["answer", "reconciled", "yes"]).code(0);
        // It stays until the payout is there.
        shop.run(["status"]).code(0).shows(note);
        shop.run(["tick", "last_payout_received", "--on", "2026-11-24"]).code(0);
        assert!(!shop.run(["status"]).out.contains(note));
    }
}

/// A case may have been reconciled before; the doubt is about this one's payout.
#[test]
fn what_was_reconciled_before_is_not_doubted() {
    let before = SMALL.replace("[\"none\"]", "[\"last-batch\", \"reconcile\"]");
    plain(&before, "reconciled", "yes");
}

#[test]
fn a_list_that_is_imported_is_looked_at_as_well() {
    for (lang, note) in [("en", "reads like a date"), ("zh-CN", "填的像是日期")] {
        let shop = Shop::of(SMALL).lang(lang);
        let list = shop.write("list.csv", "TID,owner\n10023458,own\n2027-3-1,own\n");
        let told = shop.run(["import", list.to_str().unwrap()]);
        told.code(0).shows(note);
        assert_eq!(shop.state()["rows"]["terminals"]["row"].as_array().unwrap().len(), 4);
    }
}
