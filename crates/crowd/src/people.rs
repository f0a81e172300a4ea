//! Who they are and what they say: invented, ordinary, respectful.

/// What somebody writes on the join page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Name.
    pub name: String,
    /// Department.
    pub department: String,
    /// Rank.
    pub rank: String,
    /// Training ID.
    pub training_id: String,
}

const FIRST: [&str; 24] = [
    "Jordan", "Dana", "Sam", "Tram", "Luis", "Priya", "Marcus", "Elena", "Owen", "Aisha", "Ben", "Carla",
    "Derek", "Fatima", "Grace", "Hector", "Ines", "Jamal", "Kira", "Leo", "Mina", "Noah", "Olga", "Pete",
];
const LAST: [&str; 24] = [
    "Mora", "Kaplan", "Osei", "Nguyen", "Reyes", "Shah", "Bell", "Petrov", "Lind", "Karim", "Stone", "Ruiz",
    "Hall", "Noor", "Kim", "Vega", "Costa", "Reed", "Young", "Marsh", "Sato", "Quinn", "Ivanov", "Fox",
];
const DEPARTMENTS: [&str; 2] = ["Riverton PD", "Lakeside SO"];
const RANKS: [&str; 6] = ["Officer", "Deputy", "Officer", "Sergeant", "Officer", "Lieutenant"];

/// The `n`-th officer; always the same one.
#[must_use]
pub(crate) fn profile(n: usize) -> Profile {
    let round = n / FIRST.len();
    let middle =
        if round == 0 { String::new() } else { format!("{} ", char::from(b'A' + (round % 26) as u8)) };
    Profile {
        name: format!("{} {middle}{}", FIRST[n % FIRST.len()], LAST[(n * 7 + 3 * round) % LAST.len()]),
        department: DEPARTMENTS[n % DEPARTMENTS.len()].into(),
        rank: RANKS[n % RANKS.len()].into(),
        training_id: format!("SIM-{:05}", n + 1),
    }
}

/// Things said in chat.
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

/// Things asked of the facilitators.
pub(crate) const QUESTIONS: [&str; 6] = [
    "What do you do when the driver will not roll the window down?",
    "Who do we call when nobody on shift speaks the language?",
    "How did other departments get time for this on night shift?",
    "What did the community panel say about traffic stops last year?",
    "Is there a short version for roll call?",
    "What if the supervisor does not back the extra minute?",
];
