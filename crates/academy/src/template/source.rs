//! How templates are written down, and how their references are resolved.

use std::collections::BTreeMap;

use room::poll::{Ask, Draft, Kind, Manner};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_yaml_ng::with::singleton_map;

use super::{Fault, Template};
use crate::id::SegmentId;
use crate::segment::{
    Activity, BoardDraft, BreakoutDraft, CheckDraft, CheckQuestion, CommitmentDraft, ExerciseDraft,
    ExerciseStep, PollDraft, QuestionsDraft, ReportDraft, ScenarioCard, Segment, TalkDraft,
};
use crate::tailor::{self, Slot};

/// What the sessions refer to, each under its key.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Library {
    pub(super) slots: BTreeMap<String, SlotSource>,
    pub(super) ground_rules: BTreeMap<String, TalkDraft>,
    pub(super) polls: BTreeMap<String, PollSource>,
    pub(super) checks: BTreeMap<String, CheckQuestion>,
    pub(super) exercises: BTreeMap<String, ExerciseSource>,
    pub(super) scenarios: BTreeMap<String, ScenarioCard>,
    pub(super) commitments: BTreeMap<String, CommitmentDraft>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SlotSource {
    ask: String,
    otherwise: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PollSource {
    question: String,
    #[serde(with = "singleton_map")]
    kind: KindSource,
}

/// What an answer looks like, as templates say it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum KindSource {
    Single { options: Vec<String> },
    Agreement { statements: Vec<String>, low: String, high: String },
    Points { options: Vec<String>, points: u16 },
}

