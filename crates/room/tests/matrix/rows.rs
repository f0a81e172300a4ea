//! The rows of the matrix: one or more of every command, with what has to be there first.

use crate::Cast;
use room::{
    ActionId, BoardId, Command, GroupId, IdeaId, ItemId, LineId, PersonId, PictureId, PollId, QuestionId,
    SeatId, SegmentId,
    agenda::{self, Segment},
    board, breakout,
    chat::{self, Audience, Policy, Reaction},
    exercise::{self, Place, Step},
    hand, lobby, plan, poll, questions,
    roster::{self, Role},
    text::{Author, Edit},
};

/// Three dots each.
const THREE: board::Terms = board::Terms { budget: 3, per_frame: false, others_only: false };

/// One row: what it is called, and how to get to the command that `me` asks.
pub(crate) struct Row {
    pub(crate) label: &'static str,
    pub(crate) prepare: fn(&mut Cast, PersonId) -> Command,
}

pub(crate) fn all() -> Vec<Row> {
    [
        house(),
        people(),
        door(),
        hands(),
        talk(),
        run_sheet(),
        asked(),
        groups(),
        exercises(),
        plans(),
        polls(),
        boards(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn row(label: &'static str, prepare: fn(&mut Cast, PersonId) -> Command) -> Row {
    Row { label, prepare }
}

fn house() -> Vec<Row> {
    vec![
        row("open", |_, _| Command::Open(Box::default())),
        row("tick", |_, _| Command::Tick),
        row("pause", |_, _| Command::Pause(true)),
        row("go on", |_, _| Command::Pause(false)),
        row("end", |_, _| Command::End),
    ]
}

fn people() -> Vec<Row> {
    use roster::Command as Ask;
    vec![
        row("connect", |cast, _| Command::Roster(Ask::Connect { person: cast.officer })),
        row("disconnect", |cast, _| Command::Roster(Ask::Disconnect { person: cast.officer })),
        row("be idle", |_, _| Command::Roster(Ask::Idle(true))),
        row("be called out", |_, _| Command::Roster(Ask::CallOut)),
        row("leave", |_, _| Command::Roster(Ask::Leave)),
        row("rename oneself", |_, me| Command::Roster(Ask::Rename { person: me, name: "D. K.".into() })),
        row("rename another", |cast, me| {
            Command::Roster(Ask::Rename { person: other(cast, me), name: "D. K.".into() })
        }),
        row("remove", |cast, me| Command::Roster(Ask::Remove { person: other(cast, me) })),
        row("appoint another", |cast, me| {
            Command::Roster(Ask::Appoint { person: other(cast, me), role: Role::Observer })
        }),
        row("appoint oneself", |_, me| Command::Roster(Ask::Appoint { person: me, role: Role::Facilitator })),
    ]
}

fn door() -> Vec<Row> {
    use lobby::Command as Ask;
    vec![
        row("arrive", |_, _| arrival(250, Role::Officer)),
        row("expect officers", |_, _| Command::Lobby(Ask::Expect(vec![lobby::Expected::default()]))),
        row("let in", |cast, _| Command::Lobby(Ask::Admit(cast.waiting))),
        row("let everybody in", |_, _| Command::Lobby(Ask::AdmitAll)),
        row("let every officer in", |_, _| Command::Lobby(Ask::AdmitEvery(Role::Officer))),
        row("turn away", |cast, _| Command::Lobby(Ask::TurnAway(cast.waiting))),
        row("tell the lobby", |_, _| Command::Lobby(Ask::Tell("We start at ten.".into()))),
        row("let listed in", |_, _| Command::Lobby(Ask::LetListedIn(true))),
        row("lock", |_, _| Command::Lobby(Ask::Lock(true))),
    ]
}

fn hands() -> Vec<Row> {
    use hand::Command as Ask;
    vec![
        row("raise a hand", |_, _| Command::Hand(Ask::Raise)),
        row("lower one's hand", |cast, me| {
            cast.tries(me, Command::Hand(Ask::Raise));
            Command::Hand(Ask::Lower)
        }),
        row("invite to speak", |cast, _| Command::Hand(Ask::Invite(cast.officer))),
        row("lower another's hand", |cast, _| {
            cast.tries(cast.officer, Command::Hand(Ask::Raise));
            Command::Hand(Ask::LowerFor(cast.officer))
        }),
        row("lower all hands", |cast, _| {
            cast.tries(cast.officer, Command::Hand(Ask::Raise));
            Command::Hand(Ask::LowerAll)
        }),
        row("give the floor back", |cast, me| {
            cast.tries(cast.lead, Command::Hand(Ask::Invite(me)));
            Command::Hand(Ask::Finish)
        }),
        row("take the floor from another", |cast, me| {
            let speaker = other(cast, me);
            cast.tries(cast.lead, Command::Hand(Ask::Invite(speaker)));
            Command::Hand(Ask::Finish)
        }),
        row("order of hands", |_, _| Command::Hand(Ask::Order(hand::Order::LeastHeard))),
    ]
}

fn talk() -> Vec<Row> {
    use chat::Command as Ask;
    let delete_other: fn(&mut Cast, PersonId) -> Command = |cast, me| {
        let author = other(cast, me);
        Command::Chat(Ask::Delete(line(cast, author, Audience::Everyone)))
    };
    vec![
        row("say to everyone", |_, _| say(Audience::Everyone)),
        row("say to facilitators", |_, _| say(Audience::Facilitators)),
        row("say to the officer's group", |cast, _| say(Audience::Group(work(cast)))),
        row("say in closed chat", |cast, _| {
            cast.tries(cast.lead, Command::Chat(Ask::Open(Policy::Closed)));
            say(Audience::Everyone)
        }),
        row("react to a line", |cast, _| {
            let line = line(cast, cast.lead, Audience::Everyone);
            Command::Chat(Ask::React { line, reaction: Reaction::Thanks, on: true })
        }),
        row("react to a private line", |cast, _| {
            let line = line(cast, cast.guest, Audience::Facilitators);
            Command::Chat(Ask::React { line, reaction: Reaction::Thanks, on: true })
        }),
        row("delete one's line", |cast, me| Command::Chat(Ask::Delete(line(cast, me, Audience::Everyone)))),
        row("delete another's line", delete_other),
        row("close chat", |_, _| Command::Chat(Ask::Open(Policy::Closed))),
    ]
}

fn run_sheet() -> Vec<Row> {
    use agenda::Command as Ask;
    vec![
        row("start", |_, _| Command::Agenda(Ask::Start)),
        row("next", |_, _| Command::Agenda(Ask::Next { from: SegmentId(1) })),
        row("back", |cast, _| {
            cast.tries(cast.lead, Command::Agenda(Ask::GoTo(SegmentId(2))));
            Command::Agenda(Ask::Back { from: SegmentId(2) })
        }),
        row("go to a segment", |_, _| Command::Agenda(Ask::GoTo(SegmentId(3)))),
        row("extend", |_, _| Command::Agenda(Ask::Extend { minutes: 2 })),
        row("insert a segment", |_, _| {
            Command::Agenda(Ask::Insert { after: None, segment: Box::new(segment(0)) })
        }),
        row("edit a segment", |_, _| Command::Agenda(Ask::Edit(Box::new(segment(2))))),
        row("drop a segment", |_, _| Command::Agenda(Ask::Drop(SegmentId(2)))),
        row("move a segment", |_, _| {
            Command::Agenda(Ask::Move { segment: SegmentId(3), after: Some(SegmentId(1)) })
        }),
        row("focus an activity", |_, _| Command::Agenda(Ask::Focus(1))),
        row("show a fact", |_, _| Command::Agenda(Ask::ShowFact { activity: 1, fact: 0 })),
    ]
}

fn asked() -> Vec<Row> {
    use questions::{Command as Ask, Status};
    vec![
        row("ask a question", |_, _| Command::Questions(ask())),
        row("vote for a new question", |cast, me| {
            let author = other(cast, me);
            Command::Questions(Ask::Upvote { question: question(cast, author), on: true })
        }),
        row("vote for an approved one", |cast, me| {
            let author = other(cast, me);
            let question = question(cast, author);
            cast.tries(cast.lead, Command::Questions(Ask::Triage { question, to: Status::Approved }));
            Command::Questions(Ask::Upvote { question, on: true })
        }),
        row("triage a question", |cast, _| {
            let question = question(cast, cast.officer);
            Command::Questions(Ask::Triage { question, to: Status::Approved })
        }),
        row("withdraw one's question", |cast, me| Command::Questions(Ask::Withdraw(question(cast, me)))),
        row("withdraw another's question", |cast, me| {
            let author = other(cast, me);
            Command::Questions(Ask::Withdraw(question(cast, author)))
        }),
    ]
}

fn groups() -> Vec<Row> {
    use breakout::Command as Ask;
    vec![
        row("plan groups", |cast, _| {
            let members = vec![cast.officer];
            Command::Breakout(Ask::Plan(vec![breakout::Wanted { name: "One".into(), members }]))
        }),
        row("mix groups", |_, _| Command::Breakout(Ask::Mix { rule: breakout::Rule::Count(2), seed: 1 })),
        row("move to a group", |cast, _| {
            mix(cast);
            Command::Breakout(Ask::Move { person: cast.officer, to: None })
        }),
        row("start groups", |cast, _| {
            mix(cast);
            Command::Breakout(Ask::Start { minutes: 10, countdown_s: 5 })
        }),
        row("extend groups", |cast, _| {
            work(cast);
            Command::Breakout(Ask::Extend { minutes: 5 })
        }),
        row("tell all groups", |cast, _| {
            work(cast);
            Command::Breakout(Ask::Tell("Pick a reporter.".into()))
        }),
        row("drop in", |cast, _| Command::Breakout(Ask::DropIn(work(cast)))),
        row("drop out", |cast, me| {
            let group = work(cast);
            cast.tries(me, Command::Breakout(Ask::DropIn(group)));
            Command::Breakout(Ask::DropOut)
        }),
        row("bring groups back", |cast, _| {
            work(cast);
            Command::Breakout(Ask::Return { seconds: 10 })
        }),
        row("ask for help", |cast, _| {
            work(cast);
            Command::Breakout(Ask::Help { reason: String::new() })
        }),
        row("need no help", |cast, me| {
            work(cast);
            cast.tries(me, Command::Breakout(Ask::Help { reason: String::new() }));
            Command::Breakout(Ask::CancelHelp)
        }),
        row("answer a call for help", |cast, _| {
            let group = work(cast);
            cast.tries(cast.officer, Command::Breakout(Ask::Help { reason: String::new() }));
            Command::Breakout(Ask::Answer(group))
        }),
    ]
}

fn exercises() -> Vec<Row> {
    use exercise::Command as Ask;
    vec![
        row("open an exercise", |_, _| open_exercise()),
        row("close an exercise", |cast, _| {
            begin(cast, Step::Issue);
            Command::Exercise(Ask::Close)
        }),
        row("set the group's issue", |cast, _| {
            let place = begin(cast, Step::Issue);
            Command::Exercise(Ask::SetIssue { place, text: "Call-backs".into() })
        }),
        row("write an idea", |cast, _| idea_in(begin(cast, Step::Ideas))),
        row("edit the officer's idea", |cast, _| {
            let place = begin(cast, Step::Ideas);
            let idea = idea(cast, place);
            Command::Exercise(Ask::EditIdea { place, idea, text: "Two cards".into() })
        }),
        row("remove the officer's idea", |cast, _| {
            let place = begin(cast, Step::Ideas);
            let idea = idea(cast, place);
            Command::Exercise(Ask::RemoveIdea { place, idea })
        }),
        row("reveal ideas", |cast, _| Command::Exercise(Ask::Reveal(begin(cast, Step::Ideas)))),
        row("place a dot", |cast, _| {
            let place = begin(cast, Step::Ideas);
            let idea = idea(cast, place);
            cast.tries(cast.lead, Command::Exercise(Ask::GoAll(Step::Vote)));
            Command::Exercise(Ask::Dot { place, idea, dots: 1 })
        }),
        row("go to the next step", |cast, _| {
            let place = begin(cast, Step::Issue);
            Command::Exercise(Ask::Go { place, from: Step::Issue, to: Step::Ideas })
        }),
        row("bring all to a step", |cast, _| {
            begin(cast, Step::Issue);
            Command::Exercise(Ask::GoAll(Step::Plan))
        }),
    ]
}

fn plans() -> Vec<Row> {
    use plan::{Command as Ask, Field};
    vec![
        row("add to the group's plan", |cast, _| {
            let place = Place::Group(work(cast));
            add_to(place)
        }),
        row("write in an action", |cast, _| {
            let action = action(cast);
            Command::Plan(Ask::Set { action, field: Field::Measure, value: "Fewer".into() })
        }),
        row("write where another types", |cast, me| {
            let (action, holder) = (action(cast), other(cast, me));
            cast.tries(holder, Command::Plan(Ask::Claim { action, field: Field::Measure }));
            Command::Plan(Ask::Set { action, field: Field::Measure, value: "Fewer".into() })
        }),
        row("claim a field", |cast, _| Command::Plan(Ask::Claim { action: action(cast), field: Field::Due })),
        row("release a field", |cast, me| {
            let action = action(cast);
            cast.tries(me, Command::Plan(Ask::Claim { action, field: Field::Due }));
            Command::Plan(Ask::Release { action, field: Field::Due })
        }),
        row("offer an action", |cast, _| {
            let (action, owner) = (action(cast), Some(cast.second_officer));
            Command::Plan(Ask::Offer { action, owner })
        }),
        row("accept one's action", |cast, me| {
            let action = action(cast);
            cast.tries(cast.second_officer, Command::Plan(Ask::Offer { action, owner: Some(me) }));
            Command::Plan(Ask::Accept { action, yes: true })
        }),
        row("accept another's action", |cast, me| {
            let (action, owner) = (action(cast), Some(other(cast, me)));
            cast.tries(cast.lead, Command::Plan(Ask::Offer { action, owner }));
            Command::Plan(Ask::Accept { action, yes: true })
        }),
        row("remove an action", |cast, _| Command::Plan(Ask::Remove(action(cast)))),
        row("let a group report", |cast, _| {
            let place = Place::Group(work(cast));
            Command::Plan(Ask::Report { place, seconds: 120 })
        }),
        row("end a report", |cast, _| {
            report(cast);
            Command::Plan(Ask::EndReport)
        }),
        row("write in a reported action", |cast, _| {
            let action = report(cast);
            Command::Plan(Ask::Set { action, field: Field::Measure, value: "Fewer".into() })
        }),
        row("adopt an action", |cast, _| Command::Plan(Ask::Adopt { action: report(cast), on: true })),
        row("commit", |_, _| commit()),
        row("share one's commitment", |cast, me| {
            cast.tries(me, commit());
            Command::Plan(Ask::ShareCommitment)
        }),
    ]
}

fn polls() -> Vec<Row> {
    use poll::Command as Ask;
    let answer_open: fn(&mut Cast, PersonId) -> Command = |cast, _| {
        let poll = opened(cast, false);
        Command::Poll(Ask::Answer { poll, answer: poll::Answer::Pass })
    };
    vec![
        row("open a poll", |_, _| ask_poll(false)),
        row("answer a poll", answer_open),
        row("answer one for guests too", |cast, _| {
            let poll = opened(cast, true);
            Command::Poll(Ask::Answer { poll, answer: poll::Answer::Pass })
        }),
        row("close a poll", |cast, _| Command::Poll(Ask::Close(opened(cast, false)))),
        row("extend a poll", |cast, _| {
            let poll = opened(cast, false);
            Command::Poll(Ask::Extend { poll, seconds: 30 })
        }),
        row("show results", |cast, _| Command::Poll(Ask::Show(closed(cast), true))),
        row("reopen a poll", |cast, _| Command::Poll(Ask::Reopen(closed(cast)))),
        row("leave out what somebody wrote", |cast, _| {
            let poll = closed_text(cast);
            Command::Poll(Ask::Word { poll, word: "Say why".into(), shown: false })
        }),
        row("remove a poll", |cast, _| Command::Poll(Ask::Remove(closed(cast)))),
    ]
}

fn ask_poll(guests: bool) -> Command {
    let options = vec!["Yes".into(), "No".into()];
    let draft = poll::Draft {
        question: "Would you stop this car?".into(),
        kind: poll::Kind::of(poll::Manner::Single, options),
        seconds: Some(60),
        guests,
        ..poll::Draft::default()
    };
    Command::Poll(poll::Command::Open { draft: Box::new(draft), segment: None, again_of: None })
}

fn opened(cast: &mut Cast, guests: bool) -> PollId {
    PollId(cast.tries(cast.lead, ask_poll(guests)))
}

/// A closed poll in which an officer wrote something.
fn closed_text(cast: &mut Cast) -> PollId {
    let kind = poll::Kind::of(poll::Manner::Text, vec![]);
    let draft = poll::Draft { question: "What is skipped?".into(), kind, ..poll::Draft::default() };
    let open = poll::Command::Open { draft: Box::new(draft), segment: None, again_of: None };
    let poll = PollId(cast.tries(cast.lead, Command::Poll(open)));
    let answer = poll::Answer::Words(vec!["Say why".into()]);
    cast.tries(cast.officer, Command::Poll(poll::Command::Answer { poll, answer }));
    cast.tries(cast.lead, Command::Poll(poll::Command::Close(poll)));
    poll
}

fn closed(cast: &mut Cast) -> PollId {
    let poll = opened(cast, false);
    cast.tries(cast.lead, Command::Poll(poll::Command::Close(poll)));
    poll
}

fn boards() -> Vec<Row> {
    use board::Command as Ask;
    vec![
        row("open a board", |_, _| open_board(board::Spread::Room)),
        row("put up a note", |cast, _| put_up(board(cast))),
        row("the server has a picture", |cast, _| {
            let picture = board::Picture { by: cast.officer, board: board(cast), bytes: 9_000 };
            Command::Board(Ask::Receive(PictureId([7; 16]), picture))
        }),
        row("put up one's own picture", |cast, me| {
            let board = board(cast);
            let picture = board::Picture { by: me, board, bytes: 9_000 };
            cast.house_tries(Command::Board(Ask::Receive(PictureId([7; 16]), picture)));
            put_up_picture(board)
        }),
        row("put up another's picture", |cast, me| {
            let (by, board) = (other(cast, me), board(cast));
            let picture = board::Picture { by, board, bytes: 9_000 };
            cast.house_tries(Command::Board(Ask::Receive(PictureId([7; 16]), picture)));
            put_up_picture(board)
        }),
        row("put up a note in the group", |cast, _| {
            let group = work(cast);
            put_up(BoardId(cast.tries(cast.lead, open_board(board::Spread::Group(group)))))
        }),
        row("put up a note when locked", |cast, _| {
            let board = board(cast);
            cast.tries(cast.lead, Command::Board(Ask::Lock(board, true)));
            put_up(board)
        }),
        row("change one's note", |cast, me| {
            let (board, item) = note(cast, me);
            recolor(board, item)
        }),
        row("change another's note", |cast, me| {
            let author = other(cast, me);
            let (board, item) = note(cast, author);
            recolor(board, item)
        }),
        row("delete one's note", |cast, me| {
            let (board, item) = note(cast, me);
            delete(board, item)
        }),
        row("delete another's note", |cast, me| {
            let author = other(cast, me);
            let (board, item) = note(cast, author);
            delete(board, item)
        }),
        row("restore what one deleted", |cast, me| {
            let (board, item) = note(cast, me);
            cast.tries(me, delete(board, item));
            Command::Board(Ask::Restore { board, items: vec![item] })
        }),
        row("restore what another deleted", |cast, me| {
            let author = other(cast, me);
            let (board, item) = note(cast, author);
            cast.tries(author, delete(board, item));
            Command::Board(Ask::Restore { board, items: vec![item] })
        }),
        row("write in one's note", |cast, me| {
            let (board, item) = note(cast, me);
            Command::Board(Ask::Claim { board, item })
        }),
        row("finish writing", |cast, me| {
            let (board, item) = note(cast, me);
            cast.tries(me, Command::Board(Ask::Claim { board, item }));
            Command::Board(Ask::Release { board, item })
        }),
        row("type in one's note", |cast, me| {
            let (board, item) = note(cast, me);
            types(cast, me, board, item)
        }),
        row("type in another's note", |cast, me| {
            let author = other(cast, me);
            let (board, item) = note(cast, author);
            types(cast, me, board, item)
        }),
        row("lock one's own note in place", |cast, me| {
            let (board, item) = note(cast, me);
            let change = board::Change { item, props: vec![board::Prop::Locked(true)], if_stamp: None };
            Command::Board(Ask::Set { board, changes: vec![change] })
        }),
        row("change another's private note", |cast, me| {
            let author = other(cast, me);
            let board = board(cast);
            let policy = board::Policy { edit_others: true, private: true, ..board::Policy::default() };
            cast.tries(cast.lead, Command::Board(Ask::Allow(board, policy)));
            let item = ItemId(cast.tries(author, put_up(board)));
            recolor(board, item)
        }),
        row("allow on a board", |cast, _| {
            let policy = board::Policy { edit_others: true, ..board::Policy::default() };
            Command::Board(Ask::Allow(board(cast), policy))
        }),
        row("name who writes on a board", |cast, _| {
            let named = [cast.officer].into_iter().collect();
            let rule = Some(board::Rule { write: board::Write::Named, named });
            Command::Board(Ask::Rule { board: board(cast), frame: None, rule })
        }),
        row("show a frame to everybody", |cast, _| {
            let board = board(cast);
            Command::Board(Ask::Show(board, Some(frame(cast, board))))
        }),
        row("say who writes in a frame", |cast, _| {
            let board = board(cast);
            let (frame, rule) = (
                Some(frame(cast, board)),
                Some(board::Rule { write: board::Write::Nobody, ..board::Rule::default() }),
            );
            Command::Board(Ask::Rule { board, frame, rule })
        }),
        row("lock a board", |cast, _| Command::Board(Ask::Lock(board(cast), true))),
        row("clear a board", |cast, _| Command::Board(Ask::Clear(note(cast, cast.officer).0))),
        row("take a clearing back", |cast, _| {
            let (board, _) = note(cast, cast.officer);
            cast.tries(cast.lead, Command::Board(Ask::Clear(board)));
            Command::Board(Ask::Unclear(board))
        }),
        row("close a board", |cast, _| Command::Board(Ask::Close(board(cast), true))),
        row("time a board", |cast, _| Command::Board(Ask::Time(board(cast), Some(5)))),
        row("open a vote", |cast, _| Command::Board(Ask::OpenVoting(board(cast), THREE))),
        row("place a dot", |cast, _| {
            let (board, item) = voting(cast);
            Command::Board(Ask::Vote { board, item, on: true })
        }),
        row("close a vote", |cast, _| Command::Board(Ask::CloseVoting(voting(cast).0))),
    ]
}

/// A frame that a facilitator has put up.
fn frame(cast: &mut Cast, board: BoardId) -> ItemId {
    let frame = put_up_kind(board, board::Kind::Frame { title: "Ideas".into() });
    ItemId(cast.tries(cast.lead, frame))
}

fn recolor(board: BoardId, item: ItemId) -> Command {
    let change = board::Change { item, props: vec![board::Prop::Color(2)], if_stamp: None };
    Command::Board(board::Command::Set { board, changes: vec![change] })
}

fn types(cast: &Cast, me: PersonId, board: BoardId, item: ItemId) -> Command {
    let text = cast.room.board.boards[&board].paper(item).text().to_owned();
    let (author, edit) = (Author::of(me, 7), Edit::between(&text, &(text.clone() + " and why"), None));
    Command::Board(board::Command::Type { board, item, author, number: 1, base: 0, edit })
}

fn delete(board: BoardId, item: ItemId) -> Command {
    let items = vec![board::Pick { item, if_stamp: None }];
    Command::Board(board::Command::Delete { board, items })
}

fn open_board(spread: board::Spread) -> Command {
    let draft = board::Draft { title: "First words".into(), spread, ..board::Draft::default() };
    Command::Board(board::Command::Open { draft, segment: None })
}

fn board(cast: &mut Cast) -> BoardId {
    BoardId(cast.tries(cast.lead, open_board(board::Spread::Room)))
}

fn put_up(board: BoardId) -> Command {
    put_up_kind(board, board::Kind::Note { text: "Good evening".into() })
}

fn put_up_picture(board: BoardId) -> Command {
    put_up_kind(board, board::Kind::Image { picture: PictureId([7; 16]), alt: String::new() })
}

fn put_up_kind(board: BoardId, kind: board::Kind) -> Command {
    let new = board::New {
        kind,
        at: board::Spot::default(),
        size: board::Size::default(),
        color: 0,
        order: 0,
        stroke: None,
    };
    Command::Board(board::Command::Put { board, items: vec![new] })
}

/// A board with a note by `author`, if they may put one up; else one that is not there.
fn note(cast: &mut Cast, author: PersonId) -> (BoardId, ItemId) {
    let board = board(cast);
    (board, ItemId(cast.tries(author, put_up(board))))
}

/// A board with an officer's note and an open vote.
fn voting(cast: &mut Cast) -> (BoardId, ItemId) {
    let (board, item) = note(cast, cast.officer);
    cast.tries(cast.lead, Command::Board(board::Command::OpenVoting(board, THREE)));
    (board, item)
}

/// Somebody else who can speak and ask.
fn other(cast: &Cast, me: PersonId) -> PersonId {
    if me == cast.officer { cast.second_officer } else { cast.officer }
}

fn say(audience: Audience) -> Command {
    Command::Chat(chat::Command::Say { audience, text: "Good evening".into(), reply_to: None })
}

/// A line by `author`, if they may write one; else one that is not there.
fn line(cast: &mut Cast, author: PersonId, audience: Audience) -> LineId {
    LineId(cast.tries(author, say(audience)))
}

fn ask() -> questions::Command {
    questions::Command::Ask { text: "Who may search a phone?".into() }
}

fn question(cast: &mut Cast, author: PersonId) -> QuestionId {
    QuestionId(cast.tries(author, Command::Questions(ask())))
}

fn segment(id: u32) -> Segment {
    Segment { id: SegmentId(id), title: "Another".into(), minutes: 5, ..Segment::default() }
}

fn mix(cast: &mut Cast) {
    let rule = breakout::Rule::Count(1);
    cast.tries(cast.lead, Command::Breakout(breakout::Command::Mix { rule, seed: 1 }));
}

/// One group with all officers is at work; says which.
fn work(cast: &mut Cast) -> GroupId {
    mix(cast);
    let start = breakout::Command::Start { minutes: 10, countdown_s: 0 };
    cast.tries(cast.lead, Command::Breakout(start));
    cast.tick();
    cast.a_group()
}

fn open_exercise() -> Command {
    let draft = exercise::Draft { title: "Solve it".into(), dots: 3, ..exercise::Draft::default() };
    Command::Exercise(exercise::Command::Open(Box::new(draft)))
}

/// All officers are in one group, at this step of an exercise; says where.
fn begin(cast: &mut Cast, step: Step) -> Place {
    let group = work(cast);
    cast.tries(cast.lead, open_exercise());
    cast.tries(cast.lead, Command::Exercise(exercise::Command::GoAll(step)));
    Place::Group(group)
}

fn idea_in(place: Place) -> Command {
    Command::Exercise(exercise::Command::AddIdea { place, text: "A card".into() })
}

/// An idea of the officer's.
fn idea(cast: &mut Cast, place: Place) -> IdeaId {
    IdeaId(cast.tries(cast.officer, idea_in(place)))
}

fn add_to(place: Place) -> Command {
    Command::Plan(plan::Command::Add { place, title: "Write a card".into(), from_idea: None })
}

/// An action on the plan of the officers' group.
fn action(cast: &mut Cast) -> ActionId {
    let place = Place::Group(work(cast));
    ActionId(cast.tries(cast.lead, add_to(place)))
}

/// An action of a plan that the room has been told.
fn report(cast: &mut Cast) -> ActionId {
    let action = action(cast);
    let place = Place::Group(cast.a_group());
    cast.tries(cast.lead, Command::Plan(plan::Command::Report { place, seconds: 120 }));
    action
}

fn commit() -> Command {
    Command::Plan(plan::Command::Commit("If I stop a car, then I say why first.".into()))
}

/// Somebody at the door.
pub(crate) fn arrival(seat: u8, role: Role) -> Command {
    Command::Lobby(lobby::Command::Arrive(Box::new(lobby::Arrival {
        seat: SeatId([seat; 16]),
        key: [0; 32],
        account: None,
        role,
        name: format!("Dana Kaplan {seat}"),
        department: "Riverton PD".into(),
        rank: "Officer".into(),
        training_id: String::new(),
        organization: String::new(),
        simulated: false,
    })))
}
