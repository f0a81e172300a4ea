//! Spreadsheets that are safe to open: RFC 4180, and no cell that a program would run as a formula.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::attendance::{Attendance, GapReason};

/// Stands in every line, because lines are copied out of their spreadsheet.
pub const CREDIT_NOTE: &str = "Your department decides credit.";

/// Stands there instead if it was practice.
pub const PRACTICE_NOTE: &str = "Practice. Nothing in it counts.";

/// The columns of the attendance spreadsheet.
pub const ATTENDANCE_COLUMNS: [&str; 13] = [
    "note",
    "name",
    "role",
    "department",
    "rank",
    "training_id",
    "first_in_utc",
    "last_out_utc",
    "minutes_present",
    "credit_minutes",
    "gaps",
    "checks_issued",
    "checks_answered",
];

/// One line of the attendance spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttendanceRow<'a> {
    /// Whether it was a rehearsal or demonstration.
    pub practice: bool,
    /// As shown in the room.
    pub name: &'a str,
    /// What they came as, such as "officer".
    pub role: &'a str,
    /// Department or agency.
    pub department: &'a str,
    /// Empty if not given.
    pub rank: &'a str,
    /// Empty if not given.
    pub training_id: &'a str,
    /// What [`crate::attendance::fold`] made of the presence events.
    pub attendance: &'a Attendance,
    /// Knowledge checks put to this person.
    pub checks_issued: u32,
    /// How many of them were answered.
    pub checks_answered: u32,
}

/// The attendance of a session as CSV in UTF-8, one line for each person, times in UTC.
pub fn attendance_csv(rows: &[AttendanceRow<'_>]) -> String {
    let cells = |row: &AttendanceRow<'_>| {
        let attendance = row.attendance;
        [
            if row.practice { PRACTICE_NOTE } else { CREDIT_NOTE }.to_owned(),
            row.name.to_owned(),
            row.role.to_owned(),
            row.department.to_owned(),
            row.rank.to_owned(),
            row.training_id.to_owned(),
            attendance.first_in_ms.map_or_else(String::new, utc),
            attendance.last_out_ms.map_or_else(String::new, utc),
            attendance.minutes_present.to_string(),
            attendance.credit_minutes.to_string(),
            gaps(attendance),
            row.checks_issued.to_string(),
            row.checks_answered.to_string(),
        ]
    };
    sheet(ATTENDANCE_COLUMNS, rows.iter().map(cells))
}

