//! What a poll asks, and which answers fit it.

use crate::map::Set;
use crate::{Refusal, limit, roster::Role, wording};
use serde::{Deserialize, Serialize};

/// Whether names stay with answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Facilitators see who answered what.
    #[default]
    Named,
    /// Nobody can ever tie an answer to a person: see [`super::sealed`].
    Anonymous,
}

/// The ways to answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Manner {
    /// One of the options.
    #[default]
    Single,
    /// Some of the options.
    Multiple,
    /// How much one agrees with each statement.
    Agreement,
    /// So many stars for each item.
    Rating,
    /// Items in an order of one's own, the best first.
    Ranking,
    /// A budget of points spread over the options.
    Points,
    /// Every item gets a place on two scales, see [`Spot`].
    Grid,
    /// Some words, of which a cloud is made.
    Cloud,
    /// A text.
    Text,
}

/// A place on the two scales of [`Manner::Grid`], each from 1 to [`Spot::MOST`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// From left to right.
    pub across: u16,
    /// From the bottom to the top.
    pub up: u16,
}

impl Spot {
    /// The end of each scale.
    pub const MOST: u16 = 5;

    /// The place as an answer says it: the figure of `up`, then that of `across`; 0 stands for none.
    #[must_use]
    pub fn number(self) -> u16 {
        self.up * 10 + self.across
    }

    /// The place that a number says; its figures may be out of range.
    #[must_use]
    pub fn of(number: u16) -> Self {
        Self { across: number % 10, up: number / 10 }
    }

    /// Whether both scales are answered.
    #[must_use]
    pub fn is_whole(self) -> bool {
        (1..=Self::MOST).contains(&self.across) && (1..=Self::MOST).contains(&self.up)
    }
}

/// What an answer looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    /// The way to answer.
    pub manner: Manner,
    /// Options, statements or items; none where one writes.
    pub rows: Vec<String>,
    /// Choose at least so many (from 1); 0 where nothing is chosen.
    pub min: u16,
    /// The most of whatever is given: options chosen, the last mark, stars, places of a ranking, points, words of a cloud.
    pub max: u16,
    /// What the lowest mark means, or what goes from left to right on a grid; may be empty.
    pub low: String,
    /// What the highest mark means, or what goes from the bottom to the top; may be empty.
    pub high: String,
}

impl Default for Kind {
    fn default() -> Self {
        Self::of(Manner::Single, vec![])
    }
}

impl Kind {
    /// The usual question of this manner.
    #[must_use]
    pub fn of(manner: Manner, rows: Vec<String>) -> Self {
        let all = u16::try_from(rows.len()).unwrap_or(u16::MAX);
        let max = match manner {
            Manner::Single | Manner::Text => 1,
            Manner::Multiple | Manner::Ranking => all,
            Manner::Agreement | Manner::Rating | Manner::Grid => 5,
            Manner::Points => 100,
            Manner::Cloud => 3,
        };
        let min = u16::from(matches!(manner, Manner::Single | Manner::Multiple));
        Self { manner, rows, min, max, low: String::new(), high: String::new() }
    }

    /// The options, the statements of an agreement, the items.
    #[must_use]
    pub fn rows(&self) -> &[String] {
        &self.rows
    }

    /// Whether every row is answered by itself.
    #[must_use]
    pub fn by_row(&self) -> bool {
        matches!(self.manner, Manner::Agreement | Manner::Rating | Manner::Grid)
    }

    /// Whether one writes.
    #[must_use]
    pub fn is_words(&self) -> bool {
        matches!(self.manner, Manner::Cloud | Manner::Text)
    }

    /// What a row can get, one counter each: marks, places, or one number only.
    pub(super) fn width(&self) -> usize {
        match self.manner {
            Manner::Agreement | Manner::Rating | Manner::Ranking => usize::from(self.max),
            Manner::Grid => usize::from(Spot::MOST * Spot::MOST),
            _ => 1,
        }
    }

    /// What one person gives away: a budget of points, or one choice for each option.
    pub(super) fn budget(&self) -> u16 {
        if self.manner == Manner::Points { self.max } else { 1 }
    }

    fn checked(&self) -> Result<Self, Refusal> {
        let least = match self.manner {
            _ if self.is_words() => 0,
            _ if self.by_row() => 1,
            _ => 2,
        };
        let rows = if self.is_words() { &[][..] } else { &self.rows[..] };
        if rows.len() < least || rows.len() > limit::OPTIONS {
            return Err(Refusal::BadDraft);
        }
        let rows = rows.iter().map(|row| wording::line(row, limit::OPTION)).collect::<Result<Vec<_>, _>>()?;
        let usual = Self::of(self.manner, rows);
        let (min, max, all) = (self.min, self.max, usual.rows.len());
        let fits = match self.manner {
            Manner::Single | Manner::Grid | Manner::Text => max == usual.max,
            Manner::Multiple => 0 < min && min <= max && usize::from(max) <= all,
            Manner::Agreement => max == 5 || max == 7,
            Manner::Rating => (3..=limit::STARS).contains(&max),
            Manner::Ranking => max > 0 && usize::from(max) <= all,
            Manner::Points => max > 0,
            Manner::Cloud => (1..=limit::WORDS).contains(&max),
        };
        if !fits {
            return Err(Refusal::BadDraft);
        }
        let min = if self.manner == Manner::Multiple { min } else { usual.min };
        let end = |words| {
            if self.by_row() { wording::optional_line(words, limit::NAME) } else { Ok(String::new()) }
        };
        Ok(Self { min, max, low: end(&self.low)?, high: end(&self.high)?, ..usual })
    }

