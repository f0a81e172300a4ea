//! Shows a room once, unseen, while a person still fills in the join form.
//!
//! A browser prepares each function of a program when it is first called, which on a slow PC takes longer than what
//! the function then does. Here that happens while nobody waits: an officer's room opens in half the time.

use std::time::Duration;

use crate::prelude::*;
use crate::{
    app::Page,
    live::Live,
    room::{Visits, stay},
    ui::{Announcer, Toasts},
};
use room::{
    LineId, PersonId, Room, SegmentId, Timestamp,
    agenda::{Current, Segment},
    chat::{Audience, Line},
    roster::{Person, Role, Standing},
};

/// Long enough for everything that a change of a signal sets off, short enough that no timer of the room comes due.
const SHOWN: Duration = Duration::from_millis(50);

/// Shows the room where nobody sees it, and takes it away again.
pub(crate) fn show_once() {
    let Ok(unseen) = document().create_element("div") else { return };
    let shown = mount_to(&unseen, || {
        provide_context(Page { title: RwSignal::new(String::new()) });
        provide_context(Toasts::new());
        provide_context(Announcer::new());
        provide_context(Visits::first());
        let (room, you) = made_up();
        stay(Live::still(room, you, expect_context::<Toasts>()))
    });
    set_timeout(move || drop(shown), SHOWN);
}

/// A room with one of everything that an officer sees on coming in.
fn made_up() -> (Room, PersonId) {
    let (officer, segment) = (PersonId(2), SegmentId(1));
    let mut room = Room::default();
    for (id, role) in [(PersonId(1), Role::Facilitator), (officer, Role::Officer)] {
        let person =
            Person { id, role, name: "Someone".into(), standing: Standing::Admitted, ..Person::default() };
        room.roster.people.insert(id, person);
    }
    let text = "Words".to_owned();
    room.agenda.segments = vec![Segment {
        id: segment,
        title: text.clone(),
        instructions: text.clone(),
        minutes: 5,
        ..Segment::default()
    }];
    room.agenda.current = Some(Current { segment, ..Current::default() });
    room.chat.lines.insert(
        LineId(1),
        Line {
            author: PersonId(1),
            audience: Audience::Everyone,
            at: Timestamp::default(),
            text,
            reply_to: None,
            reactions: Default::default(),
            deleted: false,
        },
    );
    (room, officer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_made_up_room_is_one_that_an_officer_is_in() {
        let (room, officer) = made_up();
        assert_eq!(room.roster.people[&officer].standing, Standing::Admitted);
        assert!(
            room.agenda.current.is_some_and(|current| room
                .agenda
                .segments
                .iter()
                .any(|s| s.id == current.segment))
        );
    }
}
