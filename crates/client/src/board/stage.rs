//! Which board the stage shows to whom, and what it says where there is none yet.

use room::{
    BoardId, PersonId, Room, SegmentId, Viewer,
    agenda::{Activity, State},
    board::{Access, Board, Command, Draft, Place, Spread},
};

use super::button::choice;
use crate::prelude::*;
use crate::{
    agenda,
    live::{Live, Part},
    parts, poll,
    ui::Icon,
};

/// What a board needs to know of the room to be chosen.
const PARTS: &[Part] = &[Part::Board, Part::Agenda, Part::Breakout, Part::Roster];

/// The running segment, and the board that is on everybody's stage in it.
fn on_stage(agenda: &State) -> Option<(SegmentId, Draft)> {
    let (_, activity) = agenda::on_stage(agenda)?;
    let Activity::Board(draft) = activity else { return None };
    Some((agenda.current.as_ref()?.segment, draft))
}

/// The line above the board that is on the stage.
pub(crate) fn heading(agenda: &State) -> Option<String> {
    on_stage(agenda).map(|(_, draft)| draft.title).filter(|title| !title.is_empty())
}

/// The boards among which somebody chooses, with the group's name if there are several. Whoever is in a group or was
/// in one sees its board; facilitators outside of groups see all of them.
fn shown(room: &Room, me: PersonId) -> Vec<(BoardId, String)> {
    let Some((segment, draft)) = on_stage(&room.agenda) else { return vec![] };
    let Some(viewer) = Viewer::of(room, me) else { return vec![] };
    let own = viewer.group.or(viewer.home).map(Place::Group);
    let fits = |board: &Board| board.segment == Some(segment) && board.title == draft.title;
    let wanted = |access: &Access| match (draft.spread, own) {
        (Spread::Room, _) => access.place == Place::Room,
        (Spread::Group(_) | Spread::EachGroup, Some(own)) => access.place == own,
        (Spread::Group(_) | Spread::EachGroup, None) => true,
    };
    let boards = room.board.boards.iter().filter(|(_, board)| fits(board) && wanted(&board.access));
    boards.map(|(id, board)| (*id, group_name(room, board.access.place))).collect()
}

fn group_name(room: &Room, place: Place) -> String {
    match place {
        Place::Room => String::new(),
        Place::Group(group) => {
            room.breakout.group(group).map_or_else(|| "Earlier group".to_owned(), |group| group.name.clone())
        }
    }
}

/// The board of the group this person is in, while something else is before them.
fn beside(room: &Room, me: PersonId) -> Option<BoardId> {
    let place = Place::Group(Viewer::of(room, me)?.group?);
    let segment = room.agenda.current.as_ref()?.segment;
    let mine = |board: &Board| board.segment == Some(segment) && board.access.place == place;
    let found = room.board.boards.iter().find(|(_, board)| mine(board)).map(|(id, _)| *id);
    found.filter(|_| on_stage(&room.agenda).is_none() || exercises(room, me))
}

/// The part that shows a board, or what is on everybody's stage.
pub(crate) fn part(id: Option<BoardId>) -> AnyView {
    view! { <parts::Part what="the board" fetch=move || parts::styled_board(id) /> }.into_any()
}

/// The board that is on the stage; several, to choose from; or why there is none.
#[component]
pub(crate) fn OnStage() -> impl IntoView {
    let live = expect_context::<Live>();
    let me = live.me();
    let all = live.memo(PARTS, move |room| shown(room, me));
    let chosen = RwSignal::new(None::<BoardId>);
    let current = memo(move || {
        all.with(|all| {
            let chosen = all.iter().find(|(id, _)| Some(*id) == chosen.get());
            chosen.or(all.first()).map(|(id, _)| *id)
        })
    });
    let choice = move |(id, name): (BoardId, String)| {
        let pressed = Signal::derive(move || current.get() == Some(id));
        choice(None, name, pressed, Box::new(move || chosen.set(Some(id))))
    };
    view! {
        <Show when=move || { all.with(Vec::len) > 1 }>
            <div class="segmented wrap" role="group" aria-label="Whose board">
                {move || all.get().into_iter().map(choice).collect_view()}
            </div>
        </Show>
        {move || match current.get() {
            Some(id) => view! { <super::Board id /> }.into_any(),
            None => view! { <NotOpen /> }.into_any(),
        }}
    }
}

/// No board has been opened here yet.
#[component]
fn NotOpen() -> impl IntoView {
    let live = expect_context::<Live>();
    let open = move |_| {
        if let Some((segment, draft)) = live.look(|room| on_stage(&room.agenda)) {
            live.ask(room::Command::Board(Command::Open { draft, segment: Some(segment) }));
        }
    };
    view! {
        <div class="empty">
            <Icon name="sticky-note" />
            <Show when=move || live.leads.get() fallback=|| view! { <p>"The board opens in a moment."</p> }>
                <p>"The board is not open yet. Boards for groups open once there are groups."</p>
                <button class="btn" on:click=open>
                    "Open the board"
                </button>
            </Show>
        </div>
    }
}

/// Whether the group of this person has an exercise before it.
fn exercises(room: &Room, me: PersonId) -> bool {
    let work = || {
        let place = Place::Group(Viewer::of(room, me)?.group?);
        Some(room.exercise.running()?.works.contains_key(&place))
    };
    work().unwrap_or_default()
}

