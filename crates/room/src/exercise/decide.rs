//! What may be done in an exercise, and how it begins by itself.

use super::{Command, Draft, Event, Idea, Place, Step, Work};
use crate::{
    Context, Event as Happened, ExerciseId, IdeaId, PersonId, Refusal, Room, Viewer, limit, map::Map, wording,
};

/// Decides about exercises.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Happened>, Refusal> {
    let events = match command {
        Command::Open(draft) => open(room, ctx, draft, 0, false)?,
        Command::Close => room.exercise.current.iter().map(|_| Event::Closed).collect(),
        Command::SetIssue { place, text } => {
            let work = work_of(room, *place)?;
            scribe(room, ctx, *place)?;
            let text = wording::line(text, limit::ISSUE)?;
            (work.issue != text).then_some(Event::IssueSet { place: *place, text }).into_iter().collect()
        }
        Command::AddIdea { place, text } => {
            let (me, work) = at_ideas(room, ctx, *place)?;
            if work.ideas.values().filter(|idea| idea.author == Some(me)).count() >= limit::IDEAS {
                return Err(Refusal::Full);
            }
            let (idea, text) = (IdeaId(ctx.id(0)), wording::paragraph(text, limit::IDEA)?);
            vec![Event::IdeaAdded { place: *place, idea, author: Some(me), text }]
        }
        Command::EditIdea { place, idea, text } => {
            let found = own_idea(room, ctx, *place, *idea)?;
            let text = wording::paragraph(text, limit::IDEA)?;
            let edited = (found.text != text).then_some(text);
            edited.map(|text| Event::IdeaEdited { place: *place, idea: *idea, text }).into_iter().collect()
        }
        Command::RemoveIdea { place, idea } => {
            let author = own_idea(room, ctx, *place, *idea)?.author;
            vec![Event::IdeaRemoved { place: *place, idea: *idea, author }]
        }
        Command::Reveal(place) => {
            let work = work_of(room, *place)?;
            scribe(room, ctx, *place)?;
            match work.step {
                Step::Issue => return Err(Refusal::NotNow),
                _ => revealing(*place, work).into_iter().collect(),
            }
        }
        Command::Dot { place, idea, dots } => dot(room, ctx, *place, *idea, *dots)?,
        Command::Go { place, from, to } => {
            let work = work_of(room, *place)?;
            scribe(room, ctx, *place)?;
            if work.step == *from { going(*place, work, *to) } else { vec![] }
        }
        Command::GoAll(to) => {
            let running = room.exercise.running().ok_or(Refusal::NotNow)?;
            running.works.iter().flat_map(|(place, work)| going(*place, work, *to)).collect()
        }
    };
    Ok(events.into_iter().map(Happened::Exercise).collect())
}

/// A segment with an exercise begins: it opens by itself, and waits for the segment's groups if
/// `groups_come`. The one that is open already goes on. `first` is the number of its first event in the
/// decision.
#[must_use]
pub fn prepared(room: &Room, ctx: &Context, draft: &Draft, first: usize, groups_come: bool) -> Vec<Happened> {
    if room.exercise.running().is_some_and(|running| running.draft == *draft) {
        return vec![];
    }
    let events = open(room, ctx, draft, first, groups_come).unwrap_or_default();
    events.into_iter().map(Happened::Exercise).collect()
}

fn open(
    room: &Room,
    ctx: &Context,
    draft: &Draft,
    first: usize,
    groups_come: bool,
) -> Result<Vec<Event>, Refusal> {
    if room.exercise.exercises.len() >= limit::EXERCISES {
        return Err(Refusal::Full);
    }
    let draft = Box::new(draft.checked()?);
    let mut events = vec![Event::Opened { exercise: ExerciseId(ctx.id(first)), draft }];
    match &room.breakout.round {
        None if groups_come => {}
        None => events.push(Event::Begun(vec![Place::Room])),
        Some(round) if round.status.at_work() => {
            events.push(Event::Begun(round.groups.keys().copied().map(Place::Group).collect()));
        }
        // Groups that are still being sent off begin when they are there.
        Some(_) => {}
    }
    Ok(events)
}

