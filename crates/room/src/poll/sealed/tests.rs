//! Anonymous polls as a session lives them, ballots as the server hands them in.

use super::*;
use crate::{
    poll::{Answer, Ask, Command as Poll_, Kind, Manner, slip::slips_of},
    rehearsal::Rehearsal,
    roster::Role,
};

const NAME: Name = [9; 16];

fn choice() -> Draft {
    let options = vec!["Yes".into(), "No".into(), "Not sure".into()];
    Draft {
        question: "Would your squad back you for slowing down?".into(),
        kind: Kind::of(Manner::Single, options),
        ask: Ask::Anonymous,
        ..Draft::default()
    }
}

fn agreement() -> Draft {
    let statements = vec!["I can explain a stop.".into(), "I know who to call.".into()];
    let kind = Kind::of(Manner::Agreement, statements);
    Draft { kind, ..choice() }
}

fn chosen(option: u8) -> Answer {
    Answer::choice(&choice().kind, &[option.into()])
}

/// A session with polls, as the server leads them on.
struct Class {
    session: Rehearsal,
    lead: PersonId,
    officers: Vec<PersonId>,
}

impl Class {
    /// So many officers from each of these departments.
    fn of(departments: &[(&str, usize)]) -> Self {
        let mut session = Rehearsal::new();
        let lead = session.admit("Amina R.", Role::Facilitator);
        let mut class = Self { session, lead, officers: vec![] };
        for (department, n) in departments {
            for _ in 0..*n {
                class.comes(department);
            }
        }
        class
    }

    fn comes(&mut self, department: &str) -> PersonId {
        let name = format!("Officer {}", self.officers.len());
        let officer = self.session.arrive_from(department, &name, Role::Officer);
        self.session.house(crate::Command::Lobby(crate::lobby::Command::Admit(officer)));
        self.officers.push(officer);
        officer
    }

    fn goes(&mut self, officer: PersonId) {
        self.session.does(officer, crate::Command::Roster(crate::roster::Command::Leave));
        self.officers.retain(|other| *other != officer);
    }

    fn opens(&mut self, draft: Draft) -> PollId {
        self.asks_again(draft, None)
    }

    fn asks_again(&mut self, draft: Draft, again_of: Option<PollId>) -> PollId {
        let open = Poll_::Open { draft: Box::new(draft), segment: None, again_of };
        self.session.does(self.lead, open);
        let (id, want) = wants(&self.session.room).pop().expect("the server is asked for something");
        let Want::Keys(n) = want else { panic!("{want:?} instead of keys") };
        let keys = (0..n).flat_map(|n| [n as u8; KEY]).collect();
        self.tells(id, Command::Key { name: NAME, keys });
        id
    }

    /// The server says something about a poll.
    fn asked(&mut self, poll: PollId, command: Command) -> Result<(), Refusal> {
        self.session.house_asks(Poll_::Sealed(poll, command))
    }

    fn tells(&mut self, poll: PollId, command: Command) {
        self.asked(poll, command).expect("the server is not refused");
    }

    fn draws(&mut self, poll: PollId, person: PersonId) -> Result<(), Refusal> {
        self.asked(poll, Command::Issue { person, drawn: Digest([person.0 as u8; 32]) })
    }

    /// Everybody draws, the poll closes, and these answers come in, one for each officer from the first.
    fn votes(&mut self, poll: PollId, answers: &[Option<Answer>]) -> Outcome {
        for officer in self.officers.clone() {
            let _ = self.draws(poll, officer);
        }
        self.session.does(self.lead, Poll_::Close(poll));
        let slips = self.slips(poll, answers);
        self.counts(poll, slips, true)
    }

    fn slips(&self, poll: PollId, answers: &[Option<Answer>]) -> Vec<(u8, Vec<u8>)> {
        let poll = self.poll(poll);
        let sealed = poll.sealed.as_ref().expect("an anonymous poll");
        let ballots = self.officers.iter().zip(answers).flat_map(|(officer, answer)| {
            let cells = sealed.cells_of(*officer, &poll.draft).expect("one of those who vote");
            let slips = slip::write(&poll.draft.kind, answer.as_ref());
            cells.map(|(cell, _)| cell).zip(slips).collect::<Vec<_>>()
        });
        ballots.collect()
    }

