//! What simulated officers say and write: invented, ordinary, respectful, and about the work.

/// An idea, and how it would be carried out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Proposal {
    /// What will be done, beginning with a verb.
    pub(crate) action: &'static str,
    /// If ..., then ...
    pub(crate) first_step: &'static str,
    /// How will we know it worked?
    pub(crate) measure: &'static str,
    /// What could get in the way.
    pub(crate) obstacle: &'static str,
    /// Weeks until it is done.
    pub(crate) weeks: i64,
}

/// The proposal that a title came from; for somebody else's words, one that does for any action.
pub(crate) fn fitting(title: &str, number: usize) -> &'static Proposal {
    let own = PROPOSALS.iter().find(|proposal| proposal.action == title);
    own.unwrap_or(&GENERAL[number % GENERAL.len()])
}

/// Ideas that come up in groups.
pub(crate) const PROPOSALS: [Proposal; 14] = [
    Proposal {
        action: "Give the reason for the stop in the first sentence",
        first_step: "If roll call starts on Monday, then I read the two opening lines aloud.",
        measure: "Ten stops a month reviewed: reason given in the first sentence in nine of them.",
        obstacle: "Old habits on busy shifts",
        weeks: 4,
    },
    Proposal {
        action: "Say what happens next before walking back to the car",
        first_step: "If I take a license, then I say how long it will take before I turn around.",
        measure: "Field training officers note it on the ride-along sheet for a month.",
        obstacle: "Calls waiting",
        weeks: 4,
    },
    Proposal {
        action: "Put the language line number on every visor card",
        first_step: "If I come off shift on Friday, then I send the number to the print shop.",
        measure: "Every car has the card by the date; we count them at inspection.",
        obstacle: "Printing takes two weeks",
        weeks: 6,
    },
    Proposal {
        action: "Visit the mosque and the temple before the holidays, in uniform, without a call",
        first_step: "If the liaison answers on Tuesday, then I ask for a good time to come by.",
        measure: "Two visits made, and the liaison would have us back.",
        obstacle: "Shift swaps",
        weeks: 8,
    },
    Proposal {
        action: "Ask for the other person's account before deciding",
        first_step: "If I have heard the caller, then I ask the other side one open question first.",
        measure: "Sergeant listens to five recordings a month and counts.",
        obstacle: "Pressure to clear the call",
        weeks: 6,
    },
    Proposal {
        action: "Hand out a card with the report number and a name to call",
        first_step: "If the cards arrive, then I put ten in every car on the day.",
        measure: "Fewer calls to the desk that only ask for a report number.",
        obstacle: "Who pays for the cards",
        weeks: 6,
    },
    Proposal {
        action: "Slow the first minute down when nobody is in danger",
        first_step: "If the scene is safe, then I take one breath and introduce myself.",
        measure: "Squad talks through one call a week at roll call.",
        obstacle: "It feels slow at first",
        weeks: 4,
    },
    Proposal {
        action: "Meet the shop owners on Fourth Street once a month",
        first_step: "If the first Thursday comes, then two of us walk the block for an hour.",
        measure: "Twelve walks a year, and a list of what the owners asked for.",
        obstacle: "Staffing on evenings",
        weeks: 5,
    },
    Proposal {
        action: "Explain a search to a parent when a child is watching",
        first_step: "If a child is there, then I kneel down and say who I am.",
        measure: "One story a month shared at roll call.",
        obstacle: "Noise and hurry",
        weeks: 4,
    },
    Proposal {
        action: "Close every stop with thanks and a question",
        first_step: "If I hand the papers back, then I ask whether anything was unclear.",
        measure: "Community survey item on being heard goes up or stays.",
        obstacle: "People who are upset do not want to talk",
        weeks: 8,
    },
    Proposal {
        action: "Keep a list of interpreters who answer at night",
        first_step: "If dispatch has a quiet hour, then I call the five names we have.",
        measure: "Two people on the list pick up on any night.",
        obstacle: "Names go stale",
        weeks: 3,
    },
    Proposal {
        action: "Debrief one hard stop a week without looking for blame",
        first_step: "If the Wednesday shift ends, then three of us stay ten minutes.",
        measure: "Eight debriefs in ten weeks, written down in one line each.",
        obstacle: "Overtime rules",
        weeks: 10,
    },
    Proposal {
        action: "Invite two residents to a roll call",
        first_step: "If the captain agrees, then I write to the neighborhood council.",
        measure: "Two visits before summer, and both sides want another.",
        obstacle: "Night shift never meets them",
        weeks: 9,
    },
    Proposal {
        action: "Call back the people who complained about a stop",
        first_step: "If a complaint is closed, then I call within the week and listen.",
        measure: "All closed complaints of the month called; notes with the sergeant.",
        obstacle: "Open cases we cannot talk about",
        weeks: 6,
    },
];

