//! Groups in the browser: being sent to one, being in one, and for facilitators forming them and watching them work.
//!
//! A group is a place inside the room, so the page around stays as it is: the stage, chat and people follow the group.

mod bar;
mod columns;
mod forming;
mod lead;
mod mixed;
mod moving;
mod overview;

use room::{
    GroupId, PersonId, Room, Viewer,
    agenda::Activity,
    breakout::{Round, Status},
};

use crate::prelude::*;
use crate::{
    agenda,
    live::{Live, Part},
    parts, poll,
};
pub(crate) use bar::Bar;
pub(crate) use lead::{Entry, Lead};
pub(crate) use moving::Moving;

/// What a facilitator chose to have on the stage, the groups (`true`) or the activity, until groups begin or end; before
/// that, what counts. Found with `expect_context`.
#[derive(Clone, Copy)]
pub(crate) struct Chosen(pub(crate) RwSignal<Option<bool>>);

impl Chosen {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(None))
    }
}

/// A facilitator's stage shows the groups while they are what counts, and above them what the whole room is asked;
/// everybody else's shows the activity.
#[component]
pub(crate) fn OrGroups(
    /// The activity.
    children: ChildrenFn,
) -> impl IntoView {
    let shown = shown(expect_context(), expect_context());
    let children = StoredValue::new(children);
    view! {
        <Show when=move || shown.get() fallback=move || children.with_value(|children| children())>
            <poll::OnStage />
            <parts::Part what="the groups" fetch=parts::styled_groups />
        </Show>
    }
}

/// Whether a facilitator's stage shows the groups.
fn shown(live: Live, Chosen(chosen): Chosen) -> Memo<bool> {
    memo(move || {
        let me = live.me();
        live.see(Part::Agenda, |_| ());
        live.leads.get() && live.see(Part::Breakout, |room| on_stage(room, me, chosen.get()))
    })
}

fn on_stage(room: &Room, me: PersonId, chosen: Option<bool>) -> bool {
    let round = room.breakout.round.as_ref();
    let visits = round.is_some_and(|round| round.status.at_work() && round.visited_by(me).is_some());
    let counts = || match round.map(|round| round.status) {
        None => false,
        Some(Status::Planned) => matches!(agenda::on_stage(&room.agenda), Some((_, Activity::Groups(_)))),
        Some(Status::Moving { .. } | Status::Running { .. } | Status::Returning { .. }) => true,
    };
    !visits && chosen.unwrap_or_else(counts)
}

/// The group this person is in now, as a member or as a facilitator who looks in.
pub(crate) fn mine(live: Live) -> Memo<Option<GroupId>> {
    memo(move || {
        live.see(Part::Roster, |_| ());
        let me = live.me();
        live.see(Part::Breakout, |room| Viewer::of(room, me)?.group)
    })
}

/// The group this person is in now, in words for the top bar.
pub(crate) fn whereabouts(room: &Room, me: PersonId) -> Option<String> {
    let round = room.breakout.at_work()?;
    let group = round.groups.get(&Viewer::of(room, me)?.group?)?;
    let numbered = group.name.starts_with("Group ");
    Some(if numbered { format!("{} of {}", group.name, round.groups.len()) } else { group.name.clone() })
}

/// The name of a group of the round that is on; empty when there is none.
fn group_name(room: &Room, group: GroupId) -> String {
    room.breakout.group(group).map(|group| group.name.clone()).unwrap_or_default()
}

fn name_of(room: &Room, person: PersonId) -> String {
    room.roster.people.get(&person).map(|person| person.name.clone()).unwrap_or_default()
}

/// The names of some people as one reads them: `Ann, Ben and Cy`.
fn names(room: &Room, people: impl Iterator<Item = PersonId>) -> String {
    listed(&people.map(|person| name_of(room, person)).filter(|name| !name.is_empty()).collect::<Vec<_>>())
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    }
}

/// Whether there are groups, planned or at work.
pub(crate) fn formed(live: Live) -> bool {
    see_round(live, |_, _| ()).is_some()
}

/// Whether this person is on the way to a group; facilitators see everybody go.
pub(crate) fn moving(live: Live) -> bool {
    let moves = |_: &Room, round: &Round| matches!(round.status, Status::Moving { .. });
    !live.leads.get() && see_round(live, moves).unwrap_or_default()
}

/// Looks at the round that is planned or under way.
fn see_round<T>(live: Live, look: impl FnOnce(&Room, &Round) -> T) -> Option<T> {
    live.see(Part::Breakout, |room| room.breakout.round.as_ref().map(|round| look(room, round)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::{
        Timestamp,
        breakout::Group,
        roster::{Person, Role, Standing},
    };

    fn room_with_groups() -> Room {
        let mut room = Room::default();
        for (id, role) in [(1, Role::Facilitator), (2, Role::Officer), (3, Role::Officer)] {
            let person = Person { id: PersonId(id), role, standing: Standing::Admitted, ..Person::default() };
            room.roster.people.insert(PersonId(id), person);
        }
        let group = |name: &str, member| Group {
            name: name.into(),
            members: [PersonId(member)].into(),
            ..Group::default()
        };
        let groups = [(GroupId(7), group("Group 1", 2)), (GroupId(8), group("Night shift", 3))].into();
        let status = Status::Running { ends_at: Timestamp(1_000) };
        room.breakout.round = Some(Round { groups, status, ..Round::default() });
        room
    }

    #[test]
    fn the_top_bar_says_which_group_one_is_in() {
        let mut room = room_with_groups();
        assert_eq!(whereabouts(&room, PersonId(2)).as_deref(), Some("Group 1 of 2"));
        assert_eq!(whereabouts(&room, PersonId(3)).as_deref(), Some("Night shift"));
        assert_eq!(whereabouts(&room, PersonId(1)), None);
        room.breakout.round.iter_mut().for_each(|round| round.status = Status::Planned);
        assert_eq!(whereabouts(&room, PersonId(2)), None);
    }

    #[test]
    fn groups_at_work_fill_a_facilitators_stage_unless_they_look_in_on_one() {
        let mut room = room_with_groups();
        assert!(on_stage(&room, PersonId(1), None));
        assert!(!on_stage(&room, PersonId(1), Some(false)), "unless they would rather see the activity");
        let group = room.breakout.round.as_mut().and_then(|round| round.groups.get_mut(&GroupId(7)));
        group.expect("made above").visitors.insert(PersonId(1), Timestamp(0));
        assert!(!on_stage(&room, PersonId(1), Some(true)));
        room.breakout.round = None;
        assert!(!on_stage(&room, PersonId(1), None));
        assert!(on_stage(&room, PersonId(1), Some(true)));
    }

    #[test]
    fn names_are_listed_as_one_says_them() {
        let names: Vec<String> = ["Ann", "Ben", "Cy"].map(String::from).into();
        assert_eq!(listed(&names), "Ann, Ben and Cy");
        assert_eq!(listed(&names[..1]), "Ann");
        assert_eq!(listed(&[]), "");
    }
}
