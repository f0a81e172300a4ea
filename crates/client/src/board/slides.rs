//! Slides: the pages of a PDF, or pictures, each put into a frame of its own, fixed there, and shown to everybody one by one.
//!
//! A PDF is read here and not on the server: the browser is made for what others send. What reads it (pdf.js) is large and
//! comes only now.

use js_sys::{Function, Promise, Reflect};
use leptos::task::spawn_local;
use room::{
    ItemId,
    board::{Change, Command as Ask, Kind, New, Prop, Size, Spot},
    limit, wording,
};
use sketch::UNIT;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, HtmlInputElement};

use super::{
    control::put_below,
    easel::Easel,
    geometry::TITLE,
    images::{self, KINDS, Sent},
};
use crate::prelude::*;
use crate::{assets, ui::Icon, words};

/// What can be chosen.
const CHOICE: &str = "application/pdf,.pdf";
/// What is put up in a private round is seen by nobody else.
const PRIVATE: &str =
    "Everybody writes in private now, so nobody else would see the slides. Show what everybody wrote first.";
/// The most slides put up at once.
const MOST: usize = 60;
/// The longer side of a slide on the board, in units.
const WIDE: f64 = 7_680.0;
/// Room around a slide in its frame, in units; above it stands the title.
const EDGE: i32 = 160;
/// Slides in one row.
const ROW: usize = 5;
/// Room between frames, in units.
const GAP: i32 = 320;
/// Characters of a page's first line that make its title.
const TITLE_LENGTH: usize = 70;

/// A slide that the server has.
#[derive(Clone, Debug, PartialEq)]
struct Slide {
    sent: Sent,
    /// What is written on it.
    text: String,
}

/// How far it has come.
#[derive(Clone, Debug, Default, PartialEq)]
enum Stage {
    /// Nothing has been chosen.
    #[default]
    Choosing,
    /// The file is being opened.
    Opening,
    /// So many of so many are there.
    Sending(usize, usize),
    /// It went wrong.
    Failed(String),
}

/// Asks for a file, and puts its pages up.
#[component]
pub(super) fn Slides(open: RwSignal<bool>) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let stage = RwSignal::new(Stage::default());
    let chosen = move |input: HtmlInputElement| {
        let files = input.files();
        let count = files.as_ref().map_or(0, web_sys::FileList::length);
        let files: Vec<File> = (0..count).filter_map(|n| files.as_ref()?.get(n)).collect();
        input.set_value("");
        if files.is_empty() || matches!(stage.get_untracked(), Stage::Opening | Stage::Sending(..)) {
            return;
        }
        if easel.is_private() {
            return stage.set(Stage::Failed(PRIVATE.to_owned()));
        }
        stage.set(Stage::Opening);
        spawn_local(async move {
            let put = put_up(easel, stage, files).await;
            // The dialog may have been closed meanwhile, and another one opened.
            match put {
                Ok(()) if stage.try_get_untracked().is_some() => _ = open.try_set(false),
                Ok(()) => {}
                Err(why) => _ = stage.try_set(Stage::Failed(why)),
            }
        });
    };
    let busy = memo(move || matches!(stage.get(), Stage::Opening | Stage::Sending(..)));
    let said = move || match stage.get() {
        Stage::Choosing => String::new(),
        Stage::Opening => "Opening the file".to_owned(),
        Stage::Sending(done, all) => {
            ["Slide ", &(done + 1).min(all).to_string(), " of ", &all.to_string(), " is on its way"].concat()
        }
        Stage::Failed(why) => why,
    };
    let failed = move || matches!(stage.get(), Stage::Failed(_));
    view! {
        <p>
            "Every page of a PDF, or every picture, gets a frame of its own below what is on the board. Everybody can write \
             on it, and you turn the pages for all. Undo takes them away."
        </p>
        <label class="btn wide file">
            <Icon name="upload" />
            "Choose a PDF or pictures"
            <input
                class="vh"
                type="file"
                accept=[CHOICE, ",", KINDS].concat()
                multiple
                on:change:target=move |event| chosen(event.target())
            />
        </label>
        <p role="status" class:warn=failed>{said}</p>
        <div class="foot">
            <button type="button" class="btn quiet" on:click=move |_| open.set(false)>
                {move || if busy.get() { "Stop" } else { "Not now" }}
            </button>
        </div>
    }
}

