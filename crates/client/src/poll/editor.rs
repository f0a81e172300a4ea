//! Writing a poll: what is asked, how it is answered, whether names are shown. The same form in a run sheet and while a
//! session runs.

use std::sync::Arc;

use room::{
    limit, map,
    poll::{Ask, Draft, Key, Kind, Manner},
};

use super::library::Library;
use crate::prelude::*;
use crate::ui::{
    Icon,
    field::{self, Face, Save},
};

/// The ways to answer, as they are offered.
const WAYS: [(Manner, &str); 9] = [
    (Manner::Single, "Choose one"),
    (Manner::Multiple, "Choose several"),
    (Manner::Agreement, "Agree or disagree"),
    (Manner::Rating, "Rate with stars"),
    (Manner::Ranking, "Put in order"),
    (Manner::Points, "Spread points"),
    (Manner::Grid, "Place by two scales"),
    (Manner::Cloud, "Word cloud"),
    (Manner::Text, "Open answer"),
];
/// Timers on offer.
const TIMERS: [&str; 5] = ["No timer", "30 seconds", "1 minute", "2 minutes", "5 minutes"];
/// What they stand for.
const SECONDS: [u16; 5] = [0, 30, 60, 120, 300];

/// A draft that is being written.
#[derive(Clone)]
pub(crate) struct Sheet {
    /// As it stands.
    pub(crate) draft: Signal<Draft>,
    /// Takes a change, or says why not.
    pub(crate) save: Save<Draft>,
    /// Unlike that of every other sheet on the page.
    pub(crate) name: String,
}

impl Sheet {
    /// A part of the draft: the signal to read it and the way to change it.
    fn part<T: PartialEq + Send + Sync + 'static>(
        &self,
        get: fn(&Draft) -> T,
        set: fn(&mut Draft, T),
    ) -> (Signal<T>, Save<T>) {
        let (draft, save) = (self.draft, self.save.clone());
        let change = move |value| {
            let mut changed = draft.get_untracked();
            set(&mut changed, value);
            save(changed)
        };
        (memo(move || draft.with(get)).into(), Arc::new(change))
    }
}

/// So many options, statements or items are needed.
pub(crate) fn fewest_rows(manner: Manner) -> usize {
    match manner {
        Manner::Cloud | Manner::Text => 0,
        Manner::Agreement | Manner::Rating | Manner::Grid => 1,
        _ => 2,
    }
}

/// The same rows, answered in another way.
pub(crate) fn turned(kind: &Kind, manner: Manner) -> Kind {
    let turned = Kind::of(manner, kind.rows.clone());
    let same_ends =
        kind.by_row() && turned.by_row() && (kind.manner == Manner::Grid) == (manner == Manner::Grid);
    match same_ends {
        true => Kind { low: kind.low.clone(), high: kind.high.clone(), ..turned },
        false => turned,
    }
}

/// Makes the numbers go with the rows after a change, and forgets right answers that are not there any more.
pub(crate) fn fit(draft: &mut Draft) {
    let kind = &mut draft.kind;
    let all = u16::try_from(kind.rows.len()).unwrap_or(u16::MAX);
    if matches!(kind.manner, Manner::Multiple | Manner::Ranking) {
        kind.max = kind.max.clamp(1, all.max(1));
        kind.min = kind.min.min(kind.max);
    }
    let choice = matches!(kind.manner, Manner::Single | Manner::Multiple);
    if let Some(key) = &mut draft.key {
        key.correct = key.correct.iter().copied().filter(|option| u16::from(*option) < all).collect();
        if key.correct.is_empty() || !choice {
            draft.key = None;
        }
    }
}

/// Other rows; who may choose all of them may go on doing so.
fn set_rows(draft: &mut Draft, rows: Vec<String>) {
    let kind = &mut draft.kind;
    let follows = matches!(kind.manner, Manner::Multiple | Manner::Ranking);
    if follows && usize::from(kind.max) >= kind.rows.len() {
        kind.max = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    }
    kind.rows = rows;
    fit(draft);
}

/// The form. `lacks` says why no anonymous poll can be asked now.
pub(crate) fn form(sheet: &Sheet, lacks: Signal<Option<String>>) -> AnyView {
    let question = sheet.part(|draft| draft.question.clone(), |draft, text| draft.question = text);
    let (manner, turn) =
        sheet.part(|draft| draft.kind.manner, |draft, to| draft.kind = turned(&draft.kind, to));
    let group = format!("{}-way", sheet.name);
    let way = |(to, label): (Manner, &'static str)| {
        let turn = turn.clone();
        view! {
            <label class="tick">
                <input
                    type="radio"
                    name=group.clone()
                    prop:checked=move || manner.get() == to
                    on:change=move |_| {
                        // What was written stays, whatever the way to answer.
                        _ = turn(to);
                    }
                />
                {label}
            </label>
        }
    };
    let timer = sheet.part(
        |draft| SECONDS.iter().position(|s| *s == draft.seconds.unwrap_or(0)).unwrap_or(0),
        |draft, at: usize| draft.seconds = SECONDS.get(at).copied().filter(|s| *s > 0),
    );
    let of_settings = sheet.clone();
    view! {
        <div class="poll-draft">
            <Library sheet=sheet.clone() />
            {field::words(Face::lines("Question"), question.0, question.1)}
            <fieldset class="ways">
                <legend class="vh">"How to answer"</legend>
                {WAYS.map(way).collect_view()}
            </fieldset>
            {move || settings(&of_settings, manner.get())}
            {field::choice(Face::line("Timer"), &TIMERS, timer.0, timer.1)}
            {names(sheet, lacks)}
        </div>
    }
    .into_any()
}

