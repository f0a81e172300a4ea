//! What edits promise one by one.

use crate::chance::{Chance, FEW, unique};
use room::text::{
    Author, Edit, Flaw, Lost, Paper, Part, Pen, Snapshot, Verdict, chars_before, length, units_before,
};

fn text(chance: &mut Chance, max: usize) -> String {
    let (len, few) = (chance.below(max), 1 + chance.below(FEW.len()));
    (0..len).map(|_| FEW[chance.below(few)]).collect()
}

/// Any edit of a text.
fn edit(chance: &mut Chance, text: &str) -> Edit {
    let mut edit = Edit::nothing(length(text));
    let mut now = text.to_owned();
    for _ in 0..chance.below(4) {
        let chars: Vec<_> = now.chars().collect();
        let at = chance.below(chars.len() + 1);
        let gone = chance.below(5).min(chars.len() - at);
        let new: String = (0..chance.below(4)).map(|_| FEW[chance.below(FEW.len())]).collect();
        let next: String = chars[..at]
            .iter()
            .copied()
            .chain(new.chars())
            .chain(chars[at + gone..].iter().copied())
            .collect();
        let caret = u32::try_from(at + new.chars().count()).expect("short");
        edit = edit.compose(&Edit::between(&now, &next, Some(caret))).expect("one after the other");
        now = next;
    }
    assert_eq!(edit.apply(text).as_deref(), Ok(&*now));
    edit
}

#[test]
fn edits_keep_their_laws() {
    let mut chance = Chance::new(1);
    for _ in 0..20_000 {
        let before = text(&mut chance, 24);
        let (a, b) = (edit(&mut chance, &before), edit(&mut chance, &before));
        for e in [&a, &b] {
            assert_eq!(Edit::new(e.parts().to_vec()).as_ref(), Ok(e), "every edit has the one form");
            let bytes = postcard::to_allocvec(e).expect("an edit can be sent");
            assert_eq!(postcard::from_bytes::<Edit>(&bytes).as_ref(), Ok(e));
            let after = e.apply(&before).expect("its own text");
            assert_eq!((e.before(), e.after()), (length(&before), length(&after)));
            assert_eq!(e.invert(&before).expect("its own text").apply(&after), Ok(before.clone()));
            let aligned = Edit::aligning(&before, &after);
            assert_eq!(aligned.apply(&before).as_deref(), Ok(&*after));
            let plain = Edit::between(&before, &after, None);
            assert_eq!(plain.apply(&before), Ok(after));
        }
        let (over_b, over_a) = Edit::transform(&a, &b).expect("of the same text");
        let (one, other) = (a.compose(&over_a).expect("after a"), b.compose(&over_b).expect("after b"));
        let both = one.apply(&before);
        assert_eq!(both, other.apply(&before), "{a:?} {b:?}");
        let step_by_step = over_a.apply(&a.apply(&before).expect("its own text"));
        assert_eq!(both, step_by_step, "composing is applying one after the other");
    }
}

#[test]
fn an_alignment_keeps_as_much_as_any_can() {
    let mut chance = Chance::new(2);
    for _ in 0..2_000 {
        let (old, new) = (text(&mut chance, 30), text(&mut chance, 30));
        let edit = Edit::aligning(&old, &new);
        assert_eq!(edit.apply(&old).as_deref(), Ok(&*new));
        let kept: u32 = edit.parts().iter().map(|part| if let Part::Keep(n) = part { *n } else { 0 }).sum();
        assert_eq!(kept, longest_common(&old, &new), "{old:?} {new:?}");
    }
}

fn longest_common(a: &str, b: &str) -> u32 {
    let b: Vec<_> = b.chars().collect();
    let mut row = vec![0; b.len() + 1];
    for x in a.chars() {
        let last = row.clone();
        for (i, y) in b.iter().enumerate() {
            row[i + 1] = if x == *y { last[i] + 1 } else { row[i].max(last[i + 1]) };
        }
    }
    row[b.len()]
}