    fn counts(&mut self, poll: PollId, slips: Vec<(u8, Vec<u8>)>, whole: bool) -> Outcome {
        self.tells(poll, Command::Count { slips, whole, board: Digest([1; 32]) });
        self.poll(poll).sealed.as_ref().and_then(|s| s.outcome.clone()).expect("counted")
    }

    fn poll(&self, poll: PollId) -> &Poll {
        &self.session.room.poll.polls[&poll]
    }

    fn seen(&self, person: PersonId, poll: PollId) -> &Poll {
        &self.session.view(person).poll.polls[&poll]
    }
}

/// The first so many say yes, the others no.
fn yes(n: usize, of: usize) -> Vec<Option<Answer>> {
    (0..of).map(|at| Some(chosen(u8::from(at >= n)))).collect()
}

fn rows(tally: &Tally) -> Vec<u32> {
    tally.rows.iter().flatten().copied().collect()
}

#[test]
fn who_is_here_at_the_opening_votes_and_nobody_else() {
    let mut class = Class::of(&[("Riverton PD", 5)]);
    let guest = class.session.admit("Rev. Cole", Role::Guest);
    let poll = class.opens(choice());
    let late = class.comes("Riverton PD");
    for person in [late, class.lead, guest] {
        assert_eq!(class.draws(poll, person), Err(Refusal::NotAllowed));
    }
    let first = class.officers[0];
    assert_eq!(class.seen(first, poll).sealed.as_ref().map(|s| s.eligible.len()), Some(1));
    assert_eq!(class.seen(late, poll).sealed.as_ref().map(|s| s.eligible.len()), Some(0));
    assert_eq!(super::super::asked(&class.session.room, class.poll(poll)), 5);
}

#[test]
fn in_a_small_room_it_does_not_open_and_says_how_many_it_takes() {
    let mut class = Class::of(&[("Riverton PD", 9)]);
    let open = |draft| Poll_::Open { draft: Box::new(draft), segment: None, again_of: None };
    let sensitive = Draft { sensitive: true, ..choice() };
    assert_eq!(class.session.refuses(class.lead, open(sensitive)), Refusal::TooFew { needed: 10 });
    for officer in class.officers.split_off(4) {
        class.goes(officer);
    }
    assert_eq!(class.session.refuses(class.lead, open(choice())), Refusal::TooFew { needed: 5 });
    let check = Draft { check: true, ..choice() };
    assert_eq!(class.session.refuses(class.lead, open(check)), Refusal::BadDraft, "credit needs a name");
}

#[test]
fn everybody_draws_once_and_the_same_question_gets_the_same_answer() {
    let mut class = Class::of(&[("Riverton PD", 5)]);
    let poll = class.opens(choice());
    let officer = class.officers[0];
    assert_eq!(class.draws(poll, officer), Ok(()));
    assert_eq!(class.draws(poll, officer), Ok(()));
    assert_eq!(class.poll(poll).sealed.as_ref().map(|s| s.issued.len()), Some(1));
    let other = Command::Issue { person: officer, drawn: Digest([200; 32]) };
    assert_eq!(class.asked(poll, other), Err(Refusal::TokenDrawn));
    for person in [class.lead, class.officers[1]] {
        assert_eq!(class.seen(person, poll).sealed.as_ref().map(|s| s.issued.len()), Some(0));
    }
    class.session.does(class.lead, Poll_::Close(poll));
    assert_eq!(class.draws(poll, class.officers[1]), Err(Refusal::PollClosed));
}

#[test]
fn nobody_answers_with_a_name_on_it_and_only_the_server_counts() {
    let mut class = Class::of(&[("Riverton PD", 5)]);
    let poll = class.opens(choice());
    let answer = Poll_::Answer { poll, answer: chosen(0) };
    assert_eq!(class.session.refuses(class.officers[0], answer), Refusal::NotAllowed);
    let count = Command::Count { slips: vec![], whole: true, board: Digest([0; 32]) };
    assert_eq!(class.session.refuses(class.lead, Poll_::Sealed(poll, count.clone())), Refusal::NotAllowed);
    assert_eq!(class.asked(poll, count), Err(Refusal::NotNow), "it is open");
    class.session.does(class.lead, Poll_::Close(poll));
    assert_eq!(class.session.refuses(class.lead, Poll_::Reopen(poll)), Refusal::NotNow);
    assert_eq!(class.session.refuses(class.lead, Poll_::Show(poll, true)), Refusal::PollOpen);
}

