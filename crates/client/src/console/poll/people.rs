//! Who has not answered yet, and afterwards who answered what: these polls show names to facilitators.

use room::{
    PollId, Room,
    poll::{Answer, Kind, Poll},
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
    let rows = kind.rows();
    match answer {
        Answer::Pass => "preferred not to answer".to_owned(),
        Answer::Chosen(chosen) => {
            let names = chosen.iter().filter_map(|n| rows.get(usize::from(*n)).cloned());
            names.collect::<Vec<_>>().join(", ")
        }
        Answer::Marks(marks) => {
            let mark = |mark: &Option<u8>| mark.map_or_else(|| "–".to_owned(), |mark| mark.to_string());
            marks.iter().map(mark).collect::<Vec<_>>().join(", ")
        }
        Answer::Points(points) => {
            let given = rows.iter().zip(points).filter(|(_, n)| **n > 0);
            given.map(|(row, n)| format!("{row}: {n}")).collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_said_in_the_words_of_its_question() {
        let options = vec!["Map".to_owned(), "Radio".to_owned()];
        let points = Kind::Points { options: options.clone(), total: 10 };
        assert_eq!(in_words(&points, &Answer::Points(vec![0, 10])), "Radio: 10");
        let single = Kind::Single { options };
        assert_eq!(in_words(&single, &Answer::Chosen([0].into())), "Map");
        assert_eq!(in_words(&single, &Answer::Pass), "preferred not to answer");
        let agreement =
            Kind::Agreement { statements: vec![String::new(); 2], low: String::new(), high: String::new() };
        assert_eq!(in_words(&agreement, &Answer::Marks(vec![Some(4), None])), "4, –");
    }
}
