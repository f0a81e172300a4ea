//! Pictures: chosen from a file, pasted or dropped, made smaller here so that a weak line carries them, sent to the server, put up.

use js_sys::{Promise, Reflect};
use leptos::task::spawn_local;
use room::{
    PictureId,
    board::{Kind, New, Size},
    map::Map,
};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, DataTransfer, Element, Event, HtmlCanvasElement, HtmlImageElement,
    HtmlInputElement, ImageBitmap,
};

use super::{doing::front, easel::Easel, history::Step, screen::Gallery};
use crate::prelude::*;
use crate::{
    browser, hex,
    http::{self, Problem},
    ui::Icon,
};

/// What can be chosen.
pub(super) const KINDS: &str = "image/png,image/jpeg,image/webp";
/// A file of no more bytes is sent as it is.
const LIGHT: f64 = 400_000.0;
/// The longer side of what is sent otherwise, in pixels.
const LONGEST: f64 = 2_048.0;
/// How close it stays to what it was, of 1.
const QUALITY: f64 = 0.85;
/// The longer side of a new picture on the board, in units.
const WIDE: f64 = 2_400.0;

/// A picture that the server has, and how large it is in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sent {
    pub(super) id: PictureId,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Sent {
    /// Its size on a board where its longer side has this many units.
    pub(super) fn size(&self, longest: f64) -> Size {
        let larger = longest / self.width.max(self.height).max(1.0);
        let units = |pixels: f64| (pixels * larger).round() as i32;
        Size { w: units(self.width), h: units(self.height) }
    }
}

/// Where a picture is fetched by this tab, whose seat sees it.
pub(super) fn address(PictureId(id): PictureId) -> String {
    let (session, seat) = browser::joined().unwrap_or_default();
    ["/api/sessions/", &session, "/pictures/", &hex::digits(&id), "?seat=", &seat].concat()
}

/// Brings pictures for the canvas, which is drawn anew when one has arrived.
pub(super) fn gallery(easel: Easel) -> Gallery {
    let arrived = Closure::<dyn Fn()>::new(move || easel.touch(true));
    let mut known = Map::<PictureId, HtmlImageElement>::new();
    Box::new(move |id| {
        if let Some(picture) = known.get(&id) {
            return (picture.complete() && picture.natural_width() > 0).then(|| picture.clone());
        }
        let picture = HtmlImageElement::new().ok()?;
        picture.set_onload(Some(arrived.as_ref().unchecked_ref()));
        picture.set_src(&address(id));
        known.insert(id, picture);
        None
    })
}

/// The first picture among what is pasted.
pub(super) fn among(data: &DataTransfer) -> Option<Blob> {
    let files = data.files()?;
    let file =
        (0..files.length()).filter_map(|n| files.get(n)).find(|file| file.type_().starts_with("image/"));
    file.map(JsCast::unchecked_into)
}

/// Takes pictures that are dropped on the canvas, as long as the view is there. What is dropped beside it would open in place
/// of the room: it is not let go of there.
pub(super) fn listen(easel: Easel) {
    for name in ["dragover", "drop"] {
        let listening = window_event_listener_untyped(name, move |event: Event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let over =
                |what: &str| target.as_ref().is_some_and(|target| target.matches(what).unwrap_or(false));
            if over("input, textarea") {
                return;
            }
            event.prevent_default();
            if name == "dragover" || !over("#board-canvas") {
                return;
            }
            let data = Reflect::get(&event, &"dataTransfer".into()).ok();
            let data = data.and_then(|data| data.dyn_into::<DataTransfer>().ok());
            match data.as_ref().and_then(among) {
                Some(file) => put_up(easel, file),
                None => easel.toasts.say("Only pictures can be dropped here."),
            }
        });
        on_cleanup(move || listening.remove());
    }
}