#[test]
fn results_are_the_facilitators_until_they_show_them() {
    let mut class = Class::of(&[("Riverton PD", 6)]);
    let poll = class.opens(choice());
    let outcome = class.votes(poll, &yes(4, 6));
    assert_eq!((outcome.verdict, outcome.issued, outcome.ballots), (Verdict::Counted, 6, 6));
    assert_eq!(outcome.board, Some(Digest([1; 32])));
    let told = |class: &Class, person| {
        let poll = class.seen(person, poll);
        poll.results(&class.session.viewer(person)).map(|tally| rows(&tally))
    };
    let (lead, officer) = (class.lead, class.officers[0]);
    assert_eq!((told(&class, lead), told(&class, officer)), (Some(vec![4, 2, 0]), None));
    assert_eq!(
        class.seen(officer, poll).sealed.as_ref().and_then(|s| s.outcome.as_ref()?.board),
        Some(Digest([1; 32]))
    );
    class.session.does(lead, Poll_::Show(poll, true));
    assert_eq!(told(&class, officer), Some(vec![4, 2, 0]));
    class.session.does(lead, Poll_::Show(poll, false));
    assert_eq!((told(&class, lead), told(&class, officer)), (Some(vec![4, 2, 0]), None));
}

#[test]
fn who_did_not_answer_does_not_count_toward_the_five() {
    let mut class = Class::of(&[("Riverton PD", 6)]);
    let mut answers = yes(2, 6);
    (answers[4], answers[5]) = (None, None);
    let poll = class.opens(choice());
    let outcome = class.votes(poll, &answers);
    assert_eq!((outcome.verdict, outcome.tallies, outcome.board), (Verdict::TooFew, vec![], None));
    assert_eq!(class.session.refuses(class.lead, Poll_::Show(poll, true)), Refusal::NotNow);
    answers[4] = Some(Answer::Pass);
    let poll = class.opens(Draft { question: "Another?".into(), ..choice() });
    let outcome = class.votes(poll, &answers);
    assert_eq!((outcome.verdict, outcome.tallies[0].passed), (Verdict::Counted, 1), "to pass is an answer");
}

#[test]
fn where_all_say_the_same_only_that_is_told() {
    let mut class = Class::of(&[("Riverton PD", 10)]);
    let poll = class.opens(choice());
    let outcome = class.votes(poll, &yes(10, 10));
    assert_eq!((outcome.verdict, rows(&outcome.tallies[0])), (Verdict::Skewed, vec![1, 0, 0]));
    assert_eq!((outcome.board, outcome.tallies[0].answered), (None, 0));
    let poll = class.opens(Draft { question: "B?".into(), ..choice() });
    assert_eq!(
        class.votes(poll, &yes(9, 10)).verdict,
        Verdict::Skewed,
        "the one knows what everybody else said"
    );
    let poll = class.opens(Draft { question: "Another?".into(), ..choice() });
    assert_eq!(class.votes(poll, &yes(8, 10)).verdict, Verdict::Counted);
    let poll = class.opens(Draft { question: "C?".into(), sensitive: true, ..choice() });
    assert_eq!(class.votes(poll, &yes(9, 10)).verdict, Verdict::Skewed);
    let poll = class.opens(Draft { question: "D?".into(), sensitive: true, ..choice() });
    assert_eq!(class.votes(poll, &yes(8, 10)).verdict, Verdict::Counted);
}

#[test]
fn each_statement_is_a_ballot_of_its_own() {
    let mut class = Class::of(&[("Riverton PD", 5)]);
    let poll = class.opens(agreement());
    assert_eq!(class.poll(poll).sealed.as_ref().map(|s| s.keys.len() / KEY), Some(2));
    let answers: Vec<_> = (1..=5).map(|mark| Some(Answer::Numbers(vec![mark, 6 - mark]))).collect();
    let outcome = class.votes(poll, &answers);
    assert_eq!((outcome.ballots, outcome.tallies[0].answered), (5, 5));
    assert_eq!(outcome.tallies[0].rows, [[1; 5]; 2]);
    let half: Vec<_> = (1..=5).map(|mark| Some(Answer::Numbers(vec![mark, 0]))).collect();
    let poll = class.opens(Draft { question: "And now?".into(), ..agreement() });
    let outcome = class.votes(poll, &half);
    assert_eq!(outcome.verdict, Verdict::Skewed, "all left out the second statement");
}

