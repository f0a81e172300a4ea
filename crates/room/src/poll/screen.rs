//! Screening what people wrote: a facilitator leaves out of the shown result what should not be on the screen.

use super::{Event, Poll};
use crate::{Event as Happened, PollId, Refusal, Share, Viewer};

/// Leaves `word` out of what the room sees, or shows it again.
pub(super) fn decide(
    poll: PollId,
    found: &Poll,
    word: &String,
    shown: bool,
) -> Result<Option<Event>, Refusal> {
    let told = found.tally().filter(|_| found.has_result()).unwrap_or_default();
    if !told.words.iter().any(|(known, _)| known == word) {
        return Err(Refusal::Unknown);
    }
    let mut struck = found.struck.clone();
    let changes = if shown { struck.remove(word) } else { struck.insert(word.clone()) };
    let tally = found.shown.as_ref().map(|_| told.without(&struck));
    Ok(changes.then(|| Event::Word { poll, word: word.clone(), shown, tally }))
}

/// Facilitators learn what was left out; everybody else only sees another result, if they see one.
pub(super) fn share(poll: PollId, found: &Poll, viewer: &Viewer) -> Share {
    if viewer.facilitates() {
        return Share::Whole;
    }
    let event = match (&found.shown, &found.sealed) {
        (None, _) => return Share::Nothing,
        (Some(_), None) => Event::Shown { poll, tally: found.shown.clone() },
        (Some(_), Some(sealed)) => {
            let sealed = Box::new(sealed.seen(found, viewer));
            Event::Sealed { poll, status: found.status, shown: true, sealed }
        }
    };
    Share::Instead(Happened::Poll(event))
}
