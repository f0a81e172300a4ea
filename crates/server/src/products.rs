//! What a session leaves behind, folded from its room when it ends: by the table in `academy::records`.

use academy::{
    attendance::{self, Attendance, Presence, PresenceEvent, Span},
    credit::ActualSegment,
    export::{AttendanceRow, attendance_csv},
    records::{self, Class, Fate},
    session::Session,
};
use anyhow::Result;
use room::{
    ActionId, PersonId, Room, Timestamp,
    exercise::Place,
    plan::Action,
    poll::Poll,
    roster::{Person, Presence as InRoom, Role},
};
use serde_json::{Value, json};
use store::{Document, kind};
use uuid::Uuid;

/// The attendance spreadsheet.
pub(crate) const ATTENDANCE: &str = "attendance.csv";
/// Results of named polls, counted, without names.
pub(crate) const POLLS: &str = "polls.json";
/// Answers to knowledge checks, by person.
pub(crate) const CHECKS: &str = "checks.json";
/// Action plans, with their owners by name.
pub(crate) const PLANS: &str = "plans.json";
/// What officers committed to, with their names: for themselves, not for their department.
pub(crate) const COMMITMENTS: &str = "commitments.json";
/// Notes and texts of the boards.
pub(crate) const BOARDS: &str = "boards.json";
/// Chat and questions.
pub(crate) const CHAT: &str = "chat.json";
/// Every product there may be, and the class of data it is made of.
pub(crate) const ALL: [(&str, Class); 7] = [
    (ATTENDANCE, Class::Attendance),
    (PLANS, Class::Plans),
    (COMMITMENTS, Class::Commitments),
    (BOARDS, Class::Boards),
    (POLLS, Class::NamedTallies),
    (CHECKS, Class::Checks),
    (CHAT, Class::Chat),
];

/// Version of the products' bodies.
const VERSION: u16 = 1;

/// The documents a session keeps: those of the classes that its records mode keeps, and no others.
pub(crate) fn fold(session: Uuid, document: &Session, room: &Room) -> Result<Vec<Document>> {
    let kept = ALL.iter().filter(|(_, class)| records::fate(document.records, *class) == Fate::Kept);
    kept.map(|(name, _)| Ok(product(session, name, body(name, room)?))).collect()
}

fn body(name: &str, room: &Room) -> Result<Vec<u8>> {
    Ok(match name {
        PLANS => serde_json::to_vec(&plans(room))?,
        COMMITMENTS => serde_json::to_vec(&commitments(room))?,
        BOARDS => serde_json::to_vec(&boards(room))?,
        POLLS => serde_json::to_vec(&polls(room))?,
        CHECKS => serde_json::to_vec(&checks(room))?,
        CHAT => serde_json::to_vec(&chat(room))?,
        _ => attendance(room).into_bytes(),
    })
}

fn product(session: Uuid, name: &str, body: Vec<u8>) -> Document {
    Document { kind: kind_of(name), id: session, session: Some(session), version: VERSION, body }
}

/// Products of one name are one kind of document, found by their session.
pub(crate) fn kind_of(name: &str) -> String {
    format!("{}/{name}", kind::PRODUCT)
}

/// Every action of every plan.
fn plans(room: &Room) -> Vec<Value> {
    let action = |(id, action): (&ActionId, &Action)| {
        json!({
            "group": place(room, action.place),
            "title": action.title,
            "owner": action.owner.map(|owner| name(room, owner)),
            "accepted": action.accepted,
            "first_step": action.first_step,
            "due": action.due,
            "measure": action.measure,
            "helper": action.helper,
            "obstacle": action.obstacle,
            "adopted": room.plan.adopted.contains(id),
        })
    };
    room.plan.actions.iter().map(action).collect()
}

/// The group's name as it reported, if it did.
fn place(room: &Room, place: Place) -> &str {
    room.plan.reports.get(&place).map_or("", |report| &report.name)
}

fn commitments(room: &Room) -> Vec<Value> {
    let written = room.plan.commitments.iter();
    written
        .map(|(author, c)| json!({ "name": name(room, *author), "text": c.text, "shared": c.shared }))
        .collect()
}

