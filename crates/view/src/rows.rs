//! Lists whose rows stay themselves while the list changes around them.

use std::rc::Rc;

use leptos::reactive::owner::Owner;
use web_sys::{Comment, Node};

use crate::{
    page::{self, Shown},
    view::{Kind, View},
};

/// One item that is not a view yet.
pub struct Row {
    /// Tells it from the others of its list.
    pub key: u64,
    /// Makes its view.
    pub make: Box<dyn FnOnce() -> View>,
}

/// A list at one moment.
pub(crate) struct Rows {
    /// On whose behalf; also tells this list from all others.
    list: Rc<Owner>,
    rows: Vec<Row>,
}

/// A view for each of the `each` rows, made anew whenever a signal it read has changed. A row with the key of one that
/// is shown already keeps that one's view.
pub fn rows(each: Box<dyn Fn() -> Vec<Row>>) -> View {
    // Not that of a moment: what a row sets up lives as long as the row.
    let list = Rc::new(Owner::current().unwrap_or_default());
    View(Kind::Live(Box::new(move || View(Kind::Rows(Rows { list: list.clone(), rows: each() })))))
}

/// A list in the page.
pub(crate) struct ShownRows {
    list: Rc<Owner>,
    rows: Vec<ShownRow>,
    end: Comment,
}

struct ShownRow {
    key: u64,
    view: Shown,
    /// Ends with the row, and with it the signals the row made.
    _owner: Owner,
}

impl Row {
    fn show(self, list: &Owner) -> ShownRow {
        let owner = list.with(Owner::new);
        let view = owner.with(|| (self.make)().show());
        ShownRow { key: self.key, view, _owner: owner }
    }
}

impl Rows {
    pub(crate) fn show(self) -> ShownRows {
        let rows = self.rows.into_iter().map(|row| row.show(&self.list)).collect();
        ShownRows { list: self.list, rows, end: page::mark() }
    }
}

impl ShownRows {
    pub(crate) fn nodes(&self, each: &mut dyn FnMut(&Node)) {
        self.rows.iter().for_each(|row| row.view.nodes(each));
        each(&self.end);
    }

    /// Whether `rows` are of the same list, and not of one that only happens to stand in its place and to have the same
    /// keys.
    pub(crate) fn are(&self, rows: &Rows) -> bool {
        Rc::ptr_eq(&self.list, &rows.list)
    }

    /// Keeps the rows whose keys are still there, in their new order, and takes the others out.
    pub(crate) fn become_rows(&mut self, list: Rows) {
        let mut before: Vec<Option<ShownRow>> =
            std::mem::take(&mut self.rows).into_iter().map(Some).collect();
        let mut places = Vec::with_capacity(list.rows.len());
        let mut search = 0;
        for row in list.rows {
            // Nearly always the next one: then looking for it costs nothing.
            let is_it = |at: &usize| before[*at].as_ref().is_some_and(|shown| shown.key == row.key);
            let place = (search..before.len()).chain(0..search).find(is_it);
            search = place.map_or(search, |place| place + 1);
            places.push(place);
            let kept = place.and_then(|place| before[place].take());
            self.rows.push(kept.unwrap_or_else(|| row.show(&self.list)));
        }
        before.into_iter().flatten().for_each(|gone| gone.view.remove());
        self.put_in_order(&places);
    }

    /// Moves as few rows as possible: moving one takes the focus out of it.
    fn put_in_order(&self, places: &[Option<usize>]) {
        let Some(parent) = self.end.parent_node() else { return };
        let stays = longest_rise(places);
        let mut next: Node = self.end.clone().into();
        for (row, stays) in self.rows.iter().zip(stays).rev() {
            if !stays {
                row.view.put(&parent, Some(&next));
            }
            next = row.view.first().unwrap_or(next);
        }
    }
}

/// Which of the old places, in their new order, may stay where they are: the longest run that only rises.
fn longest_rise(places: &[Option<usize>]) -> Vec<bool> {
    // `ends[n]`: where the run of length n + 1 that ends lowest ends; `earlier`: what comes before each in its run.
    let (mut ends, mut earlier) = (Vec::<usize>::new(), vec![None; places.len()]);
    for (at, place) in places.iter().enumerate() {
        if place.is_some() {
            let length = ends.partition_point(|end| places[*end] < *place);
            earlier[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
            match ends.get_mut(length) {
                Some(end) => *end = at,
                None => ends.push(at),
            }
        }
    }
    let mut stays = vec![false; places.len()];
    let mut last = ends.last().copied();
    while let Some(at) = last {
        stays[at] = true;
        last = earlier[at];
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stay(places: &[usize]) -> usize {
        let places: Vec<_> = places.iter().map(|place| Some(*place)).collect();
        longest_rise(&places).iter().filter(|stays| **stays).count()
    }

    #[test]
    fn as_many_rows_as_possible_stay_where_they_are() {
        assert_eq!(stay(&[0, 1, 2, 3]), 4, "nothing moved");
        assert_eq!(stay(&[1, 2, 3, 0]), 3, "the first went to the end");
        assert_eq!(stay(&[3, 0, 1, 2]), 3, "the last went to the front");
        assert_eq!(stay(&[2, 0, 1, 4, 3]), 3);
        assert_eq!(stay(&[3, 2, 1, 0]), 1, "turned around");
    }

    #[test]
    fn a_new_row_is_put_in_and_moves_no_other() {
        assert_eq!(longest_rise(&[Some(0), None, Some(1)]), [true, false, true]);
        assert_eq!(longest_rise(&[None]), [false]);
    }
}
