//! Polls in the browser: which one the stage shows, answering it, and what came out.

mod answer;
mod ballot;
mod card;
pub(crate) mod editor;
mod library;
mod results;
mod rows;
mod trust;

use room::{
    PollId, Room, Viewer,
    poll::{Ask, Draft, Manner, Poll, Status},
};

use crate::prelude::*;
use crate::{
    clock::countdown,
    live::{Live, Part},
    parts::{self, Desk, Piece},
    ui::Icon,
};
pub(crate) use ballot::{News, Voting};
pub(crate) use card::Card;
pub(crate) use results::{Column, Results, Told, by_group, by_round};
pub(crate) use trust::Trust;

/// The poll on everybody's stage: the open one; else the last one of what is running now.
pub(crate) fn on_stage(room: &Room) -> Option<PollId> {
    let current = room.agenda.current.as_ref();
    let of_now = |poll: &Poll| {
        poll.segment == current.map(|c| c.segment) && current.is_none_or(|c| poll.opened_at >= c.started)
    };
    let open = |poll: &Poll| poll.status == Status::Open;
    let mut polls = room.poll.polls.iter().rev();
    let opened = polls.clone().find(|(_, poll)| open(poll));
    opened.or_else(|| polls.find(|(_, poll)| of_now(poll))).map(|(id, _)| *id)
}

/// Whether the poll on the stage has a place beside other work: while it can be answered, and once there is a result to
/// look at. Who leads always has it at hand.
pub(crate) fn beside(room: &Room, leads: bool) -> bool {
    let poll = on_stage(room).and_then(|id| room.poll.polls.get(&id));
    poll.is_some_and(|poll| leads || !matches!(poll.status, Status::Closed(_)) || poll.shown.is_some())
}

/// The polls that the running segment brings along, as its planner wrote them.
pub(crate) fn prepared(room: &Room) -> Vec<Draft> {
    let activities = room.agenda.running().map(|segment| segment.activities.as_slice()).unwrap_or_default();
    activities.iter().filter_map(planned).cloned().collect()
}

/// The poll in an activity.
fn planned(activity: &room::agenda::Activity) -> Option<&Draft> {
    match activity {
        room::agenda::Activity::Poll(draft) => Some(draft),
        _ => None,
    }
}

/// Polls on the stage; nothing while there are none.
#[component]
pub(crate) fn OnStage() -> impl IntoView {
    let live = expect_context::<Live>();
    let poll = memo(move || {
        live.see(Part::Agenda, |_| ());
        live.see(Part::Poll, on_stage)
    });
    let led = memo(move || {
        live.leads.get()
            && (poll.get().is_some() || live.see(Part::Agenda, |room| !prepared(room).is_empty()))
    });
    move || {
        match (led.get(), live.leads.get()) {
        (true, _) => {
            view! { <parts::Part what="the polls" fetch=|| parts::styled_console(Desk::Polls) /> }.into_any()
        }
        (false, true) => ().into_any(),
        (false, false) => poll
            .get()
            .map(
                |poll| view! { <parts::Part what="the poll" fetch=move || parts::styled_work(Piece::Poll(poll)) /> },
            )
            .into_any(),
    }
    }
}

/// How this person looks at the room; a stranger before the room is here.
fn viewer(live: Live) -> Option<Viewer> {
    let me = live.me();
    live.look(|room| Viewer::of(room, me))
}

/// A heading for a poll: its name, or that it is one.
pub(crate) fn heading(draft: &Draft) -> String {
    match (draft.title.as_str(), draft.check) {
        ("", true) => "Knowledge check".to_owned(),
        ("", false) => "Poll".to_owned(),
        (title, _) => title.to_owned(),
    }
}

/// How it is answered, in a few words.
pub(crate) fn manner(draft: &Draft) -> String {
    let (min, max) = (draft.kind.min, draft.kind.max);
    match draft.kind.manner {
        Manner::Single => "Choose one".to_owned(),
        Manner::Multiple if min == max => format!("Choose {max}"),
        Manner::Multiple if min == 1 => format!("Choose up to {max}"),
        Manner::Multiple => format!("Choose {min} to {max}"),
        Manner::Agreement => format!("Agreement, 1 to {max}"),
        Manner::Rating => format!("Rate with up to {max} stars"),
        Manner::Ranking if usize::from(max) < draft.kind.rows.len() => {
            format!("Put your first {max} in order")
        }
        Manner::Ranking => "Put them in order".to_owned(),
        Manner::Points => format!("Spread {max} points"),
        Manner::Grid => {
            let (across, up) = rows::axes(&draft.kind);
            format!("Place each by {} and {}", across.to_lowercase(), up.to_lowercase())
        }
        Manner::Cloud if max == 1 => "Write a word".to_owned(),
        Manner::Cloud => format!("Write up to {max} words"),
        Manner::Text => "Write a few sentences".to_owned(),
    }
}

/// Whether names stay with answers.
#[component]
pub(crate) fn Badge(
    /// What was promised.
    ask: Ask,
) -> impl IntoView {
    let (icon, words) = match ask {
        Ask::Named => ("users", "Named"),
        Ask::Anonymous => ("venetian-mask", "Anonymous"),
    };
    view! {
        <span class="chip brand">
            <Icon name=icon />
            {words}
        </span>
    }
}

/// The time until an open poll closes by itself; nothing when it stays open.
#[component]
pub(crate) fn Timer(
    /// Of which poll.
    poll: PollId,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let now = live.clock.every_second();
    let left = memo(move || {
        let ends_at = live.see(Part::Poll, |room| {
            let poll = room.poll.polls.get(&poll).filter(|poll| poll.status == Status::Open)?;
            poll.ends_at
        })?;
        // Timers stand still while the room is paused.
        let paused = live.see(Part::Session, |room| room.paused);
        Some((ends_at.since_ms(paused.unwrap_or(now.get())) + 999).div_euclid(1_000))
    });
    view! {
        <Show when=move || left.get().is_some()>
            <span class="chip clock warn" role="timer">
                <Icon name="timer" />
                {move || left.get().map(|left| countdown(left * 1_000))}
                " left"
            </span>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::{Timestamp, poll::Tally};

    #[test]
    fn a_poll_stands_above_other_work_while_it_is_open_and_when_its_result_is_shown() {
        let mut room = Room::default();
        assert!(!beside(&room, true), "there is none");
        room.poll.polls.insert(PollId(1), Poll { status: Status::Open, ..Poll::default() });
        assert!(beside(&room, false));
        let closed = Status::Closed(Timestamp(1));
        room.poll.polls.values_mut().for_each(|poll| poll.status = closed);
        assert_eq!((beside(&room, false), beside(&room, true)), (false, true), "its result is not shown yet");
        let tally = Tally { answered: 1, rows: vec![vec![1], vec![0]], ..Tally::default() };
        room.poll.polls.values_mut().for_each(|poll| poll.shown = Some(tally.clone()));
        assert!(beside(&room, false));
    }
}
