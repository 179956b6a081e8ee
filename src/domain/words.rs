//! What the program itself says, in one language, by key; the texts stand in `templates/words/`.

use std::sync::Arc;

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

/// Fills `{name}` places of a text; a name that `value` does not know is left as it stands.
pub fn fill_places(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        let name = &rest[start + 1..start + length];
        out.push_str(&rest[..start]);
        match value(name) {
            Some(text) => out.push_str(&text),
            None => out.push_str(&rest[start..=start + length]),
        }
        rest = &rest[start + length + 1..];
    }
    out.push_str(rest);
    out
}

/// The names of the `{name}` places of a text.
pub fn places(text: &str) -> Vec<String> {
    let names = std::cell::RefCell::new(Vec::new());
    fill_places(text, |name| {
        names.borrow_mut().push(name.to_owned());
        None
    });
    names.into_inner()
}
