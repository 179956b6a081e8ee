//! Archives: their members are read one by one, by name, and never unpacked to disk.

use std::io::{Read, Seek};

use encoding_rs::GB18030;
use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::guard::{Counted, told};
use super::stop::{io, trouble};
use crate::reconcile::said::{Said, Trouble};

/// More members than this are no statement.
const MOST_MEMBERS: usize = 1_000;

/// A zip that is open.
pub(super) struct Archive<R> {
    zip: ZipArchive<R>,
    /// Names of the members that are files, with their places.
    pub(super) members: Vec<(usize, String)>,
}

impl<R: Read + Seek> Archive<R> {
    pub(super) fn open(bytes: R) -> Result<Self, Trouble> {
        let mut zip = ZipArchive::new(bytes).map_err(|error| zip_trouble(&error))?;
        if zip.len() > MOST_MEMBERS {
            let what = Said::new("read.many_members").with("count", zip.len()).with("most", MOST_MEMBERS);
            return Err(Trouble::new(what).hint("read.many_members_hint"));
        }
        let mut members = Vec::new();
        for at in 0..zip.len() {
            let member = zip.by_index_raw(at).map_err(|error| zip_trouble(&error))?;
            if !member.is_dir() {
                members.push((at, name(member.name_raw())));
            }
        }
        Ok(Self { zip, members })
    }

    /// A member, unpacked and counted.
    pub(super) fn member(&mut self, at: usize) -> Result<Counted<impl Read + '_>, Trouble> {
        let member = self.zip.by_index(at).map_err(|error| zip_trouble(&error))?;
        let (packed, size) = (member.compressed_size(), member.size());
        Counted::stated(member, packed, size)
    }

    /// The member of a name.
    pub(super) fn named(&mut self, name: &str) -> Result<Option<Counted<impl Read + '_>>, Trouble> {
        let at = self.members.iter().find(|(_, member)| member.eq_ignore_ascii_case(name)).map(|(at, _)| *at);
        match at {
            Some(at) => self.member(at).map(Some),
            None => Ok(None),
        }
    }

    /// True where a member's name begins so.
    pub(super) fn holds(&self, start: &str) -> bool {
        self.members.iter().any(|(_, name)| name.starts_with(start))
    }
}

/// The name of a member: UTF-8, or GBK as Chinese portals write it.
fn name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    };
    name.replace('\\', "/")
}

/// What gzip packed.
pub(super) fn gunzip<R: Read>(bytes: R, packed: u64) -> Counted<MultiGzDecoder<R>> {
    Counted::new(MultiGzDecoder::new(bytes), packed)
}

fn zip_trouble(error: &ZipError) -> Trouble {
    match error {
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => {
            trouble("read.password", "read.password_hint")
        }
        ZipError::Io(error) => told(error).unwrap_or_else(|| io(error)),
        _ => trouble("read.damaged_archive", "read.damaged_hint"),
    }
}
