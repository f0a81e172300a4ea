//! Where the log and the documents are kept.
