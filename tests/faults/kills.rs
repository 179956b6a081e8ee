//! A kill at any moment: what was said to be saved is there, and the next command works.

use std::time::Duration;

use crate::full;
use crate::shop::Shop;

/// A small generator of numbers that look random, the same from the same seed (Marsaglia's xorshift).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_saved() {
    let (seeds, kills) = if full() { (5, 200) } else { (1, 40) };
    for seed in 1..=seeds {
        let shop = Shop::new();
        std::fs::create_dir(shop.state()).unwrap();
        shop.done(&["start", "--answers", "{small}"]);
        let (mut dice, mut last) = (Dice(seed * 7919), String::from("LakalaPay"));
        let begun = std::time::Instant::now();
        shop.done(&["answer", "provider", &last]);
        let usual = u64::try_from(begun.elapsed().as_micros()).unwrap();
        let (mut killed, mut saved) = (0, 0);
        for number in 0..kills {
            let given = format!("Pay {seed} {number}");
            let mut command = shop.command(&["answer", "provider", &given]);
            let mut child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
            std::thread::sleep(Duration::from_micros(dice.below(usual + usual / 4)));
            child.kill().unwrap();
            let status = child.wait().unwrap();
            let now = provider(&shop);
            if status.success() {
                assert_eq!(now, given, "seed {seed}: said to be saved, and lost");
                saved += 1;
            } else {
                assert!(now == given || now == last, "seed {seed}: {now} was never given");
                killed += 1;
            }
            last = now;
        }
        eprintln!("seed {seed}: {killed} killed, {saved} were quicker, none lost");
    }
}

fn provider(shop: &Shop) -> String {
    let state: serde_json::Value = serde_json::from_str(&shop.done(&["status", "--json"])).unwrap();
    state["answers"]["provider"].as_str().unwrap().to_owned()
}
