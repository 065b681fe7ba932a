//! The search box: a forgiving parser that never fails and says what it could not use.
//!
//! ```text
//! query   = clause { white-space clause }          every clause must match
//! clause  = literal { or literal }                 one of its literals must match
//! or      = "OR" | "|"
//! literal = [ minus ] ( word | phrase )            minus: the literal must not match
//! phrase  = a text in "…", “…”, 「…」 or 『…』       matched as it is written, without synonyms
//! ```
//! White space, minus, quotes and `|` may be of any width; a ー before a word is the minus of a Japanese keyboard.
//! 株式会社 (㈱, (株)) standing beside a word belongs to that word: 株式会社 湘南 without quotes is one word.

use std::sync::Arc;

use super::needles::{COMPANY, needles};

/// The longest text that is read, in characters; what is behind it is reported.
pub const MAX_CHARS: usize = 1_000;

/// The most literals of a query; what is behind them is reported.
pub const MAX_LITERALS: usize = 50;

/// What the search box asks for. Cheap to clone; the same question is equal whichever way it was spaced or quoted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TextQuery {
    clauses: Arc<[Clause]>,
}

/// One of the things that all must match: at least one of its literals does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Clause {
    /// Never empty, no two alike.
    pub any: Vec<Literal>,
}

/// A word or a phrase, or that it must not occur.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Literal {
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

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// What the text is cut into.
enum Token {
    Or,
    Literal(Literal),
}

/// Reads the search box. Never fails: what cannot be used is reported and left out.
pub fn parse(input: &str) -> (TextQuery, Vec<TextDiagnostic>) {
    let mut diagnostics = Vec::new();
    let mut report = |part: &str, reason| {
        diagnostics.push(TextDiagnostic { part: part.chars().take(40).collect(), reason });
    };
    let cut = input.char_indices().nth(MAX_CHARS).map_or(input.len(), |(at, _)| at);
    if !input[cut..].trim().is_empty() {
        report(input[cut..].trim_start(), TextReason::TooLong);
    }
    let tokens = join_company_words(tokens(&input[..cut], &mut report));

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
    let mut query = TextQuery { clauses: unique.as_slice().into() };
    // Written out with spaces and closed quotes it may have grown too long to be read again.
    while query.write().chars().count() > MAX_CHARS {
        if let Some(literal) = unique.pop().and_then(|clause| clause.any.into_iter().next()) {
            report(&literal.text, TextReason::TooLong);
        }
        query = TextQuery { clauses: unique.as_slice().into() };
    }
    (query, diagnostics)
}

fn tokens(text: &str, report: &mut impl FnMut(&str, TextReason)) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(is_blank);
        let Some(first) = rest.chars().next() else { return tokens };
        if is_or_sign(first) {
            rest = rest.trim_start_matches(is_or_sign);
            tokens.push(Token::Or);
            continue;
        }
        let whole = rest;
        let negated = is_minus(first);
        if negated {
            rest = rest.trim_start_matches(is_minus);
        }
        let minus = &whole[..whole.len() - rest.len()];
        let (literal, typed) = match rest.chars().next() {
            Some(open) if opens(open) => {
                let inner = &rest[open.len_utf8()..];
                let close = inner.char_indices().find(|&(_, c)| closes(open, c));
                let (phrase, behind) = match close {
                    Some((at, c)) => (&inner[..at], &inner[at + c.len_utf8()..]),
                    None => (inner, ""),
                };
                let typed = &whole[..whole.len() - behind.len()];
                if close.is_none() {
                    report(typed, TextReason::UnclosedQuote);
                }
                rest = behind;
                let phrase = phrase.trim_matches(is_blank);
                if phrase.is_empty() {
                    if close.is_some() {
                        report(typed, TextReason::EmptyPhrase);
                    }
                    continue;
                }
                (Literal { text: phrase.to_owned(), phrase: true, negated }, typed)
            }
            Some(c) if !is_blank(c) && !is_or_sign(c) => {
                let end = rest.find(|c| is_blank(c) || is_or_sign(c) || is_double_quote(c)).unwrap_or(rest.len());
                let word = &rest[..end];
                rest = &rest[end..];
                if word == "OR" || word == "ＯＲ" {
                    if negated {
                        report(minus, TextReason::LoneMinus);
                    }
                    tokens.push(Token::Or);
                    continue;
                }
                (Literal { text: word.to_owned(), phrase: false, negated }, &whole[..minus.len() + end])
            }
            _ => {
                report(minus, TextReason::LoneMinus);
                continue;
            }
        };
        if needles(&literal.text, literal.phrase).is_empty() {
            report(typed, TextReason::NothingToFind);
        } else {
            tokens.push(Token::Literal(literal));
        }
    }
}

/// Puts a company form that stands alone together with the word behind it, else with the word before it; where there
/// is neither it becomes a phrase, so that writing the query never brings it beside a word.
fn join_company_words(tokens: Vec<Token>) -> Vec<Token> {
    let plain = |token: &Token| matches!(token, Token::Literal(literal) if !literal.phrase && !literal.negated);
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
            } else if last_is_word && let Some(Token::Literal(word)) = joined.last_mut() {
                word.text.push_str(&form.text);
                continue;
            } else {
                form.phrase = true;
            }
        }
        joined.push(token);
    }
    joined
}
