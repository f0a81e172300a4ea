//! The picture and everything that is written on it, as a document: tagged, so that whoever has it read out hears the
//! board frame by frame, and with real text, so that it can be searched and copied.

use std::{num::NonZeroU16, ops::Range};

use krilla::{
    Document,
    color::rgb::Color,
    geom::{Point, Size, Transform},
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, Tag, TagGroup, TagTree,
    },
    text::TextDirection,
};
use krilla_svg::{SurfaceExt as _, SvgSettings};
use resvg::usvg::Tree;
use room::board::Kind;
use sketch::lines;

use crate::{
    Board, Error, Fonts, Scene, Thing, counted, drawable,
    fonts::{Measure, Weight},
    order::{Section, sections},
    sheet,
};

/// A sheet of paper, upright: US Letter, in points.
const PAPER: (f64, f64) = (612.0, 792.0);
/// The space around the text, and around the picture.
const MARGIN: (f64, f64) = (54.0, 36.0);
/// The space for the number of the page.
const FOOT: f64 = 24.0;
/// The title is cut after so many lines: the picture shall have room.
const TITLE_LINES: usize = 3;
/// Where more bytes are written on a board, the picture is drawn without the words, which cost most of all. No board that
/// people have filled by hand comes near; a machine that writes on it fills gigabytes of memory.
const MOST: usize = 2 * 1024 * 1024;
/// Points in a pixel: the picture is no larger than it is on the screen.
const POINTS: f64 = 0.75;
/// Where the text of a list begins, right of its bullet.
const INDENT: f64 = 14.0;

const INK: [u8; 3] = [0x1b, 0x24, 0x2e];
const FAINT: [u8; 3] = [0x4a, 0x55, 0x62];

/// How a line of text looks.
#[derive(Clone, Copy)]
struct Style {
    weight: Weight,
    size: f64,
    line: f64,
    color: [u8; 3],
}

const TITLE: Style = Style { weight: Weight::Bold, size: 20.0, line: 25.0, color: INK };
const HEADING: Style = Style { weight: Weight::Bold, size: 16.0, line: 21.0, color: INK };
const FRAME: Style = Style { weight: Weight::Bold, size: 13.0, line: 17.0, color: INK };
const WORDS: Style = Style { weight: Weight::Regular, size: 11.0, line: 15.0, color: INK };
const SMALL: Style = Style { weight: Weight::Regular, size: 9.5, line: 13.0, color: FAINT };

/// A line with its place.
struct Line {
    page: usize,
    x: f64,
    /// Where its letters stand.
    y: f64,
    text: String,
    style: Style,
}

/// Lines that belong together, by their numbers.
type Lines = Range<usize>;

/// What a document is made of.
enum Part {
    Heading(u16, Lines),
    Words(Lines),
    Picture,
    List(Vec<Entry>),
}

/// A thing in a list.
struct Entry {
    bullet: Lines,
    words: Lines,
    /// Who put it up, and its dots.
    about: Lines,
}

/// Draws a board and lists what is written on it.
///
/// # Errors
/// Why it cannot be drawn.
pub fn pdf(board: &Board<'_>, scene: &Scene<'_>, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let size = scene.size();
    let paper = if size.0 > size.1 { (PAPER.1, PAPER.0) } else { PAPER };
    let mut flow = Flow::new(fonts, paper, MARGIN.1);
    let mut parts = opening(board, &mut flow);
    let top = flow.y + 8.0;
    parts.push(Part::Picture);
    flow.begin(PAPER, MARGIN.0);
    list(board, &mut flow, &mut parts);

    let Flow { lines, page: last, mut measure, .. } = flow;
    let mut document = Document::new();
    let (mut ids, mut picture, mut rest) = (vec![], None, lines.as_slice());
    for page in 0..=last {
        let (w, h) = if page == 0 { paper } else { PAPER };
        let settings = PageSettings::from_wh(w as f32, h as f32);
        let mut sheet = document.start_page_with(settings.ok_or_else(|| Error::Pdf("no paper".to_owned()))?);
        let mut surface = sheet.surface();
        let here = rest.iter().take_while(|line| line.page == page).count();
        let (now, later) = rest.split_at(here);
        rest = later;
        for line in now {
            ids.push(Some(surface.start_tagged(ContentTag::Span(SpanTag::empty()))));
            write(&mut surface, fonts, &mut measure, line);
            surface.end_tagged();
        }
        if page == 0 {
            picture = Some(surface.start_tagged(ContentTag::Other));
            draw(&mut surface, (board, scene), fonts, (w, h), top)?;
            surface.end_tagged();
        }
        number(&mut surface, fonts, &mut measure, (page, last), (w, h));
        surface.finish();
        sheet.finish();
    }
    document.set_tag_tree(tree(board, parts, ids, picture));
    let title = drawable(board.title);
    let metadata =
        Metadata::new().title(title).description(drawable(&board.about)).creator("Rollcall".to_owned());
    document.set_metadata(metadata.language("en-US".to_owned()));
    document.finish().map_err(|error| Error::Pdf(format!("{error:?}")))
}

