//! Who has not answered yet, and afterwards who answered what: these polls show names to facilitators.

use room::{
    PollId, Room,
    poll::{Answer, Kind, Manner, Poll, Spot},
};

use super::see;
use crate::live::{Live, Part};
use crate::prelude::*;

/// The names of those who are asked and have not answered.
#[component]
pub(super) fn Missing(poll: PollId) -> impl IntoView {
    let live = expect_context::<Live>();
    let names = memo(move || {
        live.see(Part::Roster, |_| ());
        see(live, poll, missing).unwrap_or_default()
    });
    view! {
        <Show when=move || !names.with(Vec::is_empty)>
            <details class="who">
                <summary class="small">"Not yet: "{move || names.with(Vec::len)}</summary>
                <ul class="small">
                    {move || names.get().into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}
                </ul>
            </details>
        </Show>
    }
}

fn missing(room: &Room, poll: &Poll) -> Vec<String> {
    let asked = room.roster.present().filter(|person| poll.draft.asks(person.role));
    asked.filter(|person| !poll.answers.contains_key(&person.id)).map(|person| person.name.clone()).collect()
}

/// Who answered what.
#[component]
pub(super) fn Voters(poll: PollId) -> impl IntoView {
    let live = expect_context::<Live>();
    let rows = memo(move || see(live, poll, voters).unwrap_or_default());
    let row = |(name, answer, correct): (String, String, Option<bool>)| {
        let class = match correct {
            Some(true) => "good",
            Some(false) => "warn",
            None => "",
        };
        let judged = correct.map(|correct| if correct { "Correct: " } else { "Not correct: " });
        view! {
            <li>
                <b>{name}</b>
                <span class=class>
                    <span class="vh">{judged}</span>
                    {answer}
                </span>
            </li>
        }
    };
    view! {
        <Show when=move || !rows.with(Vec::is_empty)>
            <details class="who">
                <summary class="small">"Who answered what"</summary>
                <ul class="small">{move || rows.get().into_iter().map(row).collect_view()}</ul>
            </details>
        </Show>
    }
}

fn voters(room: &Room, poll: &Poll) -> Vec<(String, String, Option<bool>)> {
    let row = |(person, answer): (&room::PersonId, &Option<Answer>)| {
        let name = room.roster.people.get(person)?.name.clone();
        Some((name, in_words(&poll.draft.kind, answer.as_ref()?), poll.correct(*person)))
    };
    poll.answers.iter().filter_map(row).collect()
}

/// An answer in the words of its question.
fn in_words(kind: &Kind, answer: &Answer) -> String {
    let given = || kind.rows().iter().zip(answer.numbers()).filter(|(_, n)| **n > 0);
    let list = |said: Vec<String>| said.join(", ");
    match (answer, kind.manner) {
        (Answer::Pass, _) => "preferred not to answer".to_owned(),
        (Answer::Words(words), _) => list(words.clone()),
        (Answer::Numbers(_), Manner::Single | Manner::Multiple) => {
            list(given().map(|(row, _)| row.clone()).collect())
        }
        (Answer::Numbers(numbers), Manner::Agreement | Manner::Rating) => {
            let mark = |n: &u16| if *n == 0 { "–".to_owned() } else { n.to_string() };
            list(numbers.iter().map(mark).collect())
        }
        (Answer::Numbers(_), Manner::Ranking) => {
            let mut order: Vec<_> = given().collect();
            order.sort_by_key(|(_, place)| **place);
            list(order.into_iter().map(|(row, place)| format!("{place}. {row}")).collect())
        }
        (Answer::Numbers(_), Manner::Grid) => {
            let spot = |(row, n): (&String, &u16)| {
                let Spot { across, up } = Spot::of(*n);
                format!("{row}: {across} across, {up} up")
            };
            list(given().map(spot).collect())
        }
        (Answer::Numbers(_), _) => list(given().map(|(row, n)| format!("{row}: {n}")).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_said_in_the_words_of_its_question() {
        let options = vec!["Map".to_owned(), "Radio".to_owned()];
        let said = |manner, numbers: &[u16]| {
            in_words(&Kind::of(manner, options.clone()), &Answer::Numbers(numbers.to_vec()))
        };
        assert_eq!(said(Manner::Points, &[0, 10]), "Radio: 10");
        assert_eq!(said(Manner::Single, &[1, 0]), "Map");
        assert_eq!(said(Manner::Agreement, &[4, 0]), "4, –");
        assert_eq!(said(Manner::Ranking, &[2, 1]), "1. Radio, 2. Map");
        assert_eq!(said(Manner::Grid, &[0, 52]), "Radio: 2 across, 5 up");
        let kind = Kind::of(Manner::Cloud, vec![]);
        assert_eq!(in_words(&kind, &Answer::Pass), "preferred not to answer");
        assert_eq!(in_words(&kind, &Answer::Words(vec!["calm".into(), "time".into()])), "calm, time");
    }
}
