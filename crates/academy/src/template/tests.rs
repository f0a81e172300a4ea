//! The shipped templates: complete, consistent, and worth a trainer's time to read.

use std::collections::BTreeSet;

use super::*;
use crate::segment::{Activity, Segment};
use crate::session::{MAX_NAME, RunSheet};
use crate::tailor::{self, Values};

fn templates() -> Vec<Template> {
    all().unwrap_or_else(|fault| panic!("{fault}"))
}

fn template(id: &str) -> Template {
    templates().into_iter().find(|template| template.id == id).unwrap_or_else(|| panic!("{id} does not ship"))
}

fn activities(template: &Template) -> impl Iterator<Item = &Activity> {
    template.segments.iter().flat_map(|segment| &segment.activities)
}

/// Everything anybody reads in a template.
fn texts(template: &Template) -> Vec<String> {
    let mut texts: Vec<String> = template.segments.iter().flat_map(Segment::texts).collect();
    texts.extend([&template.title, &template.about, &template.audience].map(Clone::clone));
    texts.extend(template.objectives.iter().cloned());
    texts.extend(template.slots.iter().flat_map(|slot| [slot.ask.clone(), slot.otherwise.clone()]));
    texts
}

#[test]
fn ten_templates_ship_and_no_two_share_an_id() {
    let ids: BTreeSet<String> = templates().into_iter().map(|template| template.id).collect();
    let expected =
        ["BD-3H", "CC-2H", "CC-4H", "CMD-4H", "FS-2H", "FU-60", "MU-30", "PJ-2H", "RC-15", "SUP-2H"]
            .map(str::to_owned);
    assert_eq!(ids, BTreeSet::from(expected));
    assert_eq!(templates().len(), 10);
}

#[test]
fn every_template_is_a_run_sheet_that_could_be_opened() {
    for template in templates() {
        assert_eq!(RunSheet::new(template.segments.clone()).check(), Ok(()), "{}", template.id);
        assert!(template.title.chars().count() <= MAX_NAME, "{}", template.id);
        let ids: Vec<u32> = template.segments.iter().map(|segment| segment.id.0).collect();
        assert_eq!(ids, (1..=ids.len() as u32).collect::<Vec<_>>(), "{}", template.id);
    }
}

#[test]
fn the_id_says_how_long_it_is() {
    for template in templates() {
        let sheet = RunSheet::new(template.segments.clone());
        let promised = template.id.rsplit('-').next().expect("an id has an end");
        if let Some(hours) = promised.strip_suffix('H') {
            let hours: u32 = hours.parse().expect("hours");
            assert_eq!(sheet.credit_minutes(), hours * 60, "credit minutes of {}", template.id);
        } else {
            let minutes: u32 = promised.parse().expect("minutes");
            assert_eq!(sheet.wall_minutes(), minutes, "wall minutes of {}", template.id);
        }
    }
}

#[test]
fn a_break_earns_no_credit_and_nobody_sits_longer_than_100_minutes() {
    for template in templates() {
        let mut sitting = 0;
        for segment in &template.segments {
            if segment.activities.contains(&Activity::Break) {
                assert!(!segment.credit, "{}: {}", template.id, segment.title);
                sitting = 0;
            } else {
                sitting += segment.minutes;
            }
            assert!(sitting <= 100, "{}: {}", template.id, segment.title);
        }
    }
}

#[test]
fn every_segment_tells_officers_what_to_do_and_facilitators_how() {
    for template in templates() {
        for segment in &template.segments {
            let place = format!("{}: {}", template.id, segment.title);
            assert!(segment.instructions.split_whitespace().count() >= 6, "{place}: instructions");
            assert!(segment.notes.split_whitespace().count() >= 12, "{place}: notes");
            assert!(!segment.activities.is_empty(), "{place}: nothing to do");
        }
    }
}

#[test]
fn no_text_is_empty_and_none_is_long() {
    for template in templates() {
        assert!((2..=4).contains(&template.objectives.len()), "{}", template.id);
        for text in texts(&template) {
            assert_eq!(text.trim(), text, "{}", template.id);
            assert!(!text.is_empty(), "{}", template.id);
            assert!(text.chars().count() <= 600, "{}: {text}", template.id);
        }
    }
}

