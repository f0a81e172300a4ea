//! Questions to the facilitators: officers ask and vote them up, facilitators pick what is answered when.

use crate::map::{Map, Set};
use crate::{
    Context, Event as Happened, PersonId, QuestionId, Refusal, Room, Share, Timestamp, Viewer, limit, wording,
};
use serde::{Deserialize, Serialize};

/// What has become of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// Only its author and the facilitators see it.
    #[default]
    New,
    /// Everybody sees it; it waits for its turn.
    Approved,
    /// It is being answered; one at a time.
    Answering,
    /// It has been answered.
    Answered,
    /// Put off; guests and observers do not see it.
    Parked,
    /// Its author took it back: nobody sees it, nothing of it is kept but that there was one.
    Withdrawn,
}

/// One question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Who asks; unknown to those who may not know, and to everybody for an unsigned question.
    pub author: Option<PersonId>,
    /// When it was asked.
    pub at: Timestamp,
    /// What.
    pub text: String,
    /// What has become of it.
    pub status: Status,
    /// How many want it answered.
    pub votes: u32,
    /// Who does; a view holds its own person at most.
    pub voters: Set<PersonId>,
}

impl Question {
    fn redacted(&self, viewer: &Viewer) -> Self {
        let author = self.author.filter(|_| viewer.sees_who_asks());
        let voters = self.voters.iter().copied().filter(|person| *person == viewer.person).collect();
        Self { author, voters, ..self.clone() }
    }
}

/// All questions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// In the order they were asked.
    pub asked: Map<QuestionId, Question>,
}

impl State {
    /// The order in which they are shown: what is being answered; what waits for an answer, most wanted first;
    /// what is new; what was put off; what has been answered, latest first.
    #[must_use]
    pub fn ranked(&self) -> Vec<QuestionId> {
        let rank = |(id, question): &(&QuestionId, &Question)| {
            let (group, within) = match question.status {
                Status::Answering => (0, 0),
                Status::Approved => (1, -i64::from(question.votes)),
                Status::New => (2, 0),
                Status::Parked => (3, 0),
                Status::Answered => (4, -i64::from(id.0)),
                Status::Withdrawn => (5, 0),
            };
            (group, within, id.0)
        };
        let mut ranked: Vec<_> = self.asked.iter().filter(|(_, q)| q.status != Status::Withdrawn).collect();
        ranked.sort_by_key(rank);
        ranked.into_iter().map(|(id, _)| *id).collect()
    }

    /// The question that is being answered.
    #[must_use]
    pub fn answering(&self) -> Option<QuestionId> {
        self.asked.iter().find(|(_, q)| q.status == Status::Answering).map(|(id, _)| *id)
    }
}

/// What may be asked about questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Ask the facilitators something.
    Ask {
        /// What.
        text: String,
    },
    /// Want a question answered, or not any more.
    Upvote {
        /// Which.
        question: QuestionId,
        /// `false` takes the vote back.
        on: bool,
    },
    /// Decide what becomes of a question.
    Triage {
        /// Which.
        question: QuestionId,
        /// What; when it is to be answered, the one before counts as answered.
        to: Status,
    },
    /// Take my question back.
    Withdraw(QuestionId),
}

/// What happened to questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A question was asked (or, redacted, came into view).
    Asked {
        /// Its id.
        question: QuestionId,
        /// All of it.
        content: Box<Question>,
    },
    /// Something became of a question.
    Turned {
        /// Which.
        question: QuestionId,
        /// What it was.
        from: Status,
        /// What it is.
        to: Status,
    },
    /// A question went out of this view; never in the log.
    Vanished(QuestionId),
    /// Somebody wants it answered, or not any more.
    Voted {
        /// Which.
        question: QuestionId,
        /// Who.
        person: PersonId,
        /// `false`: not any more.
        on: bool,
        /// How many do now.
        votes: u32,
    },
    /// How many want it answered, for those who may not know who; never in the log.
    Counted {
        /// Which.
        question: QuestionId,
        /// How many.
        votes: u32,
    },
}

