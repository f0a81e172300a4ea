//! The font: handed in, never looked for on the machine, where it may be missing and text would silently be dropped.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use krilla::text::Font;
use resvg::usvg::fontdb::{Database, Source};
use rustybuzz::{Face, UnicodeBuffer};

use crate::Error;

/// How thick letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    /// As style sheets have it.
    pub(crate) fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Bold => 700,
        }
    }
}

/// A font as two weights, each in one file or in several that have different letters.
pub struct Fonts {
    pub(crate) database: Arc<Database>,
    /// What the font is called. It is always asked for by name: what generic names stand for is nowhere said.
    family: String,
    regular: Vec<Cut>,
    bold: Vec<Cut>,
}

/// One file.
struct Cut {
    bytes: Arc<Vec<u8>>,
    font: Font,
    letters: HashSet<char>,
}

/// Part of a line, with the number of the file that has its letters.
pub(crate) type Run<'t> = (usize, &'t str);

impl Fonts {
    /// From TrueType files; those that come first are preferred.
    ///
    /// # Errors
    /// [`Error::Font`] when there is none of a weight, or one cannot be read or is of another family or weight.
    pub fn new(regular: Vec<Vec<u8>>, bold: Vec<Vec<u8>>) -> Result<Self, Error> {
        let mut family = String::new();
        let mut database = Database::new();
        let regular = cuts(&mut database, &mut family, Weight::Regular, regular)?;
        let bold = cuts(&mut database, &mut family, Weight::Bold, bold)?;
        Ok(Self { database: Arc::new(database), family, regular, bold })
    }

    fn cuts(&self, weight: Weight) -> &[Cut] {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// The font of a file, for documents.
    pub(crate) fn font(&self, weight: Weight, cut: usize) -> Option<Font> {
        self.cuts(weight).get(cut).map(|cut| cut.font.clone())
    }

    /// What is in a file.
    pub(crate) fn bytes(&self, weight: Weight, cut: usize) -> &[u8] {
        self.cuts(weight).get(cut).map_or(&[], |cut| cut.bytes.as_slice())
    }

    /// By which name a file is asked for in a picture. Who looks for letters among files of one name finds them only most
    /// of the time.
    pub(crate) fn name(&self, cut: usize) -> String {
        name(&self.family, cut)
    }

    /// The first file that has a letter draws it, and what no file has is the first one's empty box.
    pub(crate) fn runs<'t>(&self, text: &'t str, weight: Weight) -> Vec<Run<'t>> {
        let cuts = self.cuts(weight);
        let has = |c: char| cuts.iter().position(|cut| cut.letters.contains(&c)).unwrap_or(0);
        let mut runs: Vec<Run<'_>> = vec![];
        let (mut begun, mut current) = (0, None);
        for (at, letter) in text.char_indices() {
            let cut = has(letter);
            match current {
                Some(before) if before != cut => {
                    runs.push((before, &text[begun..at]));
                    begun = at;
                }
                _ => {}
            }
            current = Some(cut);
        }
        runs.extend(current.map(|cut| (cut, &text[begun..])));
        runs
    }
}

fn name(family: &str, cut: usize) -> String {
    if cut == 0 { family.to_owned() } else { format!("{family} {}", cut + 1) }
}

fn cuts(
    database: &mut Database,
    family: &mut String,
    weight: Weight,
    files: Vec<Vec<u8>>,
) -> Result<Vec<Cut>, Error> {
    if files.is_empty() {
        return Err(Error::Font);
    }
    files.into_iter().enumerate().map(|(n, file)| cut(database, family, weight, (n, file))).collect()
}

fn cut(
    database: &mut Database,
    family: &mut String,
    weight: Weight,
    (n, file): (usize, Vec<u8>),
) -> Result<Cut, Error> {
    let bytes = Arc::new(file);
    let font = Font::new(bytes.clone().into(), 0).ok_or(Error::Font)?;
    let face = Face::from_slice(&bytes, 0).ok_or(Error::Font)?;
    let mut letters = HashSet::new();
    for table in face.tables().cmap.iter().flat_map(|cmap| cmap.subtables).filter(|table| table.is_unicode())
    {
        table.codepoints(|letter| letters.extend(char::from_u32(letter)));
    }
    let loaded = database.load_font_source(Source::Binary(bytes.clone()));
    let id = *loaded.first().ok_or(Error::Font)?;
    let mut info = database.face(id).cloned().ok_or(Error::Font)?;
    let (called, language) = info.families.first().cloned().ok_or(Error::Font)?;
    if family.is_empty() {
        family.clone_from(&called);
    }
    if called != *family || info.weight.0 != weight.number() {
        return Err(Error::Font);
    }
    database.remove_face(id);
    info.families = vec![(name(family, n), language)];
    database.push_face_info(info);
    Ok(Cut { bytes, font, letters })
}

/// Measures text. Words come again and again, so what was measured is kept.
pub(crate) struct Measure<'a> {
    fonts: &'a Fonts,
    regular: Shaper<'a>,
    bold: Shaper<'a>,
}

struct Shaper<'a> {
    faces: Vec<Face<'a>>,
    known: HashMap<String, f64>,
}

impl<'a> Measure<'a> {
    pub(crate) fn new(fonts: &'a Fonts) -> Self {
        let shaper = |cuts: &'a [Cut]| Shaper {
            faces: cuts.iter().filter_map(|cut| Face::from_slice(&cut.bytes, 0)).collect(),
            known: HashMap::new(),
        };
        Self { fonts, regular: shaper(&fonts.regular), bold: shaper(&fonts.bold) }
    }

    fn shaper(&mut self, weight: Weight) -> &mut Shaper<'a> {
        match weight {
            Weight::Regular => &mut self.regular,
            Weight::Bold => &mut self.bold,
        }
    }

    /// How wide a word is in letters of size 1.
    pub(crate) fn word(&mut self, word: &str, weight: Weight) -> f64 {
        if let Some(known) = self.shaper(weight).known.get(word) {
            return *known;
        }
        let wide = self.line(word, weight);
        self.shaper(weight).known.insert(word.to_owned(), wide);
        wide
    }

    /// How wide a line is in letters of size 1.
    pub(crate) fn line(&mut self, line: &str, weight: Weight) -> f64 {
        let runs = self.fonts.runs(line, weight);
        runs.into_iter().map(|run| self.run(run, weight)).sum()
    }

    /// How wide part of a line is in letters of size 1.
    pub(crate) fn run(&mut self, (cut, text): Run<'_>, weight: Weight) -> f64 {
        let Some(face) = self.shaper(weight).faces.get(cut) else { return 0.0 };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        let glyphs = rustybuzz::shape(face, &[], buffer);
        let units: i64 = glyphs.glyph_positions().iter().map(|glyph| i64::from(glyph.x_advance)).sum();
        units as f64 / f64::from(face.units_per_em().max(1))
    }
}
