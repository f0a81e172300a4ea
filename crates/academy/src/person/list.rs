//! Reading a list of expected officers from pasted text or a CSV file.
//!
//! Columns are separated by commas, semicolons or tabs, whichever the first line uses. A header is
//! optional; with one, columns may stand in any order. Every line is read on its own, so that a stray
//! quotation mark spoils one line and not the rest.

use serde::Serialize;
use std::collections::BTreeMap;

use super::Expected;
use crate::session::MAX_NAME;
use room::{
    limit,
    lobby::{folded, letters, name_words},
};

/// What came of reading a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct List {
    /// The good lines, in order.
    pub people: Vec<Expected>,
    /// What is wrong with the others, in order.
    pub problems: Vec<Problem>,
}

/// Something its author should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Line number, counted from 1.
    pub line: usize,
    /// What is wrong, as one sentence.
    pub say: String,
}

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Department,
    Rank,
    TrainingId,
    Years,
    Supervisor,
    KeepApart,
    Unknown,
}

/// The order of columns when there is no header.
const USUAL: [Column; 7] = [
    Column::Name,
    Column::Department,
    Column::Rank,
    Column::TrainingId,
    Column::Years,
    Column::Supervisor,
    Column::KeepApart,
];

/// Reads a list. Nothing is lost silently: what is not in `people` is in `problems`.
pub fn parse(text: &str) -> List {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()).peekable();
    let Some((first, _)) = lines.peek() else { return List::default() };
    let separator = separator(first);
    let mut reading = Reading::default();
    let mut columns = USUAL.to_vec();
    if let Some(header) = cells(first, separator).and_then(|cells| header(&cells)) {
        columns = header;
        lines.next();
    }
    for (line, number) in lines {
        let read = cells(line, separator)
            .ok_or_else(|| "A quotation mark is opened and not closed.".to_owned())
            .and_then(|cells| person(&columns, &cells));
        match read {
            Ok(person) => reading.keep(person, number),
            Err(say) => reading.list.problems.push(Problem { line: number, say }),
        }
    }
    reading.list
}

/// People as the lines that [`parse`] reads them from.
pub fn lines(people: &[Expected]) -> String {
    let mut text = String::new();
    for person in people {
        let years = person.years_of_service.map(|years| years.to_string()).unwrap_or_default();
        let apart = person.keep_apart_from.join("; ");
        let Expected { name, department, rank, training_id, supervisor, .. } = person;
        let cells = [name, department, rank, training_id, &years, supervisor, &apart];
        let used = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let cells: Vec<_> = cells[..used].iter().map(|cell| quoted(cell)).collect();
        text += &cells.join(",");
        text.push('\n');
    }
    text
}

