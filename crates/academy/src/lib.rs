//! Before and after the room: sessions, templates, expected officers, attendance, products.
