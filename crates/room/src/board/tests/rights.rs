//! Who writes where, and which frame everybody is shown.

use super::*;

/// Two frames side by side; the middle of a [`note`] lies in the first one.
fn framed(s: &mut Class) -> (BoardId, [ItemId; 2]) {
    let frames = vec!["For all".into(), "For some".into()];
    let board = s.session.opens_board(s.amina, Draft { frames, policy: ANYTHING, ..draft() });
    let ids: Vec<_> = s.session.board().1.stack().into_iter().map(|(id, _)| id).collect();
    (board, [ids[0], ids[1]])
}

/// Where a note lies in this frame.
fn inside(s: &Class, frame: ItemId) -> Spot {
    let Spot { x, y } = s.session.board().1.items[&frame].at;
    Spot { x: x + 200, y: y + 400 }
}

fn only(person: PersonId) -> Option<Rule> {
    Some(Rule { write: Write::Named, named: [person].into_iter().collect() })
}

#[test]
fn those_who_are_named_write_and_others_look_on() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    s.session.does(s.amina, Command::Rule { board, frame: None, rule: only(s.dana) });
    s.session.puts(s.dana, note("Mine")).unwrap();
    s.session.puts(s.amina, note("A facilitator's")).unwrap();
    assert_eq!(s.session.puts(s.sam, note("Not mine")), Err(Refusal::BoardClosed));
    s.session.does(s.amina, Command::Lock(board, true));
    assert_eq!(s.session.puts(s.dana, note("Locked")), Err(Refusal::BoardClosed));
    s.session.does(s.amina, Command::Lock(board, false));
    s.session.does(s.amina, Command::Rule { board, frame: None, rule: None });
    s.session.puts(s.sam, note("Everybody's again")).unwrap();
}

#[test]
fn in_a_frame_only_those_write_whom_its_rule_lets() {
    let mut s = Class::new();
    let (board, [_, some]) = framed(&mut s);
    s.session.does(s.amina, Command::Rule { board, frame: Some(some), rule: only(s.dana) });
    let here = New { at: inside(&s, some), ..note("Here") };
    let item = s.session.puts(s.dana, here.clone()).unwrap();
    assert_eq!(s.session.puts(s.sam, here.clone()), Err(Refusal::FrameClosed));
    // On the rest of the board nothing has changed, and anybody there may change what others put up.
    let beside = s.session.puts(s.sam, note("Beside")).unwrap();
    s.session.sets(s.dana, written(beside, "Beside it")).unwrap();
    assert_eq!(s.session.sets(s.sam, written(item, "Not yours")), Err(Refusal::FrameClosed));
    assert_eq!(s.session.deletes(s.sam, item), Err(Refusal::FrameClosed));
    assert_eq!(
        s.session.refuses(s.sam, Command::Claim { board, item }),
        Refusal::FrameClosed,
        "not even a claim"
    );
    // Facilitators keep to it, too, where it says nobody.
    let nobody = Some(Rule { write: Write::Nobody, named: Set::new() });
    s.session.does(s.amina, Command::Rule { board, frame: Some(some), rule: nobody });
    assert_eq!(s.session.puts(s.amina, here.clone()), Err(Refusal::FrameClosed));
    s.session.does(s.amina, Command::Rule { board, frame: Some(some), rule: None });
    s.session.puts(s.sam, here).unwrap();
}

#[test]
fn nothing_is_moved_into_a_closed_frame_or_brought_back_there() {
    let mut s = Class::new();
    let (board, [_, some]) = framed(&mut s);
    let into = inside(&s, some);
    let item = s.session.puts(s.sam, note("Wanders")).unwrap();
    let within = s.session.puts(s.sam, New { at: into, ..note("Was there") }).unwrap();
    s.session.deletes(s.sam, within).unwrap();
    s.session.does(s.amina, Command::Rule { board, frame: Some(some), rule: only(s.dana) });
    let change = Change { item, props: vec![Prop::At(into)], if_stamp: None };
    assert_eq!(s.session.sets(s.sam, change), Err(Refusal::FrameClosed));
    let restore = Command::Restore { board, items: vec![within] };
    assert_eq!(s.session.refuses(s.sam, restore), Refusal::FrameClosed);
    let across = [End { at: into, on: None }, End { at: Spot { x: into.x + 400, y: into.y }, on: None }];
    let line = Kind::Line { from: across[0], to: across[1], head: true };
    let line = New { kind: line, size: Size::default(), ..note("") };
    assert_eq!(s.session.puts(s.sam, line), Err(Refusal::FrameClosed), "a line lies where its ends are");
}

/// Else a frame of one's own, laid over what is closed, would open it; and so would moving the closed one away.
#[test]
fn a_rule_cannot_be_got_around() {
    let mut s = Class::new();
    let (board, [_, some]) = framed(&mut s);
    let at = inside(&s, some);
    let item = s.session.puts(s.dana, New { at, ..note("Kept") }).unwrap();
    s.session.does(s.amina, Command::Rule { board, frame: Some(some), rule: only(s.dana) });
    let own = New { kind: Kind::Frame { title: "Mine".into() }, ..sized(-9_000, 20_000) };
    let own = s.session.puts(s.sam, own).unwrap();
    let over = Change { item: own, props: vec![Prop::At(Spot { x: at.x - 9_000, y: at.y })], if_stamp: None };
    s.session.sets(s.sam, over).unwrap_err();
    assert_eq!(s.session.sets(s.sam, written(item, "Got you")), Err(Refusal::FrameClosed));
    assert_eq!(s.session.sets(s.dana, moved(some, 90_000)), Err(Refusal::NotAllowed));
    assert_eq!(s.session.deletes(s.sam, some), Err(Refusal::FrameClosed));
    s.session.sets(s.amina, written(some, "Dana's")).unwrap();
}

#[test]
fn a_rule_is_for_a_frame_of_the_board() {
    let mut s = Class::new();
    let (board, _) = framed(&mut s);
    let item = s.session.puts(s.dana, note("No frame")).unwrap();
    let rule = Command::Rule { board, frame: Some(item), rule: only(s.dana) };
    assert_eq!(s.session.refuses(s.amina, rule), Refusal::Unknown);
    let named = (0..=limit::NAMED as u32).map(PersonId).collect();
    let rule = Some(Rule { write: Write::Named, named });
    let rule = Command::Rule { board, frame: None, rule };
    assert_eq!(s.session.refuses(s.amina, rule), limit::too_long(limit::NAMED));
}

#[test]
fn everybody_is_shown_a_frame_as_long_as_it_is_there() {
    let mut s = Class::new();
    let (board, [all, some]) = framed(&mut s);
    let note = s.session.puts(s.dana, note("No page")).unwrap();
    assert_eq!(s.session.refuses(s.amina, Command::Show(board, Some(note))), Refusal::Unknown);
    s.session.does(s.amina, Command::Show(board, Some(all)));
    s.session.does(s.amina, Command::Show(board, Some(some)));
    let shown = |s: &Class| s.session.seen_board(s.dana).shown().map(|(id, _)| id);
    assert_eq!(shown(&s), Some(some));
    s.session.deletes(s.amina, some).unwrap();
    assert_eq!(shown(&s), None);
    s.session.does(s.amina, Command::Restore { board, items: vec![some] });
    assert_eq!(shown(&s), Some(some));
    s.session.does(s.amina, Command::Show(board, None));
    assert_eq!(shown(&s), None);
}
