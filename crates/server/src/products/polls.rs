//! Results of polls, counted, without names; and of knowledge checks, by name, because credit rests on them.

use super::{
    Product,
    anonymous::{AnonymousPoll, AnonymousPolls},
    name,
};
use academy::{export::sheet, records::Class};
use room::{
    Room,
    poll::{Kind, Manner, Poll, Spot, Status, Tally},
};
use serde::{Deserialize, Serialize};

/// The counts of every poll that is not a knowledge check.
#[derive(Serialize, Deserialize)]
pub(crate) struct Polls(Vec<Result>);

#[derive(Serialize, Deserialize)]
struct Result {
    question: String,
    /// 2 if the same was asked before, and so on.
    round: usize,
    /// What was asked: the way to answer, with the options or the statements.
    kind: Kind,
    tally: Tally,
}

/// The polls whose answers may be told: while a room is open, none that promised to hide them until it closes.
fn told(room: &Room) -> impl Iterator<Item = &Poll> {
    let ended = room.ended.is_some();
    let hides = |poll: &Poll| poll.status == Status::Open && poll.draft.hidden_until_closed;
    room.poll.polls.values().filter(move |poll| ended || !hides(poll))
}

/// Which time the same is asked.
pub(super) fn round(room: &Room, poll: &Poll) -> usize {
    let before = |poll: &&Poll| poll.again_of.and_then(|earlier| room.poll.polls.get(&earlier));
    std::iter::successors(Some(poll), before).take(room.poll.polls.len()).count()
}

impl Product for Polls {
    const NAME: &str = "polls.json";
    const CLASS: Class = Class::NamedTallies;

    fn of(room: &Room) -> Self {
        let counted = told(room).filter(|poll| !poll.draft.check && !poll.draft.is_anonymous());
        let result = |poll: &Poll| Result {
            question: poll.draft.question.clone(),
            round: round(room, poll),
            kind: poll.draft.kind.clone(),
            tally: poll.tally().unwrap_or_default(),
        };
        Self(counted.map(result).collect())
    }
}

/// The columns of the spreadsheet about polls.
const COLUMNS: [&str; 10] = [
    "question",
    "round",
    "names",
    "group",
    "kind",
    "answer",
    "value",
    "count",
    "answered",
    "preferred_not_to_say",
];

/// A line of that spreadsheet.
pub(super) type Line = [String; COLUMNS.len()];

/// One line for each number that was counted, of polls with names and without.
pub(crate) fn csv(named: &Polls, anonymous: &AnonymousPolls) -> String {
    let named = named.0.iter().flat_map(|result| {
        let head = [result.question.clone(), result.round.to_string(), "named".to_owned(), String::new()];
        lines(&head, &result.kind, &result.tally)
    });
    sheet(COLUMNS, named.chain(anonymous.0.iter().flat_map(AnonymousPoll::lines)))
}

/// The lines of one count; `head` says what was counted.
pub(super) fn lines(head: &[String; 4], kind: &Kind, tally: &Tally) -> Vec<Line> {
    let [question, round, names, group] = head;
    let line = |answer: &String, value: String, count: u32| {
        let (answered, passed) = (tally.answered.to_string(), tally.passed.to_string());
        let (kind, count) = (called(kind.manner).to_owned(), count.to_string());
        let head = [question, round, names, group].map(String::clone);
        let [question, round, names, group] = head;
        [question, round, names, group, kind, answer.clone(), value, count, answered, passed]
    };
    let rows = kind.rows().iter().zip(&tally.rows).flat_map(|(row, counts)| {
        let line = |(at, n): (usize, &u32)| line(row, value(kind.manner, at), *n);
        counts.iter().enumerate().map(line).collect::<Vec<_>>()
    });
    let words = tally.words.iter().map(|(word, n)| line(word, String::new(), *n));
    rows.chain(words).collect()
}

/// A manner as the spreadsheet calls it.
fn called(manner: Manner) -> &'static str {
    match manner {
        Manner::Single => "choose one",
        Manner::Multiple => "choose several",
        Manner::Agreement => "agreement",
        Manner::Rating => "rating",
        Manner::Ranking => "ranking",
        Manner::Points => "points",
        Manner::Grid => "two by two",
        Manner::Cloud => "words",
        Manner::Text => "text",
    }
}

