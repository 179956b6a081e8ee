//! The playbook that ships is sound.

#[test]
fn standard_playbook_is_sound() {
    if let Err(problems) = posquit::template::checked(&posquit::template::standard_files()) {
        let list: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", list.join("\n"));
    }
}
