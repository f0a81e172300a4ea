//! What the room says to people, in plain words: every refusal, every end of a connection, every state of a person.

use protocol::{Bye, Nudge, signal::Emotion};
use room::{
    Refusal,
    agenda::Activity,
    chat::{Policy, Reaction},
    poll::Ask,
    questions::Status,
    roster::{Presence, Role},
};

/// Why something was not done, and what to do about it.
pub(crate) fn refusal(why: &Refusal) -> String {
    let words = match why {
        Refusal::NotAllowed => "That is not yours to do here.",
        Refusal::Paused => "The room is paused. Your facilitator speaks first.",
        Refusal::Ended => "The session has ended.",
        Refusal::NotOpen => "The room is not open yet.",
        Refusal::AlreadyOpen => "The room is open already.",
        Refusal::NotInside => "You are not in the room yet.",
        Refusal::Unknown => "That is not there any more.",
        Refusal::Empty => "Write something first.",
        Refusal::TooLong { max } => return format!("That is too long. At most {max} fit."),
        Refusal::Full => "There is no more room for that.",
        Refusal::OwnShare => "You have filled your share of this. Delete something of yours first.",
        Refusal::Locked => "The room is locked.",
        Refusal::LastFacilitator => "Somebody has to run the session. Make another person facilitator first.",
        Refusal::Owner => "They planned this session. Only they can step down.",
        Refusal::ChatClosed => "Chat is closed at the moment.",
        Refusal::TooFast => "That was quick. Wait a moment, then try again.",
        Refusal::NotNow => "That cannot be done just now.",
        Refusal::Begun => "That has begun already and stays as it is.",
        Refusal::TooFew { needed } => {
            return format!(
                "An anonymous poll needs {needed} officers in the room. Among fewer, answers could be guessed."
            );
        }
        Refusal::TokenDrawn => "There is one ballot each.",
        Refusal::BadDraft => "Something in it does not fit together. Look at the options once more.",
        Refusal::BadAnswer => "That answer does not fit the question.",
        Refusal::PollClosed => "The vote is closed.",
        Refusal::PollOpen => "The poll is still open.",
        Refusal::KeyKnown => "The correct answer is out. Answers stay as they are.",
        Refusal::NoDotsLeft => "All your dots are placed. Take one back first.",
        Refusal::OwnWork => "These dots are for what others wrote.",
        Refusal::Held { .. } => "Somebody else is typing there.",
        Refusal::Stale => "That text has changed too much meanwhile. Look at it once more.",
        Refusal::NoSuchDay => "There is no such day. Write it like 2026-12-22.",
        Refusal::FrameClosed => "In this frame only those write whom a facilitator has chosen.",
        Refusal::BoardClosed => "Nothing can be changed on this board at the moment.",
        Refusal::BadItem => "That does not go onto the board.",
        Refusal::Changed => "Somebody has changed it since, so it stays as it is.",
        Refusal::Lapsed => "The server restarted in between. Do it again if it still matters.",
    };
    words.to_owned()
}

/// What it means for a person that the server ended their connection for good: a title and a sentence.
pub(crate) fn bye(why: Bye) -> (&'static str, &'static str) {
    match why {
        Bye::WrongVersion => {
            ("There is a newer version", "Load the page again to go on. You keep your seat.")
        }
        Bye::Ended => ("The session has ended", "Thank you for coming. You can close this page."),
        Bye::Out => (
            "You are not in this session",
            "The facilitator did not let you in, or asked you to leave. If that is a mistake, ask your coordinator.",
        ),
        Bye::Unknown => (
            "This browser has no seat here",
            "It was cleared, or you joined in another browser. Use your link or code to join again.",
        ),
        Bye::BadMessage | Bye::TooSlow | Bye::Restarting { .. } | Bye::Broken => {
            ("Something went wrong on this page", "Load the page again to go on. You keep your seat.")
        }
    }
}

/// What somebody is here.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Facilitator => "Facilitator",
        Role::Officer => "Officer",
        Role::Guest => "Guest",
        Role::Observer => "Observer",
    }
}

/// How somebody can be reached; nothing when they simply are here.
pub(crate) fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Here => "",
        Presence::Idle => "Idle",
        Presence::Reconnecting => "Reconnecting",
        Presence::CalledOut => "Called to duty",
        Presence::Left => "Left",
    }
}

/// The same as the style sheet names it.
pub(crate) fn presence_mark(presence: Presence) -> &'static str {
    match presence {
        Presence::Here => "here",
        Presence::Idle => "idle",
        Presence::Reconnecting => "reconnecting",
        Presence::CalledOut => "called-out",
        Presence::Left => "left",
    }
}

/// Who may write in chat.
pub(crate) fn policy(policy: Policy) -> &'static str {
    match policy {
        Policy::Open => "Everybody writes to everybody",
        Policy::ToFacilitators => "Officers write to facilitators only",
        Policy::Closed => "Facilitators only",
    }
}

