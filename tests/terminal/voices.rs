//! One script told to every voice: drawn menus, plain lines, a simple terminal and a file of answers make the same case.

use crate::pty::Pty;
use crate::shop::{Shop, WIDE};

/// What is said to a prompt: a line, an option, or several.
enum Say {
    Line(&'static str),
    Pick(&'static str),
    Many(&'static [&'static str]),
}
use Say::{Line, Many, Pick};

/// A first session, from the name of the business to the stop notice. A wrong answer, a way back and help are in it.
const SCRIPT: [(&str, Say); 36] = [
    ("What is your business called?", Line("Corner Cafe")),
    ("Where is your business?", Pick("United Kingdom")),
    ("Who is your card provider?", Line("<")),
    ("Where is your business?", Pick("United Kingdom")),
    ("Who is your card provider?", Line("-")),
    ("Everything, or some terminals?", Pick("All terminals and the merchant account")),
    ("Which have you done already?", Many(&["None of these"])),
    ("Terminal or serial number?", Line("22114455")),
    ("Who owns this terminal?", Pick("A leasing company")),
    ("Terminal or serial number?", Line("22114456")),
    ("Who owns this terminal?", Pick("I don't know yet")),
    ("Terminal or serial number?", Line("")),
    ("When does the contract end?", Line("31 February 2027")),
    ("When does the contract end?", Line("31 March 2027")),
    ("How much notice do you owe?", Line("?")),
    ("How much notice do you owe?", Line("1 month")),
    ("When does the lease end?", Line("31 March 2027")),
    ("How much notice for the lease?", Line("-")),
    (
        "Does any of this apply?",
        Many(&["The premises close or move", "Changing to another provider's terminal"]),
    ),
    ("Closing, or moving?", Pick("It moves and goes on")),
    ("What is the new address?", Line("-")),
    ("When do you close or move?", Line("28 Feb 2027")),
    ("How will the notice be sent?", Pick("By e-mail")),
    ("Does the contract auto-renew?", Pick("No")),
    ("Last day of card payments?", Line("20 Feb 2027")),
    ("Did you pay a deposit?", Pick("Yes")),
    ("How much was the deposit?", Line("598")),
    ("Who took the deposit?", Pick("I don't know yet")),
    ("Does leaving early cost a fee?", Pick("No fee")),
    ("Which card rate was agreed?", Line("1.4%")),
    ("Fixed fee on top, per sale?", Line("0.10")),
    ("Is it done?", Pick("Yes, done")),
    ("On which day?", Line("20 November 2026")),
    ("Number or note?", Line("blue folder")),
    ("Is it done?", Pick("Not yet, later")),
    ("How will customers pay then?", Many(&["Card", "Cash"])),
];

/// The same as a file.
const FILE: &str = "
[answers]
merchant_name = 'Corner Cafe'
country = 'uk'
provider = { unknown = true }
scope = 'whole'
done_before = ['none']
contract_end = 2027-03-31
notice_period = '1 month'
lease_end = 2027-03-31
lease_notice_period = { unknown = true }
notice_way = 'email'
situations = ['moving', 'switching']
moving_kind = 'move'
new_address = { unknown = true }
moving_date = 2027-02-28
auto_renews = false
stop_date = 2027-02-20
deposit_paid = true
deposit_amount = '598'
deposit_holder = { unknown = true }
exit_fee_kind = 'none'
fee_rate = '1.4%'
fee_fixed = '0.10'
new_methods = ['card', 'cash']
[rows.terminals]
all = true
row = [{ tid = '22114455', owner = 'leased' }, { tid = '22114456', owner = { unknown = true } }]
[ticks]
contract_read = { on = 2026-11-20, evidence = 'blue folder' }
";

/// The case without what counts its changes.
fn case(shop: &Shop) -> String {
    let file = shop.case_file();
    let counts = |line: &&str| line.starts_with("revision = ") || line.starts_with("# sha256 ");
    file.lines().filter(|line| !counts(line)).collect::<Vec<_>>().join("\n")
}

fn in_menus(shop: &Shop) {
    let mut pty = shop.talk("start", WIDE);
    for (ask, say) in &SCRIPT {
        match say {
            Line(text) => pty.answer(ask, text),
            Pick(option) => pty.choose(ask, option),
            Many(options) => {
                pty.asks(ask);
                options.iter().filter(|o| **o != "None of these").for_each(|option| pty.ticks(option));
                pty.leaves_with("\r");
            }
        }
    }
    ends(pty, shop);
}

fn in_lines(shop: &Shop, variables: &[(&str, &str)]) {
    let mut command = shop.command(&["start"]);
    for (name, value) in variables {
        command.env(name, value);
    }
    let mut pty = Pty::spawn(command, WIDE);
    for (ask, say) in &SCRIPT {
        match say {
            Line(text) => {
                pty.hears(ask);
                pty.says(text);
            }
            Pick(option) => {
                pty.hears_list(ask);
                let number = pty.number_of(option);
                pty.says(&number);
            }
            Many(options) => {
                pty.hears_list(ask);
                let numbers: Vec<String> = options.iter().map(|option| pty.number_of(option)).collect();
                pty.says(&numbers.join(" "));
            }
        }
    }
    ends(pty, shop);
}

/// Leaves once the last answer of the script is on disk.
#[track_caller]
fn ends(mut pty: Pty, shop: &Shop) {
    pty.until("the last answer is saved", |_| shop.answer("new_methods").is_array());
    pty.signal("TERM");
    assert_eq!(pty.ends(), 130);
}

#[test]
fn one_script_makes_the_same_case_in_every_voice() {
    let menus = Shop::english();
    in_menus(&menus);
    let plain = Shop::english();
    in_lines(&plain, &[("ACCESSIBLE", "1")]);
    let dumb = Shop::english();
    in_lines(&dumb, &[("TERM", "dumb")]);
    let file = Shop::english().with(FILE);
    let expected = case(&file);
    for (voice, shop) in [("menus", menus), ("plain", plain), ("dumb", dumb)] {
        assert_eq!(case(&shop), expected, "{voice}");
    }
}
