//! Boards as people make them, and as nobody should, on paper: read again by programs that know nothing of ours.

use std::path::Path;

use export::{Board, Fonts, Scene, Thing, pdf::pdf, png::png};
use lopdf::{Document, Object};
use resvg::{
    tiny_skia::Pixmap,
    usvg::{Options, Tree, roxmltree},
};
use room::{
    ItemId, PersonId,
    board::{End, Form, Item, Kind, New, Size, Spot},
};

/// The font as the build packs it for the server.
fn fonts() -> Fonts {
    let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist/print");
    let file = |name: &str| {
        std::fs::read(packed.join(name)).expect("the client has been built, and with it the font unpacked")
    };
    let weight = |name: &str| ["latin", "latin-ext"].map(|part| file(&format!("{name}-{part}.ttf"))).to_vec();
    Fonts::new(weight("regular"), weight("bold")).expect("the font can be read")
}

fn item(kind: Kind, (x, y): (i32, i32), (w, h): (i32, i32), color: u8) -> Item {
    let (at, size) = (Spot { x: x * 8, y: y * 8 }, Size { w: w * 8, h: h * 8 });
    Item::new(&New { kind, at, size, color, order: 0, stroke: None }, Some(PersonId(1)), false)
}

fn note(text: &str, at: (i32, i32)) -> Item {
    item(Kind::Note { text: text.into() }, at, (160, 112), 0)
}

fn thing(item: &Item) -> Thing<'_> {
    Thing { id: None, item, by: "Dana Kaplan", dots: 0 }
}

fn board(items: &[Item]) -> Board<'_> {
    Board {
        title: "First words",
        about: "Fair stops".into(),
        things: items.iter().map(thing).collect(),
        ..Board::default()
    }
}

fn as_svg(board: &Board<'_>) -> String {
    Scene::new(board, &fonts()).svg()
}

fn as_png(board: &Board<'_>) -> Pixmap {
    let fonts = fonts();
    let png = png(&Scene::new(board, &fonts), &fonts).expect("it can be drawn");
    Pixmap::decode_png(&png).expect("it is PNG")
}

fn as_pdf(board: &Board<'_>) -> Document {
    let fonts = fonts();
    let pdf = pdf(board, &Scene::new(board, &fonts), &fonts).expect("it can be written");
    Document::load_mem(&pdf).expect("it is PDF")
}

/// The text of one page, or of all.
fn text_of(pdf: &Document, page: Option<u32>) -> String {
    let pages: Vec<_> = pdf.get_pages().into_keys().filter(|n| page.is_none_or(|page| page == *n)).collect();
    pdf.extract_text(&pages).expect("it has text").replace('\n', " ")
}

/// What the structure of the document consists of, in order.
fn structure(pdf: &Document) -> Vec<String> {
    let mut found = vec![];
    let catalog = pdf.catalog().expect("there is a catalog");
    walk(pdf, catalog.get(b"StructTreeRoot").expect("it is tagged"), &mut found);
    found
}

fn walk(pdf: &Document, object: &Object, found: &mut Vec<String>) {
    match pdf.dereference(object).expect("it is there").1 {
        Object::Array(children) => children.iter().for_each(|child| walk(pdf, child, found)),
        Object::Dictionary(element) => {
            if let Ok(kind) = element.get(b"S").and_then(Object::as_name) {
                found.push(String::from_utf8_lossy(kind).into_owned());
            }
            if let Ok(children) = element.get(b"K") {
                walk(pdf, children, found);
            }
        }
        _ => {}
    }
}

#[test]
fn what_people_typed_never_becomes_markup() {
    let text = "<script>alert(1)</script> & \"quotes\" 'too' ]]> <!-- \u{0}\u{1}\u{b}\u{1f}\u{7f}\u{85}\u{fffe}\u{feff} end";
    let items = [note(text, (0, 0)), item(Kind::Frame { title: text.into() }, (300, 0), (400, 300), 0)];
    let board = Board { title: text, about: text.into(), ..board(&items) };
    let svg = as_svg(&board);
    let read = roxmltree::Document::parse(&svg).expect("it is well-formed");
    assert!(!read.descendants().any(|node| node.tag_name().name() == "script"));
    let words: String =
        read.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
    assert!(words.contains("<script>alert(1)</script>"), "{words}");
    assert!(words.chars().all(|c| !c.is_control() || c == '\n'), "{words:?}");
    assert!(text_of(&as_pdf(&board), None).contains("<script>alert(1)</script>"));
}