#[test]
fn departments_that_are_too_small_are_counted_with_others() {
    let mut class = Class::of(&[("Riverton PD", 6), ("Lakeside SO", 3), ("Hill PD", 2), ("Bay PD", 5)]);
    let poll = class.opens(Draft { by_department: true, ..choice() });
    let groups: Vec<_> = class.poll(poll).sealed.iter().flat_map(|s| s.groups.clone()).collect();
    let named: Vec<_> = groups.iter().map(|group| (group.name.as_str(), group.size)).collect();
    assert_eq!(named, [("Bay PD", 5), ("Hill PD, Lakeside SO", 5), ("Riverton PD", 6)]);
    let answers: Vec<_> = (0..16).map(|at| Some(chosen(at % 2))).collect();
    let outcome = class.votes(poll, &answers);
    let counts: Vec<_> = outcome.tallies.iter().map(rows).collect();
    assert_eq!(
        (outcome.verdict, counts),
        (Verdict::Counted, vec![vec![2, 3, 0], vec![3, 2, 0], vec![3, 3, 0]])
    );
    assert_eq!(class.poll(poll).tally().map(|tally| rows(&tally)), Some(vec![8, 8, 0]));
    let sensitive = Draft { question: "Delicate?".into(), by_department: true, sensitive: true, ..choice() };
    let poll = class.opens(sensitive);
    assert_eq!(class.poll(poll).sealed.as_ref().map(|s| s.groups.len()), Some(1), "never by department");
}

#[test]
fn a_group_with_too_few_answers_is_told_only_with_the_others() {
    let mut class = Class::of(&[("Riverton PD", 6), ("Bay PD", 5)]);
    let poll = class.opens(Draft { by_department: true, ..choice() });
    let mut answers: Vec<_> = (0..11).map(|at| Some(chosen(at % 2))).collect();
    answers[10] = None;
    let outcome = class.votes(poll, &answers);
    assert_eq!((outcome.verdict, outcome.board), (Verdict::Whole, None));
    assert_eq!(outcome.tallies.iter().map(rows).collect::<Vec<_>>(), [[5, 5, 0]]);
}

#[test]
fn rounds_whose_voters_are_nearly_the_same_tell_only_what_changed_much() {
    let mut class = Class::of(&[("Riverton PD", 12)]);
    let first = class.opens(choice());
    assert_eq!(class.votes(first, &yes(6, 12)).verdict, Verdict::Counted);
    let gone = class.officers[11];
    class.goes(gone);
    let second = class.asks_again(choice(), Some(first));
    let outcome = class.votes(second, &yes(6, 11));
    assert_eq!((outcome.verdict, rows(&outcome.tallies[0])), (Verdict::Changed, vec![1, 1, 1]));
    assert_eq!(outcome.board, None);
    let mut told = |n: usize| {
        let again = class.asks_again(choice(), Some(second));
        let outcome = class.votes(again, &yes(n, 11));
        (outcome.verdict, rows(&outcome.tallies[0]))
    };
    assert_eq!(told(9), (Verdict::Changed, vec![1, 1, 1]), "three more and four fewer");
    assert_eq!(told(1), (Verdict::Changed, vec![0, 1, 1]), "five fewer");
    assert_eq!(told(11), (Verdict::Changed, vec![2, 0, 1]), "that all of them agree is not told, either");
    let unlinked = class.opens(choice());
    assert_eq!(
        class.votes(unlinked, &yes(6, 11)).verdict,
        Verdict::Changed,
        "asked anew it is the same question"
    );
}

