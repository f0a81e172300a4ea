//! A server's part of an anonymous poll, for measuring a browser's: the first line is the poll's name, its key, and a board
//! of 300 ballots; then each line that comes in is a drawn message, answered by its signature. Everything in Base64.

use seal::{ANSWER, Error, SecretKey, Urn, Voter};
use std::io::{BufRead as _, Write as _, stdin, stdout};

const BALLOTS: usize = 300;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let base64 = data_encoding::BASE64;
    let (name, secret) = ([5; 16], SecretKey::generate()?);
    let public = secret.public()?;
    let cells = [(0, public.clone())];
    let mut urn = Urn::new(name, vec![public.clone()], ANSWER);
    for _ in 0..BALLOTS {
        let mut voter = Voter::draw(name, &cells)?;
        voter.accept(&cells, &secret.sign(&voter.blinded())?)?;
        urn.cast(voter.ballots(&[[0; ANSWER]])?.first().ok_or(Error::NoToken)?.as_bytes())?;
    }
    let said = [name.to_vec(), public.to_der()?, urn.board()].map(|bytes| base64.encode(&bytes));
    println!("{}", said.join(" "));
    for line in stdin().lock().lines() {
        println!("{}", base64.encode(&secret.sign(&base64.decode(line?.as_bytes())?)?));
        stdout().flush()?;
    }
    Ok(())
}
