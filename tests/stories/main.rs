//! Whole-system stories: what happens to people, told over real sockets against the real server.

mod bad_frames;
mod bad_requests;
mod ballots;
mod chat;
mod coming_back;
mod crowd;
mod disposal;
mod export;
mod hands;
mod hostile;
mod joining;
mod kill;
mod layouts;
mod people;
mod pictures;
mod products;
mod program;
mod rehearsing;
mod restored;
mod resume;
mod shelf;
mod tidy;
mod tls;
mod two_desks;
