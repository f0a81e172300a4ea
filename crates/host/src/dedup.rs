//! Each ask takes effect at most once, however often it is sent and whenever the server restarts.
//!
//! Asks of a page come in the order of their numbers, so one number per page says what has been dealt with.
//! Answers are remembered for a while, because the first one may have been lost with the connection. After a
//! restart only asks with events are remembered; one below the highest that is not among them changed
//! nothing, and deciding it again now could undo what came after it: it has lapsed.

use protocol::ASKS_AHEAD;
use room::{AskId, PersonId, Refusal};
use std::collections::BTreeMap;

/// Page loads remembered for one person: a long day of reloading, and a bound for somebody who makes them up.
const PAGES: usize = 200;

/// What has been dealt with, by page load.
#[derive(Default)]
pub(crate) struct Dedup {
    pages: BTreeMap<(PersonId, u64), Page>,
}

#[derive(Default)]
struct Page {
    highest: u32,
    answers: BTreeMap<u32, Result<(), Refusal>>,
}

impl Dedup {
    /// The answer to give to an ask that was dealt with before.
    pub(crate) fn known(&self, ask: AskId) -> Option<Result<(), Refusal>> {
        let page = self.pages.get(&(ask.person, ask.page))?;
        let lapsed = || Err(Refusal::Lapsed);
        (ask.number <= page.highest).then(|| page.answers.get(&ask.number).cloned().unwrap_or_else(lapsed))
    }

    /// Remembers an answer.
    pub(crate) fn done(&mut self, ask: AskId, answer: Result<(), Refusal>) {
        self.forget_a_page(ask);
        let page = self.pages.entry((ask.person, ask.page)).or_default();
        page.highest = page.highest.max(ask.number);
        page.answers.insert(ask.number, answer);
        while page.answers.len() > 2 * ASKS_AHEAD {
            page.answers.pop_first();
        }
    }
}

impl Dedup {
    /// Makes room for a page that is new: the one of this person that has asked least is given up.
    fn forget_a_page(&mut self, ask: AskId) {
        if self.pages.contains_key(&(ask.person, ask.page)) {
            return;
        }
        let own = || self.pages.range((ask.person, 0)..=(ask.person, u64::MAX));
        if own().count() >= PAGES
            && let Some(idle) = own().min_by_key(|(_, page)| page.highest).map(|(key, _)| *key)
        {
            self.pages.remove(&idle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(number: u32) -> AskId {
        AskId { person: PersonId(1), page: 9, number }
    }

    #[test]
    fn a_repeated_ask_gets_the_same_answer() {
        let mut dedup = Dedup::default();
        dedup.done(ask(1), Err(Refusal::Paused));
        assert_eq!(dedup.known(ask(1)), Some(Err(Refusal::Paused)));
        assert_eq!(dedup.known(ask(2)), None);
        assert_eq!(dedup.known(AskId { page: 8, ..ask(1) }), None);
    }

    #[test]
    fn made_up_pages_do_not_pile_up_and_cost_nobody_else_theirs() {
        let mut dedup = Dedup::default();
        let other = AskId { person: PersonId(2), ..ask(1) };
        dedup.done(other, Ok(()));
        dedup.done(ask(50), Ok(()));
        for page in 1_000..2_000 {
            dedup.done(AskId { page, ..ask(1) }, Ok(()));
        }
        assert_eq!(dedup.pages.len(), PAGES + 1);
        assert_eq!((dedup.known(other), dedup.known(ask(50))), (Some(Ok(())), Some(Ok(()))));
    }

    #[test]
    fn after_a_restart_an_older_ask_without_effect_has_lapsed() {
        let mut dedup = Dedup::default();
        dedup.done(ask(4), Ok(()));
        assert_eq!(dedup.known(ask(3)), Some(Err(Refusal::Lapsed)));
        assert_eq!(dedup.known(ask(4)), Some(Ok(())));
    }
}
