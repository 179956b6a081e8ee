//! `attach` and `call`: what is copied, what is refused, what counts as proof, and what became of it since.

use std::fs;
use std::path::Path;

use posquit::domain::case::Case;
use posquit::store::{DamageKind, Folder, damaged_evidence};

use crate::support::{SMALL, Shop, put};

fn attach(shop: &Shop, todo: &str, file: &Path) -> crate::support::Outcome {
    shop.run(["attach".as_ref(), todo.as_ref(), file.as_os_str()])
}

/// The files in the case's evidence folder.
fn kept(shop: &Shop) -> Vec<String> {
    let Ok(entries) = fs::read_dir(shop.case().join("evidence")) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A file that is refused leaves the case as it was and nothing half-copied.
#[track_caller]
fn refused(shop: &Shop, file: &Path, code: i32, says: &str) {
    let before = shop.case_toml();
    attach(shop, "notice_sent", file).code(code).stdout("").says(says).says("safe: the case was not changed");
    assert_eq!(shop.case_toml(), before);
    assert_eq!(kept(shop), [""; 0]);
}

fn case(shop: &Shop) -> (Folder, Case) {
    let folder = Folder { path: shop.case() };
    let case = folder.load().unwrap().case;
    (folder, case)
}

#[test]
fn a_file_is_copied_and_recorded() {
    let shop = Shop::of(SMALL);
    let file = shop.write("Post receipt.PDF", "arrived");
    attach(&shop, "notice_sent", &file)
        .code(0)
        .stdout("evidence for stop notice sent: Post receipt.PDF (1 KiB, attached 2026-11-24)\nSaved.\n")
        .stderr("");
    let [name] = &kept(&shop)[..] else { panic!("one file") };
    assert_eq!(name, "Post-receipt-4d1109bf78a8.pdf");
    let copy = shop.case().join("evidence").join(name);
    assert_eq!(fs::read_to_string(&copy).unwrap(), "arrived");
    let record = &shop.state()["records"][0];
    assert_eq!(record["kind"], "evidence");
    assert_eq!(record["id"], "evidence-1");
    assert_eq!(record["facts"]["about"], "notice_sent");
    assert_eq!(record["facts"]["name"], "Post receipt.PDF");
    assert_eq!(record["made_from"].as_str().unwrap().len(), 64);
    fs::remove_file(file).unwrap();
    assert!(copy.exists(), "the copy does not hang on the original");
}

#[cfg(unix)]
#[test]
fn a_copy_is_for_its_owner_only() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let shop = Shop::of(SMALL);
    let file = shop.write("a.txt", "x");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
    let linked = shop.path("b.txt");
    fs::hard_link(&file, &linked).unwrap();
    attach(&shop, "notice_sent", &linked).code(0);
    let folder = shop.case().join("evidence");
    assert_eq!(fs::metadata(&folder).unwrap().mode() & 0o777, 0o700);
    let copy = fs::metadata(folder.join(&kept(&shop)[0])).unwrap();
    assert_eq!(copy.mode() & 0o777, 0o600);
    assert_eq!(copy.nlink(), 1, "of a hard link, the content is copied and no link made");
}

#[test]
fn the_same_file_twice_is_one_record() {
    let shop = Shop::of(SMALL);
    let file = shop.write("a.txt", "x");
    attach(&shop, "notice_sent", &file).code(0);
    attach(&shop, "notice_sent", &file).code(0).stdout("It is like that already; nothing was changed.\n");
    attach(&shop, "notice_confirmed", &file).code(0);
    assert_eq!(kept(&shop).len(), 1);
    assert_eq!(shop.state()["records"].as_array().unwrap().len(), 2);
}

#[test]
fn undo_and_redo_keep_the_file() {
    let shop = Shop::of(SMALL);
    let file = shop.write("a.txt", "x");
    attach(&shop, "notice_sent", &file).code(0);
    shop.run(["undo"]).code(0);
    assert_eq!(shop.state()["records"], serde_json::json!([]));
    shop.run(["redo"]).code(0).shows("evidence for stop notice sent: a.txt");
    let (folder, case) = case(&shop);
    assert_eq!(damaged_evidence(&folder, &case), []);
    shop.run(["log"]).code(0).shows("evidence for stop notice sent: a.txt (1 KiB, attached 2026-11-24)");
}

