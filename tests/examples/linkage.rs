//! Attacks what is left of many anonymous polls, beside a store that keeps ballots as they come, and prints how many ballots
//! were tied to a person, as JSON: `linkage [polls] [voters]`.

#[tokio::main]
async fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|n| n.parse().ok());
    let (polls, voters) = (numbers.next().unwrap_or(200), numbers.next().unwrap_or(30));
    let found = tests::linkage::attack(polls, voters).await;
    let share = |right: usize, guessed: usize| right as f64 / guessed.max(1) as f64;
    println!(
        "{{\"sealed\":{},\"naive\":{},\"chance\":{},\"sigmas\":{}}}",
        share(found.right, found.guessed),
        share(found.naive_right, found.naive_guessed),
        found.chance(),
        found.sigmas()
    );
}