/// How an action in somebody else's words would be carried out.
const GENERAL: [Proposal; 3] = [
    Proposal {
        action: "",
        first_step: "If roll call is over on Monday, then I ask who will join in.",
        measure: "We look at it together after a month.",
        obstacle: "Time on shift",
        weeks: 4,
    },
    Proposal {
        action: "",
        first_step: "If the sergeant is in tomorrow, then I ask for ten minutes.",
        measure: "Done twice by the date, and written down.",
        obstacle: "Staffing",
        weeks: 5,
    },
    Proposal {
        action: "",
        first_step: "If I am on days next week, then I try it on the first call.",
        measure: "Three of us can say what changed.",
        obstacle: "Old habits",
        weeks: 6,
    },
];

/// Issues a group agrees on when none were prepared.
pub(crate) const ISSUES: [&str; 6] = [
    "People do not hear the reason for a stop until it is almost over.",
    "At night nobody can be reached who speaks the language.",
    "Around the market on weekends every talk begins with an argument.",
    "After a complaint nobody calls back.",
    "At places of worship we only turn up when something has happened.",
    "Young drivers leave a stop angrier than they came into it.",
];

/// Things said in the whole room.
pub(crate) const LINES: [&str; 16] = [
    "Ours always starts with the reason for the stop.",
    "Name first, then the reason. People breathe out when they hear it.",
    "What about someone who is deaf or speaks little English?",
    "We had one of those last month.",
    "Agree.",
    "Depends on the time of day and how many units are out.",
    "Our field training covers the first half of that.",
    "Can you put that on the board?",
    "It is the closing line that people remember.",
    "Hard to do when calls are stacked.",
    "I ask what they need before I say what I need.",
    "Good point.",
    "The liaison's number is on our visor card.",
    "Would that work at night?",
    "Saying what happens next helps a lot.",
    "I would like to hear from Lakeside on that.",
];

/// Things said in a group.
pub(crate) const AMONG_US: [&str; 10] = [
    "Who has seen this on nights?",
    "That one is close to what we do already.",
    "Could somebody start that this week?",
    "We tried it once. It fell over when staffing got thin.",
    "I'd put a date on it.",
    "What would the driver say to that?",
    "Makes sense to me.",
    "Who would have to say yes to it?",
    "Let's keep it small.",
    "How would we know it worked?",
];

/// Why a group calls for help.
pub(crate) const HELP: [&str; 3] = [
    "We are stuck between two issues.",
    "Does the action have to start this month?",
    "What counts as a measure?",
];

/// Things asked of the facilitators.
pub(crate) const QUESTIONS: [&str; 6] = [
    "What do you do when the driver will not roll the window down?",
    "Who do we call when nobody on shift speaks the language?",
    "How did other departments get time for this on night shift?",
    "What did the community panel say about traffic stops last year?",
    "Is there a short version for roll call?",
    "What if the supervisor does not back the extra minute?",
];

/// Notes put on a board: lines that open a talk, for every other frame, and lines that close one, for those between.
pub(crate) const NOTES: [[&str; 12]; 2] = [
    [
        "Good evening, I'm with Riverton PD.",
        "I stopped you because of the light.",
        "Is there a reason you were hurrying?",
        "This will take about five minutes.",
        "Thank you for waiting.",
        "Anything you want me to know?",
        "You're free to go. Any questions?",
        "I'll be right back with these.",
        "I can see this is a bad moment.",
        "Let me tell you what happens next.",
        "Take your time.",
        "Is that all right with you?",
    ],
    [
        "Do you know why I stopped you?",
        "License and registration.",
        "Where are you coming from?",
        "Step out of the car.",
        "Calm down.",
        "Because I said so.",
        "That's what they all say.",
        "Just answer the question.",
        "I don't have time for this.",
        "What's your problem?",
        "Not my department.",
        "You should know that.",
    ],
];

/// What officers commit to.
pub(crate) const COMMITMENTS: [&str; 8] = [
    "If I walk up to a window, then I say my name and the reason first.",
    "If somebody raises their voice, then I lower mine.",
    "If I do not know the language, then I call the line before I try a third time.",
    "If the scene is safe, then I ask one open question before I decide.",
    "If I hand papers back, then I say what happens next.",
    "If a child is watching, then I tell them who I am.",
    "If a call felt wrong, then I talk it through with my partner before end of shift.",
    "If somebody asks for my name, then I give it with a card.",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_they_write_is_short_enough_for_the_room() {
        let fields =
            PROPOSALS.iter().chain(&GENERAL).flat_map(|p| [p.action, p.first_step, p.measure, p.obstacle]);
        assert!(fields.chain(COMMITMENTS).all(|text| text.chars().count() <= room::limit::FIELD));
        assert!(ISSUES.iter().all(|text| text.chars().count() <= room::limit::ISSUE));
        assert!(HELP.iter().all(|text| text.chars().count() <= room::limit::REASON));
        assert!(NOTES.iter().flatten().all(|text| text.chars().count() <= room::limit::NOTE));
    }

    #[test]
    fn an_action_is_carried_out_as_it_was_proposed() {
        assert_eq!(fitting(PROPOSALS[3].action, 0), &PROPOSALS[3]);
        assert_eq!(fitting("Somebody else's words", 1), &GENERAL[1]);
    }
}