#[test]
fn every_slot_is_declared_used_and_has_a_fallback_that_reads_well() {
    for template in templates() {
        let texts: Vec<String> = template.segments.iter().flat_map(Segment::texts).collect();
        let used: BTreeSet<&str> = texts.iter().flat_map(|text| tailor::used(text)).collect();
        let declared: BTreeSet<&str> = template.slots.iter().map(|slot| slot.key.as_str()).collect();
        assert_eq!(used, declared, "{}", template.id);
        for text in &texts {
            let filled = tailor::fill(text, &template.slots, &Values::new());
            assert!(!filled.contains("{{") && !filled.contains("..") && !filled.contains("  "), "{filled}");
        }
    }
}

#[test]
fn steps_of_an_exercise_fit_into_their_segment() {
    for template in templates() {
        for segment in &template.segments {
            for activity in &segment.activities {
                let Activity::Exercise(exercise) = activity else { continue };
                let minutes: u16 = exercise.steps.iter().map(|step| step.minutes).sum();
                assert!(minutes <= segment.minutes, "{}: {}", template.id, segment.title);
            }
        }
    }
}

#[test]
fn right_answers_are_not_always_in_the_same_place() {
    let mut answers = BTreeSet::new();
    for template in templates() {
        for activity in activities(&template) {
            let Activity::Check(check) = activity else { continue };
            assert!(check.questions.iter().all(|question| question.options.len() >= 3), "{}", template.id);
            answers.extend(check.questions.iter().map(|question| question.answer));
        }
    }
    assert!(answers.len() >= 3, "{answers:?}");
}

/// What the product may not claim, and words that do not belong into a room of professionals.
#[test]
fn no_text_promises_an_effect_or_talks_down() {
    let never = ["proven", "guarantee", "will reduce", "reduces ", "users", "students", "!", "simply"];
    for template in templates() {
        for text in texts(&template) {
            let lower = text.to_lowercase();
            for word in never {
                assert!(!lower.contains(word), "{}: \"{word}\" in: {text}", template.id);
            }
        }
    }
}

#[test]
fn everything_in_the_library_is_used() {
    let library = source::library().unwrap_or_else(|fault| panic!("{fault}"));
    let written: String = FILES.iter().map(|(_, text)| *text).collect();
    let words: BTreeSet<&str> =
        written.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
    for key in library.keys() {
        assert!(words.contains(key), "{key} is referred to by no template");
    }
}

#[test]
fn fair_stops_has_the_agenda_people_know() {
    let template = template("FS-2H");
    let agenda: Vec<_> = template
        .segments
        .iter()
        .map(|segment| (segment.title.as_str(), segment.minutes, segment.label()))
        .collect();
    assert_eq!(
        agenda,
        [
            ("Welcome and ground rules", 10, "talk"),
            ("Where are we starting?", 5, "anonymous poll"),
            ("What a stop feels like", 20, "guest panel"),
            ("First words", 15, "whiteboard"),
            ("Break", 10, "break"),
            ("Solve one local problem", 35, "small groups"),
            ("Report back", 15, "report back"),
            ("My commitment", 10, "your commitment"),
            ("Where are we now?", 10, "anonymous poll"),
        ]
    );
    let polls: Vec<&Activity> =
        activities(&template).filter(|activity| matches!(activity, Activity::Poll(_))).collect();
    assert_eq!(polls[0], polls[1], "the same statements are asked again at the end");
}

#[test]
fn officers_are_not_sent_notes_answers_or_facts_to_come() {
    for template in templates() {
        for segment in &template.segments {
            let shown = format!("{:?}", segment.for_officers());
            assert!(!shown.contains(&segment.notes));
            for activity in &segment.activities {
                match activity {
                    Activity::Scenario(card) => {
                        assert!(
                            card.facts
                                .iter()
                                .chain([&card.debrief])
                                .all(|text| !shown.contains(text.as_str()))
                        );
                    }
                    Activity::Check(check) => {
                        assert!(
                            check.questions.iter().all(|question| !shown.contains(&question.explanation))
                        );
                        assert!(!shown.contains("answer: 1") && !shown.contains("answer: 2"));
                    }
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn mistakes_in_the_data_are_named_with_their_place() {
    let library = source::library().unwrap_or_else(|fault| panic!("{fault}"));
    let broken = |from: &str, to: &str| {
        let text = FILES[0].1.replace(from, to);
        source::read("fs-2h.yaml", &text, &library).expect_err("it is broken").to_string()
    };
    assert_eq!(broken("P11", "P99"), "template FS-2H: refers to P99, which the library does not hold");
    assert_eq!(
        broken("slots: [department_name, ", "slots: ["),
        "template FS-2H: uses the slot department_name without declaring it"
    );
    assert!(broken("minutes: 10", "minuets: 10").starts_with("template fs-2h.yaml: "));
}
