//! Polls as a session lives them.

use super::*;
use crate::{Command as Asked, rehearsal::Class};

fn choice() -> Draft {
    let options = vec!["Saying why".into(), "Asking their side".into(), "Closing politely".into()];
    Draft {
        question: "What is skipped most often?".into(),
        kind: Kind::of(Manner::Single, options),
        ..Draft::default()
    }
}

fn check() -> Draft {
    let key = Key { correct: [1].into(), explanation: "Voice comes first.".into() };
    Draft { check: true, key: Some(key), ..choice() }
}

fn chosen(option: u8) -> Answer {
    Answer::choice(&choice().kind, &[option.into()])
}

impl Class {
    fn poll(&mut self, person: PersonId, command: Command) -> Result<(), Refusal> {
        self.asks(person, command).map(|_| ())
    }

    fn opens(&mut self, draft: Draft) -> PollId {
        self.again(draft, None)
    }

    fn again(&mut self, draft: Draft, again_of: Option<PollId>) -> PollId {
        let open = Command::Open { draft: Box::new(draft), segment: None, again_of };
        self.poll(self.amina, open).expect("opened");
        *self.room.poll.polls.last_key_value().expect("a poll").0
    }

    fn answers(&mut self, person: PersonId, poll: PollId, answer: Answer) -> Result<(), Refusal> {
        self.poll(person, Command::Answer { poll, answer })
    }

    fn held(&self, person: PersonId, poll: PollId) -> &Poll {
        &self.view(person).poll.polls[&poll]
    }
}

#[test]
fn while_a_poll_is_open_officers_see_their_own_answer_and_a_count() {
    let mut s = Class::new();
    let poll = s.opens(choice());
    s.answers(s.dana, poll, chosen(0)).unwrap();
    s.answers(s.sam, poll, chosen(1)).unwrap();
    let seen = s.held(s.dana, poll);
    assert_eq!(seen.answers, [(s.dana, Some(chosen(0)))].into());
    assert_eq!((seen.answered, seen.results(&s.viewer(s.dana))), (2, None));
}

#[test]
fn facilitators_see_who_answered_at_once_and_what_after_closing() {
    let mut s = Class::new();
    let poll = s.opens(choice());
    s.answers(s.dana, poll, chosen(0)).unwrap();
    assert_eq!(s.held(s.amina, poll).answers, [(s.dana, None)].into());
    assert_eq!(s.held(s.amina, poll).results(&s.viewer(s.amina)), None);
    s.poll(s.amina, Command::Close(poll)).unwrap();
    assert_eq!(s.held(s.amina, poll).answers, [(s.dana, Some(chosen(0)))].into());
    let tally = s.held(s.amina, poll).results(&s.viewer(s.amina)).unwrap();
    assert_eq!(tally.rows, [[1], [0], [0]]);
}

#[test]
fn a_poll_that_hides_nothing_shows_answers_to_facilitators_at_once() {
    let mut s = Class::new();
    let poll = s.opens(Draft { hidden_until_closed: false, ..choice() });
    s.answers(s.dana, poll, chosen(2)).unwrap();
    assert_eq!(s.held(s.amina, poll).answers, [(s.dana, Some(chosen(2)))].into());
    assert_eq!(s.held(s.sam, poll).answers, [].into());
}

#[test]
fn the_room_sees_counts_when_they_are_shown_and_never_names() {
    let mut s = Class::new();
    let poll = s.opens(choice());
    s.answers(s.dana, poll, chosen(0)).unwrap();
    assert_eq!(s.poll(s.amina, Command::Show(poll, true)), Err(Refusal::PollOpen));
    s.poll(s.amina, Command::Close(poll)).unwrap();
    assert_eq!(s.held(s.sam, poll).results(&s.viewer(s.sam)), None);
    s.poll(s.amina, Command::Show(poll, true)).unwrap();
    for person in [s.sam, s.guest, s.observer] {
        let tally = s.held(person, poll).results(&s.viewer(person)).unwrap();
        assert_eq!((tally.answered, tally.rows), (1, vec![vec![1], vec![0], vec![0]]));
        assert_eq!(s.held(person, poll).answers, [].into());
    }
    s.poll(s.amina, Command::Show(poll, false)).unwrap();
    assert_eq!(s.held(s.guest, poll).results(&s.viewer(s.guest)), None);
}

