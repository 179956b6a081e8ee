//! Colour: in a terminal only, never against `NO_COLOR` or a terminal that has none, and as `--color` says.

use crate::pty::Pty;
use crate::shop::{BEGUN, Shop, WIDE};

/// What a command prints in a terminal.
fn printed(shop: &Shop, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = shop.command(arguments);
    for (name, value) in variables {
        command.env(name, value);
    }
    let mut pty = Pty::spawn(command, WIDE);
    assert_eq!(pty.ends(), 0, "{}", pty.text());
    String::from_utf8(pty.bytes()).unwrap()
}

#[test]
fn what_is_shown_in_a_terminal_is_coloured_as_asked() {
    let shop = Shop::chinese().with(BEGUN);
    let coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        printed(&shop, arguments, variables).contains('\u{1b}')
    };
    assert!(coloured(&["status"], &[]));
    assert!(coloured(&["status"], &[("NO_COLOR", "")]), "an empty NO_COLOR asks for nothing");
    assert!(coloured(&["status", "--color", "always"], &[("NO_COLOR", "1"), ("TERM", "dumb")]));
    assert!(!coloured(&["status"], &[("NO_COLOR", "1")]));
    assert!(!coloured(&["status"], &[("TERM", "dumb")]));
    assert!(!coloured(&["status", "--color", "never"], &[]));
    assert!(!coloured(&["status", "--color", "always", "--accessible"], &[]));
    assert!(!coloured(&["status", "--json", "--color", "always"], &[]));
    let plain = printed(&shop, &["status"], &[("NO_COLOR", "1")]);
    assert_eq!(plain.replace("\r\n", "\n"), String::from_utf8(shop.run(&["status"]).stdout).unwrap());
}

#[test]
fn a_conversation_without_colour_still_draws_its_menus() {
    const COUNTRY: &str = "您的店开在哪里？";
    let shop = Shop::chinese().with(BEGUN);
    for (arguments, variable) in [(&["resume"][..], "1"), (&["resume", "--color", "never"], "")] {
        let mut command = shop.command(arguments);
        command.env("NO_COLOR", variable);
        let mut pty = Pty::spawn(command, WIDE);
        pty.asks(COUNTRY);
        pty.down();
        assert_eq!(pty.marked(), "英国");
        let text = String::from_utf8(pty.bytes()).unwrap();
        let coloured = text
            .split("\u{1b}[")
            .skip(1)
            .find(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m'));
        assert_eq!(coloured, None);
    }
}
