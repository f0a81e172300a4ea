//! The facilitator's way through the run sheet: what runs and for how long, what is next, notes, and going elsewhere.

use room::{
    Room, SegmentId, Timestamp,
    agenda::{Command, Segment, State, drift_ms},
};

use super::parting;
use crate::prelude::*;
use crate::{
    agenda::{Progress, TimeLeft, about, left, progress, prose, rests},
    clock::time_of_day,
    keys::Keys,
    live::{Live, Part},
    room::{self as page, Shell},
    ui::{Dialog, Icon, Menu},
    words,
};

/// A segment by its id and title.
type Named = (SegmentId, String);

/// Where the session stands on its sheet.
#[derive(Clone, PartialEq)]
enum Stand {
    /// Nothing is planned.
    Empty,
    /// The first segment has not started.
    Before(Named),
    /// A segment runs.
    Running {
        now: Named,
        before: Option<Named>,
        next: Option<Named>,
        /// The one after the next: where skipping leads.
        beyond: Option<Named>,
    },
    /// The last segment is over.
    Over,
}

fn stand(room: &Room) -> Stand {
    let agenda = &room.agenda;
    let named = |at: usize| agenda.segments.get(at).map(|s| (s.id, s.title.clone()));
    let Some(current) = &agenda.current else {
        return match named(0) {
            Some(first) if agenda.runs.is_empty() => Stand::Before(first),
            Some(_) => Stand::Over,
            None => Stand::Empty,
        };
    };
    let place = agenda.segments.iter().position(|s| s.id == current.segment).unwrap_or(0);
    Stand::Running {
        now: named(place).unwrap_or_default(),
        before: place.checked_sub(1).and_then(named),
        next: named(place + 1),
        beyond: named(place + 2),
    }
}

fn watch(live: Live) -> Memo<Stand> {
    memo(move || live.see(Part::Agenda, stand))
}

/// What the button in front of the facilitator does: starts, or goes on. Who goes on while groups are at work is asked first
/// what becomes of them.
fn go_on(live: Live, shell: Shell) {
    match live.look(stand) {
        Stand::Before(_) => live.ask(Command::Start),
        Stand::Running { .. } if live.look(parting::at_work) > 0 => shell.parting.set(true),
        Stand::Running { now: (from, _), .. } => live.ask(Command::Next { from }),
        Stand::Empty | Stand::Over => {}
    }
}

/// Goes on from the segment that runs.
pub(super) fn next(live: Live) {
    if let Stand::Running { now: (from, _), .. } = live.look(stand) {
        live.ask(Command::Next { from });
    }
}

/// The run controls at the top of the left column: they stay where they are, whatever else is in the column.
#[component]
pub(super) fn RunSheet() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let stand = watch(live);
    expect_context::<Keys>().bind("n", move || go_on(live, shell));
    let runs = move || stand.with(|stand| matches!(stand, Stand::Running { .. }));
    view! {
        <Show when=runs fallback=move || view! { <NotRunning stand /> }>
            <Now stand />
        </Show>
        <GoOn stand />
    }
}

/// Who wants something of the facilitator, in a few words: ` · 2 hands · 3 wait`.
fn asking(room: &Room) -> String {
    let hands = room.hand.queue().len();
    let waiting = room.roster.people.values().filter(|person| person.waits()).count();
    let round = room.breakout.round.iter();
    let helps = round.flat_map(|round| round.groups.values()).filter(|group| group.help.is_some()).count();
    let counts = [
        (helps, "group asks for help", "groups ask for help"),
        (hands, "hand", "hands"),
        (waiting, "waits", "wait"),
    ];
    let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
    counts.map(|(count, one, many)| format!(" · {}", words::count(count, one, many))).collect()
}

