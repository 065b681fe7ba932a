//! The text index: documents made of fields, searched for exact substrings of their folded text.
//!
//! Folding, synonyms, AND, OR, not and scores are here; finding a folded string in folded texts is
//! [`engine::text`]'s. A match never reaches across fields. A row is the position of a document in the order in which
//! the documents were pushed.

use engine::Bitmap;
use engine::text::{Needle, Place, TextStore};

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
    store: TextStore,
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

/// Needles of a literal in the code of the store, for scores.
struct Coded {
    own: Vec<Needle>,
    added: Vec<Needle>,
    has_terms: bool,
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
    pub fn push_document(&mut self, fields: &[(FieldId, &str)]) {
        let mut folded = String::new();
        let mut parts: Vec<(FieldId, std::ops::Range<usize>)> = Vec::new();
        for &(id, field) in fields {
            // The plain form and each canonical sentence are texts of their own.
            let mut start = folded.len();
            fold_into(field, &mut folded);
            for part in folded[start..].split(SEPARATOR) {
                parts.push((id, start..start + part.len()));
                start += part.len() + SEPARATOR.len_utf8();
            }
        }
        self.store.push_document(parts.into_iter().map(|(id, part)| (id, &folded[part])));
    }

    /// Builds the posting lists, once all documents are in. Searching without them gives the same answers, slowly.
    pub fn finish(&mut self) {
        self.store.finish();
    }

    /// How many documents there are.
    pub fn documents(&self) -> u32 {
        self.store.documents() as u32
    }

    /// Bytes of memory that the folded texts and their posting lists take.
    pub fn bytes(&self) -> usize {
        self.store.bytes()
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
        let coded = self.coded(&wanted);
        let scores = rows.iter().map(|&row| self.score_of(row, &coded)).collect();
        SearchResult { rows, scores, expansions }
    }

    /// How well a matching row matches.
    ///
    /// The sum over the literals that are to be found of the best of their matches, plus 1 for each further field with
    /// the literal itself, up to 3. A match counts the weight of its field × (4 where it is the whole field, 3 at its
    /// beginning, 2 elsewhere) × (4 for the literal itself, 2 for a word that synonyms added). A literal that matches
    /// by a label alone counts 8.
    pub fn score(&self, row: u32, query: &TextQuery, synonyms: &Synonyms) -> u32 {
        self.score_of(row, &self.coded(&self.wanted(query, synonyms)))
    }

    fn wanted<'a>(&self, query: &'a TextQuery, synonyms: &Synonyms) -> Vec<Wanted<'a>> {
        let literals = query.clauses().iter().flat_map(|clause| &clause.any);
        literals.map(|literal| Wanted { literal, expansion: synonyms.expand(literal) }).collect()
    }

    fn coded(&self, wanted: &[Wanted]) -> Vec<Coded> {
        let code = |needle: &String| self.store.needle(needle);
        let literals = wanted.iter().filter(|wanted| !wanted.literal.negated).map(|wanted| &wanted.expansion);
        let coded = literals.map(|expansion| Coded {
            own: expansion.own.iter().filter_map(code).collect(),
            added: expansion.added.iter().flat_map(|added| &added.needles).filter_map(code).collect(),
            has_terms: !expansion.terms.is_empty(),
        });
        coded.collect()
    }

    /// `wanted` holds the literals of all clauses, in order.
    fn run(
        &self,
        query: &TextQuery,
        wanted: &[Wanted],
        has_term: &dyn Fn(u32, &str, &str) -> bool,
    ) -> (Vec<u32>, Vec<UsedExpansion>) {
        let rows = self.store.documents();
        let mut result = Bitmap::full(rows);
        let mut expansions: Vec<UsedExpansion> = Vec::new();
        let mut wanted = wanted.iter();
        for clause in query.clauses() {
            let mut any = Bitmap::new(rows);
            for wanted in wanted.by_ref().take(clause.any.len()) {
                let mut found = Bitmap::new(rows);
                let used = self.find(&wanted.expansion, has_term, &mut found);
                if wanted.literal.negated {
                    let mut others = Bitmap::full(rows);
                    others.and_not_with(&found);
                    found = others;
                } else if !used.0.is_empty() || !used.1.is_empty() {
                    let used = UsedExpansion { text: wanted.literal.text.clone(), words: used.0, terms: used.1 };
                    if !expansions.contains(&used) {
                        expansions.push(used);
                    }
                }
                any.or_with(&found);
            }
            result.and_with(&any);
        }
        (result.iter().collect(), expansions)
    }

    /// Adds the rows of an expansion; returns the words and labels of synonyms that found something.
    fn find(
        &self,
        expansion: &Expansion,
        has_term: &dyn Fn(u32, &str, &str) -> bool,
        found: &mut Bitmap,
    ) -> (Vec<String>, Vec<(String, String)>) {
        for needle in &expansion.own {
            self.store.find(needle, found);
        }
        let words = expansion.added.iter().filter(|added| {
            added.needles.iter().map(|needle| self.store.find(needle, found)).fold(false, |any, one| any | one)
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

    fn weight(&self, field: FieldId) -> u32 {
        self.weights.iter().find(|&&(known, _)| known == field).map_or(1, |&(_, weight)| weight.into())
    }

    fn score_of(&self, row: u32, literals: &[Coded]) -> u32 {
        literals.iter().map(|literal| self.literal_score(row, literal)).sum()
    }

    fn literal_score(&self, row: u32, literal: &Coded) -> u32 {
        let mut best = 0;
        let mut matched: Vec<FieldId> = Vec::new();
        for field in self.store.fields(row) {
            let place = |needle: &Needle| match field.place(needle) {
                None => 0,
                Some(Place::Inside) => 2,
                Some(Place::Beginning) => 3,
                Some(Place::Whole) => 4,
            };
            let own = literal.own.iter().map(place).max().unwrap_or(0);
            let added = literal.added.iter().map(place).max().unwrap_or(0);
            if own > 0 && !matched.contains(&field.id) {
                matched.push(field.id);
            }
            best = best.max(self.weight(field.id) * (own * OWN).max(added * ADDED));
        }
        if best == 0 && literal.has_terms {
            best = LABEL_WEIGHT * OWN;
        }
        best + (matched.len() as u32).saturating_sub(1).min(3)
    }
}
