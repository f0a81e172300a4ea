//! The steps of random sessions that are about work in groups: breakouts, exercises, plans.

use crate::{
    activity,
    script::{Picks, Step, person},
};
use room::{
    ActionId, Actor, Command, Context, Event, GroupId, IdeaId, PersonId, Room, breakout,
    chat::{self, Audience},
    exercise::{self, Place, Step as At},
    lobby, plan, roster,
};
use std::collections::{BTreeMap, BTreeSet};

/// Ids from here on are wishes: "the second group", see [`aimed`].
const WISH: u32 = 1 << 30;

/// Groups at work on an exercise: many scripts begin like this, few would ever get there by chance.
pub(crate) fn at_work(picks: &mut Picks) -> [Command; 8] {
    let connect = |person| Command::Roster(roster::Command::Connect { person: PersonId(person) });
    [
        Command::Lobby(lobby::Command::AdmitAll),
        connect(4),
        connect(7),
        Command::Breakout(breakout::Command::Mix { rule: breakout::Rule::Count(picks.of(&[2, 1])), seed: 1 }),
        Command::Breakout(breakout::Command::Start { minutes: 1, countdown_s: 0 }),
        Command::Tick,
        Command::Exercise(exercise::Command::Open(Box::new(draft()))),
        Command::Exercise(exercise::Command::GoAll(At::Ideas)),
    ]
}

/// Something asked about groups and their work.
pub(crate) fn command(picks: &mut Picks) -> Command {
    match picks.below(8) {
        0 | 1 => Command::Breakout(about_groups(picks)),
        2..=4 => Command::Exercise(about_work(picks)),
        _ => Command::Plan(about_plans(picks)),
    }
}

/// A group that may exist.
pub(crate) fn group(picks: &mut Picks) -> GroupId {
    GroupId(WISH + picks.below(3))
}

fn about_groups(picks: &mut Picks) -> breakout::Command {
    use breakout::{Command, Rule, Wanted};
    match picks.below(16) {
        0 => {
            let one = Wanted { name: "Night shift".into(), members: vec![person(picks)] };
            Command::Plan(vec![one, Wanted { members: vec![person(picks)], ..Wanted::default() }])
        }
        1 => Command::Mix { rule: picks.of(&[Rule::Size(1), Rule::Count(2)]), seed: picks.below(9).into() },
        2..=4 => Command::Move { person: person(picks), to: picks.coin().then(|| group(picks)) },
        5 => Command::Start { minutes: 1, countdown_s: picks.of(&[0, 5]) },
        6 => Command::Extend { minutes: 5 },
        7 => Command::Tell("Pick a reporter".into()),
        8 | 9 => Command::DropIn(group(picks)),
        10 => Command::DropOut,
        11 => Command::Return { seconds: picks.of(&[0, 10]) },
        12 => Command::Answer(group(picks)),
        13 => Command::CancelHelp,
        _ => Command::Help { reason: picks.of(&["", "We are stuck"]).into() },
    }
}

fn draft() -> exercise::Draft {
    exercise::Draft { title: "Solve it".into(), dots: 2, ..exercise::Draft::default() }
}

fn about_work(picks: &mut Picks) -> exercise::Command {
    use exercise::Command;
    let steps = [At::Ideas, At::Vote, At::Plan, At::Issue];
    let (place, idea) = (place(picks), IdeaId(WISH + picks.below(3)));
    match picks.below(18) {
        0 if picks.below(4) == 0 => Command::Open(Box::new(draft())),
        1 if picks.below(6) == 0 => Command::Close,
        0 | 1 => Command::Reveal(place),
        2 => Command::SetIssue { place, text: picks.of(&["Language", "Call-backs"]).into() },
        3 => Command::EditIdea { place, idea, text: picks.of(&["Card", "Line"]).into() },
        4 => Command::RemoveIdea { place, idea },
        5..=8 => Command::Dot { place, idea, dots: picks.of(&[1, 2, 0]) },
        9 => Command::Go { place, from: picks.of(&steps), to: picks.of(&steps) },
        10 => Command::GoAll(picks.of(&steps)),
        _ => Command::AddIdea { place, text: picks.of(&["Card", "Line"]).into() },
    }
}

