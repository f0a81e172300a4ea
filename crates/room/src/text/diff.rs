//! The edit that leads from one text to another.

use super::Edit;

/// Comparisons an alignment may take: a tenth of a second, and beyond it a plain replacement has to do.
const COMPARISONS: usize = 1 << 25;

impl Edit {
    /// What somebody has typed, from a field's content before and after. Where the caret is afterwards tells which of
    /// several equal characters came or went: what is behind it was there before.
    #[must_use]
    pub fn between(old: &str, new: &str, caret: Option<u32>) -> Self {
        let (old, new): (Vec<_>, Vec<_>) = (old.chars().collect(), new.chars().collect());
        let behind = caret.and_then(|at| new.len().checked_sub(at as usize)).filter(|n| {
            let kept = old.len().checked_sub(*n).map(|at| &old[at..]);
            kept == Some(&new[new.len() - n..])
        });
        let before = match behind {
            Some(n) => common(&old[..old.len() - n], &new[..new.len() - n]),
            None => common(&old, &new),
        };
        let behind = behind.unwrap_or_else(|| common_behind(&old[before..], &new[before..]));
        let mut edit = Self::default();
        edit.keep(count(before));
        edit.replace(&old[before..old.len() - behind], &new[before..new.len() - behind]);
        edit.keep(count(behind));
        edit
    }

    /// The edit that keeps as much as any can. Where nobody can say what happened between two texts, this brings back
    /// nothing that was deleted and doubles nothing that was typed.
    #[must_use]
    pub fn aligning(old: &str, new: &str) -> Self {
        let (old, new): (Vec<_>, Vec<_>) = (old.chars().collect(), new.chars().collect());
        let mut edit = Self::default();
        edit.align(&old, &new);
        edit
    }

    /// Hirschberg's way of finding a longest common subsequence: a row of memory, and the halves one by one.
    fn align(&mut self, old: &[char], new: &[char]) {
        let before = common(old, new);
        let (old, new) = (&old[before..], &new[before..]);
        let behind = common_behind(old, new);
        let (old, new) = (&old[..old.len() - behind], &new[..new.len() - behind]);
        self.keep(count(before));
        if old.len() < 2 {
            match new.iter().position(|c| Some(c) == old.first()) {
                Some(at) => {
                    self.replace(&[], &new[..at]);
                    self.keep(1);
                    self.replace(&[], &new[at + 1..]);
                }
                None => self.replace(old, new),
            }
        } else if new.is_empty() || old.len().saturating_mul(new.len()) > COMPARISONS {
            self.replace(old, new);
        } else {
            let (front, back) = old.split_at(old.len() / 2);
            let kept_front = kept(front.iter(), new.iter());
            let kept_back = kept(back.iter().rev(), new.iter().rev());
            let kept = kept_front.iter().zip(kept_back.iter().rev()).map(|(a, b)| a + b);
            let cut = kept.enumerate().max_by_key(|(_, n)| *n).map_or(0, |(at, _)| at);
            self.align(front, &new[..cut]);
            self.align(back, &new[cut..]);
        }
        self.keep(count(behind));
    }

    fn replace(&mut self, old: &[char], new: &[char]) {
        self.insert(&new.iter().collect::<String>());
        self.delete(count(old.len()));
    }
}

/// How long the longest subsequence is that all of `old` has in common with the first 0, 1, 2, ... of `new`.
fn kept<'a>(old: impl Iterator<Item = &'a char>, new: impl Iterator<Item = &'a char> + Clone) -> Vec<u32> {
    let mut row = vec![0];
    row.resize(new.clone().count() + 1, 0);
    for a in old {
        let mut corner = 0;
        for (at, b) in new.clone().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if a == b { corner + 1 } else { above.max(row[at]) };
            corner = above;
        }
    }
    row
}

fn common(a: &[char], b: &[char]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

fn common_behind(a: &[char], b: &[char]) -> usize {
    a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
