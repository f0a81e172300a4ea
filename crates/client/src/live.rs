//! The live room as signals: what arrives over the line changes the room, and only the parts it touches are drawn anew.
//!
//! A view reads with [`Live::see`], naming the part it shows. A view asks with [`Live::ask`]: a refusal is said in plain
//! words by itself. [`Live`] is a handle like a signal: copy it freely, it lives as long as the room's page.
//!
//! What needs several parts, or should wake its readers only when the outcome differs, is a [`Live::memo`].

use std::{collections::HashMap, rc::Rc};

use link::Happening;
use protocol::{Bye, Nudge, Signal as Fleeting, Signalled};
use room::{
    Command, Event, PersonId, PollId, Refusal, Room, Timestamp, Viewer,
    roster::{self, Standing},
};

use crate::prelude::*;
use crate::{
    clock::Clock,
    link::{Line, News, Wire},
    ui::Toasts,
    words,
};

/// A part of the room that is drawn on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Charter, pause, end.
    Session,
    /// People.
    Roster,
    /// The door.
    Lobby,
    /// Raised hands.
    Hand,
    /// The conversation.
    Chat,
    /// The run sheet.
    Agenda,
    /// Groups.
    Breakout,
    /// Polls.
    Poll,
    /// Questions to the facilitators.
    Questions,
    /// Exercises.
    Exercise,
    /// Plans.
    Plan,
    /// Whiteboards.
    Board,
}

const PARTS: usize = Part::Board as usize + 1;

/// Which parts an event touches. No wildcard: a new feature has to say what it changes.
fn touched(event: &Event) -> &'static [Part] {
    match event {
        Event::Opened(_) => &[Part::Session, Part::Agenda],
        Event::Paused(_) | Event::Ended => &[Part::Session],
        Event::Roster(_) => &[Part::Roster, Part::Hand],
        Event::Lobby(_) => &[Part::Lobby, Part::Roster],
        Event::Hand(_) => &[Part::Hand],
        Event::Chat(_) => &[Part::Chat],
        Event::Agenda(_) => &[Part::Agenda],
        Event::Poll(_) => &[Part::Poll],
        Event::Questions(_) => &[Part::Questions],
        Event::Board(_) => &[Part::Board],
        Event::Breakout(_) => &[Part::Breakout, Part::Chat],
        Event::Exercise(_) => &[Part::Exercise],
        Event::Plan(_) => &[Part::Plan],
    }
}

/// Where this person stands, and so which page they see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stance {
    /// The room is not here yet.
    Opening,
    /// In the lobby.
    Waiting,
    /// In the room.
    Inside,
    /// Called to duty.
    CalledOut,
    /// Left on their own.
    Left,
    /// The server ended it.
    Over(Bye),
}

type Answer = Box<dyn FnOnce(Result<(), Refusal>)>;
type Listener = Rc<dyn Fn(&Happening)>;

/// The live room. See the module.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    wire: Held,
    parts: [RwSignal<()>; PARTS],
    answers: StoredValue<HashMap<u32, Answer>, LocalStorage>,
    listeners: StoredValue<(u32, Vec<(u32, Listener)>), LocalStorage>,
    toasts: Toasts,
    /// How the line is.
    pub(crate) line: RwSignal<Line>,
    /// What the person has said about leaving, before the server confirmed it.
    gone: StoredValue<Option<Stance>>,
    /// When the line came up last, by the server's clock.
    welcomed: StoredValue<Timestamp>,
    /// The server's clock.
    pub(crate) clock: Clock,
    /// Where this person stands.
    pub(crate) stance: RwSignal<Stance>,
    /// Whether this person runs the session.
    pub(crate) leads: RwSignal<bool>,
    /// How many nudge, as a facilitator was told last. Kept here, because it is told before the console has been fetched.
    pub(crate) nudges: RwSignal<Nudges>,
    /// How many answers to which anonymous poll are ready, in steps, as a facilitator was told last.
    pub(crate) ready: RwSignal<(PollId, u32)>,
}

/// How many nudge in which way.
pub(crate) type Nudges = [(Nudge, u32); 2];