fn about_plans(picks: &mut Picks) -> plan::Command {
    use plan::{Command, Field};
    let (place, action) = (place(picks), ActionId(WISH + picks.below(3)));
    let field = picks.of(&[Field::Title, Field::FirstStep, Field::Measure]);
    match picks.below(16) {
        0..=2 => Command::Add { place, title: "Do it".into(), from_idea: None },
        3 => Command::Add { place, title: "Do it".into(), from_idea: Some(IdeaId(WISH + picks.below(3))) },
        4..=6 => Command::Set { action, field, value: picks.of(&["Words", "More words"]).into() },
        7 => Command::Claim { action, field },
        8 => Command::Release { action, field },
        9 => Command::Offer { action, owner: (picks.below(4) > 0).then(|| person(picks)) },
        10 => Command::Accept { action, yes: picks.coin() },
        11 => Command::Remove(action),
        12 => picks.of(&[Command::Report { place, seconds: 120 }, Command::EndReport]),
        13 => Command::Adopt { action, on: picks.below(3) > 0 },
        14 => Command::Commit(picks.of(&["If I stop a car", "If I knock"]).into()),
        _ => Command::ShareCommitment,
    }
}

fn place(picks: &mut Picks) -> Place {
    if picks.below(6) == 0 { Place::Room } else { Place::Group(group(picks)) }
}

/// The same steps with every wish turned into the id of something that is there at that moment, if anything
/// is: ids cannot be guessed.
pub(crate) fn aimed(mut steps: Vec<Step>) -> Vec<Step> {
    let (mut room, mut position) = (Room::default(), 0);
    for step in &mut steps {
        aim(&room, &mut step.command);
        let ctx = Context { now: step.at, actor: step.actor, position };
        let Ok(events) = room::decide(&room, &ctx, &activity::aim(&room, step.actor, &step.command)) else {
            continue;
        };
        events.iter().for_each(|event| room::evolve(&mut room, step.at, event));
        position += u32::try_from(events.len()).expect("scripts are short");
    }
    steps
}

fn aim(room: &Room, command: &mut Command) {
    match command {
        Command::Chat(chat::Command::Say { audience: Audience::Group(group), .. }) => aim_group(room, group),
        Command::Breakout(
            breakout::Command::Move { to: Some(group), .. }
            | breakout::Command::DropIn(group)
            | breakout::Command::Answer(group),
        ) => aim_group(room, group),
        Command::Exercise(command) => aim_work(room, command),
        Command::Plan(command) => aim_plan(room, command),
        _ => {}
    }
}

fn aim_work(room: &Room, command: &mut exercise::Command) {
    use exercise::Command;
    match command {
        Command::Open(_) | Command::Close | Command::GoAll(_) => {}
        Command::SetIssue { place, .. }
        | Command::AddIdea { place, .. }
        | Command::Reveal(place)
        | Command::Go { place, .. } => aim_place(room, place),
        Command::EditIdea { place, idea, .. }
        | Command::RemoveIdea { place, idea }
        | Command::Dot { place, idea, .. } => {
            aim_place(room, place);
            aim_idea(room, *place, idea);
        }
    }
}

fn aim_plan(room: &Room, command: &mut plan::Command) {
    use plan::Command;
    match command {
        Command::Add { place, from_idea, .. } => {
            aim_place(room, place);
            from_idea.iter_mut().for_each(|idea| aim_idea(room, *place, idea));
        }
        Command::Report { place, .. } => aim_place(room, place),
        Command::Set { action, .. }
        | Command::Claim { action, .. }
        | Command::Release { action, .. }
        | Command::Offer { action, .. }
        | Command::Accept { action, .. }
        | Command::Remove(action)
        | Command::Adopt { action, .. } => wish(&mut action.0, room.plan.actions.keys().map(|id| id.0)),
        Command::EndReport | Command::Commit(_) | Command::ShareCommitment => {}
    }
}

fn aim_place(room: &Room, place: &mut Place) {
    if let Place::Group(group) = place {
        aim_group(room, group);
    }
}

fn aim_group(room: &Room, group: &mut GroupId) {
    let rounds = room.breakout.round.iter().chain(room.breakout.past.iter().rev());
    wish(&mut group.0, rounds.flat_map(|round| round.groups.keys()).map(|id| id.0));
}

