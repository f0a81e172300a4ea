//! The kinds of activity: what they are called, how they are drawn, what a new one looks like.

use academy::{
    id::SegmentId,
    segment::{
        Activity, BoardDraft, BoardLayout, BreakoutDraft, CheckDraft, CheckQuestion, CommitmentDraft,
        ExerciseDraft, GroupRule, PollDraft, QuestionsDraft, ReportDraft, ScenarioCard, Segment, StepKind,
        TalkDraft,
    },
};

use room::poll::{self, Draft, Manner};

use crate::words::count;

/// A kind of activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Talk,
    Poll,
    Board,
    Groups,
    Questions,
    Break,
    Exercise,
    Scenario,
    Check,
    Commitment,
    Report,
}

impl Kind {
    /// What most run sheets are made of.
    pub(super) const USUAL: [Kind; 6] =
        [Kind::Talk, Kind::Poll, Kind::Board, Kind::Groups, Kind::Questions, Kind::Break];
    /// The rest.
    pub(super) const FURTHER: [Kind; 5] =
        [Kind::Exercise, Kind::Scenario, Kind::Check, Kind::Commitment, Kind::Report];

    pub(super) fn of(activity: &Activity) -> Kind {
        match activity {
            Activity::Talk(_) => Kind::Talk,
            Activity::Break => Kind::Break,
            Activity::Poll(_) => Kind::Poll,
            Activity::Board(_) => Kind::Board,
            Activity::Breakout(_) => Kind::Groups,
            Activity::Exercise(_) => Kind::Exercise,
            Activity::Questions(_) => Kind::Questions,
            Activity::Scenario(_) => Kind::Scenario,
            Activity::Check(_) => Kind::Check,
            Activity::Commitment(_) => Kind::Commitment,
            Activity::Report(_) => Kind::Report,
        }
    }

    /// As buttons and headings say it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Talk => "Talk",
            Kind::Poll => "Poll",
            Kind::Board => "Board",
            Kind::Groups => "Groups",
            Kind::Questions => "Questions",
            Kind::Break => "Break",
            Kind::Exercise => "Exercise",
            Kind::Scenario => "Scenario",
            Kind::Check => "Knowledge check",
            Kind::Commitment => "Commitment",
            Kind::Report => "Report back",
        }
    }

    pub(super) fn icon(self) -> &'static str {
        match self {
            Kind::Talk => "presentation",
            Kind::Poll => "vote",
            Kind::Board => "sticky-note",
            Kind::Groups => "users",
            Kind::Questions => "messages-square",
            Kind::Break => "coffee",
            Kind::Exercise => "clipboard-list",
            Kind::Scenario => "radio",
            Kind::Check => "clipboard-check",
            Kind::Commitment => "target",
            Kind::Report => "megaphone",
        }
    }

    /// A complete activity of this kind, to be changed.
    pub(super) fn activity(self) -> Activity {
        let text = str::to_owned;
        let two = || vec![text("Yes"), text("No")];
        match self {
            Kind::Talk => Activity::Talk(TalkDraft { heading: String::new(), points: vec![] }),
            Kind::Break => Activity::Break,
            Kind::Poll => Activity::Poll(PollDraft {
                key: None,
                draft: Draft {
                    question: text("Do you agree?"),
                    kind: poll::Kind::of(Manner::Single, two()),
                    ..Draft::default()
                },
            }),
            Kind::Board => Activity::Board(BoardDraft {
                prompt: text("Write one thought on each note."),
                frames: vec![],
                layout: BoardLayout::default(),
                per_group: false,
            }),
            Kind::Groups => Activity::Breakout(BreakoutDraft { size: 4, rule: GroupRule::Mixed }),
            Kind::Exercise => Activity::Exercise(ExerciseDraft {
                title: text("Exercise"),
                prompt: text("Talk it over in your group."),
                dots: 3,
                steps: vec![],
            }),
            Kind::Questions => Activity::Questions(QuestionsDraft {
                prompt: text("What would you like to ask?"),
                panel: false,
            }),
            Kind::Scenario => Activity::Scenario(ScenarioCard {
                title: text("Scenario"),
                situation: text("A call comes in."),
                facts: vec![],
                ask: vec![],
                debrief: String::new(),
            }),
            Kind::Check => Activity::Check(CheckDraft { questions: vec![question()] }),
            Kind::Commitment => Activity::Commitment(CommitmentDraft {
                prompt: text("If this happens, then I will do that."),
                follow_up_days: 30,
            }),
            Kind::Report => {
                Activity::Report(ReportDraft { prompt: text("What did your group find?"), seconds_each: 120 })
            }
        }
    }

    /// A complete segment around one such activity.
    pub(super) fn segment(self) -> Segment {
        let minutes = match self {
            Kind::Poll | Kind::Commitment => 5,
            Kind::Groups | Kind::Exercise => 25,
            Kind::Questions | Kind::Board | Kind::Scenario | Kind::Report => 15,
            Kind::Talk | Kind::Break | Kind::Check => 10,
        };
        Segment {
            id: SegmentId::default(),
            title: self.name().to_owned(),
            minutes,
            credit: self != Kind::Break,
            instructions: String::new(),
            notes: String::new(),
            activities: vec![self.activity()],
        }
    }
}

