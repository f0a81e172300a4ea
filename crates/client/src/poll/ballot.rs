//! Taking part in anonymous polls: ballots are drawn when a poll opens, sent when it has closed, and looked for on the
//! board, whatever the page shows meanwhile. The cryptography and the sending are in `public/ballots.js` and what that
//! fetches; here is decided what is due.

use std::{cell::RefCell, collections::BTreeMap};

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use leptos::task::spawn_local;
use room::{
    Digest, PersonId, PollId, Room,
    poll::{
        Answer, Draft, Poll, Status, Tally,
        sealed::{self, KEY, Name, SPREAD_MS, Sealed},
        slip,
    },
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::prelude::*;
use crate::{
    assets, browser, hex,
    link::Line,
    live::{Live, Part},
};

/// How far this person's ballot in a poll has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stand {
    /// The server is being asked to sign it.
    Drawing,
    /// There is none.
    None,
    /// It is here, and leaves when the poll closes.
    Ready,
    /// It is on its way.
    Sent,
    /// The board is being checked.
    Checking,
    /// It is on the board, and all of the board is right.
    Counted,
    /// It is on the board with what was chosen in another tab.
    Other,
    /// What it takes could not be fetched.
    Failed,
    /// It is not on the board.
    Missing,
    /// The board is not what it should be.
    Wrong,
    /// The board could not be fetched.
    Unread,
}

thread_local! {
    /// By poll. Not in signals: it outlives every view.
    static STANDS: RefCell<BTreeMap<PollId, Stand>> = const { RefCell::new(BTreeMap::new()) };
    /// What the ballots say that this browser has checked.
    static BOARDS: RefCell<BTreeMap<PollId, Slips>> = const { RefCell::new(BTreeMap::new()) };
}

/// What ballots say, each with its cell.
type Slips = Vec<(u8, Vec<u8>)>;

/// Whether counting the checked ballots gives the result that is told; nothing where one of the two is not here.
pub(super) fn recounted(room: &Room, id: PollId) -> Option<bool> {
    let poll = room.poll.polls.get(&id)?;
    BOARDS.with_borrow(|boards| recount(poll, boards.get(&id)?))
}

fn recount(poll: &Poll, slips: &Slips) -> Option<bool> {
    let told = &poll.sealed.as_ref()?.outcome.as_ref()?.tallies;
    let counted = |(group, tally): (usize, &Tally)| sealed::count(&poll.draft, group, slips) == *tally;
    (!told.is_empty()).then(|| told.iter().enumerate().all(counted))
}

/// Wakes the views when a ballot has come further. Found with `expect_context`.
#[derive(Clone, Copy)]
pub(crate) struct News(RwSignal<u32>);

impl News {
    /// Nothing has happened.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(0))
    }

    /// How far this person's ballot has come.
    pub(super) fn stand(self, poll: PollId) -> Option<Stand> {
        _ = self.0.try_get();
        STANDS.with_borrow(|stands| stands.get(&poll).copied())
    }

    fn set(self, poll: PollId, stand: Stand) {
        STANDS.with_borrow_mut(|stands| stands.insert(poll, stand));
        _ = self.0.try_update(|news| *news = news.wrapping_add(1));
    }
}

/// What is due for a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    Draw,
    Send,
    Check,
    Forget,
}

/// What is due for somebody's ballot in a poll, as far as it has come.
fn due(poll: &Poll, sealed: &Sealed, me: PersonId, stand: Option<Stand>) -> Option<Due> {
    // A key for each statement in each group, and no more: somebody with a key of their own could be recognized.
    let keys = sealed.groups.len() * slip::slips_of(&poll.draft.kind) * KEY;
    if sealed.keys.is_empty() || sealed.keys.len() != keys || !sealed.eligible.contains_key(&me) {
        return None;
    }
    match (poll.status, stand) {
        (Status::Open, None) => Some(Due::Draw),
        (Status::Collecting(_), None | Some(Stand::Drawing | Stand::Ready)) => Some(Due::Send),
        (Status::Closed(_), None | Some(Stand::Drawing | Stand::Ready | Stand::Sent)) => {
            let published = sealed.outcome.as_ref().is_some_and(|outcome| outcome.board.is_some());
            Some(if published { Due::Check } else { Due::Forget })
        }
        _ => None,
    }
}