/// Beside what is on everybody's stage, a group works on its own board. It begins with the board, unless there is an
/// exercise.
#[component]
pub(crate) fn OrBoard(
    /// What is on everybody's stage.
    children: ChildrenFn,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let me = live.me();
    let own = live.memo(PARTS, move |room| beside(room, me));
    let works = RwSignal::new(true);
    let polled = memo(move || {
        let leads = live.leads.get();
        live.see(Part::Agenda, |_| ());
        live.see(Part::Poll, |room| poll::beside(room, leads))
    });
    let children = StoredValue::new(children);
    let title = live.memo(PARTS, move |room| {
        let board = room.board.boards.get(&beside(room, me)?)?;
        Some(board.title.clone())
    });
    let choice = move |on: bool, icon, name: &str| {
        let pressed = Signal::derive(move || works.get() == on);
        choice(Some(icon), name.to_owned(), pressed, Box::new(move || works.set(on)))
    };
    let beside = move |id| {
        works.set(live.look(|room| on_stage(&room.agenda).is_some() || !exercises(room, me)));
        let shown = move || match works.get() {
            true => {
                view! { <Show when=move || polled.get()><poll::OnStage /></Show>{part(Some(id))} }.into_any()
            }
            false => children.with_value(|children| children()).into_any(),
        };
        view! {
            <div class="stage-head">
                {move || title.get().filter(|_| works.get()).map(|title| view! { <h2>{title}</h2> })}
                <div class="segmented" role="group" aria-label="What you see">
                    {choice(false, "file-text", "What\u{a0}to\u{a0}do")}
                    {choice(true, "sticky-note", "Our\u{a0}board")}
                </div>
            </div>
            {shown}
        }
        .into_any()
    };
    move || match own.get() {
        None => children.with_value(|children| children()).into_any(),
        Some(id) => beside(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::{
        GroupId, Timestamp,
        agenda::{Current, Segment},
        breakout::{Group, Round, Status},
        roster::{Person, Role, Standing},
    };

    const LEAD: PersonId = PersonId(1);
    const ANN: PersonId = PersonId(2);
    const GROUPS: [GroupId; 2] = [GroupId(7), GroupId(8)];

    /// A facilitator, an officer in the first of two groups, and a board for each place.
    fn room(spread: Spread) -> Room {
        let mut room = Room::default();
        for (id, role) in [(LEAD, Role::Facilitator), (ANN, Role::Officer)] {
            let person = Person { id, role, standing: Standing::Admitted, ..Person::default() };
            room.roster.people.insert(id, person);
        }
        let group = |name: &str, members| Group { name: name.into(), members, ..Group::default() };
        let groups =
            [(GROUPS[0], group("Group 1", [ANN].into())), (GROUPS[1], group("Group 2", [].into()))].into();
        let status = Status::Running { ends_at: Timestamp(1_000) };
        room.breakout.round = Some(Round { groups, status, ..Round::default() });
        let draft = Draft { title: "Ideas".into(), spread, ..Draft::default() };
        let activities = vec![Activity::Board(draft), Activity::Talk];
        room.agenda.segments = vec![Segment { id: SegmentId(3), activities, ..Segment::default() }];
        room.agenda.current = Some(Current { segment: SegmentId(3), ..Current::default() });
        for (id, place) in [(10, Place::Room), (11, Place::Group(GROUPS[0])), (12, Place::Group(GROUPS[1]))] {
            let access = Access { place, ..Access::default() };
            let title = "Ideas".to_owned();
            let board = Board { title, segment: Some(SegmentId(3)), access, ..Board::default() };
            room.board.boards.insert(BoardId(id), board);
        }
        room
    }

    fn ids(room: &Room, me: PersonId) -> Vec<u32> {
        shown(room, me).into_iter().map(|(id, _)| id.0).collect()
    }

    #[test]
    fn everybody_sees_the_rooms_board() {
        let room = room(Spread::Room);
        assert_eq!((ids(&room, LEAD), ids(&room, ANN)), (vec![10], vec![10]));
        assert_eq!(heading(&room.agenda).as_deref(), Some("Ideas"));
    }

    #[test]
    fn a_group_sees_its_own_board_and_a_facilitator_chooses_among_all() {
        let mut room = room(Spread::EachGroup);
        room.board.boards.remove(&BoardId(10));
        assert_eq!((ids(&room, LEAD), ids(&room, ANN)), (vec![11, 12], vec![11]));
        assert_eq!(shown(&room, LEAD)[0].1, "Group 1");
    }

    #[test]
    fn a_groups_board_stays_beside_what_else_is_on_the_stage() {
        let mut room = room(Spread::EachGroup);
        assert_eq!(beside(&room, ANN), None, "it is on the stage itself");
        room.agenda.current.iter_mut().for_each(|current| current.focus = 1);
        assert_eq!((beside(&room, ANN), beside(&room, LEAD)), (Some(BoardId(11)), None));
    }

    #[test]
    fn boards_of_other_segments_are_not_shown() {
        let mut room = room(Spread::Room);
        room.board.boards.values_mut().for_each(|board| board.segment = Some(SegmentId(4)));
        assert_eq!(ids(&room, ANN), Vec::<u32>::new());
    }
}
