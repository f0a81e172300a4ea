//! Answers that say no: a name for programs, a sentence for people.

use crate::{
    ballots::NoBallot,
    opening::Unfit,
    page::{Page, escaped},
    pictures::NoPicture,
};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// A refused or failed request, told to a program.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    error: &'static str,
    say: String,
    retry_after_s: Option<u32>,
}

#[derive(Serialize)]
struct Body<'a> {
    error: &'a str,
    say: &'a str,
}

impl Problem {
    fn new(status: StatusCode, error: &'static str, say: impl Into<String>) -> Self {
        Self { status, error, say: say.into(), retry_after_s: None }
    }

    pub(crate) fn unknown_code() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_code", "We don't know that code. Check the invitation.")
    }

    pub(crate) fn slow_down(seconds: u32) -> Self {
        Self::later("slow_down", "Too many wrong codes from here.", seconds)
    }

    pub(crate) fn wrong_pictures(seconds: u32) -> Self {
        Self::later("slow_down", "Too many of your files were no pictures.", seconds)
    }

    pub(crate) fn drawn_too_often(seconds: u32) -> Self {
        Self::later("slow_down", "Your browser asked for its ballot too often.", seconds)
    }

    pub(crate) fn no_token() -> Self {
        Self::new(StatusCode::CONFLICT, "no_token", "You have no ballot in this poll.")
    }

    pub(crate) fn no_ballot(why: NoBallot) -> Self {
        let (status, say) = match why {
            NoBallot::NotNow => (StatusCode::NOT_FOUND, "No ballots are collected for this poll now."),
            NoBallot::Invalid => (StatusCode::BAD_REQUEST, "This is not a ballot of this poll."),
            NoBallot::NoAnswer => (StatusCode::BAD_REQUEST, "This is not an answer to this poll."),
            NoBallot::Twice => (StatusCode::CONFLICT, "This ballot has been cast with another answer."),
        };
        Self::new(status, "no_ballot", say)
    }

    pub(crate) fn crowded(seconds: u32) -> Self {
        Self::later("crowded", "Too many people joined from your network just now.", seconds)
    }

    fn later(error: &'static str, why: &str, seconds: u32) -> Self {
        let say = format!("{why} Try again in {seconds} seconds.");
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, error, say);
        Self { retry_after_s: Some(seconds), ..problem }
    }

    pub(crate) fn not_open() -> Self {
        Self::new(StatusCode::CONFLICT, "not_open", "The room is not open yet.")
    }

    /// A session that is open and has no room at the moment.
    pub(crate) fn no_room_now() -> Self {
        let say = "The room cannot be reached at the moment. Try again in a minute.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "no_room_now", say)
    }

    pub(crate) fn ended() -> Self {
        Self::new(StatusCode::GONE, "ended", "This session has ended.")
    }

    pub(crate) fn sign_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "sign_in", "Open your facilitator link again.")
    }

    pub(crate) fn session_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "session_not_found", "There is no such session.")
    }

    pub(crate) fn no_seat() -> Self {
        Self::new(StatusCode::NOT_FOUND, "no_seat", "This browser has no seat in that session.")
    }

    pub(crate) fn nothing_kept() -> Self {
        let say = "There is nothing here. This session does not keep it, or it is somebody else's.";
        Self::new(StatusCode::NOT_FOUND, "nothing_kept", say)
    }

    pub(crate) fn template_not_found() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "template_not_found", "There is no such template.")
    }

    pub(crate) fn foreign_origin() -> Self {
        let say = "This request did not come from Rollcall's own pages.";
        Self::new(StatusCode::FORBIDDEN, "foreign_origin", say)
    }

    pub(crate) fn session_running() -> Self {
        let say = "The room is open. End the session first.";
        Self::new(StatusCode::CONFLICT, "session_running", say)
    }

    pub(crate) fn too_many_rehearsals() -> Self {
        let say = "Other rehearsals are running. End one of them first.";
        Self::new(StatusCode::CONFLICT, "too_many_rehearsals", say)
    }

    pub(crate) fn refused(refusal: academy::session::Refusal) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", refusal.to_string())
    }

    /// There is no place for another layout.
    pub(crate) fn layouts_full(most: usize) -> Self {
        let say = format!("There are {most} layouts already. Delete one first.");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "full", say)
    }

    /// A layout that cannot be kept.
    pub(crate) fn layout(refusal: &room::Refusal) -> Self {
        use room::Refusal;
        let say = match refusal {
            Refusal::Empty => "A layout needs a name and at least one frame.",
            Refusal::TooLong { .. } => {
                "That is too much for one layout: it holds a hundred frames and lines."
            }
            _ => "Only frames, and lines between them, can be saved as a layout.",
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", say)
    }

    /// There is no place for another poll.
    pub(crate) fn polls_full(most: usize) -> Self {
        let say = format!("{most} polls can be kept. Delete some first.");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "full", say)
    }

    /// A poll that cannot be kept, called by its question where there are several.
    pub(crate) fn poll(question: Option<&str>, refusal: &room::Refusal) -> Self {
        use room::Refusal;
        let why = match refusal {
            Refusal::Empty => {
                "Something in it is empty: a poll needs a question, and words in every option.".to_owned()
            }
            Refusal::TooLong { max } => format!("Something in it is longer than {max} characters."),
            _ => "Its options, numbers and right answers do not go together.".to_owned(),
        };
        let say = question.map_or(why.clone(), |question| format!("“{question}” cannot be kept. {why}"));
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", say)
    }

    /// A file that holds no polls.
    pub(crate) fn poll_file(why: &str) -> Self {
        let say = format!("This is not a file with polls: {why}.");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", say)
    }

    /// A planned segment that the room has no place for.
    pub(crate) fn unfit(unfit: &Unfit) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", unfit.to_string())
    }

    /// What the room said to somebody at its door.
    pub(crate) fn at_the_door(refusal: &room::Refusal) -> Self {
        use room::Refusal;
        match refusal {
            Refusal::Full => Self::new(StatusCode::CONFLICT, "full", "The room is full."),
            Refusal::Locked => {
                Self::new(StatusCode::CONFLICT, "locked", "The facilitator has locked the room.")
            }
            Refusal::Ended => Self::ended(),
            Refusal::NotOpen => Self::not_open(),
            Refusal::Empty | Refusal::TooLong { .. } => {
                let say = "Write your name, 80 characters at most.";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_name", say)
            }
            _ => Self::new(StatusCode::CONFLICT, "refused", "The room does not allow that now."),
        }
    }
}

