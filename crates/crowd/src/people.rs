//! Who they are: invented, ordinary people.

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
