//! W2: documents searched for substrings.

use engine::Bitmap;
use engine::text::TextStore;
use jikenbo::text::{SEPARATOR, fold, fold_into, take_decompositions};
use wasm_bindgen::prelude::wasm_bindgen;

/// What the app gets with the casebook's texts: the characters that stand for others.
const DECOMPOSITIONS: &[u8] = include_bytes!("../../../src/text/decompositions.bin");

/// Documents of one field each, and the rows that the last needle was found in.
#[wasm_bindgen]
pub struct Documents {
    store: TextStore,
    /// Texts and needles are folded as the app folds them; else they are compared as they come.
    folded: bool,
    /// Texts in UTF-8 on their way in.
    buffer: Vec<u8>,
    scratch: String,
    found: Bitmap,
    rows: Vec<u32>,
}

#[wasm_bindgen]
impl Documents {
    /// No documents yet; `room` is the size of the buffer they come through, in bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(folded: bool, room: usize, utf8_bytes: usize) -> Documents {
        if folded {
            take_decompositions(DECOMPOSITIONS);
        }
        Documents {
            store: TextStore::with_capacity(utf8_bytes),
            folded,
            buffer: vec![0; room],
            scratch: String::new(),
            found: Bitmap::default(),
            rows: Vec::new(),
        }
    }

    /// Where the buffer is in memory.
    pub fn buffer(&self) -> *const u8 {
        self.buffer.as_ptr()
    }

    /// Takes the documents out of the buffer; `ends` says where each one ends. What is not UTF-8 is an empty document.
    pub fn take(&mut self, ends: &[u32]) {
        let mut start = 0;
        for end in ends {
            let bytes = self.buffer.get(start..*end as usize).unwrap_or_default();
            let text = std::str::from_utf8(bytes).unwrap_or_default();
            if self.folded {
                self.scratch.clear();
                fold_into(text, &mut self.scratch);
                // The plain form and each canonical sentence are texts of their own.
                self.store.push_document(self.scratch.split(SEPARATOR).map(|part| (0, part)));
            } else {
                self.store.push_document([(0, text)]);
            }
            start = *end as usize;
        }
    }

    /// Builds the index.
    pub fn finish(&mut self) {
        (self.buffer, self.scratch) = (Vec::new(), String::new());
        self.store.finish();
        self.found = Bitmap::new(self.store.documents());
    }

    /// Finds the documents that hold `needle`; returns how many.
    pub fn search(&mut self, needle: &str) -> usize {
        self.found.clear();
        self.rows.clear();
        if self.folded {
            self.store.find(fold(needle).plain(), &mut self.found);
        } else {
            self.store.find(needle, &mut self.found);
        }
        self.rows.extend(self.found.iter());
        self.rows.len()
    }

    /// Where the found rows stand in memory, a u32 for each.
    pub fn rows(&self) -> *const u32 {
        self.rows.as_ptr()
    }

    /// Bytes of memory that texts and index take.
    pub fn bytes(&self) -> usize {
        self.store.bytes()
    }
}
