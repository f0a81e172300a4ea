//! What a session keeps and what it erases: one table, and the plain words for it.
//!
//! The table drives the Records Card that officers read before they join, the sentences in the *End
//! session* dialog, the disposal itself and its tests, so that what is promised is what is done.
//!
//! How decision and table read:
//! - *Products only* (the default) keeps what officers made to take away and what credit rests on:
//!   attendance, plans, commitments, results of polls, knowledge checks. Talk and work in progress
//!   (chat, boards, uploads, snapshots) is erased.
//! - *Ephemeral* keeps attendance alone, because credit cannot be granted without it.
//! - *Record* keeps everything the session made; snapshots exist only so that a room survives a restart.
//!
//! The list of expected officers goes in every mode: it opens the door, and names people who never came.
//! Who came is attendance.
//!
//! Questions put to facilitators count as chat. Of an anonymous poll there are counts and, where they may be published, the
//! ballots, which name nobody. Sound and picture are never recorded in any mode.
//!
//! The card speaks of what *will be* erased. Only a finished disposal may say "erased".

use std::collections::BTreeMap;

use room::{Records, Room, map::Set, roster::Person};
use serde::{Deserialize, Serialize};

/// The classes of data a session produces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Who was present when, and the credit minutes.
    Attendance,
    /// Action plans of groups.
    Plans,
    /// If-then plans of single officers.
    Commitments,
    /// Results of polls that show names.
    NamedTallies,
    /// Published results of anonymous polls.
    AnonymousTallies,
    /// Answers to knowledge checks.
    Checks,
    /// Chat lines, and questions to facilitators.
    Chat,
    /// Whiteboards: notes, ink, text, dots.
    Boards,
    /// Files shown or handed out.
    Uploads,
    /// The list of expected officers.
    Expected,
    /// Copies of the live state, made for recovery.
    Snapshots,
}

/// What happens to a class of data when the session ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It stays.
    Kept,
    /// It is deleted, also from free pages and the write-ahead log.
    Erased,
}

impl Class {
    /// Every class, in the order people are told about them.
    pub const ALL: [Class; 11] = [
        Class::Attendance,
        Class::Plans,
        Class::Commitments,
        Class::NamedTallies,
        Class::AnonymousTallies,
        Class::Checks,
        Class::Chat,
        Class::Boards,
        Class::Uploads,
        Class::Expected,
        Class::Snapshots,
    ];
}

/// The table.
pub const fn fate(mode: Records, class: Class) -> Fate {
    match (mode, class) {
        (_, Class::Attendance) => Fate::Kept,
        (_, Class::Expected | Class::Snapshots) => Fate::Erased,
        (
            Records::ProductsOnly,
            Class::Plans | Class::Commitments | Class::NamedTallies | Class::AnonymousTallies | Class::Checks,
        ) => Fate::Kept,
        (Records::ProductsOnly, Class::Chat | Class::Boards | Class::Uploads) => Fate::Erased,
        (Records::Ephemeral, _) => Fate::Erased,
        (Records::Record, _) => Fate::Kept,
    }
}

/// What officers read before they join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordsCard {
    /// One short line for each thing kept.
    pub keeps: Vec<String>,
    /// One short line for each thing erased when the session ends.
    pub erases: Vec<String>,
    /// What holds in every mode.
    pub notes: Vec<String>,
}

/// The Records Card of a mode, as somebody reads it who `attends`; guests and observers do not.
pub fn card(mode: Records, attends: bool) -> RecordsCard {
    let lines = |wanted: Fate| {
        let classes = Class::ALL.iter().filter(|class| fate(mode, **class) == wanted);
        let lines = classes.filter_map(|class| line(*class, attends)).map(str::to_owned);
        lines.collect::<Vec<_>>()
    };
    RecordsCard {
        keeps: lines(Fate::Kept),
        erases: lines(Fate::Erased),
        notes: vec![
            "No recording of sound or picture.".to_owned(),
            "Chat inside a group is never kept.".to_owned(),
            "Backups leave out what happens in a live session, unless your administrator decides otherwise."
                .to_owned(),
            "A backup made before the end holds the list of expected officers.".to_owned(),
        ],
    }
}

/// The line of a class on the card. Snapshots have none: they are a copy of what the other lines name.
fn line(class: Class, attends: bool) -> Option<&'static str> {
    match class {
        Class::Attendance if !attends => Some("Officers' attendance. You are not on it."),
        Class::Plans if !attends => Some("The action plans that groups agree to."),
        Class::Commitments if !attends => Some("What each officer commits to."),
        Class::Checks if !attends => Some("Officers' knowledge check answers."),
        Class::Attendance => Some(
            "Attendance: your name, rank and training ID, when you were here or called away, your minutes, and how many checks you answered.",
        ),
        Class::Plans => Some("The action plan your group agrees to."),
        Class::Commitments => Some("Your own commitment."),
        Class::NamedTallies => Some("Results of polls that show names."),
        Class::AnonymousTallies => {
            Some("Published results of anonymous polls: counts, and ballots that name nobody.")
        }
        Class::Checks => Some("Your knowledge check answers."),
        Class::Chat => Some("What is said in chat and asked in questions."),
        Class::Boards => Some("What is written on boards."),
        Class::Uploads => Some("Files shown in the room."),
        Class::Expected => Some("The list of expected officers."),
        Class::Snapshots => None,
    }
}

