//! Action plans, group by group, with their owners by name: to be read by facilitators, printed and handed on.

use super::{Product, Seats, name};
use crate::page::{Page, escaped};
use academy::records::Class;
use room::{ActionId, Room, SeatId, exercise::Place, map::Set, plan};
use serde::{Deserialize, Serialize};

/// The plans of all groups.
#[derive(Serialize, Deserialize)]
pub(crate) struct Plans(Vec<Plan>);

/// The plan of one group.
#[derive(Serialize, Deserialize)]
struct Plan {
    /// The group's name; empty for the whole room.
    group: String,
    /// What it is about.
    issue: String,
    actions: Vec<Action>,
}

#[derive(Default, Serialize, Deserialize)]
struct Action {
    title: String,
    owner: Option<String>,
    /// Whether the owner has said yes.
    accepted: bool,
    first_step: String,
    due: String,
    measure: String,
    helper: String,
    obstacle: String,
    /// Whether it is on the whole room's list.
    adopted: bool,
    /// Where the owner sat, so that they can take it home.
    #[serde(default)]
    seats: Seats,
}

impl Product for Plans {
    const NAME: &str = "plans.json";
    const CLASS: Class = Class::Plans;

    fn of(room: &Room) -> Self {
        let places: Set<Place> = room.plan.actions.values().map(|action| action.place).collect();
        Self(places.iter().map(|place| Plan::of(room, *place)).collect())
    }
}

impl Plan {
    fn of(room: &Room, place: Place) -> Self {
        let group = match place {
            Place::Group(group) => room.breakout.group(group).map(|group| group.name.clone()),
            Place::Room => None,
        };
        Self {
            group: group.unwrap_or_default(),
            issue: room.exercise.work(place).map(|work| work.issue.clone()).unwrap_or_default(),
            actions: room.plan.of(place).map(|(id, action)| Action::of(room, id, action)).collect(),
        }
    }

    fn html(&self, wanted: impl Fn(&Action) -> bool) -> Option<String> {
        let heading = if self.group.is_empty() { "The whole room" } else { &self.group };
        let actions: String = self.actions.iter().filter(|action| wanted(action)).map(Action::html).collect();
        if actions.is_empty() {
            return None;
        }
        let issue = if self.issue.is_empty() {
            String::new()
        } else {
            format!("<p class=\"issue\">{}</p>\n", escaped(&self.issue))
        };
        Some(format!("<section>\n<h2>{}</h2>\n{issue}{actions}</section>\n", escaped(heading)))
    }
}

impl Action {
    fn of(room: &Room, id: ActionId, action: &plan::Action) -> Self {
        Self {
            title: action.title.clone(),
            owner: action.owner.map(|owner| name(room, owner)),
            accepted: action.accepted,
            first_step: action.first_step.clone(),
            due: action.due.clone(),
            measure: action.measure.clone(),
            helper: action.helper.clone(),
            obstacle: action.obstacle.clone(),
            adopted: room.plan.adopted.contains(&id),
            seats: action.owner.map(|owner| Seats::of::<Plans>(room, owner)).unwrap_or_default(),
        }
    }

    fn html(&self) -> String {
        let owner = match (&self.owner, self.accepted) {
            (Some(owner), true) => owner.clone(),
            (Some(owner), false) => format!("{owner} (has not said yes)"),
            (None, _) => String::new(),
        };
        let rows = [
            ("Owner", owner.as_str(), true),
            ("First step", &self.first_step, true),
            ("Done by", &written(&self.due), true),
            ("How we will know", &self.measure, true),
            ("Who helps", &self.helper, false),
            ("What could get in the way", &self.obstacle, false),
        ];
        let rows: String = rows.iter().filter_map(|(what, text, always)| row(what, text, *always)).collect();
        let adopted = if self.adopted { " <span class=\"mark\">on the room's list</span>" } else { "" };
        format!("<article>\n<h3>{}{adopted}</h3>\n<dl>\n{rows}</dl>\n</article>\n", escaped(&self.title))
    }
}

/// `2027-01-03` as people here write it; anything else stays as it is.
fn written(day: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut parts = day.splitn(3, '-').map(|part| part.parse::<usize>().ok());
    let (year, month, of_month) = (parts.next().flatten(), parts.next().flatten(), parts.next().flatten());
    let name = month.and_then(|month| MONTHS.get(month.checked_sub(1)?));
    match (year, name, of_month) {
        (Some(year), Some(name), Some(of_month)) => format!("{name} {of_month}, {year}"),
        _ => day.to_owned(),
    }
}

/// One field; a dash where something belongs that nobody wrote.
fn row(what: &str, text: &str, always: bool) -> Option<String> {
    let text = if text.is_empty() { "–".to_owned() } else { escaped(text) };
    (always || text != "–").then(|| format!("<dt>{what}</dt><dd>{text}</dd>\n"))
}

impl Plans {
    /// The plans as a page to print.
    pub(crate) fn page(&self, session: &str) -> Page {
        let plans: String = self.0.iter().filter_map(|plan| plan.html(|_| true)).collect();
        let body = if plans.is_empty() { "<p>Nobody has made a plan.</p>\n".to_owned() } else { plans };
        Page { title: "Plans", about: session.to_owned(), body }
    }

    /// What the one who sits there owns, as HTML, if this is the seat's secret; empty when that is nothing.
    pub(crate) fn of_seat(&self, seat: SeatId, secret: &str) -> String {
        self.0.iter().filter_map(|plan| plan.html(|action| action.seats.hold::<Self>(seat, secret))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_people_read_it() {
        assert_eq!(written("2027-01-03"), "January 3, 2027");
        for odd in ["", "2027-13-03", "2027-00-03", "next week", "2027-01"] {
            assert_eq!(written(odd), odd);
        }
    }

    #[test]
    fn a_plan_says_what_is_still_open() {
        let action = Action { title: "Walk".into(), owner: Some("Dana".into()), ..Action::default() };
        let html = action.html();
        assert!(
            html.contains("<dd>Dana (has not said yes)</dd>") && html.contains("<dt>Done by</dt><dd>–</dd>")
        );
        assert!(!html.contains("Who helps"), "what nobody needs to fill in is left out: {html}");
    }
}
