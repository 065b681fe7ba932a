//! Looking for a needle in a short text, many times over.
//!
//! Eight places are tried at once with plain 64-bit arithmetic, so that it is as fast in a browser without SIMD: a
//! place can only be one where the needle's two rarest bytes stand where they should.

/// How often each byte occurs, as far as it matters for choosing rare ones.
pub(super) type ByteCounts = [u32; 256];

/// A needle made ready.
#[derive(Clone, Debug)]
pub(super) struct Finder<'n> {
    needle: &'n [u8],
    /// Where the two rarest bytes of the needle stand in it, and each of them eight times over.
    rare: [(usize, u64); 2],
    /// The first eight bytes of the needle as a number, and which of its bits count.
    head: (u64, u64),
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

impl<'n> Finder<'n> {
    /// The needle must not be empty and must not hold the byte 0.
    pub fn new(needle: &'n [u8], counts: &ByteCounts) -> Self {
        let rarest = |but: Option<usize>| {
            let places = (0..needle.len()).filter(|&at| Some(at) != but);
            places.min_by_key(|&at| counts[needle[at] as usize])
        };
        let first = rarest(None).unwrap_or(0);
        let probe = |at: usize| (at, u64::from(needle.get(at).copied().unwrap_or(0)) * ONES);
        let rare = [probe(first), probe(rarest(Some(first)).unwrap_or(first))];
        let mut head = [0; 8];
        head.iter_mut().zip(needle).for_each(|(to, byte)| *to = *byte);
        let bits = u64::MAX >> (8 * 8usize.saturating_sub(needle.len()).min(7));
        Self { needle, rare, head: (word(&head), bits) }
    }

    /// Calls `found` with every place in `text[start..end]` where the needle begins, until it says no. Texts around
    /// that range are read, so a needle must not be able to reach over its end: it holds no 0, and a 0 stands there.
    pub fn each(&self, text: &[u8], start: usize, end: usize, mut found: impl FnMut(usize) -> bool) {
        let [(a, a_bytes), (b, b_bytes)] = self.rare;
        let from = |at: usize| text.get(start + at..).unwrap_or_default().chunks_exact(8);
        let mut at = start;
        for (a, b) in from(a).zip(from(b)).take((end - start).div_ceil(8)) {
            // A byte of this is zero where both rare bytes are in place; bytes above a zero one may be wrong, so each
            // place is compared in full.
            let differ = (word(a) ^ a_bytes) | (word(b) ^ b_bytes);
            let mut zero = differ.wrapping_sub(ONES) & !differ & HIGH;
            while zero != 0 {
                let place = at + zero.trailing_zeros() as usize / 8;
                zero &= zero - 1;
                if place < end && self.begins(text, place) && !found(place) {
                    return;
                }
            }
            at += 8;
        }
        // The last few bytes of all texts.
        while at < end {
            if text[at..end].starts_with(self.needle) && !found(at) {
                return;
            }
            at += 1;
        }
    }

    /// Whether the needle stands at a place. A call to compare bytes costs more than comparing eight of them.
    #[inline]
    fn begins(&self, text: &[u8], place: usize) -> bool {
        match text.get(place..place + 8) {
            Some(head) if (word(head) ^ self.head.0) & self.head.1 != 0 => false,
            Some(_) if self.needle.len() <= 8 => true,
            _ => text[place..].starts_with(self.needle),
        }
    }

    /// The first place in `text[start..end]` where the needle begins.
    pub fn first(&self, text: &[u8], start: usize, end: usize) -> Option<usize> {
        let mut first = None;
        self.each(text, start, end, |place| {
            first = Some(place);
            false
        });
        first
    }
}

#[inline]
fn word(bytes: &[u8]) -> u64 {
    bytes.try_into().map_or(0, u64::from_le_bytes)
}