/// The title, and where the board comes from.
fn opening(board: &Board<'_>, flow: &mut Flow<'_>) -> Vec<Part> {
    let title = flow.write_some(&drawable(board.title), TITLE, TITLE_LINES);
    let about = flow.write_some(&drawable(&board.about), SMALL, 1);
    [Part::Heading(1, title), Part::Words(about)].into()
}

/// Everything that is written on the board, frame by frame.
fn list(board: &Board<'_>, flow: &mut Flow<'_>, parts: &mut Vec<Part>) {
    parts.push(Part::Heading(2, flow.write("What is written on the board", 0.0, HEADING)));
    let sections = sections(board);
    let framed = sections.iter().any(|section| section.frame.is_some());
    if sections.is_empty() {
        parts.push(Part::Words(flow.write("Nothing.", 0.0, WORDS)));
    }
    if is_wordless(board) {
        let why = "So much is written on this board that the picture shows the notes without their words.";
        parts.push(Part::Words(flow.write(why, 0.0, SMALL)));
    }
    for Section { frame, things } in sections {
        let title =
            frame.map(|title| if title.trim().is_empty() { "A frame without a title" } else { title });
        let heading = title.or(framed.then_some("Outside the frames"));
        if let Some(heading) = heading {
            flow.space(10.0);
            // A heading never stands alone at the end of a page.
            flow.keep(FRAME.line + 3.0 * WORDS.line);
            parts.push(Part::Heading(3, flow.write(&drawable(heading), 0.0, FRAME)));
        }
        if things.is_empty() {
            parts.push(Part::Words(flow.write("Nothing in it.", 0.0, SMALL)));
        } else {
            parts.push(Part::List(things.iter().map(|thing| entry(thing, flow)).collect()));
        }
    }
    let drawn = [
        (
            board.count(|kind| matches!(kind, Kind::Ink { .. })),
            "stroke drawn by hand",
            "strokes drawn by hand",
        ),
        (board.count(|kind| matches!(kind, Kind::Line { .. })), "arrow or line", "arrows and lines"),
    ];
    let drawn: Vec<_> = drawn
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(n, one, many)| counted(n, one, many))
        .collect();
    if !drawn.is_empty() {
        flow.space(10.0);
        parts.push(Part::Words(flow.write(&format!("In the picture: {}.", drawn.join(", ")), 0.0, SMALL)));
    }
}

fn entry(thing: &Thing<'_>, flow: &mut Flow<'_>) -> Entry {
    flow.space(5.0);
    flow.keep(WORDS.line + SMALL.line);
    let bullet = flow.bullet();
    let text = thing.item.kind.text().unwrap_or_default();
    let text = match &thing.item.kind {
        Kind::Image { alt, .. } if alt.is_empty() => "A picture".to_owned(),
        Kind::Image { alt, .. } => format!("A picture: {alt}"),
        _ => text.to_owned(),
    };
    let text = drawable(&text);
    let words = flow.write(&text, INDENT, WORDS);
    let dots = (thing.dots > 0).then(|| counted(thing.dots as usize, "dot", "dots"));
    let by = Some(drawable(thing.by)).filter(|by| !by.is_empty());
    let about: Vec<_> = by.into_iter().chain(dots).collect();
    let about =
        if about.is_empty() { flow.nothing() } else { flow.write(&about.join(" · "), INDENT, SMALL) };
    Entry { bullet, words, about }
}

