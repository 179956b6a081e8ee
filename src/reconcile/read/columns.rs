//! Which column plays which role: found by the names of a header, through the profiles.

use super::clean::header_name;
use super::profile::{Profile, Side};
use super::record::Record;
use super::role::Role;
use crate::reconcile::said::{Said, Trouble};

/// The columns of one file by role.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    places: [Vec<usize>; Role::ALL.len()],
    /// The first column of each role, beyond every row where it has none: asked for in every row.
    first: [usize; Role::ALL.len()],
    /// Roles whose amounts are in minor units.
    minor: [bool; Role::ALL.len()],
    /// The names of the header, as they are compared.
    pub(super) names: Vec<String>,
    /// The same as they are written.
    pub(super) titles: Vec<String>,
}

impl Columns {
    /// Finds the columns of a profile among the names of a header.
    fn of(profile: &Profile, names: &[String], titles: &[String]) -> Self {
        let place = |name: &String| names.iter().position(|other| other == name);
        let mut columns = Self {
            places: std::array::from_fn(|_| Vec::new()),
            first: [usize::MAX; Role::ALL.len()],
            minor: [profile.habits.minor; Role::ALL.len()],
            names: names.to_vec(),
            titles: titles.to_vec(),
        };
        for (role, known) in &profile.columns {
            let found = known.iter().filter_map(place);
            let most =
                if matches!(role, Role::Memo | Role::Counterparty | Role::Status) { usize::MAX } else { 1 };
            columns.places[*role as usize] = found.take(most).collect();
        }
        for (role, known) in &profile.sums {
            if columns.places[*role as usize].is_empty() {
                columns.places[*role as usize] = known.iter().filter_map(place).collect();
            }
        }
        for role in Role::ALL {
            columns.first[role as usize] =
                columns.places[role as usize].first().copied().unwrap_or(usize::MAX);
            let in_fen = |at: &usize| names[*at].ends_with("(分)");
            columns.minor[role as usize] |= columns.places[role as usize].iter().any(in_fen);
        }
        columns
    }

    pub(super) fn places(&self, role: Role) -> &[usize] {
        &self.places[role as usize]
    }

    #[inline]
    pub(super) fn has(&self, role: Role) -> bool {
        self.first[role as usize] != usize::MAX
    }

    pub(super) fn is_minor(&self, role: Role) -> bool {
        self.minor[role as usize]
    }

    /// The cell of a role as it stands; empty where the role has no column.
    #[inline]
    pub(super) fn cell<'a>(&self, record: &Record<'a>, role: Role) -> &'a str {
        record.cell(self.first[role as usize])
    }

    /// The number of a role's column for a message, from 1, or 0.
    pub(super) fn number(&self, role: Role) -> u32 {
        self.places(role).first().and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(0)
    }

    /// The name of a role's column, as it is written.
    pub(super) fn name(&self, role: Role) -> &str {
        self.places(role).first().and_then(|at| self.titles.get(*at)).map_or("", |title| title.trim())
    }

    /// True where a name is Chinese.
    pub(super) fn is_chinese(&self) -> bool {
        self.names.iter().any(|name| name.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)))
    }

    /// The role of a column.
    pub(super) fn role(&self, at: usize) -> Option<Role> {
        Role::ALL.into_iter().find(|role| self.places(*role).contains(&at))
    }

    /// Refuses a header that has the name of a used column twice.
    fn distinct(&self, line: u32) -> Result<(), Trouble> {
        for at in self.places.iter().flatten() {
            let name = &self.names[*at];
            if self.names.iter().filter(|other| *other == name).count() > 1 {
                let what = Said::new("read.twice").with("name", &self.titles[*at]);
                let column = u32::try_from(at + 1).unwrap_or(0);
                return Err(Trouble::new(what).hint("read.twice_hint").at(line, column));
            }
        }
        Ok(())
    }
}

/// A header that a profile knows.
pub(super) struct Found<'p> {
    pub(super) profile: &'p Profile,
    pub(super) line: u32,
    pub(super) columns: Columns,
    /// How sure it is: of a dialect, names asked for, columns used.
    pub(super) score: (bool, usize, usize),
}

/// The header among the first lines of a file, and the profile that knows it best.
pub(super) fn find<'p>(
    lines: &[(u32, Vec<String>)],
    profiles: &'p [Profile],
    side: Option<Side>,
) -> Option<Found<'p>> {
    let mut best: Option<Found<'p>> = None;
    for (line, cells) in lines.iter().filter(|(_, cells)| cells.len() > 1) {
        let names: Vec<String> = cells.iter().map(|cell| header_name(cell)).collect();
        for profile in profiles {
            let Some(score) = score(profile, &names, side) else { continue };
            if best.as_ref().is_none_or(|best| score > best.score) {
                best =
                    Some(Found { profile, line: *line, columns: Columns::of(profile, &names, cells), score });
            }
        }
    }
    best
}

fn score(profile: &Profile, names: &[String], side: Option<Side>) -> Option<(bool, usize, usize)> {
    let has = |name: &String| names.contains(name);
    let met = |need: &String| match need.strip_prefix('@').and_then(Role::of) {
        Some(role) => profile.names(role).iter().any(has),
        None => has(need),
    };
    let sound = profile.needs.iter().all(|need| need.iter().any(met)) && !profile.lacks.iter().any(has);
    // A generic profile reads its own side only; a dialect is recognised everywhere.
    let fits = side.is_none_or(|side| !profile.generic || profile.sides.contains(&side));
    if !sound || !fits || profile.needs.is_empty() {
        return None;
    }
    let used = profile.columns.iter().filter(|(_, known)| known.iter().any(has)).count();
    Some((!profile.generic, if profile.generic { 0 } else { profile.needs.len() }, used))
}

impl Found<'_> {
    /// Refuses the wrong file, and the right one on the wrong side.
    pub(super) fn check(&self, side: Option<Side>) -> Result<(), Trouble> {
        use crate::reconcile::said::Fill;
        let titled = |key| Said::new(key).and("title", Fill::Both(self.profile.title.clone()));
        if let Some(why) = &self.profile.wrong {
            let what = titled("read.wrong_file").and("why", Fill::Both(why.clone()));
            return Err(Trouble::new(what).hint("read.wrong_file_hint").at(self.line, 0));
        }
        if let (Some(side), Some(other)) = (side, self.profile.sides.first())
            && !self.profile.sides.contains(&side)
        {
            let what = titled("read.wrong_side").with("side", side.name()).with("other", other.name());
            return Err(Trouble::new(what).hint("read.wrong_side_hint").at(self.line, 0));
        }
        self.columns.distinct(self.line)
    }
}
