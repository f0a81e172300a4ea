//! One line of a run sheet: how long, for credit or not, what officers are told, and what they do.
//!
//! The types are shared by [`crate::template`] (which ships them) and [`crate::session`] (which owns an
//! editable copy). Some fields are for facilitators only; their docs say so, and whoever sends a
//! segment to an officer uses [`Segment::for_officers`].

use serde::{Deserialize, Serialize};

use crate::id::SegmentId;

/// One line of a run sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Stable within its run sheet.
    pub id: SegmentId,
    /// Shown in the agenda, at most 80 characters.
    pub title: String,
    /// Planned length in minutes.
    pub minutes: u16,
    /// Whether time present in it counts toward training credit.
    pub credit: bool,
    /// What officers are asked to do, shown on the stage.
    pub instructions: String,
    /// Private notes; facilitators only.
    pub notes: String,
    /// What happens, in order. A segment without activities is a talk.
    pub activities: Vec<Activity>,
}

/// Something to do together in a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Somebody explains; the points stand on the stage.
    Talk(TalkDraft),
    /// Nobody is needed; the room shows when to be back.
    Break,
    /// A question with counted answers.
    Poll(PollDraft),
    /// A whiteboard with titled frames.
    Board(BoardDraft),
    /// Small groups, each in a room of its own.
    Breakout(BreakoutDraft),
    /// A task for the groups, with or without timed steps.
    Exercise(ExerciseDraft),
    /// Officers ask, guests or facilitators answer.
    Questions(QuestionsDraft),
    /// A call that unfolds fact by fact.
    Scenario(ScenarioCard),
    /// Questions with right answers, answered under one's own name, for credit.
    Check(CheckDraft),
    /// Each officer writes one if-then plan.
    Commitment(CommitmentDraft),
    /// Every group tells the room what it found.
    Report(ReportDraft),
}

/// The points a speaker keeps on the stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TalkDraft {
    /// The line above the points.
    pub heading: String,
    /// Short sentences.
    pub points: Vec<String>,
}

/// A poll that is ready to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollDraft {
    /// Polls with the same key ask the same thing, so their results can stand side by side and an
    /// edit of one is an edit of all. `None` for a poll that is asked once.
    pub key: Option<String>,
    /// What is asked, as it is opened in the room.
    pub draft: room::poll::Draft,
}

/// How the frames of a whiteboard are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardLayout {
    /// Side by side.
    #[default]
    Columns,
    /// Two rows of two.
    Quadrants,
    /// Narrow columns over an arrow.
    Timeline,
    /// Two rows of two, by whose say counts and whose concern it is.
    Stakeholders,
    /// From narrow to wide: issue, ideas, plan.
    Plan,
}

/// A whiteboard before anybody has written on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoardDraft {
    /// The line above the board.
    pub prompt: String,
    /// Titles of the frames, from left to right.
    pub frames: Vec<String>,
    /// How the frames are laid out.
    #[serde(default)]
    pub layout: BoardLayout,
    /// One board for each group instead of one for everybody.
    #[serde(default)]
    pub per_group: bool,
}

/// How the room is split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakoutDraft {
    /// The size aimed at; groups differ by at most one.
    pub size: u8,
    /// Who sits with whom.
    pub rule: GroupRule,
}

/// Who sits with whom in groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRule {
    /// By chance.
    Random,
    /// Departments spread over the groups as evenly as they go.
    Mixed,
    /// Colleagues from one department stay together.
    SameDepartment,
}

/// A task for groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExerciseDraft {
    /// Its name.
    pub title: String,
    /// What to do, readable without the facilitator.
    pub prompt: String,
    /// Dots each person has in the vote step.
    pub dots: u8,
    /// The timed steps in order; empty when the task is one piece.
    pub steps: Vec<ExerciseStep>,
}

/// A timed step of an exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExerciseStep {
    /// Which of the five.
    pub kind: StepKind,
    /// Planned length in minutes.
    pub minutes: u16,
}

/// The road from an issue to an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Agree on one sentence.
    Issue,
    /// Write ideas, one on a card.
    Ideas,
    /// Spend dots.
    Vote,
    /// Owner, first step, date, measure.
    Plan,
    /// Say it to the room.
    Report,
}

/// A round of questions and answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionsDraft {
    /// What to ask about.
    pub prompt: String,
    /// Whether guests answer.
    #[serde(default)]
    pub panel: bool,
}

/// A call that unfolds fact by fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioCard {
    /// Its name.
    pub title: String,
    /// What is known when it begins.
    pub situation: String,
    /// Revealed one by one. Officers are not sent a fact before its turn.
    pub facts: Vec<String>,
    /// What the group talks about.
    pub ask: Vec<String>,
    /// What to draw out afterwards; facilitators only.
    pub debrief: String,
}

/// A knowledge check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckDraft {
    /// Asked together.
    pub questions: Vec<CheckQuestion>,
}

/// One question with one right answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckQuestion {
    /// The question.
    pub question: String,
    /// The answers to choose from.
    pub options: Vec<String>,
    /// Index of the right option. Officers are not sent it before the check is closed.
    pub answer: u8,
    /// Why it is right; goes out with the answer.
    pub explanation: String,
}

