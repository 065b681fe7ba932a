//! Laws that hold for every text and every query. `JIKENBO_CASES` says how many cases each one is tried on.

use proptest::prelude::*;

use super::fold::plain_units;
use super::needles::needles;
use engine::Bitmap;

use super::{
    Folded, Literal, Lookup, Scope, SynonymGroup, Synonyms, TextDiagnostic, TextIndex, TextQuery, fold, fold_into,
    highlights,
};

/// The fields of these tests: a text (1), another one (2), and a dimension whose value `even` is the even rows.
fn field(name: &str) -> Option<&'static str> {
    match name {
        "title" | "題名" => Some("title"),
        "b" => Some("b"),
        "label" | "種別" => Some("label"),
        _ => None,
    }
}

/// The parser with those fields.
pub(super) fn parse(input: &str) -> (TextQuery, Vec<TextDiagnostic>) {
    super::parse(input, &field)
}

fn scope(literal: &Literal) -> Scope {
    match literal.field {
        Some("title") => Scope::Fields(1 << 1),
        Some("b") => Scope::Fields(1 << 2),
        Some(_) => Scope::Rows(Bitmap::from_rows(16, (0..16).step_by(2))),
        None => Scope::Everywhere,
    }
}

/// No row has a label.
pub(super) struct Nobody;

impl Lookup for Nobody {
    fn has_term(&self, _: u32, _: &str, _: &str) -> bool {
        false
    }

    fn scope(&self, literal: &Literal) -> Scope {
        scope(literal)
    }
}

/// Labels by a function.
pub(super) struct ByRow<'a>(pub &'a dyn Fn(u32, &str, &str) -> bool);

impl Lookup for ByRow<'_> {
    fn has_term(&self, row: u32, dimension: &str, key: &str) -> bool {
        self.0(row, dimension, key)
    }

    fn scope(&self, literal: &Literal) -> Scope {
        scope(literal)
    }
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: crate::test_cases(), failure_persistence: None, ..ProptestConfig::default() }
}

/// Pieces that folding has something to say about, put together at random: far more telling than random characters.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "個人情報", "漏えい", "漏洩", "サーバー", "サーバ", "攻撃", "メール", "の", "を", "市", "㈱", "(株)", "( 株 )", "株式会社",
    "湘南", "ｶﾞ", "ｶ", "ﾞ", "か", "\u{3099}", "\u{309b}", "゜", "ワ", "ー", "-", "－", "−", "~", "〜", " ", "\u{3000}", "\n", "1",
    "2", "0", ",", "，", "、", ".", "/", "万", "億", "千", "十", "三", "〇", "令和", "平成", "R", "r", "5", "元", "年", "年度", "月",
    "日", "9", "人", "件", "2023", "(", ")", "（", "。", "a", "B", "Ｃ", "é", "e\u{301}", "\u{301}", "\u{338}", "İ", "ß", "Σ", "①",
    "㍻", "㌔", "⾧", "國", "髙", "\u{200b}", "\u{fe00}", "\u{ad}", "\u{0}", "\u{1f}", "´", "¨", "\"", "「", "」", "“", "”", "|", "OR",
    "한", "\u{1100}", "\u{1161}", "\u{11a8}", "\u{9c7}", "\u{9be}", "𠮷", "😀", "\u{ff9e}", "\u{1f3fb}", "ヽ", "ヶ", "・", "•",
    ":", "：", "title:", "題名：", "b:", "label:even", "-label:x", "title:\"", ">=", "＞＝", "..", "https://", "x:y",
];

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..14).prop_map(|pieces| pieces.concat());
    prop_oneof![4 => pieces, 1 => "\\PC{0,20}", 1 => any::<String>()]
}

fn synonyms() -> Synonyms {
    Synonyms::new(vec![
        SynonymGroup {
            words: vec!["漏えい".into(), "漏洩".into(), "流出".into()],
            terms: vec![("label".into(), "leak".into())],
        },
        SynonymGroup { words: vec!["サーバー".into(), "市".into(), "B".into()], terms: vec![] },
    ])
}

