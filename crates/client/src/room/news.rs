//! Tells those who do not see the stage change what has happened there.

use link::Happening;
use room::{Event, Room, agenda::Event as Turn, hand, poll};

use crate::prelude::*;
use crate::{agenda, live::Live, ui::Announcer, words};

/// Announces the turns of the session as long as the view is there; to facilitators also who wants to speak.
pub(super) fn announce(live: Live) {
    let announcer = expect_context::<Announcer>();
    live.listen(move |happening| {
        let Happening::Happened(_, events) = happening else { return };
        let leads = live.leads.get_untracked();
        let news = |event| live.look(|room| news(room, leads, event));
        events.iter().filter_map(news).for_each(|words| announcer.say(words));
    });
}

/// What is to be said of an event that the room shows already.
fn news(room: &Room, leads: bool, event: &Event) -> Option<String> {
    let activity = || agenda::on_stage(&room.agenda).map(|(_, activity)| words::activity(&activity).1);
    match event {
        Event::Paused(true) => Some("The room is paused.".to_owned()),
        Event::Paused(false) => Some("The room goes on.".to_owned()),
        Event::Agenda(Turn::Started { .. }) => {
            Some(format!("Now: {}. {}.", room.agenda.running()?.title, activity()?))
        }
        Event::Agenda(Turn::Focused(_)) => Some(format!("Now: {}.", activity()?)),
        Event::Agenda(Turn::Finished) => Some("The last part of the agenda is over.".to_owned()),
        Event::Poll(
            poll::Event::Shown { poll, tally: Some(_) } | poll::Event::Sealed { poll, shown: true, .. },
        ) => {
            let question = &room.poll.polls.get(poll)?.draft.question;
            Some(format!("The results are shown: {question}"))
        }
        Event::Hand(hand::Event::Raised(person)) if leads => {
            let name = &room.roster.people.get(person)?.name;
            let up = words::count(room.hand.raised.len(), "hand is up", "hands are up");
            Some(format!("{name} raises a hand. {up}."))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::{
        PersonId, PollId, SegmentId,
        agenda::{Activity, Current, Segment},
        poll::{Draft, Poll},
        roster::Person,
    };

    fn room() -> Room {
        let mut room = Room::default();
        let activities = vec![Activity::Talk, Activity::Commitment];
        let segment = Segment { title: "First contact".into(), activities, ..Segment::default() };
        room.agenda.segments.push(segment);
        room.agenda.current = Some(Current::default());
        let dana = Person { name: "Dana Kaplan".into(), ..Person::default() };
        room.roster.people.insert(PersonId(1), dana);
        room
    }

    #[test]
    fn the_turns_of_a_session_are_said() {
        let mut room = room();
        let started = Event::Agenda(Turn::Started { segment: SegmentId(0), staged: vec![] });
        assert_eq!(news(&room, false, &started).as_deref(), Some("Now: First contact. Talk."));
        if let Some(current) = &mut room.agenda.current {
            current.focus = 1;
        }
        let focused = Event::Agenda(Turn::Focused(1));
        assert_eq!(news(&room, false, &focused).as_deref(), Some("Now: My commitment."));
        assert_eq!(news(&room, false, &Event::Paused(false)).as_deref(), Some("The room goes on."));
    }

    #[test]
    fn a_result_is_said_when_it_is_shown_and_not_when_it_is_taken_away() {
        let mut room = room();
        let draft = Draft { question: "Would you stop the car?".into(), ..Draft::default() };
        room.poll.polls.insert(PollId(1), Poll { draft, ..Poll::default() });
        let shown = |tally| Event::Poll(poll::Event::Shown { poll: PollId(1), tally });
        let tally = poll::Tally::default();
        let said = news(&room, false, &shown(Some(tally)));
        assert_eq!(said.as_deref(), Some("The results are shown: Would you stop the car?"));
        assert_eq!(news(&room, false, &shown(None)), None);
    }

    #[test]
    fn who_wants_to_speak_is_said_to_facilitators_alone() {
        let mut room = room();
        room.hand.raised.push(PersonId(1));
        let raised = Event::Hand(hand::Event::Raised(PersonId(1)));
        assert_eq!(news(&room, true, &raised).as_deref(), Some("Dana Kaplan raises a hand. 1 hand is up."));
        assert_eq!(news(&room, false, &raised), None);
    }
}