/// Decides about questions.
///
/// # Errors
/// Why not.
pub fn decide(room: &Room, ctx: &Context, command: &Command) -> Result<Vec<Happened>, Refusal> {
    let events = match command {
        Command::Ask { text } => vec![ask(room, ctx, text)?],
        Command::Upvote { question, on } => {
            let (me, found) = readable(room, ctx, *question)?;
            let votes = if *on { found.votes.saturating_add(1) } else { found.votes.saturating_sub(1) };
            let event = Event::Voted { question: *question, person: me.person, on: *on, votes };
            if found.voters.contains(&me.person) == *on { vec![] } else { vec![event] }
        }
        Command::Triage { question, to } => {
            let from = room.questions.asked.get(question).ok_or(Refusal::Unknown)?.status;
            if from == Status::Withdrawn || *to == Status::Withdrawn {
                return Err(Refusal::Unknown);
            }
            turn(&room.questions, *question, from, *to)
        }
        Command::Withdraw(question) => {
            let (me, found) = readable(room, ctx, *question)?;
            if found.author != Some(me.person) {
                return Err(Refusal::NotAllowed);
            }
            turn(&room.questions, *question, found.status, Status::Withdrawn)
        }
    };
    Ok(events.into_iter().map(Happened::Questions).collect())
}

fn ask(room: &Room, ctx: &Context, text: &str) -> Result<Event, Refusal> {
    let me = ctx.person()?;
    let asked = &room.questions.asked;
    // What was taken back counts too, or taking back and asking again would have no end.
    let mine = asked.values().filter(|q| q.author == Some(me)).count();
    if mine >= limit::QUESTIONS_EACH || asked.len() >= limit::QUESTIONS {
        return Err(Refusal::Full);
    }
    let text = wording::paragraph(text, limit::QUESTION)?;
    let content = Question { author: Some(me), at: ctx.now, text, ..Question::default() };
    Ok(Event::Asked { question: QuestionId(ctx.id(0)), content: Box::new(content) })
}

/// A question that the one who asks can read: others do not exist for them.
fn readable<'a>(
    room: &'a Room,
    ctx: &Context,
    question: QuestionId,
) -> Result<(Viewer, &'a Question), Refusal> {
    let me = Viewer::of(room, ctx.person()?).ok_or(Refusal::NotInside)?;
    let found = room.questions.asked.get(&question).ok_or(Refusal::Unknown)?;
    if me.reads_question(found.author, found.status) { Ok((me, found)) } else { Err(Refusal::Unknown) }
}

fn turn(questions: &State, question: QuestionId, from: Status, to: Status) -> Vec<Event> {
    if from == to {
        return vec![];
    }
    let before = questions.answering().filter(|_| to == Status::Answering);
    let answered =
        before.map(|question| Event::Turned { question, from: Status::Answering, to: Status::Answered });
    answered.into_iter().chain([Event::Turned { question, from, to }]).collect()
}

/// Applies what happened to questions.
pub fn evolve(questions: &mut State, event: &Event) {
    match event {
        Event::Asked { question, content } => {
            questions.asked.insert(*question, (**content).clone());
        }
        Event::Turned { question, to, .. } => {
            let Some(found) = questions.asked.get_mut(question) else { return };
            found.status = *to;
            if *to == Status::Withdrawn {
                found.text.clear();
                found.voters.clear();
                found.votes = 0;
            }
        }
        Event::Vanished(question) => {
            questions.asked.remove(question);
        }
        Event::Voted { question, person, on, votes } => {
            let Some(found) = questions.asked.get_mut(question) else { return };
            found.votes = *votes;
            if *on {
                found.voters.insert(*person);
            } else {
                found.voters.remove(person);
            }
        }
        Event::Counted { question, votes } => {
            if let Some(found) = questions.asked.get_mut(question) {
                found.votes = *votes;
            }
        }
    }
}

