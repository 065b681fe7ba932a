//! The search box: a forgiving parser that never fails and says what it could not use.
//!
//! ```text
//! query   = clause { white-space clause }          every clause must match
//! clause  = literal { or literal }                 one of its literals must match
//! or      = "OR" | "|"
//! literal = [ minus ] [ field ] ( word | phrase )  minus: the literal must not match
//! field   = name ":"                               label:phishing, 種別:誤送信, title:"お詫び", 影響:>=1000
//! phrase  = a text in "…", “…”, 「…」 or 『…』       matched as it is written, without synonyms
//! ```
//! White space, minus, quotes, colon and `|` may be of any width; a ー before a word is the minus of a Japanese
//! keyboard. 株式会社 (㈱, (株)) standing beside a word belongs to that word: 株式会社 湘南 without quotes is one word.
//! White space behind a field's colon and behind `>=` is passed over. What stands before a colon without being a field
//! (https://…, 10:30, Re:) makes the whole a phrase of its own.
//!
//! Which fields there are, and what their values mean, is not known here: see [`crate::explore`].

use std::sync::Arc;

use super::needles::{COMPANY, needles};
use super::synonyms::{Expansion, Synonyms};

/// The longest text that is read, in characters; what is behind it is reported.
pub const MAX_CHARS: usize = 1_000;

/// The most literals of a query; what is behind them is reported.
pub const MAX_LITERALS: usize = 50;

/// What the search box asks for. Cheap to clone; the same question is equal whichever way it was spaced or quoted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TextQuery {
    clauses: Arc<[Clause]>,
    /// Synonyms are switched off.
    as_typed: bool,
}

/// One of the things that all must match: at least one of its literals does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Clause {
    /// Never empty, no two alike.
    pub any: Vec<Literal>,
}

/// A word or a phrase, or that it must not occur.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Literal {
    /// The key of the field that it is about; `None` = any text.
    pub field: Option<&'static str>,
    /// As it was typed, not folded; white space at the ends removed.
    pub text: String,
    /// Quoted: matched as written, without synonyms and optional parts.
    pub phrase: bool,
    /// With a minus: rows that match it are left out.
    pub negated: bool,
}

/// A part of the search box that could not be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextDiagnostic {
    /// The part as it was typed, at most 40 characters of it.
    pub part: String,
    /// Why it could not be used.
    pub reason: TextReason,
}

/// Why a part of the search box could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextReason {
    /// A minus with nothing behind it.
    LoneMinus,
    /// A quote that is never closed: the rest was taken as the phrase.
    UnclosedQuote,
    /// Quotes with nothing between them.
    EmptyPhrase,
    /// An OR without a word on each side.
    DanglingOr,
    /// Nothing is left of it to look for (invisible characters, marks alone).
    NothingToFind,
    /// No field has this name; the whole was looked for as it stands.
    UnknownField,
    /// A field's name with nothing behind it.
    EmptyField,
    /// The field has no such value.
    UnknownValue,
    /// Neither a date or number nor a range of them, or its ends are the wrong way round.
    BadRange,
    /// Behind the longest text that is read ([`MAX_CHARS`]).
    TooLong,
    /// Behind the most words that are used ([`MAX_LITERALS`]).
    TooManyWords,
}

impl TextQuery {
    /// The clauses, all of which must match.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// Whether there is nothing to look for, so that every row matches.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// The literals that are to be found, without those that are to be left out.
    pub fn wanted(&self) -> impl Iterator<Item = &Literal> {
        self.clauses.iter().flat_map(|clause| &clause.any).filter(|literal| !literal.negated)
    }

    /// The same with synonyms switched off: every literal is looked for as it stands.
    pub fn as_typed(self) -> Self {
        Self { as_typed: true, ..self }
    }

    /// What one of its literals is looked for as.
    pub(super) fn expand(&self, literal: &Literal, synonyms: &Synonyms) -> Expansion {
        if self.as_typed { Expansion::of(literal) } else { synonyms.expand(literal) }
    }

