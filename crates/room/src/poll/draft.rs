//! What a poll asks, and which answers fit it.

use crate::map::Set;
use crate::{Refusal, limit, roster::Role, wording};
use serde::{Deserialize, Serialize};

/// Marks of an agreement go from 1 to this.
pub const POINTS: u8 = 5;

/// Whether names stay with answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Facilitators see who answered what.
    #[default]
    Named,
    /// Nobody can ever tie an answer to a person: see [`super::sealed`].
    Anonymous,
}

/// The four ways to answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// One of the options.
    Single {
        /// At least two.
        options: Vec<String>,
    },
    /// Some of the options.
    Multiple {
        /// At least two.
        options: Vec<String>,
        /// Choose at least so many, from 1.
        min: u8,
        /// Choose at most so many.
        max: u8,
    },
    /// Every statement gets a mark from 1 to [`POINTS`].
    Agreement {
        /// At least one.
        statements: Vec<String>,
        /// What 1 means; may be empty.
        low: String,
        /// What [`POINTS`] means; may be empty.
        high: String,
    },
    /// A budget of points spread over the options.
    Points {
        /// At least two.
        options: Vec<String>,
        /// Points each person has.
        total: u16,
    },
}

impl Default for Kind {
    fn default() -> Self {
        Self::Single { options: vec![] }
    }
}

impl Kind {
    /// The options, or the statements of an agreement.
    #[must_use]
    pub fn rows(&self) -> &[String] {
        match self {
            Self::Single { options } | Self::Multiple { options, .. } | Self::Points { options, .. } => {
                options
            }
            Self::Agreement { statements, .. } => statements,
        }
    }

    /// What one person gives away: a budget of points, or one choice for each option.
    pub(super) fn budget(&self) -> u16 {
        if let Self::Points { total, .. } = self { *total } else { 1 }
    }

    fn checked(&self) -> Result<Self, Refusal> {
        let rows = self.rows();
        let least = if matches!(self, Self::Agreement { .. }) { 1 } else { 2 };
        if rows.len() < least || rows.len() > limit::OPTIONS {
            return Err(Refusal::BadDraft);
        }
        let rows = rows.iter().map(|row| wording::line(row, limit::OPTION)).collect::<Result<Vec<_>, _>>()?;
        Ok(match self {
            Self::Single { .. } => Self::Single { options: rows },
            Self::Multiple { min, max, .. } => {
                if *min == 0 || min > max || usize::from(*max) > rows.len() {
                    return Err(Refusal::BadDraft);
                }
                Self::Multiple { options: rows, min: *min, max: *max }
            }
            Self::Agreement { low, high, .. } => Self::Agreement {
                statements: rows,
                low: wording::optional_line(low, limit::NAME)?,
                high: wording::optional_line(high, limit::NAME)?,
            },
            Self::Points { total: 0, .. } => return Err(Refusal::BadDraft),
            Self::Points { total, .. } => Self::Points { options: rows, total: *total },
        })
    }
}

/// The correct answer of a knowledge check. Facilitators know it; officers learn it when the poll closes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// The correct options, all of them.
    pub correct: Set<u8>,
    /// Why; may be empty.
    pub explanation: String,
}

impl Key {
    /// Whether the answer is correct: exactly the correct options.
    #[must_use]
    pub fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Chosen(chosen) if *chosen == self.correct)
    }

    fn checked(&self, kind: &Kind) -> Result<Self, Refusal> {
        choice_fits(kind, &self.correct).or(Err(Refusal::BadDraft))?;
        let explanation = match wording::paragraph(&self.explanation, limit::TEXT) {
            Err(Refusal::Empty) => String::new(),
            other => other?,
        };
        Ok(Self { correct: self.correct.clone(), explanation })
    }
}

