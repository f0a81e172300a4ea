//! What nobody else sees before it is shown.

use super::*;

/// The texts on the newest board as somebody sees it.
fn reads(s: &Class, person: PersonId) -> Vec<String> {
    s.seen_board(person).items.values().filter_map(|item| item.kind.text().map(str::to_owned)).collect()
}

#[test]
fn in_a_private_round_everybody_sees_their_own_until_all_of_it_is_shown_at_once() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, Draft { policy: PRIVATE, ..draft() });
    let mine = s.session.puts(s.dana, note("Dana's")).unwrap();
    s.session.puts(s.sam, note("Sam's")).unwrap();
    s.session.puts(s.amina, note("Amina's")).unwrap();
    assert_eq!((reads(&s, s.dana), reads(&s, s.sam)), (vec!["Dana's".to_owned()], vec!["Sam's".to_owned()]));
    assert_eq!(reads(&s, s.amina), ["Amina's"], "facilitators are no exception");
    assert_eq!(reads(&s, s.observer), Vec::<String>::new());
    for person in [s.sam, s.amina] {
        assert_eq!(
            s.session.sets(person, written(mine, "Hm")),
            Err(Refusal::Unknown),
            "it does not exist for them"
        );
        assert_eq!(s.session.deletes(person, mine), Err(Refusal::Unknown));
    }
    s.session.does(s.amina, Command::OpenVoting(board, TWO));
    assert_eq!(s.session.votes(s.dana, mine, true), Err(Refusal::Unknown), "nor is it voted on");
    s.session.does(s.amina, Command::Allow(board, ANYTHING));
    for person in [s.dana, s.sam, s.amina, s.observer] {
        assert_eq!(reads(&s, person), ["Dana's", "Sam's", "Amina's"]);
    }
    s.session.votes(s.sam, mine, true).unwrap();
}

#[test]
fn what_is_deleted_in_a_private_round_comes_back_to_its_owner_alone() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, Draft { policy: PRIVATE, ..draft() });
    let mine = s.session.puts(s.dana, note("Dana's")).unwrap();
    s.session.deletes(s.dana, mine).unwrap();
    s.session.does(s.dana, Command::Restore { board, items: vec![mine] });
    assert_eq!((reads(&s, s.dana).len(), reads(&s, s.amina).len()), (1, 0));
    s.session.does(s.amina, Command::Clear(board));
    s.session.does(s.amina, Command::Unclear(board));
    assert_eq!((reads(&s, s.dana).len(), reads(&s, s.amina).len()), (1, 0), "nor does clearing show it");
}

#[test]
fn frames_are_seen_by_everybody_in_a_private_round_too() {
    let mut s = Class::new();
    s.session.opens_board(s.amina, Draft { policy: PRIVATE, ..draft() });
    let frame = New { kind: Kind::Frame { title: "Loses it".into() }, ..note("") };
    s.session.puts(s.amina, frame).unwrap();
    assert_eq!(reads(&s, s.dana), ["Loses it"]);
}

#[test]
fn what_is_private_takes_no_line_of_another() {
    let mut s = Class::new();
    s.session.opens_board(s.amina, Draft { policy: PRIVATE, ..draft() });
    let mine = s.session.puts(s.dana, note("Mine")).unwrap();
    assert_eq!(s.session.puts(s.sam, arrow(Some(mine))), Err(Refusal::Unknown));
    s.session.puts(s.dana, arrow(Some(mine))).unwrap();
}

#[test]
fn what_went_in_a_private_round_is_everybodys_when_it_comes_back_after_the_round() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, Draft { policy: PRIVATE, ..draft() });
    let mine = s.session.puts(s.dana, note("Dana's")).unwrap();
    s.session.deletes(s.dana, mine).unwrap();
    assert_eq!(
        s.session.refuses(s.amina, Command::Restore { board, items: vec![mine] }),
        Refusal::Unknown,
        "it does not exist for her"
    );
    s.session.does(s.amina, Command::Allow(board, ANYTHING));
    s.session.does(s.dana, Command::Restore { board, items: vec![mine] });
    assert_eq!(
        (reads(&s, s.dana), reads(&s, s.amina)),
        (vec!["Dana's".to_owned()], vec!["Dana's".to_owned()])
    );

    s.session.does(s.amina, Command::Allow(board, PRIVATE));
    s.session.puts(s.sam, note("Sam's")).unwrap();
    s.session.does(s.amina, Command::Clear(board));
    s.session.does(s.amina, Command::Allow(board, ANYTHING));
    s.session.does(s.amina, Command::Unclear(board));
    assert_eq!(reads(&s, s.amina), ["Dana's", "Sam's"], "and so is what was cleared");
}

#[test]
fn nobody_learns_of_what_is_private_by_asking_for_it() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, Draft { policy: PRIVATE, ..draft() });
    let item = s.session.puts(s.dana, note("Dana's")).unwrap();
    for person in [s.sam, s.amina] {
        for ask in [Command::Release { board, item }, Command::Restore { board, items: vec![item] }] {
            assert_eq!(s.session.refuses(person, ask), Refusal::Unknown);
        }
    }
}

#[test]
fn a_line_that_everybody_sees_hangs_on_nothing_private() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, Draft { policy: ANYTHING, ..draft() });
    let line = s.session.puts(s.dana, arrow(None)).unwrap();
    s.session.does(s.amina, Command::Allow(board, PRIVATE));
    let mine = s.session.puts(s.dana, note("Mine")).unwrap();
    let on = End { at: Spot { x: 8, y: 8 }, on: Some(mine) };
    let hang = Change { item: line, props: vec![Prop::Ends(End::default(), on)], if_stamp: None };
    assert_eq!(s.session.sets(s.dana, hang), Err(Refusal::Unknown));
}
