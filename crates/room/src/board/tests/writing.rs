//! Several people in one text.

use super::*;
use crate::{
    limit,
    text::{Author, Edit, Pen, Snapshot},
};

/// Somebody's field with one text open in it.
struct Field {
    person: PersonId,
    author: Author,
    pen: Pen,
    item: ItemId,
}

impl Field {
    fn open(session: &mut Rehearsal, person: PersonId, item: ItemId) -> Self {
        let board = session.board().0;
        session.does(person, Command::Claim { board, item });
        let author = Author::of(person, 100);
        let paper = session.seen_board(person).paper(item);
        let pen = Pen::new(author, paper.text().to_owned(), paper.revision());
        Self { person, author, pen, item }
    }

    /// Types, and does not send it yet.
    fn types(&mut self, text: &str) -> Option<Command> {
        let effect = self.pen.typed(text, None, 0).expect("the field is in step");
        self.asks(effect.ask)
    }

    fn asks(&self, ask: Option<crate::text::Ask>) -> Option<Command> {
        let (item, author) = (self.item, self.author);
        ask.map(|ask| {
            let (number, base, edit) = (ask.number, ask.base, ask.edit);
            Command::Type { board: BoardId(0), item, author, number, base, edit }
        })
    }
}

/// Asks for it on the board there is, and everybody hears what comes of it.
fn sends(
    session: &mut Rehearsal,
    who: PersonId,
    ask: Option<Command>,
    all: &mut [&mut Field],
) -> Result<(), Refusal> {
    let id = session.board().0;
    let Some(Command::Type { item, author, number, base, edit, .. }) = ask else { return Ok(()) };
    let before = session.board().1.paper(item).revision();
    session.asks(who, Command::Type { board: id, item, author, number, base, edit })?;
    let paper = session.board().1.paper(item);
    let steps: Vec<_> = paper.since(before).expect("they are kept").cloned().collect();
    for field in all {
        for step in &steps {
            let at = field.pen.revision() + 1;
            field.pen.heard(at, step.author, step.number, &step.edit).expect("nothing is missing");
        }
    }
    Ok(())
}

fn open_to_all(s: &mut Class) -> BoardId {
    s.session.opens_board(s.amina, Draft { policy: ANYTHING, ..draft() })
}

fn says(s: &Class, item: ItemId) -> &str {
    s.session.board().1.items[&item].kind.text().unwrap_or_default()
}

#[test]
fn two_people_write_in_one_note_and_no_letter_is_lost() {
    let mut s = Class::new();
    open_to_all(&mut s);
    let item = s.session.puts(s.dana, note("stop")).unwrap();
    let mut dana = Field::open(&mut s.session, s.dana, item);
    let mut sam = Field::open(&mut s.session, s.sam, item);
    let hers = dana.types("Why we stop");
    let his = sam.types("stop and say why");
    sends(&mut s.session, dana.person, hers, &mut [&mut dana, &mut sam]).unwrap();
    sends(&mut s.session, sam.person, his, &mut [&mut dana, &mut sam]).unwrap();
    assert_eq!(says(&s, item), "Why we stop and say why");
    assert_eq!((dana.pen.text(), sam.pen.text()), (says(&s, item), says(&s, item)));
    for viewer in [s.dana, s.sam, s.amina] {
        assert_eq!(s.session.seen_board(viewer).paper(item).revision(), 2, "live views count along");
    }
}

#[test]
fn who_changes_nothing_of_others_does_not_write_in_their_notes_either() {
    let mut s = Class::new();
    s.session.opens_board(s.amina, draft());
    let item = s.session.puts(s.dana, note("stop")).unwrap();
    let board = s.session.board().0;
    assert_eq!(s.session.refuses(s.sam, Command::Claim { board, item }), Refusal::NotAllowed);
    let edit = Edit::between("stop", "stop!", None);
    let ask = Command::Type { board, item, author: Author::of(s.sam, 7), number: 1, base: 0, edit };
    assert_eq!(s.session.refuses(s.sam, ask.clone()), Refusal::NotAllowed);
    assert_eq!(s.session.refuses(s.dana, ask.clone()), Refusal::BadItem, "under another's name");
    s.session.does(s.amina, Command::Lock(board, true));
    assert_eq!(s.session.refuses(s.dana, ask), Refusal::BoardClosed);
}

#[test]
fn an_edit_that_comes_twice_is_made_once() {
    let mut s = Class::new();
    open_to_all(&mut s);
    let item = s.session.puts(s.dana, note("")).unwrap();
    let mut dana = Field::open(&mut s.session, s.dana, item);
    let ask = dana.types("once");
    sends(&mut s.session, dana.person, ask.clone(), &mut [&mut dana]).unwrap();
    sends(&mut s.session, dana.person, ask, &mut [&mut dana]).unwrap();
    assert_eq!(says(&s, item), "once");
}