/// Does what is due, as long as the page is in the room. Shows nothing.
#[component]
pub(crate) fn Voting() -> impl IntoView {
    let (live, news) = (expect_context::<Live>(), expect_context::<News>());
    effect(move || {
        let me = live.me();
        // What the server had when the line broke may be lost with it; sent once more it counts once.
        if live.line.get() != Line::Up {
            return STANDS.with_borrow_mut(|stands| {
                stands
                    .values_mut()
                    .filter(|stand| **stand == Stand::Sent)
                    .for_each(|stand| *stand = Stand::Ready);
            });
        }
        let all: Vec<_> = live.see(Part::Poll, |room| {
            let sealed =
                room.poll.polls.iter().filter_map(|(id, poll)| Some((id, poll, poll.sealed.as_ref()?)));
            let stand = |id| STANDS.with_borrow(|stands| stands.get(id).copied());
            let due = sealed.filter_map(|(id, poll, sealed)| {
                let due = due(poll, sealed, me, stand(id))?;
                Some((due, Errand::of(*id, poll, sealed, me)))
            });
            due.collect()
        });
        for (due, errand) in all {
            let begun = match due {
                Due::Draw => Stand::Drawing,
                Due::Send => Stand::Sent,
                Due::Check => Stand::Checking,
                Due::Forget => Stand::None,
            };
            untrack(|| news.set(errand.poll, begun));
            spawn_local(async move {
                let stand = errand.run(due).await;
                // The poll may have gone on meanwhile.
                let still = STANDS.with_borrow(|stands| stands.get(&errand.poll) == Some(&begun));
                if let Some(stand) = stand.filter(|_| still) {
                    news.set(errand.poll, stand);
                }
            });
        }
    });
}

/// What is done for a ballot.
struct Errand {
    poll: PollId,
    name: Name,
    cells: Vec<u8>,
    keys: Vec<u8>,
    all_keys: Vec<u8>,
    sizes: Vec<u32>,
    blank: Vec<u8>,
    each: usize,
    issued: u32,
    board: Option<Digest>,
}

impl Errand {
    fn of(id: PollId, poll: &Poll, sealed: &Sealed, me: PersonId) -> Self {
        let own = || sealed.cells_of(me, &poll.draft).into_iter().flatten();
        let outcome = sealed.outcome.as_ref();
        Self {
            poll: id,
            name: sealed.name,
            cells: own().map(|(cell, _)| cell).collect(),
            keys: own().flat_map(|(_, key)| key).copied().collect(),
            all_keys: sealed.keys.clone(),
            sizes: sealed.groups.iter().map(|group| group.size).collect(),
            blank: slip::write(&poll.draft.kind, None).concat(),
            each: slip::slips_of(&poll.draft.kind),
            issued: outcome.map_or(0, |outcome| outcome.issued),
            board: outcome.and_then(|outcome| outcome.board),
        }
    }

