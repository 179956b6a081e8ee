//! Many writers of one case at once, some of them killed: every change that was said to be saved is there.

use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::full;
use crate::kills::Dice;
use crate::shop::Shop;

#[test]
fn no_change_of_many_writers_is_lost() {
    let (writers, each) = if full() { (16, 50) } else { (4, 10) };
    let shop = Shop::new();
    std::fs::create_dir(shop.state()).unwrap();
    shop.done(&["start", "--answers", "{small}"]);
    let commands = |writer: u64| -> Vec<(String, Command)> {
        let command = |number: u64| {
            let tid = format!("W{writer}N{number}");
            let command = shop.command(&["answer", "terminals/new", &format!("tid={tid}"), "owner=own"]);
            (tid, command)
        };
        (0..each).map(command).collect()
    };
    let work: Vec<_> = (0..writers).map(|writer| (writer, commands(writer))).collect();
    let threads: Vec<_> =
        work.into_iter().map(|(writer, work)| thread::spawn(move || write(writer, work))).collect();
    let (mut saved, mut refused, mut killed) = (Vec::new(), 0, 0);
    for thread in threads {
        let (of_saved, of_refused, of_killed) = thread.join().unwrap();
        saved.extend(of_saved);
        refused += of_refused;
        killed += of_killed;
    }
    let rows = shop.done(&["status", "--json"]);
    let lost: Vec<_> = saved.iter().filter(|tid| !rows.contains(&format!("\"{tid}\""))).collect();
    eprintln!(
        "{writers} writers x {each}: {} saved, {refused} told that the case is in use, {killed} killed",
        saved.len()
    );
    assert!(lost.is_empty(), "said to be saved, and lost: {lost:?}");
    assert!(saved.len() as u64 * 2 > writers * each, "most get through");
}

fn write(writer: u64, work: Vec<(String, Command)>) -> (Vec<String>, u32, u32) {
    let mut dice = Dice(writer + 77);
    let (mut saved, mut refused, mut killed) = (Vec::new(), 0, 0);
    for (tid, mut command) in work {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let doomed = dice.below(10) == 0;
        if doomed {
            thread::sleep(Duration::from_micros(dice.below(12_000)));
            child.kill().unwrap();
        }
        match child.wait().unwrap().code() {
            Some(0) => saved.push(tid),
            Some(5) => refused += 1,
            None if doomed => killed += 1,
            code => panic!("{tid}: {code:?}"),
        }
    }
    (saved, refused, killed)
}
