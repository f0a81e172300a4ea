//! One change of a text: what is kept, deleted and inserted, from its beginning to its end.

use super::length;
use crate::Refusal;
use serde::{Deserialize, Serialize};
use std::slice;

/// Parts an edit from outside may have: what it costs to move it over a long history stays bounded.
pub const PARTS: usize = 1_000;

/// A part of an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// So many characters stay.
    Keep(u32),
    /// So many characters go.
    Delete(u32),
    /// These characters come.
    Insert(String),
}

/// What is wrong with an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A part that keeps, deletes or inserts nothing.
    Zero,
    /// Neighbours that should be one part, or an insertion behind a deletion instead of before it.
    Loose,
    /// NUL or CR in what is inserted.
    Control,
    /// Longer than anything can be.
    Overflow,
    /// More than [`PARTS`] parts.
    Scattered,
    /// It does not keep and delete exactly the characters there are.
    Length,
    /// It changes nothing.
    Nothing,
}

impl From<Flaw> for Refusal {
    fn from(_: Flaw) -> Self {
        Self::BadItem
    }
}

/// A change of a whole text, in the one form it has: neighbours are merged, nothing is empty, and at one place the
/// insertion comes before the deletion. An `Edit` that was read from somewhere has that form, or reading it fails.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Part>")]
pub struct Edit(Vec<Part>);

impl TryFrom<Vec<Part>> for Edit {
    type Error = &'static str;

    fn try_from(parts: Vec<Part>) -> Result<Self, Self::Error> {
        Self::new(parts).map_err(|_| "not an edit")
    }
}

impl Edit {
    /// An edit of these parts.
    ///
    /// # Errors
    /// What is wrong with them; nothing is put right.
    pub fn new(parts: Vec<Part>) -> Result<Self, Flaw> {
        let (mut before, mut after) = (0u32, 0u32);
        let mut last: Option<&Part> = None;
        for part in &parts {
            let n = match part {
                Part::Keep(n) | Part::Delete(n) => *n,
                Part::Insert(text) if text.contains(['\0', '\r']) => return Err(Flaw::Control),
                Part::Insert(text) => u32::try_from(text.chars().count()).map_err(|_| Flaw::Overflow)?,
            };
            match (last, part) {
                _ if n == 0 => return Err(Flaw::Zero),
                (Some(Part::Keep(_)), Part::Keep(_))
                | (Some(Part::Delete(_)), Part::Delete(_) | Part::Insert(_))
                | (Some(Part::Insert(_)), Part::Insert(_)) => return Err(Flaw::Loose),
                _ => last = Some(part),
            }
            if !matches!(part, Part::Insert(_)) {
                before = before.checked_add(n).ok_or(Flaw::Overflow)?;
            }
            if !matches!(part, Part::Delete(_)) {
                after = after.checked_add(n).ok_or(Flaw::Overflow)?;
            }
        }
        Ok(Self(parts))
    }

    /// The edit that leaves a text of that length as it is.
    #[must_use]
    pub fn nothing(length: u32) -> Self {
        let mut edit = Self::default();
        edit.keep(length);
        edit
    }

    /// Its parts.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// How long the text has to be before.
    #[must_use]
    pub fn before(&self) -> u32 {
        self.sum(|part| !matches!(part, Part::Insert(_)))
    }

    /// How long the text is afterwards.
    #[must_use]
    pub fn after(&self) -> u32 {
        self.sum(|part| !matches!(part, Part::Delete(_)))
    }

    fn sum(&self, counts: impl Fn(&Part) -> bool) -> u32 {
        let counted = self.0.iter().filter(|part| counts(part));
        counted.fold(0, |sum: u32, part| sum.saturating_add(Span::of(part).len()))
    }

    /// What it inserts, piece by piece.
    pub fn inserted(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter_map(|part| if let Part::Insert(text) = part { Some(text.as_str()) } else { None })
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.0.iter().all(|part| matches!(part, Part::Keep(_)))
    }

