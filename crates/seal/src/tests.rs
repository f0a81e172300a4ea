//! A poll from opening to the checked board, and what cheats try.

use super::*;
use std::sync::OnceLock;

const POLL: PollName = [7; 16];

fn answer(says: u8) -> [u8; ANSWER] {
    let mut answer = [0; ANSWER];
    answer[0] = says;
    answer
}

/// Keys take a moment: three of them serve all tests.
fn secrets() -> &'static [SecretKey; 3] {
    static KEYS: OnceLock<[SecretKey; 3]> = OnceLock::new();
    KEYS.get_or_init(|| std::array::from_fn(|_| SecretKey::generate().expect("a key")))
}

/// The public keys of the first two.
fn cells() -> Vec<PublicKey> {
    secrets()[..2].iter().map(|key| key.public().expect("a public key")).collect()
}

fn numbered(cells: &[PublicKey]) -> Vec<(Cell, PublicKey)> {
    (0..).zip(cells.iter().cloned()).collect()
}

fn signed(voter: &Voter) -> Vec<u8> {
    let blinded = voter.blinded();
    let each = secrets().iter().zip(blinded.chunks(SIGNATURE));
    each.flat_map(|(key, message)| key.sign(message).expect("signed")).collect()
}

fn voter() -> Voter {
    let cells = numbered(&cells());
    let mut voter = Voter::draw(POLL, &cells).expect("drawn");
    voter.accept(&cells, &signed(&voter)).expect("accepted");
    voter
}

fn two_ballots(first: u8, second: u8) -> Vec<Ballot> {
    voter().ballots(&[answer(first), answer(second)]).expect("ballots")
}

#[test]
fn everybody_counts_the_same_from_a_sorted_board() {
    let mut urn = Urn::new(POLL, cells(), ANSWER);
    for says in [3, 1, 2, 2, 1] {
        for ballot in two_ballots(says, 0) {
            urn.cast(ballot.as_bytes()).expect("a valid ballot");
        }
    }
    let board = urn.board();
    let ballots = check(&POLL, &cells(), &board).expect("a valid board");
    let mut said: Vec<_> = ballots.iter().filter(|b| b.cell() == 0).map(|b| b.answer()[0]).collect();
    said.sort_unstable();
    assert_eq!((ballots.len(), said), (10, vec![1, 1, 2, 2, 3]));
    assert!(ballots.is_sorted_by_key(Ballot::key));
}

#[test]
fn a_token_is_kept_over_a_reload_before_and_after_it_came() {
    let cells = numbered(&cells());
    let voter = Voter::draw(POLL, &cells).expect("drawn");
    assert!(!voter.is_ready());
    assert_eq!(voter.ballots(&[answer(1), answer(1)]).err(), Some(Error::NoToken));
    let mut reloaded = Voter::from_bytes(&voter.to_bytes()).expect("read again");
    reloaded.accept(&cells, &signed(&voter)).expect("the answer to the same question fits");
    let again = Voter::from_bytes(&reloaded.to_bytes()).expect("read again");
    assert!(again.is_ready() && again == reloaded);
    assert_eq!(Voter::from_bytes(&voter.to_bytes()[1..]).err(), Some(Error::Length));
}

#[test]
fn the_same_ballot_again_is_one_and_another_answer_with_its_key_is_refused() {
    let voter = voter();
    let cast = |says| voter.ballots(&[answer(says), answer(says)]).expect("ballots").remove(0);
    let mut urn = Urn::new(POLL, cells(), ANSWER);
    assert_eq!(urn.cast(cast(1).as_bytes()), Ok(()));
    assert_eq!(urn.cast(cast(1).as_bytes()), Ok(()));
    assert_eq!(urn.cast(cast(2).as_bytes()), Err(Error::Twice));
    assert_eq!(urn.len(), 1);
}

#[test]
fn nothing_in_a_ballot_can_be_changed() {
    let ballot = two_ballots(1, 1).remove(0);
    let mut urn = Urn::new(POLL, cells(), ANSWER);
    for at in 0..BALLOT {
        let mut changed = ballot.as_bytes().to_vec();
        changed[at] ^= 1;
        assert!(urn.cast(&changed).is_err(), "byte {at}");
    }
    assert!(urn.is_empty());
    assert_eq!(urn.cast(&ballot.as_bytes()[1..]), Err(Error::Length));
}

#[test]
fn a_token_counts_for_its_own_statement_and_poll_only() {
    let mut other_order = cells();
    other_order.reverse();
    let ballot = two_ballots(1, 1).remove(0);
    assert_eq!(Urn::new(POLL, other_order, ANSWER).cast(ballot.as_bytes()), Err(Error::Signature));
    assert_eq!(Urn::new([8; 16], cells(), ANSWER).cast(ballot.as_bytes()), Err(Error::Signature));
    assert_eq!(Urn::new(POLL, vec![], ANSWER).cast(ballot.as_bytes()), Err(Error::Cell));
}

#[test]
fn a_signature_of_another_key_is_not_accepted() {
    let cells = numbered(&cells());
    let mut voter = Voter::draw(POLL, &cells).expect("drawn");
    let mut small = [0; SIGNATURE];
    small[SIGNATURE - 1] = 2;
    let wrong = secrets()[2].sign(&small).expect("signed");
    let right = signed(&voter);
    let mixed = [wrong.as_slice(), &right[SIGNATURE..]].concat();
    assert_eq!(voter.accept(&cells, &mixed), Err(Error::Signature));
    assert!(!voter.is_ready());
    assert_eq!(voter.accept(&cells, &right[1..]), Err(Error::Length));
}

#[test]
fn a_board_with_a_ballot_twice_or_out_of_order_is_no_board() {
    let mut urn = Urn::new(POLL, cells(), ANSWER);
    for ballot in two_ballots(1, 2) {
        urn.cast(ballot.as_bytes()).expect("a valid ballot");
    }
    let board = urn.board();
    let (first, second) = board.split_at(BALLOT);
    let checked = |board: &[u8]| check(&POLL, &cells(), board).map(|ballots| ballots.len());
    assert_eq!(checked(&board), Ok(2));
    assert_eq!(checked(&[second, first].concat()), Err(Error::Order));
    assert_eq!(checked(&[first, first].concat()), Err(Error::Order));
    assert_eq!(checked(&board[1..]), Err(Error::Length));
}

#[test]
fn keys_are_read_again_and_others_refused() {
    let [first, ..] = secrets();
    let again = SecretKey::from_der(&first.to_der().expect("written")).expect("read");
    let message = voter().blinded();
    assert_eq!(
        first.sign(&message[..SIGNATURE]),
        again.sign(&message[..SIGNATURE]),
        "signed alike each time"
    );
    let public = first.public().expect("public").to_der().expect("written");
    assert!(PublicKey::from_der(&public).is_ok());
    assert_eq!(public.len(), PUBLIC_KEY);
    assert_eq!(PublicKey::from_der(&public[1..]).err(), Some(Error::Key));
    for (at, bit) in [(0, 1), (33, 0x80), (PUBLIC_KEY - 1, 2)] {
        let mut other = public.clone();
        other[at] ^= bit;
        assert_eq!(PublicKey::from_der(&other).err(), Some(Error::Key), "byte {at}");
    }
    assert_eq!(first.sign(&[0xff; SIGNATURE]).err(), Some(Error::Signature), "larger than the modulus");
}

#[test]
fn the_same_poll_has_the_same_words_and_another_has_others() {
    let words = poll_words(b"one poll");
    assert_eq!(words, poll_words(b"one poll"));
    assert_ne!(words, poll_words(b"one poll, with another key"));
}
