//! The board as a list: frames, and in each its notes with their authors. Everything the canvas can do with words is
//! done here with buttons, by keyboard, by screen reader and on a phone.

use room::{
    ItemId, PersonId, PictureId,
    board::{Board, Kind, Prop, Spot},
};

use super::{
    bar::{State, Switch, Time},
    button::{Act, menu_item},
    doing::NOTE,
    dots::{Dot, DotVote},
    easel::{Easel, name},
    history::Step,
    images::{self, address},
    looking::ONLY_YOU,
    order,
    pages::{self, Pager},
    writing::{self, Field},
};
use crate::live::Part;
use crate::prelude::*;
use crate::ui::{Icon, Menu};
use crate::{browser, words};

/// The list.
#[component]
pub(super) fn Outline() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let sections = memo(move || {
        let kept = easel.kept_on();
        let mut sections = easel.see(order::sections).unwrap_or_default();
        sections.retain(|section| kept.is_none() || section.frame == kept);
        sections
    });
    let frames = move || sections.with(|all| all.iter().map(|section| section.frame).collect::<Vec<_>>());
    let said = move || easel.see(summary).unwrap_or_default();
    view! {
        <div class="row wrap">
            <p class="small grow">{said}</p>
            <State />
            <Time />
            <DotVote />
            <Pager />
            <Switch />
            <Show when=move || easel.live.leads.get()>{crate::parts::at_control()}</Show>
        </div>
        <For each=frames key=|frame| *frame let(frame)>
            <Frame frame sections />
        </For>
        <Show when=move || easel.writes.get()>
            <images::Choose class="btn wide file" named=true />
        </Show>
    }
}

/// How much there is to read, and how much to be looked at on the canvas.
fn summary(board: &Board) -> String {
    let count = |is: fn(&Kind) -> bool| board.items.values().filter(|item| is(&item.kind)).count();
    let notes = words::count(count(order::is_read), "note", "notes");
    let drawn = [
        (count(|kind| matches!(kind, Kind::Ink { .. })), "drawing", "drawings"),
        (count(|kind| matches!(kind, Kind::Line { head: true, .. })), "arrow", "arrows"),
        (count(|kind| matches!(kind, Kind::Line { head: false, .. })), "line", "lines"),
        (count(|kind| matches!(kind, Kind::Shape { .. }) && !order::is_read(kind)), "shape", "shapes"),
    ];
    let drawn = drawn.into_iter().filter(|(count, ..)| *count > 0);
    let drawn: Vec<_> = drawn.map(|(count, one, many)| words::count(count, one, many)).collect();
    match drawn.split_last() {
        None => notes,
        Some((last, [])) => [&notes, ", ", last, " on the canvas"].concat(),
        Some((last, rest)) => [&notes, ", ", &rest.join(", "), " and ", last, " on the canvas"].concat(),
    }
}

/// A frame, or what lies in none.
#[component]
fn Frame(frame: Option<ItemId>, sections: Memo<Vec<order::Section>>) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let title = memo(move || easel.see(|board| title(board, frame)).unwrap_or_default());
    let items = move || {
        sections.with(|all| {
            all.iter().find(|section| section.frame == frame).map(|s| s.items.clone()).unwrap_or_default()
        })
    };
    let coming = memo(move || {
        easel.see(|_| ());
        let at = easel.writing.with(|writing| writing.as_ref().filter(|w| w.item.is_none()).map(|w| w.at));
        at.is_some_and(|at| easel.look(|board| board.frame_at(at, NOTE) == frame).unwrap_or_default())
    });
    let rule = memo(move || {
        easel.live.see(Part::Roster, |_| ());
        easel.see(|_| ());
        frame.and_then(|frame| easel.who_writes(frame))
    });
    let open = memo(move || {
        easel.see(|_| ());
        frame.is_none_or(|frame| easel.opens_frame(frame))
    });
    let add = move |_| {
        let at = easel.look(|board| free_spot(board, frame));
        easel.new_note_at(at.unwrap_or_default());
    };
    view! {
        <section class="outline-frame" id=frame.map(pages::place)>
            <h3>{title}</h3>
            {move || rule.get().map(|words| view! { <p class="small">{words}</p> })}
            <ul class="outline">
                <For each=items key=|item| *item let(item)>
                    <Row item sections />
                </For>
            </ul>
            <Show when=move || coming.get()>
                <p class="small" role="status">"Your note is on its way"</p>
            </Show>
            <Show when=move || easel.writes.get() && open.get()>
                <button class="btn wide" on:click=add>
                    <Icon name="plus" />
                    "Add a note"
                    <span class="vh">" to "{title}</span>
                </button>
            </Show>
        </section>
    }
}

