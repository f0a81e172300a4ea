//! Unpacks fonts. The registry has them as browsers take them (WOFF, <https://www.w3.org/TR/WOFF/>); who draws pictures and
//! writes documents takes the TrueType files that are in there.

use std::io::Read;

use anyhow::{Context, Result, ensure};
use flate2::read::ZlibDecoder;

/// Bytes of the header, and of each table's entry, here and there.
const HEADERS: (usize, usize) = (44, 12);
const ENTRIES: (usize, usize) = (20, 16);
/// No table of a font is larger.
const LARGEST: u32 = 16 * 1024 * 1024;

/// The TrueType file in a WOFF file.
pub(crate) fn unpack(woff: &[u8]) -> Result<Vec<u8>> {
    ensure!(woff.starts_with(b"wOFF"), "it is not WOFF");
    let kind = part(woff, 4, 4)?;
    let count = u16::from_be_bytes(part(woff, 12, 2)?.try_into()?);
    ensure!(count > 0, "it has no tables");
    let mut font = [kind, &search(count)].concat();
    let mut tables = vec![];
    let begin = HEADERS.1 + ENTRIES.1 * usize::from(count);
    for n in 0..usize::from(count) {
        let entry = part(woff, HEADERS.0 + ENTRIES.0 * n, ENTRIES.0)?;
        let number = |at: usize| Ok::<_, anyhow::Error>(u32::from_be_bytes(part(entry, at, 4)?.try_into()?));
        let (at, packed, length, sum) = (number(4)?, number(8)?, number(12)?, number(16)?);
        let table = table(part(woff, at as usize, packed as usize)?, length)?;
        font.extend_from_slice(&entry[..4]);
        for number in [sum, u32::try_from(begin + tables.len())?, length] {
            font.extend_from_slice(&number.to_be_bytes());
        }
        tables.extend(table);
        tables.resize(tables.len().next_multiple_of(4), 0);
    }
    font.append(&mut tables);
    Ok(font)
}

/// A table is packed only where that makes it smaller.
fn table(packed: &[u8], length: u32) -> Result<Vec<u8>> {
    ensure!(length <= LARGEST, "a table of it is too large");
    if packed.len() == length as usize {
        return Ok(packed.to_vec());
    }
    let mut table = vec![];
    ZlibDecoder::new(packed).take(u64::from(length) + 1).read_to_end(&mut table)?;
    ensure!(table.len() == length as usize, "a table of it has another length than it says");
    Ok(table)
}

/// What a TrueType file says of the number of its tables, for who searches by halves.
fn search(count: u16) -> [u8; 8] {
    let power = count.ilog2();
    let range = 16 << power;
    let numbers = [count, range, power as u16, count.wrapping_mul(16).wrapping_sub(range)];
    let mut bytes = [0; 8];
    bytes
        .chunks_exact_mut(2)
        .zip(numbers)
        .for_each(|(two, number)| two.copy_from_slice(&number.to_be_bytes()));
    bytes
}

fn part(bytes: &[u8], at: usize, length: usize) -> Result<&[u8]> {
    at.checked_add(length).and_then(|end| bytes.get(at..end)).context("it ends too early")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::ZlibEncoder};

    use super::*;

    /// A font of two tables, the first one packed.
    fn woff() -> Vec<u8> {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&[7; 100]).unwrap();
        let packed = packed.finish().unwrap();
        let mut woff = b"wOFF\0\x01\0\0".to_vec();
        woff.extend([0, 0, 0, 0, 0, 2]);
        woff.resize(HEADERS.0, 0);
        let at = HEADERS.0 + 2 * ENTRIES.0;
        for (name, at, packed, length) in
            [(b"aaaa", at, packed.len(), 100), (b"bbbb", at + packed.len(), 3, 3)]
        {
            woff.extend(name);
            [at, packed, length, 9].iter().for_each(|number| woff.extend((*number as u32).to_be_bytes()));
        }
        [woff, packed, vec![1, 2, 3]].concat()
    }

    #[test]
    fn the_tables_of_a_font_come_out_as_they_went_in() {
        let font = unpack(&woff()).unwrap();
        assert_eq!(font[..12], [0, 1, 0, 0, 0, 2, 0, 32, 0, 1, 0, 0]);
        assert_eq!(font[12..28], *b"aaaa\0\0\0\x09\0\0\0\x2c\0\0\0\x64");
        assert_eq!(font[28..44], *b"bbbb\0\0\0\x09\0\0\0\x90\0\0\0\x03");
        assert_eq!(font[44..144], [7; 100]);
        assert_eq!(font[144..], [1, 2, 3, 0]);
    }

    #[test]
    fn what_is_cut_off_or_lies_about_its_length_is_no_font() {
        let woff = woff();
        for length in 0..woff.len() {
            assert!(unpack(&woff[..length]).is_err(), "{length}");
        }
        let mut longer = woff;
        longer[HEADERS.0 + 15] += 1;
        assert!(unpack(&longer).is_err());
    }
}
