//! The client's side of a connection: numbered asks, resume, and the room as this person sees it.