#[test]
fn a_missing_ballot_a_second_poll_beside_the_first_and_another_spelling_are_no_way_around_that() {
    let mut class = Class::of(&[("Riverton PD", 12)]);
    let first = class.opens(choice());
    assert_eq!(class.votes(first, &yes(6, 11)).verdict, Verdict::Counted, "one ballot is missing");
    let second = class.asks_again(choice(), Some(first));
    assert_eq!(
        class.votes(second, &yes(6, 12)).verdict,
        Verdict::Changed,
        "whose it was is seen in the roster"
    );

    let other = || Draft { question: "Side by side?".into(), ..choice() };
    let early = class.opens(other());
    for officer in class.officers.clone() {
        class.draws(early, officer).expect("drawn");
    }
    let twelve = class.officers.clone();
    class.comes("Riverton PD");
    let late = class.opens(other());
    assert_eq!(class.votes(late, &yes(6, 13)).verdict, Verdict::Counted);
    class.session.does(class.lead, Poll_::Close(early));
    class.officers = twelve;
    let slips = class.slips(early, &yes(6, 12));
    assert_eq!(
        class.counts(early, slips, true).verdict,
        Verdict::Changed,
        "it was asked first and told later"
    );

    class.goes(class.officers[11]);
    let respelled = Draft { question: "side by side".into(), ..choice() };
    let poll = class.opens(respelled);
    assert_eq!(class.votes(poll, &yes(6, 11)).verdict, Verdict::Changed);
    assert_eq!(class.session.refuses(class.lead, Poll_::Remove(late)), Refusal::NotNow);
}

#[test]
fn a_change_of_points_counts_from_what_five_people_have_to_give() {
    let kind = || Kind { max: 10, ..Kind::of(Manner::Points, vec!["A".into(), "B".into()]) };
    let draft = || Draft { kind: kind(), ..choice() };
    let mut class = Class::of(&[("Riverton PD", 12)]);
    let points = |a: u16| Some(Answer::Numbers(vec![a, 10 - a]));
    let first = class.opens(draft());
    let outcome = class.votes(first, &vec![points(7); 12]);
    assert_eq!((outcome.verdict, rows(&outcome.tallies[0])), (Verdict::Counted, vec![84, 36]));
    class.goes(class.officers[11]);
    let second = class.asks_again(draft(), Some(first));
    let outcome = class.votes(second, &vec![points(7); 11]);
    assert_eq!((outcome.verdict, rows(&outcome.tallies[0])), (Verdict::Changed, vec![1, 1]));
}

#[test]
fn rounds_of_the_same_voters_or_of_quite_others_are_told_exactly() {
    let mut class = Class::of(&[("Riverton PD", 7)]);
    let first = class.opens(choice());
    assert_eq!(class.votes(first, &yes(3, 7)).verdict, Verdict::Counted);
    let second = class.asks_again(choice(), Some(first));
    assert_eq!(class.votes(second, &yes(5, 7)).verdict, Verdict::Counted);
    for _ in 0..5 {
        class.comes("Riverton PD");
    }
    let third = class.asks_again(choice(), Some(second));
    assert_eq!(class.votes(third, &yes(5, 12)).verdict, Verdict::Counted);
}

#[test]
fn after_a_restart_lost_ballots_make_it_void_and_all_of_them_do_not() {
    let mut class = Class::of(&[("Riverton PD", 6)]);
    let close = |class: &mut Class| {
        let poll =
            class.opens(Draft { question: format!("{}", class.session.room.poll.polls.len()), ..choice() });
        for officer in class.officers.clone() {
            class.draws(poll, officer).expect("drawn");
        }
        class.session.does(class.lead, Poll_::Close(poll));
        poll
    };
    let poll = close(&mut class);
    let slips = class.slips(poll, &yes(3, 5));
    let outcome = class.counts(poll, slips, false);
    assert_eq!((outcome.verdict, outcome.tallies), (Verdict::Void, vec![]));
    let poll = close(&mut class);
    let slips = class.slips(poll, &yes(3, 5));
    let outcome = class.counts(poll, slips, true);
    assert_eq!(
        (outcome.verdict, outcome.issued, outcome.ballots),
        (Verdict::Counted, 6, 5),
        "and says that one is missing"
    );
    let poll = close(&mut class);
    let slips = class.slips(poll, &yes(4, 6));
    assert_eq!(class.counts(poll, slips, false).verdict, Verdict::Counted);
}

#[test]
fn ballots_that_make_no_sense_count_as_blank() {
    let mut class = Class::of(&[("Riverton PD", 6)]);
    let poll = class.opens(choice());
    for officer in class.officers.clone() {
        class.draws(poll, officer).expect("drawn");
    }
    class.session.does(class.lead, Poll_::Close(poll));
    let mut slips = class.slips(poll, &yes(3, 6));
    slips[0].1[40] = 1;
    slips[1].1.pop();
    let outcome = class.counts(poll, slips, true);
    assert_eq!(outcome.verdict, Verdict::TooFew, "four of six said something");
}