/// Nobody does.
const NO_NUDGES: Nudges = [(Nudge::SlowDown, 0), (Nudge::Break, 0)];

/// Where the room of `session` is live for who has `seat`.
pub(crate) fn address(session: &str, seat: &str) -> String {
    format!("/live?session={session}&seat={seat}")
}

impl Live {
    fn new(toasts: Toasts) -> Self {
        Self {
            wire: StoredValue::new_local(None),
            parts: [(); PARTS].map(|()| RwSignal::new(())),
            answers: StoredValue::new_local(HashMap::new()),
            listeners: StoredValue::new_local((0, vec![])),
            toasts,
            line: RwSignal::new(Line::Opening),
            gone: StoredValue::new(None),
            welcomed: StoredValue::new(Timestamp::default()),
            clock: Clock::new(),
            stance: RwSignal::new(Stance::Opening),
            leads: RwSignal::new(false),
            nudges: RwSignal::new(NO_NUDGES),
            ready: RwSignal::new((PollId(0), 0)),
        }
    }

    /// Opens the room of `session` from `seat`; it closes with the view that called this.
    pub(crate) fn open(session: &str, seat: &str, toasts: Toasts) -> Self {
        let live = Self::new(toasts);
        let wire = live.wire;
        let opened = Wire::open(&address(session, seat), move |news| live.hear(&news));
        wire.set_value(Some(opened));
        on_cleanup(move || {
            live.clock.stop();
            _ = wire.try_update_value(|wire| *wire = None);
        });
        live
    }

    /// Shows `room` as `you` see it, without a line to anybody.
    pub(crate) fn still(room: Room, you: PersonId, toasts: Toasts) -> Self {
        let live = Self::new(toasts);
        live.wire.set_value(Some(Wire::still(room, you)));
        live.line.set(Line::Up);
        live.settle();
        on_cleanup(move || live.clock.stop());
        live
    }

    /// Looks at the room, and again whenever `part` has changed.
    pub(crate) fn see<T>(&self, part: Part, look: impl FnOnce(&Room) -> T) -> T {
        self.parts[part as usize].track();
        self.look(look)
    }

    /// What `look` makes of the room, made anew whenever one of `parts` has changed.
    pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(
        &self,
        parts: &'static [Part],
        look: impl Fn(&Room) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        let live = *self;
        memo(move || {
            parts.iter().for_each(|part| live.parts[*part as usize].track());
            live.look(&look)
        })
    }

    /// Somebody's name.
    pub(crate) fn name(&self, person: PersonId) -> Signal<String> {
        let name =
            move |room: &Room| room.roster.people.get(&person).map(|p| p.name.clone()).unwrap_or_default();
        self.memo(&[Part::Roster], name).into()
    }