#[test]
fn an_attached_file_is_the_evidence_of_a_tick() {
    let shop = Shop::of(SMALL);
    shop.run(["tick", "notice_sent"]).code(2).says("needs evidence");
    attach(&shop, "notice_sent", &shop.write("a.txt", "x")).code(0);
    shop.run(["tick", "notice_sent"]).code(0);
    shop.run(["export", "markdown"]).code(0).shows("evidence for stop notice sent: a.txt");
}

#[test]
fn a_file_of_one_row_proves_that_row_only() {
    let ready = SMALL.replace("owner = \"own\"", "owner = \"provider\"");
    let shop = Shop::of(&ready);
    let file = shop.write("list.jpg", "signed");
    shop.run(["attach", "handover_signed", file.to_str().unwrap(), "--row", "2"])
        .code(0)
        .shows("terminal handed back, terminal 2");
    let refused = shop.run(["attach", "handover_signed", file.to_str().unwrap(), "--row", "9"]);
    refused.code(2).says("there is no row 9");
    let record = &shop.state()["records"][0]["facts"];
    assert_eq!((&record["about"], &record["row"]), (&"handover_signed".into(), &"2".into()));
}

#[test]
fn only_a_to_do_takes_a_file() {
    let shop = Shop::of(SMALL);
    let file = shop.write("a.txt", "x");
    attach(&shop, "contract_end", &file).code(2).says("`contract_end` is a question");
    attach(&shop, "notice_snt", &file).code(2).says("did you mean `notice_sent`?");
    assert_eq!(kept(&shop), [""; 0]);
}

#[test]
fn what_is_no_file_is_refused() {
    let shop = Shop::of(SMALL);
    refused(&shop, &shop.write("empty.pdf", ""), 4, "empty.pdf is empty");
    refused(&shop, &shop.path("vanished.pdf"), 4, "could not read ~/vanished.pdf");
    refused(&shop, &shop.home(), 4, "~/home is no regular file");
    let huge = shop.path("huge.mov");
    put(&huge, "x");
    fs::OpenOptions::new().write(true).open(&huge).unwrap().set_len((50 << 20) + 1).unwrap();
    refused(&shop, &huge, 4, "huge.mov is too large; at most 50 MiB");
}

