//! What happens to a case as a whole: it gets another name, goes into the archive and comes back, is deleted.

use super::{Context, ask, shown};
use crate::domain::text::visible;
use crate::failure::{Exit, Failure};
use crate::store::{Contents, Folder, StoreError};
use crate::wizard::{Page, Reply};

/// `posquit rename`.
pub(super) fn rename(context: &mut Context, new: &str) -> Result<Exit, Failure> {
    let old = meant(context)?;
    let moved = context.home.rename(&old, new).map_err(|error| context.trouble(&error))?;
    let fill = [("old", old.name()), ("new", moved.name()), ("path", shown(&moved.path))];
    say(context, "keep.renamed", &fill)
}

/// `posquit archive`.
pub(super) fn archive(context: &mut Context) -> Result<Exit, Failure> {
    let folder = meant(context)?;
    let moved = context.home.put_away(&folder).map_err(|error| context.trouble(&error))?;
    say(context, "keep.archived", &[("name", moved.name()), ("path", shown(&moved.path))])?;
    say(context, "keep.archived_back", &[("name", moved.name())])
}

/// `posquit unarchive`.
pub(super) fn unarchive(context: &mut Context) -> Result<Exit, Failure> {
    let name = match &context.case {
        Some(said) => archived_called(context, said),
        None => only_archived(context)?,
    };
    let folder = context.home.archived_folder(&name).map_err(|error| context.trouble(&error))?;
    speak(context, &folder);
    let moved = context.home.bring_back(&folder).map_err(|error| context.trouble(&error))?;
    say(context, "keep.brought_back", &[("name", moved.name()), ("path", shown(&moved.path))])
}

/// The name of the archived case that is called so by its title, where no other is; else what was said.
fn archived_called(context: &Context, said: &str) -> String {
    let titled = |name: &String| {
        let loaded = context.home.archived_folder(name).and_then(|folder| folder.load());
        loaded.is_ok_and(|loaded| loaded.case.title.to_lowercase() == said.trim().to_lowercase())
    };
    let names = context.home.archived().unwrap_or_default();
    match &names.iter().filter(|name| titled(name)).collect::<Vec<_>>()[..] {
        [only] if !names.iter().any(|name| name == said) => (*only).clone(),
        _ => said.to_owned(),
    }
}

fn only_archived(context: &Context) -> Result<String, Failure> {
    let names = context.home.archived().map_err(|error| context.trouble(&error))?;
    let words = &context.words;
    match &names[..] {
        [only] => Ok(only.clone()),
        [] => Err(Failure::new(Exit::Usage, words.get("trouble.no_archived"))),
        _ => {
            let what = words.say("trouble.which_archived", &[("names", &words.list(&names))]);
            Err(Failure::new(Exit::Usage, what).hint(words.get("error.which_case_hint")))
        }
    }
}

/// `posquit delete`: what goes is said first, and the case's name is typed, in a terminal or as `--confirm`.
pub(super) fn delete(context: &mut Context, confirm: Option<&str>) -> Result<Exit, Failure> {
    let folder = doomed(context)?;
    let contents = folder.contents().map_err(|error| context.trouble(&error))?;
    let typed = match confirm {
        Some(name) => name.to_owned(),
        None if ask::possible(context) => {
            match ask::line(context, &what_goes(context, &folder, contents), "keep.type_name")? {
                Reply::Got(name) => name,
                Reply::Interrupted => {
                    context.notice("keep.not_deleted", &[]);
                    return Ok(Exit::Interrupted);
                }
                _ => return say(context, "keep.not_deleted", &[]),
            }
        }
        None => return Err(unconfirmed(context, &folder, contents)),
    };
    if typed.trim() != folder.name() {
        let fill = [("typed", typed.as_str()), ("name", &folder.name())];
        let what = context.words.say("trouble.wrong_name", &fill);
        return Err(Failure::new(Exit::Refused, what).safe(context.words.get("safe.untouched")));
    }
    context.home.delete(&folder).map_err(|error| context.trouble(&error))?;
    say(context, "keep.deleted", &[("name", folder.name())])
}

/// The case that is meant; one in the archive as well, if it is named.
fn doomed(context: &mut Context) -> Result<Folder, Failure> {
    if let Some(name) = &context.case
        && let Err(StoreError::Archived { .. }) = context.home.folder(name)
    {
        return context.home.archived_folder(name).map_err(|error| context.trouble(&error));
    }
    meant(context)
}

fn what_goes(context: &Context, folder: &Folder, contents: Contents) -> Page {
    let words = &context.words;
    let title = folder.load().map(|loaded| visible(&loaded.case.title)).unwrap_or_default();
    let key = if title.is_empty() { "keep.goes_untitled" } else { "keep.goes" };
    let (files, size) = (words.count("keep.files", contents.files), size(contents.bytes));
    let fill = [("name", folder.name()), ("title", title), ("files", files), ("size", size)];
    let mut page = Page::default();
    page.alert(words.say(key, &fill.each_ref().map(|(name, text)| (*name, text.as_str()))));
    page.text(&words.say("keep.goes_where", &[("path", &shown(&folder.path))]));
    page.text(&words.say("keep.goes_instead", &[("name", &folder.name())]));
    page
}

fn unconfirmed(context: &Context, folder: &Folder, contents: Contents) -> Failure {
    let words = &context.words;
    let name = folder.name();
    let (files, size) = (words.count("keep.files", contents.files), size(contents.bytes));
    let fill = [("name", name.as_str()), ("files", &files), ("size", &size)];
    Failure::new(Exit::Usage, words.say("trouble.unconfirmed", &[("name", &name)]))
        .safe(words.get("safe.untouched"))
        .hint(words.say("trouble.unconfirmed_hint", &fill))
}

/// A size for a person.
fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KiB", bytes.div_ceil(1024)),
        _ => format!("{} MiB", bytes.div_ceil(1_048_576)),
    }
}

/// The case that is meant, whose language speaks from here on, if it can be read.
fn meant(context: &mut Context) -> Result<Folder, Failure> {
    let folder = context.meant()?;
    speak(context, &folder);
    Ok(folder)
}

fn speak(context: &mut Context, folder: &Folder) {
    if let Ok(loaded) = folder.load() {
        context.speak(loaded.case.language);
    }
}

fn say(context: &Context, key: &str, fill: &[(&str, String)]) -> Result<Exit, Failure> {
    let fill: Vec<(&str, &str)> = fill.iter().map(|(name, text)| (*name, text.as_str())).collect();
    context.print_saved(&(context.words.say(key, &fill) + "\n"))
}
