//! The whole playbook as a form to fill in by hand: every step with all its branches, which are said in words.

use crate::domain::condition::Condition;
use crate::domain::phrase::Phrase;
use crate::domain::playbook::{Evidence, Item, Rows, Step, Todo, Wait};
use crate::domain::question::{Choice, Kind, Question};

use super::branches::{self, label};
use super::{Block, Outline};

/// What parts the boxes of a choice: an em space, which no renderer folds into one with others.
const GAP: &str = "\u{2003}";

/// The form. It belongs to no case.
pub fn blank(phrase: &Phrase<'_>) -> Outline {
    let mut form = Form { phrase, outline: Outline::default() };
    form.top();
    for phase in &phrase.playbook.phases {
        form.push(Block::Heading(2, phase.title.to(phrase.words.lang).to_owned()));
        for (at, step) in phrase.playbook.steps.iter().enumerate().filter(|(_, step)| step.phase == phase.id)
        {
            form.step(at + 1, step);
        }
    }
    form.outline
}

struct Form<'p> {
    phrase: &'p Phrase<'p>,
    outline: Outline,
}

impl Form<'_> {
    fn push(&mut self, block: Block) {
        self.outline.blocks.push(block);
    }

    fn say(&self, key: &str, fill: &[(&str, &str)]) -> String {
        self.phrase.words.say(key, fill)
    }

    fn word(&self, key: &str) -> String {
        self.phrase.words.get(key).to_owned()
    }

    fn top(&mut self) {
        let (playbook, lang) = (self.phrase.playbook, self.phrase.words.lang);
        self.push(Block::Heading(1, self.say("blank.title", &[("title", playbook.title.to(lang))])));
        self.push(Block::Text(self.say("blank.case", &[("line", self.phrase.words.get("blank.line"))])));
        self.push(Block::Text(self.word("blank.about")));
        self.push(Block::Note(playbook.caution.to(lang).to_owned()));
        self.push(Block::Heading(2, self.word("blank.at_hand")));
        for line in &playbook.at_hand {
            self.push(Block::Task(false, line.to(lang).to_owned(), Vec::new()));
        }
    }

    fn step(&mut self, number: usize, step: &Step) {
        let lang = self.phrase.words.lang;
        let fill = [("n", &*number.to_string()), ("title", step.title.to(lang))];
        self.push(Block::Heading(3, self.say("blank.step", &fill)));
        if let Some(condition) = branches::condition(self.phrase, &step.only_if) {
            self.push(Block::Note(self.say("blank.step_if", &[("what", &condition)])));
        }
        let essential = if step.essential { self.word("blank.essential") + "\n" } else { String::new() };
        let why = self.open_text(step, step.told.why.to(lang));
        self.push(Block::Text(essential + &why));
        if !step.after.is_empty() {
            let after: Vec<String> = step.after.iter().map(|id| label(self.phrase, id)).collect();
            let steps = self.phrase.words.list(&after);
            self.push(Block::Text(self.say("blank.after", &[("steps", &steps)])));
        }
        for guard in &step.guards {
            let fill = [("what", &*label(self.phrase, &guard.needs)), ("because", guard.because.to(lang))];
            self.push(Block::Note(self.say("blank.guard", &fill)));
        }
        for note in &step.told.materials {
            let text = self.say("list.material", &[("what", note.text.to(lang))]);
            self.push(Block::Item(self.only(&note.only_if, text)));
        }
        step.items.iter().for_each(|item| self.item(item));
        self.ending(step);
    }

    /// What a step ends with: its dates, sums, words to say, advice and sources.
    fn ending(&mut self, step: &Step) {
        let (phrase, lang) = (self.phrase, self.phrase.words.lang);
        for deadline in &step.deadlines {
            let how = branches::date(phrase, &deadline.due);
            let date = self.word("blank.date");
            let fill = [("what", deadline.label.to(lang)), ("how", &how), ("date", &date)];
            // Without a condition of its own, it is for those for whom its act is.
            let act = phrase.playbook.todo(&deadline.met_by).map(|act| &act.only_if);
            let own = Some(&deadline.only_if).filter(|own| branches::condition(phrase, own).is_some());
            let text = self.say("blank.deadline", &fill);
            let text =
                own.or(act).map_or_else(|| text.clone(), |condition| self.only(condition, text.clone()));
            self.push(Block::Item(text));
        }
        for estimate in &step.estimates {
            let how = branches::sum(phrase, &estimate.sum);
            let line = self.word("blank.line");
            let fill = [("what", estimate.label.to(lang)), ("how", &how), ("line", &line)];
            let text = self.say("blank.estimate", &fill);
            self.push(Block::Item(self.only(&estimate.only_if, text)));
        }
        if let Some(script) = &step.told.script {
            let text = self.open_text(step, script.to(lang));
            self.push(Block::Item(self.say("blank.script", &[("what", &text)])));
        }
        for note in &step.told.pitfalls {
            let text = self.say("list.pitfall", &[("what", note.text.to(lang))]);
            self.push(Block::Item(self.only(&note.only_if, text)));
        }
        for rule in &step.told.rules {
            self.push(Block::Item(self.only(&rule.only_if, phrase.rule(rule))));
        }
    }

    /// A longer text with its places left open and each passage with its condition.
    fn open_text(&self, step: &Step, text: &str) -> String {
        let open = |place: &str| {
            let (id, otherwise) = crate::domain::words::otherwise(place);
            let missing = || self.say("script.missing", &[("what", &label(self.phrase, id))]);
            (id != "n").then(|| otherwise.map_or_else(missing, str::to_owned))
        };
        self.phrase.passages(
            step,
            text,
            |passage| {
                let text = crate::domain::words::fill_places(passage.text.to(self.phrase.words.lang), open);
                self.say("passage.open", &[("what", &self.only(&passage.only_if, text))])
            },
            open,
        )
    }

    /// A text with its condition before it.
    fn only(&self, condition: &Condition, text: String) -> String {
        match branches::condition(self.phrase, condition) {
            Some(condition) => {
                let condition = self.say("blank.condition", &[("what", &condition)]);
                self.say("blank.item", &[("condition", &condition), ("what", &text)])
            }
            None => text,
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Question(question) => {
                let help = question.help.as_ref().map(|help| help.to(self.phrase.words.lang));
                let text = self.only(&question.only_if, self.question(question));
                self.push(Block::Item(with(&text, help)));
            }
            Item::Rows(rows) => self.rows(rows),
            Item::Todo(todo) => self.todo(todo),
            Item::Wait(wait) => self.wait(wait),
        }
    }

    /// A question with room for its answer.
    fn question(&self, question: &Question) -> String {
        let (words, lang) = (self.phrase.words, self.phrase.words.lang);
        let option = |label: &str| self.say("blank.option", &[("label", label)]);
        let options = match question.kind {
            Kind::YesNo => vec![option(words.get("answer.yes")), option(words.get("answer.no"))],
            _ => question.options.iter().map(|choice| option(&self.option(choice))).collect(),
        };
        let ask = question.ask.to(lang);
        if options.is_empty() {
            let room = words.get(if question.kind == Kind::Date { "blank.date" } else { "blank.line" });
            return self.say("blank.question", &[("ask", ask), ("line", room)]);
        }
        let key = if question.kind == Kind::Choices { "blank.several" } else { "blank.choose" };
        self.say(key, &[("ask", ask), ("options", &options.join(GAP))])
    }

    /// An option, with when it is there.
    fn option(&self, choice: &Choice) -> String {
        let label = choice.label.to(self.phrase.words.lang);
        match branches::condition(self.phrase, &choice.only_if) {
            Some(what) => self.say("unless.option", &[("label", label), ("what", &what)]),
            None => label.to_owned(),
        }
    }

    fn rows(&mut self, rows: &Rows) {
        let (phrase, lang) = (self.phrase, self.phrase.words.lang);
        let text = self.say("blank.rows", &[("label", &label(phrase, rows.table()))]);
        let mut parts = vec![self.only(&rows.only_if, self.only(&rows.filter, text))];
        for column in &rows.columns {
            parts.push(self.only(&column.only_if, self.question(column)));
            parts.extend(column.help.as_ref().map(|help| help.to(lang).to_owned()));
        }
        self.push(Block::Item(parts.join("\n")));
    }

    fn todo(&mut self, todo: &Todo) {
        let lang = self.phrase.words.lang;
        let mut act = todo.act.to(lang).to_owned();
        if let Some(rows) = todo.each.as_ref().and_then(|each| self.phrase.playbook.rows(each)) {
            let rows = label(self.phrase, rows.table());
            act = self.say("blank.each_row", &[("act", &act), ("rows", &rows)]);
        }
        let mut below = vec![self.say("blank.todo_day", &[("date", self.phrase.words.get("blank.date"))])];
        if let Some(proof) = todo.proof.as_ref().filter(|_| todo.evidence != Evidence::None) {
            let line = self.word("blank.line");
            below.push(self.say("blank.todo_proof", &[("what", proof.to(lang)), ("line", &line)]));
        }
        if todo.irreversible {
            below.push(self.word("blank.irreversible"));
        }
        below.extend(todo.help.as_ref().map(|help| help.to(lang).to_owned()));
        self.push(Block::Task(false, self.only(&todo.only_if, act), below));
    }

    fn wait(&mut self, wait: &Wait) {
        let (phrase, lang) = (self.phrase, self.phrase.words.lang);
        let (within, from) = (branches::within(phrase, &wait.within), label(phrase, &wait.from));
        let fill = [
            ("what", wait.what.to(lang)),
            ("within", &within),
            ("from", &from),
            ("date", phrase.words.get("blank.date")),
        ];
        let late = wait.late.as_ref().map(|late| self.say("blank.wait_late", &[("what", late.to(lang))]));
        self.push(Block::Item(with(&self.say("blank.wait", &fill), late.as_deref())));
    }
}

/// A text with a paragraph below it.
fn with(text: &str, below: Option<&str>) -> String {
    std::iter::once(text).chain(below).collect::<Vec<_>>().join("\n")
}