/// The form for an if-then plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitmentDraft {
    /// What to write.
    pub prompt: String,
    /// Days until those who lead the session want to ask how it went. Nothing asks by itself, so officers are not told.
    pub follow_up_days: u16,
}

/// How groups report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportDraft {
    /// What to tell.
    pub prompt: String,
    /// Speaking time of each group, in seconds.
    pub seconds_each: u16,
}

impl Segment {
    /// The segment without what only facilitators may see: notes, debriefs, facts not yet revealed and
    /// right answers (`answer` becomes 0 and the explanation is emptied).
    pub fn for_officers(&self) -> Segment {
        let mut shown = self.clone();
        shown.notes.clear();
        for activity in &mut shown.activities {
            match activity {
                Activity::Scenario(card) => {
                    card.facts.clear();
                    card.debrief.clear();
                }
                Activity::Check(check) => {
                    for question in &mut check.questions {
                        question.answer = 0;
                        question.explanation.clear();
                    }
                }
                Activity::Talk(_)
                | Activity::Break
                | Activity::Poll(_)
                | Activity::Board(_)
                | Activity::Breakout(_)
                | Activity::Exercise(_)
                | Activity::Questions(_)
                | Activity::Commitment(_)
                | Activity::Report(_) => {}
            }
        }
        shown
    }

    /// The few words under its title in an agenda: what kind of thing this is.
    pub fn label(&self) -> &'static str {
        let most_telling = self.activities.iter().max_by_key(|activity| activity.weight());
        most_telling.map_or("talk", Activity::label)
    }

    /// Every text in it, as [`Segment::texts_mut`] lists them.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.clone().texts_mut().into_iter().map(std::mem::take).collect()
    }

    /// Every text that people may write slots in.
    pub(crate) fn texts_mut(&mut self) -> Vec<&mut String> {
        let mut texts = vec![&mut self.title, &mut self.instructions, &mut self.notes];
        for activity in &mut self.activities {
            texts.extend(activity.texts_mut());
        }
        texts
    }
}

impl Activity {
    /// Its kind in lower-case words, as an agenda shows it.
    pub fn label(&self) -> &'static str {
        match self {
            Activity::Talk(_) => "talk",
            Activity::Break => "break",
            Activity::Poll(poll) if poll.draft.is_anonymous() => "anonymous poll",
            Activity::Poll(_) => "poll",
            Activity::Board(_) => "whiteboard",
            Activity::Breakout(_) => "small groups",
            Activity::Exercise(_) => "exercise",
            Activity::Questions(draft) if draft.panel => "guest panel",
            Activity::Questions(_) => "questions",
            Activity::Scenario(_) => "scenario",
            Activity::Check(_) => "knowledge check",
            Activity::Commitment(_) => "your commitment",
            Activity::Report(_) => "report back",
        }
    }

    /// Which activity names a segment that holds several: the higher one.
    fn weight(&self) -> u8 {
        match self {
            Activity::Talk(_) => 0,
            Activity::Exercise(_) => 1,
            Activity::Board(_) => 2,
            Activity::Breakout(_) => 3,
            Activity::Poll(_) => 4,
            Activity::Report(_) => 5,
            Activity::Questions(_) => 6,
            Activity::Scenario(_) => 7,
            Activity::Check(_) => 8,
            Activity::Commitment(_) => 9,
            Activity::Break => 10,
        }
    }

    fn texts_mut(&mut self) -> Vec<&mut String> {
        match self {
            Activity::Break | Activity::Breakout(_) => Vec::new(),
            Activity::Talk(talk) => with(&mut talk.heading, &mut talk.points),
            Activity::Poll(poll) => {
                let draft = &mut poll.draft;
                let mut texts =
                    vec![&mut draft.title, &mut draft.question, &mut draft.kind.low, &mut draft.kind.high];
                texts.extend(&mut draft.kind.rows);
                texts.extend(draft.key.as_mut().map(|key| &mut key.explanation));
                texts.retain(|text| !text.is_empty());
                texts
            }
            Activity::Board(board) => with(&mut board.prompt, &mut board.frames),
            Activity::Exercise(exercise) => vec![&mut exercise.title, &mut exercise.prompt],
            Activity::Questions(questions) => vec![&mut questions.prompt],
            Activity::Scenario(card) => {
                let mut texts = vec![&mut card.title, &mut card.situation, &mut card.debrief];
                texts.extend(&mut card.facts);
                texts.extend(&mut card.ask);
                texts
            }
            Activity::Check(check) => check.questions.iter_mut().flat_map(CheckQuestion::texts_mut).collect(),
            Activity::Commitment(commitment) => vec![&mut commitment.prompt],
            Activity::Report(report) => vec![&mut report.prompt],
        }
    }
}

impl CheckQuestion {
    fn texts_mut(&mut self) -> Vec<&mut String> {
        let mut texts = with(&mut self.question, &mut self.options);
        texts.push(&mut self.explanation);
        texts
    }
}

/// A text and the list below it, as one list.
fn with<'a>(first: &'a mut String, rest: &'a mut [String]) -> Vec<&'a mut String> {
    std::iter::once(first).chain(rest).collect()
}
