//! `posquit check`: looks at every case, says what is wrong and what to do, and puts a previous copy back when asked to.

use super::{Context, letter, show, shown};
use crate::export::{self, Checked, CheckedCase};
use crate::failure::{Exit, Failure};
use crate::store::{
    Damage, DamageKind, Examined, Finding, Folder, Found, Line, Previous, StoreError, damaged_evidence,
};
use crate::wizard::Page;

/// What a finding is called by programs, what is said about it, and what to do, if anything is.
type Told = (&'static str, &'static str, Option<&'static str>);

/// `posquit check`.
pub(super) fn check(context: &mut Context, json: bool) -> Result<Exit, Failure> {
    let folders = wanted(context)?;
    let looked_at = folders.len();
    let mut cases = Vec::new();
    for (folder, archived) in folders {
        cases.push(case(context, &folder, archived));
    }
    if context.case.is_none() {
        let strays = context.home.strays().map_err(|error| context.trouble(&error))?;
        let findings: Vec<_> = strays.iter().map(|finding| checked(context, "", finding)).collect();
        if !findings.is_empty() {
            cases.push(CheckedCase { findings, ..CheckedCase::default() });
        }
    }
    let needs = cases.iter().flat_map(|case| &case.findings).filter(|found| found.needs_you).count();
    if json {
        context.print(&format!("{:#}\n", export::check(&cases)))?;
    } else {
        context.print_page(&page(context, &cases, looked_at, needs))?;
    }
    Ok(if needs > 0 { Exit::NeedsYou } else { Exit::Done })
}

/// The cases to look at, and whether each is in the archive: the one that is named, else all.
fn wanted(context: &Context) -> Result<Vec<(Folder, bool)>, Failure> {
    match &context.case {
        Some(name) => named(context, name).map(|folder| vec![folder]),
        None => context.home.folders().map_err(|error| context.trouble(&error)),
    }
}

fn named(context: &Context, name: &str) -> Result<(Folder, bool), Failure> {
    match context.home.folder(name) {
        Err(StoreError::Archived { .. }) => {
            let folder = context.home.archived_folder(name).map_err(|error| context.trouble(&error))?;
            Ok((folder, true))
        }
        _ => context.called(name).map(|folder| (folder, false)),
    }
}

/// Everything that is found in one case, whoever knows how to look for it.
fn case(context: &Context, folder: &Folder, archived: bool) -> CheckedCase {
    let name = folder.name();
    let Examined { findings, previous } = folder.examine();
    let mut findings: Vec<_> = findings.iter().map(|finding| checked(context, &name, finding)).collect();
    if let Ok(loaded) = folder.load() {
        let damaged = damaged_evidence(folder, &loaded.case);
        findings.extend(damaged.iter().map(|damage| proof_damaged(context, folder, damage)));
        findings
            .extend(letter::damaged(folder, &loaded.case).iter().map(|found| letter_damaged(context, found)));
    }
    let previous = previous.map(|copy| (shown(&copy.path), copy.revision, copy.time));
    CheckedCase { name: Some(name), archived, findings, previous }
}

/// Evidence that is not as it was attached.
fn proof_damaged(context: &Context, folder: &Folder, damage: &Damage) -> Checked {
    let (code, what) = match damage.what {
        DamageKind::Missing => ("evidence_missing", "check.evidence_missing"),
        DamageKind::Altered => ("evidence_altered", "check.evidence_altered"),
        DamageKind::Unreadable => ("evidence_unreadable", "check.evidence_unreadable"),
    };
    let path = shown(&folder.path.join(&damage.file));
    let what = context.words.say(what, &[("path", &path), ("record", &damage.record)]);
    let hint = Some(context.words.get("check.evidence_hint").to_owned());
    Checked { code, path, what, hint, needs_you: true }
}

/// A letter whose file is not what was written: it may have been moved or worked on, so that nobody has to act.
fn letter_damaged(context: &Context, found: &letter::Damaged) -> Checked {
    let (code, what) = match found.what {
        DamageKind::Missing => ("letter_missing", "check.letter_missing"),
        DamageKind::Altered => ("letter_altered", "check.letter_altered"),
        DamageKind::Unreadable => ("letter_unreadable", "check.letter_unreadable"),
    };
    let words = &context.words;
    let hint = found.again.as_ref().map(|id| words.say("check.letter_hint", &[("id", id)]));
    let what = words.say(what, &[("path", &found.path)]);
    Checked { code, path: found.path.clone(), what, hint, needs_you: false }
}

fn checked(context: &Context, name: &str, finding: &Finding) -> Checked {
    let path = shown(&finding.path);
    let needs_you = finding.found.needs_person();
    if let Found::Unreadable(error) = &finding.found {
        let failure = context.trouble(error);
        return Checked { code: "unreadable", path, what: failure.what, hint: failure.hint, needs_you };
    }
    let (code, what, hint) = told(&finding.found);
    let number = match finding.found {
        Found::OldFormat(format) => format.to_string(),
        Found::LogAhead(n) | Found::LogTorn(n) => n.to_string(),
        _ => String::new(),
    };
    let fill = [("path", path.as_str()), ("name", name), ("n", &number), ("format", &number)];
    let what = match finding.found {
        Found::LogTorn(n) => context.words.count(what, n).replace("{path}", &path),
        _ => context.words.say(what, &fill),
    };
    let hint = hint.map(|key| context.words.say(key, &fill));
    Checked { code, path, what, hint, needs_you }
}

fn told(found: &Found) -> Told {
    match found {
        Found::Unreadable(_) => ("unreadable", "error.read", None),
        Found::Edited => ("edited", "check.edited", Some("check.edited_hint")),
        Found::OldFormat(_) => ("old_format", "check.old_format", None),
        Found::Unfinished => ("unfinished_change", "check.unfinished", None),
        Found::LogAhead(_) => ("log_ahead", "check.log_ahead", Some("check.log_ahead_hint")),
        Found::LogTorn(_) => ("log_torn", "check.log_torn", Some("check.log_torn_hint")),
        Found::LogShort => ("log_short", "check.log_short", None),
        Found::Leftover => ("leftover", "check.leftover", None),
        Found::Exposed => ("exposed", "check.exposed", None),
        Found::Link => ("link", "check.link", Some("check.link_hint")),
        Found::HalfDeleted => ("half_deleted", "check.half_deleted", None),
        Found::Foreign => ("foreign", "check.foreign", None),
        Found::Kept => ("kept", "check.kept", None),
    }
}

fn page(context: &Context, cases: &[CheckedCase], looked_at: usize, needs: usize) -> Page {
    let words = &context.words;
    let mut page = Page::default();
    for case in cases.iter().filter(|case| !case.findings.is_empty()) {
        let title = match &case.name {
            None => words.get("check.beside").to_owned(),
            Some(name) if case.archived => words.say("check.archived", &[("name", name)]),
            Some(name) => words.say("check.case", &[("name", name)]),
        };
        page.title(title);
        for found in &case.findings {
            for line in found.what.lines() {
                if found.needs_you { page.alert(line) } else { page.item(line) }
            }
            // The way back is told once, below, with its date.
            if let Some(hint) =
                found.hint.as_ref().filter(|_| found.code != "unreadable" || case.previous.is_none())
            {
                page.detail(hint);
            }
        }
        if let (Some(name), Some((_, revision, time))) = (&case.name, &case.previous) {
            let fill = [
                ("name", name.as_str()),
                ("revision", &revision.to_string()),
                ("time", &day(context, time.as_deref())),
            ];
            page.detail(words.say("check.previous", &fill));
        }
        page.blank();
    }
    let (sound, findings) = (looked_at, cases.iter().map(|case| case.findings.len()).sum::<usize>());
    page.text(&match (needs, findings, sound) {
        (1.., ..) => words.count("check.needs", needs),
        (0, _, 0) => words.get("check.none").to_owned(),
        (0, 0, _) => words.count("check.sound", sound),
        _ => words.count("check.noted", sound),
    });
    page
}

/// When something was saved, to the minute.
fn day(context: &Context, time: Option<&str>) -> String {
    let time = time.and_then(|time| time.get(..16)).map(|time| time.replace('T', " "));
    time.unwrap_or_else(|| context.words.get("check.time_unknown").to_owned())
}

/// `posquit check --restore NAME`.
pub(super) fn restore(context: &mut Context, name: &str) -> Result<Exit, Failure> {
    let (folder, _) = named(context, name)?;
    let stamp: String = context.clock.time.chars().take(19).filter(char::is_ascii_digit).collect();
    let restored = folder.restore(&stamp).map_err(|error| context.trouble(&error))?;
    let Previous { revision, time, .. } = &restored.previous;
    let mut text = say(
        context,
        "check.restored",
        &[("name", name), ("revision", &revision.to_string()), ("time", &day(context, time.as_deref()))],
    );
    if let Some(kept) = &restored.kept {
        text += &say(context, "check.restored_kept", &[("path", &shown(kept))]);
    }
    for what in lost(context, &folder, &restored.lost) {
        text += &say(context, "check.restored_lost", &[("what", &what)]);
    }
    context.print_saved(&text)
}

fn say(context: &Context, key: &str, fill: &[(&str, &str)]) -> String {
    context.words.say(key, fill) + "\n"
}

/// The changes that the copy does not have, in words.
fn lost(context: &Context, folder: &Folder, lines: &[Line]) -> Vec<String> {
    let Ok(loaded) = folder.load() else { return Vec::new() };
    let plan = context.plan(&loaded);
    let changes = lines.iter().flat_map(|line| &line.changes);
    let told = changes.filter_map(|change| show::in_words(context, &plan, change));
    told.map(|(_, what, after)| context.words.say("changed.line", &[("what", &what), ("after", &after)]))
        .collect()
}