#[test]
fn any_text_can_be_drawn() {
    let long = "x".repeat(64 * 1024);
    let foreign = "👮 警察 שלום مرحبا Łódź 🏳️‍🌈 e\u{301} \u{202e}";
    let lines = "a\n".repeat(2_000);
    let items = [note(&long, (0, 0)), note(foreign, (300, 0)), note(&lines, (600, 0))];
    let board = Board { title: &long, about: foreign.into(), ..board(&items) };
    Tree::from_str(&as_svg(&board), &Options::default()).expect("it can be read");
    as_png(&board);
    // Letters of the second file are drawn with it, in the list and in the picture.
    let text: String = text_of(&as_pdf(&board), None).split_whitespace().collect();
    assert_eq!(text.matches("Łódź").count(), 3, "{text}");
}

#[test]
fn whatever_size_and_place_a_thing_has_it_can_be_drawn() {
    let far = room::board::REACH / 8;
    let ink =
        Kind::Ink { points: [i16::MAX; 8_192].into(), width: u16::MAX, highlighter: true, pressures: vec![] };
    let items = [
        item(Kind::Note { text: "Nothing wide".into() }, (0, 0), (0, 0), 200),
        item(Kind::Shape { form: Form::Ellipse, text: "Round".into() }, (far, far), (0, 0), 9),
        item(Kind::Shape { form: Form::Rectangle, text: String::new() }, (-far, -far), (far, 1), 9),
        item(Kind::Line { from: End::default(), to: End::default(), head: true }, (0, 0), (0, 0), 1),
        item(
            Kind::Ink { points: vec![0, 0], width: 0, highlighter: false, pressures: vec![] },
            (7, 7),
            (0, 0),
            1,
        ),
        item(ink, (far, far), (0, 0), 1),
    ];
    let board = board(&items);
    let picture = as_png(&board);
    assert!(picture.width().max(picture.height()) <= 4_096);
    assert!(text_of(&as_pdf(&board), None).contains("Nothing wide"));
}

#[test]
fn a_note_is_seen_where_it_lies() {
    let items = [note("Good evening", (0, 0)), note("", (400, 300))];
    let picture = as_png(&board(&items));
    // Twice as sharp as the screen, with a margin around everything.
    assert_eq!((picture.width(), picture.height()), ((560 + 64) * 2, (412 + 64) * 2));
    let at = |x: u32, y: u32| picture.pixel((x + 32) * 2, (y + 32) * 2).expect("inside").demultiply();
    let color = |x, y| (at(x, y).red(), at(x, y).green(), at(x, y).blue());
    assert_eq!(color(480, 360), (0xff, 0xe9, 0xa8), "the paper of the empty note");
    assert_eq!(color(250, 200), (0xff, 0xff, 0xff), "nothing lies between the two");
    let inked = (12..120).any(|x| (12..32).any(|y| at(x, y).red() < 0x60));
    assert!(inked, "there are letters on the first note");
}

#[test]
fn lines_end_at_the_edge_of_what_they_hang_on_and_where_they_were_put_if_that_is_not_seen() {
    let end = |id, x| End { at: Spot { x, y: 8 * 56 }, on: Some(ItemId(id)) };
    let line = Kind::Line { from: end(1, 0), to: end(2, 8 * 300), head: false };
    let items = [note("Here", (0, 0)), item(line, (0, 0), (0, 0), 0)];
    let mut board = board(&items);
    board.things[0].id = Some(ItemId(1));
    let svg = as_svg(&board);
    assert!(svg.contains("M164 56L300 56"), "{svg}");
}

