//! What may befall a case, each with the test that proves how posquit bears it, or the reason why it cannot arise.

use std::fs;
use std::path::Path;

/// What happens, and its proof: a test of this program (`module::test`), a test in a pseudo-terminal
/// (`terminal: module::test`), or `reason: …`.
const TABLE: &[(&str, &str)] = &[
    ("killed before any call of the system", "faults::a_kill_at_any_call_leaves_the_old_case_or_the_new_one"),
    (
        "killed between the renaming and the syncing of the folder",
        "faults::a_kill_at_any_call_leaves_the_old_case_or_the_new_one",
    ),
    ("a temporary file is left by a kill", "disk::left_over_temporary_files_are_in_nobodys_way"),
    (
        "a temporary file is no file of ours",
        "state_files::kinds::a_link_planted_where_a_change_writes_is_not_followed",
    ),
    ("the power fails after \"saved\"", "faults::a_change_is_synced_before_it_is_called_saved"),
    ("the case file is empty", "case_files::an_empty_file_is_no_empty_case"),
    ("the case file is all zero bytes", "case_files::an_empty_file_is_no_empty_case"),
    ("the case file is cut at any byte", "case_files::a_cut_file_is_noticed_wherever_it_is_cut"),
    ("a bit of the case file is flipped", "case_files::a_flipped_bit_is_noticed_or_refused"),
    ("the disk is full", "faults::a_failing_disk_is_told_and_leaves_the_old_case_or_the_new_one"),
    ("the quota is used up", "faults::a_failing_disk_is_told_and_leaves_the_old_case_or_the_new_one"),
    ("the disk is read-only", "faults::a_failing_disk_is_told_and_leaves_the_old_case_or_the_new_one"),
    ("the case file cannot be read", "faults::a_file_that_cannot_be_read_is_not_taken_for_none"),
    ("a sync fails", "faults::a_failed_sync_is_not_tried_again_and_not_called_saved"),
    ("a call is interrupted", "faults::an_interrupted_call_loses_nothing"),
    ("the data folder may not be entered", "disk::rights::a_home_that_is_read_only_is_read_and_not_written"),
    (
        "closing a file fails",
        "reason: every byte is synced before the file is closed, so that closing has nothing left to lose",
    ),
    (
        "the syncing of the folder fails after the renaming",
        "faults::a_failed_sync_is_not_tried_again_and_not_called_saved",
    ),
    ("too many files are open", "state_files::kinds::too_many_open_files_are_told_and_nothing_is_changed"),
    ("the data folder goes away", "state_files::a_folder_that_goes_away_is_not_made_again_empty"),
    (
        "the case file is replaced while a person thinks",
        "state_files::a_file_put_in_the_place_of_another_loses_neither",
    ),
    ("the disk knows no locks", "faults::a_disk_without_locks_is_told_at_once"),
    (
        "the clock is in 1970, in 2099, or steps back",
        "state_files::surroundings::a_clock_that_is_far_off_changes_no_order",
    ),
    ("a signal ends the conversation", "terminal: leaving::a_termination_signal_at_a_line_saves_and_leaves"),
    ("the window closes", "terminal: leaving::a_closed_window_at_a_line_saves_and_leaves"),
    ("Ctrl-C in a prompt", "terminal: leaving::ctrl_c_at_a_line_saves_and_leaves"),
    ("the key that stops a program", "terminal: confirming::the_key_that_stops_a_program_loses_nothing"),
    ("the reader of a pipe goes away", "disk::a_reader_that_goes_away_is_no_failure"),
    ("standard output is full", "disk::a_full_standard_output_is_told"),
    ("standard output is closed", "state_files::surroundings::a_closed_output_ends_no_run_with_a_panic"),
    (
        "memory runs out",
        "reason: the process is aborted, which is a kill at some call; a case file is at most 64 MiB and read once",
    ),
    ("two conversations about one case", "terminal: conflict::the_answer_that_is_there_can_stand"),
    ("many writers at once", "faults::many_writers_at_once_all_get_in"),
    (
        "the holder of the lock is killed",
        "state_files::locks::a_lock_is_free_as_soon_as_its_holder_is_killed",
    ),
    ("the lock is held for too long", "state_files::locks::who_waits_too_long_is_told_and_loses_nothing"),
    ("the lock file is deleted by hand", "state_files::locks::a_lock_file_that_was_deleted_lets_no_two_in"),
    ("the case file is edited by hand, soundly", "case_files::a_sound_edit_by_hand_is_told_once_and_taken"),
    (
        "the case file is edited by hand and broken",
        "case_files::a_broken_edit_by_hand_is_told_with_its_place",
    ),
    (
        "the broken line holds an escape and a card number",
        "state_files::a_line_that_is_shown_is_inert_and_holds_no_number",
    ),
    ("a key that this version does not know", "case_files::an_unknown_key_is_refused_with_its_line"),
    (
        "a value of the wrong type, or none that there is",
        "state_files::equal_keys_and_impossible_values_are_told_with_their_places",
    ),
    ("a key twice", "state_files::equal_keys_and_impossible_values_are_told_with_their_places"),
    ("comments in an edited file", "reason: the first line of the file says that comments are not kept"),
    ("an older format", "formats::the_next_change_writes_the_newest_format_and_keeps_the_old_file"),
    ("a newer format", "case_files::a_newer_format_is_not_guessed_at"),
    ("a format that is missing, zero, huge or a text", "formats::no_format_is_guessed"),
    (
        "killed in the middle of a migration",
        "formats::a_change_that_was_cut_off_after_the_copy_is_made_again",
    ),
    (
        "an editor saved it with a mark, in UTF-16 or with other line ends",
        "state_files::notepad_may_have_saved_it",
    ),
    (
        "the case file is a pipe, a device or a folder",
        "state_files::kinds::a_pipe_a_folder_and_a_device_are_refused_at_once",
    ),
    ("the case file is a link", "state_files::kinds::a_case_behind_a_link_is_followed_and_stays_there"),
    (
        "the case file belongs to another user",
        "state_files::kinds::a_case_of_another_user_is_refused_even_to_the_superuser",
    ),
    ("others may read the case file", "state_files::kinds::what_others_could_read_is_told_and_closed"),
    ("the case file has a gibibyte", "state_files::a_file_that_is_too_large_is_refused_before_it_is_read"),
    (
        "two names that differ by case or Unicode form",
        "keeping::a_name_is_taken_also_where_only_its_letters_look_different",
    ),
    ("a name that leads elsewhere, or is none", "keeping::what_cannot_be_a_name_is_refused"),
    ("no home folder is known", "state_files::surroundings::without_a_home_the_user_is_asked_to_name_one"),
    (
        "the data folder of the system is relative",
        "state_files::surroundings::a_relative_data_folder_of_the_system_is_ignored",
    ),
    (
        "a path is no text, or begins with a tilde",
        "state_files::surroundings::a_home_may_have_any_bytes_in_its_name_and_a_tilde_is_one",
    ),
    ("there is no terminal", "terminal: unusable::without_any_terminal_start_and_resume_say_so"),
    ("the terminal is dumb", "terminal: voices::one_script_makes_the_same_case_in_every_voice"),
    ("the window is tiny", "terminal: windows::a_conversation_begins_in_a_window_of_any_size"),
    ("an answer of a megabyte", "state_files::an_answer_that_is_far_too_long_is_told"),
    (
        "an account number in full-width digits, with blanks, or wrong",
        "state_files::an_account_number_is_understood_as_people_type_it",
    ),
    (
        "the program itself is wrong",
        "terminal: faults::the_terminal_is_put_right_and_nothing_of_the_case_is_said",
    ),
    (
        "a number that is not masked, in any output",
        "canaries::no_planted_number_is_printed_or_written_in_full",
    ),
    (
        "a hostile folder name in a completion",
        "completion::a_hostile_folder_is_neither_offered_nor_overlooked",
    ),
    (
        "years after 2038, or an unknown time zone",
        "state_files::surroundings::an_unknown_time_zone_is_no_trouble",
    ),
    (
        "a summer time that begins on the day of a deadline",
        "reason: dates are civil days without an hour, so no hour can be missing or double",
    ),
];

