//! The profiles of statements that a person taught: `<home>/statements/`.

use std::path::PathBuf;

use super::files;
use super::{Home, StoreError, slug};

impl Home {
    /// Keeps a new profile under a name made of its title, beside those that are there; `text` makes it from the name.
    pub fn keep_profile(&self, title: &str, text: &dyn Fn(&str) -> String) -> Result<PathBuf, StoreError> {
        let folder = self.path.join("statements");
        files::make_folders(&folder)?;
        let base = slug(title, "statement");
        let names = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
        for name in names {
            let path = folder.join(format!("{name}.toml"));
            if !super::is_there(&path)? {
                files::write_atomic(&path, text(&name).as_bytes())?;
                return Ok(path);
            }
        }
        Ok(folder)
    }
}
