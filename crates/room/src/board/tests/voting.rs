//! Dots on notes.

use super::*;

#[test]
fn dots_are_hidden_until_the_vote_closes_and_have_no_names_afterwards() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    let one = s.session.puts(s.dana, note("one")).unwrap();
    let two = s.session.puts(s.sam, note("two")).unwrap();
    assert_eq!(s.session.votes(s.dana, one, true), Err(Refusal::PollClosed));
    s.session.does(s.amina, Command::OpenVoting(board, TWO));
    s.session.votes(s.dana, one, true).unwrap();
    s.session.votes(s.dana, two, true).unwrap();
    s.session.votes(s.sam, two, true).unwrap();
    for person in [s.amina, s.guest, s.observer] {
        assert_eq!(s.session.votes(person, one, true), Err(Refusal::NotAllowed));
    }
    let hidden = |placed| Dots { placed, ..Dots::default() };
    assert_eq!(s.seen_board(s.amina).voting.dots, [(s.dana, hidden(2)), (s.sam, hidden(1))].into());
    let own = Dots { placed: 1, on: [two].into() };
    assert_eq!(s.seen_board(s.sam).voting.dots, [(s.sam, own)].into());
    assert_eq!(s.seen_board(s.sam).voting.counts, [].into());
    s.session.does(s.amina, Command::CloseVoting(board));
    for person in [s.amina, s.sam, s.guest, s.observer] {
        let voting = &s.seen_board(person).voting;
        assert_eq!((voting.counts.clone(), voting.dots.len()), ([(one, 1), (two, 2)].into(), 0));
    }
    assert_eq!(s.board().1.voting.dots.len(), 0);
}

#[test]
fn nobody_has_more_dots_than_their_budget() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    let items: Vec<_> = (0..3).map(|n| s.session.puts(s.dana, note(&n.to_string())).unwrap()).collect();
    s.session.does(s.amina, Command::OpenVoting(board, TWO));
    s.session.votes(s.dana, items[0], true).unwrap();
    s.session.votes(s.dana, items[1], true).unwrap();
    assert_eq!(s.session.votes(s.dana, items[2], true), Err(Refusal::NoDotsLeft));
    s.session.votes(s.dana, items[1], false).unwrap();
    s.session.votes(s.dana, items[2], true).unwrap();
    s.session.deletes(s.dana, items[2]).unwrap();
    assert_eq!(s.seen_board(s.dana).dots_left(s.dana, None), 1);
    s.session.votes(s.dana, items[1], true).unwrap();
    s.session.does(s.dana, Command::Restore { board, items: vec![items[2]] });
    s.session.does(s.amina, Command::CloseVoting(board));
    assert_eq!(s.board().1.voting.counts, [(items[0], 1), (items[1], 1)].into());
}

#[test]
fn each_frame_can_have_dots_of_its_own() {
    let mut s = Class::new();
    let frames = vec!["Builds trust".to_owned(), "Loses it".to_owned()];
    let board = s.session.opens_board(s.amina, Draft { frames, ..draft() });
    let frames: Vec<_> = s.board().1.items.values().map(|frame| frame.at).collect();
    let within = |at: Spot| New { at: Spot { x: at.x + 100, y: at.y + 100 }, ..note("") };
    let outside = New { at: Spot { x: 0, y: 20_000 }, ..note("") };
    let new = [within(frames[0]), within(frames[0]), within(frames[1]), outside];
    let items = new.map(|new| s.session.puts(s.sam, new).unwrap());
    let terms = Terms { budget: 1, per_frame: true, ..TWO };
    s.session.does(s.amina, Command::OpenVoting(board, terms));
    s.session.votes(s.dana, items[0], true).unwrap();
    assert_eq!(s.session.votes(s.dana, items[1], true), Err(Refusal::NoDotsLeft));
    s.session.votes(s.dana, items[2], true).unwrap();
    s.session.votes(s.dana, items[3], true).unwrap();

    // What is moved into a frame where the dots are used up counts no more.
    let at = Spot { x: frames[0].x + 100, y: frames[0].y + 1_200 };
    s.session.sets(s.sam, Change { item: items[2], props: vec![Prop::At(at)], if_stamp: None }).unwrap();
    s.session.does(s.amina, Command::CloseVoting(board));
    assert_eq!(s.board().1.voting.counts, [(items[0], 1), (items[3], 1)].into());
}

#[test]
fn dots_can_be_for_what_others_wrote() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    let (own, other) =
        (s.session.puts(s.dana, note("one")).unwrap(), s.session.puts(s.sam, note("two")).unwrap());
    s.session.does(s.amina, Command::OpenVoting(board, Terms { others_only: true, ..TWO }));
    assert_eq!(s.session.votes(s.dana, own, true), Err(Refusal::OwnWork));
    s.session.votes(s.dana, other, true).unwrap();
    for budget in [0, limit::DOTS + 1] {
        let terms = Terms { budget, ..TWO };
        assert_eq!(s.session.refuses(s.amina, Command::OpenVoting(board, terms)), Refusal::BadDraft);
    }
}