/// What there is to set for one way to answer.
fn settings(sheet: &Sheet, manner: Manner) -> AnyView {
    let rows = |label, more| {
        let rows = sheet.part(|draft| draft.kind.rows.clone(), set_rows);
        field::list(label, more, rows.0, rows.1)
    };
    let most = |label: &'static str, range| {
        let most = sheet.part(|draft| draft.kind.max, |draft, max| draft.kind.max = max);
        field::number(Face::line(label), range, most.0, most.1)
    };
    let ends = |low: &'static str, high: &'static str, ghosts: [&'static str; 2]| {
        let of_low = sheet.part(|draft| draft.kind.low.clone(), |draft, text| draft.kind.low = text);
        let of_high = sheet.part(|draft| draft.kind.high.clone(), |draft, text| draft.kind.high = text);
        view! {
            <div class="fields">
                {field::words(Face::line(low).ghost(ghosts[0]), of_low.0, of_low.1)}
                {field::words(Face::line(high).ghost(ghosts[1]), of_high.0, of_high.1)}
            </div>
        }
    };
    match manner {
        Manner::Single => {
            (rows("Options", "Add an option"), view! { <Right sheet=sheet.clone() /> }).into_any()
        }
        Manner::Multiple => (
            rows("Options", "Add an option"),
            most("Choose at most", (1, limit::OPTIONS as u16)),
            view! { <Right sheet=sheet.clone() /> },
        )
            .into_any(),
        Manner::Agreement => {
            let seven = sheet.part(
                |draft| usize::from(draft.kind.max == 7),
                |draft, seven: usize| draft.kind.max = if seven == 1 { 7 } else { 5 },
            );
            let scales = &["5 marks, from strongly disagree to strongly agree", "7 marks, with “somewhat” between"];
            (
                rows("Statements", "Add a statement"),
                field::choice(Face::line("Scale"), scales, seven.0, seven.1),
                ends("The lowest mark means", "The highest mark means", ["Strongly disagree", "Strongly agree"]),
            )
                .into_any()
        }
        Manner::Rating => (
            rows("What is rated", "Add something to rate"),
            most("Stars at most", (3, limit::STARS)),
            ends("One star means", "All stars mean", ["For example: poor", "For example: excellent"]),
        )
            .into_any(),
        Manner::Ranking => (
            rows("What is put in order", "Add an item"),
            most("Places to give", (1, limit::OPTIONS as u16)),
        )
            .into_any(),
        Manner::Points => {
            (rows("Options", "Add an option"), most("Points each person has", (1, 1_000))).into_any()
        }
        Manner::Grid => (
            rows("What is placed", "Add an item"),
            ends("From left to right", "From the bottom to the top", ["Effort", "Impact"]),
        )
            .into_any(),
        Manner::Cloud => most("Words from each person at most", (1, limit::WORDS)),
        Manner::Text => view! {
            <p class="hint">"Everybody writes up to "{limit::ANSWER}" characters. You choose what the room sees of it."</p>
        }
        .into_any(),
    }
}

/// Whether there are right answers, which, and why.
#[component]
fn Right(sheet: Sheet) -> impl IntoView {
    let (has, set) = sheet.part(
        |draft| draft.key.is_some(),
        |draft, has| draft.key = has.then(|| Key { correct: [0].into(), explanation: String::new() }),
    );
    let rows = sheet.part(|draft| draft.kind.rows.clone(), set_rows).0;
    let several = sheet.part(|draft| draft.kind.manner == Manner::Multiple, |_, _| {}).0;
    let (correct, choose) = sheet.part(
        |draft| draft.key.as_ref().map(|key| key.correct.clone()).unwrap_or_default(),
        |draft, correct: map::Set<u8>| draft.key.iter_mut().for_each(|key| key.correct = correct.clone()),
    );
    let why = sheet.part(
        |draft| draft.key.as_ref().map(|key| key.explanation.clone()).unwrap_or_default(),
        |draft, text: String| draft.key.iter_mut().for_each(|key| key.explanation.clone_from(&text)),
    );
    let group = StoredValue::new(format!("{}-right", sheet.name));
    let option = move |(at, label): (usize, String)| {
        let at = u8::try_from(at).unwrap_or(u8::MAX);
        let choose = choose.clone();
        let press = move |on: bool| {
            let mut chosen = correct.get_untracked();
            if !several.get_untracked() {
                chosen = map::Set::new();
            }
            // The last one that is right stays so.
            _ = if on || chosen.len() < 2 { chosen.insert(at) } else { chosen.remove(&at) };
            _ = choose(chosen);
        };
        view! {
            <label class="tick">
                <input
                    type=move || if several.get() { "checkbox" } else { "radio" }
                    name=group.get_value()
                    prop:checked=move || correct.with(|correct| correct.contains(&at))
                    on:change:target=move |event| press(event.target().checked())
                />
                {label}
            </label>
        }
    };
    view! {
        {field::tick("It has a right answer", has, set)}
        <Show when=move || has.get()>
            <fieldset class="field">
                <legend>"Right"</legend>
                {
                    let option = option.clone();
                    move || rows.get().into_iter().enumerate().map(option.clone()).collect_view()
                }
            </fieldset>
            {
                let (read, save) = why.clone();
                field::words(Face::lines("Why it is right").hint("Everybody reads it when the poll has closed."), read, save)
            }
        </Show>
    }
}