/// Who is told what about questions.
#[must_use]
pub fn share(room: &Room, event: &Event, viewer: &Viewer) -> Share {
    let instead = |event| Share::Instead(Happened::Questions(event));
    let (Event::Asked { question, .. }
    | Event::Turned { question, .. }
    | Event::Vanished(question)
    | Event::Voted { question, .. }
    | Event::Counted { question, .. }) = event;
    let Some(found) = room.questions.asked.get(question) else { return Share::Nothing };
    let reads = |status| viewer.reads_question(found.author, status);
    let appear = || instead(Event::Asked { question: *question, content: Box::new(found.redacted(viewer)) });
    match event {
        Event::Asked { content, .. } if reads(content.status) => appear(),
        Event::Turned { from, to, .. } => match (reads(*from), reads(*to)) {
            (false, false) => Share::Nothing,
            (false, true) => appear(),
            (true, false) => instead(Event::Vanished(*question)),
            (true, true) => Share::Whole,
        },
        Event::Voted { person, .. } if *person == viewer.person => Share::Whole,
        Event::Voted { votes, .. } if reads(found.status) => {
            instead(Event::Counted { question: *question, votes: *votes })
        }
        Event::Asked { .. } | Event::Voted { .. } | Event::Vanished(_) | Event::Counted { .. } => {
            Share::Nothing
        }
    }
}

