//! Why what was typed is no answer, and what is expected, with an example.

use super::super::answer::Invalid;
use super::super::money::NotMoney;
use super::super::question::Question;
use super::Phrase;

impl Phrase<'_> {
    /// Why what was typed is no answer, and what is expected, with an example.
    pub fn invalid(&self, question: Option<&Question>, why: &Invalid) -> String {
        let day_of = |id: &String| match id.as_str() {
            "today" => self.words.get("invalid.today").to_owned(),
            _ => self.labels(std::slice::from_ref(id)),
        };
        match why {
            Invalid::Empty => self.words.get("invalid.empty").to_owned(),
            Invalid::TooLong(most) => self.words.say("invalid.too_long", &[("most", &most.to_string())]),
            Invalid::NotADate => self.words.get("invalid.not_a_date").to_owned(),
            Invalid::NoSuchDay => self.words.get("invalid.no_such_day").to_owned(),
            Invalid::TooLate(day, of) => {
                self.words.say("invalid.too_late", &[("day", &self.exact_day(*day)), ("of", &day_of(of))])
            }
            Invalid::TooEarly(day, of) => {
                self.words.say("invalid.too_early", &[("day", &self.exact_day(*day)), ("of", &day_of(of))])
            }
            Invalid::Money(NotMoney::Unclear) => self.words.get("invalid.not_money").to_owned(),
            Invalid::Money(NotMoney::TooManyDecimals(n)) => {
                self.words.say("invalid.decimals", &[("most", &n.to_string())])
            }
            Invalid::Money(NotMoney::Ambiguous) => self.words.get("invalid.ambiguous_money").to_owned(),
            Invalid::Money(NotMoney::TooLarge) => self.words.get("invalid.too_large").to_owned(),
            Invalid::Negative => self.words.get("invalid.negative").to_owned(),
            Invalid::NotASpan => self.words.get("invalid.not_a_span").to_owned(),
            Invalid::NotAPercent => self.words.get("invalid.not_a_percent").to_owned(),
            Invalid::NotAPhone => self.words.get("invalid.not_a_phone").to_owned(),
            Invalid::NotAnEmail => self.words.get("invalid.not_an_email").to_owned(),
            Invalid::CheckDigit => self.words.get("invalid.check_digit").to_owned(),
            Invalid::YearMissing(first, second) => {
                let (first, second) = (self.exact_day(*first), self.exact_day(*second));
                self.words.say("invalid.year_missing", &[("first", &first), ("second", &second)])
            }
            Invalid::NotACurrency => self.words.get("invalid.not_a_currency").to_owned(),
            Invalid::NotACount => self.words.get("invalid.not_a_count").to_owned(),
            Invalid::NoSuchOption => {
                let options = question
                    .map(|q| q.options.iter().map(|o| format!("{} ({})", o.label.to(self.lang()), o.id)));
                let options = options.map(Iterator::collect::<Vec<_>>).unwrap_or_default();
                self.words.say("invalid.no_such_option", &[("options", &self.words.list(&options))])
            }
            Invalid::NotAlone(id) => {
                let label =
                    question.and_then(|q| q.option(id)).map_or(id.as_str(), |o| o.label.to(self.lang()));
                self.words.say("invalid.not_alone", &[("option", label)])
            }
            Invalid::NotYesNo => self.words.get("invalid.not_yes_no").to_owned(),
            Invalid::CardNumber => self.words.get("invalid.card_number").to_owned(),
        }
    }
}
