//! `posquit letter`: writes a letter into the case, notes it as sent, lists what is to be written and what became of it.

mod files;
mod list;
mod sent;
mod standing;
mod write;

pub(super) use files::{Damaged, damaged, put_back};
pub(super) use sent::with_ticks;
pub(super) use standing::{Judge, latest};
pub(super) use write::{NotYet, Order, draft, sheet};

use super::Context;
use super::args::LetterArgs;
use crate::domain::intake;
use crate::domain::letter::{Channel, Letter, Need};
use crate::domain::plan::Plan;
use crate::export::letter::Numbers;
use crate::failure::{Exit, Failure};
use crate::template;

/// `posquit letter`.
pub(super) fn letter(context: &mut Context, args: &LetterArgs) -> Result<Exit, Failure> {
    let (folder, loaded) = context.open()?;
    let Some(id) = &args.id else { return list::list(context, &folder, &loaded, args.json) };
    let letter = find(context, id)?;
    let plan = context.plan(&loaded);
    let channel = choose(context, &letter, &plan, args.channel.as_deref())?;
    if let Some(day) = &args.sent {
        return sent::note(context, &folder, &loaded, &sent::Sent { letter: &letter, channel, day, args });
    }
    let numbers = if args.full { Numbers::Full } else { Numbers::Masked };
    write::write(context, &folder, &loaded, &Order { plan: &plan, letter: &letter, channel, args, numbers })
}

fn find(context: &Context, id: &str) -> Result<Letter, Failure> {
    template::letter(id, context.words.lang).ok_or_else(|| {
        let words = &context.words;
        let hint = match intake::nearest(template::letter_ids(), id) {
            Some(near) => words.say("letter.no_such_near", &[("near", near)]),
            None => words.get("letter.no_such_hint").to_owned(),
        };
        Failure::new(Exit::Usage, words.say("letter.no_such", &[("id", &crate::domain::text::visible(id))]))
            .hint(hint)
    })
}

/// The addressee that was named, or the only one whose turn it is.
fn choose<'l>(
    context: &Context,
    letter: &'l Letter,
    plan: &Plan<'_>,
    named: Option<&str>,
) -> Result<Option<&'l Channel>, Failure> {
    let words = &context.words;
    if let Some(id) = named {
        if let Some(channel) = letter.channel(id) {
            return Ok(Some(channel));
        }
        let what = words.say("letter.no_such_channel", &[("id", &letter.id), ("channel", id)]);
        return Err(Failure::new(Exit::Usage, what).hint(channels(context, letter, plan)));
    }
    let due: Vec<&Channel> =
        letter.channels.iter().filter(|channel| letter.need(Some(channel), plan) == Need::Due).collect();
    match (&letter.channels[..], &due[..]) {
        ([], _) => Ok(None),
        (_, [only]) => Ok(Some(only)),
        _ => Err(Failure::new(Exit::Usage, words.say("letter.which_channel", &[("id", &letter.id)]))
            .hint(channels(context, letter, plan))),
    }
}

/// The addressees that a letter may have in this case.
fn channels(context: &Context, letter: &Letter, plan: &Plan<'_>) -> String {
    let usable = letter.channels.iter().filter(|channel| letter.need(Some(channel), plan) != Need::None);
    let names: Vec<String> = usable
        .map(|channel| {
            let fill = [("id", channel.id.as_str()), ("label", channel.label.to(context.words.lang))];
            context.words.say("letter.channel", &fill)
        })
        .collect();
    if names.is_empty() {
        context.words.get("letter.no_channel").to_owned()
    } else {
        context.words.say("letter.channels", &[("channels", &context.words.list(&names))])
    }
}

/// Names a letter with its addressee.
pub(super) fn name(context: &Context, letter: &Letter, channel: Option<&Channel>) -> String {
    let lang = context.words.lang;
    let label = letter.label.to(lang);
    channel.map_or_else(
        || label.to_owned(),
        |channel| {
            context.words.say("letter.to_channel", &[("label", label), ("channel", channel.label.to(lang))])
        },
    )
}
