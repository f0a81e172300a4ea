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
fn a_rule_cannot_be_got_around_by_frames() {
    let mut s = Class::new();
    let (board, [_, some]) = framed(&mut s);
    let at = inside(&s, some);
    let item = s.session.puts(s.dana, New { at, ..note("Kept") }).unwrap();
    // A smaller frame around the note, from before: without the rule of the larger one it would decide.
    let own = New { kind: Kind::Frame { title: "Mine".into() }, at, ..note("") };
    let own = s.session.puts(s.sam, own).unwrap();
    assert_eq!(s.session.board().1.frame_of(&s.session.board().1.items[&item]), Some(own));
    s.session.does(s.amina, Command::Rule { board, frame: Some(some), rule: only(s.dana) });
    assert_eq!(s.session.sets(s.sam, written(item, "Got you")), Err(Refusal::FrameClosed));
    assert_eq!(s.session.sets(s.dana, moved(some, 90_000)), Err(Refusal::NotAllowed));
    assert_eq!(s.session.deletes(s.sam, some), Err(Refusal::FrameClosed));
    s.session.sets(s.amina, written(some, "Dana's")).unwrap();
    // A frame in which nobody writes is still the facilitators' to change.
    let nobody = Some(Rule { write: Write::Nobody, named: Set::new() });
    s.session.does(s.amina, Command::Rule { board, frame: Some(some), rule: nobody });
    s.session.sets(s.amina, moved(some, 90_000)).unwrap();
    s.session.deletes(s.amina, some).unwrap();
    s.session.does(s.amina, Command::Restore { board, items: vec![some] });
}

/// A stroke is where each of its points is, and a line where it is seen to end, whatever else is said about them.
#[test]
fn a_rule_cannot_be_got_around_by_strokes_and_lines() {
    let mut s = Class::new();
    let (board, [all, some]) = framed(&mut s);
    let (out, into) = (inside(&s, all), inside(&s, some));
    let held = s.session.puts(s.dana, New { at: into, ..note("Held") }).unwrap();
    s.session.does(s.amina, Command::Rule { board, frame: Some(some), rule: only(s.dana) });
    let stroke = |at: Spot, by: Vec<i16>, w: i32| {
        let kind = Kind::Ink { points: by, width: 24, highlighter: false, pressures: vec![] };
        New { kind, at, size: Size { w, h: 0 }, ..note("") }
    };
    let reach = i16::try_from(into.x - out.x).unwrap();
    assert_eq!(s.session.puts(s.sam, stroke(out, vec![reach, 0], 0)), Err(Refusal::FrameClosed));
    assert_eq!(s.session.puts(s.sam, stroke(into, vec![1, 1], REACH)), Err(Refusal::FrameClosed));
    let beside = s.session.puts(s.sam, stroke(out, vec![9, 9], REACH)).unwrap();
    assert_eq!(s.session.board().1.items[&beside].size, Size::default(), "its points say how large it is");
    let line = |on: Option<ItemId>| {
        let end = End { at: out, on };
        New { kind: Kind::Line { from: end, to: end, head: true }, size: Size::default(), ..note("") }
    };
    assert_eq!(s.session.puts(s.sam, line(Some(held))), Err(Refusal::FrameClosed));
    let free = s.session.puts(s.sam, line(None)).unwrap();
    let ends = Prop::Ends(End { at: out, on: Some(held) }, End { at: out, on: None });
    let change = Change { item: free, props: vec![ends], if_stamp: None };
    assert_eq!(s.session.sets(s.sam, change), Err(Refusal::FrameClosed));
}

#[test]
fn rules_of_frames_that_are_gone_keep_nobody_from_new_ones() {
    let mut s = Class::new();
    let (board, _) = framed(&mut s);
    let frame = New { kind: Kind::Frame { title: "Once".into() }, ..note("") };
    for _ in 0..=limit::RULES {
        let frame = s.session.puts(s.amina, frame.clone()).unwrap();
        s.session.does(s.amina, Command::Rule { board, frame: Some(frame), rule: only(s.dana) });
        s.session.deletes(s.amina, frame).unwrap();
    }
    let last = *s.session.board().1.rules.last_key_value().expect("a rule").0;
    s.session.does(s.amina, Command::Rule { board, frame: Some(last), rule: None });
    assert_eq!(s.session.board().1.rules.len(), limit::RULES);
    let empty = Some(Rule::default());
    let there = s.session.puts(s.amina, frame).unwrap();
    let rule = Command::Rule { board, frame: Some(there), rule: empty };
    s.session.does(s.amina, rule);
    assert!(
        !s.session.board().1.rules.contains_key(&there),
        "where everybody writes, nothing has to be said"
    );
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
