//! Reads conditions: `only_if` and `where`.

use crate::domain::condition::Condition;
use crate::domain::question::Kind;
use crate::tables::{Fields, Placed};

use super::read::{Claim, Reader};

/// The keys of a condition that are no ids.
const OWN: [&str; 6] = ["any", "unless", "before", "late", "open", "rows_left"];

impl Reader {
    /// Reads a condition; inside `table`, plain keys are its columns.
    pub(super) fn condition(
        &mut self,
        fields: &Fields<'_, '_>,
        key: &'static str,
        table: Option<&str>,
    ) -> Condition {
        let mut condition = Condition::default();
        let Some(fields) = fields.table(key) else { return condition };
        self.fill_condition(&fields, &mut condition, table);
        fields.done();
        condition
    }

    /// `before = { contract_end = "notice_sent" }`: dates, each with an act.
    fn fill_before(&mut self, dates: &Fields<'_, '_>, condition: &mut Condition) {
        for (id, field) in dates.rest() {
            let Some(act) = field.text() else {
                dates.wrong(field.place(), &id.value, "the id of a to-do, such as \"notice_sent\"");
                continue;
            };
            self.claim(id.place, || Claim::OfKind(id.value.clone(), Kind::Date));
            self.claim(field.place(), || Claim::Todo(act.clone()));
            condition.before.push(id.value, act);
        }
    }

    fn fill_condition(&mut self, fields: &Fields<'_, '_>, condition: &mut Condition, table: Option<&str>) {
        if table.is_none() {
            for one in fields.tables("any") {
                let mut other = Condition::default();
                self.fill_condition(&one, &mut other, None);
                one.done();
                condition.any.push(other);
            }
            if let Some(one) = fields.table("unless") {
                let mut other = Condition::default();
                self.fill_condition(&one, &mut other, None);
                one.done();
                condition.unless.push(other);
            }
            if let Some(dates) = fields.table("before") {
                self.fill_before(&dates, condition);
            }
            let names = |list: &[Placed<String>]| list.iter().map(|id| id.value.clone()).collect();
            let (late, open, left) = (fields.texts("late"), fields.texts("open"), fields.texts("rows_left"));
            (condition.late, condition.open, condition.rows_left) =
                (names(&late), names(&open), names(&left));
            for id in left {
                self.claim(id.place, || Claim::Rows(id.value));
            }
            for id in late {
                self.claim(id.place, || Claim::Wait(id.value));
            }
            for id in open {
                self.claim(id.place, || Claim::Settled(id.value));
            }
        }
        let names = if table.is_none() { &OWN[..] } else { &[] };
        for (id, field) in fields.rest_beside(names) {
            match (field.list(), field.table(), table) {
                (Some(values), _, of) => {
                    self.claim(field.place(), || {
                        Claim::Values(of.map(str::to_owned), id.value.clone(), values.clone())
                    });
                    match of {
                        Some(table) => condition.rows.of(table).push(id.value, values),
                        None => condition.answers.push(id.value, values),
                    }
                }
                (None, Some(columns), None) => {
                    for (column, field) in columns.rest() {
                        let values = field.list().unwrap_or_default();
                        self.claim(field.place(), || {
                            Claim::Values(Some(id.value.clone()), column.value.clone(), values.clone())
                        });
                        condition.rows.of(&id.value).push(column.value, values);
                    }
                }
                _ => fields.wrong(
                    field.place(),
                    &id.value,
                    "a condition is a list of values, such as [\"yes\"]",
                ),
            }
        }
    }
}