/// Whether answers carry names, and what goes with that.
fn names(sheet: &Sheet, lacks: Signal<Option<String>>) -> AnyView {
    let (ask, set) = sheet.part(|draft| draft.ask, |draft, ask| draft.ask = ask);
    let group = format!("{}-ask", sheet.name);
    let asks = |value: Ask, label: &'static str| {
        let set = set.clone();
        view! {
            <label class="tick">
                <input
                    type="radio"
                    name=group.clone()
                    disabled=move || value == Ask::Anonymous && lacks.with(Option::is_some)
                    prop:checked=move || ask.get() == value
                    on:change=move |_| {
                        // Neither is ever refused.
                        _ = set(value);
                    }
                />
                {label}
            </label>
        }
    };
    let tick = |label, (value, save): (Signal<bool>, Save<bool>)| field::tick(label, value, save);
    let of = sheet.clone();
    let more = move || {
        match ask.get() {
        Ask::Anonymous => view! {
            <div class="col gap0">
                {tick(
                    "Also show results by department",
                    of.part(|draft| draft.by_department, |draft, on| draft.by_department = on),
                )}
                {tick(
                    "Delicate question: show results from ten answers on",
                    of.part(|draft| draft.sensitive, |draft, on| draft.sensitive = on),
                )}
            </div>
            <p class="notice">
                <Icon name="venetian-mask" />
                <span>
                    "Anonymous: no database, backup or log can tell who answered what, neither you nor the server's owner. It needs \
                     five officers in the room; ten where they write, or where it is delicate."
                </span>
            </p>
        }
        .into_any(),
        Ask::Named => view! {
            <div class="col gap0">
                {tick(
                    "Hide answers until I close the poll",
                    of.part(|draft| draft.hidden_until_closed, |draft, on| draft.hidden_until_closed = on),
                )}
                {tick("Guests answer too", of.part(|draft| draft.guests, |draft, on| draft.guests = on))}
            </div>
            <p class="notice">
                <Icon name="users" />
                <span>"Named: you see who answered what. Everyone else sees only counts, once you show them."</span>
            </p>
        }
        .into_any(),
    }
    };
    view! {
        <fieldset class="ways">
            <legend class="vh">"Whose answers they are"</legend>
            {asks(Ask::Named, "With names")}
            {asks(Ask::Anonymous, "Anonymous")}
        </fieldset>
        {move || lacks.get().map(|why| view! { <p class="small">{why}</p> })}
        {more}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(manner: Manner, rows: &[&str]) -> Draft {
        let kind = Kind::of(manner, rows.iter().map(|row| (*row).to_owned()).collect());
        Draft { question: "Which?".into(), kind, ..Draft::default() }
    }

    #[test]
    fn another_way_to_answer_keeps_what_was_written_and_can_be_opened() {
        for (from, _) in WAYS {
            for (to, _) in WAYS {
                let mut written = draft(from, &["We explain why", "We listen"]);
                written.kind = turned(&written.kind, to);
                assert_eq!(written.kind.rows.len(), 2, "{from:?} to {to:?}");
                assert!(written.checked().is_ok(), "{from:?} to {to:?}");
            }
        }
        let named = Kind { low: "Never".into(), ..Kind::of(Manner::Agreement, vec![]) };
        assert_eq!(turned(&named, Manner::Rating).low, "Never");
        assert_eq!(turned(&named, Manner::Grid).low, "", "its scales are other ones");
    }

    #[test]
    fn numbers_and_right_answers_follow_the_options() {
        let mut written = draft(Manner::Multiple, &["Map", "Radio"]);
        written.key = Some(Key { correct: [0, 1].into(), explanation: String::new() });
        let rows = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        set_rows(&mut written, rows(&["Map", "Radio", "Car"]));
        assert_eq!(written.kind.max, 3, "all could be chosen, and still can");
        written.kind.max = 2;
        set_rows(&mut written, rows(&["Map", "Radio", "Car", "Vest"]));
        assert_eq!(written.kind.max, 2);
        set_rows(&mut written, rows(&["Map"]));
        assert_eq!((written.kind.max, written.key.map(|key| key.correct)), (1, Some([0].into())));
    }
}
