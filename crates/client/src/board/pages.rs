//! Frames shown one by one, like the pages of a deck: a facilitator turns them for everybody, and officers leaf for
//! themselves where they may.

use room::{
    ItemId,
    board::{Board, Command as Ask},
};
use sketch::Area;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    button::{How, icon_button},
    easel::Easel,
    geometry::View,
    order,
};
use crate::prelude::*;

/// The frames in the order in which they are read.
pub(super) fn pages(board: &Board) -> Vec<ItemId> {
    order::sections(board).into_iter().filter_map(|section| section.frame).collect()
}

/// Where a frame stands in the list.
pub(super) fn place(ItemId(frame): ItemId) -> String {
    ["board-frame-", &frame.to_string()].concat()
}

/// Which page one is on, and what can be done about it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Page {
    /// From 1.
    nth: usize,
    count: usize,
    /// It is not the one everybody is shown.
    apart: bool,
    /// One may turn.
    turns: bool,
}

impl Easel {
    fn page(&self) -> Option<Page> {
        let (leads, own) = (self.live.leads.get(), self.page.get());
        let page = |board: &Board| {
            let (shown, _) = board.shown()?;
            let pages = pages(board);
            let at = |id| pages.iter().position(|page| *page == id);
            let here = own.filter(|_| !leads).and_then(at);
            let now = here.or_else(|| at(shown))?;
            Some(Page {
                nth: now + 1,
                count: pages.len(),
                apart: at(shown) != Some(now),
                turns: leads || !board.access.policy.together,
            })
        };
        self.see(page).flatten()
    }

    /// Turns so many pages: for everybody if one leads, else for oneself. Whether pages are shown at all.
    pub(super) fn leaf(&self, by: isize) -> bool {
        let Some(page) = untrack(|| self.page()) else { return false };
        if !page.turns {
            self.toasts.say("Your facilitator turns the pages.");
            return true;
        }
        let next = page.nth.checked_add_signed(by - 1);
        let next = next.and_then(|next| self.look(|board| pages(board).get(next).copied()).flatten());
        match next {
            Some(next) if self.live.leads.get_untracked() => self.ask(Ask::Show(self.id, Some(next)), |_| ()),
            Some(next) => self.turn_to(next),
            None => self.announce(if by < 0 { "This is the first one." } else { "This is the last one." }),
        }
        true
    }

    /// Looks at a frame, here or in the list.
    fn turn_to(&self, frame: ItemId) {
        self.page.set(Some(frame));
        let Some(item) = self.item(frame) else { return };
        if self.screen.with_value(Option::is_some) {
            return self.view_by(Area::of(&item), View::whole);
        }
        if let Some(there) = document().get_element_by_id(&place(frame)) {
            there.unchecked_ref::<HtmlElement>().scroll_into_view();
        }
    }

    /// The frame on which this person is kept, if the frame that is shown is all they are to look at.
    pub(super) fn kept_on(&self) -> Option<ItemId> {
        if self.live.leads.get() {
            return None;
        }
        self.see(|board| board.shown().filter(|_| board.access.policy.together).map(|(id, _)| id)).flatten()
    }

    /// Looks back at the frame on which one is kept. One may come nearer; that is how small print is read.
    pub(super) fn stay(&self) {
        if self.live.leads.get_untracked() {
            return;
        }
        let shown = |board: &Board| {
            board.shown().filter(|_| board.access.policy.together).map(|(_, frame)| Area::of(frame))
        };
        let Some(area) = self.look(shown).flatten() else { return };
        let (w, h) = self.free();
        self.view.maybe_update(|view| {
            let kept = view.kept_on(area, (w, h));
            let changes = kept != *view;
            *view = kept;
            changes
        });
    }

    /// Goes where everybody is shown.
    fn follow(&self) {
        let Some((shown, title)) = self
            .look(|board| {
                let (id, frame) = board.shown()?;
                Some((id, frame.kind.text().unwrap_or_default().to_owned()))
            })
            .flatten()
        else {
            return self.page.set(None);
        };
        self.turn_to(shown);
        if let Some(Page { nth, count, .. }) = untrack(|| self.page()) {
            self.announce([&nth.to_string(), " of ", &count.to_string(), ": ", &title, "."].concat());
        }
    }
}

/// Turns the pages, while they are shown.
#[component]
pub(super) fn Pager() -> impl IntoView {
    let easel = expect_context::<Easel>();
    let shown = memo(move || easel.see(|board| board.shown().map(|(id, _)| id)).flatten());
    let kept = memo(move || easel.kept_on());
    // Once the view has been made, and the list with it. Who has leafed on their own stays there when the view is made anew.
    effect(move || {
        let (shown, kept) = (shown.get(), kept.get());
        if shown.is_none() {
            easel.page.set(None);
        }
        let known = easel.followed.get_value() == shown;
        easel.followed.set_value(shown);
        if shown.is_none() || (known && kept.is_none()) {
            return;
        }
        let follow = move || {
            // The board may have been left by then.
            if easel.page.try_get_untracked().is_some() {
                easel.follow();
            }
        };
        set_timeout(follow, std::time::Duration::ZERO);
    });
    let page = memo(move || easel.page());
    let turns = memo(move || page.get().map(|page| page.turns));
    let leads = easel.live.leads;
    let words =
        move || page.get().map(|page| [&page.nth.to_string(), " / ", &page.count.to_string()].concat());
    let buttons = move || {
        let [back, on] = match leads.get() {
            true => ["Previous for everybody", "Next for everybody"],
            false => ["Previous", "Next"],
        };
        let turn = move |icon, name, by| {
            let end = move || {
                page.get().is_none_or(|page| {
                    page.nth.checked_add_signed(by).is_none_or(|n| n == 0 || n > page.count)
                })
            };
            let off = How::Off(Signal::derive(end));
            icon_button("iconbtn slim", icon, name, off, Box::new(move || _ = easel.leaf(by)))
        };
        (turn("chevron-left", back, -1), turn("chevron-right", on, 1))
    };
    move || {
        let turns = turns.get()?;
        let (back, on) = if turns { Some(buttons()) } else { None }.unzip();
        Some(view! {
            <div class="pager" role="group" aria-label="Pages">
                {back}
                <span>{words}</span>
                {on}
                <Show when=move || page.get().is_some_and(|page| page.apart)>
                    <button
                        type="button"
                        class="btn slim"
                        on:click=move |_| {
                            easel.follow();
                            // It goes, and the focus would go with it.
                            crate::browser::focus(".pager button");
                        }
                    >
                        "Back to what is shown"
                    </button>
                </Show>
            </div>
        })
    }
}