/// What a frame is called in the list.
fn title(board: &Board, frame: Option<ItemId>) -> String {
    let titled = frame.and_then(|frame| board.items.get(&frame)?.kind.text()).unwrap_or_default();
    let words = match (frame, titled) {
        (Some(_), "") => "Frame without a title",
        (Some(_), title) => title,
        (None, _) if order::sections(board).len() == 1 => "Notes",
        (None, _) => "Outside of the frames",
    };
    words.to_owned()
}

/// Where a note has room in a frame, or below everything.
fn free_spot(board: &Board, frame: Option<ItemId>) -> Spot {
    let room = frame.and_then(|frame| order::room_in(board, frame, NOTE));
    room.unwrap_or_else(|| order::room_below(board, NOTE))
}

/// What a row shows.
#[derive(Clone, PartialEq, Default)]
struct Shown {
    text: String,
    author: String,
    class: String,
    changes: bool,
    picture: Option<PictureId>,
}

/// A note or a text.
#[component]
fn Row(item: ItemId, sections: Memo<Vec<order::Section>>) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let me = easel.live.me();
    let shown = memo(move || {
        easel.live.see(Part::Roster, |_| ());
        easel.writes.track();
        let row = easel.see(|board| {
            let item = board.items.get(&item)?;
            let author = match item.hidden {
                true => ONLY_YOU.to_owned(),
                false => item.owner.map(|owner| author(easel, owner, me)).unwrap_or_default(),
            };
            let class = match item.kind {
                Kind::Note { .. } => {
                    super::theme::PAPERS[usize::from(item.color) % super::theme::PAPERS.len()]
                }
                _ => "",
            };
            let class = if item.hidden { [class, " secret"].concat() } else { class.to_owned() };
            let text = item.kind.text().unwrap_or_default().to_owned();
            Some(Shown { text, author, class, changes: false, picture: item.kind.picture() })
        });
        Shown { changes: easel.changes(item), ..row.flatten().unwrap_or_default() }
    });
    let writes =
        memo(move || easel.writing.with(|writing| writing.as_ref().is_some_and(|w| w.item == Some(item))));
    let now = easel.live.clock.every_second();
    let typing = memo(move || {
        easel.see(|_| ());
        now.track();
        easel.typing(item)
    });
    let text = move || match shown.with(|shown| shown.text.clone()) {
        text if text.is_empty() => {
            let words = match shown.with(|shown| shown.picture) {
                Some(_) => "A picture. Nobody has said yet what it shows.",
                None => "Nothing written yet",
            };
            view! { <span class="dim">{words}</span> }.into_any()
        }
        text => text.into_any(),
    };
    let said = Signal::derive(move || shown.with(|shown| shown.text.clone()));
    let meta = move || match typing.get() {
        typing if typing.is_empty() => shown.with(|shown| shown.author.clone()),
        typing => typing,
    };
    let back = |item: Option<ItemId>| {
        if let Some(item) = item {
            browser::focus(&["#board-item-", &item.0.to_string(), " button"].concat());
        }
    };
    view! {
        <li class=move || shown.with(|shown| shown.class.clone()) id=["board-item-", &item.0.to_string()].concat()>
            <Show
                when=move || writes.get()
                fallback=move || view! {
                    <div class="grow">
                        {move || shown.with(|shown| shown.picture.map(picture))}
                        <p class="words">{text}</p>
                        <span class="tiny">{meta}</span>
                    </div>
                    <Dot item text=said />
                    <Show when=move || shown.with(|shown| shown.changes)>
                        <Menu
                            class="iconbtn"
                            label=Signal::derive(move || ["What to do with: ", &said.get()].concat())
                            face=|| view! { <Icon name="ellipsis-vertical" /> }
                        >
                            {choices(easel, item, sections)}
                        </Menu>
                    </Show>
                }
            >
                <div class="grow">
                    <Field class="box" left=back />
                    <div class="row">
                        <span class="tiny grow">{typing}</span>
                        // For fingers: keys leave the field by themselves. A press does not take the focus from it.
                        <button
                            type="button"
                            class="btn slim"
                            tabindex="-1"
                            on:pointerdown=|event| event.prevent_default()
                            on:click=move |_| {
                                writing::finish(easel);
                                back(Some(item));
                            }
                        >
                            "Done"
                        </button>
                    </div>
                </div>
            </Show>
        </li>
    }
}

