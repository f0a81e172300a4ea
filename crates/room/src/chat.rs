//! The conversation in writing: to everyone, to one's group, or to the facilitators.

use crate::map::{Map, Set};
use crate::{
    Context, Event as Happened, GroupId, LineId, PersonId, Refusal, Room, Share, Timestamp, Viewer, limit,
    roster::Role, wording,
};
use serde::{Deserialize, Serialize};

/// Whom a line is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Audience {
    /// The whole room.
    #[default]
    Everyone,
    /// One breakout group.
    Group(GroupId),
    /// The facilitators (and the author).
    Facilitators,
}

/// Who may write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Policy {
    /// Everybody to everybody.
    #[default]
    Open,
    /// Officers and guests to facilitators only.
    ToFacilitators,
    /// Facilitators only.
    Closed,
}

/// A reaction to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reaction {
    /// Agreed.
    ThumbsUp,
    /// Thank you.
    Thanks,
    /// I do not understand.
    Question,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Who wrote it.
    pub author: PersonId,
    /// Whom it is for.
    pub audience: Audience,
    /// When it was written.
    pub at: Timestamp,
    /// What it says; empty once deleted.
    pub text: String,
    /// The line it answers.
    pub reply_to: Option<LineId>,
    /// Who reacted how.
    pub reactions: Map<Reaction, Set<PersonId>>,
    /// Taken back.
    pub deleted: bool,
}

/// The conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Lines in the order they were written.
    pub lines: Map<LineId, Line>,
    /// Who may write.
    pub policy: Policy,
}

/// What may be asked about chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Write a line.
    Say {
        /// For whom.
        audience: Audience,
        /// What.
        text: String,
        /// In answer to.
        reply_to: Option<LineId>,
    },
    /// React to a line, or take the reaction back.
    React {
        /// Which line.
        line: LineId,
        /// How.
        reaction: Reaction,
        /// `false` takes it back.
        on: bool,
    },
    /// Take a line back: one's own, or any for facilitators.
    Delete(LineId),
    /// Who may write from now on.
    Open(Policy),
}

/// What happened in chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A line was written.
    Said {
        /// Its id.
        line: LineId,
        /// Who.
        author: PersonId,
        /// For whom.
        audience: Audience,
        /// What.
        text: String,
        /// In answer to.
        reply_to: Option<LineId>,
    },
    /// Somebody reacted or took it back.
    Reacted {
        /// To which line.
        line: LineId,
        /// Who.
        person: PersonId,
        /// How.
        reaction: Reaction,
        /// `false`: took it back.
        on: bool,
    },
    /// A line was taken back.
    Deleted(LineId),
    /// Who may write changed.
    Opened(Policy),
}

/// Decides about chat.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Happened>, Refusal> {
    let event = match command {
        Command::Say { audience, text, reply_to } => Some(say(room, ctx, *audience, text, *reply_to)?),
        Command::React { line, reaction, on } => {
            let (me, found) = readable(room, ctx, *line)?;
            let has = found.reactions.get(reaction).is_some_and(|who| who.contains(&me.person));
            let event = Event::Reacted { line: *line, person: me.person, reaction: *reaction, on: *on };
            (has != *on && !found.deleted).then_some(event)
        }
        Command::Delete(line) => {
            let (me, found) = readable(room, ctx, *line)?;
            if found.author != me.person && !me.facilitates() {
                return Err(Refusal::NotAllowed);
            }
            (!found.deleted).then_some(Event::Deleted(*line))
        }
        Command::Open(policy) => (room.chat.policy != *policy).then_some(Event::Opened(*policy)),
    };
    Ok(event.map(Happened::Chat).into_iter().collect())
}

fn say(
    room: &Room,
    ctx: &Context,
    audience: Audience,
    text: &str,
    reply_to: Option<LineId>,
) -> Result<Event, Refusal> {
    let me = Viewer::of(room, ctx.person()?).ok_or(Refusal::NotInside)?;
    let open = match (room.chat.policy, audience) {
        (Policy::Open, _) => true,
        (Policy::ToFacilitators, Audience::Facilitators) => true,
        (Policy::ToFacilitators | Policy::Closed, _) => me.role == Role::Facilitator,
    };
    if !open {
        return Err(Refusal::ChatClosed);
    }
    if !me.reads(me.person, audience, ctx.now) {
        return Err(Refusal::Unknown);
    }
    if room.chat.lines.len() >= limit::LINES {
        return Err(Refusal::Full);
    }
    if let Some(line) = reply_to {
        // An answer goes to those who can read the question: its id must not tell others that there is one.
        let (_, question) = readable(room, ctx, line)?;
        if question.audience != audience {
            return Err(Refusal::NotAllowed);
        }
    }
    let text = wording::paragraph(text, limit::TEXT)?;
    let own = room.chat.lines.values().filter(|line| line.author == me.person);
    let (lines, bytes) = own.fold((1, text.len()), |(n, bytes), line| (n + 1, bytes + line.text.len()));
    if lines > limit::LINES_EACH || bytes > limit::CHAT_SHARE {
        return Err(Refusal::OwnShare);
    }
    Ok(Event::Said { line: LineId(ctx.id(0)), author: me.person, audience, text, reply_to })
}

