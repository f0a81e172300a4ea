//! A session while it is planned: what the page shows, what is still on its way to the server, what can be undone.
//!
//! Every change is tried here first, with the same rules as on the server, so that a refusal stands under its field at
//! once. What was accepted is sent in order, one at a time. A change that does not arrive is kept and sent again.

use std::{collections::VecDeque, time::Duration};

use academy::{
    id::SegmentId,
    segment::Segment,
    session::{Edit, Refusal, RunSheet, Session, State},
    tailor::Values,
};
use leptos::{ev, task::spawn_local};
use room::Records;
use serde::Serialize;

use super::{
    answers::{Links, Plan},
    place::Here,
};
use crate::prelude::*;
use crate::{http, ui::Toasts};

/// Steps that can be taken back.
const MOST_STEPS: usize = 50;
/// Until a change that did not arrive is sent again.
const AGAIN: Duration = Duration::from_secs(3);

/// Details of a session that change; what is left out stays.
#[derive(Clone, Default, Serialize)]
pub(crate) struct Change {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) starts_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) departments: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) led_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) records: Option<Records>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) audio_fallback: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lobby_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) auto_admit_listed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) capacity: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tailoring: Option<Values>,
}

impl Change {
    fn apply(&self, session: &mut Session) {
        fn set<T: Clone>(field: &mut T, value: Option<&T>) {
            if let Some(value) = value {
                field.clone_from(value);
            }
        }
        set(&mut session.title, self.title.as_ref());
        set(&mut session.starts_at_ms, self.starts_at.as_ref());
        set(&mut session.departments, self.departments.as_ref());
        set(&mut session.led_by, self.led_by.as_ref());
        set(&mut session.records, self.records.as_ref());
        set(&mut session.audio_fallback, self.audio_fallback.as_ref());
        set(&mut session.lobby_message, self.lobby_message.as_ref());
        set(&mut session.auto_admit_listed, self.auto_admit_listed.as_ref());
        set(&mut session.capacity, self.capacity.as_ref());
        set(&mut session.tailoring, self.tailoring.as_ref());
    }
}

/// Something on its way to the server.
#[derive(Clone)]
enum Parcel {
    /// A change of the run sheet, and the run sheet it makes.
    Edit(Edit, RunSheet),
    /// A change of details. Sent twice, it does no harm.
    Change(Box<Change>),
}

/// How far the changes have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Saving {
    /// Nothing was changed since the page was opened.
    Untouched,
    /// On its way.
    Busy,
    /// Everything is at the server.
    Saved,
    /// The server cannot be reached; everything is kept and sent again.
    Waiting,
}

/// A session that is being planned. A handle like a signal; found with `expect_context`.
#[derive(Clone, Copy)]
pub(crate) struct Planner {
    /// What the page shows.
    pub(crate) session: RwSignal<Session>,
    /// How people get in.
    pub(crate) links: StoredValue<Links>,
    pub(crate) saving: RwSignal<Saving>,
    /// The segment that is open at the side.
    pub(crate) chosen: RwSignal<Option<SegmentId>>,
    /// What takes the last changes back, the latest at the end.
    steps: RwSignal<Vec<Edit>>,
    parcels: StoredValue<VecDeque<Parcel>>,
    here: Here,
    toasts: Toasts,
}

impl Planner {
    /// Begins with what the server holds.
    pub(crate) fn new(plan: Plan) -> Self {
        let first = plan.session.run_sheet.segments().first().map(|segment| segment.id);
        let planner = Self {
            session: RwSignal::new(plan.session),
            links: StoredValue::new(plan.links),
            saving: RwSignal::new(Saving::Untouched),
            chosen: RwSignal::new(first),
            steps: RwSignal::new(vec![]),
            parcels: StoredValue::new(VecDeque::new()),
            here: expect_context(),
            toasts: expect_context(),
        };
        planner.ask_before_leaving();
        planner
    }

    /// Whether anything may still be changed.
    pub(crate) fn is_open(&self) -> bool {
        self.session.with(|session| session.state == State::Planned)
    }

    /// A part of the segment `id`, watched; nothing once it is gone.
    pub(crate) fn segment<T>(&self, id: SegmentId, look: impl FnOnce(&Segment) -> T) -> Option<T> {
        self.session.with(|session| session.run_sheet.get(id).map(look))
    }

    /// Changes the run sheet, or says why not.
    pub(crate) fn edit(&self, edit: Edit) -> Result<(), Refusal> {
        let before = self.session.with_untracked(|session| session.run_sheet.clone());
        let after = self.accept(&edit)?;
        if after == before {
            return Ok(());
        }
        if let Some(back) = reverse(&edit, &before, &after) {
            self.steps.update(|steps| {
                steps.push(back);
                if steps.len() > MOST_STEPS {
                    steps.remove(0);
                }
            });
        }
        if let Edit::Insert { .. } | Edit::Duplicate(_) = edit {
            self.chosen.set(newcomer(&before, &after));
        }
        self.send(Parcel::Edit(edit, after));
        Ok(())
    }

