//! A facilitator's say over a board: who writes and for how long, what is private, the dot vote, frames, and where
//! everybody looks.

use academy::records::{Class, Fate, fate};
use leptos::ev::SubmitEvent;
use protocol::{Gather, Signal as Fleeting};
use room::{
    Command, ItemId,
    board::{Board, Command as Ask, Kind, Layout, New, Policy, Size, Spot, Terms, Write},
    limit,
};
use sketch::Area;

use super::{
    button::menu_item,
    easel::Easel,
    geometry::spot,
    history::Step,
    layouts,
    pages::pages,
    slides::Slides,
    writers::{Writers, marked_frame},
};
use crate::prelude::*;
use crate::{
    browser,
    ui::{Dialog, Icon, Menu},
};

/// Dots of each officer, unless somebody says otherwise.
const DOTS: u8 = 3;
/// Minutes to write, unless somebody says otherwise.
const MINUTES: u16 = 5;
/// Room between what is on a board and frames that are laid out below it, in units.
const BELOW: i32 = 320;

/// What is asked in a dialog of its own.
#[derive(Clone, Copy)]
struct Asked {
    vote: RwSignal<bool>,
    time: RwSignal<bool>,
    frames: RwSignal<bool>,
    slides: RwSignal<bool>,
    writers: RwSignal<bool>,
    /// Whether who writes is asked for a frame.
    in_frame: RwSignal<bool>,
}

/// The menu, for facilitators.
#[component]
pub(crate) fn Control() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let closed = || RwSignal::new(false);
    let asked = Asked {
        vote: closed(),
        time: closed(),
        frames: closed(),
        slides: closed(),
        writers: closed(),
        in_frame: closed(),
    };
    view! {
        <Menu
            class="iconbtn slim"
            label=Signal::stored("Who may write, timer, dot vote, frames, slides".to_owned())
            face=|| view! { <Icon name="settings" /> }
        >
            {items(easel, asked)}
        </Menu>
        <Dialog open=asked.vote title="Dot vote">
            <Vote open=asked.vote />
        </Dialog>
        <Dialog open=asked.time title="Time to write">
            <Time open=asked.time />
        </Dialog>
        <Dialog open=asked.writers title="Who writes">
            {move || {
                let in_frame = asked.in_frame.get_untracked();
                let frame = || marked_frame(easel).or_else(|| easel.look(|b| pages(b).into_iter().next()).flatten());
                let begin = if in_frame { frame() } else { None };
                view! { <Writers open=asked.writers begin naming=!in_frame /> }
            }}
        </Dialog>
        <Dialog open=asked.slides title="Put up slides">
            <Slides open=asked.slides />
        </Dialog>
        <Dialog open=asked.frames title="Lay out frames">
            <Frames open=asked.frames />
        </Dialog>
    }
}