#[test]
fn a_caret_stays_between_its_neighbors() {
    let mut chance = Chance::new(3);
    for _ in 0..5_000 {
        let before: String =
            (0..u32::try_from(chance.below(20)).expect("small")).map(|n| unique(n + 5_000)).collect();
        let edit = edit(&mut chance, &before);
        let after: Vec<_> = edit.apply(&before).expect("its own text").chars().collect();
        let chars: Vec<_> = before.chars().collect();
        let at = chance.below(chars.len() + 1);
        let end = at + chance.below(chars.len() - at + 1);
        let short = |n: usize| u32::try_from(n).expect("short");
        let (from, to) = edit.selection(short(at), short(end));
        assert!(from <= to && to as usize <= after.len());
        let (left, right) = after.split_at(to as usize);
        assert!(
            left.iter().all(|c| !chars[end..].contains(c)) && right.iter().all(|c| !chars[..end].contains(c))
        );
        assert!(after[..from as usize].iter().all(|c| !chars[at..].contains(c)));
        assert!(after[from as usize..].iter().all(|c| !chars[..at].contains(c)));
        assert_eq!(edit.caret(short(end)), to);
    }
    let insert = Edit::new(vec![Part::Keep(2), Part::Insert("xy".into()), Part::Keep(3)]).unwrap();
    assert_eq!(insert.caret(2), 2, "what somebody else inserts at the caret comes behind it");
    assert_eq!((insert.selection(2, 4), insert.selection(0, 2)), ((4, 6), (0, 2)));
    assert_eq!(insert.end(), 4);
}

#[test]
fn the_caret_tells_equal_letters_apart() {
    let aaa = Edit::between("aaaa", "aaa", Some(1));
    assert_eq!(aaa.parts(), [Part::Keep(1), Part::Delete(1), Part::Keep(2)]);
    let typed = Edit::between("aa", "aaa", Some(1));
    assert_eq!(typed.parts(), [Part::Insert("a".into()), Part::Keep(2)]);
    let nonsense = Edit::between("abc", "axc", Some(0));
    assert_eq!(nonsense.parts(), [Part::Keep(1), Part::Insert("x".into()), Part::Delete(1), Part::Keep(1)]);
}

#[test]
fn what_is_not_an_edit_is_refused_at_once() {
    let flaw = |parts| Edit::new(parts).err();
    let insert = |text: &str| Part::Insert(text.into());
    assert_eq!(flaw(vec![Part::Delete(u32::MAX - 5), Part::Keep(11)]), Some(Flaw::Overflow));
    assert_eq!(flaw(vec![Part::Keep(u32::MAX), insert("a")]), Some(Flaw::Overflow));
    assert_eq!(flaw(vec![Part::Keep(0)]), Some(Flaw::Zero));
    assert_eq!(flaw(vec![insert("")]), Some(Flaw::Zero));
    assert_eq!(flaw(vec![Part::Keep(1), Part::Keep(1)]), Some(Flaw::Loose));
    assert_eq!(flaw(vec![Part::Delete(1), insert("a")]), Some(Flaw::Loose));
    assert_eq!(flaw(vec![insert("a\r\n")]), Some(Flaw::Control));
    assert_eq!(flaw(vec![insert("a\0")]), Some(Flaw::Control));

    let bytes = postcard::to_allocvec(&vec![Part::Delete(u32::MAX), Part::Keep(11)]).unwrap();
    assert!(postcard::from_bytes::<Edit>(&bytes).is_err(), "reading is strict, too");

    let hostile = Edit::new(vec![Part::Delete(u32::MAX)]).unwrap();
    let huge = Edit::new(vec![Part::Keep(u32::MAX - 1), insert("a")]).unwrap();
    for edit in [&hostile, &huge] {
        assert_eq!(edit.apply("hello"), Err(Flaw::Length));
        assert_eq!(edit.invert("hello"), Err(Flaw::Length));
        assert_eq!(edit.check(5), Err(Flaw::Length));
        assert_eq!(Edit::transform(edit, &Edit::nothing(5)), Err(Flaw::Length));
        let mut paper = Paper::new("hello".into(), 8);
        assert!(matches!(paper.accept(Author(1), 1, 0, edit, 100), Verdict::Refused(_)));
        assert_eq!(paper.text(), "hello");
    }
    // Two of them agree about a text that cannot exist.
    assert!(Edit::transform(&huge, &huge).is_ok() && hostile.compose(&Edit::default()).is_ok());
    assert_eq!(Edit::nothing(5).check(5), Err(Flaw::Nothing));
    assert_eq!(
        Edit::new((0..600).flat_map(|_| [insert("a"), Part::Keep(1)]).collect()).unwrap().check(600),
        Err(Flaw::Scattered)
    );
}