fn aim_idea(room: &Room, place: Place, idea: &mut IdeaId) {
    let work = room.exercise.work(place);
    wish(&mut idea.0, work.into_iter().flat_map(|work| work.ideas.keys()).map(|id| id.0));
}

fn wish(id: &mut u32, ids: impl Iterator<Item = u32>) {
    let ids: Vec<_> = ids.collect();
    if let Some(n) = id.checked_sub(WISH).and_then(|n| (n as usize).checked_rem(ids.len())) {
        *id = ids[n];
    }
}

/// What decides who may ever know something, gathered from what happened.
#[derive(Default)]
pub(crate) struct History {
    memberships: BTreeSet<(PersonId, GroupId)>,
    revealed: BTreeSet<Place>,
    reported: BTreeSet<Place>,
    actions: BTreeMap<ActionId, Place>,
    shared: BTreeSet<PersonId>,
}

impl History {
    pub(crate) fn note(&mut self, event: &Event) {
        match event {
            Event::Breakout(breakout::Event::Grouped { group, members, .. }) => {
                self.memberships.extend(members.iter().map(|person| (*person, *group)));
            }
            Event::Breakout(breakout::Event::Joined { group, person }) => {
                self.memberships.insert((*person, *group));
            }
            Event::Exercise(exercise::Event::Revealed { place, .. }) => {
                self.revealed.insert(*place);
            }
            Event::Plan(plan::Event::Reported { place, .. }) => {
                self.reported.insert(*place);
            }
            Event::Plan(plan::Event::Added { action, place, .. }) => {
                self.actions.insert(*action, *place);
            }
            Event::Plan(plan::Event::CommitmentShared { person, .. }) => {
                self.shared.insert(*person);
            }
            _ => {}
        }
    }

    pub(crate) fn ever_in(&self, person: PersonId, group: GroupId) -> bool {
        self.memberships.contains(&(person, group))
    }

    fn ever_together(&self, one: PersonId, other: Actor) -> bool {
        let mut all = self.memberships.iter();
        all.any(|(person, group)| Actor::Person(*person) == other && self.ever_in(one, *group))
    }

    /// Whether a person may have seen the work of a place.
    fn ever_sees_work(&self, person: PersonId, place: Place) -> bool {
        match place {
            Place::Room => true,
            Place::Group(group) => self.ever_in(person, group),
        }
    }

    /// Whether a person may have seen others' ideas.
    fn ever_sees_ideas(&self, person: PersonId, place: Place) -> bool {
        self.revealed.contains(&place) && self.ever_sees_work(person, place)
    }

    /// Whether a person may have learned what a place planned.
    fn ever_sees_plan(&self, person: PersonId, place: Place) -> bool {
        self.ever_sees_work(person, place) || self.reported.contains(&place)
    }
}

/// Changes everything in an aimed step that `person` must never learn of (they never facilitate): what is
/// said in groups they are never in, why those ask for help and what they plan; others' ideas that are never
/// revealed, and others' commitments that are never shared.
pub(crate) fn disguise(step: &mut Step, person: PersonId, history: &History) {
    let own = step.actor == Actor::Person(person);
    let shares = |actor| history.shared.iter().any(|who| actor == Actor::Person(*who));
    let text = match &mut step.command {
        Command::Chat(chat::Command::Say { audience: Audience::Group(group), text, .. })
            if !history.ever_in(person, *group) =>
        {
            text
        }
        Command::Breakout(breakout::Command::Help { reason })
            if !own && !history.ever_together(person, step.actor) =>
        {
            reason
        }
        Command::Exercise(
            exercise::Command::AddIdea { place, text } | exercise::Command::EditIdea { place, text, .. },
        ) if !own && !history.ever_sees_ideas(person, *place) => text,
        Command::Exercise(exercise::Command::SetIssue { place, text })
            if !history.ever_sees_plan(person, *place) =>
        {
            text
        }
        Command::Plan(plan::Command::Add { place, title, .. }) if !history.ever_sees_plan(person, *place) => {
            title
        }
        Command::Plan(plan::Command::Set { action, value, .. })
            if history.actions.get(action).is_some_and(|place| !history.ever_sees_plan(person, *place)) =>
        {
            value
        }
        Command::Plan(plan::Command::Commit(text)) if !own && !shares(step.actor) => text,
        _ => return,
    };
    text.push_str(" secret");
}