impl Problem {
    /// What the room said to somebody who wants to put a picture on a board.
    pub(crate) fn picture(refusal: &room::Refusal) -> Self {
        use room::Refusal;
        let say = match refusal {
            Refusal::OwnShare => "You have put up as many pictures as one person may in a session.",
            Refusal::Full => "There is no room for more pictures in this session.",
            Refusal::TooLong { .. } => "That picture is too large, even made smaller. Choose another one.",
            Refusal::Paused => "The room is paused. Try again when it goes on.",
            Refusal::Ended => "This session has ended.",
            Refusal::BoardClosed => "The board cannot be changed at the moment.",
            _ => "You cannot put a picture on this board.",
        };
        Self::new(StatusCode::CONFLICT, "refused", say)
    }

    /// Something that is not taken as a picture.
    pub(crate) fn no_picture(why: NoPicture) -> Self {
        let (status, say) = match why {
            NoPicture::Kind => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "That is no picture we can show. Use PNG, JPEG or WebP.")
            }
            NoPicture::Size => {
                (StatusCode::PAYLOAD_TOO_LARGE, "That picture is too large. Make it smaller first.")
            }
            NoPicture::Broken => {
                (StatusCode::UNPROCESSABLE_ENTITY, "That picture is damaged and cannot be read.")
            }
        };
        Self::new(status, "no_picture", say)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(Body { error: self.error, say: &self.say })).into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// A refused or failed request, told to a person who opened a page.
pub(crate) struct ToldOnPage(Problem);

impl<T: Into<Problem>> From<T> for ToldOnPage {
    fn from(problem: T) -> Self {
        Self(problem.into())
    }
}

impl IntoResponse for ToldOnPage {
    fn into_response(self) -> Response {
        let Problem { status, say, .. } = self.0;
        let body = format!("<p>{}</p>\n", escaped(&say));
        (status, Page { title: "Not here", about: "Rollcall".to_owned(), body }).into_response()
    }
}

/// A fault of the machine: logged in full, told in short.
impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        tracing::error!(%error, "a request failed");
        let say = "Something went wrong on the server. Try again.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "broken", say)
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        anyhow::Error::from(error).into()
    }
}