    /// How far the ballot is after it; nothing where that has not changed.
    async fn run(&self, due: Due) -> Option<Stand> {
        let (session, seat) = browser::joined()?;
        let Some(road) = Road::open().await else { return Some(Stand::Failed) };
        let name = bytes(&self.name);
        let public = format!("/b/{session}/{}", hex::digits(&self.name));
        match due {
            Due::Draw => {
                let path = format!("/api/sessions/{session}/ballots/{}?seat={seat}", self.poll.0);
                let about = [path.into(), name, bytes(&self.cells), bytes(&self.keys)];
                Some(match road.wait("drawn", &about).await {
                    Some(here) if here.is_truthy() => Stand::Ready,
                    Some(_) => Stand::None,
                    None => Stand::Failed,
                })
            }
            Due::Send => {
                road.wait("send", &[public.into(), name, bytes(&self.blank), SPREAD_MS.into()]).await;
                None
            }
            Due::Forget => {
                road.call("forget", &[name]);
                None
            }
            Due::Check => {
                let digest = bytes(&self.board.unwrap_or_default().0);
                let (issued, each) = (self.issued.into(), (self.each as f64).into());
                let sizes = self.sizes.iter().map(|size| JsValue::from(*size)).collect::<Array>().into();
                let (keys, blank) = (bytes(&self.all_keys), bytes(&self.blank));
                let about = [public.into(), name, keys, digest, issued, each, blank, sizes];
                let found =
                    road.wait("checked", &about).await.and_then(|found| found.dyn_into::<Array>().ok());
                let said = found.as_ref().and_then(|found| found.get(1).dyn_into::<Uint8Array>().ok());
                if let Some(said) = said {
                    let slip = |said: &[u8]| Some((*said.first()?, said.get(1..)?.to_vec()));
                    let slips = said
                        .to_vec()
                        .chunks(1 + self.blank.len() / self.each.max(1))
                        .filter_map(slip)
                        .collect();
                    BOARDS.with_borrow_mut(|boards| boards.insert(self.poll, slips));
                }
                let found = found.and_then(|found| found.get(0).as_string());
                Some(match found.as_deref() {
                    Some("counted") => Stand::Counted,
                    Some("other") => Stand::Other,
                    Some("missing") => Stand::Missing,
                    Some("wrong") => Stand::Wrong,
                    Some("watched") => Stand::None,
                    _ => Stand::Unread,
                })
            }
        }
    }
}

/// What `ballots.js` gives.
#[derive(Clone)]
pub(super) struct Road(JsValue);

impl Road {
    /// The road, if it is here.
    pub(super) fn here() -> Option<Self> {
        let road = Reflect::get(&window(), &"rollcallBallots".into()).ok()?;
        road.is_object().then_some(Self(road))
    }

    async fn open() -> Option<Self> {
        if Self::here().is_none() {
            assets::script("ballots.js").await.ok()?;
        }
        Self::here()
    }

    fn call(&self, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
        let function: Function = Reflect::get(&self.0, &name.into()).ok()?.dyn_into().ok()?;
        let list = Array::new();
        arguments.iter().for_each(|argument| _ = list.push(argument));
        function.apply(&self.0, &list).ok()
    }

    async fn wait(&self, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
        let promise = self.call(name, arguments)?;
        JsFuture::from(Promise::resolve(&promise)).await.ok()
    }

    /// Keeps an answer in this tab until the poll closes; none is kept as a blank.
    pub(super) fn choose(&self, name: &Name, draft: &Draft, answer: Option<&Answer>) {
        let slips = slip::write(&draft.kind, answer).concat();
        self.call("choose", &[bytes(name), bytes(&slips)]);
    }

    /// The answer that is kept.
    pub(super) fn chosen(&self, name: &Name, draft: &Draft) -> Option<Answer> {
        let kept: Uint8Array = self.call("chosen", &[bytes(name)])?.dyn_into().ok()?;
        slip::join(draft, &kept.to_vec())
    }

    /// Five words for what everybody in a poll should see alike.
    pub(super) async fn words(poll: &[u8]) -> Option<String> {
        Self::open().await?.wait("pollWords", &[bytes(poll)]).await?.as_string()
    }
}

