//! Reads texts in both languages, their lines joined to paragraphs. In those that the build packed they are already.

use std::borrow::Cow;

use crate::domain::flow::flow;
use crate::domain::text::{Lang, Text};
use crate::domain::words::places;
use crate::tables::Fields;

/// The key under which a text stands in a language.
pub(super) fn key_of(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}

/// A text in both languages that has to be there.
pub(super) fn text(fields: &Fields<'_, '_>, key: &'static str) -> Text {
    text_if_there(fields, key).unwrap_or_else(|| {
        fields.needed::<()>(key, None);
        Text::default()
    })
}

/// A text in both languages that may be missing, but not in one of them.
pub(super) fn text_if_there(fields: &Fields<'_, '_>, key: &'static str) -> Option<Text> {
    let read = |fields: &Fields<'_, '_>, language: &'static str| {
        let Some(text) = fields.needed(language, fields.str(language)) else { return Cow::default() };
        if text.value.trim().is_empty() {
            fields.wrong(text.place, &format!("{key}.{language}"), "an empty text");
        }
        let misplaced = || places(text.value).into_iter().find(|name| !may_stand(key, name));
        if let Some(name) = text.value.contains('{').then(misplaced).flatten() {
            fields.wrong(
                text.place,
                &format!("{key}.{language}"),
                &format!("`{{{name}}}` means nothing here"),
            );
        }
        flow(text.value.into()).into_owned().into()
    };
    fields.both(key, read).map(Text::from)
}

/// Only a script and the words before it hold answers and passages, and only the name of a row its number.
fn may_stand(key: &str, name: &str) -> bool {
    key == "script" || key == "why" || (key == "each" && name == "n")
}

pub(super) fn lines(fields: &Fields<'_, '_>, key: &'static str) -> Vec<Text> {
    let Some(fields) = fields.needed(key, fields.table(key)) else { return Vec::new() };
    let (zh, en) = (fields.texts("zh"), fields.texts("en"));
    if zh.len() != en.len() {
        fields.wrong(fields.place(), key, "as many lines in one language as in the other");
    }
    fields.done();
    zh.into_iter().zip(en).map(|(zh, en)| Text { zh: zh.value.into(), en: en.value.into() }).collect()
}
