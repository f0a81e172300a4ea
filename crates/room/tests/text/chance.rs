//! Chance out of a seed, and texts out of chance.

/// SplitMix64.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66_D1CE_4E5B)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// One of 0, 1, ... `n` - 1.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).expect("below a usize")
    }

    /// Yes, `percent` of the time.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Characters that people type: Latin, marks, joiners, emoji, Hebrew, Arabic, CJK, Hangul.
pub(crate) const FEW: [char; 12] =
    ['a', 'b', ' ', '\n', '\u{301}', '\u{200D}', '\u{FE0F}', '\u{1F600}', 'א', 'م', '字', '한'];

/// The `n`-th of many different characters, in the same kinds of scripts.
pub(crate) fn unique(n: u32) -> char {
    let blocks = [(0x21, 94), (0x300, 112), (0x5D0, 27), (0x620, 43), (0x1F300, 700), (0x4E00, 20_000)];
    let mut n = n;
    for (start, size) in blocks {
        if n < size {
            return char::from_u32(start + n).expect("blocks hold characters");
        }
        n -= size;
    }
    char::from_u32(0xAC00 + n % 11_000).expect("Hangul")
}
