//! `start` and `resume`: the conversation in a terminal, or what a file answers.

use std::io::IsTerminal;
use std::path::Path;

use super::change::doubts;
use super::errands::Runner;
use super::{Context, import, restore, show, shown, signals};
use crate::domain::case::{At, Case, Edit, Slot};
use crate::domain::plan::Plan;
use crate::domain::text::Lang;
use crate::failure::{Exit, Failure};
use crate::store::{Folder, Loaded, StoreError, Want};
use crate::wizard::{Ending, Keep, Kept, Line, Page, Prompt, Reply, Talk, Unsaved, Voice, screens};

/// `posquit start`: a new case.
pub(super) fn start(context: &mut Context, answers: Option<&Path>) -> Result<Exit, Failure> {
    if let Some(name) = &context.case {
        context.home.is_free(name).map_err(|error| context.trouble(&error))?;
    }
    if let Some(path) = answers {
        return start_from_file(context, path);
    }
    let voice = voice(context)?;
    signals::install(&context.interrupted(true));
    if let Some(exit) = choose_language(context, voice)? {
        return Ok(exit);
    }
    let case = Case::new("", "", context.words.lang, context.clock.today);
    let place = shown(&context.home.path.join("cases"));
    let page = screens::opening(&context.phrase(), &place);
    converse(context, voice, case, None, &page)
}

/// `posquit resume`: the case that is meant goes on.
pub(super) fn resume(context: &mut Context, answers: Option<&Path>) -> Result<Exit, Failure> {
    if let Some(path) = answers {
        let (folder, loaded) = context.open()?;
        let import = import::read(context, path, &loaded.case)?;
        return imported(context, &folder, &loaded.case, &import);
    }
    let voice = voice(context)?;
    let (folder, loaded) = context.open()?;
    let page = {
        let plan = context.plan(&loaded);
        let recent = show::recent(context, &plan, &folder, &loaded)?;
        screens::briefing(&context.phrase(), &plan, &recent)
    };
    converse(context, voice, loaded.case, Some(folder), &page)
}

fn start_from_file(context: &mut Context, path: &Path) -> Result<Exit, Failure> {
    let case = Case::new("", "", context.words.lang, context.clock.today);
    let import = import::read(context, path, &case)?;
    let (name, folder) = new_folder(context, &import.case.title).map_err(|error| context.trouble(&error))?;
    let case = Case { name, ..case };
    let want = Want {
        edits: &import.edits,
        seen: None,
        known: None,
        time: context.clock.time.clone(),
        playbook: context.stamp(),
    };
    let saved = folder.found(&case, &want).map_err(|error| context.trouble(&error))?;
    context.notice("changed.begun", &[("name", &saved.case.name), ("path", &shown(&folder.path))]);
    brief(context, &case, saved.case, &import)
}

/// The folder of a new case, called as `--case` says, else after its title.
fn new_folder(context: &Context, title: &str) -> Result<(String, Folder), StoreError> {
    match &context.case {
        Some(name) => context.home.create_named(name),
        None => context.home.create(title),
    }
}

fn imported(
    context: &Context,
    folder: &Folder,
    before: &Case,
    import: &import::Import,
) -> Result<Exit, Failure> {
    let want = Want {
        edits: &import.edits,
        seen: None,
        known: None,
        time: context.clock.time.clone(),
        playbook: context.stamp(),
    };
    let saved = folder.commit(&want).map_err(|error| context.trouble(&error))?;
    brief(context, before, saved.case, import)
}

/// The briefing after a file was taken, what of it is to be checked, and what was refused as unsafe.
fn brief(context: &Context, before: &Case, case: Case, import: &import::Import) -> Result<Exit, Failure> {
    let loaded = Loaded::from(case);
    let plan = context.plan(&loaded);
    let page = screens::briefing(&context.phrase(), &plan, &[]);
    let places: Vec<At> = import.edits.iter().map(|edit| edit.at.clone()).collect();
    let doubts = doubts(context, before, &plan, &places);
    let exit = context.print_saved(&(context.rendered(&page) + &doubts))?;
    if import.refused.is_empty() {
        return Ok(exit);
    }
    Err(Failure::new(Exit::Refused, import.refused.join("\n")).safe(context.words.get("safe.rest_saved")))
}

/// The voice to speak with; says what to do instead where nobody can be asked.
fn voice(context: &mut Context) -> Result<Voice, Failure> {
    let here = if context.no_input { None } else { Voice::here(context.accessible) };
    let Some(voice) = here else {
        let words = &context.words;
        return Err(Failure::new(Exit::Usage, words.get("error.no_terminal"))
            .hint(words.get("error.no_terminal_hint")));
    };
    restore::remember(voice == Voice::Terminal);
    if voice == Voice::Plain {
        context.speak_aloud();
    }
    Ok(voice)
}

