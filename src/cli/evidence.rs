//! The commands that put proof with a case: attach a file, note a phone call.

use super::Context;
use super::args::{AttachArgs, CallArgs};
use super::change::commit;
use crate::domain::proof::{self, Attachment, CallEntry};
use crate::failure::{Exit, Failure};
use crate::store::{EVIDENCE_CAP, StoreError, Unfit};

/// `posquit attach`.
pub(super) fn attach(context: &mut Context, args: &AttachArgs) -> Result<Exit, Failure> {
    let (folder, loaded) = context.open()?;
    let plan = context.plan(&loaded);
    let path = args.row.map_or_else(|| args.todo.clone(), |row| format!("{}/{row}", args.todo));
    let (todo, row) = proof::attach_place(&plan, &path).map_err(|refusal| context.refused(&refusal))?;
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    proof::check_name(&name).map_err(|refusal| context.refused(&refusal))?;
    let file = folder.attach(&args.file).map_err(|error| given_file(context, &error))?;
    let facts = Attachment { file: &file.file, name: &file.name, size: file.size, digest: &file.digest };
    let edit = proof::attach(&plan, todo, row, &facts);
    let edits: Vec<_> = edit.into_iter().collect();
    let done = commit(context, &folder, &loaded, &edits);
    if done.as_ref().is_err_and(|failure| failure.exit != Exit::Failed) {
        folder.detach(&file);
    }
    done
}

/// A trouble with the file that was given, rather than with the case.
pub(super) fn given_file(context: &Context, error: &StoreError) -> Failure {
    let failure = context.trouble(error);
    match error {
        StoreError::Io { doing: crate::store::Doing::Read, .. } => Failure {
            exit: Exit::BadFile,
            safe: Some(context.words.get("safe.untouched").to_owned()),
            ..failure
        },
        _ => failure,
    }
}

impl Context {
    /// Words why a file cannot be an attachment.
    pub(super) fn unfit(&self, path: &str, why: Unfit) -> Failure {
        let key = match why {
            Unfit::Link => "attach.link",
            Unfit::NotAFile => "attach.not_a_file",
            Unfit::Empty => "attach.empty",
            Unfit::TooLarge => "attach.too_large",
            Unfit::Changing => "attach.changing",
        };
        let hint = match why {
            Unfit::Link => "attach.link_hint",
            Unfit::TooLarge => "attach.too_large_hint",
            _ => "attach.hint",
        };
        let cap = (EVIDENCE_CAP >> 20).to_string();
        Failure::new(Exit::BadFile, self.words.say(key, &[("path", path), ("cap", &cap)]))
            .safe(self.words.get("safe.untouched"))
            .hint(self.words.get(hint))
    }
}

/// `posquit call`.
pub(super) fn call(context: &mut Context, args: &CallArgs) -> Result<Exit, Failure> {
    let (folder, loaded) = context.open()?;
    let today = context.clock.today.to_string();
    let edit = {
        let entry = CallEntry {
            about: &args.subject,
            on: args.on.as_deref().unwrap_or(&today),
            who: &args.who,
            number: args.number.as_deref(),
            promised: args.promised.as_deref(),
            ticket: args.ticket.as_deref(),
        };
        proof::call(&context.plan(&loaded), &entry).map_err(|refusal| context.refused(&refusal))?
    };
    commit(context, &folder, &loaded, &[edit])
}