/// What is counted in a column: a mark, a place, or where on the grid.
fn value(manner: Manner, column: usize) -> String {
    match manner {
        Manner::Agreement | Manner::Rating | Manner::Ranking => (column + 1).to_string(),
        Manner::Grid => {
            let side = usize::from(Spot::MOST);
            format!("across {} up {}", column % side + 1, column / side + 1)
        }
        _ => String::new(),
    }
}

/// Who answered each knowledge check, and whether correctly.
#[derive(Serialize, Deserialize)]
pub(crate) struct Checks(Vec<Check>);

#[derive(Serialize, Deserialize)]
struct Check {
    question: String,
    /// Names, and whether they knew; none where no answer is right or wrong.
    answers: Vec<(String, Option<bool>)>,
}

impl Product for Checks {
    const NAME: &str = "checks.json";
    const CLASS: Class = Class::Checks;

    fn of(room: &Room) -> Self {
        let asked = told(room).filter(|poll| poll.draft.check);
        let check = |poll: &Poll| Check {
            question: poll.draft.question.clone(),
            answers: poll.answers.keys().map(|person| (name(room, *person), poll.correct(*person))).collect(),
        };
        Self(asked.map(check).collect())
    }
}

impl Checks {
    /// One line for each answer.
    pub(crate) fn csv(&self) -> String {
        let lines = self.0.iter().flat_map(|check| {
            check.answers.iter().map(|(name, correct)| {
                let correct = correct.map_or("", |yes| if yes { "yes" } else { "no" });
                [check.question.clone(), name.clone(), correct.to_owned()]
            })
        });
        sheet(["question", "name", "correct"], lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::{PollId, poll::Draft};

    #[test]
    fn what_is_asked_again_is_told_from_what_was_asked_before() {
        let kind = Kind::of(Manner::Single, vec!["Yes".into(), "No".into()]);
        let draft = Draft { question: "Was it fair?".into(), kind, ..Draft::default() };
        let mut room = Room::default();
        for (id, again_of) in [(1, None), (2, Some(PollId(1))), (3, Some(PollId(2)))] {
            let poll = Poll {
                draft: draft.clone(),
                again_of,
                status: Status::Closed(room::Timestamp(1)),
                ..Poll::default()
            };
            room.poll.polls.insert(PollId(id), poll);
        }
        let csv = csv(&Polls::of(&room), &AnonymousPolls::of(&room));
        let rounds: Vec<_> =
            csv.lines().skip(1).map(|line| line.split(',').nth(1).unwrap_or_default()).collect();
        assert_eq!(rounds, ["1", "1", "2", "2", "3", "3"], "{csv}");
    }

    #[test]
    fn each_number_has_a_line_that_says_what_was_counted() {
        let head = ["Where?", "1", "named", ""].map(str::to_owned);
        let of = |manner, tally: Tally| {
            let kind = Kind::of(manner, vec!["Map".into()]);
            lines(&head, &kind, &tally).into_iter().map(|line| line[5..8].join("|")).collect::<Vec<_>>()
        };
        let rows = |row: &[u32]| Tally { rows: vec![row.to_vec()], ..Tally::default() };
        assert_eq!(of(Manner::Rating, rows(&[0, 3])), ["Map|1|0", "Map|2|3"]);
        assert_eq!(of(Manner::Points, rows(&[70])), ["Map||70"]);
        let mut placed = vec![0; 25];
        placed[5] = 4;
        assert_eq!(of(Manner::Grid, rows(&placed))[5], "Map|across 1 up 2|4");
        let said = Tally { words: vec![("=1+1".into(), 2)], ..Tally::default() };
        assert_eq!(of(Manner::Cloud, said.clone()), ["=1+1||2"]);
        let named = Polls(vec![Result {
            question: "Why?".into(),
            round: 1,
            kind: Kind::of(Manner::Cloud, vec![]),
            tally: said,
        }]);
        let sheet = csv(&named, &AnonymousPolls(vec![]));
        assert!(sheet.contains("'=1+1"), "a spreadsheet does not calculate what somebody wrote: {sheet}");
    }
}
