//! Who may ask for what. One exhaustive table; the authorization matrix in the tests is made from it.

use crate::{
    Actor, Command, Context, Refusal, Room, agenda, board, breakout, chat, exercise, hand, lobby, plan, poll,
    questions,
    roster::{self, Role, Standing},
};

/// What it takes to ask for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Only the server itself.
    House,
    /// Only those who run the session.
    Facilitate,
    /// Facilitators, officers and guests who are inside: those who are heard.
    TakePart,
    /// Facilitators and officers who are inside: those whom the training is about.
    Attend,
    /// Anybody who is inside or waiting, about themselves.
    Own,
}

/// What it takes to ask for `command`. No wildcard: a new command has to take a stand here.
#[must_use]
pub fn right(command: &Command) -> Right {
    match command {
        Command::Open(_) | Command::Tick => Right::House,
        Command::Pause(_) | Command::End => Right::Facilitate,
        Command::Roster(command) => match command {
            roster::Command::Connect { .. } | roster::Command::Disconnect { .. } => Right::House,
            roster::Command::Remove { .. } | roster::Command::Appoint { .. } => Right::Facilitate,
            roster::Command::Rename { .. }
            | roster::Command::Idle(_)
            | roster::Command::CallOut
            | roster::Command::Leave => Right::Own,
        },
        Command::Lobby(command) => match command {
            lobby::Command::Arrive(_) => Right::House,
            lobby::Command::Expect(_)
            | lobby::Command::Admit(_)
            | lobby::Command::AdmitAll
            | lobby::Command::TurnAway(_)
            | lobby::Command::Tell(_)
            | lobby::Command::LetListedIn(_)
            | lobby::Command::Lock(_)
            | lobby::Command::AdmitEvery(_) => Right::Facilitate,
        },
        Command::Hand(command) => match command {
            hand::Command::Raise | hand::Command::Lower | hand::Command::Finish => Right::TakePart,
            hand::Command::Invite(_)
            | hand::Command::LowerFor(_)
            | hand::Command::LowerAll
            | hand::Command::Order(_) => Right::Facilitate,
        },
        Command::Chat(command) => match command {
            chat::Command::Say { .. } | chat::Command::React { .. } | chat::Command::Delete(_) => {
                Right::TakePart
            }
            chat::Command::Open(_) => Right::Facilitate,
        },
        Command::Breakout(command) => match command {
            breakout::Command::Plan(_)
            | breakout::Command::Mix { .. }
            | breakout::Command::Move { .. }
            | breakout::Command::Start { .. }
            | breakout::Command::Extend { .. }
            | breakout::Command::Tell(_)
            | breakout::Command::DropIn(_)
            | breakout::Command::DropOut
            | breakout::Command::Return { .. }
            | breakout::Command::Answer(_) => Right::Facilitate,
            breakout::Command::Help { .. } | breakout::Command::CancelHelp => Right::TakePart,
        },
        Command::Agenda(command) => match command {
            agenda::Command::Start
            | agenda::Command::Next { .. }
            | agenda::Command::Back { .. }
            | agenda::Command::GoTo(_)
            | agenda::Command::Extend { .. }
            | agenda::Command::Insert { .. }
            | agenda::Command::Edit(_)
            | agenda::Command::Drop(_)
            | agenda::Command::Move { .. }
            | agenda::Command::Focus(_)
            | agenda::Command::ShowFact { .. } => Right::Facilitate,
        },
        Command::Poll(command) => match command {
            poll::Command::Answer { .. } => Right::TakePart,
            poll::Command::Sealed(..) => Right::House,
            poll::Command::Open { .. }
            | poll::Command::Close(_)
            | poll::Command::Extend { .. }
            | poll::Command::Show(..)
            | poll::Command::Reopen(_)
            | poll::Command::Word { .. }
            | poll::Command::Remove(_) => Right::Facilitate,
        },
        Command::Questions(command) => match command {
            questions::Command::Ask { .. }
            | questions::Command::Upvote { .. }
            | questions::Command::Withdraw(_) => Right::Attend,
            questions::Command::Triage { .. } => Right::Facilitate,
        },
        Command::Exercise(command) => match command {
            exercise::Command::Open(_) | exercise::Command::Close | exercise::Command::GoAll(_) => {
                Right::Facilitate
            }
            exercise::Command::SetIssue { .. }
            | exercise::Command::AddIdea { .. }
            | exercise::Command::EditIdea { .. }
            | exercise::Command::RemoveIdea { .. }
            | exercise::Command::Reveal(_)
            | exercise::Command::Dot { .. }
            | exercise::Command::Go { .. } => Right::Attend,
        },
        Command::Plan(command) => match command {
            plan::Command::Report { .. } | plan::Command::EndReport | plan::Command::Adopt { .. } => {
                Right::Facilitate
            }
            plan::Command::Add { .. }
            | plan::Command::Set { .. }
            | plan::Command::Claim { .. }
            | plan::Command::Release { .. }
            | plan::Command::Offer { .. }
            | plan::Command::Accept { .. }
            | plan::Command::Remove(_)
            | plan::Command::Commit(_)
            | plan::Command::ShareCommitment => Right::Attend,
        },
        Command::Board(command) => match command {
            board::Command::Put { .. }
            | board::Command::Set { .. }
            | board::Command::Delete { .. }
            | board::Command::Restore { .. }
            | board::Command::Claim { .. }
            | board::Command::Release { .. }
            | board::Command::Type { .. }
            | board::Command::Vote { .. } => Right::TakePart,
            board::Command::Receive(..) => Right::House,
            board::Command::Open { .. }
            | board::Command::Allow(..)
            | board::Command::Lock(..)
            | board::Command::Clear(_)
            | board::Command::Unclear(_)
            | board::Command::Close(..)
            | board::Command::Time(..)
            | board::Command::OpenVoting(..)
            | board::Command::CloseVoting(_)
            | board::Command::Rule { .. }
            | board::Command::Show(..) => Right::Facilitate,
        },
    }
}

/// Grants or refuses; every decision starts here.
///
/// # Errors
/// Why the one who asks may not.
pub fn authorize(room: &Room, ctx: &Context, command: &Command) -> Result<(), Refusal> {
    match (room.charter.title.is_empty(), command) {
        (true, Command::Open(_)) => {}
        (true, _) => return Err(Refusal::NotOpen),
        (false, Command::Open(_)) => return Err(Refusal::AlreadyOpen),
        (false, _) => {}
    }
    if room.ended.is_some() {
        return Err(Refusal::Ended);
    }
    let right = right(command);
    let person = match ctx.actor {
        // The house may also act for people: it ends an abandoned session and lets a rehearsal's officers in.
        Actor::House => return if right == Right::Own { Err(Refusal::NotAllowed) } else { Ok(()) },
        Actor::Person(person) => room.roster.people.get(&person).ok_or(Refusal::NotInside)?,
    };
    let inside = person.standing == Standing::Admitted;
    let granted = match right {
        Right::House => return Err(Refusal::NotAllowed),
        Right::Facilitate => inside && person.role == Role::Facilitator,
        Right::TakePart => inside && person.role != Role::Observer,
        Right::Attend => inside && matches!(person.role, Role::Facilitator | Role::Officer),
        Right::Own => inside || person.standing == Standing::Waiting,
    };
    if !granted {
        return Err(if inside { Refusal::NotAllowed } else { Refusal::NotInside });
    }
    let active = matches!(right, Right::TakePart | Right::Attend);
    if room.paused.is_some() && active && person.role != Role::Facilitator {
        return Err(Refusal::Paused);
    }
    Ok(())
}