/// How many of each class a session holds. Attendance counts people.
pub type Counts = BTreeMap<Class, u32>;

/// How much of each class the room holds, as far as this view of it goes; a facilitator's goes far enough.
pub fn count(room: &Room) -> Counts {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let attended = |p: &&Person| !room.roster.attended(p).is_empty();
    let attended = room.roster.people.values().filter(attended);
    let plans: Set<_> = room.plan.actions.values().map(|action| action.place).collect();
    // A poll that was asked again is one result with its rounds side by side.
    let asked = room.poll.polls.values().filter(|poll| poll.again_of.is_none());
    let (anonymous, named): (Vec<_>, Vec<_>) = asked.partition(|poll| poll.draft.is_anonymous());
    let (checks, polls): (Vec<_>, Vec<_>) = named.into_iter().partition(|poll| poll.draft.check);
    let anonymous = anonymous.iter().filter(|poll| poll.sealed.as_ref().is_some_and(|s| s.outcome.is_some()));
    let pictures: Set<_> = room.board.boards.values().flat_map(|board| board.shown_pictures()).collect();
    let lines = room.chat.lines.values().filter(|line| !line.deleted).count();
    let counts = [
        (Class::Attendance, number(attended.count())),
        (Class::Plans, number(plans.len())),
        (Class::Commitments, room.plan.committed),
        (Class::NamedTallies, number(polls.len())),
        (Class::AnonymousTallies, number(anonymous.count())),
        (Class::Checks, number(checks.len())),
        (Class::Chat, number(lines + room.questions.asked.len())),
        (Class::Boards, number(room.board.boards.len())),
        (Class::Uploads, number(pictures.len())),
        (Class::Expected, number(room.lobby.expected.len())),
    ];
    counts.into()
}

/// The two sentences of the *End session* dialog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndWords {
    /// Such as "Keep: attendance of 24, 6 plans, 24 commitments, 3 poll results."
    pub keep: String,
    /// Such as "Erase: 212 lines of chat and questions, 7 boards."
    pub erase: String,
}

/// What the dialog says before somebody ends the session that is held in `room`. A rehearsal leaves nothing behind.
pub fn ending(room: &Room) -> EndWords {
    let mode = room.charter.records;
    let words = end_words(mode, &count(room));
    if room.charter.practice && mode == Records::Ephemeral {
        return EndWords { keep: "Keep: nothing. This was a rehearsal.".to_owned(), ..words };
    }
    words
}

/// A class with nothing in it is not named.
fn end_words(mode: Records, counts: &Counts) -> EndWords {
    EndWords {
        keep: sentence("Keep", Fate::Kept, mode, counts),
        erase: sentence("Erase", Fate::Erased, mode, counts),
    }
}

/// Poll results, named and anonymous, are one item for the reader: no mode treats them differently.
const ITEMS: [(&[Class], &str, &str); 9] = [
    (&[Class::Attendance], "attendance of", "attendance of"),
    (&[Class::Plans], "plan", "plans"),
    (&[Class::Commitments], "commitment", "commitments"),
    (&[Class::NamedTallies, Class::AnonymousTallies], "poll result", "poll results"),
    (&[Class::Checks], "knowledge check", "knowledge checks"),
    (&[Class::Chat], "line of chat or question", "lines of chat and questions"),
    (&[Class::Boards], "board", "boards"),
    (&[Class::Uploads], "file", "files"),
    (&[Class::Expected], "name on the expected list", "names on the expected list"),
];

fn sentence(verb: &str, wanted: Fate, mode: Records, counts: &Counts) -> String {
    let parts: Vec<String> = ITEMS.iter().filter_map(|item| part(item, wanted, mode, counts)).collect();
    if parts.is_empty() { format!("{verb}: nothing.") } else { format!("{verb}: {}.", parts.join(", ")) }
}