/// Asks for the language once, where neither the arguments nor the system told it.
fn choose_language(context: &mut Context, voice: Voice) -> Result<Option<Exit>, Failure> {
    if context.told_lang {
        return Ok(None);
    }
    let prompt = Prompt { ask: "语言 / Language".to_owned(), ..Prompt::default() };
    let options = ["中文".to_owned(), "English".to_owned()];
    let lang = loop {
        let mut ask = voice.open(&context.words, context.colour_on(true)).map_err(ours)?;
        match ask.pick(&prompt, &options, 0).map_err(ours)? {
            Reply::Got(at) => break if at == 0 { Lang::Zh } else { Lang::En },
            Reply::Quit => return Ok(Some(Exit::Done)),
            Reply::Interrupted => {
                signals::leave();
                return Ok(Some(Exit::Interrupted));
            }
            // There is nothing to go back to, and nothing more to say about it.
            Reply::Back | Reply::Help | Reply::Unknown | Reply::Overview => {}
        }
    };
    context.set_language(lang);
    Ok(None)
}

/// A failure that is no trouble with a file: ours, or the terminal's.
pub(super) fn ours(error: anyhow::Error) -> Failure {
    error.downcast().unwrap_or_else(|error| Failure::new(Exit::Failed, format!("{error:#}")))
}

fn converse(
    context: &Context,
    voice: Voice,
    case: Case,
    folder: Option<Folder>,
    opening: &Page,
) -> Result<Exit, Failure> {
    let words = &context.words;
    let new = folder.is_none();
    let mut ask = voice.open(words, context.colour_on(std::io::stderr().is_terminal())).map_err(ours)?;
    signals::install(&context.interrupted(new));
    ask.tell(opening).map_err(ours)?;
    let mut keeper = Keeper { context, folder };
    let (playbook, today) = (&context.playbook, context.clock.today);
    let mut errands = Runner::new(context);
    let before = case.clone();
    let talk = Talk::new(playbook, words, today, ask.as_mut(), &mut keeper, &mut errands, case);
    let (case, ending) = talk.run().map_err(ours)?;
    if ending == Ending::Interrupted {
        signals::leave();
    }
    let page = match &keeper.folder {
        Some(folder) => {
            let plan = Plan::new(&context.playbook, &case, context.clock.today);
            let stands = case == before;
            screens::farewell(&context.phrase(), &plan, stands, &shown(&folder.path), &context.home_said)
        }
        None => Page::of(Line::Text(words.get("talk.nothing_yet").to_owned())),
    };
    ask.tell(&page).map_err(ours)?;
    Ok(if ending == Ending::Interrupted { Exit::Interrupted } else { Exit::Done })
}

impl Context {
    /// What is said when a signal ends the conversation.
    fn interrupted(&self, new: bool) -> String {
        let key = if new { "talk.interrupted_new" } else { "talk.interrupted" };
        self.words.say(key, &[("home", &self.home_said)])
    }
}

/// Saves into the folder of a case, which the first answer makes.
struct Keeper<'c> {
    context: &'c Context,
    folder: Option<Folder>,
}

impl Keep for Keeper<'_> {
    fn keep(&mut self, case: &Case, edits: &[Edit], seen: &[Option<Slot>]) -> Result<Kept, Box<Unsaved>> {
        let saved = match &self.folder {
            Some(folder) => folder.commit(&Want { known: Some(case.into()), ..self.want(edits, Some(seen)) }),
            None => self.found(case, edits),
        };
        match saved {
            Ok(saved) => Ok(Kept::Saved(saved.case)),
            Err(StoreError::Changed { at, now }) => {
                let loaded = self
                    .folder
                    .as_ref()
                    .map(Folder::load)
                    .transpose()
                    .map_err(|error| self.unsaved(&error))?;
                Ok(Kept::Changed(loaded.map_or_else(|| case.clone(), |loaded| loaded.case), at, now))
            }
            Err(error) => Err(self.unsaved(&error)),
        }
    }
}

impl Keeper<'_> {
    fn want<'a>(&self, edits: &'a [Edit], seen: Option<&'a [Option<Slot>]>) -> Want<'a> {
        let clock = super::Clock::read(self.context.fixed_today);
        Want { edits, seen, known: None, time: clock.time, playbook: self.context.stamp() }
    }

    fn found(&mut self, case: &Case, edits: &[Edit]) -> Result<crate::store::Saved, StoreError> {
        let title = edits.iter().find_map(|edit| match &edit.to {
            Some(Slot::Title(title)) => Some(title.as_str()),
            _ => None,
        });
        let (name, folder) = new_folder(self.context, title.unwrap_or_default())?;
        let saved = folder.found(&Case { name, ..case.clone() }, &self.want(edits, None))?;
        self.folder = Some(folder);
        Ok(saved)
    }

    fn unsaved(&self, error: &StoreError) -> Box<Unsaved> {
        let failure = self.context.trouble(error);
        let lines = failure.lines(&self.context.words).into_iter().map(Line::Alert).collect();
        Box::new(Unsaved { told: Page { lines }, error: failure.into() })
    }
}
