//! From a board to a picture: the colors, sizes and order of the canvas, in the light theme, as SVG.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::{self, Display, Write as _},
};

use data_encoding::BASE64;
use room::{
    ItemId,
    board::{Item, Kind},
};
use sketch::{
    Area, LINE, Letters, Point, Post, UNIT, around_words, barbs, ink, is_behind, is_round, letters, lines,
    pixels, run,
};

use crate::{
    Board, Fonts, Thing, drawable,
    fonts::{Measure, Weight},
};

/// Steps of ink shorter than this are left out, in pixels: on paper nobody sees them.
const DETAIL: f64 = 0.7;
const SURFACE: &str = "#ffffff";
const INK: &str = "#1b242e";
const FAINT: &str = "#5c6570";
const BRAND: &str = "#0f5c6e";
const BRAND_INK: &str = "#ffffff";
const FRAME: &str = "#8a8274";
const NOTE_INK: &str = "#22201a";
const SHADOW: &str = "#14140a";
const PAPERS: [&str; 4] = ["#ffe9a8", "#f6cfd8", "#cfe8cf", "#cfe3f3"];
const PENS: [&str; 5] = [INK, "#b4540a", BRAND, "#a6282f", "#2b6b3f"];

/// The space around everything, in pixels at 100 %.
const MARGIN: f64 = 32.0;
/// The page of a board with nothing on it, and what it says.
const EMPTY: (Area, &str) = (Area { x: 0.0, y: 0.0, w: 480.0, h: 160.0 }, "There is nothing on this board.");
/// The corners of a note, from the top left, clockwise.
const CORNERS: [f64; 4] = [4.0, 4.0, 14.0, 4.0];
/// Around what is drawn there may be so much more of it: shadows, edges, badges.
const RIM: f64 = 14.0;

/// Letters of what no item says.
const PLAIN: Letters = Letters { font: "", bold: false, size: 18.0, line: 23.5, around: 0.0 };
const BADGE: Letters = Letters { font: "", bold: true, size: 13.0, line: 16.0, around: 0.0 };

fn weight(of: &Letters) -> Weight {
    if of.bold { Weight::Bold } else { Weight::Regular }
}

/// A board laid out: what each thing covers, and its text in lines.
pub struct Scene<'a> {
    board: &'a Board<'a>,
    fonts: &'a Fonts,
    laid: Vec<Laid>,
    /// The things in the order in which they are drawn.
    order: Vec<usize>,
    posts: HashMap<ItemId, Post>,
    page: Area,
}

struct Laid {
    area: Area,
    lines: Vec<String>,
}

impl<'a> Scene<'a> {
    /// Lays a board out.
    #[must_use]
    pub fn new(board: &'a Board<'a>, fonts: &'a Fonts) -> Self {
        let mut measure = Measure::new(fonts);
        let mut laid: Vec<_> = board.things.iter().map(|thing| lay(thing.item, &mut measure)).collect();
        let posts: HashMap<_, _> = (board.things.iter().zip(&laid))
            .filter(|(thing, _)| thing.item.kind.takes_lines())
            .filter_map(|(thing, laid)| Some((thing.id?, (laid.area, is_round(&thing.item.kind)))))
            .collect();
        for (thing, laid) in board.things.iter().zip(&mut laid) {
            if let Some([from, to]) = ends(thing.item, &posts) {
                laid.area = Area::between(from, to);
            }
        }
        let all = laid.iter().map(|laid| laid.area.grown(RIM)).reduce(Area::and);
        let page = all.map_or(EMPTY.0, |all| all.grown(MARGIN - RIM));
        let (behind, before): (Vec<_>, Vec<_>) =
            (0..board.things.len()).partition(|n| is_behind(&board.things[*n].item.kind));
        let order = [behind, before].concat();
        Self { board, fonts, laid, order, posts, page }
    }

    /// Width and height in pixels at 100 %.
    #[must_use]
    pub fn size(&self) -> (f64, f64) {
        (self.page.w, self.page.h)
    }