fn items(easel: Easel, asked: Asked) -> AnyView {
    let access = easel.look(|board| board.access).unwrap_or_default();
    let was_cleared = easel.look(|board| board.gone.values().any(|gone| gone.cleared)).unwrap_or_default();
    let votes = easel.look(|board| board.voting.open).unwrap_or_default();
    let (id, policy) = (easel.id, access.policy);
    let item = move |role, checked: Option<bool>, icon, words: &str, ask: Ask| {
        let ask = move || easel.live.ask(Command::Board(ask.clone()));
        menu_item(role, checked, icon, words.to_owned(), Box::new(ask))
    };
    let write = |write, words| {
        let on = policy.write == write;
        let icon = if on { "circle-dot" } else { "circle" };
        item("menuitemradio", Some(on), icon, words, Ask::Allow(id, Policy { write, ..policy }))
    };
    let toggle = |on: bool, words, ask| {
        item("menuitemcheckbox", Some(on), if on { "check" } else { "square" }, words, ask)
    };
    let act = |icon, words, ask| item("menuitem", None, icon, words, ask);
    let opens = |icon, words: &str, open: RwSignal<bool>| {
        menu_item("menuitem", None, icon, words.to_owned(), Box::new(move || open.set(true)))
    };
    let asks_who = move |role, checked, icon, words: &str, in_frame| {
        let ask = move || {
            asked.in_frame.set(in_frame);
            asked.writers.set(true);
        };
        menu_item(role, checked, icon, words.to_owned(), Box::new(ask))
    };
    let named = policy.write == Write::Named;
    let dot = if named { "circle-dot" } else { "circle" };
    let has_frames = easel.look(|board| pages(board).first().copied()).flatten();
    let shown = easel.look(|board| board.shown().is_some()).unwrap_or_default();
    let together = Ask::Allow(id, Policy { together: !policy.together, ..policy });
    let paging = match has_frames {
        _ if shown => Some(act("x", "Stop showing frame by frame", Ask::Show(id, None))),
        Some(begin) => {
            let begin = marked_frame(easel).unwrap_or(begin);
            Some(act("presentation", "Show frame by frame", Ask::Show(id, Some(begin))))
        }
        None => None,
    };
    // What the session's records leave out has no address.
    let records = easel.live.look(|room| room.charter.records);
    let (kept, save) =
        (fate(records, Class::Boards) == Fate::Kept, "Save as PDF, picture or table".to_owned());
    let others = Ask::Allow(id, Policy { edit_others: !policy.edit_others, ..policy });
    let private = Ask::Allow(id, Policy { private: !policy.private, ..policy });
    let cursors = Ask::Allow(id, Policy { hide_cursors: !policy.hide_cursors, ..policy });
    let (round, eye) = match policy.private {
        true => ("Show what everybody wrote", "eye"),
        false => ("Private writing, shown later", "eye-off"),
    };
    let vote = match votes {
        true => act("circle-dot", "Count the dots", Ask::CloseVoting(id)),
        false => opens("circle-dot", "Dot vote", asked.vote),
    };
    let gather = move || {
        let gather = || {
            menu_item(
                "menuitem",
                None,
                "target",
                "Bring everybody here".to_owned(),
                Box::new(move || bring(easel)),
            )
        };
        easel.screen.with_value(Option::is_some).then(gather)
    };
    view! {
        <span class="caps">"Who writes"</span>
        {write(Write::Everyone, "Everyone")}
        {asks_who("menuitemradio", Some(named), dot, "Those I name", false)}
        {write(Write::Facilitators, "Facilitators")}
        {write(Write::Nobody, "Nobody")}
        {has_frames.map(|_| asks_who("menuitem", None, "pen-line", "In one of the frames", true))}
        <hr />
        <span class="caps">"For officers"</span>
        {toggle(policy.edit_others, "They change each other's notes", others)}
        {toggle(policy.hide_cursors, "Pointers are hidden", cursors)}
        {toggle(policy.together, "They stay on the frame shown", together)}
        {toggle(access.locked, "Locked for officers", Ask::Lock(id, !access.locked))}
        {toggle(access.closed, "Closed for everyone", Ask::Close(id, !access.closed))}
        <hr />
        <span class="caps">"Now"</span>
        {opens("timer", "Time to write", asked.time)}
        {access.until.map(|_| act("x", "No time limit", Ask::Time(id, None)))}
        {act(eye, round, private)}
        {vote}
        {gather()}
        {paging}
        <hr />
        {opens("layout-grid", "Lay out frames", asked.frames)}
        {opens("upload", "Put up slides", asked.slides)}
        {kept.then(|| menu_item("menuitem", None, "download", save, Box::new(take_along)))}
        {act("trash-2", "Clear the board", Ask::Clear(id))}
        {was_cleared.then(|| act("undo-2", "Bring back what was cleared", Ask::Unclear(id)))}
    }
    .into_any()
}

/// A field for a number.
fn number(label: &'static str, most: u16, value: RwSignal<u16>) -> AnyView {
    view! {
        <label class="field few">
            {label}
            <input
                class="box"
                type="number"
                min="1"
                max=most.to_string()
                required
                inputmode="numeric"
                prop:value=move || value.get().to_string()
                on:input:target=move |event| value.set(event.target().value().parse().unwrap_or(0))
            />
        </label>
    }
    .into_any()
}

