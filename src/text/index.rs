//! The text index: documents made of fields, searched for exact substrings of their folded text.
//!
//! Folding, synonyms, AND, OR, not and scores are here; finding a folded string in folded texts is
//! [`engine::text`]'s. A match never reaches across fields. A row is the position of a document in the order in which
//! the documents were pushed.

use engine::Bitmap;
use engine::text::{Needle, Place, TextStore};

use super::folded::{fold_document, take_document};
use super::query::{Literal, TextQuery};
use super::synonyms::{Expansion, Synonyms};

/// What the index has to ask of whoever knows the records' labels and fields.
pub trait Lookup {
    /// Whether a row carries a label that a synonym names.
    fn has_term(&self, row: u32, dimension: &str, key: &str) -> bool;

    /// Where a literal that names a field is looked for.
    fn scope(&self, literal: &Literal) -> Scope;
}

/// Where a literal is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In all texts.
    Everywhere,
    /// In the fields whose bits are set (bit 0 = field 0), by its words alone, not by labels.
    Fields(u32),
    /// Nowhere: these rows match, and no words do.
    Rows(Bitmap),
}

/// Which field of a document a text is, as the caller counts them.
pub type FieldId = u8;

/// How much a match by an added word and by a label counts beside one of the word itself (4).
const OWN: u32 = 4;
const ADDED: u32 = 2;
/// A label has no field; it counts like this weight.
const LABEL_WEIGHT: u32 = 2;

/// Bytes of the store within which words are near each other, for each of them: about ten characters.
const NEAR: usize = 16;

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
    /// For each of `rows` how well it matches; see [`TextIndex::search`].
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
    scope: Scope,
    expansion: Expansion,
}