    /// The whole picture. It brings its font along.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut pen = Pen::new(self.fonts, 0.0);
        // Strings take whatever is written to them.
        _ = self.draw(&mut pen, &self.order, true).and_then(|()| pen.fonts()).and_then(|()| pen.end());
        pen.svg
    }

    /// The picture for a machine to draw: in sheets of so many things, one above the other, each as large as the whole, so
    /// that no more than one of them has to be held at a time. Letters smaller than `smallest` are left out.
    pub(crate) fn sheets(&self, things: usize, smallest: f64) -> impl Iterator<Item = String> {
        let order = if self.order.is_empty() {
            [&[][..]].into()
        } else {
            self.order.chunks(things).collect::<Vec<_>>()
        };
        order.into_iter().enumerate().map(move |(n, part)| self.sheet(part, n == 0, smallest))
    }

    fn sheet(&self, things: &[usize], lowest: bool, smallest: f64) -> String {
        let mut pen = Pen::new(self.fonts, smallest);
        _ = self.draw(&mut pen, things, lowest).and_then(|()| pen.end());
        pen.svg
    }

    fn draw(&self, pen: &mut Pen<'_>, things: &[usize], lowest: bool) -> fmt::Result {
        let Area { x, y, w, h } = self.page;
        writeln!(
            pen.svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"{} {} {} {}\" \
             font-family=\"'{}', sans-serif\" xml:space=\"preserve\">",
            Px(w),
            Px(h),
            Px(x),
            Px(y),
            Px(w),
            Px(h),
            escaped(&self.fonts.name(0))
        )?;
        if lowest {
            writeln!(pen.svg, "<title>{}</title>", escaped(&drawable(self.board.title)))?;
            pen.rect(self.page, 0.0, &format!("fill=\"{SURFACE}\""))?;
        }
        if self.board.things.is_empty() {
            let (x, y) = self.page.middle();
            pen.text(&[EMPTY.1.to_owned()], (x, y - PLAIN.line / 2.0), &PLAIN, FAINT, true)?;
        }
        things.iter().try_for_each(|n| self.thing(pen, &self.board.things[*n], &self.laid[*n]))
    }

    fn thing(&self, pen: &mut Pen<'_>, thing: &Thing<'_>, laid: &Laid) -> fmt::Result {
        let (item, area) = (thing.item, laid.area);
        match &item.kind {
            Kind::Note { .. } => {
                pen.paper(area, pick(&PAPERS, item.color))?;
                pen.words(laid, &item.kind, NOTE_INK)?;
            }
            Kind::Text { .. } => pen.words(laid, &item.kind, pick(&PENS, item.color))?,
            Kind::Shape { .. } => {
                let color = pick(&PENS, item.color);
                pen.shape(area, is_round(&item.kind), &format!("fill=\"{SURFACE}\""))?;
                let look =
                    format!("fill=\"{color}\" fill-opacity=\".1\" stroke=\"{color}\" stroke-width=\"2.5\"");
                pen.shape(area, is_round(&item.kind), &look)?;
                pen.words(laid, &item.kind, INK)?;
            }
            Kind::Line { head, .. } => {
                if let Some(ends) = ends(item, &self.posts) {
                    pen.line(ends, *head, pick(&PENS, item.color))?;
                }
            }
            Kind::Frame { .. } => {
                let look =
                    format!("fill=\"none\" stroke=\"{FRAME}\" stroke-width=\"1.5\" stroke-dasharray=\"6 5\"");
                pen.rect(area, 16.0, &look)?;
                pen.words(laid, &item.kind, INK)?;
            }
            Kind::Image { picture, .. } => match self.board.pictures.get(picture) {
                Some(bytes) => pen.image(area, bytes)?,
                None => {
                    pen.rect(area, 4.0, &format!("fill=\"none\" stroke=\"{FRAME}\" stroke-width=\"1.5\""))?;
                    pen.words(laid, &item.kind, FAINT)?;
                }
            },
            Kind::Ink { points, width, highlighter, pressures } => {
                let nibs = ink::rough(ink::nibs(item.at, points, pressures, *width), DETAIL);
                let color = pick(&PENS, item.color);
                match highlighter {
                    true => pen.marker(&nibs, f64::from((*width).max(1)) / UNIT, color)?,
                    false => pen.ink(&nibs, color)?,
                }
            }
        }
        if thing.dots > 0 { pen.badge(area, thing.dots) } else { Ok(()) }
    }
}

/// What an item covers and its text in lines; paper grows with its text.
fn lay(item: &Item, measure: &mut Measure<'_>) -> Laid {
    let mut area = Area::of(item);
    let Some(text) = item.kind.text() else { return Laid { area, lines: vec![] } };
    let of = letters(&item.kind);
    let (room, height) = around_words(&item.kind, area.w);
    let lines = lines(&drawable(text), room, &mut |word| measure.word(word, weight(&of)) * of.size);
    if !matches!(item.kind, Kind::Frame { .. } | Kind::Image { .. }) {
        area.h = area.h.max(height(lines.len()));
    }
    Laid { area, lines }
}

/// Where a line runs. What it hangs on may not be seen, or be gone: then it ends where it was put.
fn ends(item: &Item, posts: &HashMap<ItemId, Post>) -> Option<[Point; 2]> {
    let ends = item.kind.ends()?;
    Some(run(ends.map(|end| (pixels(end.at), end.on.and_then(|on| posts.get(&on).copied())))))
}

