//! What the program itself says, in one language, by key; the texts stand in `templates/words/`.

use std::sync::Arc;

use super::flow::is_wide;
use super::text::Lang;

/// Finds a text by its key.
type Find = dyn Fn(&str) -> Option<&'static str> + Send + Sync;

/// The words of one language.
#[derive(Clone)]
pub struct Words {
    /// Which language.
    pub lang: Lang,
    /// They are heard rather than seen: signs and figures are put in words.
    pub aloud: bool,
    find: Arc<Find>,
}

/// Begins the keys of what letters are called; the rest is the letter's id.
pub const LETTER_TITLE: &str = "title of letter ";

impl Words {
    /// Words that `find` finds by their keys.
    pub fn new(lang: Lang, find: impl Fn(&str) -> Option<&'static str> + Send + Sync + 'static) -> Self {
        Self { lang, aloud: false, find: Arc::new(find) }
    }

    /// The words as they are read aloud: a text that stands under `plain.` is said in the place of its namesake.
    #[must_use]
    pub fn aloud(self) -> Self {
        let find = Arc::clone(&self.find);
        let aloud = move |key: &str| find(&format!("plain.{key}")).or_else(|| find(key));
        if self.aloud { self } else { Self { aloud: true, find: Arc::new(aloud), ..self } }
    }

    /// The text of a key. A key that is missing shows itself; a test keeps that from happening.
    pub fn get<'a>(&self, key: &'a str) -> &'a str {
        (self.find)(key).unwrap_or(key)
    }

    /// What a letter is called.
    pub fn letter_title(&self, id: &str) -> Option<&'static str> {
        (self.find)(&format!("{LETTER_TITLE}{id}"))
    }

    /// The text of a key with `{name}` places filled. What is filled in is not read for places again.
    pub fn say(&self, key: &str, fill: &[(&str, &str)]) -> String {
        fill_places(self.get(key), |name| {
            fill.iter().find(|(n, _)| *n == name).map(|(_, text)| (*text).to_owned())
        })
    }

    /// `say` for a key with a form for one and a form for many: `key.one`, `key.many`, with `{n}`.
    pub fn count(&self, key: &str, n: usize) -> String {
        let form = if n == 1 { "one" } else { "many" };
        self.say(&format!("{key}.{form}"), &[("n", &n.to_string())])
    }

    /// Joins a list as the language does.
    pub fn list(&self, items: &[String]) -> String {
        items.join(self.get("list.comma"))
    }
}

/// Fills `{name}` places of a text; a name that `value` does not know is left as it stands. A space beside a place is for
/// what is not Chinese; it goes where Chinese meets Chinese.
///
/// ```
/// use posquit::domain::words::fill_places;
/// let say = |day: &str| fill_places("最晚 {day} 发出", |_| Some(day.to_owned()));
/// assert_eq!(say("2026-12-01"), "最晚 2026-12-01 发出");
/// assert_eq!(say("2026 年 12 月 1 日"), "最晚 2026 年 12 月 1 日发出");
/// assert_eq!(say("还算不出"), "最晚还算不出发出");
/// ```
pub fn fill_places(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        let name = &rest[start + 1..start + length];
        out.push_str(&rest[..start]);
        let after = &rest[start + length + 1..];
        rest = after;
        let Some(text) = value(name) else {
            out.push('{');
            out.push_str(name);
            out.push('}');
            continue;
        };
        if let Some(before) = out.strip_suffix(' ')
            && meet(before, &text)
        {
            out.pop();
        }
        if let Some(next) = after.strip_prefix(' ').filter(|next| meet(&text, next)) {
            rest = next;
        }
        out.push_str(&text);
    }
    out.push_str(rest);
    out
}

/// True where Chinese ends one text and begins the other.
fn meet(text: &str, next: &str) -> bool {
    text.chars()
        .next_back()
        .zip(next.chars().next())
        .is_some_and(|(last, first)| is_wide(last) && is_wide(first))
}

/// The name of a place, and what stands there where there is nothing to fill in: `{name|otherwise}`.
pub fn otherwise(place: &str) -> (&str, Option<&str>) {
    place.split_once('|').map_or((place, None), |(name, text)| (name, Some(text)))
}

/// The names of the `{name}` places of a text.
pub fn places(text: &str) -> Vec<String> {
    let names = std::cell::RefCell::new(Vec::new());
    fill_places(text, |name| {
        names.borrow_mut().push(otherwise(name).0.to_owned());
        None
    });
    names.into_inner()
}
