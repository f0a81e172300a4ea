//! Small pieces every part is made of.

mod icon;

pub(crate) use icon::Icon;