#[test]
fn too_long_is_refused_but_may_shrink() {
    let mut paper = Paper::new("hello".into(), 8);
    let longer = Edit::between("hello", "hello!", None);
    assert!(matches!(paper.accept(Author(1), 1, 0, &longer, 5), Verdict::Refused(_)));
    assert!(matches!(paper.accept(Author(1), 1, 0, &longer, 9), Verdict::Known(Err(_))), "it is remembered");
    let shorter = Edit::between("hello", "hell", None);
    assert!(matches!(paper.accept(Author(1), 2, 0, &shorter, 3), Verdict::Accepted(_)));
    assert!(matches!(paper.accept(Author(1), 1, 0, &longer, 9), Verdict::Past));
    assert!(matches!(paper.accept(Author(2), 1, 2, &longer, 9), Verdict::Stale), "not there yet");
}

#[test]
fn a_browser_counts_otherwise() {
    let text = "a\u{1F600}b";
    assert_eq!([0, 1, 2, 3].map(|at| units_before(text, at)), [0, 1, 3, 4]);
    assert_eq!([0, 1, 2, 3, 4, 9].map(|unit| chars_before(text, unit)), [0, 1, 1, 2, 3, 3]);
}

/// Whoever is alone gets everything back by undoing, and again by redoing, however slow the line is.
#[test]
fn alone_undo_goes_back_to_the_beginning() {
    for seed in 0..2_000 {
        let mut chance = Chance::new(seed);
        let start = text(&mut chance, 10);
        let mut paper = Paper::new(start.clone(), 64);
        let mut pen = Pen::new(Author(1), start.clone(), 0);
        let (mut sent, mut now) = (None, 0);
        let mut turn = |pen: &mut Pen, chance: &mut Chance, press: usize| {
            let effect = match press {
                0 => {
                    let edit = edit(chance, pen.field());
                    now += chance.next() % 1_500;
                    pen.write(&edit, now).unwrap()
                }
                1 => pen.undo().unwrap(),
                2 => pen.redo().unwrap(),
                3 => {
                    pen.lost();
                    sent = None;
                    return;
                }
                4 => pen.ready().unwrap(),
                _ => {
                    let parts = vec![Part::Insert("z".into()), Part::Keep(length(pen.field()))];
                    let parts = parts.into_iter().filter(|part| *part != Part::Keep(0)).collect();
                    pen.write(&Edit::new(parts).unwrap(), now).unwrap()
                }
            };
            sent = effect.ask.or(sent.take());
            while let Some(ask) = sent.take_if(|_| press > 3 || chance.percent(50)) {
                let verdict = paper.accept(Author(1), ask.number, ask.base, &ask.edit, 1_000);
                assert!(matches!(verdict, Verdict::Accepted(_)), "{verdict:?}");
                let revision = paper.revision();
                sent = pen.heard(revision, Author(1), ask.number, &ask.edit).unwrap().ask;
            }
        };
        for _ in 0..15 {
            turn(&mut pen, &mut chance, 0);
            if seed % 2 == 0 && chance.percent(20) {
                let press = 1 + chance.below(4);
                turn(&mut pen, &mut chance, press);
            }
        }
        turn(&mut pen, &mut chance, 4);
        // What is typed last leaves nothing to be redone.
        turn(&mut pen, &mut chance, 5);
        let end = pen.text().to_owned();
        let offline = chance.percent(30);
        for (press, goal) in [(1, &start), (2, &end), (1, &start)] {
            if offline {
                turn(&mut pen, &mut chance, 3);
            }
            for _ in 0..60 {
                turn(&mut pen, &mut chance, press);
            }
            turn(&mut pen, &mut chance, 4);
            assert!(pen.is_settled());
            assert_eq!(pen.text(), goal, "seed {seed}");
        }
    }
}

#[test]
fn a_word_is_undone_at_a_time() {
    let mut pen = Pen::new(Author(1), String::new(), 0);
    pen.lost();
    let mut value = String::new();
    for (n, c) in "one two".chars().enumerate() {
        value.push(c);
        pen.typed(&value, Some(length(&value)), n as u64 * 100).unwrap();
    }
    pen.typed("one two!", Some(8), 9_000).unwrap();
    let mut steps = vec![];
    for _ in 0..4 {
        pen.undo().unwrap();
        steps.push(pen.text().to_owned());
    }
    assert_eq!(steps, ["one two", "one ", "", ""]);
    for _ in 0..4 {
        pen.redo().unwrap();
    }
    assert_eq!(pen.text(), "one two!");
}

