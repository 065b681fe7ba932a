//! Many lists of small numbers that grow side by side, in memory that never moves.
//!
//! A number takes one or more bytes (LEB128). A list stands in a chain of pieces, each longer than the one before up to
//! a limit; behind the bytes of a piece stands where the next one is. Pieces come from pages, which are never moved.

/// Bytes of the first piece of a chain and of its longest ones, the address of the next one included.
const FIRST: usize = 8;
const LONGEST: usize = 256;
/// Bytes of the greatest number.
pub(super) const LONGEST_NUMBER: usize = 5;
/// Bytes of an address.
const LINK: usize = 4;
/// The least and the most bits of a place on a page.
const PAGE_BITS: (u32, u32) = (12, 20);

/// Pages with pieces. An address is the number of a page and a place on it.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces {
    pages: Vec<Vec<u8>>,
    /// Bits of a place on a page. Large pages are fewer requests for memory, and a browser takes milliseconds for each.
    bits: u32,
    /// How much of the last page is taken.
    taken: usize,
    /// Pieces of the longest kind that are no longer used.
    free: Vec<u32>,
}

/// The end of a list, where it grows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Chain {
    start: u32,
    /// Where the next byte goes, and where the address of the next piece does.
    next: u32,
    end: u32,
    /// Bytes of all numbers.
    bytes: u32,
}

impl Chain {
    /// The address of the first piece; anything while the list is empty.
    pub fn start(&self) -> u32 {
        self.start
    }

    /// The bytes of all numbers.
    pub fn bytes(&self) -> u32 {
        self.bytes
    }
}

/// The length of a piece with so many bytes of numbers before it.
fn length(before: u32) -> usize {
    // Pieces of 8, 16, 32 … bytes hold 4, 12, 28 …: as many as all before them and eight more.
    (before as usize + FIRST).next_power_of_two().min(LONGEST)
}

impl Pieces {
    /// Room for lists of about so many bytes in all.
    pub fn new(bytes: usize) -> Self {
        let bits = (bytes / 16).max(1).ilog2().clamp(PAGE_BITS.0, PAGE_BITS.1);
        Self { bits, ..Self::default() }
    }

    /// The number of the page and the place on it.
    #[inline]
    fn place(&self, at: u32) -> (usize, usize) {
        ((at >> self.bits) as usize, (at & ((1 << self.bits) - 1)) as usize)
    }

    /// Appends the bytes of whole numbers.
    #[inline]
    pub fn push_bytes(&mut self, chain: &mut Chain, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if chain.next == chain.end {
                self.extend(chain);
            }
            let taken = bytes.len().min((chain.end - chain.next) as usize);
            let (page, place) = self.place(chain.next);
            let to = &mut self.pages[page][place..place + taken];
            // Mostly two or three of them: less than a call to copy them costs.
            to.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte);
            chain.next += taken as u32;
            chain.bytes += taken as u32;
            bytes = &bytes[taken..];
        }
    }

    #[inline(never)]
    fn extend(&mut self, chain: &mut Chain) {
        let length = length(chain.bytes);
        let at = self.piece(length);
        if chain.bytes == 0 {
            chain.start = at;
        } else {
            let (page, place) = self.place(chain.end);
            self.pages[page][place..place + LINK].copy_from_slice(&at.to_le_bytes());
        }
        chain.next = at;
        chain.end = at + (length - LINK) as u32;
    }

    /// The address of a free piece.
    fn piece(&mut self, length: usize) -> u32 {
        if length == LONGEST
            && let Some(at) = self.free.pop()
        {
            return at;
        }
        if self.pages.is_empty() || self.taken + length > 1 << self.bits {
            self.pages.push(vec![0; 1 << self.bits]);
            self.taken = 0;
        }
        let at = ((self.pages.len() - 1) << self.bits) + self.taken;
        self.taken += length;
        at as u32
    }

    /// Takes back what it can of a list that is no longer needed.
    pub fn recycle(&mut self, chain: Chain) {
        let (mut at, mut bytes) = (chain.start, 0);
        while bytes < chain.bytes {
            let length = length(bytes);
            bytes += (length - LINK) as u32;
            if length == LONGEST {
                self.free.push(at);
            }
            at = self.link(at + (length - LINK) as u32);
        }
    }

    fn link(&self, at: u32) -> u32 {
        let (page, place) = self.place(at);
        let bytes = self.pages.get(page).and_then(|page| page.get(place..place + LINK));
        bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
    }

    /// Gives back what was taken for growing.
    pub fn finish(&mut self) {
        self.free = Vec::new();
    }

    /// The first `count` numbers of the list that begins at `start`.
    #[inline]
    pub fn numbers(&self, start: u32, count: u32) -> Numbers<'_> {
        Numbers { pieces: self, left: count, bytes: [].iter(), before: 0, next: start }
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.pages.len() * ((1 << self.bits) + size_of::<Vec<u8>>())
    }
}

/// Writes the bytes of a number into `into`, at `at`; returns where the next one goes.
#[inline]
pub(super) fn write_number(mut number: u32, into: &mut [u8], mut at: usize) -> usize {
    while number >= 0x80 {
        into[at] = number as u8 | 0x80;
        number >>= 7;
        at += 1;
    }
    into[at] = number as u8;
    at + 1
}

/// The numbers of a list.
pub(super) struct Numbers<'a> {
    pieces: &'a Pieces,
    left: u32,
    /// What is left of the current piece.
    bytes: std::slice::Iter<'a, u8>,
    /// Bytes of numbers before the next piece, and its address.
    before: u32,
    next: u32,
}

impl Numbers<'_> {
    #[inline(never)]
    fn turn(&mut self) -> Option<u8> {
        let data = length(self.before) - LINK;
        let (page, place) = self.pieces.place(self.next);
        self.bytes = self.pieces.pages.get(page)?.get(place..place + data)?.iter();
        self.before += data as u32;
        self.next = self.pieces.link(self.next + data as u32);
        self.bytes.next().copied()
    }
}

impl Iterator for Numbers<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        self.left = self.left.checked_sub(1)?;
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = match self.bytes.next() {
                Some(byte) => *byte,
                None => self.turn()?,
            };
            number |= u32::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lists_read_back_as_they_grew(
            pushes in prop::collection::vec((0usize..5, prop_oneof![0u32..300, any::<u32>()]), 0..3_000),
            recycled in 0usize..3_000,
        ) {
            let mut pieces = Pieces::new(0);
            let mut lists = vec![(Chain::default(), Vec::new()); 5];
            for (at, (list, number)) in pushes.into_iter().enumerate() {
                if at == recycled {
                    pieces.recycle(lists[0].0);
                    lists[0] = (Chain::default(), Vec::new());
                }
                let mut bytes = [0; LONGEST_NUMBER];
                let end = write_number(number, &mut bytes, 0);
                pieces.push_bytes(&mut lists[list].0, &bytes[..end]);
                lists[list].1.push(number);
            }
            for (chain, numbers) in &lists {
                let read: Vec<u32> = pieces.numbers(chain.start(), numbers.len() as u32).collect();
                prop_assert_eq!(&read, numbers);
                prop_assert!(chain.bytes() as usize >= numbers.len());
            }
        }
    }
}