/// Sends a picture and puts it up where one looks.
pub(super) fn put_up(easel: Easel, file: Blob) {
    if !easel.writes.get_untracked() {
        return easel.say_not_yours();
    }
    easel.toasts.say("The picture is on its way.");
    spawn_local(async move {
        match send(easel, file).await {
            Ok(sent) => place(easel, &sent),
            Err(problem) => easel.toasts.say(problem.say),
        }
    });
}

/// Sends a picture for this board, made smaller if it is large.
pub(super) async fn send(easel: Easel, file: Blob) -> Result<Sent, Problem> {
    let file = smaller(file).await;
    let (session, seat) = browser::joined().unwrap_or_default();
    let board = easel.id.0.to_string();
    let path = ["/api/sessions/", &session, "/pictures?board=", &board, "&seat=", &seat].concat();
    let answer = http::post_file(&path, &file).await?;
    sent(&answer).ok_or_else(Problem::unreadable)
}

/// What the server says of a picture.
fn sent(answer: &JsValue) -> Option<Sent> {
    let part = |name: &str| Reflect::get(answer, &name.into()).ok();
    let hex: String = part("picture")?.as_string()?.chars().filter(|letter| *letter != '-').collect();
    let id = u128::from_str_radix(&hex, 16).ok()?;
    let (width, height) = (part("width")?.as_f64()?, part("height")?.as_f64()?);
    Some(Sent { id: PictureId(id.to_be_bytes()), width, height })
}

fn place(easel: Easel, sent: &Sent) {
    let size = sent.size(WIDE);
    let kind = Kind::Image { picture: sent.id, alt: String::new() };
    let order = easel.look(front).unwrap_or_default();
    let (stroke, moment) = (Some(easel.next_number()), easel.moment());
    easel.put(New { kind, at: easel.free_spot(size), size, color: 0, order, stroke }, move |item| {
        let Some(item) = item else { return };
        easel.record_at(moment, vec![Step::Delete(item)]);
        easel.selected.set([item].into());
        if let Some(area) = easel.area(item) {
            easel.show(area);
        }
        easel.touch(true);
        easel.toasts.say("Picture put up. Edit its text to say what it shows, for those who cannot see it.");
    });
}

/// The picture no larger than it has to be; as it is where the browser cannot do that: then the server says what is wrong.
async fn smaller(file: Blob) -> Blob {
    if file.size() <= LIGHT {
        return file;
    }
    drawn(&file).await.unwrap_or(file)
}

async fn drawn(file: &Blob) -> Option<Blob> {
    let bitmap = JsFuture::from(window().create_image_bitmap_with_blob(file).ok()?).await.ok()?;
    let bitmap: ImageBitmap = bitmap.dyn_into().ok()?;
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let part = (LONGEST / width.max(height)).min(1.0);
    let (width, height) = ((width * part).round(), (height * part).round());
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    // What is see-through would become black.
    pen.set_fill_style_str("white");
    pen.fill_rect(0.0, 0.0, width, height);
    pen.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height).ok()?;
    bitmap.close();
    let written = Promise::new(&mut |done, _| {
        let come = Closure::once_into_js(move |blob: JsValue| _ = done.call1(&JsValue::NULL, &blob));
        let come = come.unchecked_ref();
        _ = canvas.to_blob_with_type_and_encoder_options(come, "image/jpeg", &QUALITY.into());
    });
    let blob: Blob = JsFuture::from(written).await.ok()?.dyn_into().ok()?;
    (blob.size() < file.size()).then_some(blob)
}

/// The way to a file with a picture.
#[component]
pub(super) fn Choose(
    /// How the control looks.
    class: &'static str,
    /// Whether its words are seen.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let chosen = move |input: HtmlInputElement| {
        let file = input.files().and_then(|files| files.get(0));
        input.set_value("");
        if let Some(file) = file {
            put_up(easel, file.unchecked_into());
        }
    };
    view! {
        <label class=class title="Picture">
            <Icon name="image" />
            <span class=if named { "" } else { "vh" }>"Add a picture"</span>
            <input class="vh" type="file" accept=KINDS on:change:target=move |event| chosen(event.target()) />
        </label>
    }
}
