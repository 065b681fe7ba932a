//! The text index: documents made of fields, searched for exact substrings of their folded text.
//!
//! All folded text stands in one buffer, field behind field and document behind document, with a separator behind
//! each field that no needle holds: a match never reaches across fields. A row is the position of a document in the
//! order in which the documents were pushed.

use memchr::memmem::{self, Finder};

use super::fold::{SEPARATOR, fold_into};
use super::query::{Literal, TextQuery};
use super::synonyms::{Expansion, Synonyms};

/// Which field of a document a text is, as the caller counts them.
pub type FieldId = u8;

/// How much a match by an added word and by a label counts beside one of the word itself (4).
const OWN: u32 = 4;
const ADDED: u32 = 2;
/// A label has no field; it counts like this weight.
const LABEL_WEIGHT: u32 = 2;

/// Documents that can be searched.
#[derive(Clone, Debug, Default)]
pub struct TextIndex {
    text: String,
    /// Where each document ends in `text`.
    document_ends: Vec<u32>,
    /// How many fields the documents up to each one have in all.
    field_counts: Vec<u32>,
    /// Where each field ends in `text`, its separator not included.
    field_ends: Vec<u32>,
    field_ids: Vec<FieldId>,
    weights: Vec<(FieldId, u8)>,
}

/// The rows that match a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchResult {
    /// Matching rows, ascending.
    pub rows: Vec<u32>,
    /// For each of `rows` how well it matches; see [`TextIndex::score`].
    pub scores: Vec<u32>,
    /// What synonyms added to the query, as far as it found anything.
    pub expansions: Vec<UsedExpansion>,
}

/// What synonyms added to a literal of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedExpansion {
    /// The literal as it was typed.
    pub text: String,
    /// Added words that occur in at least one document, as they are shown.
    pub words: Vec<String>,
    /// Labels, as (dimension, key), that at least one row carries.
    pub terms: Vec<(String, String)>,
}

/// A literal, made ready to be looked for.
struct Wanted<'a> {
    literal: &'a Literal,
    expansion: Expansion,
}

impl TextIndex {
    /// An index without documents.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says how much a match in a field counts (1 unless said otherwise).
    pub fn set_weight(&mut self, field: FieldId, weight: u8) {
        self.weights.retain(|&(known, _)| known != field);
        self.weights.push((field, weight));
    }

    /// Appends a document. Empty fields cost nothing.
    ///
    /// The index holds up to 4 GiB of folded text; fields that no longer fit are left out.
    pub fn push_document(&mut self, fields: &[(FieldId, &str)]) {
        for &(id, field) in fields {
            let start = self.text.len();
            fold_into(field, &mut self.text);
            if self.text.len() + 1 > u32::MAX as usize {
                self.text.truncate(start);
            }
            if self.text.len() > start {
                self.field_ends.push(self.text.len() as u32);
                self.field_ids.push(id);
                self.text.push(SEPARATOR);
            }
        }
        self.document_ends.push(self.text.len() as u32);
        self.field_counts.push(self.field_ends.len() as u32);
    }

    /// How many documents there are.
    pub fn documents(&self) -> u32 {
        self.document_ends.len() as u32
    }

    /// The rows that match, without scores: what facets need.
    ///
    /// `has_term(row, dimension, key)` says whether a row carries a label; it is asked about labels that synonyms of
    /// the query name.
    pub fn matching(
        &self,
        query: &TextQuery,
        synonyms: &Synonyms,
        has_term: &dyn Fn(u32, &str, &str) -> bool,
    ) -> SearchResult {
        let (rows, expansions) = self.run(query, &self.wanted(query, synonyms), has_term);
        SearchResult { rows, scores: Vec::new(), expansions }
    }

    /// The rows that match, each with its score.
    pub fn search(
        &self,
        query: &TextQuery,
        synonyms: &Synonyms,
        has_term: &dyn Fn(u32, &str, &str) -> bool,
    ) -> SearchResult {
        let wanted = self.wanted(query, synonyms);
        let (rows, expansions) = self.run(query, &wanted, has_term);
        let scores = rows.iter().map(|&row| self.score_of(row, &wanted)).collect();
        SearchResult { rows, scores, expansions }
    }

    /// How well a matching row matches.
    ///
    /// The sum over the literals that are to be found of the best of their matches, plus 1 for each further field with
    /// the literal itself, up to 3. A match counts the weight of its field × (4 where it is the whole field, 3 at its
    /// beginning, 2 elsewhere) × (4 for the literal itself, 2 for a word that synonyms added). A literal that matches
    /// by a label alone counts 8.
    pub fn score(&self, row: u32, query: &TextQuery, synonyms: &Synonyms) -> u32 {
        self.score_of(row, &self.wanted(query, synonyms))
    }