/// A box to tick.
fn tick(label: &'static str, value: RwSignal<bool>) -> AnyView {
    view! {
        <label class="tick">
            <input
                type="checkbox"
                prop:checked=move || value.get()
                on:change:target=move |event| value.set(event.target().checked())
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// The way out of a dialog, and what it is there for.
fn foot(open: RwSignal<bool>, start: &'static str) -> AnyView {
    view! {
        <div class="foot">
            <button type="button" class="btn quiet" on:click=move |_| open.set(false)>"Not now"</button>
            <button class="btn primary">{start}</button>
        </div>
    }
    .into_any()
}

/// How dots are to be placed.
#[component]
fn Vote(open: RwSignal<bool>) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let (dots, per_frame, others_only) =
        (RwSignal::new(u16::from(DOTS)), RwSignal::new(false), RwSignal::new(false));
    let start = move |event: SubmitEvent| {
        event.prevent_default();
        let budget = u8::try_from(dots.get_untracked()).unwrap_or(u8::MAX);
        let (per_frame, others_only) = (per_frame.get_untracked(), others_only.get_untracked());
        let terms = Terms { budget, per_frame, others_only };
        easel.ask(Ask::OpenVoting(easel.id, terms), move |done| {
            if done {
                open.set(false);
            }
        });
    };
    view! {
        <form class="col gap4" on:submit=start>
            <p>"Officers place their dots unseen. They are counted, without names, when you say so."</p>
            {number("Dots for each officer", u16::from(limit::DOTS), dots)}
            {tick("As many in every frame", per_frame)}
            {tick("Not on one's own notes", others_only)}
            {foot(open, "Start the vote")}
        </form>
    }
}

/// How long officers may write.
#[component]
fn Time(open: RwSignal<bool>) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let minutes = RwSignal::new(MINUTES);
    let start = move |event: SubmitEvent| {
        event.prevent_default();
        easel.ask(Ask::Time(easel.id, Some(minutes.get_untracked())), move |done| {
            if done {
                open.set(false);
            }
        });
    };
    view! {
        <form class="col gap4" on:submit=start>
            <p>"Everybody sees the time run. Then the board is locked for officers, and you can unlock it again."</p>
            {number("Minutes from now", limit::BOARD_MINUTES, minutes)}
            {foot(open, "Start the time")}
        </form>
    }
}

/// What a layout is called, and what it is for.
fn about(layout: Layout) -> (&'static str, &'static str) {
    match layout {
        Layout::Columns => ("Two columns", "What works, and what does not"),
        Layout::Quadrants => ("Four quadrants", "How much something helps, and how hard it is to do"),
        Layout::Timeline => ("Timeline", "First, then, later, in the end"),
        Layout::Stakeholders => ("Stakeholders", "Whose say counts, and whose concern it is"),
        Layout::Plan => ("Issue, ideas, plan", "From what is wrong to what will be done"),
    }
}

/// Which frames are to be laid out.
#[component]
fn Frames(open: RwSignal<bool>) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let own = Callback::new(move |(items, name): (Vec<New>, String)| {
        open.set(false);
        lay_out(easel, items, &name);
    });
    let choice = move |layout| {
        let (name, what) = about(layout);
        let lay = move |_| {
            open.set(false);
            let titles: Vec<_> = layout.titles().iter().map(|title| (*title).to_owned()).collect();
            lay_out(easel, layout.items(&titles), name);
        };
        view! {
            <button type="button" class="btn wide start" on:click=lay>
                <span class="col">
                    <b>{name}</b>
                    <span class="small">{what}</span>
                </span>
            </button>
        }
    };
    view! {
        <p>"Frames come below what is on the board. Their titles can be changed, and Undo takes them away."</p>
        <div class="col">{Layout::ALL.into_iter().map(choice).collect_view()}</div>
        <layouts::Own lay=own />
        <div class="foot">
            <button type="button" class="btn quiet" on:click=move |_| open.set(false)>"Not now"</button>
        </div>
    }
}

