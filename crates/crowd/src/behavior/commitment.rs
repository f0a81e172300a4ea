//! Writing down what one will do oneself; some let the room read it.

use crate::texts;
use rand::{RngExt as _, rngs::StdRng};
use room::{Command, PersonId, Room, agenda::Activity, plan::Command as Plan};

/// The commitment of this officer, once the room is asked for one.
pub(super) fn next(room: &Room, me: PersonId, chance: &mut StdRng) -> Option<Command> {
    let asked = room.agenda.running()?.activities.contains(&Activity::Commitment);
    let command = match room.plan.commitments.get(&me) {
        _ if !asked => return None,
        None => Plan::Commit(texts::COMMITMENTS[me.0 as usize % texts::COMMITMENTS.len()].to_owned()),
        // One in three reads theirs to the room, and whoever does makes up their mind soon.
        Some(own) if !own.shared && me.0.is_multiple_of(3) && chance.random_bool(0.3) => {
            Plan::ShareCommitment
        }
        Some(_) => return None,
    };
    Some(Command::Plan(command))
}