#[test]
fn an_answer_can_be_changed_until_the_poll_closes() {
    let mut s = Class::new();
    let poll = s.opens(choice());
    s.answers(s.dana, poll, chosen(0)).unwrap();
    s.answers(s.dana, poll, chosen(1)).unwrap();
    s.answers(s.dana, poll, chosen(1)).unwrap();
    assert_eq!((s.held(s.dana, poll).answered, s.held(s.sam, poll).answered), (1, 1));
    s.poll(s.amina, Command::Close(poll)).unwrap();
    assert_eq!(s.answers(s.dana, poll, chosen(2)), Err(Refusal::PollClosed));
    s.poll(s.amina, Command::Reopen(poll)).unwrap();
    assert_eq!(s.held(s.amina, poll).answers, [(s.dana, None)].into());
    s.answers(s.dana, poll, chosen(2)).unwrap();
}

#[test]
fn facilitators_observers_and_uninvited_guests_do_not_answer() {
    let mut s = Class::new();
    let poll = s.opens(choice());
    for person in [s.amina, s.guest, s.observer] {
        assert_eq!(s.answers(person, poll, chosen(0)), Err(Refusal::NotAllowed));
    }
    assert_eq!(asked(&s.room, &s.room.poll.polls[&poll]), 2);
    let poll = s.opens(Draft { guests: true, ..choice() });
    s.answers(s.guest, poll, chosen(0)).unwrap();
    assert_eq!((s.held(s.guest, poll).answered, s.held(s.observer, poll).answered), (1, 0));
    assert_eq!(asked(&s.room, &s.room.poll.polls[&poll]), 3);
}

#[test]
fn the_correct_answer_stays_hidden_until_nothing_can_be_changed() {
    let mut s = Class::new();
    let poll = s.opens(check());
    s.answers(s.dana, poll, chosen(1)).unwrap();
    s.answers(s.sam, poll, chosen(2)).unwrap();
    assert_eq!((s.held(s.dana, poll).draft.key.clone(), s.held(s.dana, poll).correct(s.dana)), (None, None));
    assert_eq!(s.answers(s.sam, poll, Answer::Pass), Err(Refusal::BadAnswer));
    s.poll(s.amina, Command::Close(poll)).unwrap();
    assert_eq!(s.held(s.dana, poll).correct(s.dana), Some(true));
    assert_eq!(s.held(s.sam, poll).correct(s.sam), Some(false));
    assert_eq!(s.held(s.sam, poll).correct(s.dana), None);
    assert_eq!(s.held(s.sam, poll).draft.key, check().key);
    assert_eq!(s.held(s.guest, poll).draft.key, None);
    assert_eq!(s.poll(s.amina, Command::Reopen(poll)), Err(Refusal::KeyKnown));
}

#[test]
fn a_poll_closes_when_its_time_is_up_and_a_pause_stops_the_time() {
    let mut s = Class::new();
    let poll = s.opens(Draft { seconds: Some(60), ..choice() });
    s.pass(30);
    s.session.asks(s.amina, Asked::Pause(true)).unwrap();
    s.pass(600);
    assert_eq!(s.held(s.dana, poll).status, Status::Open);
    s.poll(s.amina, Command::Extend { poll, seconds: 60 }).unwrap();
    s.session.asks(s.amina, Asked::Pause(false)).unwrap();
    s.pass(89);
    s.answers(s.dana, poll, chosen(0)).unwrap();
    s.pass(1);
    assert_eq!(s.held(s.dana, poll).status, Status::Closed(s.now));
    assert_eq!(s.poll(s.amina, Command::Extend { poll, seconds: 60 }), Err(Refusal::PollClosed));
}

#[test]
fn an_answer_after_the_time_is_up_comes_too_late_even_before_the_tick() {
    let mut s = Class::new();
    let poll = s.opens(Draft { seconds: Some(60), ..choice() });
    s.session.now = s.now.plus_ms(60_000);
    assert_eq!(s.answers(s.dana, poll, chosen(0)), Err(Refusal::PollClosed));
}

#[test]
fn rounds_of_the_same_question_stand_side_by_side() {
    let mut s = Class::new();
    let first = s.opens(choice());
    s.answers(s.dana, first, chosen(0)).unwrap();
    let too_early = Command::Open { draft: Box::new(choice()), segment: None, again_of: Some(first) };
    assert_eq!(s.poll(s.amina, too_early), Err(Refusal::PollOpen));
    s.poll(s.amina, Command::Close(first)).unwrap();
    let second = s.again(choice(), Some(first));
    s.answers(s.dana, second, chosen(1)).unwrap();
    s.poll(s.amina, Command::Close(second)).unwrap();
    let third = s.again(choice(), Some(second));
    s.opens(check());
    assert_eq!(s.room.poll.rounds(second), [first, second, third]);
    let seen = s.view(s.amina).poll.side_by_side(third, &s.viewer(s.amina));
    let counts: Vec<_> = seen.into_iter().map(|(id, tally)| (id, tally.rows)).collect();
    let options = |n: [u32; 3]| n.map(|n| vec![n]).to_vec();
    assert_eq!(counts, [(first, options([1, 0, 0])), (second, options([0, 1, 0]))]);
    s.poll(s.amina, Command::Show(second, true)).unwrap();
    assert_eq!(s.view(s.sam).poll.side_by_side(third, &s.viewer(s.sam)).len(), 1);
}