#[cfg(unix)]
#[test]
fn links_pipes_and_devices_are_refused() {
    let shop = Shop::of(SMALL);
    let secret = shop.write("id_rsa", "secret");
    let link = shop.path("slip.pdf");
    std::os::unix::fs::symlink(&secret, &link).unwrap();
    refused(&shop, &link, 4, "slip.pdf is a link, and links are not followed");
    let dangling = shop.path("nowhere.pdf");
    std::os::unix::fs::symlink(shop.path("not there"), &dangling).unwrap();
    refused(&shop, &dangling, 4, "nowhere.pdf is a link");
    let pipe = shop.path("pipe");
    nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
    refused(&shop, &pipe, 4, "pipe is no regular file");
    let socket = shop.path("socket");
    let _open = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    refused(&shop, &socket, 4, "socket is no regular file");
    refused(&shop, Path::new("/dev/zero"), 4, "/dev/zero is no regular file");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_folder_leads_nowhere() {
    let shop = Shop::of(SMALL);
    let outside = shop.path("outside");
    fs::create_dir(&outside).unwrap();
    std::os::unix::fs::symlink(&outside, shop.case().join("evidence")).unwrap();
    attach(&shop, "notice_sent", &shop.write("a.txt", "x")).code(1).says("could not make the folder");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn hostile_names_become_plain_ones() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let shop = Shop::of(SMALL);
    fs::create_dir_all(shop.path("a/b")).unwrap();
    let names: [(&[u8], &str, &str); 7] = [
        (b"..\\..\\x", "x-", r"..\..\x"),
        (b"NUL.pdf", "NUL-", "NUL.pdf"),
        (b"a:b", "a-b-", "a:b"),
        (b"dots...", "dots-", "dots..."),
        (b"\xff\xfe.jpg", "file-", "\u{fffd}\u{fffd}.jpg"),
        (b"\x1b[31mred\r\n", "31mred-", r"\u{1b}[31mred\u{d}\u{a}"),
        ("\u{202e}fdp.exe".as_bytes(), "fdp-", r"\u{202e}fdp.exe"),
    ];
    for (number, (name, begins, shown)) in names.iter().enumerate() {
        let file = shop.path("a/b").join(OsStr::from_bytes(name));
        put(&file, format!("content {number}"));
        attach(&shop, "notice_sent", &file).code(0).shows(&format!(": {shown} (1 KiB"));
        let found = kept(&shop).into_iter().filter(|kept| kept.starts_with(begins)).count();
        assert_eq!(found, 1, "{shown}: {:?}", kept(&shop));
    }
    let long = "n".repeat(255);
    let file = shop.path("a/b").join(&long);
    put(&file, "long");
    attach(&shop, "notice_sent", &file).code(0);
    let up = shop.path("a/b/../b/../../up.txt");
    put(&up, "up");
    attach(&shop, "notice_sent", &up).code(0).shows(": up.txt (");
    for name in kept(&shop) {
        assert!(name.len() < 120, "{name}");
        assert!(name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.'), "{name}");
    }
    let (folder, case) = case(&shop);
    assert_eq!(case.records.len(), 9);
    assert_eq!(damaged_evidence(&folder, &case), []);
    shop.run(["export", "markdown"]).code(0);
    refused_name(&shop, &"n".repeat(300));
}

#[cfg(unix)]
#[test]
fn a_hostile_name_is_inert_in_a_message() {
    let shop = Shop::of(SMALL);
    let told = attach(&shop, "notice_sent", &shop.path("\u{1b}]0;owned\u{7}\u{202e}.pdf"));
    told.code(4).says(r"could not read ~/\u{1b}]0;owned\u{7}\u{202e}.pdf");
    assert!(!told.err.contains(['\u{1b}', '\u{7}', '\u{202e}']));
}

#[cfg(unix)]
fn refused_name(shop: &Shop, name: &str) {
    let before = shop.case_toml();
    attach(shop, "notice_sent", &shop.path(name)).code(4).stdout("");
    assert_eq!(shop.case_toml(), before);
}

#[test]
fn a_name_with_a_card_number_is_not_kept() {
    let shop = Shop::of(SMALL);
    let file = shop.write("4111111111111111.pdf", "x");
    attach(&shop, "notice_sent", &file).code(2).says("looks like a full card number");
    assert_eq!(kept(&shop), [""; 0]);
}

#[test]
fn damage_is_named() {
    let shop = Shop::of(SMALL);
    for name in ["one.txt", "two.txt", "three.txt"] {
        attach(&shop, "notice_sent", &shop.write(name, name)).code(0);
    }
    let (folder, case) = case(&shop);
    let path = |number: usize| shop.case().join(case.records[number].fact("file").unwrap());
    fs::remove_file(path(0)).unwrap();
    put(&path(1), "changed");
    let found = damaged_evidence(&folder, &case);
    let found: Vec<_> = found.iter().map(|damage| (damage.record.as_str(), damage.what)).collect();
    assert_eq!(found, [("evidence-1", DamageKind::Missing), ("evidence-2", DamageKind::Altered)]);
}

#[test]
fn a_record_edited_by_hand_leads_nowhere_outside() {
    let shop = Shop::of(SMALL);
    let outside = shop.write("outside.txt", "x");
    attach(&shop, "notice_sent", &outside).code(0);
    let (folder, mut case) = case(&shop);
    for file in ["../../../outside.txt", "evidence/../../../../outside.txt", "/etc/hostname", "evidence/"] {
        case.records[0].facts.insert("file".to_owned(), file.to_owned());
        assert_eq!(damaged_evidence(&folder, &case)[0].what, DamageKind::Missing, "{file}");
    }
}

#[test]
fn a_call_is_noted_and_shown() {
    let shop = Shop::of(SMALL);
    shop.run([
        "call", "notice_sent", "--on", "20 Nov 2026", "--who", "Li, support", "--number", "95016 123",
        "--promised", "a reply\nby Friday", "--ticket", "T-118",
    ])
    .code(0)
    .stdout(
        "call about stop notice sent: 2026-11-20, spoke with Li, support; number ••••6123; promised: a reply by \
         Friday; ticket T-118\nSaved.\n",
    );
    shop.run(["status"]).code(0).shows("promised: a reply by Friday");
    shop.run(["log"]).code(0).shows("call about stop notice sent: 2026-11-20, spoke with Li, support");
    assert!(shop.case_toml().contains("\"number\" = \"95016 123\""));
    // Its ticket number is a typed reference.
    shop.run(["tick", "notice_sent", "--on", "2026-11-20"]).code(0);
}

#[test]
fn a_call_without_a_ticket_proves_nothing() {
    let shop = Shop::of(SMALL);
    shop.run(["call", "notice_sent", "--who", "Li"]).code(0);
    shop.run(["tick", "notice_sent"]).code(2).says("needs evidence");
    shop.run(["call", "deposit", "--who", "Li"]).code(0).shows("call about Get the deposit back");
}

#[test]
fn a_bad_call_is_refused() {
    let shop = Shop::of(SMALL);
    let refused = |arguments: &[&str], says: &str| {
        let before = shop.case_toml();
        shop.run(["call", "notice_sent"].iter().chain(arguments)).code(2).says(says);
        assert_eq!(shop.case_toml(), before);
    };
    refused(&["--who", " "], "There is no answer yet");
    refused(&["--who", "Li", "--on", "2026-12-31"], "can't be after 2026-11-24");
    refused(&["--who", "Li", "--number", "call me"], "phone number is not clear");
    refused(&["--who", "Li", "--promised", "4111 1111 1111 1111"], "full card number");
    refused(&[], "missing: --who");
}

#[test]
fn two_who_attach_at_once_both_do() {
    let shop = Shop::of(SMALL);
    let files: Vec<_> = (0..6).map(|n| shop.write(&format!("{n}.txt"), format!("{n}"))).collect();
    let runs: Vec<_> = files
        .iter()
        .map(|file| shop.command(["attach", "notice_sent", file.to_str().unwrap()]).spawn().unwrap())
        .collect();
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    let (folder, case) = case(&shop);
    let ids: std::collections::BTreeSet<_> = case.records.iter().map(|record| &record.id).collect();
    assert_eq!(ids.len(), 6);
    assert_eq!(damaged_evidence(&folder, &case), []);
}

/// A file system on which no file may grow beyond a limit stands for a full one.
#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_leaves_nothing_half_copied() {
    let shop = Shop::of(SMALL);
    let before = shop.case_toml();
    let file = shop.write("scan.pdf", vec![b'x'; 4 << 20]);
    let run = shop.command(["attach", "notice_sent", file.to_str().unwrap()]);
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 1024; exec \"$@\"", "sh"]).arg(run.get_program());
    limited.args(run.get_args()).stdin(std::process::Stdio::null());
    let told = shop.judge(&limited.output().unwrap());
    told.code(1)
        .stdout("")
        .says("could not write ~/home/cases/corner-cafe/evidence/")
        .says("caused by: File too large");
    assert_eq!(shop.case_toml(), before);
    assert_eq!(kept(&shop), [""; 0]);
}

#[test]
fn check_tells_which_attachment_is_gone_or_altered() {
    let shop = Shop::of(SMALL);
    let file = shop.write("contract.txt", "signed");
    shop.run(["attach", "contract_read", file.to_str().unwrap()]).code(0);
    shop.run(["check"]).code(0);
    let copy = fs::read_dir(shop.case().join("evidence")).unwrap().next().unwrap().unwrap().path();
    put(&copy, "forged");
    shop.run(["check"]).code(3).shows("is not the file that was attached (evidence-1)");
    fs::remove_file(&copy).unwrap();
    shop.run(["check"]).code(3).shows("is gone (evidence-1)").shows("attach it again");
    shop.run(["check", "--json"]).code(3).shows("\"evidence_missing\"");
}