#[test]
fn a_text_set_as_a_whole_is_an_edit_to_those_who_write_there() {
    let mut s = Class::new();
    open_to_all(&mut s);
    let item = s.session.puts(s.dana, note("Greet")).unwrap();
    let mut dana = Field::open(&mut s.session, s.dana, item);
    let hers = dana.types("Greet first");
    s.session.sets(s.amina, written(item, "Greet them")).unwrap();
    let paper = s.session.board().1.paper(item);
    let whole = paper.since(0).and_then(|mut steps| steps.next()).cloned().expect("it is a step");
    dana.pen.heard(1, whole.author, whole.number, &whole.edit).unwrap();
    sends(&mut s.session, dana.person, hers, &mut [&mut dana]).unwrap();
    assert_eq!(dana.pen.text(), says(&s, item));
    assert!(says(&s, item).contains("them") && says(&s, item).contains("first"), "{}", says(&s, item));
}

#[test]
fn who_was_away_for_longer_than_steps_are_kept_gets_the_text_and_asks_again() {
    let mut s = Class::new();
    open_to_all(&mut s);
    let item = s.session.puts(s.dana, note("")).unwrap();
    let mut sam = Field::open(&mut s.session, s.sam, item);
    let late = sam.types("late");
    let mut dana = Field::open(&mut s.session, s.dana, item);
    for n in 1..=257 {
        let ask = dana.types(&"a".repeat(n));
        sends(&mut s.session, dana.person, ask, &mut [&mut dana]).unwrap();
    }
    assert_eq!(sends(&mut s.session, sam.person, late, &mut []), Err(Refusal::Stale));
    let paper = s.session.seen_board(s.sam).paper(item);
    let Snapshot { text, .. } = paper.snapshot(sam.author);
    assert_eq!(text.len(), 257);
    let again = sam.pen.snapshot(&paper.snapshot(sam.author)).unwrap().ask;
    let again = sam.asks(again);
    sends(&mut s.session, sam.person, again, &mut [&mut sam, &mut dana]).unwrap();
    assert_eq!(says(&s, item).len(), 261);
    assert_eq!((sam.pen.text(), dana.pen.text()), (says(&s, item), says(&s, item)));
}

#[test]
fn an_edit_that_does_not_fit_is_refused_and_changes_nothing() {
    let mut s = Class::new();
    let board = open_to_all(&mut s);
    let item = s.session.puts(s.dana, note("stop")).unwrap();
    let hers = Author::of(s.dana, 7);
    let ask = |author, edit| Command::Type { board, item, author, number: 1, base: 0, edit };
    let to = |text: &str| Edit::between("stop", text, None);
    for (what, command, why) in [
        ("of another text", ask(hers, Edit::between("go", "gone", None)), Refusal::BadItem),
        ("turning letters around", ask(hers, to("stop\u{202E}")), Refusal::BadItem),
        ("a bell", ask(hers, to("stop\u{7}")), Refusal::BadItem),
        ("nobody's", ask(Author::NOBODY, to("stop!")), Refusal::BadItem),
        ("another's", ask(Author::of(s.sam, 7), to("stop!")), Refusal::BadItem),
        ("too long", ask(hers, to(&"x".repeat(limit::NOTE + 1))), limit::too_long(limit::NOTE)),
    ] {
        assert_eq!(s.session.refuses(s.dana, command), why, "{what}");
    }
    let early = Command::Type { board, item, author: hers, number: 1, base: 9, edit: to("stop!") };
    assert_eq!(s.session.refuses(s.dana, early), Refusal::Stale, "of a text that is still to come");
    let ink = s.session.puts(s.dana, ink(2)).unwrap();
    let draws = Command::Type { board, item: ink, author: hers, number: 1, base: 0, edit: to("x") };
    assert_eq!(s.session.refuses(s.dana, draws), Refusal::BadItem);
    assert_eq!(says(&s, item), "stop");
}

#[test]
fn nobody_deletes_an_item_in_which_somebody_else_writes() {
    let mut s = Class::new();
    let board = open_to_all(&mut s);
    let item = s.session.puts(s.dana, note("")).unwrap();
    let mut sam = Field::open(&mut s.session, s.sam, item);
    assert_eq!(s.session.deletes(s.dana, item), Err(Refusal::Held { by: s.sam }));
    s.session.sets(s.dana, moved(item, 80)).unwrap();
    s.session.pass(29);
    let ask = sam.types("Asked why");
    sends(&mut s.session, sam.person, ask, &mut [&mut sam]).unwrap();
    s.session.pass(29);
    assert_eq!(s.session.deletes(s.dana, item), Err(Refusal::Held { by: s.sam }), "he goes on");
    s.session.does(s.sam, Command::Release { board, item });
    s.session.deletes(s.dana, item).unwrap();
}