/// A line that the one who asks can read: others do not exist for them.
fn readable<'a>(room: &'a Room, ctx: &Context, line: LineId) -> Result<(Viewer, &'a Line), Refusal> {
    let me = Viewer::of(room, ctx.person()?).ok_or(Refusal::NotInside)?;
    let found = room.chat.lines.get(&line).ok_or(Refusal::Unknown)?;
    if me.reads(found.author, found.audience, found.at) { Ok((me, found)) } else { Err(Refusal::Unknown) }
}

/// Applies what happened in chat.
pub fn evolve(chat: &mut State, at: Timestamp, event: &Event) {
    match event {
        Event::Said { line, author, audience, text, reply_to } => {
            let said = Line {
                author: *author,
                audience: *audience,
                at,
                text: text.clone(),
                reply_to: *reply_to,
                reactions: Map::new(),
                deleted: false,
            };
            chat.lines.insert(*line, said);
        }
        Event::Reacted { line, person, reaction, on } => {
            let Some(found) = chat.lines.get_mut(line) else { return };
            let who = found.reactions.get_or_default(*reaction);
            if *on {
                who.insert(*person);
            } else {
                who.remove(person);
            }
            if who.is_empty() {
                found.reactions.remove(reaction);
            }
        }
        Event::Deleted(line) => {
            let Some(found) = chat.lines.get_mut(line) else { return };
            found.deleted = true;
            found.text.clear();
            found.reactions.clear();
        }
        Event::Opened(policy) => chat.policy = *policy,
    }
}

/// Who is told what about chat.
#[must_use]
pub fn share(room: &Room, event: &Event, viewer: &Viewer) -> Share {
    match event {
        Event::Said { line, .. } | Event::Reacted { line, .. } | Event::Deleted(line) => {
            let found = room.chat.lines.get(line);
            Share::whole_if(found.is_some_and(|l| viewer.reads(l.author, l.audience, l.at)))
        }
        Event::Opened(_) => Share::whole_if(viewer.inside),
    }
}

/// The conversation in that viewer's eyes.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> State {
    if !viewer.inside {
        return State::default();
    }
    let readable = |(_, line): &(&LineId, &Line)| viewer.reads(line.author, line.audience, line.at);
    let lines = room.chat.lines.iter().filter(readable).map(|(id, line)| (*id, line.clone())).collect();
    State { lines, policy: room.chat.policy }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearsal::Rehearsal;

    fn say(text: &str) -> Command {
        Command::Say { audience: Audience::Everyone, text: text.into(), reply_to: None }
    }

    #[test]
    fn one_persons_lines_have_a_share_and_leave_the_others_theirs() {
        let (mut session, _, officers) = Rehearsal::with_officers(2);
        let long = "x".repeat(limit::TEXT);
        for _ in 0..limit::CHAT_SHARE / limit::TEXT {
            session.does(officers[0], say(&long));
        }
        assert_eq!(session.refuses(officers[0], say(&long)), Refusal::OwnShare);
        session.does(officers[1], say(&long));
        let first = *session.room.chat.lines.keys().next().unwrap();
        session.does(officers[0], Command::Delete(first));
        session.does(officers[0], say(&long));
    }

    #[test]
    fn one_persons_lines_have_a_number_deleted_ones_included() {
        let (mut session, _, officers) = Rehearsal::with_officers(2);
        session.does(officers[0], say("first"));
        let first = session.room.chat.lines.values().next().unwrap().clone();
        let deleted = Line { text: String::new(), deleted: true, ..first };
        let more = (1..limit::LINES_EACH as u32).map(|n| (LineId(1_000_000 + n), deleted.clone()));
        session.room.chat.lines.extend(more);
        assert_eq!(session.refuses(officers[0], say("one too many")), Refusal::OwnShare);
    }
}
