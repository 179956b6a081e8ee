//! Streams that are led elsewhere: into files and pipes without colour, into full disks with a word about it, into pipes
//! that nobody reads any more without one.

use std::fs;
use std::process::Stdio;

use crate::support::{SMALL, Shop};

#[test]
fn what_is_led_into_a_file_has_no_colour_unless_it_is_asked_for() {
    let shop = Shop::of(SMALL);
    let plain = shop.run(["status"]);
    plain.code(0).stderr("").shows("Corner Cafe · 24 Nov 2026\n");
    assert!(!plain.out.contains('\u{1b}'));
    let coloured = shop.run(["status", "--color", "always"]);
    coloured.code(0).shows("\u{1b}[1mCorner Cafe · 24 Nov 2026\u{1b}[0m\n");
    shop.run(["status", "--color", "never"]).code(0).stdout(&plain.out);
    shop.run(["status", "--color", "blue"]).code(2).stdout("").says("`--color <WHEN>` can't be `blue`");
}

#[cfg(target_os = "linux")]
#[test]
fn help_and_version_say_when_they_cannot_be_written() {
    let shop = Shop::new();
    for arguments in [&["--help"][..], &["status", "--help"], &["--version"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = shop.command(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        shop.judge(&output).code(1).stderr(
            "error: could not write the result\ncaused by: No space left on device (os error 28)\n\
             safe: the case was not changed\n",
        );
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = shop.command(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        shop.judge(&output).code(0).stderr("");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_failure_that_cannot_be_told_keeps_its_exit_code() {
    let shop = Shop::new();
    for (arguments, code) in [(&["status"][..], 2), (&["statsu"], 2), (&["start"], 2), (&[], 2)] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = shop.command(arguments).stderr(full).stdout(Stdio::piped()).output().unwrap();
        shop.judge(&output).code(code).stdout("");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = shop.command(arguments).stderr(writer).stdout(Stdio::piped()).output().unwrap();
        shop.judge(&output).code(code).stdout("");
    }
}

#[test]
fn a_voice_needs_a_terminal_whichever_it_is() {
    let shop = Shop::of(SMALL);
    let told = "error: there is no terminal here to talk in\n\
                hint: give the answers in a file with --answers FILE, or one by one with answer and tick\n";
    for command in ["start", "resume"] {
        shop.run([command, "--accessible"]).code(2).stdout("").stderr(told);
        let output = shop.command([command]).env("ACCESSIBLE", "1").env("TERM", "dumb").output().unwrap();
        shop.judge(&output).code(2).stdout("").stderr(told);
    }
}

#[test]
fn what_is_read_aloud_is_the_same_with_the_option_and_the_variable() {
    let shop = Shop::of(SMALL);
    let option = shop.run(["status", "--accessible"]);
    option.code(0).shows("Phase Prepare. The basics: done. Contract and costs: open.");
    let output = shop.command(["status"]).env("ACCESSIBLE", "true").output().unwrap();
    shop.judge(&output).code(0).stdout(&option.out);
    let seen = shop.run(["status"]);
    for no in ["", "0", "false", "no", "OFF"] {
        let output = shop.command(["status"]).env("ACCESSIBLE", no).output().unwrap();
        shop.judge(&output).code(0).stdout(&seen.out);
    }
}