impl KindSource {
    fn kind(&self) -> Kind {
        match self {
            Self::Single { options } => Kind::of(Manner::Single, options.clone()),
            Self::Agreement { statements, low, high } => {
                let (low, high) = (low.clone(), high.clone());
                Kind { low, high, ..Kind::of(Manner::Agreement, statements.clone()) }
            }
            Self::Points { options, points } => {
                Kind { max: *points, ..Kind::of(Manner::Points, options.clone()) }
            }
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExerciseSource {
    title: String,
    prompt: String,
    #[serde(default)]
    dots: u8,
    #[serde(default)]
    steps: Vec<ExerciseStep>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateSource {
    id: String,
    title: String,
    about: String,
    audience: String,
    objectives: Vec<String>,
    slots: Vec<String>,
    segments: Vec<SegmentSource>,
}

/// A segment as written. Its activities follow one another in the order of the fields below.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SegmentSource {
    title: String,
    minutes: u16,
    credit: bool,
    instructions: String,
    notes: String,
    #[serde(default)]
    is_break: bool,
    ground_rules: Option<String>,
    talk: Option<TalkDraft>,
    questions: Option<QuestionsDraft>,
    /// Whether the polls of this segment are anonymous.
    #[serde(default)]
    anon: bool,
    #[serde(default)]
    polls: Vec<String>,
    #[serde(default)]
    checks: Vec<String>,
    breakout: Option<BreakoutDraft>,
    #[serde(default)]
    scenarios: Vec<String>,
    exercise: Option<String>,
    /// Minutes for the steps of the exercise, where they differ from the library's.
    steps: Option<Vec<ExerciseStep>>,
    board: Option<BoardDraft>,
    report: Option<ReportDraft>,
    commitment: Option<String>,
}

/// The library that ships.
pub(super) fn library() -> Result<Library, Fault> {
    parse("library.yaml", include_str!("../../templates/library.yaml"))
}

/// Reads one template; `file` names it in a fault.
pub(super) fn read(file: &str, text: &str, library: &Library) -> Result<Template, Fault> {
    let source: TemplateSource = parse(file, text)?;
    let fault = |problem: String| Fault { place: source.id.clone(), problem };
    let slots =
        source.slots.iter().map(|key| library.slot(key)).collect::<Result<Vec<_>, _>>().map_err(&fault)?;
    let mut segments = Vec::with_capacity(source.segments.len());
    for (segment, number) in source.segments.into_iter().zip(1..) {
        segments.push(library.segment(SegmentId(number), segment).map_err(&fault)?);
    }
    if let Some(key) = undeclared(&segments, &slots) {
        return Err(fault(format!("uses the slot {key} without declaring it")));
    }
    Ok(Template {
        id: source.id,
        title: source.title,
        about: source.about,
        audience: source.audience,
        objectives: source.objectives,
        slots,
        segments,
    })
}

fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Fault> {
    serde_yaml_ng::from_str(text)
        .map_err(|error| Fault { place: file.to_owned(), problem: error.to_string() })
}

fn undeclared(segments: &[Segment], slots: &[Slot]) -> Option<String> {
    let texts: Vec<String> = segments.iter().flat_map(Segment::texts).collect();
    let mut keys = texts.iter().flat_map(|text| tailor::used(text));
    keys.find(|key| !slots.iter().any(|slot| slot.key == *key)).map(str::to_owned)
}

impl Library {
    fn slot(&self, key: &str) -> Result<Slot, String> {
        let slot = find(&self.slots, key)?;
        Ok(Slot { key: key.to_owned(), ask: slot.ask.clone(), otherwise: slot.otherwise.clone() })
    }

    fn segment(&self, id: SegmentId, source: SegmentSource) -> Result<Segment, String> {
        Ok(Segment {
            id,
            title: source.title.clone(),
            minutes: source.minutes,
            credit: source.credit,
            instructions: source.instructions.clone(),
            notes: source.notes.clone(),
            activities: self.activities(source)?,
        })
    }

    fn activities(&self, source: SegmentSource) -> Result<Vec<Activity>, String> {
        let mut activities = Vec::new();
        if source.is_break {
            activities.push(Activity::Break);
        }
        if let Some(key) = &source.ground_rules {
            activities.push(Activity::Talk(find(&self.ground_rules, key)?.clone()));
        }
        activities.extend(source.talk.map(Activity::Talk));
        activities.extend(source.questions.map(Activity::Questions));
        for key in &source.polls {
            activities.push(Activity::Poll(self.poll(key, source.anon)?));
        }
        if !source.checks.is_empty() {
            activities.push(Activity::Check(self.check(&source.checks)?));
        }
        activities.extend(source.breakout.map(Activity::Breakout));
        for key in &source.scenarios {
            activities.push(Activity::Scenario(find(&self.scenarios, key)?.clone()));
        }
        if let Some(key) = &source.exercise {
            activities.push(Activity::Exercise(self.exercise(key, source.steps)?));
        }
        activities.extend(source.board.map(Activity::Board));
        activities.extend(source.report.map(Activity::Report));
        if let Some(key) = &source.commitment {
            activities.push(Activity::Commitment(find(&self.commitments, key)?.clone()));
        }
        Ok(activities)
    }

    fn poll(&self, key: &str, anonymous: bool) -> Result<PollDraft, String> {
        let poll = find(&self.polls, key)?;
        Ok(PollDraft {
            key: Some(key.to_owned()),
            draft: Draft {
                question: poll.question.clone(),
                kind: poll.kind.kind(),
                ask: if anonymous { Ask::Anonymous } else { Ask::Named },
                ..Draft::default()
            },
        })
    }

    fn check(&self, keys: &[String]) -> Result<CheckDraft, String> {
        let questions = keys.iter().map(|key| find(&self.checks, key).cloned());
        Ok(CheckDraft { questions: questions.collect::<Result<_, _>>()? })
    }

    fn exercise(&self, key: &str, steps: Option<Vec<ExerciseStep>>) -> Result<ExerciseDraft, String> {
        let exercise = find(&self.exercises, key)?;
        Ok(ExerciseDraft {
            title: exercise.title.clone(),
            prompt: exercise.prompt.clone(),
            dots: exercise.dots,
            steps: steps.unwrap_or_else(|| exercise.steps.clone()),
        })
    }
}

fn find<'m, T>(map: &'m BTreeMap<String, T>, key: &str) -> Result<&'m T, String> {
    map.get(key).ok_or_else(|| format!("refers to {key}, which the library does not hold"))
}

#[cfg(test)]
impl Library {
    /// Every key in it.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let keys = self.slots.keys().chain(self.ground_rules.keys()).chain(self.polls.keys());
        let keys = keys.chain(self.checks.keys()).chain(self.exercises.keys());
        keys.chain(self.scenarios.keys()).chain(self.commitments.keys()).map(String::as_str)
    }
}