fn part(
    (classes, one, many): &(&[Class], &str, &str),
    wanted: Fate,
    mode: Records,
    counts: &Counts,
) -> Option<String> {
    let mine = classes.iter().filter(|class| fate(mode, **class) == wanted);
    let count: u32 =
        mine.filter_map(|class| counts.get(class)).fold(0, |sum, count| sum.saturating_add(*count));
    match count {
        0 => None,
        _ if classes.contains(&Class::Attendance) => Some(format!("{one} {count}")),
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {many}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever reads a card.
    const EVERYBODY: [(Records, bool); 6] = [
        (Records::ProductsOnly, true),
        (Records::Ephemeral, true),
        (Records::Record, true),
        (Records::ProductsOnly, false),
        (Records::Ephemeral, false),
        (Records::Record, false),
    ];

    #[test]
    fn nothing_on_a_guests_card_is_said_to_be_the_guests() {
        for mode in Records::ALL {
            let card = card(mode, false);
            assert!(card.keeps.iter().chain(&card.erases).all(|line| !line.to_lowercase().contains("your ")));
        }
    }

    /// The decision, written out once more by hand: a change of the table has to be made twice.
    #[test]
    fn the_table_is_the_decision() {
        use Class::*;
        let kept = |mode| {
            let kept = Class::ALL.into_iter().filter(|class| fate(mode, *class) == Fate::Kept);
            kept.collect::<Vec<_>>()
        };
        let products = [Attendance, Plans, Commitments, NamedTallies, AnonymousTallies, Checks];
        assert_eq!(kept(Records::ProductsOnly), products);
        assert_eq!(kept(Records::Ephemeral), [Attendance]);
        let all_but_snapshots =
            [Attendance, Plans, Commitments, NamedTallies, AnonymousTallies, Checks, Chat, Boards, Uploads];
        assert_eq!(kept(Records::Record), all_but_snapshots);
    }

    #[test]
    fn the_card_has_one_line_for_every_class_but_snapshots() {
        for (mode, attends) in EVERYBODY {
            let card = card(mode, attends);
            assert_eq!(card.keeps.len() + card.erases.len(), Class::ALL.len() - 1, "{mode:?}");
        }
    }

    #[test]
    fn the_card_names_a_class_on_the_side_the_table_puts_it() {
        for (mode, attends) in EVERYBODY {
            let card = card(mode, attends);
            for class in Class::ALL {
                let Some(line) = line(class, attends).map(str::to_owned) else { continue };
                assert_eq!(card.keeps.contains(&line), fate(mode, class) == Fate::Kept, "{mode:?} {class:?}");
                assert_eq!(
                    card.erases.contains(&line),
                    fate(mode, class) == Fate::Erased,
                    "{mode:?} {class:?}"
                );
            }
        }
    }

    #[test]
    fn the_card_does_not_say_that_something_is_erased_already() {
        for (mode, attends) in EVERYBODY {
            let card = card(mode, attends);
            for line in card.keeps.iter().chain(&card.erases).chain(&card.notes) {
                assert!(!line.contains("erased"), "{line}");
            }
        }
    }

    #[test]
    fn the_end_dialog_counts_what_goes_where() {
        let counts = Counts::from([
            (Class::Attendance, 24),
            (Class::Plans, 6),
            (Class::Commitments, 24),
            (Class::NamedTallies, 1),
            (Class::AnonymousTallies, 2),
            (Class::Chat, 212),
            (Class::Boards, 7),
            (Class::Expected, 30),
            (Class::Snapshots, 31),
        ]);
        let words = end_words(Records::ProductsOnly, &counts);
        assert_eq!(words.keep, "Keep: attendance of 24, 6 plans, 24 commitments, 3 poll results.");
        assert_eq!(
            words.erase,
            "Erase: 212 lines of chat and questions, 7 boards, 30 names on the expected list."
        );

        let words = end_words(Records::Ephemeral, &counts);
        assert_eq!(words.keep, "Keep: attendance of 24.");
        assert_eq!(
            words.erase,
            "Erase: 6 plans, 24 commitments, 3 poll results, 212 lines of chat and questions, 7 boards, 30 names on the expected list."
        );

        let words = end_words(Records::Record, &counts);
        assert_eq!(words.erase, "Erase: 30 names on the expected list.");
        assert_eq!(end_words(Records::Record, &Counts::new()).erase, "Erase: nothing.");
    }

    #[test]
    fn a_rehearsal_says_that_it_keeps_nothing_and_a_demonstration_what_it_keeps() {
        let mut room = Room::default();
        room.charter.practice = true;
        assert_eq!(ending(&room).keep, "Keep: nothing.");
        room.charter.records = Records::Ephemeral;
        assert_eq!(ending(&room).keep, "Keep: nothing. This was a rehearsal.");
    }

    #[test]
    fn a_poll_asked_again_is_one_result() {
        use room::{PollId, poll::Poll};
        let mut room = Room::default();
        room.poll.polls.insert(PollId(1), Poll::default());
        room.poll.polls.insert(PollId(2), Poll { again_of: Some(PollId(1)), ..Poll::default() });
        assert_eq!(ending(&room).keep, "Keep: 1 poll result.");
    }

    #[test]
    fn one_of_a_kind_is_singular() {
        let counts = Counts::from([(Class::Attendance, 1), (Class::Chat, 1), (Class::Boards, 0)]);
        let words = end_words(Records::ProductsOnly, &counts);
        assert_eq!(
            (words.keep.as_str(), words.erase.as_str()),
            ("Keep: attendance of 1.", "Erase: 1 line of chat or question.")
        );
    }
}
