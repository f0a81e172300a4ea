//! Says what others put up, for those who do not see it: gathered, so that a busy board does not talk all the time. And
//! goes where a facilitator shows everybody to look.

use std::time::Duration;

use link::Happening as Heard;
use protocol::Signalled;
use room::{
    Event, PersonId,
    board::{self, Happening, Kind, New},
};

use sketch::Area;

use super::{easel::Easel, order};
use crate::prelude::*;
use crate::words;

/// Notes are gathered for so long.
const GATHER: Duration = Duration::from_secs(6);

/// Begins to listen, as long as the view is there.
pub(super) fn announce(easel: Easel) {
    // How many came since the last word, and who brought the last one.
    let come = StoredValue::new((0_usize, None::<PersonId>));
    let say = move || {
        let come = come.try_update_value(std::mem::take).unwrap_or_default();
        match come {
            (1, Some(owner)) => easel.announce([&easel.name(owner), " put up a note."].concat()),
            (0 | 1, _) => {}
            (count, _) => {
                easel.announce([&words::count(count, "new note", "new notes"), " on the board."].concat());
            }
        }
    };
    tell_rounds(easel);
    tell_time(easel);
    let me = easel.live.me();
    easel.live.listen(move |heard| {
        let events = match heard {
            Heard::Happened(_, events) => events,
            Heard::Signals(signals) => return signals.iter().for_each(|signal| follow(easel, signal)),
            _ => return,
        };
        for event in events {
            let Some(owner) = note(easel, event).filter(|owner| *owner != me) else { continue };
            let first = come.try_update_value(|come| {
                *come = (come.0 + 1, Some(owner));
                come.0 == 1
            });
            if first == Some(true) {
                set_timeout(say, GATHER);
            }
        }
    });
}

/// A facilitator shows where to look.
fn follow(easel: Easel, signal: &Signalled) {
    let Signalled::Gathered(person, gather) = signal else { return };
    if gather.board != easel.id || *person == easel.live.me() {
        return;
    }
    let name = easel.name(*person);
    if easel.screen.with_value(Option::is_some) {
        easel.frame_view(Area::new(gather.at, gather.size));
        return easel.toasts.say([&name, " shows everybody this part of the board."].concat());
    }
    let title = easel.look(|board| {
        let frame = board.frame_at(gather.at, gather.size)?;
        board.items.get(&frame)?.kind.text().map(str::to_owned)
    });
    let place = title.flatten().filter(|title| !title.is_empty());
    let place = place.as_deref().unwrap_or("a part of the board");
    easel.toasts.say([&name, " asks everybody to look at: ", place, "."].concat());
}

/// Says when a private round begins and when all of it is shown, to everybody: much appears at once then.
fn tell_rounds(easel: Easel) {
    let private = memo(move || easel.see(|board| board.access.policy.private).unwrap_or_default());
    let before = StoredValue::new(easel.is_private());
    effect(move || {
        let now = private.get();
        if before.try_update_value(|before| std::mem::replace(before, now)) != Some(!now) {
            return;
        }
        if now {
            return easel.toasts.say("From now on only you see what you put up, until all of it is shown.");
        }
        let notes =
            easel.look(|board| board.items.values().filter(|item| order::is_read(&item.kind)).count());
        let notes = words::count(notes.unwrap_or_default(), "note", "notes");
        easel.toasts.say(["The private round is over. Everybody sees all of it now: ", &notes, "."].concat());
    });
}

/// Says when the time to write is over.
fn tell_time(easel: Easel) {
    let until = memo(move || easel.see(|board| board.access.until).flatten());
    let before = StoredValue::new(None);
    effect(move || {
        let before = before.try_update_value(|before| std::mem::replace(before, until.get())).flatten();
        let is_up = before.is_some_and(|before| before <= easel.live.clock.now());
        if is_up && until.get().is_none() {
            easel.toasts.say("Time is up. The board is locked for officers.");
        }
    });
}

/// Who put up a note on this board with this event.
fn note(easel: Easel, event: &Event) -> Option<PersonId> {
    match event {
        Event::Board(board::Event::On(id, Happening::Put { new, owner, .. })) if *id == easel.id => {
            let New { kind, .. } = new;
            owner.filter(|_| kind.takes_dots() || matches!(kind, Kind::Shape { .. }))
        }
        _ => None,
    }
}