#[test]
fn a_claim_ends_with_its_time_and_when_its_holder_is_gone() {
    for gone in [false, true] {
        let mut s = Class::new();
        open_to_all(&mut s);
        let item = s.session.puts(s.dana, note("")).unwrap();
        Field::open(&mut s.session, s.sam, item);
        if gone {
            s.session.does(s.sam, crate::roster::Command::CallOut);
        } else {
            s.session.pass(30);
        }
        s.session.deletes(s.dana, item).unwrap();
    }
}

#[test]
fn steps_are_forgotten_when_the_last_one_stops_writing_and_in_every_view() {
    let mut s = Class::new();
    let board = open_to_all(&mut s);
    let item = s.session.puts(s.dana, note("")).unwrap();
    let mut dana = Field::open(&mut s.session, s.dana, item);
    let sam = Field::open(&mut s.session, s.sam, item);
    let ask = dana.types("gone");
    sends(&mut s.session, dana.person, ask, &mut [&mut dana]).unwrap();
    assert!(s.session.seen_board(s.sam).paper(item).since(0).is_none(), "a view keeps no steps");
    s.session.does(s.dana, Command::Release { board, item });
    assert!(s.session.board().1.paper(item).since(0).is_some(), "he may still need them");
    s.session.does(sam.person, Command::Release { board, item });
    let paper = s.session.board().1.paper(item);
    assert_eq!((paper.since(0).is_none(), paper.revision(), paper.text()), (true, 1, "gone"));
    assert!(paper.last(dana.author).is_none());
}

#[test]
fn what_one_has_written_is_taken_out_as_a_whole_and_what_others_wrote_stays() {
    let mut s = Class::new();
    open_to_all(&mut s);
    let item = s.session.puts(s.dana, note("stop")).unwrap();
    let mut dana = Field::open(&mut s.session, s.dana, item);
    let mut sam = Field::open(&mut s.session, s.sam, item);
    for (words, hers) in [("Say stop", true), ("Say stop them", false), ("Say why stop them", true)] {
        let (field, who) = if hers { (&mut dana, s.dana) } else { (&mut sam, s.sam) };
        let ask = field.types(words);
        sends(&mut s.session, who, ask, &mut [&mut dana, &mut sam]).unwrap();
    }
    assert_eq!(dana.pen.without_own(), "stop them");
    assert_eq!(sam.pen.without_own(), "Say why stop");
    assert_eq!(
        (dana.pen.text(), sam.pen.text()),
        (says(&s, item), says(&s, item)),
        "nothing was undone by that"
    );
}

#[test]
fn who_went_away_without_a_word_keeps_no_steps_once_others_write() {
    let mut s = Class::new();
    open_to_all(&mut s);
    let item = s.session.puts(s.dana, note("")).unwrap();
    let mut sam = Field::open(&mut s.session, s.sam, item);
    let ask = sam.types("gone");
    sends(&mut s.session, sam.person, ask, &mut [&mut sam]).unwrap();
    s.session.pass(31);
    Field::open(&mut s.session, s.dana, item);
    let (_, board) = s.session.board();
    let writers: Vec<_> = board.items[&item].editing.iter().map(|editing| editing.person).collect();
    assert_eq!(writers, [s.dana]);
    assert!(board.paper(item).since(0).is_none() && board.paper(item).last(sam.author).is_none());
}

#[test]
fn what_is_kept_for_merging_has_a_bound_however_people_write() {
    let mut s = Class::new();
    let board = open_to_all(&mut s);
    let item = s.session.puts(s.dana, note(&"ab".repeat(200))).unwrap();
    s.session.does(s.dana, Command::Claim { board, item });
    for n in 0..100 {
        let (from, to) = if n % 2 == 0 { ("a", "c") } else { ("c", "a") };
        let paper = s.session.board().1.paper(item);
        let (text, base) = (paper.text().to_owned(), paper.revision());
        let edit = Edit::aligning(&text, &text.replace(from, to));
        let author = Author::of(s.dana, n);
        s.session.does(s.dana, Command::Type { board, item, author, number: 1, base, edit });
    }
    let paper = s.session.board().1.paper(item);
    let parts =
        |from| paper.since(from).map(|steps| steps.map(|step| step.edit.parts().len()).sum::<usize>());
    let kept: Vec<_> = (0..=100).filter_map(parts).collect();
    assert!(kept.len() > 2 && kept.iter().all(|parts| *parts <= 4_096), "{kept:?}");
    let authors = (0..100).filter(|n| paper.last(Author::of(s.dana, *n)).is_some()).count();
    assert_eq!(authors, 64);
}