/// Puts up the frames of a layout of this name.
fn lay_out(easel: Easel, items: Vec<New>, name: &str) {
    let said = [name, " laid out."].concat();
    put_below(easel, items, move |area, _| {
        easel.frame_view(area);
        easel.announce(said);
    });
}

/// Puts things up below what is on the board and behind it, as one doing. `then` is told what they cover and which they
/// are, if there are any.
pub(super) fn put_below(easel: Easel, items: Vec<New>, then: impl FnOnce(Area, Vec<ItemId>) + 'static) {
    let items = easel.look(|board| below(board, items)).unwrap_or_default();
    let numbered = |new: New| New { stroke: Some(easel.next_number()), ..new };
    let items: Vec<_> = items.into_iter().map(numbered).collect();
    let moment = easel.moment();
    let area = items.iter().map(|new| Area::new(new.at, new.size)).reduce(Area::and).unwrap_or_default();
    easel.put_all(
        items,
        Box::new(move |ids| {
            let ids: Vec<_> = ids.into_iter().flatten().collect();
            if !ids.is_empty() {
                easel.record_at(moment, ids.iter().copied().map(Step::Delete).collect());
                then(area, ids);
            }
        }),
    );
}

/// What is laid out, moved below what is on a board and behind it.
fn below(board: &Board, items: Vec<New>) -> Vec<New> {
    let Some(all) = board.items.values().map(Area::of).reduce(Area::and) else { return items };
    let left = items.iter().map(|new| new.at.x).min().unwrap_or_default();
    let top = items.iter().map(|new| new.at.y).min().unwrap_or_default();
    let by = spot((all.x, all.y + all.h));
    let back = board.items.values().map(|item| item.order).min().unwrap_or_default();
    let count = items.len() as i64;
    let shifted = |at: Spot| Spot {
        x: at.x.saturating_sub(left).saturating_add(by.x),
        y: at.y.saturating_sub(top).saturating_add(by.y + BELOW),
    };
    let moved = |(nth, mut new): (i64, New)| {
        new.at = shifted(new.at);
        if let Kind::Line { from, to, .. } = &mut new.kind {
            (from.at, to.at) = (shifted(from.at), shifted(to.at));
        }
        new.order = back.saturating_sub(count - nth);
        new
    };
    (0..).zip(items).map(moved).collect()
}

/// Opens the page from which boards are saved.
fn take_along() {
    let (session, _) = browser::joined().unwrap_or_default();
    _ = window().open_with_url_and_target(&["/kept/", &session, "/boards"].concat(), "_blank");
}

/// Brings everybody to what one sees.
fn bring(easel: Easel) {
    let window = easel.window();
    let end = spot((window.x + window.w, window.y + window.h));
    let at = spot((window.x, window.y));
    let size = Size { w: end.x - at.x, h: end.y - at.y };
    easel.live.signal(Fleeting::Gather(Gather { board: easel.id, at, size }));
    easel.toasts.say("Everybody who has this board open sees what you see.");
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::board::Item;

    #[test]
    fn frames_are_laid_out_below_what_is_there_and_behind_it() {
        let titles = vec!["Issue".to_owned(), "Plan".to_owned()];
        let items = Layout::Columns.items(&titles);
        assert_eq!(below(&Board::default(), items.clone()), items);

        let size = Size { w: 1_184, h: 896 };
        let at = Spot { x: 400, y: 8_000 };
        let note =
            New { kind: Kind::Note { text: "There".into() }, at, size, color: 0, order: 3, stroke: None };
        let mut board = Board::default();
        board.items.insert(ItemId(1), Item::new(&note, None, false));
        let laid = below(&board, items);
        assert!(laid.iter().all(|new| new.at.y > at.y + size.h && new.order < 3));
        assert_eq!(laid[0].at.x, at.x, "they begin at the same edge");
        assert_eq!(laid.iter().map(|new| new.order).collect::<Vec<_>>(), [1, 2]);
    }
}
