//! What is written on a board, in the order in which it is read.

use room::board::Kind;

use crate::{Board, Thing};

/// Things that are read together.
pub(crate) struct Section<'a> {
    /// The title of their frame; none for what lies in no frame.
    pub(crate) frame: Option<&'a str>,
    /// Notes, texts and shapes that say something.
    pub(crate) things: Vec<Thing<'a>>,
}

/// What is written on the board, as it is read. Frames without anything in them are there, too.
pub(crate) fn sections<'a>(board: &Board<'a>) -> Vec<Section<'a>> {
    let all = board.things.iter().enumerate().map(|(n, thing)| ((thing.id, n), thing.item));
    let (frames, others): (Vec<_>, Vec<_>) =
        all.partition(|(_, item)| matches!(item.kind, Kind::Frame { .. }));
    let written = others.into_iter().filter(|(_, item)| is_read(&item.kind)).collect::<Vec<_>>();
    let title = |n: usize| board.things[n].item.kind.text().unwrap_or_default();
    let section = |section: sketch::Section<(Option<_>, usize)>| Section {
        frame: section.frame.map(|(_, n)| title(n)),
        things: section.items.into_iter().map(|(_, n)| board.things[n]).collect(),
    };
    sketch::sections(&frames, &written).into_iter().map(section).collect()
}

fn is_read(kind: &Kind) -> bool {
    kind.text().is_some_and(|text| !text.trim().is_empty())
}