/// A cell as RFC 4180 writes it, also where it holds a separator that a first line might be taken to use.
fn quoted(cell: &str) -> String {
    match cell.contains([',', ';', '\t', '"']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

/// The list so far, and what is needed to spot who stands on it already.
#[derive(Default)]
struct Reading {
    list: List,
    ids: BTreeMap<String, usize>,
    /// By name and department: on which line, and with which training ID.
    names: BTreeMap<Who, Vec<(usize, String)>>,
}

impl Reading {
    fn keep(&mut self, person: Expected, line: usize) {
        if let Some(say) = self.double(&person) {
            self.list.problems.push(Problem { line, say });
            return;
        }
        if self.list.people.len() == limit::EXPECTED {
            let say = format!("Left out: a list holds {} people at most.", limit::EXPECTED);
            self.list.problems.push(Problem { line, say });
            return;
        }
        let id = letters(&person.training_id);
        self.names.entry(who(&person)).or_default().push((line, id.clone()));
        if !id.is_empty() {
            self.ids.insert(id, line);
        }
        self.list.people.push(person);
    }

    /// Two people may share a name; they are told apart by training IDs, if both have one.
    fn double(&self, person: &Expected) -> Option<String> {
        let id = letters(&person.training_id);
        if let Some(line) = self.ids.get(&id) {
            return Some(format!("Left out: the same training ID is on line {line}."));
        }
        let same = self.names.get(&who(person))?;
        let (line, _) = same.iter().find(|(_, other)| id.is_empty() || other.is_empty())?;
        Some(format!(
            "Left out: the same name and department are on line {line}. Add training IDs if these are two people."
        ))
    }
}

/// Name and department, as people mean them.
type Who = (Vec<String>, String);

fn who(person: &Expected) -> Who {
    (name_words(&person.name), folded(&person.department))
}

/// The separator a line uses most, outside quotes. Tabs come first: names hardly ever hold them.
fn separator(line: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b'\t', 0), (b';', 0), (b',', 0)];
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        for (separator, count) in &mut counts {
            *count += usize::from(byte == *separator && !quoted);
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.iter().find(|(_, count)| *count == most).map_or(b',', |(separator, _)| *separator)
}

/// The trimmed cells of one line, or nothing if a quotation mark is left open.
fn cells(line: &str, separator: u8) -> Option<Vec<String>> {
    if line.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        return None;
    }
    let mut reader = csv::ReaderBuilder::new();
    reader.delimiter(separator).has_headers(false).flexible(true).trim(csv::Trim::All);
    let record = reader.from_reader(line.as_bytes()).records().next()?.ok()?;
    Some(record.iter().map(|cell| cell.trim().to_owned()).collect())
}

/// The columns a header names, if this line is one: it has to name the two columns every line needs. One
/// alone would not do, since a rank may be "Officer".
fn header(cells: &[String]) -> Option<Vec<Column>> {
    let columns: Vec<Column> = cells.iter().map(|cell| column(cell)).collect();
    [Column::Name, Column::Department].iter().all(|needed| columns.contains(needed)).then_some(columns)
}

fn column(title: &str) -> Column {
    match letters(title).as_str() {
        "name" | "fullname" | "officer" | "officername" => Column::Name,
        "department" | "dept" | "agency" => Column::Department,
        "rank" | "title" => Column::Rank,
        "trainingid" | "id" | "postid" | "pid" => Column::TrainingId,
        "yearsofservice" | "years" | "service" => Column::Years,
        "supervisor" => Column::Supervisor,
        "keepapartfrom" | "keepapart" | "notwith" => Column::KeepApart,
        _ => Column::Unknown,
    }
}

fn person(columns: &[Column], cells: &[String]) -> Result<Expected, String> {
    let mut person = Expected::default();
    for (column, cell) in columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        match column {
            Column::Name => person.name.clone_from(cell),
            Column::Department => person.department.clone_from(cell),
            Column::Rank => person.rank.clone_from(cell),
            Column::TrainingId => person.training_id.clone_from(cell),
            Column::Years => person.years_of_service = Some(years(cell)?),
            Column::Supervisor => person.supervisor.clone_from(cell),
            Column::KeepApart => person.keep_apart_from = names(cell),
            Column::Unknown => {}
        }
    }
    if person.name.is_empty() {
        return Err("The name is missing.".to_owned());
    }
    if person.department.is_empty() {
        return Err(format!("The department of {} is missing.", person.name));
    }
    let texts = [&person.name, &person.department, &person.rank, &person.training_id, &person.supervisor];
    if texts.into_iter().chain(&person.keep_apart_from).any(|text| text.chars().count() > MAX_NAME) {
        return Err(format!("One of the entries is longer than {MAX_NAME} characters."));
    }
    Ok(person)
}

fn years(cell: &str) -> Result<u8, String> {
    let years = cell.parse::<u8>().ok().filter(|years| *years <= 60);
    years.ok_or_else(|| {
        format!("The years of service should be a number from 0 to 60, not \"{}\".", short(cell))
    })
}

/// Several names in one cell stand between bars or semicolons.
fn names(cell: &str) -> Vec<String> {
    let names = cell.split(['|', ';']).map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// The beginning of something typed, to quote it.
fn short(text: &str) -> String {
    text.chars().take(20).collect()
}

#[cfg(test)]
mod tests;
