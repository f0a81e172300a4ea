//! The laws every feature obeys, checked over random sessions.
//!
//! 1. *Live view equals fresh view*: applying one's shares one by one gives exactly what looking afresh gives.
//! 2. *Private stays private*: what somebody must not know cannot change a single thing they are sent.
//!
//! Law 3 (resumed from any cut equals fresh) needs the host and lives with it.

#[path = "laws/activity.rs"]
mod activity;
#[path = "laws/groups.rs"]
mod groups;
#[path = "laws/script.rs"]
mod script;

use proptest::prelude::*;
use room::{Actor, Command, Context, Event, PersonId, Room, Share, Timestamp, Viewer, roster, roster::Role};
use script::{Picks, Step};
use std::collections::BTreeMap;

/// What one person has been told so far, as their browser would hold it.
#[derive(Default)]
struct Eyes {
    views: BTreeMap<PersonId, Room>,
    told: BTreeMap<PersonId, Vec<Share>>,
}

impl Eyes {
    fn see(&mut self, room: &Room, at: Timestamp, event: &Event) {
        for person in room.roster.people.keys() {
            let viewer = Viewer::of(room, *person).expect("people of the roster can look");
            let share = room::share(room, event, &viewer);
            let view = self.views.entry(*person).or_default();
            match &share {
                Share::Nothing => continue,
                Share::Whole => room::evolve(view, at, event),
                Share::Instead(other) => room::evolve(view, at, other),
                Share::Look => *view = room::seen_by(room, &viewer),
            }
            self.told.entry(*person).or_default().push(share);
        }
    }
}

/// Runs a script; `watch` is called after every event with the room and the number of the step.
fn run(steps: &[Step], watch: impl FnMut(&Room, usize, Timestamp, &Event)) -> Room {
    run_disguised(steps, |_, _, _| {}, watch)
}

/// Runs a script; `disguise` may change each command right before it is asked.
fn run_disguised(
    steps: &[Step],
    disguise: impl Fn(&Room, Actor, &mut Command),
    mut watch: impl FnMut(&Room, usize, Timestamp, &Event),
) -> Room {
    let (mut room, mut position) = (Room::default(), 0);
    for (number, step) in steps.iter().enumerate() {
        let ctx = Context { now: step.at, actor: step.actor, position };
        let mut command = activity::aim(&room, step.actor, &step.command);
        disguise(&room, step.actor, &mut command);
        let Ok(events) = room::decide(&room, &ctx, &command) else { continue };
        for event in &events {
            room::evolve(&mut room, step.at, event);
            watch(&room, number, step.at, event);
        }
        position += u32::try_from(events.len()).expect("scripts are short");
    }
    room
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn live_view_equals_fresh_view(picks in Picks::strategy(500)) {
        let steps = groups::aimed(script::steps(picks));
        let mut eyes = Eyes::default();
        let room = run(&steps, |room, _, at, event| eyes.see(room, at, event));
        for person in room.roster.people.keys() {
            let viewer = Viewer::of(&room, *person).expect("people of the roster can look");
            prop_assert_eq!(&eyes.views[person], &room::seen_by(&room, &viewer), "seen by {:?}", viewer);
        }
    }

    #[test]
    fn private_stays_private(
        picks in Picks::strategy(500),
        who in any::<prop::sample::Index>(),
        stays_open in any::<bool>(),
    ) {
        let mut steps = script::steps(picks);
        steps.retain_mut(|step| activity::keeps_quiet(step, stays_open));
        let steps = groups::aimed(steps);
        let mut eyes = Eyes::default();
        let (mut ever_led, mut own_arrival) = (vec![], BTreeMap::new());
        let mut history = groups::History::default();
        let mut shown = script::Shown::default();
        let room = run(&steps, |room, number, at, event| {
            eyes.see(room, at, event);
            let leads = room.roster.people.values().filter(|p| p.role == Role::Facilitator);
            ever_led.extend(leads.map(|p| p.id));
            if let Event::Roster(roster::Event::Arrived(somebody)) = event {
                own_arrival.insert(somebody.id, number);
            }
            history.note(event);
            shown.note(number, event);
        });
        // Facilitators are meant to know nearly everything; the law is about the others.
        let others: Vec<_> = room.roster.people.keys().filter(|p| !ever_led.contains(p)).collect();
        prop_assume!(!others.is_empty());
        let person = **who.get(&others);

        let mut disguised = steps;
        for (number, step) in disguised.iter_mut().enumerate() {
            script::disguise(step, person, own_arrival[&person] == number);
            groups::disguise(step, person, &history);
            activity::disguise(step, person);
            if stays_open {
                activity::disguise_keys(step);
            }
            shown.disguise_the_rest(step, number, person);
        }
        let mut other_eyes = Eyes::default();
        let disguise = |room: &Room, actor: Actor, command: &mut Command| {
            activity::disguise_aimed(room, actor, command, person, &history);
        };
        run_disguised(&disguised, disguise, |room, _, at, event| other_eyes.see(room, at, event));
        prop_assert_eq!(eyes.told.get(&person), other_eyes.told.get(&person));
        prop_assert_eq!(eyes.views.get(&person), other_eyes.views.get(&person));
    }

    #[test]
    fn replaying_the_log_gives_the_same_room(picks in Picks::strategy(500)) {
        let mut log = vec![];
        let room = run(&groups::aimed(script::steps(picks)), |_, _, at, event| log.push((at, event.clone())));
        let mut replayed = Room::default();
        for (at, event) in &log {
            room::evolve(&mut replayed, *at, event);
        }
        prop_assert_eq!(room, replayed);
    }
}