/// Groups are at work from now on: an exercise that is what the running segment is about, or that was opened by hand and waits
/// for them, begins.
/// One that the room has left behind has nothing to do with these groups.
#[must_use]
pub fn arrived(room: &Room) -> Option<Happened> {
    let running = room.exercise.running()?;
    let by_hand = !room.agenda.segments.iter().any(|segment| running.is_planned_in(segment));
    let waits = running.works.is_empty() && (by_hand || running.is_planned(room));
    if !waits && !running.works.values().any(|work| running.is_at_hand(room, work)) {
        return None;
    }
    let places = room.breakout.round.as_ref()?.groups.keys().copied().map(Place::Group).collect();
    Some(Happened::Exercise(Event::Begun(places)))
}

fn dot(room: &Room, ctx: &Context, place: Place, idea: IdeaId, dots: u8) -> Result<Vec<Event>, Refusal> {
    let work = work_of(room, place)?;
    let me = member(room, ctx, place)?;
    if work.step != Step::Vote {
        return Err(Refusal::NotNow);
    }
    if !work.ideas.contains_key(&idea) {
        return Err(Refusal::Unknown);
    }
    let before = work.dots_of(me, idea);
    let all = work.dots.get(&me).map_or(0, |mine| mine.values().map(|n| u32::from(*n)).sum());
    let budget = room.exercise.running().map_or(0, |running| running.draft.dots);
    if all - u32::from(before) + u32::from(dots) > u32::from(budget) {
        return Err(Refusal::NoDotsLeft);
    }
    let changed = before != dots;
    Ok(changed.then_some(Event::Dotted { place, person: me, idea, dots }).into_iter().collect())
}

/// What it takes to bring one place to a step: whoever leaves the ideas sees them, whoever leaves the vote
/// has its result.
fn going(place: Place, work: &Work, to: Step) -> Vec<Event> {
    if work.step == to {
        return vec![];
    }
    let reveal = revealing(place, work).filter(|_| to >= Step::Vote);
    let tally = (work.step == Step::Vote && to > Step::Vote).then(|| work.count());
    let tallied = tally.map(|tally| Event::Tallied { place, tally });
    reveal.into_iter().chain(tallied).chain([Event::Went { place, step: to }]).collect()
}

fn revealing(place: Place, work: &Work) -> Option<Event> {
    (!work.revealed).then(|| Event::Revealed { place, ideas: Map::new() })
}

/// The work that is under way in a place.
fn work_of(room: &Room, place: Place) -> Result<&Work, Refusal> {
    room.exercise.running().and_then(|running| running.works.get(&place)).ok_or(Refusal::NotNow)
}

/// Whoever works there.
fn member(room: &Room, ctx: &Context, place: Place) -> Result<PersonId, Refusal> {
    let me = Viewer::of(room, ctx.person()?).ok_or(Refusal::NotInside)?;
    if me.works_in(place) { Ok(me.person) } else { Err(Refusal::NotAllowed) }
}

/// Whoever may write for a place: any of its members, or a facilitator.
fn scribe(room: &Room, ctx: &Context, place: Place) -> Result<(), Refusal> {
    let me = Viewer::of(room, ctx.person()?).ok_or(Refusal::NotInside)?;
    if me.writes_for(place) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

fn at_ideas<'a>(room: &'a Room, ctx: &Context, place: Place) -> Result<(PersonId, &'a Work), Refusal> {
    let (work, me) = (work_of(room, place)?, member(room, ctx, place)?);
    if work.step == Step::Ideas { Ok((me, work)) } else { Err(Refusal::NotNow) }
}

/// One's own idea, while ideas are written; others' do not exist for anybody who wants to change them.
fn own_idea<'a>(room: &'a Room, ctx: &Context, place: Place, idea: IdeaId) -> Result<&'a Idea, Refusal> {
    let (me, work) = at_ideas(room, ctx, place)?;
    work.ideas.get(&idea).filter(|found| found.author == Some(me)).ok_or(Refusal::Unknown)
}