#[test]
fn the_clock_closes_it_and_ballots_are_asked_for() {
    let mut class = Class::of(&[("Riverton PD", 5)]);
    let poll = class.opens(Draft { seconds: Some(60), ..agreement() });
    class.draws(poll, class.officers[0]).expect("drawn");
    assert_eq!(wants(&class.session.room), []);
    class.session.pass(60);
    assert_eq!(class.poll(poll).status, Status::Collecting(class.session.now));
    assert_eq!(wants(&class.session.room), [(poll, Want::Ballots { name: NAME, most: 2 })]);
    let outcome = class.counts(poll, vec![], true);
    assert_eq!((outcome.verdict, wants(&class.session.room)), (Verdict::TooFew, vec![]));
}

/// Everything that can be computed from published sums by adding and subtracting: whether the crowd of these people is
/// among it. `sums` are sets as bits; exact arithmetic by elimination over a prime field.
fn derivable(sums: &[u32], crowd: u32, people: usize) -> bool {
    const P: i64 = 1_000_003;
    let inverse = |n: i64| {
        let (mut base, mut exponent, mut power) = (n, P - 2, 1);
        while exponent > 0 {
            if exponent & 1 == 1 {
                power = power * base % P;
            }
            base = base * base % P;
            exponent >>= 1;
        }
        power
    };
    let row = |set: u32| (0..people).map(|p| i64::from(set >> p & 1)).collect::<Vec<_>>();
    let mut basis: Vec<(usize, Vec<i64>)> = vec![];
    let reduced = |basis: &[(usize, Vec<i64>)], mut row: Vec<i64>| {
        for (pivot, other) in basis {
            let factor = row[*pivot];
            row.iter_mut().zip(other).for_each(|(a, b)| *a = (*a - factor * b).rem_euclid(P));
        }
        row
    };
    for sum in sums {
        let row = reduced(&basis, row(*sum));
        if let Some(pivot) = row.iter().position(|n| *n != 0) {
            let scale = inverse(row[pivot]);
            basis.push((pivot, row.iter().map(|n| n * scale % P).collect()));
        }
    }
    reduced(&basis, row(crowd)).iter().all(|n| *n == 0)
}

#[test]
fn from_all_that_is_published_nothing_can_be_found_out_about_fewer_than_five() {
    let mut chance = 7_u32;
    let mut next = |n: u32| {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (chance >> 16) % n
    };
    let (mut searched, mut published, mut by_group) = (0, 0, 0);
    for _ in 0..60 {
        let departments = ["A", "B", "C"];
        let sizes: Vec<_> = departments.iter().map(|name| (*name, next(7) as usize)).collect();
        if sizes.iter().map(|(_, n)| n).sum::<usize>() < 5 {
            continue;
        }
        let mut class = Class::of(&sizes);
        let everybody = |class: &Class| class.session.room.roster.people.len();
        let mut sums: Vec<u32> = vec![];
        for round in 0..3 {
            let by_department = next(2) == 0;
            if class.officers.len() < 5 {
                break;
            }
            let poll = class.opens(Draft { by_department, ..choice() });
            let answers: Vec<_> = (0..class.officers.len()).map(|at| Some(chosen((at % 2) as u8))).collect();
            let outcome = class.votes(poll, &answers);
            let sealed = class.poll(poll).sealed.clone().expect("sealed");
            let set = |group: Option<u8>| {
                let people = sealed.eligible.iter().filter(|(_, g)| group.is_none_or(|group| group == **g));
                people.fold(0_u32, |set, (person, _)| {
                    let at = class.session.room.roster.people.keys().position(|p| p == person);
                    set | 1 << at.expect("in the roster")
                })
            };
            match outcome.verdict {
                Verdict::Counted => sums.extend((0..sealed.groups.len()).map(|group| set(Some(group as u8)))),
                Verdict::Whole => sums.push(set(None)),
                _ => {}
            }
            published +=
                usize::from(matches!(outcome.verdict, Verdict::Counted | Verdict::Whole) && round > 0);
            by_group += usize::from(outcome.tallies.len() > 1);
            for _ in 0..next(4) {
                match next(2) {
                    0 if !class.officers.is_empty() => {
                        let gone = class.officers[next(class.officers.len() as u32) as usize];
                        class.goes(gone);
                    }
                    _ if everybody(&class) < 20 => drop(class.comes(departments[next(3) as usize])),
                    _ => {}
                }
            }
        }
        let people = everybody(&class);
        for crowd in (1_u32..1 << people).filter(|crowd| crowd.count_ones() < FEWEST as u32) {
            assert!(!derivable(&sums, crowd, people), "{crowd:b} from {sums:?}");
            searched += 1;
        }
    }
    assert!(searched > 10_000 && published > 5 && by_group > 5, "{searched}, {published}, {by_group}");
}