#[test]
fn what_is_written_is_found_in_the_document() {
    let items = [
        item(Kind::Frame { title: "Before the stop".into() }, (0, 0), (500, 400), 0),
        note("Good evening, I'm Officer Reyes. The reason I stopped you is the light.", (40, 60)),
        note("Is there any reason", (900, 60)),
        item(Kind::Shape { form: Form::Ellipse, text: "Car window".into() }, (900, 300), (200, 120), 2),
    ];
    let mut board = board(&items);
    board.things[1].dots = 3;
    board.things[2].dots = 1;
    let pdf = as_pdf(&board);
    let list = text_of(&pdf, Some(2));
    let mut last = 0;
    for words in [
        "What is written on the board",
        "Before the stop",
        "Good evening, I'm Officer Reyes. The reason I stopped you is the light.",
        "Dana Kaplan · 3 dots",
        "Outside the frames",
        "Is there any reason",
        "Dana Kaplan · 1 dot",
        "Car window",
    ] {
        let at = list[last..].find(words).unwrap_or_else(|| panic!("{words:?} in its place in {list}"));
        last += at + words.len();
    }
    let picture: String = text_of(&pdf, Some(1)).split_whitespace().collect();
    assert!(picture.contains("Firstwords") && picture.contains("Carwindow"), "{picture}");
}

#[test]
fn the_document_carries_its_font() {
    let items = [note("Łódź", (0, 0))];
    let pdf = as_pdf(&board(&items));
    let fonts: Vec<_> = (pdf.objects.values().filter_map(|object| object.as_dict().ok()))
        .filter(|object| object.has_type(b"FontDescriptor"))
        .collect();
    assert!(!fonts.is_empty());
    for font in fonts {
        let name = font.get(b"FontName").and_then(Object::as_name).expect("it has a name");
        assert!(String::from_utf8_lossy(name).contains("AtkinsonHyperlegibleNext"), "{name:?}");
        assert!(font.has(b"FontFile2") || font.has(b"FontFile3"), "it is embedded");
    }
}

#[test]
fn the_document_can_be_read_out() {
    let items =
        [item(Kind::Frame { title: "Before".into() }, (0, 0), (500, 400), 0), note("Good evening", (40, 60))];
    let pdf = as_pdf(&board(&items));
    let catalog = pdf.catalog().expect("there is a catalog");
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).expect("a language"), b"en-US");
    let marked = pdf.dereference(catalog.get(b"MarkInfo").expect("marks")).expect("they are there").1;
    let marked = marked.as_dict().and_then(|marks| marks.get(b"Marked")).and_then(Object::as_bool);
    assert!(marked.expect("it says whether it is tagged"));
    let structure = structure(&pdf);
    let structure: Vec<_> = structure.iter().map(String::as_str).filter(|kind| *kind != "Document").collect();
    let list = ["L", "LI", "Lbl", "LBody", "P", "P"];
    assert_eq!(structure, [&["H1", "P", "Figure", "H2", "H3"][..], &list].concat());
    let alternative = pdf.objects.values().find_map(|object| object.as_dict().ok()?.get(b"Alt").ok());
    let alternative =
        alternative.and_then(|text| lopdf::decode_text_string(text).ok()).expect("words for the picture");
    assert!(alternative.starts_with("Picture of the board: 1 frame, 1 note."), "{alternative}");
}

#[test]
fn a_long_list_goes_on_on_the_next_page() {
    let items: Vec<_> = (0..200).map(|n| note(&format!("Note {n} of many"), (0, n * 120))).collect();
    let pdf = as_pdf(&board(&items));
    assert!((6..20).contains(&pdf.get_pages().len()), "{} pages", pdf.get_pages().len());
    let text = text_of(&pdf, None);
    assert!((0..200).all(|n| text.contains(&format!("Note {n} of many"))));
}

#[test]
fn a_board_that_is_written_full_by_a_machine_is_drawn_without_its_words_and_says_so() {
    let text = "word ".repeat(200);
    let items: Vec<_> = (0..2_200).map(|n| note(&text, (n % 50 * 180, n / 50 * 400))).collect();
    let pdf = as_pdf(&board(&items));
    let (picture, list) = (text_of(&pdf, Some(1)), text_of(&pdf, Some(2)));
    // In a picture every letter stands for itself.
    let picture: String = picture.split_whitespace().collect();
    assert!(!picture.contains("wordword") && picture.contains("Firstwords"), "{picture}");
    assert!(list.contains("the picture shows the notes without their words") && list.contains("word word"));
}

#[test]
fn an_empty_board_says_so() {
    let board = board(&[]);
    assert!(as_svg(&board).contains("There is nothing on this board."));
    let picture = as_png(&board);
    assert!(picture.width() <= 1_000);
    assert!(picture.pixels().iter().any(|pixel| pixel.red() < 0x80), "it is not blank");
    assert!(text_of(&as_pdf(&board), Some(2)).contains("Nothing."));
}