/// Whether a document matches, found out in the plainest way: each field folded for itself, `str::contains`.
fn naive(row: usize, document: &[String], query: &TextQuery, synonyms: &Synonyms, label: bool) -> bool {
    let fields: Vec<Folded> = document.iter().map(|field| fold(field)).collect();
    query.clauses().iter().all(|clause| {
        clause.any.iter().any(|literal| {
            let expansion = query.expand(literal, synonyms);
            let asked: &[Folded] = match literal.field {
                Some("title") => fields.get(1..2).unwrap_or_default(),
                Some("b") => fields.get(2..3).unwrap_or_default(),
                Some(_) => return row.is_multiple_of(2) != literal.negated,
                None => &fields,
            };
            let by_word = expansion.alternatives().any(|needle| asked.iter().any(|field| field.text.contains(needle)));
            let by_label = label
                && literal.field.is_none()
                && expansion.terms.iter().any(|(dimension, key)| dimension == "label" && key == "leak");
            (by_word || by_label) != literal.negated
        })
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn search_equals_naive_scan(
        documents in prop::collection::vec(prop::collection::vec(text(), 0..4), 0..12),
        query in text(),
        labels in any::<u16>(),
        typed in any::<bool>(),
    ) {
        let synonyms = synonyms();
        let mut index = TextIndex::new();
        for document in &documents {
            let fields: Vec<(u8, &str)> = document.iter().enumerate().map(|(n, field)| (n as u8, field.as_str())).collect();
            index.push_document(&fields);
        }
        if labels & 1 == 0 {
            index.finish();
        }
        let has_label = |row: u32| labels >> (row % 16) & 1 == 1;
        let has_term = |row: u32, dimension: &str, key: &str| dimension == "label" && key == "leak" && has_label(row);
        let lookup = ByRow(&has_term);
        // A piece of a document is a query that finds something.
        let piece: String = documents.iter().flatten().map(String::as_str).collect::<String>().chars().skip(1).take(3).collect();
        for query in [&query, &piece] {
            let (query, _) = parse(query);
            let query = if typed { query.as_typed() } else { query };
            let expected: Vec<u32> = (0..documents.len() as u32)
                .filter(|&row| naive(row as usize, &documents[row as usize], &query, &synonyms, has_label(row)))
                .collect();
            let result = index.search(&query, &synonyms, &lookup);
            prop_assert_eq!(&result.rows, &expected, "{:?}", query);
            prop_assert_eq!(result.scores.len(), expected.len());
            prop_assert_eq!(&index.matching(&query, &synonyms, &lookup).rows, &expected);
            let is_word = |literal: &Literal| !literal.negated && literal.field != Some("label");
            let word_wanted = query.clauses().iter().any(|clause| clause.any.iter().all(is_word));
            prop_assert!(result.scores.iter().all(|&score| score > 0 || !word_wanted));
        }
    }

    #[test]
    fn plain_folding_is_idempotent(text in text()) {
        let once = fold(&text);
        let again = fold(once.plain());
        prop_assert_eq!(once.plain(), again.plain());
        prop_assert_eq!(&once.text, &again.text);
        let mut appended = String::from("x");
        fold_into(&text, &mut appended);
        prop_assert_eq!(&appended[1..], once.text.as_str());
    }

    #[test]
    fn ranges_of_the_folded_text_map_to_whole_characters(text in text(), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let folded = fold(&text);
        let (a, b) = (a.index(folded.text.len() + 3), b.index(folded.text.len() + 3));
        for range in [a.min(b)..a.max(b), 0..folded.text.len()] {
            let original = folded.original_range(range);
            prop_assert!(original.start <= original.end && original.end <= text.len());
            prop_assert!(text.is_char_boundary(original.start) && text.is_char_boundary(original.end));
        }
        // Each folded character by itself, too: it stands for at least one character, except separators.
        for (at, c) in folded.text.char_indices() {
            let original = folded.original_range(at..at + c.len_utf8());
            prop_assert!(text.get(original.clone()).is_some());
            prop_assert_eq!(original.is_empty(), c == super::SEPARATOR);
        }
        // Plain characters stand in the order of the original.
        let starts: Vec<u32> = plain_units(&text).iter().map(|unit| unit.start).collect();
        prop_assert!(starts.is_sorted());
    }

    #[test]
    fn highlights_are_in_order_apart_and_on_characters(text in text(), query in text()) {
        let piece: String = text.chars().skip(2).take(4).collect();
        for query in [&query, &piece] {
            let ranges = highlights(&text, "title", &parse(query).0, &synonyms());
            let mut last_end = None;
            for range in &ranges {
                prop_assert!(range.start < range.end && text.get(range.clone()).is_some(), "{range:?}");
                prop_assert!(last_end.is_none_or(|end| end < range.start), "{ranges:?}");
                last_end = Some(range.end);
            }
        }
    }

    #[test]
    fn what_is_written_is_found(text in text(), from in any::<prop::sample::Index>(), len in 1usize..8) {
        // A piece of a folded text, looked for as a phrase, finds the text: whatever a reader sees can be searched.
        let plain: Vec<char> = fold(&text).plain().chars().collect();
        let from = from.index(plain.len().max(1));
        let piece: String = plain.iter().skip(from).take(len).collect();
        // White space and marks at the edges, and signs that quote, are not part of a word.
        if piece.is_empty() || fold(&piece).plain() != piece || piece.contains('"') {
            return Ok(());
        }
        let mut index = TextIndex::new();
        index.push_document(&[(0, &text)]);
        let (query, _) = parse(&format!("\"{piece}\""));
        prop_assert_eq!(index.search(&query, &Synonyms::default(), &Nobody).rows, [0u32], "{:?}", piece);
    }

    #[test]
    fn parser_takes_anything_and_reads_its_own_writing(input in prop_oneof![text(), prop::collection::vec(text(), 0..120).prop_map(|parts| parts.join(" "))]) {
        let (query, diagnostics) = parse(&input);
        let written = query.write();
        let (again, complaints) = parse(&written);
        prop_assert_eq!(&again, &query, "{}", written);
        prop_assert!(complaints.is_empty(), "{complaints:?} about {written}");
        prop_assert!(diagnostics.iter().all(|diagnostic| diagnostic.part.chars().count() <= 40));
        for literal in query.clauses().iter().flat_map(|clause| &clause.any) {
            prop_assert!(literal.field.is_some() || !needles(&literal.text, literal.phrase).is_empty());
            prop_assert!(!literal.text.is_empty());
        }
    }
}

#[test]
fn what_nfkc_makes_the_same_folds_to_the_same() {
    use unicode_normalization::UnicodeNormalization;
    for c in '\0'..=char::MAX {
        let (text, normal) = (c.to_string(), std::iter::once(c).nfkc().collect::<String>());
        // Signs whose decomposition would lose what they are used for are folded before it.
        if !matches!(c, '\u{309b}' | '\u{309c}' | '\u{b4}' | '\u{2018}' | '\u{2019}') {
            assert_eq!(fold(&text).plain(), fold(&normal).plain(), "{}", c.escape_unicode());
        }
    }
}

#[test]
fn every_character_folds_to_itself_once_folded() {
    let check = |text: &str| {
        let once = fold(text);
        assert_eq!(fold(once.plain()).plain(), once.plain(), "{}", text.escape_unicode());
    };
    for c in '\0'..=char::MAX {
        let mut buffer = [0; 4];
        check(c.encode_utf8(&mut buffer));
    }
    for c in '\0'..='\u{ffff}' {
        check(&format!("か{c}\u{3099}"));
        check(&format!("a{c}\u{301}{c}"));
    }
}

#[test]
fn long_and_broken_input_is_named() {
    use super::TextReason::*;
    let reasons = |input: &str| parse(input).1.into_iter().map(|d| (d.part, d.reason)).collect::<Vec<_>>();
    assert_eq!(reasons("a -"), [("-".into(), LoneMinus)]);
    assert_eq!(reasons("－ a"), [("－".into(), LoneMinus)]);
    assert_eq!(reasons("\"a b"), [("\"a b".into(), UnclosedQuote)]);
    assert_eq!(reasons("a 「」"), [("「」".into(), EmptyPhrase)]);
    assert_eq!(reasons("OR a"), [("OR".into(), DanglingOr)]);
    assert_eq!(reasons("a |"), [("OR".into(), DanglingOr)]);
    assert_eq!(
        reasons("title: OR b:"),
        [("title:".into(), EmptyField), ("b:".into(), EmptyField), ("OR".into(), DanglingOr)]
    );
    assert_eq!(reasons("colour:red"), [("colour:red".into(), UnknownField)]);
    assert_eq!(reasons("https://example.org 10:30 title:\"\""), [("title:\"\"".into(), EmptyPhrase)]);
    assert_eq!(reasons("a \u{200b}"), [("\u{200b}".into(), NothingToFind)]);
    let many = parse(&"漏えい ".repeat(2_500));
    assert_eq!((many.0.clauses().len(), many.1[0].reason), (1, TooLong));
    let words: String = (0..100).map(|n| format!("w{n} ")).collect();
    assert_eq!(parse(&words).1.last().map(|d| d.reason), Some(TooManyWords));
    assert_eq!(parse(&"長".repeat(10_000)).1[0].reason, TooLong);
}

#[test]
fn the_same_question_is_the_same_query() {
    assert_eq!(parse("  a\u{3000}“b c”  ").0, parse("a \"b c\"").0);
    assert_eq!(parse("a a -b a").0, parse("a －b").0);
    assert_eq!(parse("㈱ 湘南").0.clauses().len(), 1);
    assert_eq!(parse("湘南 株式会社 -x").0.clauses().len(), 2);
    assert_eq!(parse("a OR b c").0.write(), "a OR b c");
    assert_eq!(parse("").0, TextQuery::default());
    assert_eq!(parse("種別： even　題名:\"a b\"").0.write(), "label:even title:\"a b\"");
    assert_eq!(parse("－種別:even title:-a").0.write(), "-label:even -title:a");
    assert_eq!(parse("label:>= 1000").0.write(), "label:>=1000");
    assert_eq!(parse("label:>= >= 1 a").0.write(), "label:>=>=1 a");
    assert_eq!(parse("label:> ＝ \"a\"").0.write(), "label:>＝ \"a\"");
    assert_eq!(parse("colour:red").0.write(), "\"colour:red\"");
    assert_eq!(parse("湘南 title:x ㈱").0.write(), "湘南 title:x \"㈱\"");
    assert_eq!(parse("株式会社 :1").0.write(), "\"株式会社:1\"");
    assert_eq!(parse("x: ㈱").0.write(), "\"x:㈱\"");
}
