//! Compiles the server anew when the client it embeds has changed.

fn main() {
    // A debug build reads the client from disk at run time, so there it may change without us. In a release the files
    // are part of the binary, and a build has a folder of its own that the last compilation never saw.
    let embeds = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    println!("cargo:rerun-if-changed={}", if embeds { "../../dist" } else { "build.rs" });
}