/// What a poll asks, before it is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its name in the agenda and above the results; may be empty.
    pub title: String,
    /// The question, or the sentence above the statements.
    pub question: String,
    /// The way to answer.
    pub kind: Kind,
    /// Whether names stay with answers.
    pub ask: Ask,
    /// Nobody but their author sees answers before the poll closes.
    pub hidden_until_closed: bool,
    /// Closes by itself after so many seconds.
    pub seconds: Option<u16>,
    /// Guests are asked as well.
    pub guests: bool,
    /// A knowledge check: answers count for credit.
    pub check: bool,
    /// The correct answer; a check needs one.
    pub key: Option<Key>,
    /// Meant to be asked again later, to compare the rounds.
    pub again: bool,
    /// An anonymous poll whose results are told by department as well, where departments are large enough.
    pub by_department: bool,
    /// An anonymous poll that asks something delicate: more have to answer, and results are told more carefully.
    pub sensitive: bool,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            title: String::new(),
            question: String::new(),
            kind: Kind::default(),
            ask: Ask::Named,
            hidden_until_closed: true,
            seconds: None,
            guests: false,
            check: false,
            key: None,
            again: false,
            by_department: false,
            sensitive: false,
        }
    }
}

impl Draft {
    /// Whether people of this role are asked: officers, and guests if the draft says so and shows names.
    #[must_use]
    pub fn asks(&self, role: Role) -> bool {
        role == Role::Officer || (role == Role::Guest && self.guests && !self.is_anonymous())
    }

    /// Whether nobody may ever learn who said what.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.ask == Ask::Anonymous
    }

    /// The draft fit to be opened, its texts cleaned.
    ///
    /// # Errors
    /// [`Refusal::BadDraft`] when options, limits or the key do not go together, and what [`wording`] says
    /// about its texts.
    pub fn checked(&self) -> Result<Self, Refusal> {
        // What counts for credit is known by name.
        let unknown_by_name = self.check && self.is_anonymous();
        if self.seconds == Some(0) || unknown_by_name || (self.check && self.key.is_none()) {
            return Err(Refusal::BadDraft);
        }
        let kind = self.kind.checked()?;
        let key = self.key.as_ref().map(|key| key.checked(&kind)).transpose()?;
        Ok(Self {
            title: wording::optional_line(&self.title, limit::NAME)?,
            question: wording::paragraph(&self.question, limit::QUESTION)?,
            kind,
            key,
            ..*self
        })
    }

    /// Whether `answer` fits this question.
    ///
    /// # Errors
    /// [`Refusal::BadAnswer`].
    pub fn takes(&self, answer: &Answer) -> Result<(), Refusal> {
        let fits = match (answer, &self.kind) {
            // A check without an answer would be answered by closing it.
            (Answer::Pass, _) => !self.check,
            (Answer::Chosen(chosen), kind) => return choice_fits(kind, chosen),
            (Answer::Marks(marks), Kind::Agreement { statements, .. }) => {
                marks.len() == statements.len()
                    && marks.iter().any(Option::is_some)
                    && marks.iter().flatten().all(|mark| (1..=POINTS).contains(mark))
            }
            (Answer::Points(points), Kind::Points { options, total }) => {
                let spent: u64 = points.iter().copied().map(u64::from).sum();
                points.len() == options.len() && (1..=u64::from(*total)).contains(&spent)
            }
            (Answer::Marks(_) | Answer::Points(_), _) => false,
        };
        if fits { Ok(()) } else { Err(Refusal::BadAnswer) }
    }

    pub(super) fn without_key_unless(&self, seen: bool) -> Self {
        Self { key: self.key.clone().filter(|_| seen), ..self.clone() }
    }
}

fn choice_fits(kind: &Kind, chosen: &Set<u8>) -> Result<(), Refusal> {
    let number = match kind {
        Kind::Single { .. } => 1..=1,
        Kind::Multiple { min, max, .. } => usize::from(*min)..=usize::from(*max),
        Kind::Agreement { .. } | Kind::Points { .. } => return Err(Refusal::BadAnswer),
    };
    let known = chosen.iter().all(|option| usize::from(*option) < kind.rows().len());
    if known && number.contains(&chosen.len()) { Ok(()) } else { Err(Refusal::BadAnswer) }
}

/// One person's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// Prefers not to answer.
    Pass,
    /// These options, numbered from 0.
    Chosen(Set<u8>),
    /// A mark for each statement, from 1 to [`POINTS`]; none where one prefers not to say.
    Marks(Vec<Option<u8>>),
    /// Points for each option; not all have to be spent.
    Points(Vec<u16>),
}
