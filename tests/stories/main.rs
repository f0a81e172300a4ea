//! Whole-system stories: what happens to people, told over real sockets against the real server.

mod chat;
mod hands;
mod joining;
mod people;
mod resume;
mod tidy;
