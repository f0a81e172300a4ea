//! A house that goes on from an older copy of its data: nobody goes on from what that copy has never seen.

use std::{fs, path::Path};
use tests::Training;

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be read").flatten() {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("the file can be copied");
    }
}

#[tokio::test]
async fn after_a_restore_everybody_sees_the_restored_room_and_nothing_of_the_lost_one() {
    let mut training = Training::open().await;
    let (mut amina, [mut dana]) = training.with_officers(["Dana Kaplan"]).await;
    dana.says("before the copy").await;
    amina.sees_line("before the copy").await;
    for member in [&mut amina, &mut dana] {
        member.drops();
    }
    training.house.closes().await;
    let (data, copied) = (training.house.data().to_owned(), training.house.beside("copy"));
    copy(&data, &copied);

    training.house.opens_again().await;
    assert!(dana.comes().await, "a restart alone costs nobody a snapshot");
    dana.says("lost").await;
    dana.drops();
    training.house.closes().await;
    copy(&copied, &data);
    training.house.opens_again().await;
    assert!(amina.comes().await, "the copy has seen everything she has");
    for text in ["one", "two", "three", "four", "five", "six"] {
        amina.says(text).await;
    }
    assert!(!dana.comes().await, "she has seen what the copy has not");
    let told = ["before the copy", "one", "two", "three", "four", "five", "six"];
    assert_eq!((dana.reads(), amina.reads()), (told.to_vec(), told.to_vec()));
    dana.says("together again").await;
    amina.sees_line("together again").await;
}