/// What is on the boards, as the room holds it.
fn boards(room: &Room) -> Vec<Value> {
    room.board.boards.values().map(|board| json!({ "title": board.title, "items": board.items })).collect()
}

/// The counts of every poll that is not a knowledge check.
fn polls(room: &Room) -> Vec<Value> {
    let counted = room.poll.polls.values().filter(|poll| !poll.draft.check);
    let result = |poll: &Poll| {
        let (draft, tally) = (&poll.draft, poll.tally());
        json!({ "question": draft.question, "rows": draft.kind.rows(), "tally": tally })
    };
    counted.map(result).collect()
}

/// Who answered each knowledge check, and whether correctly.
fn checks(room: &Room) -> Vec<Value> {
    let asked = room.poll.polls.values().filter(|poll| poll.draft.check);
    let result = |poll: &Poll| {
        let answers = poll
            .answers
            .keys()
            .map(|person| json!({ "name": name(room, *person), "correct": poll.correct(*person) }));
        json!({ "question": poll.draft.question, "answers": answers.collect::<Vec<_>>() })
    };
    asked.map(result).collect()
}

/// What was written to everyone or to facilitators, and what was asked.
fn chat(room: &Room) -> Value {
    let lines = room.chat.lines.values().filter(|line| !line.deleted);
    let lines = lines.map(|l| json!({ "at": l.at.0, "author": name(room, l.author), "text": l.text }));
    let asked = room.questions.asked.values().filter(|question| !question.text.is_empty());
    let asked =
        asked.map(|q| json!({ "at": q.at.0, "author": q.author.map(|a| name(room, a)), "text": q.text }));
    json!({ "lines": lines.collect::<Vec<_>>(), "questions": asked.collect::<Vec<_>>() })
}

fn name(room: &Room, person: PersonId) -> &str {
    room.roster.people.get(&person).map_or("", |somebody| &somebody.name)
}

/// The attendance of everybody who was let in, as a spreadsheet.
pub(crate) fn attendance(room: &Room) -> String {
    let end = room.ended.unwrap_or_else(crate::clock::now);
    let counted = |p: &&Person| matches!(p.role, Role::Officer | Role::Facilitator) && !p.times.is_empty();
    let people: Vec<(&Person, Attendance)> = room
        .roster
        .people
        .values()
        .filter(counted)
        .map(|person| (person, attendance::fold(&events(person), &segments(room, end), end.0)))
        .collect();
    let rows: Vec<_> = people.iter().map(|(person, attendance)| row(room, person, attendance)).collect();
    attendance_csv(&rows)
}

fn row<'a>(room: &Room, person: &'a Person, attendance: &'a Attendance) -> AttendanceRow<'a> {
    let checks = || room.poll.polls.values().filter(|poll| poll.draft.check);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    AttendanceRow {
        name: &person.name,
        department: &person.department,
        rank: &person.rank,
        training_id: &person.training_id,
        attendance,
        checks_issued: number(checks().count()),
        checks_answered: number(checks().filter(|poll| poll.answers.contains_key(&person.id)).count()),
    }
}

fn events(person: &Person) -> Vec<PresenceEvent> {
    let what = |presence| match presence {
        InRoom::Here | InRoom::Idle => Presence::Connected,
        InRoom::Reconnecting => Presence::Dropped,
        InRoom::CalledOut => Presence::CalledOut,
        InRoom::Left => Presence::Left,
    };
    let times = person.times.iter();
    times.map(|(at, presence)| PresenceEvent { at_ms: at.0, device: 0, what: what(*presence) }).collect()
}

/// The segments that really ran, the running one up to now.
fn segments(room: &Room, end: Timestamp) -> Vec<ActualSegment> {
    let running = room.agenda.current.iter().map(|c| (c.segment, c.started, end));
    let ran = room.agenda.runs.iter().map(|run| (run.segment, run.started, run.ended));
    let known = ran.chain(running).filter_map(|(id, from, to)| Some((room.agenda.segment(id)?, from, to)));
    known
        .map(|(segment, from, to)| ActualSegment {
            id: academy::id::SegmentId(segment.id.0),
            title: segment.title.clone(),
            credit: segment.credit,
            span: Span { from_ms: from.0, to_ms: to.0 },
        })
        .collect()
}