    /// The query without the literals that are not to be kept.
    pub fn keeping(self, mut keep: impl FnMut(&Literal) -> bool) -> Self {
        let mut clauses = self.clauses.to_vec();
        for clause in &mut clauses {
            clause.any.retain(&mut keep);
        }
        clauses.retain(|clause| !clause.any.is_empty());
        Self { clauses: clauses.into(), ..self }
    }

    /// The query with one more clause.
    pub fn with(self, literal: Literal) -> Self {
        let more = [Clause { any: vec![literal] }];
        Self { clauses: self.clauses.iter().cloned().chain(more).collect(), ..self }
    }

    /// The query with another text in the place of a literal's.
    pub fn replacing(&self, literal: &Literal, text: &str) -> Self {
        let mut clauses = self.clauses.to_vec();
        for one in clauses.iter_mut().flat_map(|clause| &mut clause.any).filter(|one| *one == literal) {
            text.clone_into(&mut one.text);
            one.phrase |= text.contains(is_blank);
        }
        Self { clauses: clauses.into(), ..self.clone() }
    }

    /// The query as text; parsing it gives the same query again.
    pub fn write(&self) -> String {
        let mut text = String::new();
        for clause in self.clauses.iter() {
            for (n, literal) in clause.any.iter().enumerate() {
                if !text.is_empty() {
                    text.push_str(if n == 0 { " " } else { " OR " });
                }
                if literal.negated {
                    text.push('-');
                }
                if let Some(field) = literal.field {
                    text.push_str(field);
                    text.push(':');
                }
                if literal.phrase {
                    // A phrase holds no closing quote of the kind that opened it, so one of the pairs is free.
                    let (open, close) = *QUOTES
                        .iter()
                        .find(|(open, _)| !literal.text.contains(|c| closes(*open, c)))
                        .unwrap_or(&QUOTES[0]);
                    text.extend([open]);
                    text.push_str(&literal.text);
                    text.extend([close]);
                } else {
                    text.push_str(&literal.text);
                }
            }
        }
        text
    }
}

/// Opening quotes and what closes them.
const QUOTES: [(char, char); 4] = [('"', '"'), ('「', '」'), ('『', '』'), ('“', '”')];

fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '＂' | '“' | '”' | '„' | '‟' | '〝' | '〞' | '〟')
}

/// Whether `c` closes a phrase that `open` began.
fn closes(open: char, c: char) -> bool {
    match open {
        '「' => c == '」',
        '『' => c == '』',
        _ => is_double_quote(c),
    }
}

fn opens(c: char) -> bool {
    is_double_quote(c) || matches!(c, '「' | '『')
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '－' | 'ー' | 'ｰ' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}')
}

fn is_or_sign(c: char) -> bool {
    matches!(c, '|' | '｜' | '￤')
}

fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：' | '\u{fe55}')
}

/// Signs of a comparison, alone a word that waits for its number.
fn compares(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '＜' | '＞' | '＝' | '≤' | '≥' | '≦' | '≧')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// What the text is cut into.
enum Token {
    Or,
    Literal(Literal),
}

/// The key of the field that a name in the search box stands for.
pub type FieldNames<'a> = &'a dyn Fn(&str) -> Option<&'static str>;

