//! Form fields that save when they are left, and say below themselves why something was not accepted.
//!
//! A refused entry stays in its field, so that nobody types it again.

use std::sync::Arc;

use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::prelude::*;
use crate::ui::Icon;

/// Takes what was entered, or says why not.
pub(crate) type Save<T> = Arc<dyn Fn(T) -> Result<(), String> + Send + Sync>;

/// Makes a [`Save`] of something that refuses in the words of the academy.
pub(crate) fn save<T>(
    to: impl Fn(T) -> Result<(), academy::session::Refusal> + Send + Sync + 'static,
) -> Save<T> {
    Arc::new(move |value| to(value).map_err(|refusal| refusal.to_string()))
}

/// What a field says about itself.
#[derive(Clone, Default)]
pub(crate) struct Face {
    /// The words above it.
    label: String,
    /// A line below it.
    hint: &'static str,
    /// What stands in it in gray while it is empty.
    ghost: String,
    /// Lines to write in; 0 for a field of one line.
    lines: u8,
    /// Whether the label is for screen readers only.
    bare: bool,
}

impl Face {
    /// A field of one line.
    pub(crate) fn line(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// A field of several lines.
    pub(crate) fn lines(label: impl Into<String>) -> Self {
        Self { lines: 2, ..Self::line(label) }
    }

    /// The same with a line below it.
    pub(crate) fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// The same with gray words in it while it is empty.
    pub(crate) fn ghost(self, ghost: impl Into<String>) -> Self {
        Self { ghost: ghost.into(), ..self }
    }

    /// The same with its label for screen readers only.
    pub(crate) fn bare(self) -> Self {
        Self { bare: true, ..self }
    }
}

/// Why the last entry was not accepted, below its field.
fn wrong_below(wrong: RwSignal<String>) -> impl IntoView {
    view! {
        <Show when=move || wrong.with(|wrong| !wrong.is_empty())>
            <span class="error" role="alert">
                <Icon name="circle-x" />
                {wrong}
            </span>
        </Show>
    }
}

fn hint_below(hint: &'static str) -> Option<impl IntoView> {
    (!hint.is_empty()).then(|| view! { <span class="hint">{hint}</span> })
}

fn tell<T>(save: &Save<T>, value: T, wrong: RwSignal<String>) {
    wrong.set(save(value).err().unwrap_or_default());
}

/// A text.
pub(crate) fn words(face: Face, value: Signal<String>, save: Save<String>) -> AnyView {
    let wrong = RwSignal::new(String::new());
    // Accepted or taken back elsewhere: what is shown is right again.
    effect(move || {
        value.track();
        wrong.set(String::new());
    });
    let is_wrong = move || wrong.with(|wrong| (!wrong.is_empty()).to_string());
    let input = match face.lines {
        0 => view! {
            <input
                prop:value=value
                autocomplete="off"
                placeholder=face.ghost
                aria-invalid=is_wrong
                on:change:target=move |event| tell(&save, event.target().value(), wrong)
            />
        }
        .into_any(),
        rows => view! {
            <textarea
                rows=rows.to_string()
                prop:value=value
                placeholder=face.ghost
                aria-invalid=is_wrong
                on:change:target=move |event| tell(&save, event.target().value(), wrong)
            ></textarea>
        }
        .into_any(),
    };
    view! {
        <label class="field">
            <span class:vh=face.bare>{face.label}</span>
            {input}
            {hint_below(face.hint)}
            {wrong_below(wrong)}
        </label>
    }
    .into_any()
}

/// A whole number from `least` to `most`.
pub(crate) fn number(face: Face, (least, most): (u16, u16), value: Signal<u16>, save: Save<u16>) -> AnyView {
    let wrong = RwSignal::new(String::new());
    effect(move || {
        value.track();
        wrong.set(String::new());
    });
    let enter = move |text: String| match text.trim().parse::<u16>() {
        Ok(number) if (least..=most).contains(&number) => tell(&save, number, wrong),
        _ => wrong.set(format!("A number from {least} to {most}.")),
    };
    view! {
        <label class="field">
            <span class:vh=face.bare>{face.label}</span>
            <input
                type="number"
                inputmode="numeric"
                min=least.to_string()
                max=most.to_string()
                prop:value=move || value.get().to_string()
                aria-invalid=move || wrong.with(|wrong| (!wrong.is_empty()).to_string())
                on:change:target=move |event| enter(event.target().value())
            />
            {hint_below(face.hint)}
            {wrong_below(wrong)}
        </label>
    }
    .into_any()
}

/// Yes or no.
pub(crate) fn tick(label: &'static str, value: Signal<bool>, save: Save<bool>) -> AnyView {
    let wrong = RwSignal::new(String::new());
    view! {
        <label class="tick">
            <input
                type="checkbox"
                prop:checked=value
                on:change:target=move |event| tell(&save, event.target().checked(), wrong)
            />
            <span>{label}</span>
        </label>
        <span class="field">{wrong_below(wrong)}</span>
    }
    .into_any()
}

/// One of a few, by its place in `options`.
pub(crate) fn choice(
    face: Face,
    options: &'static [&'static str],
    value: Signal<usize>,
    save: Save<usize>,
) -> AnyView {
    let wrong = RwSignal::new(String::new());
    let option = move |(at, words): (usize, &&'static str)| {
        view! { <option prop:selected=move || value.get() == at>{*words}</option> }
    };
    let enter = move |at: i32| tell(&save, usize::try_from(at).unwrap_or(0), wrong);
    view! {
        <label class="field">
            <span class:vh=face.bare>{face.label}</span>
            <select on:change:target=move |event| enter(event.target().selected_index())>
                {options.iter().enumerate().map(option).collect_view()}
            </select>
            {hint_below(face.hint)}
            {wrong_below(wrong)}
        </label>
    }
    .into_any()
}

