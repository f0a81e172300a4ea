//! One line of the run sheet, and what is done together in it.

use crate::map::Map;
use crate::{
    Context, Event as Happened, Refusal, Room, SegmentId, board, breakout, exercise, limit, poll, wording,
};
use serde::{Deserialize, Serialize};

/// How much of a segment a view holds; decided by [`crate::Viewer::detail_of_segment`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Detail {
    /// Title, minutes and of what kind it is: the lobby's agenda.
    Outline,
    /// Also the instructions and whether it earns credit.
    Card,
    /// Also what happens in it, as far as it has been shown: the segment that is running.
    Stage,
    /// Also the private notes and everything still to come.
    #[default]
    Full,
}

/// One line of the run sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its id: from the plan, or given by the room when it was inserted.
    pub id: SegmentId,
    /// Shown in the agenda, also to those waiting.
    pub title: String,
    /// What officers are asked to do; empty for nothing.
    pub instructions: String,
    /// Private; facilitators only.
    pub notes: String,
    /// Planned length in minutes.
    pub minutes: u16,
    /// Whether time present in it counts toward credit.
    pub credit: bool,
    /// What happens, in order. A segment without activities is a talk. A view that may not know what happens has each
    /// kind once, empty.
    pub activities: Vec<Activity>,
}

/// Something to do together in a segment. A closed list: what is not in it is not built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Activity {
    /// Somebody explains.
    Talk,
    /// Nobody is needed; the room shows when to be back.
    Break,
    /// Officers ask, facilitators or guests answer.
    Questions {
        /// Whether guests answer.
        panel: bool,
    },
    /// A call that unfolds fact by fact.
    Scenario {
        /// What is known when it begins.
        card: String,
        /// What becomes known, one by one; a view holds only those that have been shown.
        facts: Vec<String>,
    },
    /// Each officer writes one if-then plan.
    Commitment,
    /// Every group tells the room what it found.
    Report {
        /// How long each group has.
        seconds: u16,
    },
    /// Work in groups.
    Groups(breakout::Draft),
    /// From an issue to a plan, in the groups of this segment or in the whole room.
    Exercise(exercise::Draft),
    /// A question with counted answers; the facilitator opens it. Others see no more than its title before.
    Poll(Box<poll::Draft>),
    /// A whiteboard; it opens by itself when the segment starts.
    Board(board::Draft),
}

/// How many facts have been shown, by the number of the activity.
pub type Shown = Map<u16, u16>;

impl Segment {
    /// The segment with its texts made fit for the room.
    ///
    /// # Errors
    /// [`Refusal::Empty`] without a title or minutes, [`Refusal::TooLong`] beyond a limit.
    pub fn checked(&self) -> Result<Self, Refusal> {
        check_minutes(self.minutes)?;
        if self.activities.len() > limit::ACTIVITIES {
            return Err(limit::too_long(limit::ACTIVITIES));
        }
        Ok(Self {
            title: wording::line(&self.title, limit::NAME)?,
            instructions: wording::optional_paragraph(&self.instructions, limit::TEXT)?,
            notes: wording::optional_paragraph(&self.notes, limit::TEXT)?,
            activities: self.activities.iter().map(Activity::checked).collect::<Result<_, _>>()?,
            ..self.clone()
        })
    }

    /// What a view with this much detail holds of it.
    #[must_use]
    pub fn redacted(&self, detail: Detail, shown: &Shown) -> Self {
        let mut segment = self.clone();
        if detail < Detail::Full {
            segment.notes.clear();
            segment.activities = if detail == Detail::Stage { self.staged(shown) } else { self.outlined() };
        }
        if detail < Detail::Card {
            segment.instructions.clear();
            segment.credit = false;
        }
        segment
    }

    /// Its activities as the room sees them while it runs.
    #[must_use]
    pub fn staged(&self, shown: &Shown) -> Vec<Activity> {
        let shown = |n: usize| u16::try_from(n).ok().and_then(|n| shown.get(&n)).copied().unwrap_or(0);
        self.activities.iter().enumerate().map(|(n, activity)| activity.staged(shown(n))).collect()
    }

    /// Its activities as its agenda names them: each kind once, and nothing of what they hold. The same comes of what is
    /// staged, so that a view can forget what was on the stage.
    #[must_use]
    pub fn outlined(&self) -> Vec<Activity> {
        let mut kinds = vec![];
        for kind in self.activities.iter().map(Activity::outlined) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }

    /// Its planned length in milliseconds.
    #[must_use]
    pub fn planned_ms(&self) -> i64 {
        i64::from(self.minutes) * crate::MINUTE_MS
    }
}