/// The questions in that viewer's eyes.
#[must_use]
pub fn seen_by(room: &Room, viewer: &Viewer) -> State {
    let readable = |(_, q): &(&QuestionId, &Question)| viewer.reads_question(q.author, q.status);
    let asked = room.questions.asked.iter().filter(readable);
    State { asked: asked.map(|(id, q)| (*id, q.redacted(viewer))).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        rehearsal::Rehearsal,
        roster::{
            self,
            Role::{Guest, Observer, Officer},
        },
    };

    /// Asks and says which question it is.
    fn ask(session: &mut Rehearsal, person: PersonId, text: &str) -> QuestionId {
        session.does(person, Command::Ask { text: text.into() });
        *session.room.questions.asked.keys().last().expect("one was asked")
    }

    fn turn(session: &mut Rehearsal, lead: PersonId, question: QuestionId, to: Status) {
        session.does(lead, Command::Triage { question, to });
    }

    fn seen(session: &Rehearsal, person: PersonId) -> Vec<&str> {
        let questions = &session.view(person).questions;
        questions.ranked().iter().map(|id| questions.asked[id].text.as_str()).collect()
    }

    #[test]
    fn a_new_question_is_between_the_officer_and_the_facilitators() {
        let (mut session, lead, officers) = Rehearsal::with_officers(2);
        let question = ask(&mut session, officers[0], "What if the driver does not answer?");
        assert_eq!(seen(&session, lead).len(), 1);
        assert_eq!(seen(&session, officers[0]).len(), 1);
        assert!(seen(&session, officers[1]).is_empty());
        let vote = Command::Upvote { question, on: true };
        assert_eq!(session.refuses(officers[1], vote), Refusal::Unknown, "it does not exist for others");
        turn(&mut session, lead, question, Status::Approved);
        assert_eq!(seen(&session, officers[1]).len(), 1);
        turn(&mut session, lead, question, Status::New);
        assert!(seen(&session, officers[1]).is_empty(), "and is taken away again");
    }

    #[test]
    fn guests_and_observers_see_questions_without_names_and_none_that_are_parked() {
        let (mut session, lead, officers) = Rehearsal::with_officers(2);
        let rosa = session.admit("Rosa Lind", Guest);
        let auditor = session.admit("P. Vance", Observer);
        let question = ask(&mut session, officers[0], "Who may search a phone?");
        turn(&mut session, lead, question, Status::Approved);
        let author = |session: &Rehearsal, person| session.view(person).questions.asked[&question].author;
        assert_eq!(author(&session, officers[1]), Some(officers[0]));
        assert_eq!((author(&session, rosa), author(&session, auditor)), (None, None));
        turn(&mut session, lead, question, Status::Parked);
        assert_eq!(seen(&session, officers[1]).len(), 1);
        assert!(seen(&session, rosa).is_empty() && seen(&session, auditor).is_empty());
    }

    #[test]
    fn guests_and_observers_do_not_ask() {
        let (mut session, _, _) = Rehearsal::with_officers(1);
        for role in [Guest, Observer] {
            let somebody = session.admit("Rosa Lind", role);
            let question = Command::Ask { text: "May I?".into() };
            assert_eq!(session.refuses(somebody, question), Refusal::NotAllowed);
        }
    }

    #[test]
    fn votes_are_counted_and_nobody_learns_whose() {
        let (mut session, lead, officers) = Rehearsal::with_officers(3);
        let question = ask(&mut session, officers[0], "When is consent needed?");
        turn(&mut session, lead, question, Status::Approved);
        let vote = |on| Command::Upvote { question, on };
        session.does(officers[1], vote(true));
        assert_eq!(session.asks(officers[1], vote(true)), Ok(0), "one vote each");
        session.does(officers[2], vote(true));
        let seen_of = |session: &Rehearsal, person| {
            let question = &session.view(person).questions.asked[&question];
            (question.votes, question.voters.iter().copied().collect::<Vec<_>>())
        };
        assert_eq!(seen_of(&session, lead), (2, vec![]));
        assert_eq!(seen_of(&session, officers[0]), (2, vec![]));
        assert_eq!(seen_of(&session, officers[1]), (2, vec![officers[1]]));
        session.does(officers[1], vote(false));
        assert_eq!(seen_of(&session, officers[1]), (1, vec![]));
    }

    #[test]
    fn one_question_is_answered_at_a_time() {
        let (mut session, lead, officers) = Rehearsal::with_officers(1);
        let first = ask(&mut session, officers[0], "One?");
        let second = ask(&mut session, officers[0], "Two?");
        turn(&mut session, lead, first, Status::Answering);
        turn(&mut session, lead, second, Status::Answering);
        assert_eq!(session.room.questions.answering(), Some(second));
        assert_eq!(session.room.questions.asked[&first].status, Status::Answered);
        assert_eq!(session.asks(lead, Command::Triage { question: second, to: Status::Answering }), Ok(0));
    }

    #[test]
    fn what_is_wanted_most_comes_first() {
        let (mut session, lead, officers) = Rehearsal::with_officers(2);
        let texts = ["Answered", "New", "Wanted", "Waiting", "Now", "Parked"];
        let ids = texts.map(|text| ask(&mut session, officers[0], text));
        let becomes = [
            (0, Status::Answered),
            (2, Status::Approved),
            (3, Status::Approved),
            (4, Status::Answering),
            (5, Status::Parked),
        ];
        becomes.into_iter().for_each(|(n, to)| turn(&mut session, lead, ids[n], to));
        session.does(officers[1], Command::Upvote { question: ids[2], on: true });
        assert_eq!(seen(&session, lead), ["Now", "Wanted", "Waiting", "New", "Parked", "Answered"]);
    }

    #[test]
    fn a_question_taken_back_is_gone_for_everybody() {
        let (mut session, lead, officers) = Rehearsal::with_officers(2);
        let question = ask(&mut session, officers[0], "Never mind?");
        turn(&mut session, lead, question, Status::Approved);
        assert_eq!(session.refuses(officers[1], Command::Withdraw(question)), Refusal::NotAllowed);
        assert_eq!(session.refuses(lead, Command::Withdraw(question)), Refusal::NotAllowed);
        session.does(officers[0], Command::Withdraw(question));
        assert!([lead, officers[0], officers[1]].iter().all(|person| seen(&session, *person).is_empty()));
        assert_eq!(session.room.questions.asked[&question].text, "", "not even the room keeps the words");
        let back = Command::Triage { question, to: Status::New };
        assert_eq!(session.refuses(lead, back), Refusal::Unknown);
    }

    #[test]
    fn nobody_asks_without_end() {
        let (mut session, _, officers) = Rehearsal::with_officers(2);
        for _ in 0..limit::QUESTIONS_EACH {
            let question = ask(&mut session, officers[0], "Again?");
            session.does(officers[0], Command::Withdraw(question));
        }
        let again = Command::Ask { text: "Again?".into() };
        assert_eq!(session.refuses(officers[0], again), Refusal::Full);
        ask(&mut session, officers[1], "Others still may?");
    }

    #[test]
    fn an_officer_who_becomes_a_facilitator_sees_new_questions() {
        let (mut session, lead, officers) = Rehearsal::with_officers(2);
        ask(&mut session, officers[0], "What now?");
        let role = roster::Role::Facilitator;
        session.does(lead, roster::Command::Appoint { person: officers[1], role });
        assert_eq!(seen(&session, officers[1]), ["What now?"]);
        session.does(lead, roster::Command::Appoint { person: officers[1], role: Officer });
        assert!(seen(&session, officers[1]).is_empty());
    }
}
