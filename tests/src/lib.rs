//! Helpers shared by the whole-system stories.
