#[test]
fn standard_playbook_is_sound() {
    if let Err(problems) = posquit::template::checked(&posquit::template::standard_files()) {
        panic!("{}", problems.iter().map(|p| format!("{p}\n")).collect::<String>());
    }
}