/// The cell with an apostrophe in front if a spreadsheet would take it for a formula. A cell that is
/// such an apostrophe and formula already gets another one, so that [`unguard`] always finds the original.
pub fn guard(cell: &str) -> String {
    if looks_like_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

/// What [`guard`] was given.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

/// Some programs also trim what looks like space, and read full-width signs like narrow ones.
fn looks_like_formula(cell: &str) -> bool {
    let starts_with_space = cell.starts_with(['\t', '\r', '\n']);
    starts_with_space || cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// By this mark spreadsheet programs know that what follows is UTF-8; without it they misread accents.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// A spreadsheet with these columns: guarded, quoted, in UTF-8 and marked as such.
pub fn sheet<const N: usize>(columns: [&str; N], lines: impl Iterator<Item = [String; N]>) -> String {
    let lines = std::iter::once(columns.map(str::to_owned)).chain(lines).map(line);
    std::iter::once(BYTE_ORDER_MARK.to_string()).chain(lines).collect()
}

/// One guarded, quoted line with its line end.
fn line<const N: usize>(cells: [String; N]) -> String {
    let cells = cells.map(|cell| quote(&guard(&cell)));
    format!("{}\r\n", cells.join(","))
}

fn quote(cell: &str) -> String {
    // Semicolons too: where the comma is the decimal sign, spreadsheets take them for the end of a cell.
    if cell.contains([',', ';', '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// Such as `called to duty 2026-12-01T18:40:00Z to 2026-12-01T19:25:00Z`, several between semicolons.
fn gaps(attendance: &Attendance) -> String {
    let one = |gap: &crate::attendance::Gap| {
        let reason = match gap.reason {
            GapReason::Dropped => "connection lost",
            GapReason::Left => "left",
            GapReason::CalledOut => "called to duty",
        };
        format!("{reason} {} to {}", utc(gap.span.from_ms), utc(gap.span.to_ms))
    };
    attendance.gaps.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The instant to the second, such as `2026-12-01T18:00:00Z`; empty if no calendar has it.
pub fn utc(ms: i64) -> String {
    let instant = OffsetDateTime::from_unix_timestamp(ms.div_euclid(1_000));
    instant.ok().and_then(|instant| instant.format(&Rfc3339).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attendance::{Gap, Span};

    /// Tuesday, 1 December 2026, 10:00 in California.
    const START_MS: i64 = 1_796_148_000_000;

    fn row<'a>(
        name: &'a str,
        rank: &'a str,
        training_id: &'a str,
        attendance: &'a Attendance,
    ) -> AttendanceRow<'a> {
        AttendanceRow {
            practice: false,
            name,
            role: "officer",
            department: "Riverton PD",
            rank,
            training_id,
            attendance,
            checks_issued: 3,
            checks_answered: 2,
        }
    }

    fn read(csv: &str) -> Vec<Vec<String>> {
        let csv = csv.strip_prefix(BYTE_ORDER_MARK).expect("the mark of UTF-8");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let lines = reader.records().map(|line| line.expect("every line is CSV"));
        lines.map(|line| line.iter().map(|cell| unguard(cell).to_owned()).collect()).collect()
    }

    #[test]
    fn every_line_says_who_decides_credit() {
        let attendance = Attendance::default();
        let csv = attendance_csv(&[
            row("Kaplan", "Officer", "1", &attendance),
            row("Mora", "Sergeant", "2", &attendance),
        ]);
        assert_eq!(csv.lines().count(), 3);
        assert!(
            csv.lines()
                .next()
                .expect("a header")
                .starts_with("\u{feff}note,name,role,department,rank,training_id,")
        );
        assert!(csv.lines().skip(1).all(|line| line.starts_with("Your department decides credit.,")));
        assert!(csv.split_inclusive('\n').all(|line| line.ends_with("\r\n")));
    }

    #[test]
    fn every_line_of_practice_says_so() {
        let attendance = Attendance::default();
        let csv = attendance_csv(&[AttendanceRow { practice: true, ..row("Kaplan", "", "", &attendance) }]);
        assert!(csv.lines().skip(1).all(|line| line.starts_with("Practice. Nothing in it counts.,")));
    }

    #[test]
    fn times_and_gaps_are_written_out() {
        let minute = 60_000;
        let span = Span { from_ms: START_MS + 40 * minute, to_ms: START_MS + 85 * minute };
        let attendance = Attendance {
            first_in_ms: Some(START_MS),
            last_out_ms: Some(START_MS + 140 * minute),
            minutes_present: 95,
            credit_minutes: 95,
            gaps: vec![Gap { span, reason: GapReason::CalledOut }],
            missed: Vec::new(),
        };
        let cells = &read(&attendance_csv(&[row("Kaplan", "Officer", "1", &attendance)]))[1];
        assert_eq!(
            cells[6..],
            [
                "2026-12-01T18:00:00Z",
                "2026-12-01T20:20:00Z",
                "95",
                "95",
                "called to duty 2026-12-01T18:40:00Z to 2026-12-01T19:25:00Z",
                "3",
                "2",
            ]
        );
    }

    #[test]
    fn whatever_people_are_called_comes_back_as_it_was() {
        let attendance = Attendance::default();
        let hard = [
            "José Núñez",
            "阿伊莎",
            "Ana \"Ace\" Lee",
            "Lee, Ana",
            "two\nlines",
            "=1+1",
            "+1",
            "-1",
            "@cmd",
            "'=1",
            "''@x",
            "'Aziz",
            "\t=1",
            "  =1",
            "＝1",
            "",
            " ",
            "'",
        ];
        for name in hard {
            let cells = &read(&attendance_csv(&[row(name, name, name, &attendance)]))[1];
            assert_eq!(cells[1..6], [name, "officer", "Riverton PD", name, name], "{name:?}");
        }
    }

    #[test]
    fn no_cell_begins_like_a_formula() {
        let attendance = Attendance::default();
        for name in ["=HYPERLINK(\"x\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "－1"] {
            let csv = attendance_csv(&[row(name, "", "", &attendance)]);
            let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
            let line = reader.records().next().expect("a line").expect("valid CSV");
            assert!(line[1].starts_with('\''), "{name:?} became {:?}", &line[1]);
        }
    }
}
