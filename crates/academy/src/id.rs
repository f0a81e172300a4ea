//! The ids of this crate: a session everywhere, a segment inside its run sheet.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names a session for as long as anything of it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub Uuid);

/// Names a segment inside one run sheet. It survives moving and editing and is never given out twice
/// in the same run sheet, so that timers and attendance can refer to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SegmentId(pub u32);
