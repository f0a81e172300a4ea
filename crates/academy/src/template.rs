//! The ready-made sessions that ship with the product.
//!
//! They are written as data in `templates/`: one file for each session, which refers to polls,
//! exercises, scenarios, knowledge checks and ground rules that stand once in `library.yaml`. Reading
//! resolves every reference, so that a [`Template`] is complete in itself.

use serde::{Deserialize, Serialize};

use crate::segment::Segment;
use crate::tailor::Slot;

mod source;

/// A session to start from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Short and stable, such as `FS-2H`.
    pub id: String,
    /// Shown in the list and given to sessions made from it.
    pub title: String,
    /// One or two sentences: what happens in it.
    pub about: String,
    /// Whom it is for and who leads it.
    pub audience: String,
    /// What officers can do afterwards.
    pub objectives: Vec<String>,
    /// The blanks a department fills.
    pub slots: Vec<Slot>,
    /// What happens, in order, numbered from 1.
    pub segments: Vec<Segment>,
}

/// Why a template cannot be read: where it went wrong, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file or template.
    pub place: String,
    /// What is wrong.
    pub problem: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "template {}: {}", self.place, self.problem)
    }
}

impl std::error::Error for Fault {}

/// The files, in the order people see them.
const FILES: [(&str, &str); 10] = [
    ("fs-2h.yaml", include_str!("../templates/fs-2h.yaml")),
    ("cc-2h.yaml", include_str!("../templates/cc-2h.yaml")),
    ("cc-4h.yaml", include_str!("../templates/cc-4h.yaml")),
    ("pj-2h.yaml", include_str!("../templates/pj-2h.yaml")),
    ("bd-3h.yaml", include_str!("../templates/bd-3h.yaml")),
    ("sup-2h.yaml", include_str!("../templates/sup-2h.yaml")),
    ("cmd-4h.yaml", include_str!("../templates/cmd-4h.yaml")),
    ("rc-15.yaml", include_str!("../templates/rc-15.yaml")),
    ("fu-60.yaml", include_str!("../templates/fu-60.yaml")),
    ("mu-30.yaml", include_str!("../templates/mu-30.yaml")),
];

/// Every template that ships, read and resolved. A fault is a mistake in the data, found by the tests.
pub fn all() -> Result<Vec<Template>, Fault> {
    let library = source::library()?;
    FILES.iter().map(|(file, text)| source::read(file, text, &library)).collect()
}

#[cfg(test)]
mod tests;