/// Two delete the same; whose edit came first brings it back, the other does not.
#[test]
fn what_two_deleted_comes_back_once() {
    let mut paper = Paper::new("abc".into(), 8);
    let mut pens = [1, 2].map(|n| Pen::new(Author(n), "abc".into(), 0));
    let asks = pens.each_mut().map(|pen| pen.typed("ac", Some(1), 0).unwrap().ask.unwrap());
    let mut turn = |pens: &mut [Pen; 2], n: usize, ask: &room::text::Ask| {
        let author = Author(n as u64 + 1);
        let Verdict::Accepted(edit) = paper.accept(author, ask.number, ask.base, &ask.edit, 9) else {
            panic!()
        };
        for pen in pens {
            pen.heard(paper.revision(), author, ask.number, &edit).unwrap();
        }
    };
    turn(&mut pens, 0, &asks[0]);
    turn(&mut pens, 1, &asks[1]);
    for (n, text) in [(1, "ac"), (0, "abc")] {
        if let Some(ask) = pens[n].undo().unwrap().ask {
            turn(&mut pens, n, &ask);
        }
        assert_eq!(pens.each_ref().map(Pen::text), [text, text]);
    }
}

/// Who only learns from a snapshot that a deletion was accepted does not know whether it was the first.
#[test]
fn what_another_may_have_deleted_first_is_theirs_to_bring_back() {
    let mut paper = Paper::new("abc".into(), 8);
    let mut pens = [1, 2].map(|n| Pen::new(Author(n), "abc".into(), 0));
    let parts = vec![Part::Keep(1), Part::Delete(1), Part::Keep(1), Part::Insert("!".into())];
    let edit = Edit::new(parts).unwrap();
    for (pen, author) in pens.iter_mut().zip([Author(1), Author(2)]).rev() {
        let ask = pen.write(&edit, 0).unwrap().ask.unwrap();
        assert!(matches!(paper.accept(author, ask.number, ask.base, &ask.edit, 9), Verdict::Accepted(_)));
    }
    pens[0].lost();
    let told = pens[0].snapshot(&paper.snapshot(Author(1))).unwrap();
    assert!(!told.refused && pens[0].is_settled());
    assert_eq!((paper.text(), pens[0].text()), ("ac!!", "ac!!"));
    pens[0].undo().unwrap();
    assert_eq!(pens[0].text(), "ac!", "one exclamation mark is taken back, and no b comes");
}

#[test]
fn a_refusal_is_learned_from_a_snapshot() {
    let mut paper = Paper::new("abc".into(), 1);
    let mut pen = Pen::new(Author(1), "abc".into(), 0);
    let ask = pen.typed("abcd", Some(4), 0).unwrap().ask.unwrap();
    assert!(matches!(paper.accept(Author(1), ask.number, ask.base, &ask.edit, 3), Verdict::Refused(_)));
    pen.lost();
    let told = pen.snapshot(&paper.snapshot(Author(1))).unwrap();
    assert!(told.refused && pen.is_settled());
    assert_eq!(pen.ready().unwrap().ask, None);
    assert_eq!(pen.text(), "abc");
}

/// What was heard out of order changes nothing, and a snapshot puts it right.
#[test]
fn a_gap_is_noticed() {
    let mut pen = Pen::new(Author(1), "abc".into(), 0);
    let ask = pen.typed("abcd", Some(4), 0).unwrap().ask.unwrap();
    let other = Edit::between("abc", "xabc", None);
    assert_eq!(pen.heard(2, Author(2), 1, &other), Err(Lost));
    assert_eq!(pen.heard(1, Author(2), 1, &Edit::nothing(9)), Err(Lost));
    assert_eq!(pen.heard(1, Author(1), ask.number, &other), Err(Lost), "not what was sent");
    let effect = pen.snapshot(&Snapshot { text: "xabc".into(), revision: 2, last: None }).unwrap();
    assert_eq!((pen.text(), effect.ask.map(|ask| (ask.number, ask.base))), ("xabcd", Some((ask.number, 2))));
}

