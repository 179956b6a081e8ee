//! What is said of a list of terminals that is imported.

use std::fs;

use super::scenes::{Scene, case, scene};
use crate::import::{cells, sheet, workbook};
use crate::statements::zipped;
use crate::support::Shop;

/// A case, and a list beside it.
fn list(shop: &mut Shop, bytes: impl AsRef<[u8]>) {
    case(shop);
    shop.write("list.csv", bytes);
}

/// A list whose columns have names that nobody knows.
fn strange(shop: &mut Shop) {
    list(shop, "Kennung,Wem\nA1,own\n");
}

fn known(shop: &mut Shop, rows: &str) {
    list(shop, format!("tid,owner\n10023456,own\n{rows}"));
}

/// A case, and a workbook with a sheet of notes before these.
fn book(shop: &mut Shop, sheets: &[Vec<u8>]) {
    case(shop);
    let notes = sheet(&cells(1, &["notes", "for me"]));
    shop.write("list.xlsx", workbook(&[&[notes], sheets].concat()));
}

const IMPORT: &[&str] = &["import", "list.csv"];

pub(super) const LISTS: &[Scene] = &[
    scene(
        "A list with more cells than columns",
        "清单里的格子比列名多",
        |shop| {
            list(shop, "tid,owner\nA1,own\nB2,1,200,own\nC3,own,beside\n");
        },
        IMPORT,
    ),
    scene(
        "A list with a column without a name",
        "清单里有一列没有列名",
        |shop| {
            list(shop, "tid,,owner\nA1,,own\nB2,beside,own\n");
        },
        IMPORT,
    ),
    scene(
        "Every mistake is told at once",
        "所有错误一次说完",
        |shop| {
            list(
                shop,
                "TID,owner\n10000001,nobody\n,own\n10023456,own\n10000002,own\n10000002,own\n1.00235E+15,own\n",
            );
        },
        IMPORT,
    ),
    scene("No column has the numbers", "没有号码那一列", strange, IMPORT),
    scene(
        "A column is named that is not in the file",
        "指明的列不在文件里",
        strange,
        &["import", "list.csv", "--column", "tid=Nr"],
    ),
    scene("A column is named by half", "列只写了一半", strange, &["import", "list.csv", "--column", "tid"]),
    scene(
        "No sheet has the numbers",
        "没有哪个工作表有号码",
        |shop| book(shop, &[sheet(&cells(1, &["more", "notes"]))]),
        &["import", "list.xlsx"],
    ),
    scene(
        "One sheet of two is a list",
        "两个工作表里有一个是清单",
        |shop| book(shop, &[sheet(&(cells(1, &["TID", "owner"]) + &cells(2, &["A1", "own"])))]),
        &["import", "list.xlsx"],
    ),
    scene(
        "A row is known already",
        "有一行已经有了",
        |shop| known(shop, "A1,own\nA2,own\n"),
        &["import", "list.csv", "--skip-known"],
    ),
    scene(
        "Several rows are known already",
        "有几行已经有了",
        |shop| known(shop, "10023457,own\nA1,own\n"),
        &["import", "list.csv", "--skip-known", "--dry-run"],
    ),
    scene(
        "An archive that is no workbook",
        "不是工作簿的压缩包",
        |shop| {
            case(shop);
            shop.write("list.zip", zipped(&[("list.csv", b"tid\nA1\n")]));
        },
        &["import", "list.zip"],
    ),
    scene("A list with very many rows", "行数太多的清单", |shop| list(shop, "1\n".repeat(200_002)), IMPORT),
    scene(
        "A list that is far too large",
        "太大的清单",
        |shop| {
            list(shop, "tid\n");
            let file = fs::OpenOptions::new().write(true).open(shop.path("list.csv")).unwrap();
            file.set_len((64 << 20) + 1).unwrap();
        },
        IMPORT,
    ),
];
