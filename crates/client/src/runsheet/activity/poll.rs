//! The form of a prepared poll: the same as for one on the fly.

use academy::segment::Activity;
use room::poll::Draft;

use super::At;
use crate::prelude::*;
use crate::{
    poll::editor::{self, Sheet},
    ui::Icon,
};

/// What is missing for the way to answer is filled in, so that nobody is refused in the middle of a change.
fn filled(mut draft: Draft) -> Draft {
    let rows = &mut draft.kind.rows;
    while rows.len() < editor::fewest_rows(draft.kind.manner) {
        rows.push(if rows.is_empty() { "An option" } else { "Another option" }.to_owned());
    }
    editor::fit(&mut draft);
    draft
}

/// The form.
pub(super) fn form(at: At) -> impl IntoView {
    let draft = at.read(|activity| match activity {
        Activity::Poll(poll) => Some(poll.draft.clone()),
        _ => None,
    });
    let save = at.write(|activity, draft: Draft| {
        if let Activity::Poll(poll) = activity {
            poll.draft = filled(draft);
        }
    });
    let sheet = Sheet { draft, save, name: format!("poll-{}-{}", at.id.0, at.at) };
    view! {
        {editor::form(&sheet, Signal::stored(None))}
        <Twice at />
    }
}

/// A poll that is asked twice is edited in both places at once.
#[component]
fn Twice(at: At) -> impl IntoView {
    let twice = at.read(|activity| match activity {
        Activity::Poll(poll) => Some(poll.key.is_some()),
        _ => None,
    });
    view! {
        <Show when=move || twice.get()>
            <p class="notice">
                <Icon name="arrow-left-right" />
                "This poll is asked again to show the change. What you edit here changes in both places."
            </p>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::poll::{Kind, Manner};

    #[test]
    fn one_statement_is_not_enough_to_choose_from() {
        let kind = editor::turned(&Kind::of(Manner::Agreement, vec!["Only".to_owned()]), Manner::Single);
        let draft = filled(Draft { question: "Which?".into(), kind, ..Draft::default() });
        assert_eq!(draft.kind.rows, ["Only", "Another option"]);
        assert!(draft.checked().is_ok());
    }
}