#[test]
fn another_question_is_not_another_round() {
    let mut s = Class::new();
    let first = s.opens(choice());
    s.poll(s.amina, Command::Close(first)).unwrap();
    let other = Kind::of(Manner::Single, vec!["Yes".into(), "No".into()]);
    let draft = Box::new(Draft { kind: other, ..choice() });
    let open = Command::Open { draft, segment: None, again_of: Some(first) };
    assert_eq!(s.poll(s.amina, open), Err(Refusal::BadDraft));
}

#[test]
fn drafts_that_make_no_sense_are_refused() {
    let rows = |n: usize| vec!["An option".to_owned(); n];
    let of = |manner, n: usize, min, max| Kind { min, max, ..Kind::of(manner, rows(n)) };
    let kinds = [
        (of(Manner::Single, 1, 1, 1), false),
        (of(Manner::Single, 20, 1, 1), true),
        (of(Manner::Single, 21, 1, 1), false),
        (of(Manner::Single, 3, 1, 2), false),
        (of(Manner::Multiple, 3, 1, 3), true),
        (of(Manner::Multiple, 3, 0, 3), false),
        (of(Manner::Multiple, 3, 2, 1), false),
        (of(Manner::Multiple, 3, 1, 4), false),
        (Kind { high: "Strongly agree".into(), ..of(Manner::Agreement, 1, 0, 5) }, true),
        (of(Manner::Agreement, 1, 0, 7), true),
        (of(Manner::Agreement, 1, 0, 6), false),
        (of(Manner::Agreement, 0, 0, 5), false),
        (of(Manner::Rating, 1, 0, 10), true),
        (of(Manner::Rating, 1, 0, 11), false),
        (of(Manner::Rating, 1, 0, 2), false),
        (of(Manner::Ranking, 5, 0, 3), true),
        (of(Manner::Ranking, 5, 0, 6), false),
        (of(Manner::Ranking, 5, 0, 0), false),
        (of(Manner::Points, 2, 0, 0), false),
        (of(Manner::Grid, 1, 0, 5), true),
        (of(Manner::Grid, 1, 0, 6), false),
        (of(Manner::Cloud, 0, 0, 5), true),
        (of(Manner::Cloud, 0, 0, 6), false),
        (of(Manner::Text, 0, 0, 1), true),
    ];
    for (kind, fine) in kinds {
        assert_eq!(Draft { kind: kind.clone(), ..choice() }.checked().is_ok(), fine, "{kind:?}");
    }
    assert_eq!(Draft { check: true, ..choice() }.checked(), Err(Refusal::BadDraft));
    let two_keys = Key { correct: [0, 1].into(), explanation: String::new() };
    assert_eq!(Draft { key: Some(two_keys), ..choice() }.checked(), Err(Refusal::BadDraft));
    assert_eq!(Draft { question: " ".into(), ..choice() }.checked(), Err(Refusal::Empty));
}

