//! One measured number, and how rows are printed.

use serde::Serialize;

/// A number with its goal; or the reason why there is none.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    name: &'static str,
    unit: &'static str,
    value: Result<f64, String>,
    against: Option<Against>,
    goal: Option<Goal>,
}

/// What a row is measured against, in the same run and unit; without a value when that could not be measured.
#[derive(Clone, Debug)]
struct Against {
    what: &'static str,
    value: Option<f64>,
}

/// What a row should reach.
#[derive(Clone, Copy, Debug)]
enum Goal {
    AtMost(f64),
    AtLeast(f64),
    /// The value divided by what it is measured against.
    RatioAtMost(f64),
}

impl Row {
    /// A row with its number.
    pub(crate) fn measured(name: &'static str, value: f64, unit: &'static str) -> Self {
        Self { name, unit, value: Ok(value), against: None, goal: None }
    }

    /// A row without a number, and why.
    pub(crate) fn not_measured(name: &'static str, unit: &'static str, reason: impl Into<String>) -> Self {
        Self { name, unit, value: Err(reason.into()), against: None, goal: None }
    }

    /// What the number is held against, measured in the same run and unit.
    pub(crate) fn against(self, what: &'static str, value: Option<f64>) -> Self {
        Self { against: Some(Against { what, value }), ..self }
    }

    /// The number should not be larger than this.
    pub(crate) fn at_most(self, limit: f64) -> Self {
        Self { goal: Some(Goal::AtMost(limit)), ..self }
    }

    /// The number should not be smaller than this.
    pub(crate) fn at_least(self, limit: f64) -> Self {
        Self { goal: Some(Goal::AtLeast(limit)), ..self }
    }

    /// The ratio to what it is measured against should not be larger than this.
    pub(crate) fn ratio_at_most(self, limit: f64) -> Self {
        Self { goal: Some(Goal::RatioAtMost(limit)), ..self }
    }

    /// The number, if there is one.
    #[cfg(test)]
    pub(crate) fn value(&self) -> Option<f64> {
        self.value.as_ref().ok().copied()
    }

    fn ratio(&self) -> Option<f64> {
        Some(self.value.as_ref().ok()? / self.against.as_ref()?.value?)
    }

    fn ok(&self) -> Option<bool> {
        match self.goal? {
            Goal::AtMost(limit) => Some(*self.value.as_ref().ok()? <= limit),
            Goal::AtLeast(limit) => Some(*self.value.as_ref().ok()? >= limit),
            Goal::RatioAtMost(limit) => Some(self.ratio()? <= limit),
        }
    }

    fn goal_text(&self) -> Option<String> {
        self.goal.map(|goal| match goal {
            Goal::AtMost(limit) => format!("<= {limit}"),
            Goal::AtLeast(limit) => format!(">= {limit}"),
            Goal::RatioAtMost(limit) => format!("ratio <= {limit}"),
        })
    }

    /// The row as one JSON object on one line. `reason` is there only when there is no number.
    pub(crate) fn json(&self) -> String {
        let printed = Printed {
            row: self.name,
            value: self.value.as_ref().ok().copied(),
            unit: self.unit,
            against: self.against.as_ref().map(|against| against.what),
            ratio: self.ratio(),
            goal: self.goal_text(),
            ok: self.ok(),
            reason: self.value.as_ref().err().map(String::as_str),
        };
        serde_json::to_string(&printed).expect("texts and numbers can be written as JSON")
    }
}

/// A row as JSON; the order of the fields is the order they are printed in.
#[derive(Serialize)]
struct Printed<'a> {
    row: &'a str,
    value: Option<f64>,
    unit: &'a str,
    against: Option<&'a str>,
    ratio: Option<f64>,
    goal: Option<String>,
    ok: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

/// The rows as a table for people.
pub(crate) fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    rows.iter()
        .map(|row| {
            let value = row.value.as_ref().map_or_else(|_| "–".to_owned(), |value| format!("{value:.1}"));
            let verdict = match row.ok() {
                Some(true) => "ok",
                Some(false) => "MISSED",
                None => "",
            };
            let notes = [
                row.ratio()
                    .zip(row.against.as_ref())
                    .map(|(ratio, against)| format!("{ratio:.2} x {}", against.what)),
                row.value.as_ref().err().map(|reason| format!("not measured: {reason}")),
            ];
            let notes = notes.into_iter().flatten().collect::<Vec<_>>().join("; ");
            let goal = row.goal_text().unwrap_or_default();
            let line =
                format!("{:<width$} {value:>9} {:<6} {goal:<14} {verdict:<7} {notes}", row.name, row.unit);
            line.trim_end().to_owned() + "\n"
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_held_against_its_goal() {
        assert_eq!(Row::measured("a", 20.0, "KB").at_most(20.0).ok(), Some(true));
        assert_eq!(Row::measured("a", 20.1, "KB").at_most(20.0).ok(), Some(false));
        assert_eq!(Row::measured("a", 20.1, "KB").ok(), None);
        assert_eq!(Row::measured("a", 20.1, "/s").at_least(20.0).ok(), Some(true));
        assert_eq!(Row::measured("a", 19.9, "/s").at_least(20.0).ok(), Some(false));
    }

    #[test]
    fn a_row_in_json_has_the_agreed_fields() {
        assert_eq!(
            Row::measured("client.join_br_kb", 12.5, "KB").at_most(20.0).json(),
            r#"{"row":"client.join_br_kb","value":12.5,"unit":"KB","against":null,"ratio":null,"goal":"<= 20","ok":true}"#
        );
    }

    #[test]
    fn a_ratio_decides_when_the_goal_is_a_ratio() {
        let row = Row::measured("a", 240.0, "ms").against("React", Some(200.0)).ratio_at_most(1.25);
        assert_eq!((row.ratio(), row.ok()), (Some(1.2), Some(true)));
        assert_eq!(row.ratio_at_most(1.1).ok(), Some(false));
    }

    #[test]
    fn what_could_not_be_measured_says_why_and_judges_nothing() {
        let row = Row::not_measured("a", "ms", "no browser").at_most(20.0);
        assert!(
            row.json().contains(r#""value":null"#)
                && row.json().contains(r#""ok":null,"reason":"no browser""#)
        );
        assert!(table(&[row]).contains("not measured: no browser"));
    }
}