    /// Whether somebody may ask for this edit of a text that is `length` long.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, length: u32) -> Result<(), Flaw> {
        if self.0.len() > PARTS {
            Err(Flaw::Scattered)
        } else if self.before() != length {
            Err(Flaw::Length)
        } else if self.is_nothing() {
            Err(Flaw::Nothing)
        } else {
            Ok(())
        }
    }

    /// The text afterwards.
    ///
    /// # Errors
    /// [`Flaw::Length`] for a text that it is not an edit of.
    pub fn apply(&self, text: &str) -> Result<String, Flaw> {
        let (mut out, mut rest) = (String::with_capacity(text.len()), text);
        for part in &self.0 {
            match part {
                Part::Insert(new) => out.push_str(new),
                Part::Keep(n) => out.push_str(take(&mut rest, *n)?),
                Part::Delete(n) => drop(take(&mut rest, *n)?),
            }
        }
        if rest.is_empty() { Ok(out) } else { Err(Flaw::Length) }
    }

    /// What takes this edit of `text` back.
    ///
    /// # Errors
    /// [`Flaw::Length`] for a text that it is not an edit of.
    pub fn invert(&self, text: &str) -> Result<Self, Flaw> {
        let (mut out, mut rest) = (Self::default(), text);
        for part in &self.0 {
            match part {
                Part::Insert(new) => out.delete(length(new)),
                Part::Keep(n) => out.keep(length(take(&mut rest, *n)?)),
                Part::Delete(n) => out.insert(take(&mut rest, *n)?),
            }
        }
        if rest.is_empty() { Ok(out) } else { Err(Flaw::Length) }
    }

    /// This edit and then `next`, as one.
    ///
    /// # Errors
    /// [`Flaw::Length`] when `next` is not an edit of what this one leaves.
    pub fn compose(&self, next: &Self) -> Result<Self, Flaw> {
        if self.after() != next.before() {
            return Err(Flaw::Length);
        }
        let (mut first, mut second) = (Spans::of(self), Spans::of(next));
        let mut out = Self::default();
        loop {
            match (first.head, second.head) {
                (Some(Span::Delete(n)), _) => {
                    out.delete(n);
                    first.step(n);
                }
                (_, Some(Span::Insert(text))) => {
                    out.insert(text);
                    second.step(length(text));
                }
                (Some(a), Some(b)) => {
                    let n = a.len().min(b.len());
                    match (a, b) {
                        (Span::Insert(text), Span::Keep(_)) => out.insert(split(text, n).0),
                        (Span::Insert(_), _) => {}
                        (_, Span::Keep(_)) => out.keep(n),
                        _ => out.delete(n),
                    }
                    first.step(n);
                    second.step(n);
                }
                _ => return Ok(out),
            }
        }
    }

    /// Moves two edits of the same text over each other: `left` then the second result gives the same text as `right`
    /// then the first. What `left` inserts comes first where both insert.
    ///
    /// What the server has accepted is always `left`, on the server and on every page.
    ///
    /// # Errors
    /// [`Flaw::Length`] when they are not edits of the same text.
    pub fn transform(left: &Self, right: &Self) -> Result<(Self, Self), Flaw> {
        if left.before() != right.before() {
            return Err(Flaw::Length);
        }
        let (mut a, mut b) = (Spans::of(left), Spans::of(right));
        let (mut over_right, mut over_left) = (Self::default(), Self::default());
        loop {
            match (a.head, b.head) {
                (Some(Span::Insert(text)), _) => {
                    let n = length(text);
                    over_right.insert(text);
                    over_left.keep(n);
                    a.step(n);
                }
                (_, Some(Span::Insert(text))) => {
                    let n = length(text);
                    over_left.insert(text);
                    over_right.keep(n);
                    b.step(n);
                }
                (Some(x), Some(y)) => {
                    let n = x.len().min(y.len());
                    match (x, y) {
                        (Span::Keep(_), Span::Keep(_)) => {
                            over_right.keep(n);
                            over_left.keep(n);
                        }
                        (Span::Delete(_), Span::Keep(_)) => over_right.delete(n),
                        (Span::Keep(_), _) => over_left.delete(n),
                        // Both delete it: there is nothing left to do for either.
                        _ => {}
                    }
                    a.step(n);
                    b.step(n);
                }
                _ => return Ok((over_right, over_left)),
            }
        }
    }

    /// Where a caret goes. One right where something is inserted stays before it: it is somebody else's.
    #[must_use]
    pub fn caret(&self, at: u32) -> u32 {
        self.moved(at, false)
    }

    /// Where a selection goes; it does not grow by what is inserted at its ends.
    #[must_use]
    pub fn selection(&self, start: u32, end: u32) -> (u32, u32) {
        let to = self.caret(end);
        (self.moved(start, start < end).min(to), to)
    }

    fn moved(&self, at: u32, behind: bool) -> u32 {
        let (mut old, mut new) = (0u32, 0u32);
        for part in &self.0 {
            if at < old || (at == old && !behind) {
                break;
            }
            match part {
                Part::Insert(text) => new = new.saturating_add(length(text)),
                Part::Keep(n) => {
                    new = new.saturating_add((*n).min(at - old));
                    old = old.saturating_add(*n);
                }
                Part::Delete(n) => old = old.saturating_add(*n),
            }
        }
        new
    }

    /// Where its last change ends in the text afterwards: the caret of whoever made it.
    #[must_use]
    pub fn end(&self) -> u32 {
        match self.0.last() {
            Some(Part::Keep(n)) => self.after().saturating_sub(*n),
            _ => self.after(),
        }
    }

    /// Without what it inserts.
    pub(super) fn deletions(&self) -> Self {
        let mut out = Self::default();
        for part in &self.0 {
            match part {
                Part::Keep(n) => out.keep(*n),
                Part::Delete(n) => out.delete(*n),
                Part::Insert(_) => {}
            }
        }
        out
    }

    pub(super) fn keep(&mut self, n: u32) {
        match self.0.last_mut() {
            _ if n == 0 => {}
            Some(Part::Keep(m)) => *m = m.saturating_add(n),
            _ => self.0.push(Part::Keep(n)),
        }
    }

    pub(super) fn delete(&mut self, n: u32) {
        match self.0.last_mut() {
            _ if n == 0 => {}
            Some(Part::Delete(m)) => *m = m.saturating_add(n),
            _ => self.0.push(Part::Delete(n)),
        }
    }

    pub(super) fn insert(&mut self, new: &str) {
        if new.is_empty() {
            return;
        }
        let behind = self.0.pop_if(|part| matches!(part, Part::Delete(_)));
        match self.0.last_mut() {
            Some(Part::Insert(text)) => text.push_str(new),
            _ => self.0.push(Part::Insert(new.to_owned())),
        }
        self.0.extend(behind);
    }
}

