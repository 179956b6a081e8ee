//! A path as a person types it or a file manager drops it: in quotes, with backslashes before spaces, as a `file://`
//! address, from the home folder.

use std::path::PathBuf;

/// The file that a text names, if it is there; a folder is none.
pub(super) fn existing(typed: &str) -> Option<PathBuf> {
    let readings = readings(typed.trim());
    readings.into_iter().map(PathBuf::from).find(|path| {
        // A link counts here, so that it is told why it is not followed.
        path.symlink_metadata().is_ok_and(|about| !about.is_dir())
    })
}

/// What a text may mean, most literal first.
fn readings(typed: &str) -> Vec<String> {
    if typed.is_empty() {
        return Vec::new();
    }
    let mut readings = vec![typed.to_owned()];
    if let Some(inside) = quoted(typed) {
        readings.push(inside.to_owned());
        readings.push(unescaped(inside));
    }
    if let Some(address) = typed.strip_prefix("file://") {
        let path = address.strip_prefix("localhost").unwrap_or(address);
        readings.extend(decoded(path));
    }
    if let Some(rest) = typed.strip_prefix("~/")
        && let Some(home) = std::env::var_os("HOME")
    {
        readings.push(format!("{}/{}", home.to_string_lossy(), unescaped(rest)));
    }
    if cfg!(unix) && typed.contains('\\') {
        readings.push(unescaped(typed));
    }
    readings
}

/// A text inside quotes of any keyboard; the Tab key leaves the second one out.
fn quoted(typed: &str) -> Option<&str> {
    let pairs = [('\'', '\''), ('"', '"'), ('“', '”'), ('‘', '’')];
    pairs.iter().find_map(|(open, close)| {
        let inside = typed.strip_prefix(*open)?;
        Some(inside.strip_suffix(*close).unwrap_or(inside))
    })
}

/// A text without the backslashes that a terminal puts before spaces and brackets.
fn unescaped(typed: &str) -> String {
    let mut plain = String::new();
    let mut chars = typed.chars();
    while let Some(c) = chars.next() {
        plain.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    plain
}

/// The path of an address, its `%E5` as bytes; nothing where these are no text.
fn decoded(address: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_path_is_read_as_it_was_meant() {
        let means = |typed: &str, path: &str| readings(typed).iter().any(|reading| reading == path);
        assert!(means("'/tmp/回执 1.pdf'", "/tmp/回执 1.pdf"));
        assert!(means("\"/tmp/a b.pdf\"", "/tmp/a b.pdf"));
        assert!(means("\"/tmp/a b.pdf", "/tmp/a b.pdf"));
        assert!(means("\"/tmp/a \\$b.pdf\"", "/tmp/a $b.pdf"));
        assert!(means("file:///tmp/%E5%9B%9E%E6%89%A7%201.pdf", "/tmp/回执 1.pdf"));
        assert!(means("/tmp/回执\\ \\(1\\).pdf", "/tmp/回执 (1).pdf"));
        assert!(means("/tmp/100%.pdf", "/tmp/100%.pdf"));
        assert!(!means("file:///tmp/%ff", "/tmp/\u{fffd}"));
    }
}