#[test]
fn only_answers_that_fit_the_question_are_taken() {
    let of = |manner| Kind::of(manner, ["a", "b", "c"].map(str::to_owned).to_vec());
    let two = Kind { max: 2, ..of(Manner::Multiple) };
    let first_two = Kind { max: 2, ..of(Manner::Ranking) };
    let points = Kind { max: 5, ..of(Manner::Points) };
    let numbers = |numbers: &[u16]| Answer::Numbers(numbers.to_vec());
    let words = |words: &[&str]| Answer::Words(words.iter().map(|word| (*word).to_owned()).collect());
    let cases = [
        (choice().kind, chosen(2), true),
        (choice().kind, numbers(&[0, 0, 0, 1]), false),
        (choice().kind, numbers(&[1, 1, 0]), false),
        (choice().kind, numbers(&[2, 0, 0]), false),
        (choice().kind, words(&["Saying why"]), false),
        (two.clone(), numbers(&[1, 0, 1]), true),
        (two.clone(), numbers(&[1, 1, 1]), false),
        (two, numbers(&[0, 0, 0]), false),
        (of(Manner::Agreement), numbers(&[1, 0, 5]), true),
        (of(Manner::Agreement), numbers(&[6, 0, 0]), false),
        (of(Manner::Agreement), numbers(&[0, 0, 0]), false),
        (of(Manner::Agreement), numbers(&[1]), false),
        (Kind { max: 7, ..of(Manner::Agreement) }, numbers(&[7, 0, 0]), true),
        (Kind { max: 3, ..of(Manner::Rating) }, numbers(&[4, 0, 0]), false),
        (of(Manner::Ranking), numbers(&[3, 1, 2]), true),
        (of(Manner::Ranking), numbers(&[2, 1, 0]), false),
        (of(Manner::Ranking), numbers(&[2, 1, 2]), false),
        (first_two.clone(), numbers(&[2, 0, 1]), true),
        (first_two, numbers(&[2, 3, 1]), false),
        (of(Manner::Grid), numbers(&[11, 0, 55]), true),
        (of(Manner::Grid), numbers(&[10, 0, 0]), false),
        (of(Manner::Grid), numbers(&[5, 0, 0]), false),
        (of(Manner::Grid), numbers(&[61, 0, 0]), false),
        (points.clone(), numbers(&[5, 0, 0]), true),
        (points.clone(), numbers(&[5, 1, 0]), false),
        (points, numbers(&[u16::MAX; 3]), false),
        (of(Manner::Cloud), words(&["trust", "time"]), true),
        (of(Manner::Cloud), words(&["trust", "TRUST"]), false),
        (of(Manner::Cloud), words(&["a", "b", "c", "d"]), false),
        (of(Manner::Cloud), words(&[&"a".repeat(31)]), false),
        (of(Manner::Cloud), words(&[]), false),
        (of(Manner::Cloud), numbers(&[1]), false),
        (of(Manner::Text), words(&["Say why.\nThen wait."]), true),
        (of(Manner::Text), words(&["one", "two"]), false),
        (of(Manner::Text), words(&[" "]), false),
        (of(Manner::Text), words(&[&"a".repeat(301)]), false),
    ];
    for (kind, answer, fits) in cases {
        let draft = Draft { kind, ..choice() };
        assert_eq!(draft.takes(&answer).is_ok(), fits, "{answer:?} to {:?}", draft.kind);
    }
    assert_eq!(choice().takes(&Answer::Pass), Ok(()));
}

#[test]
fn what_somebody_typed_is_cleaned_and_cut_to_what_is_asked() {
    let typed = ["  trust ", "", "Trust", "time  to listen", "a", "b"].map(str::to_owned);
    let cloud = Kind::of(Manner::Cloud, vec![]);
    let written = Answer::written(&cloud, typed.iter());
    assert_eq!(written.words(), ["trust", "time to listen", "a"]);
    assert_eq!(Draft { kind: cloud, ..choice() }.takes(&written), Ok(()));
}

#[test]
fn what_a_facilitator_leaves_out_is_not_shown_to_the_room() {
    let mut s = Class::new();
    let poll = s.opens(Draft { kind: Kind::of(Manner::Text, vec![]), ..choice() });
    let word = |word: &str, shown| Command::Word { poll, word: word.to_owned(), shown };
    for (person, text) in [(s.dana, "Say why"), (s.sam, "Ask Dana K.")] {
        s.answers(person, poll, Answer::Words(vec![text.to_owned()])).unwrap();
    }
    assert_eq!(s.poll(s.amina, word("Say why", false)), Err(Refusal::Unknown), "it is open");
    s.poll(s.amina, Command::Close(poll)).unwrap();
    assert_eq!(s.poll(s.amina, word("Nobody wrote this", false)), Err(Refusal::Unknown));
    s.poll(s.amina, word("Ask Dana K.", false)).unwrap();
    s.poll(s.amina, Command::Show(poll, true)).unwrap();
    let shown = |s: &Class, person| s.held(person, poll).shown.as_ref().map(|tally| tally.words.clone());
    let (one, other) = (("Say why".to_owned(), 1), ("Ask Dana K.".to_owned(), 1));
    assert_eq!(shown(&s, s.guest), Some(vec![one.clone()]));
    assert_eq!(s.held(s.guest, poll).struck.len(), 0, "nor that something is left out");
    s.poll(s.amina, word("Ask Dana K.", true)).unwrap();
    assert_eq!(shown(&s, s.guest), Some(vec![other, one]));
    s.poll(s.amina, word("Say why", false)).unwrap();
    assert_eq!(shown(&s, s.guest).map(|words| words.len()), Some(1), "while it is shown");
}