/// `cargo test -p room --test text costs -- --ignored --nocapture`
#[test]
#[ignore = "prints what it costs"]
#[allow(clippy::disallowed_methods, reason = "a stopwatch")]
fn costs() {
    use std::time::{Duration, Instant};
    for (burst, what) in [(7, "seven letters at a time"), (1, "letter by letter")] {
        let mut chance = Chance::new(1);
        let mut paper = Paper::new(String::new(), 64);
        let mut pens = [1, 2].map(|n| Pen::new(Author(n), String::new(), 0));
        let (mut bytes, mut keys, mut asks) = (0, 0u32, 0u32);
        let [mut local, mut server, mut remote] = [Duration::ZERO; 3];
        let mut places = [0usize; 2];
        for round in 0..6_000 / burst / 2 {
            let mut sent = vec![];
            for (n, pen) in pens.iter_mut().enumerate() {
                if round % 5 == 0 {
                    places[n] = chance.below(pen.field().chars().count() + 1);
                }
                pen.lost();
                for _ in 0..burst {
                    let mut chars: Vec<_> = pen.field().chars().collect();
                    let at = places[n].min(chars.len());
                    let caret = if chars.len() >= 1_990 || (chance.percent(20) && at > 0) {
                        let at = at.max(1) - 1;
                        chars.remove(at);
                        at
                    } else {
                        chars.insert(at, char::from(b'a' + u8::try_from(chance.below(26)).unwrap()));
                        at + 1
                    };
                    places[n] = caret;
                    let value: String = chars.iter().collect();
                    let start = Instant::now();
                    pen.typed(&value, Some(u32::try_from(caret).unwrap()), u64::from(keys) * 10).unwrap();
                    local += start.elapsed();
                    keys += 1;
                }
                sent.extend(pen.ready().unwrap().ask.map(|ask| (n, ask)));
            }
            while !sent.is_empty() {
                let (n, ask) = sent.remove(0);
                let author = Author(n as u64 + 1);
                bytes += postcard::to_allocvec(&ask.edit).unwrap().len();
                asks += 1;
                let start = Instant::now();
                let verdict = paper.accept(author, ask.number, ask.base, &ask.edit, 4_000);
                server += start.elapsed();
                let Verdict::Accepted(edit) = verdict else { panic!("{verdict:?}") };
                for (m, pen) in pens.iter_mut().enumerate() {
                    let start = Instant::now();
                    let effect = pen.heard(paper.revision(), author, ask.number, &edit).unwrap();
                    remote += start.elapsed();
                    sent.extend(effect.ask.map(|ask| (m, ask)));
                }
            }
        }
        let per = |time: Duration, n: u32| time.as_secs_f64() * 1e6 / f64::from(n);
        println!(
            "{what}: {keys} keys, {asks} edits, {:.1} bytes a key, {:.1} an edit; \
             local {:.1} us, server {:.1} us, heard {:.1} us; {} characters",
            bytes as f64 / f64::from(keys),
            bytes as f64 / f64::from(asks),
            per(local, keys),
            per(server, asks),
            per(remote, 2 * asks),
            length(paper.text()),
        );
    }
    let mut chance = Chance::new(4);
    let many = |chance: &mut Chance| {
        (0..2_000).map(|_| char::from(b'a' + u8::try_from(chance.below(26)).unwrap())).collect::<String>()
    };
    let (old, new) = (many(&mut chance), many(&mut chance));
    let start = Instant::now();
    std::hint::black_box(Edit::aligning(&old, &new));
    println!("two texts of 2,000 with nothing in common aligned in {:?}", start.elapsed());
    let mut paper = Paper::new(old.clone(), 1_024);
    for number in 1..=1_024 {
        let edit = Edit::between(paper.text(), &paper.text().replacen('a', "b", 1), None);
        let edit = if edit.is_nothing() {
            Edit::between(paper.text(), &format!("a{}", paper.text()), Some(1))
        } else {
            edit
        };
        paper.accept(Author(1), number, number - 1, &edit, 9_000);
    }
    let worst = (0..499).flat_map(|_| [Part::Insert("x".into()), Part::Keep(4)]).chain([Part::Keep(4)]);
    let mut worst: Vec<Part> = worst.collect();
    let last = worst.len() - 1;
    worst[last] = Part::Delete(4);
    let worst = Edit::new(worst).unwrap();
    let start = Instant::now();
    let verdict = paper.judge(Author(2), 1, 0, &worst, 9_000);
    println!(
        "an edit of {} parts over 1,024 steps: {:?}, {}",
        worst.parts().len(),
        start.elapsed(),
        matches!(verdict, Verdict::Accepted(_))
    );
    println!(
        "{} bytes of paper for {} characters",
        postcard::to_allocvec(&paper).unwrap().len(),
        length(paper.text())
    );
}