/// Puts the pages of files up. What has been sent when it stops or goes wrong is not put up.
async fn put_up(easel: Easel, stage: RwSignal<Stage>, files: Vec<File>) -> Result<(), String> {
    let mut slides = vec![];
    if let [file] = files.as_slice()
        && !file.type_().starts_with("image/")
    {
        let deck = Deck::open(file).await?;
        let sent = deck.send(easel, stage, &mut slides).await;
        deck.close();
        sent?;
    } else {
        few(files.len())?;
        for (done, file) in files.iter().enumerate() {
            going_on(stage, done, files.len())?;
            if !file.type_().starts_with("image/") {
                return Err("Choose either one PDF, or pictures.".to_owned());
            }
            slides.push(send(easel, file.clone().unchecked_into(), String::new()).await?);
        }
    }
    going_on(stage, slides.len(), slides.len())?;
    lay_out(easel, &slides);
    Ok(())
}

/// Whoever closes the dialog does not want the rest any more.
fn going_on(stage: RwSignal<Stage>, done: usize, all: usize) -> Result<(), String> {
    match stage.try_set(Stage::Sending(done, all)) {
        None => Ok(()),
        Some(_) => Err(String::new()),
    }
}

fn few(count: usize) -> Result<(), String> {
    if count <= MOST {
        return Ok(());
    }
    let [most, count] = [MOST, count].map(|n| n.to_string());
    Err(["That has ", &count, " pages. Up to ", &most, " can be put up at once: choose a part of it."]
        .concat())
}

async fn send(easel: Easel, picture: Blob, text: String) -> Result<Slide, String> {
    let sent = images::send(easel, picture).await.map_err(|problem| problem.say)?;
    Ok(Slide { sent, text })
}

/// An open PDF: what `slides.js` gives for one.
struct Deck(JsValue);

impl Deck {
    async fn open(file: &File) -> Result<Self, String> {
        let missing = "What reads a PDF did not arrive. Check the connection, then load this page again.";
        assets::script("slides.js").await.map_err(|()| missing.to_owned())?;
        let open =
            Reflect::get(&window(), &"rollcallSlides".into()).ok().and_then(|open| open.dyn_into().ok());
        let open: Function = open.ok_or(missing)?;
        let opened = open.call1(&JsValue::NULL, file).map_err(|error| why(&error))?;
        resolved(opened).await.map(Self)
    }

    fn call(&self, name: &str, argument: &JsValue) -> Result<JsValue, String> {
        let function = Reflect::get(&self.0, &name.into()).ok().and_then(|function| function.dyn_into().ok());
        let function: Function = function.ok_or_else(|| why(&JsValue::NULL))?;
        function.call1(&self.0, argument).map_err(|error| why(&error))
    }

    async fn send(
        &self,
        easel: Easel,
        stage: RwSignal<Stage>,
        slides: &mut Vec<Slide>,
    ) -> Result<(), String> {
        let count = Reflect::get(&self.0, &"count".into()).ok().and_then(|count| count.as_f64());
        let count = count.unwrap_or_default() as usize;
        few(count)?;
        for done in 0..count {
            going_on(stage, done, count)?;
            let page = resolved(self.call("draw", &(done as f64 + 1.0).into())?).await?;
            let part = |name: &str| Reflect::get(&page, &name.into()).unwrap_or_default();
            let text = part("text").as_string().unwrap_or_default();
            let picture = part("picture").dyn_into().map_err(|error| why(&error))?;
            slides.push(send(easel, picture, text).await?);
        }
        Ok(())
    }

    fn close(&self) {
        _ = self.call("close", &JsValue::UNDEFINED);
    }
}

async fn resolved(promise: JsValue) -> Result<JsValue, String> {
    JsFuture::from(Promise::resolve(&promise)).await.map_err(|error| why(&error))
}

/// Why a PDF cannot be shown, by the name of what was thrown.
fn why(error: &JsValue) -> String {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    reason(&name.unwrap_or_default()).to_owned()
}

fn reason(name: &str) -> &'static str {
    match name {
        "PasswordException" => "That PDF asks for a password. Save it without one, then choose it again.",
        "InvalidPDFException" => "That is no PDF, or it is damaged. Choose another file.",
        _ => {
            "That PDF cannot be shown. Save it anew from the program it was made with, then choose it again."
        }
    }
}