    fn wanted<'a>(&self, query: &'a TextQuery, synonyms: &Synonyms) -> Vec<Wanted<'a>> {
        let literals = query.clauses().iter().flat_map(|clause| &clause.any);
        literals.map(|literal| Wanted { literal, expansion: synonyms.expand(literal) }).collect()
    }

    /// `wanted` holds the literals of all clauses, in order.
    fn run(
        &self,
        query: &TextQuery,
        wanted: &[Wanted],
        has_term: &dyn Fn(u32, &str, &str) -> bool,
    ) -> (Vec<u32>, Vec<UsedExpansion>) {
        let rows = self.documents();
        let mut result = RowSet::full(rows);
        let mut expansions: Vec<UsedExpansion> = Vec::new();
        let mut wanted = wanted.iter();
        for clause in query.clauses() {
            let mut any = RowSet::empty(rows);
            for wanted in wanted.by_ref().take(clause.any.len()) {
                let mut found = RowSet::empty(rows);
                let used = self.find(&wanted.expansion, has_term, &mut found);
                if wanted.literal.negated {
                    found.invert();
                } else if !used.0.is_empty() || !used.1.is_empty() {
                    let used = UsedExpansion { text: wanted.literal.text.clone(), words: used.0, terms: used.1 };
                    if !expansions.contains(&used) {
                        expansions.push(used);
                    }
                }
                any.or(&found);
            }
            result.and(&any);
        }
        (result.rows(), expansions)
    }

    /// Adds the rows of an expansion; returns the words and labels of synonyms that found something.
    fn find(
        &self,
        expansion: &Expansion,
        has_term: &dyn Fn(u32, &str, &str) -> bool,
        found: &mut RowSet,
    ) -> (Vec<String>, Vec<(String, String)>) {
        for needle in &expansion.own {
            self.find_needle(needle, found);
        }
        let words = expansion.added.iter().filter(|added| {
            added.needles.iter().map(|needle| self.find_needle(needle, found)).fold(false, |any, one| any | one)
        });
        let words = words.map(|added| added.word.clone()).collect();
        let terms = expansion.terms.iter().filter(|(dimension, key)| {
            let mut any = false;
            for row in (0..self.documents()).filter(|&row| has_term(row, dimension, key)) {
                found.insert(row);
                any = true;
            }
            any
        });
        (words, terms.cloned().collect())
    }

    /// Adds the rows whose text contains the needle; returns whether there are any.
    fn find_needle(&self, needle: &str, found: &mut RowSet) -> bool {
        let text = self.text.as_bytes();
        let finder = Finder::new(needle);
        let (mut at, mut row, mut any) = (0, 0, false);
        while let Some(hit) = finder.find(&text[at..]) {
            row += self.document_ends[row..].partition_point(|&end| end as usize <= at + hit);
            found.insert(row as u32);
            any = true;
            at = self.document_ends[row] as usize;
        }
        any
    }

    /// The fields of a document: what each one is and its folded text.
    fn fields(&self, row: u32) -> impl Iterator<Item = (FieldId, &str)> {
        let row = row as usize;
        let first = row.checked_sub(1).and_then(|before| self.field_counts.get(before)).map_or(0, |&n| n as usize);
        let end = self.field_counts.get(row).map_or(first, |&n| n as usize);
        (first..end).map(|field| {
            // Each field begins behind the separator of the one before it.
            let start = field.checked_sub(1).map_or(0, |before| self.field_ends[before] as usize + 1);
            (self.field_ids[field], &self.text[start..self.field_ends[field] as usize])
        })
    }

    fn weight(&self, field: FieldId) -> u32 {
        self.weights.iter().find(|&&(known, _)| known == field).map_or(1, |&(_, weight)| weight.into())
    }

    fn score_of(&self, row: u32, wanted: &[Wanted]) -> u32 {
        let literals = wanted.iter().filter(|wanted| !wanted.literal.negated);
        literals.map(|wanted| self.literal_score(row, &wanted.expansion)).sum()
    }

    fn literal_score(&self, row: u32, expansion: &Expansion) -> u32 {
        let mut best = 0;
        let mut fields = 0;
        for (id, text) in self.fields(row) {
            let place = |needle: &String| match memmem::find(text.as_bytes(), needle.as_bytes()) {
                None => 0,
                Some(0) if text.split(SEPARATOR).next() == Some(needle) => 4,
                Some(0) => 3,
                Some(_) => 2,
            };
            let own = expansion.own.iter().map(place).max().unwrap_or(0);
            let added = expansion.added.iter().flat_map(|added| &added.needles).map(place).max().unwrap_or(0);
            fields += u32::from(own > 0);
            best = best.max(self.weight(id) * (own * OWN).max(added * ADDED));
        }
        if best == 0 && !expansion.terms.is_empty() {
            best = LABEL_WEIGHT * OWN;
        }
        best + fields.saturating_sub(1).min(3)
    }
}

/// A set of rows, one bit each.
#[derive(Clone, Debug)]
struct RowSet {
    words: Vec<u64>,
    rows: u32,
}

impl RowSet {
    fn empty(rows: u32) -> Self {
        Self { words: vec![0; rows.div_ceil(64) as usize], rows }
    }

    fn full(rows: u32) -> Self {
        let mut set = Self::empty(rows);
        set.invert();
        set
    }

    fn insert(&mut self, row: u32) {
        self.words[(row / 64) as usize] |= 1 << (row % 64);
    }

    fn or(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a |= b);
    }

    fn and(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= b);
    }

    fn invert(&mut self) {
        self.words.iter_mut().for_each(|word| *word = !*word);
        if !self.rows.is_multiple_of(64)
            && let Some(last) = self.words.last_mut()
        {
            *last &= (1 << (self.rows % 64)) - 1;
        }
    }

    /// The rows, ascending.
    fn rows(&self) -> Vec<u32> {
        let mut rows = Vec::with_capacity(self.words.iter().map(|word| word.count_ones() as usize).sum());
        for (at, &word) in self.words.iter().enumerate() {
            let mut word = word;
            while word != 0 {
                rows.push(at as u32 * 64 + word.trailing_zeros());
                word &= word - 1;
            }
        }
        rows
    }
}
