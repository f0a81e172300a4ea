//! The contract of a store.