/// Reads the search box. Never fails: what cannot be used is reported and left out.
pub fn parse(input: &str, fields: FieldNames) -> (TextQuery, Vec<TextDiagnostic>) {
    let mut diagnostics = Vec::new();
    let mut report = |part: &str, reason| {
        diagnostics.push(TextDiagnostic { part: part.chars().take(40).collect(), reason });
    };
    let cut = input.char_indices().nth(MAX_CHARS).map_or(input.len(), |(at, _)| at);
    if !input[cut..].trim().is_empty() {
        report(input[cut..].trim_start(), TextReason::TooLong);
    }
    let tokens = join_company_words(tokens(&input[..cut], fields, &mut report));

    let mut clauses: Vec<Clause> = Vec::new();
    let mut literals = 0;
    let mut join = false;
    for token in tokens {
        match token {
            Token::Or => {
                if join || clauses.is_empty() {
                    report("OR", TextReason::DanglingOr);
                } else {
                    join = true;
                }
            }
            Token::Literal(literal) => {
                literals += 1;
                if literals > MAX_LITERALS {
                    report(&literal.text, TextReason::TooManyWords);
                    join = false;
                    break;
                }
                match clauses.last_mut().filter(|_| join) {
                    Some(clause) if clause.any.contains(&literal) => {}
                    Some(clause) => clause.any.push(literal),
                    None => clauses.push(Clause { any: vec![literal] }),
                }
                join = false;
            }
        }
    }
    if join {
        report("OR", TextReason::DanglingOr);
    }
    let mut unique: Vec<Clause> = Vec::with_capacity(clauses.len());
    for clause in clauses {
        if !unique.contains(&clause) {
            unique.push(clause);
        }
    }
    let mut query = TextQuery { clauses: unique.as_slice().into(), as_typed: false };
    // Written out with spaces and closed quotes it may have grown too long to be read again.
    while query.write().chars().count() > MAX_CHARS {
        if let Some(literal) = unique.pop().and_then(|clause| clause.any.into_iter().next()) {
            report(&literal.text, TextReason::TooLong);
        }
        query = TextQuery { clauses: unique.as_slice().into(), as_typed: false };
    }
    (query, diagnostics)
}

/// Reads the text from its beginning on.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// Passes over what `skip` says and returns it.
    fn skip(&mut self, skip: fn(char) -> bool) -> &'a str {
        let behind = self.rest.trim_start_matches(skip);
        let skipped = &self.rest[..self.rest.len() - behind.len()];
        self.rest = behind;
        skipped
    }

    fn first(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// A word: up to white space, an or sign or a double quote.
    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|c| is_blank(c) || is_or_sign(c) || is_double_quote(c)).unwrap_or(self.rest.len());
        let word = &self.rest[..end];
        self.rest = &self.rest[end..];
        word
    }

    /// A phrase whose opening quote comes next; whether it is closed.
    fn phrase(&mut self, open: char) -> (&'a str, bool) {
        let inner = &self.rest[open.len_utf8()..];
        match inner.char_indices().find(|&(_, c)| closes(open, c)) {
            Some((at, c)) => {
                self.rest = &inner[at + c.len_utf8()..];
                (&inner[..at], true)
            }
            None => {
                self.rest = "";
                (inner, false)
            }
        }
    }

    /// The name of a field and its colon, if that is what comes next; then what may stand between it and its value.
    fn field(&mut self, fields: FieldNames) -> Option<&'static str> {
        let stops = |c| is_colon(c) || is_blank(c) || is_or_sign(c) || opens(c);
        let end = self.rest.find(stops)?;
        let behind = self.rest[end..].strip_prefix(is_colon)?;
        let field = fields(&self.rest[..end])?;
        self.rest = behind;
        let value = behind.trim_start_matches(is_blank);
        // A minus or an OR behind white space begins the next literal: the field has no value.
        let mut next = Reader { rest: value };
        if value.len() == behind.len() || !(value.starts_with(is_minus) || is_or(next.word())) {
            self.rest = value;
        }
        Some(field)
    }
}

fn is_or(word: &str) -> bool {
    word == "OR" || word == "ＯＲ"
}

/// Whether a word looks as if it began with the name of a field. `https://` and `10:30` do not.
fn names_a_field(word: &str) -> bool {
    word.split_once(is_colon).is_some_and(|(name, value)| {
        !name.is_empty() && !value.is_empty() && !value.starts_with("//") && name.chars().all(char::is_alphabetic)
    })
}