    /// Looks at the room once.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Room) -> T) -> T {
        match held(self.wire) {
            Some(wire) => wire.room(look),
            None => look(&Room::default()),
        }
    }

    /// Who this person is.
    pub(crate) fn me(&self) -> PersonId {
        held(self.wire).and_then(|wire| wire.you()).unwrap_or_default()
    }

    /// Asks for something. A refusal is shown in plain words.
    pub(crate) fn ask(&self, command: impl Into<Asked>) {
        self.ask_or(command, || ());
    }

    /// Asks for something. A refusal is shown in plain words, and then `back` takes back what the view did meanwhile.
    pub(crate) fn ask_or(&self, command: impl Into<Asked>, back: impl FnOnce() + 'static) {
        let toasts = self.toasts;
        self.ask_then(command, move |answer| {
            if let Err(why) = answer {
                toasts.say(words::refusal(&why));
                back();
            }
        });
    }

    /// Asks for something and takes the answer. It comes when the line is up; until then the ask is kept.
    pub(crate) fn ask_then(
        &self,
        command: impl Into<Asked>,
        answer: impl FnOnce(Result<(), Refusal>) + 'static,
    ) -> u32 {
        let Asked(command) = command.into();
        let Some(wire) = held(self.wire) else { return 0 };
        let number = wire.ask(command);
        self.answers.update_value(|answers| _ = answers.insert(number, Box::new(answer)));
        number
    }

    /// Sends something fleeting; says whether it could be sent. Nobody answers whether it was heard.
    pub(crate) fn signal(&self, signal: Fleeting) -> bool {
        held(self.wire).is_some_and(|wire| wire.signal(signal))
    }

    /// Calls `listener` with everything that arrives, after the room has changed, as long as the view is there.
    /// It must not make signals or effects: it runs outside of any view.
    pub(crate) fn listen(&self, listener: impl Fn(&Happening) + 'static) {
        let listeners = self.listeners;
        let mut number = 0;
        listeners.update_value(|(last, all)| {
            *last += 1;
            number = *last;
            all.push((number, Rc::new(listener)));
        });
        on_cleanup(move || {
            _ = listeners.try_update_value(|(_, all)| all.retain(|(mine, _)| *mine != number));
        });
    }

    /// Leaves: on the person's wish, or because they are called to duty.
    pub(crate) fn leave(&self, called_out: bool) {
        let (command, stance) = match called_out {
            true => (roster::Command::CallOut, Stance::CalledOut),
            false => (roster::Command::Leave, Stance::Left),
        };
        let wire = self.wire;
        self.ask_then(command, move |_| {
            if let Some(wire) = held(wire) {
                wire.close();
            }
        });
        // Said at once: whoever is called to duty does not wait for an answer.
        self.gone.set_value(Some(stance));
        self.settle();
    }

    /// The network is back, or somebody looks at the page again.
    pub(crate) fn wake(&self) {
        if let Some(wire) = held(self.wire) {
            wire.wake();
        }
    }

    fn hear(&self, news: &News<'_>) {
        let happening = match news {
            News::Line(line) => {
                self.line.set(*line);
                self.settle();
                return;
            }
            News::Received(happening) => *happening,
        };
        match happening {
            Happening::Welcomed { now, .. } => {
                self.clock.set(*now, true);
                // What is told again from before has been followed then, or does not hold any more.
                self.welcomed.set_value(*now);
                // What has faded meanwhile is not told; what there is comes anew.
                update(self.nudges, NO_NUDGES);
            }
            Happening::Beat(now) => self.clock.set(*now, false),
            Happening::Looked => self.wake_views([true; PARTS]),
            Happening::Happened(at, events) => {
                self.follow_call(*at, events);
                let mut changed = [false; PARTS];
                events.iter().flat_map(touched).for_each(|part| changed[*part as usize] = true);
                self.wake_views(changed);
            }
            Happening::Answered(number, answer) => {
                let take = self.answers.try_update_value(|answers| answers.remove(number)).flatten();
                if let Some(take) = take {
                    take(answer.clone());
                }
            }
            Happening::Signals(signals) => {
                if let Some(nudges) = self.nudges.try_get_untracked() {
                    update(self.nudges, counted(nudges, signals));
                }
                for signal in signals {
                    if let Signalled::Ready(poll, n) = signal {
                        update(self.ready, (*poll, *n));
                    }
                }
            }
            Happening::Bye(_) => {}
        }
        // The list is copied first: a listener may end another one.
        let listeners: Vec<_> = self
            .listeners
            .try_with_value(|(_, all)| all.iter().map(|(_, listener)| listener.clone()).collect())
            .unwrap_or_default();
        listeners.iter().for_each(|listener| listener(happening));
    }

    /// Who is called to duty on one page is gone on all of them: this one hangs up, too, so that it does not bring them
    /// back by itself.
    fn follow_call(&self, at: Timestamp, events: &[Event]) {
        let Some(wire) = held(self.wire).filter(|_| self.gone.try_get_value() == Some(None)) else { return };
        let since = self.welcomed.try_get_value().unwrap_or_default();
        if wire.you().is_some_and(|you| at >= since && is_called(events, you)) {
            self.gone.set_value(Some(Stance::CalledOut));
            wire.close();
            self.settle();
        }
    }

    /// Wakes the views of the changed parts.
    fn wake_views(&self, changed: [bool; PARTS]) {
        self.settle();
        for (part, _) in self.parts.iter().zip(changed).filter(|(_, changed)| *changed) {
            part.notify();
        }
    }

    /// Decides anew which page the person sees.
    fn settle(&self) {
        let stance = self
            .gone
            .try_get_value()
            .flatten()
            .unwrap_or_else(|| stance(self.line.get_untracked(), self.wire));
        let leads = leads(self.wire);
        update(self.stance, stance);
        update(self.leads, leads);
        if !leads {
            update(self.nudges, NO_NUDGES);
        }
    }
}