/// Needles of a literal in the code of the store, for scores.
struct Coded {
    fields: u32,
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
        let mut folded = Vec::new();
        fold_document(fields, &mut folded);
        // What was just written is a document.
        self.push_folded(&mut folded.as_slice());
    }

    /// Appends the first document of bytes that [`fold_document`] wrote, and takes it off them. `None`, and nothing is
    /// appended, where they are none.
    pub fn push_folded(&mut self, bytes: &mut &[u8]) -> Option<()> {
        self.store.push_document(take_document(bytes)?);
        Some(())
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
    pub fn matching(&self, query: &TextQuery, synonyms: &Synonyms, lookup: &dyn Lookup) -> SearchResult {
        let (rows, expansions) = self.run(query, &self.wanted(query, synonyms, lookup), lookup);
        SearchResult { rows, scores: Vec::new(), expansions }
    }

    /// The rows that match, each with its score.
    ///
    /// The score is a sum over the literals that are to be found, of the best of their matches and of 1 for each further
    /// field with the literal itself, up to 3. A match counts the weight of its field × (4 where it is the whole field,
    /// 3 at its beginning, 2 elsewhere) × (4 for the literal itself, 2 for a word that synonyms added). A literal that
    /// matches by a label alone counts 8, a condition on a dimension nothing.
    ///
    /// Literals that stand together count once more, for the field where that says most: its weight × (literals in it
    /// − 1) × (3 where their first occurrences lie within about ten characters for each, 2 within about forty, else 1).
    ///
    /// Between equal scores the caller decides; the explorer puts the newer report first.
    pub fn search(&self, query: &TextQuery, synonyms: &Synonyms, lookup: &dyn Lookup) -> SearchResult {
        let wanted = self.wanted(query, synonyms, lookup);
        let (rows, expansions) = self.run(query, &wanted, lookup);
        let coded = self.coded(&wanted);
        let scores = rows.iter().map(|&row| self.score_of(row, &coded)).collect();
        SearchResult { rows, scores, expansions }
    }

    fn wanted<'a>(&self, query: &'a TextQuery, synonyms: &Synonyms, lookup: &dyn Lookup) -> Vec<Wanted<'a>> {
        let literals = query.clauses().iter().flat_map(|clause| &clause.any);
        let wanted = literals.map(|literal| {
            let scope = if literal.field.is_some() { lookup.scope(literal) } else { Scope::Everywhere };
            let mut expansion = match scope {
                Scope::Rows(_) => Expansion::default(),
                _ => query.expand(literal, synonyms),
            };
            if scope != Scope::Everywhere {
                expansion.terms.clear();
            }
            Wanted { literal, scope, expansion }
        });
        wanted.collect()
    }

    fn coded(&self, wanted: &[Wanted]) -> Vec<Coded> {
        let code = |needle: &String| self.store.needle(needle);
        let coded = wanted.iter().filter(|wanted| !wanted.literal.negated).map(|wanted| {
            let expansion = &wanted.expansion;
            Coded {
                fields: if let Scope::Fields(fields) = wanted.scope { fields } else { u32::MAX },
                own: expansion.own.iter().filter_map(code).collect(),
                added: expansion.added.iter().flat_map(|added| &added.needles).filter_map(code).collect(),
                has_terms: !expansion.terms.is_empty(),
            }
        });
        coded.collect()
    }

    /// `wanted` holds the literals of all clauses, in order.
    fn run(&self, query: &TextQuery, wanted: &[Wanted], lookup: &dyn Lookup) -> (Vec<u32>, Vec<UsedExpansion>) {
        let rows = self.store.documents();
        let mut result = Bitmap::full(rows);
        let mut expansions: Vec<UsedExpansion> = Vec::new();
        let mut wanted = wanted.iter();
        for clause in query.clauses() {
            let mut any = Bitmap::new(rows);
            for wanted in wanted.by_ref().take(clause.any.len()) {
                let mut found = Bitmap::new(rows);
                let used = self.find(wanted, lookup, &mut found);
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

    /// Adds the rows of a literal; returns the words and labels of synonyms that found something.
    fn find(&self, wanted: &Wanted, lookup: &dyn Lookup, found: &mut Bitmap) -> (Vec<String>, Vec<(String, String)>) {
        if let Scope::Rows(rows) = &wanted.scope {
            found.or_with(rows);
        }
        let expansion = &wanted.expansion;
        for needle in &expansion.own {
            self.find_in(&wanted.scope, needle, found);
        }
        let words = expansion.added.iter().filter(|added| {
            let mut any = false;
            for needle in &added.needles {
                any |= self.find_in(&wanted.scope, needle, found);
            }
            any
        });
        let words = words.map(|added| added.word.clone()).collect();
        let terms = expansion.terms.iter().filter(|(dimension, key)| {
            let mut any = false;
            for row in (0..self.documents()).filter(|&row| lookup.has_term(row, dimension, key)) {
                found.insert(row);
                any = true;
            }
            any
        });
        (words, terms.cloned().collect())
    }

    /// Adds the rows that hold a needle where it may stand; returns whether there are any.
    fn find_in(&self, scope: &Scope, needle: &str, found: &mut Bitmap) -> bool {
        let &Scope::Fields(fields) = scope else { return self.store.find(needle, found) };
        let mut rows = Bitmap::new(self.store.documents());
        self.store.find(needle, &mut rows);
        let mut any = false;
        if let Some(needle) = self.store.needle(needle) {
            for row in rows.iter() {
                if self.store.fields(row).any(|field| allows(fields, field.id) && field.at(&needle).is_some()) {
                    found.insert(row);
                    any = true;
                }
            }
        }
        any
    }

    fn weight(&self, field: FieldId) -> u32 {
        self.weights.iter().find(|&&(known, _)| known == field).map_or(1, |&(_, weight)| weight.into())
    }

    fn score_of(&self, row: u32, literals: &[Coded]) -> u32 {
        let words: u32 = literals.iter().map(|literal| self.literal_score(row, literal)).sum();
        words + if literals.len() > 1 { self.together(row, literals) } else { 0 }
    }

    fn literal_score(&self, row: u32, literal: &Coded) -> u32 {
        let mut best = 0;
        let mut matched: Vec<FieldId> = Vec::new();
        for field in self.store.fields(row).filter(|field| allows(literal.fields, field.id)) {
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

    /// What it counts that several literals stand in one field.
    fn together(&self, row: u32, literals: &[Coded]) -> u32 {
        let mut best = 0;
        for field in self.store.fields(row) {
            let (mut n, mut first, mut last) = (0u32, usize::MAX, 0);
            for literal in literals.iter().filter(|literal| allows(literal.fields, field.id)) {
                let needles = literal.own.iter().chain(&literal.added);
                if let Some(at) = needles.filter_map(|needle| field.at(needle)).min() {
                    (n, first, last) = (n + 1, first.min(at), last.max(at));
                }
            }
            if n > 1 {
                let nearness = match last - first {
                    span if span <= NEAR * n as usize => 3,
                    span if span <= 4 * NEAR * n as usize => 2,
                    _ => 1,
                };
                best = best.max(self.weight(field.id) * (n - 1) * nearness);
            }
        }
        best
    }
}

/// Whether the bit of a field is set.
fn allows(fields: u32, field: FieldId) -> bool {
    fields.checked_shr(field.into()).is_some_and(|bits| bits & 1 == 1)
}
