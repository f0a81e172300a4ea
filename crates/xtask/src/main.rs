//! The project's own tooling: demo, test, bench.
fn main() {}