/// A part, or what is left of one.
#[derive(Clone, Copy)]
enum Span<'a> {
    Keep(u32),
    Delete(u32),
    Insert(&'a str),
}

impl<'a> Span<'a> {
    fn of(part: &'a Part) -> Self {
        match part {
            Part::Keep(n) => Self::Keep(*n),
            Part::Delete(n) => Self::Delete(*n),
            Part::Insert(text) => Self::Insert(text),
        }
    }

    fn len(self) -> u32 {
        match self {
            Self::Keep(n) | Self::Delete(n) => n,
            Self::Insert(text) => length(text),
        }
    }
}

/// The parts of an edit, walked through in pieces.
struct Spans<'a> {
    head: Option<Span<'a>>,
    rest: slice::Iter<'a, Part>,
}

impl<'a> Spans<'a> {
    fn of(edit: &'a Edit) -> Self {
        let mut rest = edit.0.iter();
        Self { head: rest.next().map(Span::of), rest }
    }

    /// Goes on by `n` characters, which the head has.
    fn step(&mut self, n: u32) {
        self.head = match self.head {
            Some(Span::Keep(m)) if m > n => Some(Span::Keep(m - n)),
            Some(Span::Delete(m)) if m > n => Some(Span::Delete(m - n)),
            Some(Span::Insert(text)) if !split(text, n).1.is_empty() => Some(Span::Insert(split(text, n).1)),
            _ => self.rest.next().map(Span::of),
        };
    }
}

/// A text before and from the `n`-th character on.
fn split(text: &str, n: u32) -> (&str, &str) {
    match text.char_indices().nth(n as usize) {
        Some((at, _)) => text.split_at(at),
        None => (text, ""),
    }
}

/// Takes `n` characters, which have to be there, off the front.
fn take<'a>(rest: &mut &'a str, n: u32) -> Result<&'a str, Flaw> {
    // No text has more characters than bytes: a count out of all bounds is known before anything is walked through.
    if n as usize > rest.len() {
        return Err(Flaw::Length);
    }
    let (front, behind) = split(rest, n);
    if behind.is_empty() && length(front) < n {
        return Err(Flaw::Length);
    }
    *rest = behind;
    Ok(front)
}