/// Puts text on pages.
struct Flow<'a> {
    measure: Measure<'a>,
    lines: Vec<Line>,
    page: usize,
    paper: (f64, f64),
    margin: f64,
    /// Where the next line begins.
    y: f64,
}

impl<'a> Flow<'a> {
    fn new(fonts: &'a Fonts, paper: (f64, f64), margin: f64) -> Self {
        Self { measure: Measure::new(fonts), lines: vec![], page: 0, paper, margin, y: margin }
    }

    /// Begins a new page.
    fn begin(&mut self, paper: (f64, f64), margin: f64) {
        (self.page, self.paper, self.margin, self.y) = (self.page + 1, paper, margin, margin);
    }

    fn nothing(&self) -> Lines {
        self.lines.len()..self.lines.len()
    }

    /// Leaves space, which a page does not begin with.
    fn space(&mut self, height: f64) {
        if self.y > self.margin {
            self.y += height;
        }
    }

    /// Begins a new page where less than `height` is left.
    fn keep(&mut self, height: f64) {
        if self.y + height > self.paper.1 - self.margin - FOOT {
            self.begin(self.paper, self.margin);
        }
    }

    /// Breaks text into lines.
    fn broken(&mut self, text: &str, indent: f64, style: Style) -> Vec<String> {
        let width = self.paper.0 - self.margin * 2.0 - indent;
        lines(text, width, &mut |word| self.measure.word(word, style.weight) * style.size)
    }

    fn write(&mut self, text: &str, indent: f64, style: Style) -> Lines {
        let broken = self.broken(text, indent, style);
        let (first, count) = (self.lines.len(), broken.len());
        for (n, mut text) in broken.into_iter().enumerate() {
            self.keep(style.line);
            if n + 1 < count {
                // Who listens or copies gets words.
                text.push(' ');
            }
            self.put(text, indent, style);
            self.y += style.line;
        }
        first..self.lines.len()
    }

    /// The beginning of a text, in no more than so many lines.
    fn write_some(&mut self, text: &str, style: Style, most: usize) -> Lines {
        let mut broken = self.broken(text, 0.0, style);
        if broken.len() > most {
            broken.truncate(most);
            broken.iter_mut().last().into_iter().for_each(|line| line.push('…'));
        }
        self.write(&broken.join("\n"), 0.0, style)
    }

    /// The sign before something in a list.
    fn bullet(&mut self) -> Lines {
        self.put("•".to_owned(), 0.0, WORDS);
        self.lines.len() - 1..self.lines.len()
    }

    fn put(&mut self, text: String, indent: f64, style: Style) {
        let y = self.y + style.size * 0.82 + (style.line - style.size) / 2.0;
        self.lines.push(Line { page: self.page, x: self.margin + indent, y, text, style });
    }
}

fn write(surface: &mut Surface<'_>, fonts: &Fonts, measure: &mut Measure<'_>, line: &Line) {
    let Style { weight, size, color: [red, green, blue], .. } = line.style;
    surface.set_stroke(None);
    surface.set_fill(Some(Fill {
        paint: Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        ..Fill::default()
    }));
    let mut x = line.x;
    for (cut, text) in fonts.runs(&line.text, weight) {
        if let Some(font) = fonts.font(weight, cut) {
            let start = Point::from_xy(x as f32, line.y as f32);
            surface.draw_text(start, font, size as f32, text, false, TextDirection::Auto);
        }
        x += measure.run((cut, text), weight) * size;
    }
}

/// Draws the picture into what is left of a page below `top`.
fn draw(
    surface: &mut Surface<'_>,
    (board, scene): (&Board<'_>, &Scene<'_>),
    fonts: &Fonts,
    paper: (f64, f64),
    top: f64,
) -> Result<(), Error> {
    let (w, h) = scene.size();
    let room = (paper.0 - MARGIN.1 * 2.0, paper.1 - top - MARGIN.1 - FOOT);
    let scale = POINTS.min(room.0 / w).min(room.1 / h);
    let Some(size) = Size::from_wh((w * scale) as f32, (h * scale) as f32) else { return Ok(()) };
    let left = (paper.0 - w * scale) / 2.0;
    surface.push_transform(&Transform::from_translate(left as f32, top as f32));
    let smallest = if is_wordless(board) { f64::INFINITY } else { 0.0 };
    for svg in scene.sheets(sheet::THINGS, smallest) {
        let tree = Tree::from_str(&svg, &sheet::options(fonts))?;
        surface.draw_svg(&tree, size, SvgSettings::default());
    }
    surface.pop();
    Ok(())
}

