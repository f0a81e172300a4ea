//! Limits are part of the protocol: a breach is refused with a reason, never a crash, never silence.

use crate::Refusal;

/// Characters in a name, a department, a rank, a training ID.
pub const NAME: usize = 80;
/// Characters in a line of chat or in the lobby message.
pub const TEXT: usize = 4_000;
/// People in one session unless configured.
pub const PEOPLE: u32 = 500;
/// Lines of chat kept in one session; the oldest ones stay, new ones are refused.
pub const LINES: usize = 20_000;
/// Lines of one person among them, deleted ones included.
pub const LINES_EACH: usize = 2_000;
/// What one person's lines weigh together, in bytes; deleted ones weigh nothing.
pub const CHAT_SHARE: usize = 256 * 1024;
/// Expected officers on the list.
pub const EXPECTED: usize = 1_000;
/// Breakout groups in one round: [`PEOPLE`] in pairs.
pub const GROUPS: usize = 250;
/// Rounds of breakout groups in one session.
pub const ROUNDS: usize = 50;
/// Minutes of one round of groups, and of one extension.
pub const GROUP_MINUTES: u16 = 240;
/// Messages to all groups in one round.
pub const NOTICES: usize = 100;
/// Characters in a message to all groups.
pub const NOTICE: usize = 500;
/// Characters in the reason of a call for help.
pub const REASON: usize = 300;
/// Exercises in one session.
pub const EXERCISES: usize = 50;
/// Issues to choose from.
pub const ISSUES: usize = 20;
/// Characters in an issue or in an exercise's title.
pub const ISSUE: usize = 300;
/// Ideas of one person in one exercise.
pub const IDEAS: usize = 50;
/// Characters in an idea.
pub const IDEA: usize = 500;
/// Dots of one person.
pub const DOTS: u8 = 20;
/// Minutes to write on a board by its timer.
pub const BOARD_MINUTES: u16 = 240;
/// Actions in one plan.
pub const ACTIONS: usize = 3;
/// Characters in one field of an action, or in a commitment.
pub const FIELD: usize = 500;
/// Seconds one group reports at most.
pub const REPORT_S: u16 = 3_600;
/// Seats (tabs and devices) of one person; one more takes the place of the oldest, so that nobody who runs a session is
/// ever kept out of it by the tabs they closed.
pub const SEATS: usize = 20;
/// Segments on a run sheet.
pub const SEGMENTS: usize = 60;
/// Minutes of one segment, extensions included.
pub const MINUTES: u16 = 480;
/// Activities in a segment.
pub const ACTIVITIES: usize = 12;
/// Facts of a scenario.
pub const FACTS: usize = 20;
/// Characters in one fact.
pub const FACT: usize = 1_000;
/// Polls in one session.
pub const POLLS: usize = 100;
/// Polls that facilitators keep for all their sessions.
pub const KEPT_POLLS: usize = 300;
/// Options or statements of a poll.
pub const OPTIONS: usize = 20;
/// Characters in one option or statement.
pub const OPTION: usize = 300;
/// Stars of a rating.
pub const STARS: u16 = 10;
/// Words that one person gives to a cloud.
pub const WORDS: u16 = 5;
/// Characters in one word of a cloud, or in a few that belong together.
pub const WORD: usize = 30;
/// Characters in the text that somebody answers with.
pub const ANSWER: usize = 300;
/// Characters in a question: a poll's, or one to the facilitators.
pub const QUESTION: usize = 1_000;
/// Questions to the facilitators in one session.
pub const QUESTIONS: usize = 2_000;
/// Questions of one person in a session, those taken back included.
pub const QUESTIONS_EACH: usize = 20;
/// Whiteboards in one session: one for each of the most groups, and some more.
pub const BOARDS: usize = 300;
/// Things on one whiteboard.
pub const ITEMS: usize = 20_000;
/// What the things on one whiteboard weigh together, in bytes.
pub const BOARD_WEIGHT: usize = 8 * 1024 * 1024;
/// What those of one person weigh among them, in bytes.
pub const BOARD_SHARE: usize = 2 * 1024 * 1024;
/// Pictures sent in one session.
pub const PICTURES: usize = 300;
/// What they weigh together, in bytes.
pub const PICTURES_WEIGHT: usize = 100 * 1024 * 1024;
/// Those of one person among them who does not facilitate.
pub const PICTURES_EACH: usize = 60;
/// What those weigh together, in bytes.
pub const PICTURES_SHARE: usize = 30 * 1024 * 1024;
/// What one picture weighs, in bytes.
pub const PICTURE_BYTES: usize = 4 * 1024 * 1024;
/// Frames of a new whiteboard.
pub const FRAMES: usize = 20;
/// Frames and lines in a layout that somebody has saved.
pub const LAYOUT_ITEMS: usize = 100;
/// Layouts somebody has saved.
pub const LAYOUTS: usize = 100;
/// Characters in a note, a text or a frame's title.
pub const NOTE: usize = 1_000;
/// Points of one stroke.
pub const POINTS: usize = 4_096;
/// Frames of one board for which it is said who writes in them.
pub const RULES: usize = 100;
/// People named to write on a board or in a frame.
pub const NAMED: usize = 500;
/// Colors of the palette.
pub const COLORS: usize = 16;
/// Things one ask changes on a whiteboard.
pub const AT_ONCE: usize = 500;
/// What one ask brings to a whiteboard, in bytes: it has to fit into one message.
pub const BOARD_BYTES: usize = 40_000;

/// The refusal for more than `max` of something.
#[must_use]
pub fn too_long(max: usize) -> Refusal {
    Refusal::TooLong { max: u32::try_from(max).unwrap_or(u32::MAX) }
}
