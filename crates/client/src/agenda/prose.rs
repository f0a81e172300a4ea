//! What a planner wrote, as paragraphs and lists.

use crate::prelude::*;

/// A piece of the text.
#[derive(Debug, PartialEq, Eq)]
enum Block<'a> {
    Words(&'a str),
    Points(Vec<&'a str>),
}

/// The text as paragraphs; lines that begin with a bullet or a dash are points of a list.
pub(crate) fn prose(text: &str) -> impl IntoView + use<> {
    let point = |point: &str| view! { <li>{point.to_owned()}</li> };
    let block = |block| match block {
        Block::Words(words) => view! { <p>{words.to_owned()}</p> }.into_any(),
        Block::Points(points) => view! { <ul>{points.into_iter().map(point).collect_view()}</ul> }.into_any(),
    };
    blocks(text).into_iter().map(block).collect_view()
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = vec![];
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let point = ["• ", "- ", "* "].into_iter().find_map(|mark| line.strip_prefix(mark));
        match (point, blocks.last_mut()) {
            (Some(point), Some(Block::Points(points))) => points.push(point),
            (Some(point), _) => blocks.push(Block::Points(vec![point])),
            (None, _) => blocks.push(Block::Words(line)),
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_become_one_list() {
        let text = "Say who you are.\n\nThree rules\n• Phones away\n- One speaks\n\nThank you";
        let points = Block::Points(vec!["Phones away", "One speaks"]);
        let words = Block::Words;
        assert_eq!(
            blocks(text),
            [words("Say who you are."), words("Three rules"), points, words("Thank you")]
        );
        assert_eq!(blocks(" \n\n"), []);
    }
}