/// The words beside it say what it shows.
fn picture(id: PictureId) -> AnyView {
    view! { <img class="outline-picture" src=address(id) alt="" /> }.into_any()
}

fn author(easel: Easel, owner: PersonId, me: PersonId) -> String {
    if owner == me { "You".to_owned() } else { easel.live.look(|room| name(room, owner)) }
}

/// What can be done with a row.
fn choices(easel: Easel, item: ItemId, sections: Memo<Vec<order::Section>>) -> AnyView {
    let choice = |icon, words, act: Act| menu_item("menuitem", None, icon, words, act);
    let titles: Vec<_> = sections.with_untracked(|all| {
        let others = all.iter().filter(|section| !section.items.contains(&item));
        let titled =
            |section: &order::Section| Some((section.frame?, easel.look(|b| title(b, section.frame))?));
        others.filter_map(titled).collect()
    });
    let moves = titles.into_iter().map(|(frame, title)| {
        choice("arrow-right", ["Move to ", &title].concat(), Box::new(move || move_to(easel, item, frame)))
    });
    let edit = choice("pen-line", "Edit".to_owned(), Box::new(move || writing::write(easel, item)));
    let delete = choice("trash-2", "Delete".to_owned(), Box::new(move || easel.delete([item])));
    [edit].into_iter().chain(moves).chain([delete]).collect_view().into_any()
}

/// Puts an item where it has room in another frame.
fn move_to(easel: Easel, id: ItemId, frame: ItemId) {
    let spot = easel.look(|board| order::room_in(board, frame, board.items.get(&id)?.size)).flatten();
    let Some(spot) = spot else { return };
    let title = easel.look(|board| title(board, Some(frame))).unwrap_or_default();
    easel.carry_out(vec![Step::Set(id, vec![Prop::At(spot)])], move |done| {
        if done {
            easel.announce(["Moved to ", &title, "."].concat());
            browser::focus(&["#board-item-", &id.0.to_string(), " button"].concat());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::board::{End, Form, Item, New, Size};

    fn board(kinds: &[Kind]) -> Board {
        let mut board = Board::default();
        for (n, kind) in (1..).zip(kinds) {
            let (at, size) = (Spot::default(), Size::default());
            let new = New { kind: kind.clone(), at, size, color: 0, order: 0, stroke: None };
            board.items.insert(ItemId(n), Item::new(&new, None, false));
        }
        board
    }

    #[test]
    fn the_list_says_what_it_cannot_show() {
        let note = Kind::Note { text: "Name first".into() };
        let ink = Kind::Ink { points: vec![1, 1], width: 24, highlighter: false, pressures: vec![] };
        let arrow = Kind::Line { from: End::default(), to: End::default(), head: true };
        let shape = |text: &str| Kind::Shape { form: Form::Ellipse, text: text.into() };
        assert_eq!(summary(&board(std::slice::from_ref(&note))), "1 note");
        assert_eq!(summary(&board(&[note.clone(), shape("Car")])), "2 notes");
        assert_eq!(
            summary(&board(&[ink.clone(), shape("")])),
            "0 notes, 1 drawing and 1 shape on the canvas"
        );
        let all = [ink.clone(), ink.clone(), ink, arrow];
        assert_eq!(summary(&board(&all)), "0 notes, 3 drawings and 1 arrow on the canvas");
    }
}