/// A color that the palette does not have (the room allows more) is its first.
fn pick(palette: &[&'static str], color: u8) -> &'static str {
    palette.get(usize::from(color)).unwrap_or(&palette[0])
}

/// Writes elements.
struct Pen<'a> {
    svg: String,
    fonts: &'a Fonts,
    /// Which files of the font were needed.
    used: BTreeSet<(Weight, usize)>,
    /// Smaller letters are left out.
    smallest: f64,
}

impl<'a> Pen<'a> {
    fn new(fonts: &'a Fonts, smallest: f64) -> Self {
        Self { svg: String::new(), fonts, used: BTreeSet::new(), smallest }
    }

    fn end(&mut self) -> fmt::Result {
        writeln!(self.svg, "</svg>")
    }

    /// The font itself: lines are broken for it, and hardly any machine has it.
    fn fonts(&mut self) -> fmt::Result {
        if self.used.is_empty() {
            return Ok(());
        }
        write!(self.svg, "<style>")?;
        for (weight, cut) in std::mem::take(&mut self.used) {
            let (name, font) = (self.fonts.name(cut), BASE64.encode(self.fonts.bytes(weight, cut)));
            let (name, weight) = (escaped(&name), weight.number());
            write!(
                self.svg,
                "@font-face{{font-family:'{name}';font-weight:{weight};src:url(data:font/ttf;base64,{font})}}"
            )?;
        }
        writeln!(self.svg, "</style>")
    }

    fn rect(&mut self, area: Area, radius: f64, look: &str) -> fmt::Result {
        let Area { x, y, w, h } = area;
        let rx = if radius > 0.0 { format!("rx=\"{}\" ", Px(radius)) } else { String::new() };
        let (x, y, w, h) = (Px(x), Px(y), Px(w), Px(h));
        writeln!(self.svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" {rx}{look}/>")
    }

    fn shape(&mut self, area: Area, round: bool, look: &str) -> fmt::Result {
        if !round {
            return self.rect(area, 8.0, look);
        }
        let ((x, y), rx, ry) = (area.middle(), area.w / 2.0, area.h / 2.0);
        let (x, y, rx, ry) = (Px(x), Px(y), Px(rx), Px(ry));
        writeln!(self.svg, "<ellipse cx=\"{x}\" cy=\"{y}\" rx=\"{rx}\" ry=\"{ry}\" {look}/>")
    }

    /// A picture, with its bytes.
    fn image(&mut self, area: Area, bytes: &[u8]) -> fmt::Result {
        let kind = if bytes.starts_with(&[0xFF, 0xD8]) { "jpeg" } else { "png" };
        let Area { x, y, w, h } = area;
        let (x, y, w, h) = (Px(x), Px(y), Px(w), Px(h));
        write!(
            self.svg,
            "<image x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" preserveAspectRatio=\"none\" "
        )?;
        writeln!(self.svg, "href=\"data:image/{kind};base64,{}\"/>", BASE64.encode(bytes))
    }

    /// The paper of a note with its shadow.
    fn paper(&mut self, area: Area, color: &str) -> fmt::Result {
        for (opacity, grown, down) in [(".07", -1.0, 5.0), (".1", 0.0, 1.5)] {
            let look = format!("fill=\"{SHADOW}\" fill-opacity=\"{opacity}\"");
            self.leaf(area.grown(grown).moved(0.0, down), &look)?;
        }
        self.leaf(area, &format!("fill=\"{color}\""))
    }

    fn leaf(&mut self, area: Area, look: &str) -> fmt::Result {
        let (left, top, right, bottom) = (area.x, area.y, area.x + area.w, area.y + area.h);
        let [nw, ne, se, sw] = CORNERS.map(|corner| corner.min(area.w / 2.0).min(area.h / 2.0).max(0.0));
        write!(self.svg, "<path d=\"M{} {}", Px(left + nw), Px(top))?;
        for (side, to, radius, (x, y)) in [
            ('H', right - ne, ne, (right, top + ne)),
            ('V', bottom - se, se, (right - se, bottom)),
            ('H', left + sw, sw, (left, bottom - sw)),
            ('V', top + nw, nw, (left + nw, top)),
        ] {
            let radius = Px(radius);
            write!(self.svg, "{side}{}A{radius} {radius} 0 0 1 {} {}", Px(to), Px(x), Px(y))?;
        }
        writeln!(self.svg, "Z\" {look}/>")
    }

    fn line(&mut self, [from, to]: [Point; 2], head: bool, color: &str) -> fmt::Result {
        write!(self.svg, "<path d=\"M{} {}L{} {}", Px(from.0), Px(from.1), Px(to.0), Px(to.1))?;
        if head {
            let [left, right] = barbs(from, to);
            write!(self.svg, "M{} {}L{} {}", Px(left.0), Px(left.1), Px(to.0), Px(to.1))?;
            write!(self.svg, "L{} {}", Px(right.0), Px(right.1))?;
        }
        self.stroke(color, LINE, "")
    }

    /// A stroke of the pen, as wide as it was pressed.
    fn ink(&mut self, nibs: &[ink::Nib], color: &str) -> fmt::Result {
        self.svg.push_str("<path d=\"");
        for ((x, y), curves) in ink::edges(nibs) {
            write!(self.svg, "M{} {}", Px(x), Px(y))?;
            self.curves(&curves)?;
            self.svg.push('Z');
        }
        writeln!(self.svg, "\" fill=\"{color}\"/>")
    }

    /// A stroke of the highlighter.
    fn marker(&mut self, nibs: &[ink::Nib], width: f64, color: &str) -> fmt::Result {
        let ((x, y), curves) = ink::smooth(nibs);
        if nibs.iter().all(|nib| nib.at == (x, y)) {
            // Not every program draws a line without a length.
            let (x, y, r) = (Px(x), Px(y), Px(width / 2.0));
            return writeln!(
                self.svg,
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{color}\" fill-opacity=\".35\"/>"
            );
        }
        write!(self.svg, "<path d=\"M{} {}", Px(x), Px(y))?;
        self.curves(&curves)?;
        self.stroke(color, width, " stroke-opacity=\".35\"")
    }

    fn curves(&mut self, curves: &[ink::Curve]) -> fmt::Result {
        for ink::Curve { by, to } in curves {
            write!(self.svg, "Q{} {} {} {}", Px(by.0), Px(by.1), Px(to.0), Px(to.1))?;
        }
        Ok(())
    }

    fn stroke(&mut self, color: &str, width: f64, more: &str) -> fmt::Result {
        writeln!(
            self.svg,
            "\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{}\" stroke-linecap=\"round\" \
             stroke-linejoin=\"round\"{more}/>",
            Px(width)
        )
    }

    /// Dots at a thing's corner.
    fn badge(&mut self, area: Area, dots: u32) -> fmt::Result {
        let (x, y) = (area.x + area.w - 4.0, area.y + 4.0);
        writeln!(self.svg, "<circle cx=\"{}\" cy=\"{}\" r=\"12\" fill=\"{BRAND}\"/>", Px(x), Px(y))?;
        self.text(&[dots.to_string()], (x, y - BADGE.line / 2.0), &BADGE, BRAND_INK, true)
    }

    /// What an item says.
    fn words(&mut self, laid: &Laid, kind: &Kind, color: &str) -> fmt::Result {
        let (area, lines, of) = (laid.area, &laid.lines, letters(kind));
        if matches!(kind, Kind::Shape { .. }) {
            let (x, y) = area.middle();
            return self.text(lines, (x, y - of.line * lines.len() as f64 / 2.0), &of, color, true);
        }
        self.text(lines, (area.x + of.around, area.y + of.around), &of, color, false)
    }

    /// Lines below each other.
    fn text(
        &mut self,
        lines: &[String],
        at: (f64, f64),
        of: &Letters,
        color: &str,
        centered: bool,
    ) -> fmt::Result {
        if of.size < self.smallest || lines.iter().all(String::is_empty) {
            return Ok(());
        }
        let bold = if of.bold { " font-weight=\"700\"" } else { "" };
        let anchor = if centered { " text-anchor=\"middle\"" } else { "" };
        write!(self.svg, "<text font-size=\"{}\"{bold}{anchor} fill=\"{color}\">", Px(of.size))?;
        let x = Px(at.0);
        for (n, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
            let y = at.1 + of.line * n as f64 + of.size * 0.82 + (of.line - of.size) / 2.0;
            // Who copies the text gets words; a space at the end of a centered line would move it.
            let end = if centered || n + 1 == lines.len() { "" } else { " " };
            write!(self.svg, "<tspan x=\"{x}\" y=\"{}\">", Px(y))?;
            for (cut, run) in self.fonts.runs(line, weight(of)) {
                self.used.insert((weight(of), cut));
                let run = escaped(run);
                if cut == 0 {
                    write!(self.svg, "{run}")?;
                } else {
                    let name = self.fonts.name(cut);
                    write!(
                        self.svg,
                        "<tspan font-family=\"'{}', sans-serif\">{run}</tspan>",
                        escaped(&name)
                    )?;
                }
            }
            write!(self.svg, "{end}</tspan>")?;
        }
        writeln!(self.svg, "</text>")
    }
}

/// A length as short as it may be: hundredths of a pixel are not seen.
struct Px(f64);

impl Display for Px {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = (self.0 * 100.0).round() / 100.0;
        // Without the sign that zero may have.
        write!(to, "{}", if rounded == 0.0 { 0.0 } else { rounded })
    }
}

/// Text as XML or HTML: no character of it can begin a tag, an entity or the end of an attribute.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\'' => xml.push_str("&#39;"),
            letter => xml.push(letter),
        }
    }
    xml
}