/// A list of short texts: each in a field of its own, an empty one at the end for one more, where a list can be pasted, too.
/// An entry that is emptied goes away.
pub(crate) fn list(
    label: &'static str,
    more: &'static str,
    value: Signal<Vec<String>>,
    save: Save<Vec<String>>,
) -> AnyView {
    let wrong = RwSignal::new(String::new());
    let count = memo(move || value.with(Vec::len));
    let keep = {
        let save = save.clone();
        move |at: usize, text: String| {
            let mut entries = value.get_untracked();
            if text.trim().is_empty() && at < entries.len() {
                entries.remove(at);
            } else if let Some(entry) = entries.get_mut(at) {
                *entry = text;
            }
            tell(&save, entries, wrong);
        }
    };
    let row = move |at: usize| {
        let (set, remove) = (keep.clone(), keep.clone());
        let entry = Signal::derive(move || value.with(|list| list.get(at).cloned().unwrap_or_default()));
        view! {
            <div class="row entry">
                <input
                    class="box"
                    prop:value=entry
                    autocomplete="off"
                    aria-label=format!("{label} {}", at + 1)
                    on:change:target=move |event| set(at, event.target().value())
                />
                <button
                    type="button"
                    class="iconbtn slim"
                    aria-label=move || format!("Remove: {}", entry.get())
                    on:click=move |_| remove(at, String::new())
                >
                    <Icon name="x" />
                </button>
            </div>
        }
    };
    let add = move |texts: &str| {
        let more: Vec<_> = texts.lines().filter(|text| !text.trim().is_empty()).map(str::to_owned).collect();
        if more.is_empty() {
            return false;
        }
        tell(&save, [value.get_untracked(), more].concat(), wrong);
        wrong.with_untracked(String::is_empty)
    };
    let add = StoredValue::new(add);
    let enter = move |field: web_sys::HtmlInputElement| {
        if add.with_value(|add| add(&field.value())) {
            field.set_value("");
        }
    };
    let paste = move |event: ev::Event| {
        let data = js_sys::Reflect::get(&event, &"clipboardData".into()).ok();
        let data = data.and_then(|data| data.dyn_into::<web_sys::DataTransfer>().ok());
        let text = data.and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
        if text.trim().contains('\n') && add.with_value(|add| add(&text)) {
            event.prevent_default();
        }
    };
    // Enter saves the last field by its change event and leaves it ready for the next entry.
    let stay = |event: ev::KeyboardEvent| {
        if event.key() == "Enter"
            && let Some(field) = event.current_target().and_then(|field| field.dyn_into::<HtmlElement>().ok())
        {
            event.prevent_default();
            _ = field.blur();
            _ = field.focus();
        }
    };
    view! {
        <fieldset class="field">
            <legend>{label}</legend>
            <For each=move || 0..count.get() key=|at| *at children=row />
            <input
                class="box one-more"
                autocomplete="off"
                placeholder=more
                aria-label=more
                on:keydown=stay
                on:paste=move |event| paste(event.into())
                on:change:target=move |event| enter(event.target())
            />
            {wrong_below(wrong)}
        </fieldset>
    }
    .into_any()
}