fn tokens(text: &str, fields: FieldNames, report: &mut impl FnMut(&str, TextReason)) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut reader = Reader { rest: text };
    loop {
        reader.skip(is_blank);
        let Some(first) = reader.first() else { return tokens };
        if is_or_sign(first) {
            reader.skip(is_or_sign);
            tokens.push(Token::Or);
            continue;
        }
        let whole = reader.rest;
        let minus = reader.skip(is_minus);
        let field = reader.field(fields);
        // `title:-x` means `-title:x`.
        let negated = !minus.is_empty() || (field.is_some() && !reader.skip(is_minus).is_empty());
        let mut literal = Literal { field, negated, ..Literal::default() };
        let mut unclosed = false;
        match reader.first() {
            Some(open) if opens(open) => {
                let (phrase, closed) = reader.phrase(open);
                unclosed = !closed;
                literal.phrase = true;
                literal.text = phrase.trim_matches(is_blank).to_owned();
            }
            Some(c) if !is_blank(c) && !is_or_sign(c) => {
                let word = reader.word();
                if field.is_none() && is_or(word) {
                    if negated {
                        report(minus, TextReason::LoneMinus);
                    }
                    tokens.push(Token::Or);
                    continue;
                }
                literal.text = word.to_owned();
                // Until it has its number: more signs behind white space wait for it too.
                while field.is_some() && literal.text.chars().all(compares) {
                    let mut next = Reader { rest: reader.rest.trim_start_matches(is_blank) };
                    let number = next.word();
                    if number.is_empty() || is_or(number) {
                        break;
                    }
                    literal.text += number;
                    reader = next;
                }
            }
            _ if field.is_none() => {
                report(minus, TextReason::LoneMinus);
                continue;
            }
            _ => {}
        }
        let typed = &whole[..whole.len() - reader.rest.len()];
        if unclosed {
            report(typed, TextReason::UnclosedQuote);
        }
        if literal.text.is_empty() {
            if literal.phrase && !unclosed {
                report(typed, TextReason::EmptyPhrase);
            } else if field.is_some() {
                report(typed, TextReason::EmptyField);
            }
        } else if field.is_some() {
            tokens.push(Token::Literal(literal));
        } else if needles(&literal.text, literal.phrase).is_empty() {
            report(typed, TextReason::NothingToFind);
        } else {
            if !literal.phrase && names_a_field(&literal.text) {
                report(typed, TextReason::UnknownField);
                literal.phrase = true;
            }
            tokens.push(Token::Literal(literal));
        }
    }
}

/// Puts a company form that stands alone together with the word behind it, else with the word before it; where there
/// is neither it becomes a phrase, so that writing the query never brings it beside a word.
fn join_company_words(tokens: Vec<Token>) -> Vec<Token> {
    let plain = |token: &Token| matches!(token, Token::Literal(l) if l.field.is_none() && !l.phrase && !l.negated);
    let is_form = |token: &Token| match token {
        Token::Literal(literal) if plain(token) => super::fold::fold(&literal.text).plain() == COMPANY,
        _ => false,
    };
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(mut token) = tokens.next() {
        if is_form(&token)
            && let Token::Literal(form) = &mut token
        {
            let next_is_word = tokens.peek().is_some_and(|next| plain(next) && !is_form(next));
            let last_is_word = joined.last().is_some_and(plain);
            if next_is_word && let Some(Token::Literal(word)) = tokens.next() {
                form.text.push_str(&word.text);
                // Together they may look like a field and its value, which nobody wrote.
                form.phrase = names_a_field(&form.text);
            } else if last_is_word && let Some(Token::Literal(word)) = joined.last_mut() {
                word.text.push_str(&form.text);
                word.phrase = names_a_field(&word.text);
                continue;
            } else {
                form.phrase = true;
            }
        }
        joined.push(token);
    }
    joined
}