/// The same in one line, at the foot of a phone; the rest is behind it.
#[component]
pub(super) fn RunBar() -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let stand = watch(live);
    let title = move || {
        stand.with(|stand| match stand {
            Stand::Empty => "No run sheet".to_owned(),
            Stand::Before((_, first)) => format!("First: {first}"),
            Stand::Running { now: (_, title), .. } => title.clone(),
            Stand::Over => "That was the last segment".to_owned(),
        })
    };
    let asking = live.memo(&[Part::Hand, Part::Roster, Part::Breakout], asking);
    view! {
        <div class="runbar" role="group" aria-label="Run the session">
            <button class="run-state" on:click=move |_| shell.sheet.set(Some(page::Sheet::Side))>
                <b class="small clip">{title}</b>
                <span class="tiny">
                    <TimeLeft />
                    {asking}
                </span>
            </button>
            <Show when=move || !stand.with(|stand| matches!(stand, Stand::Empty | Stand::Over))>
                <button class="btn primary slim" on:click=move |_| go_on(live, shell)>
                    {move || stand.with(|stand| match stand {
                        Stand::Before(_) => "Start",
                        Stand::Running { next: None, .. } => "Finish",
                        _ => "Next",
                    })}
                    <Icon name="arrow-right" />
                </button>
            </Show>
        </div>
    }
}

/// Before the start, and after the end.
#[component]
fn NotRunning(stand: Memo<Stand>) -> impl IntoView {
    let shell = expect_context::<Shell>();
    let words = move || {
        stand.with(|stand| match stand {
            Stand::Before((_, first)) => ("Ready", format!("It starts with \"{first}\".")),
            Stand::Over => ("Done", "That was the last segment.".to_owned()),
            Stand::Empty | Stand::Running { .. } => {
                ("No run sheet", "This session has no plan. The room works without one.".to_owned())
            }
        })
    };
    view! {
        <section class="now-card">
            <div class="row">
                <span class="caps grow">{move || words().0}</span>
                <Drift />
            </div>
            <p>{move || words().1}</p>
            <Show when=move || stand.with(|stand| *stand == Stand::Over)>
                <button class="btn" on:click=move |_| shell.ending.set(true)>"End the session"</button>
            </Show>
        </section>
    }
}

/// What runs, how much of it is left, and more time.
#[component]
fn Now(stand: Memo<Stand>) -> impl IntoView {
    let live = expect_context::<Live>();
    let left = left(live);
    let title = move || {
        stand.with(|stand| match stand {
            Stand::Running { now: (_, title), .. } => title.clone(),
            _ => String::new(),
        })
    };
    let share = memo(move || {
        let left = left.get().unwrap_or(0);
        let length = live.see(Part::Agenda, |room| {
            let ends_at = room.agenda.ends_at()?;
            Some(ends_at.since_ms(room.agenda.current.as_ref()?.started) / 1_000)
        });
        let length = length.unwrap_or(0).max(1);
        ((length - left).clamp(0, length) * 100 / length).to_string()
    });
    let back = move || {
        live.see(Part::Agenda, |room| {
            room.agenda.running().filter(|s| rests(s)).and_then(|_| room.agenda.ends_at())
        })
    };
    let over = move || left.get().is_some_and(|left| left < 0);
    view! {
        <section class="now-card" aria-label="Now">
            <div class="row">
                <span class="caps grow">"Now"</span>
                <Drift />
            </div>
            <h2>{title}</h2>
            <div class="bar" aria-hidden="true">
                <i style:--p=move || format!("{}%", share.get())></i>
            </div>
            <div class="row">
                <div class="grow">
                    <b class="clock" class:over=over>
                        <TimeLeft />
                    </b>
                    {move || back().map(|at| view! { <p class="small">"Back at "{time_of_day(at)}</p> })}
                </div>
                <button
                    class="btn slim"
                    aria-label="2 min more"
                    on:click=move |_| live.ask(Command::Extend { minutes: 2 })
                >
                    <Icon name="plus" />
                    "2 min"
                </button>
            </div>
        </section>
    }
}

