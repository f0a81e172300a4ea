//! What is stored and sent keeps its meaning: the bytes of every command, event and refusal.
//!
//! A changed line of a table means that old logs and pages read something else than was written. New lines
//! may only come at the end of their block. `UPDATE_EXPECT=1` writes the tables anew.

mod every;

use expect_test::{ExpectFile, expect_file};
use room::{
    Command, Event, Refusal, Room, agenda, board, breakout, chat, exercise, hand, plan, poll, questions,
    roster,
};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::{Debug, Write as _};

fn table<T: DeserializeOwned + Serialize + Debug>(text: &mut String) {
    writeln!(text, "{}", std::any::type_name::<T>()).expect("writing to memory");
    for (_, value) in every::variant::<T>() {
        let bytes = postcard::to_allocvec(&value).expect("it came from bytes");
        let hex: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(text, "    {value:?}\n        {}", hex.join(" ")).expect("writing to memory");
    }
}

fn check<T: DeserializeOwned + Serialize + Debug>(expected: &ExpectFile) {
    let mut text = String::new();
    table::<T>(&mut text);
    expected.assert_eq(&text);
}

#[test]
fn commands_keep_their_bytes() {
    check::<Command>(&expect_file!["golden/commands.txt"]);
}

#[test]
fn events_keep_their_bytes() {
    check::<Event>(&expect_file!["golden/events.txt"]);
}

#[test]
fn refusals_keep_their_bytes() {
    check::<Refusal>(&expect_file!["golden/refusals.txt"]);
}

#[test]
fn small_choices_keep_their_bytes() {
    let mut text = String::new();
    table::<room::Records>(&mut text);
    table::<roster::Role>(&mut text);
    table::<roster::Standing>(&mut text);
    table::<roster::Presence>(&mut text);
    table::<roster::Detail>(&mut text);
    table::<hand::Order>(&mut text);
    table::<chat::Audience>(&mut text);
    table::<chat::Policy>(&mut text);
    table::<chat::Reaction>(&mut text);
    table::<agenda::Activity>(&mut text);
    table::<agenda::Detail>(&mut text);
    table::<breakout::Rule>(&mut text);
    table::<poll::Ask>(&mut text);
    table::<poll::Manner>(&mut text);
    table::<poll::Answer>(&mut text);
    table::<poll::Status>(&mut text);
    table::<questions::Status>(&mut text);
    table::<exercise::Place>(&mut text);
    table::<exercise::Step>(&mut text);
    table::<plan::Field>(&mut text);
    table::<board::Write>(&mut text);
    table::<board::Spread>(&mut text);
    table::<board::Layout>(&mut text);
    table::<board::Kind>(&mut text);
    table::<board::Prop>(&mut text);
    table::<board::Happening>(&mut text);
    expect_file!["golden/choices.txt"].assert_eq(&text);
}

/// A snapshot is not stored, but every part of a room has to travel.
#[test]
fn an_empty_room_is_small() {
    let bytes = postcard::to_allocvec(&Room::default()).expect("a room can be sent");
    assert!(bytes.len() < 100, "{} bytes", bytes.len());
    assert_eq!(postcard::from_bytes::<Room>(&bytes), Ok(Room::default()));
}
