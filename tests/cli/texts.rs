//! Every text that a merchant may read, in the playbook and in the program's words: there, finished, and punctuated as its
//! language is.

use posquit::domain::case::Case;
use posquit::domain::phrase::Phrase;
use posquit::domain::plan::Plan;
use posquit::domain::playbook::{Item, Playbook, Step};
use posquit::domain::question::Question;
use posquit::domain::text::{Lang, Text};
use posquit::template::{standard, words};
use unicode_width::UnicodeWidthStr;

/// The texts of the playbook, each with a name for messages.
#[derive(Default)]
struct Texts {
    all: Vec<(String, Text)>,
    within: String,
}

impl Texts {
    fn add(&mut self, what: &str, text: &Text) {
        self.all.push((format!("{} {what}", self.within), text.clone()));
    }

    fn maybe(&mut self, what: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.add(what, text);
        }
    }

    fn question(&mut self, question: &Question) {
        self.within.clone_from(&question.id);
        self.add("label", &question.label);
        self.add("ask", &question.ask);
        self.maybe("help", question.help.as_ref());
        question.options.iter().for_each(|option| self.add(&option.id, &option.label));
    }

    fn item(&mut self, item: &Item) {
        item.id().clone_into(&mut self.within);
        match item {
            Item::Question(question) => self.question(question),
            Item::Rows(rows) => {
                if rows.of.is_none() {
                    self.add("label", &rows.label);
                    self.add("each", &rows.each);
                }
                self.maybe("about", rows.about.as_ref());
                rows.columns.iter().for_each(|column| self.question(column));
            }
            Item::Todo(todo) => {
                self.add("label", &todo.label);
                self.add("do", &todo.act);
                self.maybe("help", todo.help.as_ref());
                self.maybe("proof", todo.proof.as_ref());
            }
            Item::Wait(wait) => {
                self.add("for", &wait.what);
                self.maybe("late", wait.late.as_ref());
            }
        }
    }

    fn step(&mut self, step: &Step) {
        step.id.clone_into(&mut self.within);
        self.add("title", &step.title);
        self.add("why", &step.told.why);
        self.maybe("script", step.told.script.as_ref());
        step.guards.iter().for_each(|guard| self.add(&guard.needs, &guard.because));
        step.told.rules.iter().for_each(|rule| self.add(&rule.id, &rule.text));
        step.told.materials.iter().chain(&step.told.pitfalls).for_each(|note| self.add(&note.id, &note.text));
        step.deadlines.iter().for_each(|deadline| self.add(&deadline.id, &deadline.label));
        step.estimates.iter().for_each(|estimate| self.add(&estimate.id, &estimate.label));
        step.items.iter().for_each(|item| self.item(item));
        for passage in &step.told.passages {
            self.within.clone_from(&passage.id);
            self.add("script", &passage.text);
        }
    }

    fn of(playbook: &Playbook) -> Self {
        let mut texts = Self::default();
        playbook.id.clone_into(&mut texts.within);
        for text in [&playbook.title, &playbook.intro, &playbook.caution].into_iter().chain(&playbook.at_hand)
        {
            texts.add("top", text);
        }
        playbook.phases.iter().for_each(|phase| texts.add(&phase.id, &phase.title));
        playbook.steps.iter().for_each(|step| texts.step(step));
        texts
    }
}

/// Each text of the playbook in one language, its places filled as on a screen of an empty case.
fn shown(lang: Lang) -> Vec<(String, String)> {
    let (playbook, words) = (standard(None).unwrap(), words(lang));
    let today = "2026-11-24".parse().unwrap();
    let case = Case::new("sample", "", lang, today);
    let plan = Plan::new(&playbook, &case, today);
    let phrase = Phrase { words: &words, playbook: &playbook };
    let fill = |(name, text): (String, Text)| {
        let text = text.to(lang).to_owned();
        match name.rsplit_once(' ') {
            Some((id, "why" | "script")) => {
                // A passage is no step; it holds answers only.
                let step = playbook.step(id).unwrap_or(&playbook.steps[0]);
                let text = phrase.script(&plan, step, &text);
                (name, text)
            }
            Some((_, "each")) => (name, text.replace("{n}", "1")),
            _ => (name, text),
        }
    };
    Texts::of(&playbook).all.into_iter().map(fill).collect()
}

fn wrong(lang: Lang, is_wrong: impl Fn(&str) -> bool) -> Vec<String> {
    let wrong = shown(lang).into_iter().filter(|(_, text)| is_wrong(text));
    wrong.map(|(name, text)| format!("{name}: {text}")).collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

/// An ASCII mark right after a Chinese character.
fn has_ascii_marks(text: &str) -> bool {
    text.chars().zip(text.chars().skip(1)).any(|(before, mark)| is_han(before) && ",;?!".contains(mark))
}

/// A mark that only Chinese has.
fn has_wide_marks(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}'))
}

/// An English text without the Chinese words that it names in brackets, such as what stands on a button.
fn without_originals(text: &str) -> String {
    let part = |part: &str| match part.split_once(')') {
        Some((inner, rest)) if inner.chars().all(is_han) => rest.to_owned(),
        _ => part.to_owned(),
    };
    let mut parts = text.split('(');
    parts.next().into_iter().map(str::to_owned).chain(parts.map(part)).collect()
}

#[test]
fn the_playbook_has_many_texts_and_none_is_empty() {
    for lang in [Lang::Zh, Lang::En] {
        assert!(shown(lang).len() > 300, "the collector misses texts: {}", shown(lang).len());
        assert_eq!(wrong(lang, |text| text.trim().is_empty()), [""; 0]);
    }
}

#[test]
fn no_place_is_left_and_nothing_is_to_do() {
    for lang in [Lang::Zh, Lang::En] {
        assert_eq!(wrong(lang, |text| text.contains(['{', '}'])), [""; 0]);
        let unfinished =
            |text: &str| ["TODO", "FIXME", "XXX", "TBD", "待补"].iter().any(|word| text.contains(word));
        assert_eq!(wrong(lang, unfinished), [""; 0]);
    }
}

#[test]
fn chinese_has_chinese_marks_and_english_has_its_own() {
    assert_eq!(wrong(Lang::Zh, has_ascii_marks), [""; 0]);
    assert_eq!(wrong(Lang::En, has_wide_marks), [""; 0]);
    assert_eq!(wrong(Lang::En, |text| without_originals(text).chars().any(is_han)), [""; 0]);
}

#[test]
fn every_prompt_fits_in_thirty_columns() {
    for (name, text) in Texts::of(&standard(None).unwrap()).all {
        if name.ends_with(" ask") {
            for ask in [&text.zh, &text.en] {
                assert!(ask.width() <= 30, "{name}: `{ask}` has {} columns", ask.width());
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_places_in_each_text() {
    for (name, text) in Texts::of(&standard(None).unwrap()).all {
        let places = |text: &str| {
            let mut places = posquit::domain::words::places(text);
            places.sort();
            places.dedup();
            places
        };
        assert_eq!(places(&text.zh), places(&text.en), "{name}");
    }
}

#[test]
fn the_words_of_the_program_are_punctuated_too() {
    for (key, text) in crate::words::texts(Lang::Zh) {
        assert!(!has_ascii_marks(&text), "{key}: {text}");
    }
    for (key, text) in crate::words::texts(Lang::En) {
        assert!(!has_wide_marks(&text), "{key}: {text}");
    }
}