#[test]
fn slips_and_cells_go_together() {
    let mut class = Class::of(&[("Riverton PD", 5), ("Bay PD", 5)]);
    let poll = class.opens(Draft { by_department: true, ..agreement() });
    let poll = class.poll(poll);
    let sealed = poll.sealed.as_ref().expect("sealed");
    let cells = |officer| {
        sealed
            .cells_of(officer, &poll.draft)
            .expect("votes")
            .map(|(cell, key)| (cell, key[0]))
            .collect::<Vec<_>>()
    };
    assert_eq!(slips_of(&poll.draft.kind), 2);
    assert_eq!(cells(class.officers[0]), [(2, 2), (3, 3)], "Riverton is the second group");
    assert_eq!(cells(class.officers[9]), [(0, 0), (1, 1)]);
}

#[test]
fn what_people_write_is_told_from_ten_on_and_never_published_with_its_ballots() {
    let mut class = Class::of(&[("Riverton PD", 9)]);
    let text = |question: &str| {
        let kind = Kind::of(Manner::Text, vec![]);
        Draft { question: question.into(), kind, by_department: true, ..choice() }
    };
    let draft = Box::new(text("What holds us back?"));
    let open = Poll_::Open { draft, segment: None, again_of: None };
    assert_eq!(class.session.refuses(class.lead, open), Refusal::TooFew { needed: 10 });
    for _ in 0..6 {
        class.comes("Bay PD");
    }
    let poll = class.opens(text("What holds us back?"));
    let answers: Vec<_> = (0..15).map(|n| Some(Answer::Words(vec![format!("Reason {n:02}")]))).collect();
    let outcome = class.votes(poll, &answers);
    assert_eq!((outcome.verdict, outcome.board), (Verdict::Whole, None));
    let words: Vec<_> = outcome.tallies[0].words.iter().map(|(word, _)| word.clone()).collect();
    assert_eq!(words, (0..15).map(|n| format!("Reason {n:02}")).collect::<Vec<_>>());

    let poll = class.opens(text("And now?"));
    let same: Vec<_> = (0..15).map(|n| Some(Answer::Words(vec![format!("{}", n / 14)]))).collect();
    let outcome = class.votes(poll, &same);
    assert_eq!((outcome.verdict, outcome.tallies[0].words.clone()), (Verdict::Skewed, vec![("0".into(), 1)]));
}

#[test]
fn what_is_left_out_of_an_anonymous_result_is_in_nobodys_view_but_the_facilitators() {
    let mut class = Class::of(&[("Riverton PD", 12)]);
    let kind = Kind::of(Manner::Text, vec![]);
    let poll = class.opens(Draft { kind, ..choice() });
    let answers: Vec<_> = (0..12).map(|n| Some(Answer::Words(vec![format!("Reason {n:02}")]))).collect();
    class.votes(poll, &answers);
    let word = |shown| Poll_::Word { poll, word: "Reason 05".into(), shown };
    class.session.does(class.lead, word(false));
    class.session.does(class.lead, Poll_::Show(poll, true));
    let told = |class: &Class, person| {
        let seen = class.seen(person, poll);
        let outcome = seen.sealed.as_ref().and_then(|s| s.outcome.clone()).expect("counted");
        let shown = seen.shown.as_ref().map(|tally| tally.words.len());
        (shown, outcome.tallies[0].words.len(), seen.struck.len())
    };
    let officer = class.officers[3];
    assert_eq!((told(&class, officer), told(&class, class.lead)), ((Some(11), 11, 0), (Some(11), 12, 1)));
    class.session.does(class.lead, word(true));
    assert_eq!((told(&class, officer), told(&class, class.lead)), ((Some(12), 12, 0), (Some(12), 12, 0)));
    class.session.does(class.lead, word(false));
    assert_eq!(told(&class, officer), (Some(11), 11, 0), "while it is shown");
}