/// Puts slides up, fixes them there, and shows the first to everybody.
fn lay_out(easel: Easel, slides: &[Slide]) {
    let said = [&words::count(slides.len(), "slide", "slides"), " put up."].concat();
    put_below(easel, laid_out(slides), move |_, ids| {
        for some in ids.chunks(limit::AT_ONCE) {
            let fixed =
                |item: &ItemId| Change { item: *item, props: vec![Prop::Locked(true)], if_stamp: None };
            easel.ask(Ask::Set { board: easel.id, changes: some.iter().map(fixed).collect() }, |_| ());
        }
        easel.ask(Ask::Show(easel.id, ids.first().copied()), |_| ());
        easel.toasts.say(said);
    });
}

/// A frame for each slide and the slide in it, row by row, from back to front.
fn laid_out(slides: &[Slide]) -> Vec<New> {
    let title = (TITLE * UNIT) as i32;
    let size = |slide: &Slide| slide.sent.size(WIDE);
    let column = slides.iter().map(|slide| size(slide).w).max().unwrap_or_default() + EDGE * 2 + GAP;
    let (mut items, mut top) = (vec![], 0);
    for (row, slides) in (0..).zip(slides.chunks(ROW)) {
        let mut left = 0;
        for (nth, slide) in (row * ROW + 1..).zip(slides) {
            let Size { w, h } = size(slide);
            let frame = Size { w: w + EDGE * 2, h: h + title + EDGE };
            let new = |kind, at, size| New { kind, at, size, color: 0, order: 0, stroke: None };
            items.push(new(
                Kind::Frame { title: heading(nth, &slide.text) },
                Spot { x: left, y: top },
                frame,
            ));
            let kind = Kind::Image { picture: slide.sent.id, alt: told(&slide.text) };
            items.push(new(kind, Spot { x: left + EDGE, y: top + title }, Size { w, h }));
            left += column;
        }
        top += slides.iter().map(|slide| size(slide).h).max().unwrap_or_default() + title + EDGE + GAP;
    }
    items
}

/// What the frame of the `nth` slide is called: by its first line.
fn heading(nth: usize, text: &str) -> String {
    let line = text.lines().map(cleared).find(|line| !line.is_empty()).unwrap_or_else(|| "Slide".to_owned());
    let line = if line.chars().count() > TITLE_LENGTH {
        line.chars().take(TITLE_LENGTH).chain(['…']).collect()
    } else {
        line
    };
    [&nth.to_string(), ". ", &line].concat()
}

/// What is written on a slide, for those who do not see it.
fn told(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(cleared).filter(|line| !line.is_empty()).collect();
    lines.join("\n").chars().take(limit::NOTE).collect()
}

/// A line without what cannot be seen and with single spaces.
fn cleared(line: &str) -> String {
    let seen = |letter: char| if wording::is_visible(letter) { letter } else { ' ' };
    let line: String = line.chars().map(seen).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use room::{PictureId, board::Board};

    fn slides(count: usize) -> Vec<Slide> {
        let sent = Sent { id: PictureId([1; 16]), width: 1_600.0, height: 900.0 };
        vec![Slide { sent, text: "\u{200b}\n  Fair   stops \nWhy it matters\u{7}".into() }; count]
    }

    #[test]
    fn every_slide_lies_in_a_frame_of_its_own_and_they_are_read_in_order() {
        let mut board = Board::default();
        for (id, new) in (1..).zip(laid_out(&slides(12))) {
            board.items.insert(ItemId(id), room::board::Item::new(&new, None, false));
        }
        let pages = super::super::pages::pages(&board);
        assert_eq!(pages, (0..12).map(|n| ItemId(n * 2 + 1)).collect::<Vec<_>>());
        for (frame, slide) in pages.iter().map(|frame| (*frame, ItemId(frame.0 + 1))) {
            assert_eq!(board.frame_of(&board.items[&slide]), Some(frame));
        }
    }

    #[test]
    fn a_slide_is_called_by_its_first_line_and_tells_its_words() {
        let text = &slides(1)[0].text;
        assert_eq!(heading(3, text), "3. Fair stops");
        assert_eq!(told(text), "Fair stops\nWhy it matters");
        assert_eq!(heading(1, " \n"), "1. Slide");
        assert_eq!(heading(1, &"x".repeat(90)).chars().count(), "1. ".len() + TITLE_LENGTH + 1);
        assert_eq!(told(&"long ".repeat(900)).chars().count(), limit::NOTE);
    }

    #[test]
    fn a_deck_has_an_end() {
        assert_eq!(few(MOST), Ok(()));
        assert!(few(MOST + 1).is_err_and(|why| why.contains("61 pages")));
    }
}