/// How far the room is behind the plan, or ahead of it.
#[component]
fn Drift() -> impl IntoView {
    let live = expect_context::<Live>();
    let now = live.clock.every_second();
    let minutes = memo(move || drift(live, now.get()));
    let words = move || match minutes.get()? {
        0 => Some("on time".to_owned()),
        behind @ 1.. => Some(format!("{behind} min behind")),
        ahead => Some(format!("{} min ahead", -ahead)),
    };
    view! {
        <Show when=move || minutes.get().is_some()>
            <span
                class="chip"
                class:warn=move || minutes.get().is_some_and(|minutes| minutes > 0)
                class:good=move || minutes.get() == Some(0)
            >
                {words}
            </span>
        </Show>
    }
}

/// Whole minutes behind the plan; part of a minute is on time.
fn drift(live: Live, now: Timestamp) -> Option<i64> {
    live.see(Part::Session, |_| ());
    live.see(Part::Agenda, |room| {
        let planned = !room.agenda.segments.is_empty();
        Some(drift_ms(room, now).filter(|_| planned)? / room::MINUTE_MS)
    })
}

/// The big button, and the ways around it.
#[component]
fn GoOn(stand: Memo<Stand>) -> impl IntoView {
    let (live, shell) = (expect_context::<Live>(), expect_context::<Shell>());
    let words = move || {
        stand.with(|stand| match stand {
            Stand::Before(_) => "Start the session".to_owned(),
            Stand::Running { next: Some((_, title)), .. } => format!("Next: {title}"),
            _ => "Finish the last segment".to_owned(),
        })
    };
    let shown = move || !stand.with(|stand| matches!(stand, Stand::Empty | Stand::Over));
    view! {
        <Show when=shown>
            <div class="next">
                <button class="btn primary big wide" aria-keyshortcuts="n" on:click=move |_| go_on(live, shell)>
                    <span>{words}</span>
                    <Icon name="arrow-right" />
                </button>
                <div class="row">
                    <p class="tiny grow">"or press "<kbd>"N"</kbd></p>
                    <Around stand />
                </div>
            </div>
        </Show>
    }
}

/// Back, skip, less time.
#[component]
fn Around(stand: Memo<Stand>) -> impl IntoView {
    let live = expect_context::<Live>();
    let items = move || {
        let Stand::Running { now: (from, _), before, next, beyond } = stand.get() else {
            return ().into_any();
        };
        let back = before.map(|(_, title)| {
            view! {
                <button role="menuitem" tabindex="-1" on:click=move |_| live.ask(Command::Back { from })>
                    <Icon name="skip-back" />
                    "Back to "{title}
                </button>
            }
        });
        let skip = next.zip(beyond).map(|((_, skipped), (to, title))| {
            view! {
                <button role="menuitem" tabindex="-1" on:click=move |_| live.ask(Command::GoTo(to))>
                    <Icon name="skip-forward" />
                    "Skip "{skipped}", go to "{title}
                </button>
            }
        });
        view! {
            {back}
            {skip}
            <button role="menuitem" tabindex="-1" on:click=move |_| live.ask(Command::Extend { minutes: -2 })>
                <Icon name="minus" />
                "2 minutes less"
            </button>
        }
        .into_any()
    };
    view! {
        <Show when=move || stand.with(|stand| matches!(stand, Stand::Running { .. }))>
            <Menu class="btn slim quiet" face=|| view! { "Back, skip"<Icon name="chevron-down" /> }>{items}</Menu>
        </Show>
    }
}

/// The segment that the facilitator reads about: the one that runs, or the one that comes first.
fn at_hand(agenda: &State) -> Option<&Segment> {
    let first = agenda.segments.first().filter(|_| agenda.runs.is_empty());
    agenda.running().or(first)
}

/// What the planner wrote: what is for the facilitator alone, then what officers read, folded: it is on their stage.
#[component]
pub(super) fn Notes() -> impl IntoView {
    let notes = text(|segment| &segment.notes);
    let instructions = text(|segment| &segment.instructions);
    let some = |text: Memo<String>| move || text.with(|text| !text.trim().is_empty());
    let told = |text: Memo<String>| move || text.with(|text| prose(text).into_any());
    view! {
        <Show when=some(notes)>
            <section class="col gap1">
                <h2 class="caps">"My notes"</h2>
                <div class="my-notes" tabindex="0" role="group" aria-label="My notes">{told(notes)}</div>
            </section>
        </Show>
        <Show when=some(instructions)>
            <details class="folded">
                <summary class="caps">"What officers read"</summary>
                <div class="my-notes" tabindex="0" role="group" aria-label="What officers read">{told(instructions)}</div>
            </details>
        </Show>
    }
}