/// What the poll words stand for: its name, its keys, what it asks, and who is counted together.
pub(super) fn told(room: &Room, id: PollId) -> Option<Vec<u8>> {
    let poll = room.poll.polls.get(&id)?;
    let sealed = poll.sealed.as_ref().filter(|sealed| !sealed.keys.is_empty())?;
    let mut told = sealed.name.to_vec();
    told.extend(&sealed.keys);
    let groups = sealed.groups.iter().map(|group| format!("{} {}", group.size, group.name));
    let rules = format!("{:?} {} {}", poll.draft.kind, poll.draft.sensitive, poll.draft.by_department);
    for text in [poll.draft.question.clone(), rules].into_iter().chain(groups) {
        told.extend((text.len() as u64).to_le_bytes());
        told.extend(text.as_bytes());
    }
    Some(told)
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::{
        Timestamp,
        poll::sealed::{Group, Outcome, Verdict},
    };

    #[test]
    fn a_ballot_is_drawn_at_once_sent_when_the_poll_closes_and_then_looked_for() {
        let me = PersonId(1);
        let mut sealed = Sealed { eligible: [(me, 0)].into(), ..Sealed::default() };
        let mut poll = Poll::default();
        assert_eq!(due(&poll, &sealed, me, None), None, "there are no keys yet");
        sealed.groups = vec![Group::default()];
        sealed.keys = vec![1; KEY * 2];
        assert_eq!(due(&poll, &sealed, me, None), None, "there is one key too many");
        sealed.keys = vec![1; KEY];
        assert_eq!(due(&poll, &sealed, me, None), Some(Due::Draw));
        assert_eq!(due(&poll, &sealed, me, Some(Stand::Drawing)), None);
        assert_eq!(due(&poll, &sealed, PersonId(2), None), None, "somebody who came later");
        poll.status = Status::Collecting(Timestamp(1));
        assert_eq!(due(&poll, &sealed, me, Some(Stand::Ready)), Some(Due::Send));
        assert_eq!(due(&poll, &sealed, me, None), Some(Due::Send), "after a reload");
        assert_eq!(due(&poll, &sealed, me, Some(Stand::Sent)), None);
        poll.status = Status::Closed(Timestamp(2));
        let board = Some(Digest([1; 32]));
        let outcome = Outcome { verdict: Verdict::Counted, issued: 1, ballots: 1, tallies: vec![], board };
        sealed.outcome = Some(outcome.clone());
        assert_eq!(due(&poll, &sealed, me, Some(Stand::Sent)), Some(Due::Check));
        assert_eq!(due(&poll, &sealed, me, Some(Stand::Counted)), None);
        sealed.outcome = Some(Outcome { board: None, ..outcome });
        assert_eq!(due(&poll, &sealed, me, Some(Stand::Sent)), Some(Due::Forget));
    }

    #[test]
    fn the_told_result_is_held_against_the_ballots() {
        let options = vec!["Yes".to_owned(), "No".to_owned()];
        let draft =
            Draft { kind: room::poll::Kind::of(room::poll::Manner::Single, options), ..Draft::default() };
        let slips: Slips = [0, 0, 1]
            .into_iter()
            .map(|option| {
                let answer = Answer::choice(&draft.kind, &[option]);
                (0, slip::write(&draft.kind, Some(&answer)).concat())
            })
            .collect();
        let told = |rows: [u32; 2]| {
            let tally = Tally { answered: 3, rows: rows.map(|n| vec![n]).to_vec(), ..Tally::default() };
            let outcome = Outcome {
                verdict: Verdict::Counted,
                issued: 3,
                ballots: 3,
                tallies: vec![tally],
                board: None,
            };
            let sealed = Sealed { outcome: Some(outcome), ..Sealed::default() };
            Poll { draft: draft.clone(), sealed: Some(Box::new(sealed)), ..Poll::default() }
        };
        assert_eq!(recount(&told([2, 1]), &slips), Some(true));
        assert_eq!(recount(&told([1, 2]), &slips), Some(false));
        assert_eq!(recount(&Poll::default(), &slips), None, "nothing has been told");
    }
}
