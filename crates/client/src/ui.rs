//! Small pieces every part is made of.

mod announce;
mod avatar;
mod dialog;
pub(crate) mod field;
mod icon;
mod menu;
mod rows;
mod show;
mod sure;
mod tabs;
mod toast;

pub(crate) use announce::{Announcements, Announcer};
pub(crate) use avatar::Avatar;
pub(crate) use dialog::Dialog;
pub(crate) use icon::Icon;
pub(crate) use menu::Menu;
pub(crate) use rows::For;
pub(crate) use show::Show;
pub(crate) use sure::{Sure, focus_when_here};
pub(crate) use tabs::{Tab, Tabs};
pub(crate) use toast::{Toasts, ToastsHere};
