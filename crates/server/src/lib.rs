//! The shell around the room: sockets, HTTP, time, chance, files.