    /// Changes the run sheet; a refusal is told in passing, where there is no field to stand under.
    pub(crate) fn edit_or_tell(&self, edit: Edit) {
        if let Err(refusal) = self.edit(edit) {
            self.toasts.say(refusal.to_string());
        }
    }

    /// Whether there is a step to take back.
    pub(crate) fn can_undo(&self) -> bool {
        self.steps.with(|steps| !steps.is_empty())
    }

    /// Takes the last change of the run sheet back.
    pub(crate) fn undo(&self) {
        let Some(back) = self.steps.try_update(Vec::pop).flatten() else { return };
        let before = self.session.with_untracked(|session| session.run_sheet.clone());
        let Ok(after) = self.accept(&back) else { return };
        if let (Edit::Insert { segment, .. }, Some(now)) = (&back, newcomer(&before, &after)) {
            // What comes back has a new id; earlier steps speak of the old one.
            let old = segment.id;
            self.steps.update(|steps| steps.iter_mut().for_each(|step| rename(step, old, now)));
            self.chosen.set(Some(now));
        }
        self.send(Parcel::Edit(back, after));
    }

    /// Changes details, or says why not.
    pub(crate) fn change(&self, change: Change) -> Result<(), Refusal> {
        let mut changed = self.session.get_untracked();
        change.apply(&mut changed);
        changed.check()?;
        if self.session.with_untracked(|session| *session != changed) {
            self.session.set(changed);
            self.send(Parcel::Change(Box::new(change)));
        }
        Ok(())
    }

    /// Takes over what the server holds.
    pub(crate) fn take(&self, plan: Plan) {
        if self.session.with_untracked(|session| *session != plan.session) {
            self.session.set(plan.session);
        }
    }

    fn accept(&self, edit: &Edit) -> Result<RunSheet, Refusal> {
        let after = self.session.with_untracked(|session| session.run_sheet.edited(edit.clone()))?;
        self.session.update(|session| session.run_sheet = after.clone());
        if self.chosen.get_untracked().is_some_and(|id| after.get(id).is_none()) {
            self.chosen.set(None);
        }
        Ok(after)
    }

    /// Puts a change on its way, behind those before it.
    fn send(&self, parcel: Parcel) {
        let alone = self.parcels.try_update_value(|parcels| {
            parcels.push_back(parcel);
            parcels.len() == 1
        });
        if alone == Some(true) {
            let planner = *self;
            spawn_local(async move { planner.deliver(false).await });
        }
    }

    /// Sends what waits, in order, until nothing is left or the line is down. `again`: the first one may have arrived
    /// already, with only its answer lost.
    async fn deliver(self, again: bool) {
        let mut unsure = again;
        while let Some(parcel) = self.parcels.try_with_value(|parcels| parcels.front().cloned()).flatten() {
            _ = self.saving.try_set(Saving::Busy);
            let delivered = self.deliver_one(&parcel, unsure).await;
            unsure = false;
            match delivered {
                Ok(plan) => {
                    let last = self.parcels.try_update_value(|parcels| {
                        parcels.pop_front();
                        parcels.is_empty()
                    });
                    if last == Some(true) {
                        self.take(plan);
                    }
                }
                Err(problem) if problem.may_pass() => {
                    _ = self.saving.try_set(Saving::Waiting);
                    set_timeout(move || spawn_local(self.deliver(true)), AGAIN);
                    return;
                }
                Err(problem) => return self.give_up(problem).await,
            }
        }
        _ = self.saving.try_set(Saving::Saved);
    }

    async fn deliver_one(&self, parcel: &Parcel, unsure: bool) -> Result<Plan, http::Problem> {
        let path = self.path();
        match parcel {
            Parcel::Change(change) => http::put(&path, change).await,
            Parcel::Edit(edit, after) => {
                if unsure {
                    let plan: Plan = http::get(&path).await?;
                    if plan.session.run_sheet == *after {
                        return Ok(plan);
                    }
                }
                http::post(&format!("{path}/run-sheet"), edit).await
            }
        }
    }

    /// The server does not accept it: the page shows again what the server holds.
    async fn give_up(&self, problem: http::Problem) {
        self.parcels.try_update_value(VecDeque::clear);
        self.steps.try_update(Vec::clear);
        self.here.tell(problem, self.toasts);
        if let Ok(plan) = http::get::<Plan>(&self.path()).await {
            self.take(plan);
        }
        _ = self.saving.try_set(Saving::Saved);
    }

    fn path(&self) -> String {
        self.session
            .try_with_untracked(|session| format!("/api/sessions/{}", session.id.0))
            .unwrap_or_default()
    }