/// A complete question of a knowledge check, to be changed.
pub(super) fn question() -> CheckQuestion {
    CheckQuestion {
        question: "What is right?".to_owned(),
        options: vec!["This".to_owned(), "That".to_owned()],
        answer: 0,
        explanation: String::new(),
    }
}

/// What draws a segment: its first activity that is more than a talk.
pub(super) fn icon(segment: &Segment) -> &'static str {
    let telling = segment.activities.iter().find(|activity| Kind::of(activity) != Kind::Talk);
    match telling.or(segment.activities.first()) {
        Some(Activity::Poll(poll)) if poll.draft.is_anonymous() => "venetian-mask",
        Some(Activity::Questions(questions)) if questions.panel => "mic",
        Some(activity) => Kind::of(activity).icon(),
        None => Kind::Talk.icon(),
    }
}

/// The line under a segment's title: what officers do in it.
pub(super) fn about(segment: &Segment) -> String {
    let mut parts: Vec<String> = segment.activities.iter().map(line).collect();
    if parts.is_empty() {
        parts.push("Talk".to_owned());
    }
    if !segment.credit {
        parts.push("no credit".to_owned());
    }
    parts.join(" · ")
}

fn line(activity: &Activity) -> String {
    match activity {
        Activity::Talk(talk) if talk.points.is_empty() => "Talk".to_owned(),
        Activity::Talk(talk) => format!("Talk, {}", count(talk.points.len(), "point", "points")),
        Activity::Break => "Break".to_owned(),
        Activity::Poll(poll) => poll_line(poll),
        Activity::Board(board) if board.frames.is_empty() => "Whiteboard".to_owned(),
        Activity::Board(board) => format!("Whiteboard, {}", count(board.frames.len(), "frame", "frames")),
        Activity::Breakout(groups) => format!("Groups of {}, {}", groups.size, rule(groups.rule)),
        Activity::Exercise(exercise) if exercise.steps.is_empty() => exercise.title.clone(),
        Activity::Exercise(exercise) => {
            let steps: Vec<_> = exercise.steps.iter().map(|one| step(one.kind)).collect();
            steps.join(", ")
        }
        Activity::Questions(questions) if questions.panel => "Guest panel".to_owned(),
        Activity::Questions(_) => "Questions with up-votes".to_owned(),
        Activity::Scenario(card) => format!("Scenario, {}", count(card.facts.len(), "fact", "facts")),
        Activity::Check(check) => {
            format!("Knowledge check, {}", count(check.questions.len(), "question", "questions"))
        }
        Activity::Commitment(commitment) => {
            format!("One if-then each, yours to ask about after {} days", commitment.follow_up_days)
        }
        Activity::Report(report) if report.seconds_each % 60 == 0 => {
            format!("{} min for each group", report.seconds_each / 60)
        }
        Activity::Report(report) => format!("{} s for each group", report.seconds_each),
    }
}

fn poll_line(poll: &PollDraft) -> String {
    let kind = &poll.draft.kind;
    let rows = |one, several| count(kind.rows.len(), one, several);
    let what = match kind.manner {
        Manner::Single | Manner::Multiple => rows("option", "options"),
        Manner::Agreement => rows("statement", "statements"),
        Manner::Rating => format!("{} to rate", rows("thing", "things")),
        Manner::Ranking => format!("{} to put in order", rows("item", "items")),
        Manner::Points => format!("{} points to spread", kind.max),
        Manner::Grid => format!("{} to place", rows("item", "items")),
        Manner::Cloud => "word cloud".to_owned(),
        Manner::Text => "open answer".to_owned(),
    };
    let name = if poll.draft.is_anonymous() { "Anonymous poll" } else { "Poll" };
    let twice = if poll.key.is_some() { ", asked twice" } else { "" };
    format!("{name}, {what}{twice}")
}

fn rule(rule: GroupRule) -> &'static str {
    match rule {
        GroupRule::Random => "by chance",
        GroupRule::Mixed => "mixed",
        GroupRule::SameDepartment => "by department",
    }
}

fn step(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Issue => "issue",
        StepKind::Ideas => "ideas",
        StepKind::Vote => "vote",
        StepKind::Plan => "plan",
        StepKind::Report => "report",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use academy::session::{Edit, RunSheet};

    #[test]
    fn every_new_segment_is_accepted_as_it_is() {
        for kind in Kind::USUAL.into_iter().chain(Kind::FURTHER) {
            let sheet = RunSheet::default().edited(Edit::Insert { at: 0, segment: kind.segment() });
            assert!(sheet.is_ok(), "{kind:?}: {sheet:?}");
            assert_eq!(Kind::of(&kind.activity()), kind);
        }
    }

    #[test]
    fn a_segment_is_drawn_by_what_officers_do_in_it() {
        let mut segment = Kind::Talk.segment();
        assert_eq!(icon(&segment), "presentation");
        segment.activities.push(Kind::Board.activity());
        assert_eq!(icon(&segment), "sticky-note");
        assert_eq!(about(&segment), "Talk · Whiteboard");
    }
}