/// Whether a text is a reason, or names a test that is there.
pub(crate) fn is_proof_or_reason(text: &str) -> bool {
    if let Some(reason) = text.strip_prefix("reason: ") {
        return reason.len() > 20;
    }
    let (folder, name) = text.strip_prefix("terminal: ").map_or(("cli", text), |name| ("terminal", name));
    let parts: Vec<&str> = name.split("::").collect();
    let (Some(module), Some(test)) = (parts.first(), parts.last()) else { return false };
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let source = fs::read_to_string(tests.join(format!("{module}.rs"))).unwrap_or_default();
    let inner = parts[1..parts.len() - 1].iter().all(|inner| source.contains(&format!("mod {inner} {{")));
    let is_test = source.split("#[test]").skip(1).any(|part| {
        let head = part.split('{').next().unwrap_or_default();
        head.contains(&format!("fn {test}("))
    });
    inner && is_test
}

#[test]
fn everything_that_may_befall_a_case_has_its_proof_or_a_reason() {
    let unproved: Vec<_> = TABLE.iter().filter(|(_, proof)| !is_proof_or_reason(proof)).collect();
    assert!(unproved.is_empty(), "these tests are gone: {unproved:#?}");
    let mut told: Vec<_> = TABLE.iter().map(|(what, _)| what).collect();
    told.sort();
    told.dedup();
    assert_eq!(told.len(), TABLE.len(), "something stands there twice");
}

#[test]
fn a_test_that_is_not_there_proves_nothing() {
    assert!(!is_proof_or_reason("disk::no_such_test"));
    assert!(!is_proof_or_reason("nowhere::left_over_temporary_files_are_in_nobodys_way"));
    assert!(!is_proof_or_reason("reason: none"));
    assert!(!is_proof_or_reason("disk::changed"), "a helper is no test");
}