    /// Whether these numbers, one for each row, answer the question.
    fn takes(&self, numbers: &[u16]) -> bool {
        let sum: u64 = numbers.iter().copied().map(u64::from).sum();
        let fits = match self.manner {
            Manner::Single | Manner::Multiple => {
                numbers.iter().all(|n| *n < 2) && (u64::from(self.min)..=u64::from(self.max)).contains(&sum)
            }
            Manner::Agreement | Manner::Rating => numbers.iter().all(|n| *n <= self.max),
            Manner::Grid => numbers.iter().all(|n| *n == 0 || Spot::of(*n).is_whole()),
            Manner::Ranking => {
                (1..=self.max).all(|place| numbers.iter().filter(|n| **n == place).count() == 1)
                    && numbers.iter().filter(|n| **n > 0).count() == usize::from(self.max)
            }
            Manner::Points => sum <= u64::from(self.max),
            Manner::Cloud | Manner::Text => false,
        };
        // Whoever says nothing at all has not answered.
        fits && numbers.len() == self.rows.len() && sum > 0
    }

    /// Whether these words answer the question, as [`Answer::written`] writes them.
    fn takes_words(&self, words: &[String]) -> bool {
        !words.is_empty() && Answer::written(self, words.iter()) == Answer::Words(words.to_vec())
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
        answer.chosen().eq(self.correct.iter().map(|option| usize::from(*option)))
    }

    fn checked(&self, kind: &Kind) -> Result<Self, Refusal> {
        let choice = matches!(kind.manner, Manner::Single | Manner::Multiple);
        let known = self.correct.iter().all(|option| usize::from(*option) < kind.rows.len());
        let numbers = kind.rows.iter().zip(0..).map(|(_, option)| u16::from(self.correct.contains(&option)));
        if !choice || !known || !kind.takes(&numbers.collect::<Vec<_>>()) {
            return Err(Refusal::BadDraft);
        }
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
        let fits = match answer {
            // A check without an answer would be answered by closing it.
            Answer::Pass => !self.check,
            Answer::Numbers(numbers) => self.kind.takes(numbers),
            Answer::Words(words) => self.kind.is_words() && self.kind.takes_words(words),
        };
        if fits { Ok(()) } else { Err(Refusal::BadAnswer) }
    }

    pub(super) fn without_key_unless(&self, seen: bool) -> Self {
        Self { key: self.key.clone().filter(|_| seen), ..self.clone() }
    }
}

/// One person's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// Prefers not to answer.
    Pass,
    /// A number for each row; 0 where one says nothing to it. 1 for an option that is chosen, otherwise the mark, the stars,
    /// the place in one's order, the points, or [`Spot::number`].
    Numbers(Vec<u16>),
    /// What one wrote: some words, or one text.
    Words(Vec<String>),
}

impl Answer {
    /// Nothing yet.
    #[must_use]
    pub fn blank(kind: &Kind) -> Self {
        if kind.is_words() { Self::Words(vec![]) } else { Self::Numbers(vec![0; kind.rows.len()]) }
    }

    /// The choice of these options, numbered from 0.
    #[must_use]
    pub fn choice(kind: &Kind, options: &[usize]) -> Self {
        Self::Numbers((0..kind.rows.len()).map(|at| u16::from(options.contains(&at))).collect())
    }

    /// What somebody typed, as an answer to this question: cleaned, nothing twice, and not more than is asked for. No words
    /// are left where none fit.
    #[must_use]
    pub fn written<'a>(kind: &Kind, typed: impl Iterator<Item = &'a String>) -> Self {
        let cleaned = |text: &String| match kind.manner {
            Manner::Text => wording::paragraph(text, limit::ANSWER).ok(),
            _ => wording::line(text, limit::WORD).ok(),
        };
        let mut words: Vec<String> = vec![];
        for word in typed.filter_map(cleaned) {
            if !words.iter().any(|known| folded(known) == folded(&word)) {
                words.push(word);
            }
        }
        words.truncate(usize::from(kind.max));
        Self::Words(words)
    }

    /// The numbers, by row; none where one wrote or passed.
    #[must_use]
    pub fn numbers(&self) -> &[u16] {
        if let Self::Numbers(numbers) = self { numbers } else { &[] }
    }

    /// The words; none where one gave numbers or passed.
    #[must_use]
    pub fn words(&self) -> &[String] {
        if let Self::Words(words) = self { words } else { &[] }
    }

    /// The rows to which something is said.
    pub fn chosen(&self) -> impl Iterator<Item = usize> {
        self.numbers().iter().enumerate().filter(|(_, n)| **n > 0).map(|(at, _)| at)
    }
}

/// Words that are the same word, whoever wrote it.
pub(super) fn folded(word: &str) -> String {
    word.to_lowercase()
}