/// Whether the picture has to do without what is written on it.
fn is_wordless(board: &Board<'_>) -> bool {
    let written: usize = board.things.iter().filter_map(|thing| thing.item.kind.text()).map(str::len).sum();
    written > MOST
}

/// The number of the page, which is not read out.
fn number(
    surface: &mut Surface<'_>,
    fonts: &Fonts,
    measure: &mut Measure<'_>,
    (page, last): (usize, usize),
    (w, h): (f64, f64),
) {
    let text = format!("{} / {}", page + 1, last + 1);
    let x = w - MARGIN.1 - measure.line(&text, SMALL.weight) * SMALL.size;
    _ = surface.start_tagged(ContentTag::Artifact(Artifact::new(ArtifactType::PageNumber, None)));
    write(surface, fonts, measure, &Line { page, x, y: h - MARGIN.1 + 8.0, text, style: SMALL });
    surface.end_tagged();
}

/// What the parts of the document are.
fn tree(
    board: &Board<'_>,
    parts: Vec<Part>,
    mut ids: Vec<Option<Identifier>>,
    picture: Option<Identifier>,
) -> TagTree {
    let mut of = |lines: Lines| -> Vec<Node> {
        let ids = ids.get_mut(lines).unwrap_or_default();
        ids.iter_mut().filter_map(Option::take).map(Node::from).collect()
    };
    let mut tree = TagTree::new().with_lang(Some("en-US".to_owned()));
    let mut picture = picture.into_iter();
    for part in parts {
        let group = match part {
            Part::Heading(level, lines) => {
                let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
                TagGroup::with_children(Tag::Hn(level, None), of(lines))
            }
            Part::Words(lines) => TagGroup::with_children(Tag::P, of(lines)),
            Part::Picture => {
                let children = picture.by_ref().map(Node::from).collect();
                TagGroup::with_children(Tag::Figure(Some(described(board))), children)
            }
            Part::List(entries) => {
                let mut list = TagGroup::new(Tag::L(ListNumbering::Disc));
                for Entry { bullet, words, about } in entries {
                    let mut body = TagGroup::new(Tag::LBody);
                    body.push(TagGroup::with_children(Tag::P, of(words)));
                    if !about.is_empty() {
                        body.push(TagGroup::with_children(Tag::P, of(about)));
                    }
                    let bullet = TagGroup::with_children(Tag::Lbl, of(bullet));
                    list.push(TagGroup::with_children(Tag::LI, vec![bullet.into(), body.into()]));
                }
                list
            }
        };
        tree.push(group);
    }
    tree
}

type Is = fn(&Kind) -> bool;

/// The picture in words.
fn described(board: &Board<'_>) -> String {
    let kinds: [(Is, &str, &str); 7] = [
        (|kind| matches!(kind, Kind::Frame { .. }), "frame", "frames"),
        (|kind| matches!(kind, Kind::Note { .. }), "note", "notes"),
        (|kind| matches!(kind, Kind::Text { .. }), "text", "texts"),
        (|kind| matches!(kind, Kind::Shape { .. }), "shape", "shapes"),
        (|kind| matches!(kind, Kind::Image { .. }), "picture", "pictures"),
        (|kind| matches!(kind, Kind::Line { .. }), "arrow or line", "arrows and lines"),
        (|kind| matches!(kind, Kind::Ink { .. }), "stroke drawn by hand", "strokes drawn by hand"),
    ];
    let there = kinds.into_iter().map(|(is, one, many)| (board.count(is), one, many));
    let there: Vec<_> = there.filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(n, one, many)).collect();
    if there.is_empty() {
        return "Picture of the board: there is nothing on it.".to_owned();
    }
    format!("Picture of the board: {}. What is written on it follows as a list.", there.join(", "))
}
