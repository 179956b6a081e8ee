//! Many rows at once: listed, filtered, filled in one change.

use crate::support::{SMALL, Shop};

fn shop() -> Shop {
    let more = "\n[[rows.terminals.row]]\ntid = \"=SUM(1)\"\nowner = \"leased\"\n";
    Shop::of(&(SMALL.to_owned() + more))
}

#[test]
fn rows_are_listed_and_filtered() {
    let shop = shop();
    shop.run(["rows"]).code(0).stderr("").stdout(
        "#  terminal or serial number  owner\n\
         1  10023456                   The provider\n\
         2  10023457                   My own business\n\
         3  =SUM(1)                    A leasing company\n\
         3 rows\n",
    );
    let one = "#  terminal or serial number  owner\n3  =SUM(1)                    A leasing company\n1 row\n";
    shop.run(["rows", "--where", "owner=leased"]).code(0).stdout(one);
    shop.run(["rows", "terminals", "--where", "owner=A leasing company", "--missing", "state"])
        .code(0)
        .stdout(one);
    shop.run(["rows", "--where", "owner=leased", "--where", "tid=10023456"]).code(0).shows("\n0 rows\n");
}

#[test]
fn a_list_for_spreadsheets_holds_no_formula() {
    shop()
        .run(["rows", "--csv"])
        .code(0)
        .shows("#,tid,owner,lost,state,model,accessories\n")
        .shows("3,'=SUM(1),A leasing company,,,,\n");
}

#[test]
fn one_answer_goes_to_all_rows_that_are_meant_and_is_one_change() {
    let shop = shop();
    shop.run(["answer", "terminals/each/owner", "leased", "--where", "owner=provider"])
        .code(0)
        .shows("Saved.");
    shop.run(["rows", "--where", "owner=leased"]).code(0).shows("2 rows\n");
    shop.run(["answer", "terminals/each/state", "here"]).code(0).shows("condition, terminal 3");
    shop.run(["rows", "--missing", "state"]).code(0).shows("0 rows\n");
    shop.run(["undo"]).code(0);
    shop.run(["rows", "--missing", "state"]).code(0).shows("3 rows\n");
    assert_eq!(shop.revisions(), [1, 2, 3, 4]);
}

#[test]
fn a_long_change_is_summed_up() {
    let mut answers = SMALL.to_owned();
    for number in 0..48 {
        answers += &format!("\n[[rows.terminals.row]]\ntid = \"{number:08}\"\n");
    }
    let told = Shop::of(&answers).run(["answer", "terminals/each/owner", "own"]);
    told.code(0).shows("and 29 more changes\n");
    assert_eq!(told.out.lines().count(), 22, "{}", told.out);
}

#[test]
fn what_names_no_row_or_column_is_told() {
    let shop = shop();
    let none = "error: no row is meant by these conditions\nsafe: the case was not changed\nhint: see the rows with: posquit rows\n";
    shop.run(["answer", "terminals/each/owner", "own", "--where", "tid=9"]).code(2).stdout("").stderr(none);
    shop.run(["answer", "terminals/each/ownr", "own"]).code(2).says("`ownr`").says("owner");
    shop.run(["rows", "--where", "owner"]).code(2).says("owner");
    shop.run(["rows", "--where", "owner=nobody"])
        .code(2)
        .says("Choose from: The provider (provider), A leasing company (leased)");
    shop.run(["rows", "provider"]).code(2).says("provider");
    shop.run(["answer", "provider", "X", "--where", "owner=own"])
        .code(2)
        .stderr("error: --where and --missing go with terminals/each/COLUMN\n");
}
