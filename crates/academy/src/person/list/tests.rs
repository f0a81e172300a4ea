//! Lists as people really paste them.

use super::*;

fn names(list: &List) -> Vec<&str> {
    list.people.iter().map(|person| person.name.as_str()).collect()
}

fn problems(list: &List) -> Vec<(usize, &str)> {
    list.problems.iter().map(|problem| (problem.line, problem.say.as_str())).collect()
}

#[test]
fn a_plain_paste_needs_no_header() {
    let list = parse("David Kaplan, Riverton PD, Officer, RP-1042\nSam Osei,Lakeside SO\n");
    assert!(list.problems.is_empty());
    assert_eq!(list.people.len(), 2);
    assert_eq!(
        list.people[0],
        Expected {
            name: "David Kaplan".into(),
            department: "Riverton PD".into(),
            rank: "Officer".into(),
            training_id: "RP-1042".into(),
            ..Expected::default()
        }
    );
}

#[test]
fn a_header_puts_the_columns_in_any_order_and_unknown_ones_are_left_out() {
    let text = "\u{feff}Training ID;SHIFT;Department;Keep apart from;Name;Years of service;Supervisor\r\n\
                7;night;Riverton PD;\"Ana Lee; Bo Park\";\"Kaplan; David\";12;Sgt. Mora\r\n";
    let list = parse(text);
    assert_eq!(problems(&list), []);
    let kaplan = &list.people[0];
    assert_eq!((kaplan.name.as_str(), kaplan.training_id.as_str()), ("Kaplan; David", "7"));
    assert_eq!((kaplan.years_of_service, kaplan.supervisor.as_str()), (Some(12), "Sgt. Mora"));
    assert_eq!(kaplan.keep_apart_from, ["Ana Lee", "Bo Park"]);
    assert_eq!(kaplan.rank, "");
}

#[test]
fn tabs_semicolons_and_commas_are_told_apart() {
    for text in ["Kaplan, D.\tRiverton PD", "Kaplan, D.; Riverton PD; Officer", "\"Kaplan, D.\", Riverton PD"]
    {
        let list = parse(text);
        assert_eq!(list.people[0].name, "Kaplan, D.", "{text}");
        assert_eq!(list.people[0].department, "Riverton PD", "{text}");
    }
}

#[test]
fn good_lines_are_kept_and_bad_ones_reported_in_plain_words() {
    let text = "name,department,years of service\n\
                David Kaplan,Riverton PD,12\n\
                \n\
                ,Riverton PD,3\n\
                Sam Osei,,\n\
                Ana Lee,Lakeside SO,a few\n\
                \"Bo Park,Lakeside SO\n\
                Tuan Nguyen,Lakeside SO,\n";
    let list = parse(text);
    assert_eq!(names(&list), ["David Kaplan", "Tuan Nguyen"]);
    assert_eq!(
        problems(&list),
        [
            (4, "The name is missing."),
            (5, "The department of Sam Osei is missing."),
            (6, "The years of service should be a number from 0 to 60, not \"a few\"."),
            (7, "A quotation mark is opened and not closed."),
        ]
    );
}

#[test]
fn doubles_are_left_out_and_said() {
    let text = "David Kaplan,Riverton PD,,1\n\
                D. Kaplan,Riverton PD,,1\n\
                david kaplan,RIVERTON PD\n\
                David Kaplan,Riverton PD,,2\n";
    let list = parse(text);
    assert_eq!(list.people.iter().map(|person| person.training_id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(
        problems(&list),
        [
            (2, "Left out: the same training ID is on line 1."),
            (
                3,
                "Left out: the same name and department are on line 1. Add training IDs if these are two people."
            ),
        ]
    );
}

#[test]
fn a_list_holds_1_000_people() {
    let text: String = (0..1_002).map(|number| format!("Officer {number},Riverton PD\n")).collect();
    let list = parse(&text);
    assert_eq!(list.people.len(), limit::EXPECTED);
    assert_eq!(problems(&list)[1], (1_002, "Left out: a list holds 1000 people at most."));
}

#[test]
fn entries_have_80_characters_at_most() {
    let longest = "é".repeat(MAX_NAME);
    assert_eq!(parse(&format!("{longest},Riverton PD")).people.len(), 1);
    let list = parse(&format!("{longest}é,Riverton PD"));
    assert_eq!(problems(&list), [(1, "One of the entries is longer than 80 characters.")]);
}

#[test]
fn quotation_marks_around_a_nickname_belong_to_the_name() {
    assert_eq!(parse("\"Ana \"\"Ace\"\" Lee\",Lakeside SO").people[0].name, "Ana \"Ace\" Lee");
}

#[test]
fn nothing_pasted_is_no_list_and_no_problem() {
    for text in ["", "\u{feff}", "\n \n\t\n"] {
        assert_eq!(parse(text), List::default(), "{text:?}");
    }
    assert_eq!(parse("Name,Department\n"), List::default());
}

#[test]
fn whatever_is_pasted_is_read_or_reported() {
    for text in [",,,,", "\";\"\t,", "\u{0}", "\"\"\"\"", ";;;\n\t\t", "x", "\r\r\n,"] {
        let list = parse(text);
        let lines =
            text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty()).count();
        assert_eq!(list.people.len() + list.problems.len(), lines, "{text:?}");
    }
}

#[test]
fn a_list_as_text_is_read_back_as_the_same_list() {
    let list = parse(
        "Dana Kaplan,Riverton PD,Officer,RP-1,4,,Lee Ray; Sam Oh\n\"Rey, Jr.\",Lakeside SO\nSam \"Sunny\" Oh,Lakeside SO\n",
    );
    assert_eq!((list.people.len(), list.problems.len()), (3, 0));
    assert_eq!(parse(&lines(&list.people)), list);
    assert_eq!(lines(&list.people[1..2]), "\"Rey, Jr.\",Lakeside SO\n");
}
