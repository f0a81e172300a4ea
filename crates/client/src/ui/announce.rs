//! Tells screen readers what happens elsewhere on the page, without moving the focus.

use std::time::Duration;

use crate::prelude::*;

/// Long after every screen reader has taken a sentence into its own queue.
const STANDS: Duration = Duration::from_secs(20);

/// So many sentences stand at once; of more, the oldest have been read or are not worth it any more.
const MOST: usize = 8;

/// What is being said: each sentence stands by itself, so that a later one takes nothing from an earlier one. A handle
/// like a signal; found with `expect_context`.
#[derive(Clone, Copy)]
pub(crate) struct Announcer {
    said: RwSignal<Vec<(u32, String)>>,
    last: StoredValue<u32>,
}

impl Announcer {
    /// Nothing said yet.
    pub(crate) fn new() -> Self {
        Self { said: RwSignal::new(vec![]), last: StoredValue::new(0) }
    }

    /// Says `words` after everything that was said before.
    pub(crate) fn say(&self, words: impl Into<String>) {
        let said = self.said;
        if let Some(number) = self.add(words.into()) {
            set_timeout(move || forget(said, number), STANDS);
        }
    }

    /// The number of the sentence, unless nobody can hear it any more.
    fn add(&self, words: String) -> Option<u32> {
        self.last.try_update_value(|last| *last += 1)?;
        let number = self.last.try_get_value()?;
        self.said.try_update(|said| {
            said.push((number, words));
            let over = said.len().saturating_sub(MOST);
            said.drain(..over);
        })?;
        Some(number)
    }
}

fn forget(said: RwSignal<Vec<(u32, String)>>, number: u32) {
    said.try_update(|said| said.retain(|(other, _)| *other != number));
}

/// Where the announcements stand in the page; invisible. What is added is read, what goes is not.
#[component]
pub(crate) fn Announcements() -> impl IntoView {
    let said = expect_context::<Announcer>().said;
    view! {
        <div class="vh" role="status" aria-atomic="false">
            <For each=move || said.get() key=|(number, _)| *number let((_number, words))>
                <p>{words}</p>
            </For>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_at_once_is_said_one_after_the_other() {
        let owner = Owner::new();
        owner.with(|| {
            let announcer = Announcer::new();
            let numbers = ["Now: Scenario", "Dana Kaplan raises a hand", "Dana Kaplan raises a hand"]
                .map(|words| announcer.add(words.to_owned()).unwrap_or_default());
            let said =
                || announcer.said.with_untracked(|said| said.iter().map(|(n, _)| *n).collect::<Vec<_>>());
            assert_eq!(said(), numbers, "the same words again are said again");
            forget(announcer.said, numbers[0]);
            assert_eq!(said(), numbers[1..]);
            for n in 0..MOST {
                announcer.add(n.to_string());
            }
            assert_eq!(said().len(), MOST, "what nobody can have waited for goes");
        });
    }
}