/// One of the two texts; empty where nothing is written.
fn text(read: fn(&Segment) -> &str) -> Memo<String> {
    let live = expect_context::<Live>();
    live.memo(&[Part::Agenda], move |room| {
        at_hand(&room.agenda).map(|segment| read(segment).to_owned()).unwrap_or_default()
    })
}

/// All segments. Going to another one asks first: the whole room goes along.
#[component]
pub(super) fn Sheet() -> impl IntoView {
    let live = expect_context::<Live>();
    let wanted = RwSignal::new(None::<Named>);
    let open = RwSignal::new(false);
    let segments = memo(move || {
        live.see(Part::Agenda, |room| {
            let agenda = &room.agenda;
            let row = |s: &Segment| ((s.id, s.title.clone()), about(s), progress(agenda, s.id));
            agenda.segments.iter().map(row).collect::<Vec<_>>()
        })
    });
    let row = move |(named, about, progress): (Named, String, Progress)| {
        let title = named.1.clone();
        let now = progress == Progress::Now;
        let ask = move |_| {
            wanted.set(Some(named.clone()));
            open.set(true);
        };
        let face = match now {
            true => title.into_any(),
            false => view! { <button on:click=ask>{title}</button> }.into_any(),
        };
        view! {
            <li class:done=progress == Progress::Done class:now=now aria-current=now.then_some("step")>
                {face}
                <span class="meta">{about}</span>
            </li>
        }
    };
    let go = move |_| {
        open.set(false);
        if let Some((segment, _)) = wanted.get_untracked() {
            live.ask(Command::GoTo(segment));
        }
    };
    let title = Signal::derive(move || {
        format!("Go to \"{}\"?", wanted.get().map(|(_, title)| title).unwrap_or_default())
    });
    view! {
        <Show when=move || !segments.with(Vec::is_empty)>
            <details class="run-sheet">
                <summary class="caps">"Run sheet"</summary>
                <ol class="agenda">{move || segments.get().into_iter().map(row).collect_view()}</ol>
            </details>
        </Show>
        <Dialog open title>
            <p>"The whole room goes there at once, and what runs now ends."</p>
            <div class="foot">
                <button class="btn quiet" on:click=move |_| open.set(false)>"Stay here"</button>
                <button class="btn primary" on:click=go>"Go there"</button>
            </div>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::{
        PersonId,
        agenda::{Current, Run},
        roster::{Person, Presence},
    };

    #[test]
    fn a_phones_foot_says_who_wants_something() {
        let mut room = Room::default();
        assert_eq!(asking(&room), "");
        room.hand.raised.extend([PersonId(1), PersonId(2)]);
        let waiting = Person { presence: Presence::Here, ..Person::default() };
        room.roster.people.insert(PersonId(3), waiting);
        assert_eq!(asking(&room), " · 2 hands · 1 waits");
    }

    #[test]
    fn a_facilitator_reads_about_what_runs_and_before_the_start_about_what_comes_first() {
        let segment = |id| Segment { id: SegmentId(id), ..Segment::default() };
        let mut agenda = State { segments: vec![segment(1), segment(2)], ..State::default() };
        let read = |agenda: &State| at_hand(agenda).map(|segment| segment.id.0);
        assert_eq!(read(&agenda), Some(1));
        agenda.current = Some(Current { segment: SegmentId(2), ..Current::default() });
        assert_eq!(read(&agenda), Some(2));
        agenda.current = None;
        let (started, ended) = (Timestamp(0), Timestamp(1));
        agenda.runs.push(Run { segment: SegmentId(2), started, ended });
        assert_eq!(read(&agenda), None, "it is over");
    }
}