impl Activity {
    fn checked(&self) -> Result<Self, Refusal> {
        match self {
            Self::Scenario { facts, .. } if facts.len() > limit::FACTS => Err(limit::too_long(limit::FACTS)),
            Self::Scenario { card, facts } => Ok(Self::Scenario {
                card: wording::paragraph(card, limit::TEXT)?,
                facts: facts.iter().map(|f| wording::paragraph(f, limit::FACT)).collect::<Result<_, _>>()?,
            }),
            Self::Groups(draft) => Ok(Self::Groups(draft.checked()?)),
            Self::Exercise(draft) => Ok(Self::Exercise(draft.checked()?)),
            Self::Poll(draft) => Ok(Self::Poll(Box::new(draft.checked()?))),
            Self::Board(draft) => Ok(Self::Board(draft.checked()?)),
            Self::Report { seconds: 0 } => Err(Refusal::Empty),
            Self::Report { seconds } if *seconds > limit::REPORT_S => {
                Err(limit::too_long(usize::from(limit::REPORT_S)))
            }
            Self::Talk | Self::Break | Self::Questions { .. } | Self::Commitment | Self::Report { .. } => {
                Ok(self.clone())
            }
        }
    }

    /// As the room sees it once `shown` of its facts have been shown.
    fn staged(&self, shown: u16) -> Self {
        match self {
            Self::Scenario { card, facts } => Self::Scenario {
                card: card.clone(),
                facts: facts.iter().take(usize::from(shown)).cloned().collect(),
            },
            Self::Poll(draft) => {
                let (title, ask, check) = (draft.title.clone(), draft.ask, draft.check);
                Self::Poll(Box::new(poll::Draft { title, ask, check, ..poll::Draft::default() }))
            }
            Self::Groups(_)
            | Self::Exercise(_)
            | Self::Board(_)
            | Self::Talk
            | Self::Break
            | Self::Questions { .. }
            | Self::Commitment
            | Self::Report { .. } => self.clone(),
        }
    }

    /// What kind of activity it is, in the words of an agenda; what it holds is left out.
    fn outlined(&self) -> Self {
        match self {
            Self::Scenario { .. } => Self::Scenario { card: String::new(), facts: vec![] },
            Self::Poll(draft) => {
                let (ask, check) = (draft.ask, draft.check);
                Self::Poll(Box::new(poll::Draft { ask, check, ..poll::Draft::default() }))
            }
            Self::Groups(_) => Self::Groups(breakout::Draft::default()),
            Self::Exercise(_) => Self::Exercise(exercise::Draft::default()),
            Self::Board(_) => Self::Board(board::Draft::default()),
            Self::Report { .. } => Self::Report { seconds: 0 },
            Self::Talk | Self::Break | Self::Questions { .. } | Self::Commitment => self.clone(),
        }
    }

    /// Keeps a fact that has just been shown, in a view that did not hold it.
    pub(super) fn learn(&mut self, number: u16, fact: &str) {
        if let Self::Scenario { facts, .. } = self
            && facts.len() == usize::from(number)
        {
            facts.push(fact.to_owned());
        }
    }
}

/// What opens by itself when `segment` starts. The first event returned gets number `first_index` among the
/// events of this decision, so ids come from `ctx.id(first_index + n)`.
#[must_use]
pub fn begins(room: &Room, ctx: &Context, segment: &Segment, first_index: usize) -> Vec<Happened> {
    let groups_come = segment.activities.iter().any(|a| matches!(a, Activity::Groups(_)));
    let mut events = vec![];
    for activity in &segment.activities {
        let next = first_index + events.len();
        events.extend(match activity {
            Activity::Groups(draft) => breakout::prepared(room, ctx, *draft, next),
            Activity::Exercise(draft) => exercise::prepared(room, ctx, draft, next, groups_come),
            // One that is there from an earlier run stays in use. One that cannot be opened yet, because there
            // are no groups, is left to the facilitator.
            Activity::Board(draft) if !room.board.has(segment.id, draft) => {
                board::open(room, ctx, next, draft, Some(segment.id)).unwrap_or_default()
            }
            // A poll begins when the facilitator says so; the others need no state of their own: being on the
            // stage is all there is to them.
            Activity::Board(_)
            | Activity::Poll(_)
            | Activity::Talk
            | Activity::Break
            | Activity::Questions { .. }
            | Activity::Scenario { .. }
            | Activity::Commitment
            | Activity::Report { .. } => vec![],
        });
    }
    events
}

/// Whether a segment can be that long.
///
/// # Errors
/// [`Refusal::Empty`] for none, [`Refusal::TooLong`] above the limit.
pub(super) fn check_minutes(minutes: u16) -> Result<(), Refusal> {
    match minutes {
        0 => Err(Refusal::Empty),
        n if n > limit::MINUTES => Err(limit::too_long(usize::from(limit::MINUTES))),
        _ => Ok(()),
    }
}