/// Whether this person is called to duty with these events: then they have said so on another page of theirs.
fn is_called(events: &[Event], you: PersonId) -> bool {
    let called = roster::Event::Presence { person: you, presence: roster::Presence::CalledOut };
    events.iter().any(|event| matches!(event, Event::Roster(event) if *event == called))
}

/// The counts of nudges after these signals.
fn counted(mut nudges: Nudges, signals: &[Signalled]) -> Nudges {
    for signal in signals {
        let Signalled::Nudged(nudge, count) = signal else { continue };
        nudges.iter_mut().filter(|(one, _)| one == nudge).for_each(|(_, known)| *known = *count);
    }
    nudges
}

/// Sets a signal only if that changes it.
fn update<T: PartialEq + Send + Sync + Copy + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_get_untracked().is_some_and(|now| now != value) {
        signal.set(value);
    }
}

/// Anything that can be asked of the room: the whole room's commands, or those of one feature.
pub(crate) struct Asked(Command);

macro_rules! asked {
    ($($feature:ident => $variant:ident),+ $(,)?) => {$(
        impl From<room::$feature::Command> for Asked {
            fn from(command: room::$feature::Command) -> Self {
                Self(Command::$variant(command))
            }
        }
    )+};
}

asked! {
    roster => Roster,
    lobby => Lobby,
    hand => Hand,
    chat => Chat,
    agenda => Agenda,
    breakout => Breakout,
    poll => Poll,
    questions => Questions,
    exercise => Exercise,
    plan => Plan,
}

impl From<Command> for Asked {
    fn from(command: Command) -> Self {
        Self(command)
    }
}

type Held = StoredValue<Option<Wire>, LocalStorage>;

/// The wire, as long as the page is there.
fn held(wire: Held) -> Option<Wire> {
    wire.try_get_value().flatten()
}

fn stance(line: Line, wire: Held) -> Stance {
    let standing = |wire: Wire| {
        let you = wire.you()?;
        wire.room(|room| Some((room.ended.is_some(), room.roster.people.get(&you)?.standing)))
    };
    match (line, held(wire).and_then(standing)) {
        (Line::Over(bye), _) => Stance::Over(bye),
        (_, Some((true, _))) => Stance::Over(Bye::Ended),
        (_, Some((_, Standing::Waiting))) => Stance::Waiting,
        (_, Some((_, Standing::Admitted))) => Stance::Inside,
        (_, Some((_, Standing::TurnedAway | Standing::Removed))) => Stance::Over(Bye::Out),
        (_, None) => Stance::Opening,
    }
}

fn leads(wire: Held) -> bool {
    let viewer = |wire: Wire| wire.room(|room| Viewer::of(room, wire.you()?));
    held(wire).and_then(viewer).is_some_and(|me| me.facilitates())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_called_to_duty_on_one_page_is_so_on_the_others() {
        let turns = |person, presence| Event::Roster(roster::Event::Presence { person, presence });
        let called = [turns(PersonId(1), roster::Presence::CalledOut)];
        assert!(is_called(&called, PersonId(1)));
        assert!(!is_called(&called, PersonId(2)));
        assert!(!is_called(&[turns(PersonId(1), roster::Presence::Here)], PersonId(1)));
    }

    #[test]
    fn the_last_count_of_each_nudge_holds() {
        let told = [Signalled::Nudged(Nudge::Break, 3), Signalled::Typing(PersonId(1), true)];
        let nudges = counted(NO_NUDGES, &told);
        assert_eq!(nudges, [(Nudge::SlowDown, 0), (Nudge::Break, 3)]);
        assert_eq!(counted(nudges, &[Signalled::Nudged(Nudge::Break, 0)]), NO_NUDGES);
    }
}
