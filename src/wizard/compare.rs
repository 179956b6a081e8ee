//! The files of a reconciliation, within the conversation: asked for side by side, compared, and walked through.

use std::rc::Rc;

use anyhow::Result;

use crate::domain::answer::Invalid;
use crate::domain::case::{At, Edit};
use crate::domain::day;
use crate::domain::plan::{Plan, StepPlan};
use crate::domain::question::Question;

use super::errands::{OpenClass, Party, Ruling, Statements};
use super::{Ending, Line, Moved, Page, Prompt, Reply, Talk};

/// So many open findings are decided one by one; more of them by class.
const FEW: usize = 5;
/// So many findings of a class are shown before it is decided.
const SHOWN: usize = 5;

/// What is decided at once: a finding, or all of a class.
struct Unit {
    title: String,
    advice: Option<String>,
    lines: Vec<String>,
    ids: Vec<String>,
    pairs: bool,
    class: Option<OpenClass>,
    waits: bool,
    decided: bool,
    ruling: Option<Ruling>,
}

/// What was chosen about a unit.
enum Choice {
    Rule(Ruling),
    Single,
    Leave,
    Rest,
    Back,
}

impl Talk<'_> {
    /// Offers to compare files before a person is asked whether they agree; `None` where the question is to be asked.
    pub(super) fn compare(&mut self, step: &StepPlan<'_>, question: &Question) -> Result<Option<Moved>> {
        let page = Page::of(Line::Text(self.words.get("errand.compare_about").to_owned()));
        self.ask.tell(&page)?;
        loop {
            let options = ["errand.compare", "errand.answer"].map(|key| self.words.get(key).to_owned());
            let prompt = Prompt { ask: self.words.get("errand.compare_ask").to_owned(), ..Prompt::default() };
            match self.ask.pick(&prompt, &options, 0)? {
                Reply::Got(0) => {}
                Reply::Got(_) => return Ok(None),
                other => match self.aside(&other, step, question.help.as_ref())? {
                    Some(moved) => return Ok(Some(moved)),
                    None => continue,
                },
            }
            let files = match self.statements(step, question)? {
                Ok(files) => files,
                Err(Moved::Back) => continue,
                Err(moved) => return Ok(Some(moved)),
            };
            match self.run_through(&files)? {
                Some(Moved::Back) => {}
                other => return Ok(other),
            }
        }
    }

    /// Offers to compare anew once the day has come for which something was awaited. Whoever answers without files waits for
    /// no day any more.
    pub(super) fn compare_again(&mut self, plan: &Plan<'_>, step: &StepPlan<'_>) -> Result<Moved> {
        let ids = ["reconciled", "compare_again"].map(|role| self.playbook.role(role));
        let [Some(reconciled), Some(day)] = ids else { return Ok(Moved::On) };
        let Some(question) = self.playbook.question(reconciled) else { return Ok(Moved::On) };
        if let Some(moved) = self.compare(step, question)? {
            return Ok(moved);
        }
        let at = At::Answer(reconciled.to_owned());
        let moved = self.question(plan, step, question, &at)?;
        if moved == Moved::On {
            let case = Rc::clone(&self.case);
            let plan = Plan::new(self.playbook, &case, self.today);
            return self.save(&plan, &[Edit { at: At::Answer(day.to_owned()), to: None }], None);
        }
        Ok(moved)
    }

    /// Asks for the files of each side; an empty line ends a side.
    fn statements(
        &mut self,
        step: &StepPlan<'_>,
        question: &Question,
    ) -> Result<std::result::Result<Statements, Moved>> {
        let sides = [
            (Party::Ledger, "errand.ask_ledger"),
            (Party::Settlement, "errand.ask_settlement"),
            (Party::Bank, "errand.ask_bank"),
        ];
        let mut files = Statements::default();
        let hint = self.words.get("errand.path_hint").to_owned();
        self.tell(Line::Quiet(hint))?;
        let mut at = 0;
        while let Some((party, ask)) = sides.get(at) {
            let prompt = Prompt { ask: self.words.get(ask).to_owned(), unknown: true, ..Prompt::default() };
            match self.ask.path(&prompt)? {
                Reply::Unknown => {
                    if files.of(*party).is_empty() {
                        let text = self.words.get("no_side.noted").to_owned();
                        self.tell(Line::Quiet(text))?;
                    }
                    at += 1;
                }
                Reply::Got(text) if text.is_empty() => at += 1,
                Reply::Got(text) => {
                    if !self.take(*party, &text, &mut files)? {
                        return Ok(Err(Moved::Leave(Ending::Interrupted)));
                    }
                }
                // Back takes the last file away, then leads to the side before.
                Reply::Back if files.of(*party).pop().is_some() => {
                    let text = self.words.get("errand.file_dropped").to_owned();
                    self.tell(Line::Quiet(text))?;
                }
                Reply::Back if at > 0 => at -= 1,
                other => {
                    if let Some(moved) = self.aside(&other, step, question.help.as_ref())? {
                        return Ok(Err(moved));
                    }
                }
            }
        }
        if files.settlement.is_empty() && (files.ledger.is_empty() || files.bank.is_empty()) {
            let text = self.words.get("errand.too_few").to_owned();
            self.tell(Line::Alert(text))?;
            return Ok(Err(Moved::Back));
        }
        Ok(Ok(files))
    }

    /// Takes a file, and shows what is understood of it; false where a signal came.
    fn take(&mut self, party: Party, typed: &str, files: &mut Statements) -> Result<bool> {
        let Some(file) = self.errands.file(typed) else {
            let text = self.say("errand.no_file", &[("path", &crate::domain::text::visible(typed))]);
            self.tell(Line::Alert(text))?;
            return Ok(true);
        };
        if files.of(party).contains(&file) {
            let text = self.words.get("twice.again").to_owned();
            self.tell(Line::Alert(text))?;
            return Ok(true);
        }
        let case = Rc::clone(&self.case);
        match self.errands.understand(&case, party, &file) {
            Ok(None) => return Ok(false),
            Ok(Some(page)) => {
                files.of(party).push(file);
                self.ask.tell(&page)?;
            }
            Err(page) => self.ask.tell(&page)?,
        }
        Ok(true)
    }

    /// Compares, walks through what is open, and saves the result; `None` where the question is still to be asked.
    fn run_through(&mut self, files: &Statements) -> Result<Option<Moved>> {
        let text = self.words.get("errand.comparing").to_owned();
        self.tell(Line::Quiet(text))?;
        let case = Rc::clone(&self.case);
        let compared = match self.errands.compare(&case, files) {
            Ok(compared) => compared,
            Err(page) => {
                self.ask.tell(&page)?;
                return Ok(Some(Moved::Back));
            }
        };
        self.ask.tell(&compared.page)?;
        let rulings = match self.walk(&compared.open)? {
            Ok(rulings) => rulings,
            Err(moved) => return Ok(Some(moved)),
        };
        let noted = match self.errands.note(&case, files, &rulings) {
            Ok(noted) => noted,
            Err(page) => {
                self.ask.tell(&page)?;
                return Ok(Some(Moved::Back));
            }
        };
        self.ask.tell(&noted.page)?;
        let plan = Plan::new(self.playbook, &case, self.today);
        let moved = self.save(&plan, &noted.edits, None)?;
        Ok((noted.answered || moved != Moved::On).then_some(moved))
    }

    /// Has each open finding decided, or all of a class at once where there are many.
    fn walk(&mut self, open: &[OpenClass]) -> Result<std::result::Result<Vec<(String, Ruling)>, Moved>> {
        let count: usize = open.iter().map(|class| class.items.len()).sum();
        let mut units: Vec<Unit> = if count > FEW {
            open.iter().map(|class| self.whole(class)).collect()
        } else {
            open.iter().flat_map(single).collect()
        };
        let mut at = 0;
        while at < units.len() {
            self.show(&units[at], at + 1, units.len())?;
            match self.choice(&units[at])? {
                Err(moved) => return Ok(Err(moved)),
                Ok(Choice::Back) if at == 0 => return Ok(Err(Moved::Back)),
                Ok(Choice::Back) => at -= 1,
                Ok(Choice::Rule(ruling)) => {
                    units[at].ruling = Some(ruling);
                    at += 1;
                }
                Ok(Choice::Single) => {
                    let class = units[at].class.take();
                    units.splice(at..=at, class.iter().flat_map(single));
                }
                Ok(Choice::Leave) => {
                    units[at].ruling = None;
                    at += 1;
                }
                Ok(Choice::Rest) => break,
            }
        }
        let ruled = units.into_iter().filter_map(|unit| Some((unit.ids, unit.ruling?)));
        Ok(Ok(ruled.flat_map(|(ids, ruling)| ids.into_iter().map(move |id| (id, ruling.clone()))).collect()))
    }

    fn whole(&self, class: &OpenClass) -> Unit {
        let count = self.words.count("errand.items", class.items.len());
        let mut lines: Vec<String> = class.items.iter().take(SHOWN).map(|item| item.line.clone()).collect();
        if class.items.len() > SHOWN {
            lines.push(self.words.count("reconcile.more", class.items.len() - SHOWN));
        }
        Unit {
            title: self.say("errand.class", &[("class", &class.title), ("count", &count)]),
            advice: class.advice.clone(),
            lines,
            ids: class.items.iter().map(|item| item.id.clone()).collect(),
            pairs: false,
            waits: class.waits,
            decided: class.items.iter().all(|item| item.decided),
            class: Some(class.clone()).filter(|class| class.items.len() > 1),
            ruling: None,
        }
    }

    fn show(&mut self, unit: &Unit, n: usize, of: usize) -> Result<()> {
        let mut page = Page::default();
        page.blank();
        let fill = [("n", n.to_string()), ("of", of.to_string()), ("what", unit.title.clone())];
        page.title(
            self.words.say("errand.unit", &fill.each_ref().map(|(name, text)| (*name, text.as_str()))),
        );
        unit.lines.iter().for_each(|line| page.item(line.as_str()));
        unit.advice.iter().for_each(|advice| page.text(advice));
        self.ask.tell(&page)
    }

    fn choice(&mut self, unit: &Unit) -> Result<std::result::Result<Choice, Moved>> {
        let mut keys = vec!["errand.accept", "errand.ask_provider", "errand.wait", "errand.leave"];
        keys.extend(unit.pairs.then_some("errand.pair"));
        keys.extend(unit.class.is_some().then_some("errand.single"));
        keys.push("errand.rest");
        let options: Vec<String> = keys.iter().map(|key| self.words.get(key).to_owned()).collect();
        let prompt = Prompt { ask: self.words.get("errand.rule").to_owned(), ..Prompt::default() };
        loop {
            // What is only late is waited for; about the rest the provider is asked. What was decided stays so.
            let usual = if unit.decided {
                3
            } else if unit.waits {
                2
            } else {
                1
            };
            let said = match self.ask.pick(&prompt, &options, usual)? {
                Reply::Got(at) => match keys[at] {
                    "errand.accept" => self.reason()?,
                    "errand.ask_provider" => Ok(Some(Choice::Rule(Ruling::Ask))),
                    "errand.wait" => self.until()?,
                    "errand.pair" => Ok(Some(Choice::Rule(Ruling::Pair))),
                    "errand.single" => Ok(Some(Choice::Single)),
                    "errand.rest" => Ok(Some(Choice::Rest)),
                    _ => Ok(Some(Choice::Leave)),
                },
                Reply::Back => Ok(Some(Choice::Back)),
                other => self.beside(&other)?.map_or(Ok(None), Err),
            };
            match said {
                Ok(None) => {}
                Ok(Some(choice)) => return Ok(Ok(choice)),
                Err(moved) => return Ok(Err(moved)),
            }
        }
    }

    /// Why something is accepted; nothing for back.
    fn reason(&mut self) -> Result<std::result::Result<Option<Choice>, Moved>> {
        self.short_line("errand.reason", |text| {
            crate::domain::answer::read_line(text).map(|reason| Choice::Rule(Ruling::Accept(reason)))
        })
    }

    /// Until when something is waited for; nothing for back.
    fn until(&mut self) -> Result<std::result::Result<Option<Choice>, Moved>> {
        let today = self.today;
        self.short_line("errand.until", move |text| match day::read(text, today) {
            Ok(day) if day > today => Ok(Choice::Rule(Ruling::Wait(day))),
            _ => Err(Invalid::NotADate),
        })
    }

    fn short_line(
        &mut self,
        ask: &str,
        judge: impl Fn(&str) -> std::result::Result<Choice, Invalid>,
    ) -> Result<std::result::Result<Option<Choice>, Moved>> {
        let prompt = Prompt { ask: self.words.get(ask).to_owned(), ..Prompt::default() };
        loop {
            match self.ask.line(&prompt, "")? {
                Reply::Got(text) => match judge(&text) {
                    Ok(choice) => return Ok(Ok(Some(choice))),
                    Err(why) => {
                        let told = match ask {
                            "errand.until" => self.words.get("errand.until_later").to_owned(),
                            _ => self.phrase().invalid(None, &why),
                        };
                        self.tell(Line::Alert(told))?;
                    }
                },
                Reply::Back | Reply::Unknown => return Ok(Ok(None)),
                other => {
                    if let Some(moved) = self.beside(&other)? {
                        return Ok(Err(moved));
                    }
                }
            }
        }
    }

    /// What is done with a reply that decides nothing; `None` asks again.
    fn beside<T>(&mut self, reply: &Reply<T>) -> Result<Option<Moved>> {
        Ok(match reply {
            Reply::Overview => Some(self.overview()?),
            Reply::Quit => Some(Moved::Leave(Ending::Left)),
            Reply::Interrupted => Some(Moved::Leave(Ending::Interrupted)),
            _ => {
                let text = self.words.get("errand.rule_help").to_owned();
                self.tell(Line::Text(text))?;
                None
            }
        })
    }
}

fn single(class: &OpenClass) -> impl Iterator<Item = Unit> + '_ {
    class.items.iter().map(|item| Unit {
        title: class.title.clone(),
        advice: class.advice.clone(),
        lines: vec![item.line.clone()],
        ids: vec![item.id.clone()],
        pairs: item.pairs,
        class: None,
        waits: class.waits,
        decided: item.decided,
        ruling: None,
    })
}