    /// The browser asks before a page is closed that holds the only copy of a change.
    fn ask_before_leaving(&self) {
        let saving = self.saving;
        let asking = window_event_listener(ev::beforeunload, move |event| {
            if matches!(saving.try_get_untracked(), Some(Saving::Busy | Saving::Waiting)) {
                event.prevent_default();
            }
        });
        on_cleanup(move || asking.remove());
    }
}

/// The one segment that is new.
fn newcomer(before: &RunSheet, after: &RunSheet) -> Option<SegmentId> {
    after.segments().iter().map(|segment| segment.id).find(|id| before.get(*id).is_none())
}

/// The edit that takes `edit` back.
fn reverse(edit: &Edit, before: &RunSheet, after: &RunSheet) -> Option<Edit> {
    let at = |id: SegmentId| before.segments().iter().position(|segment| segment.id == id);
    let old = |id: SegmentId| before.get(id).cloned();
    Some(match edit {
        Edit::Insert { .. } | Edit::Duplicate(_) => Edit::Remove(newcomer(before, after)?),
        Edit::Remove(id) => Edit::Insert { at: at(*id)?, segment: old(*id)? },
        Edit::Move { id, .. } => Edit::Move { id: *id, to: at(*id)? },
        Edit::SetTitle(id, _) => Edit::SetTitle(*id, old(*id)?.title),
        Edit::SetMinutes(id, _) => Edit::SetMinutes(*id, old(*id)?.minutes),
        Edit::SetCredit(id, _) => Edit::SetCredit(*id, old(*id)?.credit),
        Edit::SetInstructions(id, _) => Edit::SetInstructions(*id, old(*id)?.instructions),
        Edit::SetNotes(id, _) => Edit::SetNotes(*id, old(*id)?.notes),
        Edit::SetActivities(id, _) => Edit::SetActivities(*id, old(*id)?.activities),
    })
}

/// Makes a step speak of `new` where it spoke of `old`.
fn rename(step: &mut Edit, old: SegmentId, new: SegmentId) {
    let id = match step {
        Edit::Insert { .. } => return,
        Edit::Move { id, .. }
        | Edit::Remove(id)
        | Edit::Duplicate(id)
        | Edit::SetTitle(id, _)
        | Edit::SetMinutes(id, _)
        | Edit::SetCredit(id, _)
        | Edit::SetInstructions(id, _)
        | Edit::SetNotes(id, _)
        | Edit::SetActivities(id, _) => id,
    };
    if *id == old {
        *id = new;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(title: &str) -> Segment {
        Segment {
            id: SegmentId(0),
            title: title.to_owned(),
            minutes: 10,
            credit: true,
            instructions: String::new(),
            notes: String::new(),
            activities: vec![],
        }
    }

    fn titles(sheet: &RunSheet) -> Vec<&str> {
        sheet.segments().iter().map(|segment| segment.title.as_str()).collect()
    }

    #[test]
    fn every_edit_can_be_taken_back() {
        let before = RunSheet::new(vec![segment("a"), segment("b"), segment("c")]);
        let id = SegmentId(2);
        let edits = [
            Edit::Insert { at: 1, segment: segment("new") },
            Edit::Remove(id),
            Edit::Move { id, to: 0 },
            Edit::Move { id, to: 2 },
            Edit::Duplicate(id),
            Edit::SetTitle(id, "other".to_owned()),
            Edit::SetMinutes(id, 44),
            Edit::SetCredit(id, false),
            Edit::SetInstructions(id, "do".to_owned()),
            Edit::SetNotes(id, "note".to_owned()),
            Edit::SetActivities(id, vec![academy::segment::Activity::Break]),
        ];
        for edit in edits {
            let after = before.edited(edit.clone()).unwrap();
            assert_ne!(after, before, "{edit:?} changes something");
            let back = reverse(&edit, &before, &after).unwrap();
            let again = after.edited(back).unwrap();
            assert_eq!(titles(&again), titles(&before), "{edit:?}");
            let plain = |sheet: &RunSheet| {
                let segments = sheet.segments().iter().cloned();
                segments.map(|segment| Segment { id: SegmentId(0), ..segment }).collect::<Vec<_>>()
            };
            assert_eq!(plain(&again), plain(&before), "{edit:?}");
        }
    }

    #[test]
    fn a_step_follows_its_segment_to_a_new_id() {
        let mut step = Edit::SetMinutes(SegmentId(2), 5);
        rename(&mut step, SegmentId(2), SegmentId(9));
        assert_eq!(step, Edit::SetMinutes(SegmentId(9), 5));
        rename(&mut step, SegmentId(2), SegmentId(11));
        assert_eq!(step, Edit::SetMinutes(SegmentId(9), 5));
    }
}
