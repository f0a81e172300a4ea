//! Pictures: who may send them, who may put them up, and who sees them.

use super::*;

const ONE: PictureId = PictureId([7; 16]);

fn image(picture: PictureId) -> New {
    New { kind: Kind::Image { picture, alt: "The crossing at Main Street".into() }, ..note("") }
}

impl Class {
    /// The server has taken a picture from somebody for the newest board.
    fn receives(&mut self, id: PictureId, by: PersonId, bytes: u32) -> Result<(), Refusal> {
        let board = self.session.board().0;
        let receive = Command::Receive(id, Picture { by, board, bytes });
        self.session.house_asks(receive)
    }

    fn sees(&self, person: PersonId, picture: PictureId) -> bool {
        let room = &self.session.room;
        Viewer::of(room, person).is_some_and(|viewer| sees_picture(room, &viewer, picture))
    }
}

#[test]
fn a_picture_is_put_up_by_who_has_sent_it_and_then_seen_by_everybody() {
    let mut s = Class::new();
    s.session.opens_board(s.amina, draft());
    s.receives(ONE, s.dana, 9_000).unwrap();
    assert_eq!((s.sees(s.dana, ONE), s.sees(s.sam, ONE)), (true, false));
    assert!(s.session.view(s.dana).board.pictures.is_empty(), "the list of them is nobody's");
    s.session.puts(s.dana, image(ONE)).unwrap();
    assert!([s.sam, s.amina, s.guest, s.observer].iter().all(|person| s.sees(*person, ONE)));
    s.session.puts(s.sam, image(ONE)).unwrap();
}

#[test]
fn nobody_puts_up_what_they_are_not_shown_or_what_is_not_there() {
    let mut s = Class::new();
    s.session.opens_board(s.amina, draft());
    assert_eq!(s.session.puts(s.dana, image(ONE)), Err(Refusal::Unknown), "nobody has sent it");
    s.receives(ONE, s.dana, 9_000).unwrap();
    for other in [s.sam, s.amina] {
        assert_eq!(s.session.puts(other, image(ONE)), Err(Refusal::Unknown));
    }
}

#[test]
fn in_a_private_round_a_picture_is_seen_by_who_put_it_up() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, Draft { policy: PRIVATE, ..draft() });
    s.receives(ONE, s.dana, 9_000).unwrap();
    s.session.puts(s.dana, image(ONE)).unwrap();
    assert_eq!((s.sees(s.dana, ONE), s.sees(s.sam, ONE), s.sees(s.amina, ONE)), (true, false, false));
    s.session.does(s.amina, Command::Allow(board, ANYTHING));
    assert!(s.sees(s.sam, ONE));
}

#[test]
fn who_may_not_write_sends_no_picture_and_only_the_house_takes_one() {
    let mut s = Class::new();
    let board = s.session.opens_board(s.amina, draft());
    let picture = Picture { by: s.dana, board, bytes: 1 };
    assert_eq!(s.session.asks(s.amina, Command::Receive(ONE, picture)).map(|_| ()), Err(Refusal::NotAllowed));
    assert_eq!(s.receives(ONE, s.observer, 1), Err(Refusal::NotAllowed));
    s.session.does(s.amina, Command::Lock(board, true));
    assert_eq!(s.receives(ONE, s.dana, 1), Err(Refusal::BoardClosed));
    s.receives(ONE, s.amina, 1).unwrap();
}

#[test]
fn pictures_have_bounds() {
    let mut s = Class::new();
    s.session.opens_board(s.amina, draft());
    let large = u32::try_from(limit::PICTURE_BYTES).unwrap();
    assert_eq!(s.receives(ONE, s.dana, large + 1), Err(limit::too_long(limit::PICTURE_BYTES)));
    let few = u8::try_from(limit::PICTURES_SHARE / limit::PICTURE_BYTES).unwrap();
    for n in 0..few {
        s.receives(PictureId([n; 16]), s.dana, large).unwrap();
    }
    assert_eq!(s.receives(PictureId([few; 16]), s.dana, large), Err(Refusal::OwnShare));
    s.receives(PictureId([few; 16]), s.sam, large).unwrap();
}