/// A reaction to a line: its icon and its words.
pub(crate) fn reaction(reaction: Reaction) -> (&'static str, &'static str) {
    match reaction {
        Reaction::ThumbsUp => ("thumbs-up", "Agree"),
        Reaction::Thanks => ("heart", "Thanks"),
        Reaction::Question => ("circle-help", "I have a question"),
    }
}

/// A reaction that floats up: its face and its words.
pub(crate) fn emotion(emotion: Emotion) -> (&'static str, &'static str) {
    match emotion {
        Emotion::ThumbsUp => ("thumbs-up", "Agree"),
        Emotion::Applause => ("party-popper", "Applause"),
        Emotion::Heart => ("heart", "Thanks"),
        Emotion::Laugh => ("laugh", "Laugh"),
        Emotion::Surprise => ("sparkles", "Surprise"),
    }
}

/// A quiet word to the facilitators, as the facilitators read it: its icon and its words after a number.
pub(crate) fn nudge(nudge: Nudge) -> (&'static str, &'static str) {
    match nudge {
        Nudge::SlowDown => ("turtle", "ask to slow down"),
        Nudge::Break => ("coffee", "would like a break"),
    }
}

/// What is done together: its icon and its name.
pub(crate) fn activity(activity: &Activity) -> (&'static str, &'static str) {
    match activity {
        Activity::Talk => ("presentation", "Talk"),
        Activity::Break => ("coffee", "Break"),
        Activity::Questions { .. } => ("circle-help", "Questions"),
        Activity::Scenario { .. } => ("radio", "Scenario"),
        Activity::Commitment => ("target", "My commitment"),
        Activity::Report { .. } => ("megaphone", "Report back"),
        Activity::Groups(_) => ("users", "Groups"),
        Activity::Exercise(_) => ("clipboard-list", "Exercise"),
        Activity::Poll(_) => ("vote", "Poll"),
        Activity::Board(_) => ("sticky-note", "Whiteboard"),
    }
}

/// Of what kind a segment is, in the few words under its title in an agenda: the most telling of what is done in it.
/// That somebody talks, or that nobody is needed, is left to the title.
pub(crate) fn kind(activities: &[Activity]) -> &'static str {
    let kinds = activities.iter().map(|activity| match activity {
        Activity::Talk => (0, ""),
        Activity::Exercise(_) => (1, "exercise"),
        Activity::Board(_) => (2, "whiteboard"),
        Activity::Groups(_) => (3, "small groups"),
        Activity::Poll(draft) if draft.check => (8, "knowledge check"),
        Activity::Poll(_) => (4, "poll"),
        Activity::Report { .. } => (5, "report back"),
        Activity::Questions { panel: true } => (6, "guest panel"),
        Activity::Questions { panel: false } => (6, "questions"),
        Activity::Scenario { .. } => (7, "scenario"),
        Activity::Commitment => (9, "your commitment"),
        Activity::Break => (10, ""),
    });
    kinds.max_by_key(|(weight, _)| *weight).map_or("", |(_, words)| words)
}

/// What has become of a question: the class of its chip and its words. An officer's new one is with the facilitators.
pub(crate) fn question(status: Status, reader: Role) -> Option<(&'static str, &'static str)> {
    match (status, reader) {
        (Status::New, Role::Facilitator) => Some(("warn", "New")),
        (Status::New, _) => Some(("", "With the facilitator")),
        (Status::Approved | Status::Withdrawn, _) => None,
        (Status::Answering, _) => Some(("brand", "Being answered")),
        (Status::Answered, _) => Some(("good", "Answered")),
        (Status::Parked, _) => Some(("", "Parked for later")),
    }
}

/// Whether names stay with the answers of a poll.
pub(crate) fn asks(ask: Ask) -> &'static str {
    match ask {
        Ask::Named => "named",
        Ask::Anonymous => "anonymous",
    }
}

/// Minutes as hours and minutes: `2 h 10`, `45 min`.
pub(crate) fn hours(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    }
}

/// `1 officer`, `3 officers`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::poll::Draft;

    #[test]
    fn an_agenda_says_what_is_most_telling_of_a_segment() {
        let poll = |ask, check| Activity::Poll(Box::new(Draft { ask, check, ..Draft::default() }));
        let (board, groups) = (Activity::Board(Default::default()), Activity::Groups(Default::default()));
        let exercise = Activity::Exercise(Default::default());
        assert_eq!(kind(&[groups.clone(), exercise, board.clone()]), "small groups");
        assert_eq!(
            kind(&[Activity::Talk, poll(Ask::Anonymous, false), board]),
            "poll",
            "how it is asked is said by itself"
        );
        assert_eq!(kind(&[groups, poll(Ask::Named, false)]), "poll");
        assert_eq!(kind(&[poll(Ask::Named, true)]), "knowledge check");
        assert_eq!(kind(&[Activity::Talk, Activity::Questions { panel: true }]), "guest panel");
        assert_eq!(kind(&[Activity::Questions { panel: false }]), "questions");
        assert_eq!([kind(&[]), kind(&[Activity::Talk]), kind(&[Activity::Break])], [""; 3]);
    }
}
