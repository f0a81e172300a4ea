//! A call that unfolds fact by fact: on everybody's stage, or dealt to groups as cards.

use room::{
    GroupId, Room,
    agenda::{Activity, Command, State},
};

use super::{on_stage, prose};
use crate::prelude::*;
use crate::{
    live::{Live, Part},
    ui::Icon,
};

/// What a scenario shows now.
#[derive(Clone, Default, PartialEq)]
struct Story {
    /// The first line of the card.
    title: String,
    card: String,
    /// Its place among the segment's activities.
    activity: u16,
    shown: Vec<String>,
    /// For facilitators: the fact that comes next, and how many there are.
    next: Option<String>,
    total: usize,
}

fn story(agenda: &State, activity: u16) -> Option<Story> {
    let found = agenda.running()?.activities.get(usize::from(activity))?;
    let Activity::Scenario { card, facts } = found else { return None };
    let shown = usize::from(agenda.current.as_ref()?.shown.get(&activity).copied().unwrap_or(0));
    let (title, card) = card.split_once('\n').unwrap_or((card, ""));
    Some(Story {
        title: title.trim().to_owned(),
        card: card.to_owned(),
        activity,
        shown: facts.iter().take(shown).cloned().collect(),
        next: facts.get(shown).cloned(),
        total: facts.len(),
    })
}

/// The scenarios of the running segment, by their places among its activities.
fn scenarios(agenda: &State) -> Vec<u16> {
    let activities = agenda.running().map(|segment| segment.activities.as_slice()).unwrap_or_default();
    let scenario = |(_, activity): &(u16, &Activity)| matches!(activity, Activity::Scenario { .. });
    (0..).zip(activities).filter(scenario).map(|(place, _)| place).collect()
}

/// The scenario of a group: the cards are dealt in turn.
fn dealt(room: &Room, group: GroupId) -> Option<u16> {
    let (cards, round) = (scenarios(&room.agenda), room.breakout.at_work()?);
    let place = round.groups.keys().position(|one| *one == group)?;
    cards.get(place % cards.len().max(1)).copied()
}

/// The scenario that is on everybody's stage.
#[component]
pub(crate) fn Scenario() -> impl IntoView {
    let live = expect_context::<Live>();
    let story = live.memo(&[Part::Agenda], |room| story(&room.agenda, on_stage(&room.agenda)?.0));
    view! {
        <section class="card reads">
            <h3>{move || story.with(|story| story.as_ref().map(|story| story.title.clone()))}</h3>
            <Told story />
        </section>
        <Show when=move || live.leads.get()>
            <NextFact story />
        </Show>
    }
}

/// The card of a group, where there is one: it can be folded away while the group works.
#[component]
pub(crate) fn Dealt(
    /// Whose.
    group: GroupId,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let story =
        live.memo(&[Part::Agenda, Part::Breakout], move |room| story(&room.agenda, dealt(room, group)?));
    let title = move || story.with(|story| story.as_ref().map(|story| story.title.clone()));
    view! {
        <Show when=move || story.with(Option::is_some)>
            <details class="card reads" open>
                <summary>
                    <b>{title}</b>
                </summary>
                <Told story />
            </details>
            <Show when=move || live.leads.get()>
                <NextFact story />
            </Show>
        </Show>
    }
}

/// What is known so far.
#[component]
fn Told(story: Memo<Option<Story>>) -> impl IntoView {
    let card = memo(move || story.with(|story| story.as_ref().map(|story| story.card.clone())));
    let facts = move || {
        let shown = story.with(|story| story.as_ref().map(|story| story.shown.clone()));
        (0..).zip(shown.unwrap_or_default()).collect::<Vec<(u16, String)>>()
    };
    view! {
        {move || card.get().map(|card| prose(&card).into_any())}
        <ol class="facts" aria-live="polite" aria-label="What is known">
            <For each=facts key=|(number, _)| *number let((_number, fact))>
                <li>{fact}</li>
            </For>
        </ol>
    }
}

/// For facilitators while groups are at work: the next fact of each card, for all groups that hold it.
#[component]
pub(crate) fn NextFacts() -> impl IntoView {
    let live = expect_context::<Live>();
    let all = live.memo(&[Part::Agenda, Part::Breakout], |room| {
        let groups = room.breakout.round.as_ref().map_or(0, |round| round.groups.len());
        scenarios(&room.agenda).into_iter().take(groups).collect::<Vec<_>>()
    });
    let one = move |activity| {
        let story = live.memo(&[Part::Agenda], move |room| story(&room.agenda, activity));
        view! { <NextFact story /> }
    };
    move || all.get().into_iter().map(one).collect_view()
}

/// A facilitator's look at what comes next in a scenario.
#[component]
fn NextFact(story: Memo<Option<Story>>) -> impl IntoView {
    let live = expect_context::<Live>();
    let show = move |_| {
        if let Some(Story { activity, shown, .. }) = story.get_untracked() {
            live.ask(Command::ShowFact { activity, fact: u16::try_from(shown.len()).unwrap_or(u16::MAX) });
        }
    };
    let count = move || {
        story
            .get()
            .map(|story| format!("{}: {} of {} facts shown", story.title, story.shown.len(), story.total))
    };
    let next = move || story.with(|story| story.as_ref().and_then(|story| story.next.clone()));
    view! {
        <Show when=move || story.with(|story| story.as_ref().is_some_and(|story| story.total > 0))>
            <section class="card tight sunken row wrap top-aligned">
                <div class="grow col gap1">
                    <p><b class="small">{count}</b></p>
                    <p class="small">
                        {move || next().map_or_else(|| "Everything is known now.".to_owned(), |next| format!("Next: {next}"))}
                    </p>
                </div>
                <Show when=move || next().is_some()>
                    <button class="btn" on:click=show>
                        <Icon name="eye" />
                        "Show the next fact"
                    </button>
                </Show>
            </section>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::{
        SegmentId, Timestamp,
        agenda::{Current, Segment},
        breakout::{Group, Round, Status},
    };

    fn room() -> Room {
        let card = |title: &str| Activity::Scenario {
            card: format!("{title}\nA neighbor reports shouting."),
            facts: vec!["She speaks English well.".into(), "He steps back.".into()],
        };
        let activities = vec![Activity::Talk, card("The back door"), card("The bus stop")];
        let segment = Segment { id: SegmentId(1), activities, ..Segment::default() };
        let mut room = Room::default();
        room.agenda.segments.push(segment);
        room.agenda.current =
            Some(Current { segment: SegmentId(1), shown: [(2, 1)].into(), ..Current::default() });
        let groups = (1..=3).map(|id| (GroupId(id), Group::default()));
        let status = Status::Running { ends_at: Timestamp(1) };
        room.breakout.round = Some(Round { groups: groups.collect(), status, ..Round::default() });
        room
    }

    #[test]
    fn cards_are_dealt_to_groups_in_turn() {
        let room = room();
        assert_eq!([1, 2, 3].map(|id| dealt(&room, GroupId(id))), [Some(1), Some(2), Some(1)]);
        assert_eq!(dealt(&room, GroupId(9)), None);
    }

    #[test]
    fn a_story_tells_what_was_shown_and_keeps_what_comes_next() {
        let room = room();
        let told = story(&room.agenda, 2).expect("a scenario");
        assert_eq!((told.title.as_str(), told.shown.len()), ("The bus stop", 1));
        assert_eq!(told.next.as_deref(), Some("He steps back."));
        assert!(story(&room.agenda, 0).is_none(), "a talk is no story");
    }
}
