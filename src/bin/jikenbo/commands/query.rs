//! `jikenbo query`: the same answer as the browser's, as a table or as JSON; one query or many.

use std::{fmt::Write, path::Path, process::ExitCode};

use jikenbo::{
    dimensions::{DIMENSIONS, Record},
    explore::{Answer, Explorer},
    formats::columns::days_text,
    i18n::{self, common::LinkProblem},
    model::Lang,
    url::{self, Diagnostic},
};
use serde_json::{Map, Value, json};

use super::{Outcome, ask::Desk, files};

/// How the answer is printed.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub enum Format {
    /// For a person.
    #[default]
    Table,
    /// For a program.
    Json,
}

/// Answers and prints. `-` stands for the queries of standard input, one a line: each is answered in turn, in JSON by one
/// line of its own.
///
/// # Errors
/// The casebook cannot be read or has errors.
pub fn run(query: &str, data: &Path, format: Format, lang: &str) -> Outcome {
    let lang = Lang::from_tag(lang).unwrap_or_default();
    let mut desk = Desk::read(data)?;
    if query != "-" {
        let (explorer, answer, diagnostics) = answer(&mut desk, query);
        let text = match format {
            Format::Json => format!("{:#}\n", as_json(explorer, &answer, &diagnostics)),
            Format::Table => as_table(explorer, &answer, &diagnostics, lang),
        };
        files::print(text.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    for query in std::io::stdin().lines() {
        let query = query?;
        let (explorer, answer, diagnostics) = answer(&mut desk, &query);
        let text = match format {
            Format::Json => format!("{}\n", as_json(explorer, &answer, &diagnostics)),
            Format::Table => format!("? {query}\n{}\n", as_table(explorer, &answer, &diagnostics, lang)),
        };
        files::print(text.as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The answer to a query, and what of it was not used.
fn answer<'a>(desk: &'a mut Desk, query: &str) -> (&'a Explorer, Answer, Vec<Diagnostic>) {
    let (explorer, state, mut diagnostics) = desk.ask(query);
    if let Some(case) = state.case.as_ref().filter(|id| explorer.row(id).is_none()) {
        diagnostics.push(Diagnostic::new(format!("case={case}"), url::Problem::UnknownId));
    }
    let answer = explorer.run(&state);
    (explorer, answer, diagnostics)
}

fn ids(explorer: &Explorer, answer: &Answer) -> Vec<String> {
    answer.order.iter().filter_map(|row| explorer.record(*row)).map(|r| r.id().to_owned()).collect()
}

fn as_json(explorer: &Explorer, answer: &Answer, diagnostics: &[Diagnostic]) -> Value {
    let mut facets = Map::new();
    for (d, dimension) in DIMENSIONS.iter().enumerate() {
        facets.insert(dimension.key.into(), Value::Array(facet(explorer, answer, d)));
    }
    let diagnostics: Vec<Value> =
        diagnostics.iter().map(|d| json!({ "part": d.part, "problem": d.problem.key() })).collect();
    let text: Vec<Value> = answer
        .text_diagnostics
        .iter()
        .map(|d| json!({ "part": d.part, "problem": format!("{:?}", d.reason) }))
        .collect();
    let diagnostics = [diagnostics, text].concat();
    json!({
        "matching": answer.matching,
        "total": answer.total,
        "ids": ids(explorer, answer),
        "facets": facets,
        "diagnostics": diagnostics,
    })
}

/// Values that occur under all other filters; `?` is the unknown. Bins of an ordered dimension are ranges that can be
/// asked for as they stand.
fn facet(explorer: &Explorer, answer: &Answer, dimension: usize) -> Vec<Value> {
    let Some(column) = explorer.column(dimension, &answer.unit) else { return Vec::new() };
    let Some(facet) = answer.facets.get(column) else { return Vec::new() };
    let names = explorer.bin_ranges(dimension, &answer.unit);
    let dictionary = &explorer.columns().dictionaries[dimension];
    let mut out = Vec::new();
    for (ord, count) in facet.counts.iter().enumerate().filter(|(_, n)| **n > 0) {
        let value = match dictionary.entry(ord as u32) {
            Some(entry) => entry.key.clone(),
            None => names.get(ord).map(ToString::to_string).unwrap_or_default(),
        };
        out.push(json!({ "value": value, "count": count }));
    }
    if facet.unknown > 0 {
        out.push(json!({ "value": "?", "count": facet.unknown }));
    }
    out
}

fn as_table(explorer: &Explorer, answer: &Answer, diagnostics: &[Diagnostic], lang: Lang) -> String {
    let taxonomies = &explorer.dataset().taxonomies;
    let mut out = String::new();
    for d in diagnostics {
        let _ = writeln!(out, "! {}: {}", d.part, LinkProblem::from(d.problem).text(lang));
    }
    for row in &answer.order {
        match explorer.record(*row) {
            Some(Record::Incident(i, _)) => {
                let date = i.newest().map_or_else(|| "—".to_owned(), |d| d.to_string());
                let label = i.labels.first().map_or("", |l| taxonomies.name("label", l, lang));
                let count = i.principal().map_or_else(|| "—".to_owned(), |a| i18n::count(taxonomies, a, lang));
                let _ = writeln!(
                    out,
                    "{:<22} {date:<16} {}\n    {} · {label} · {count}",
                    i.id,
                    i.org.get(lang),
                    i.headline.get(lang)
                );
            }
            Some(Record::Article(a)) => {
                let date = a.published.map_or_else(|| "—".to_owned(), |d| days_text(d.days()));
                let _ = writeln!(out, "{:<22} {date:<16} {}", a.id, a.headline.get(lang));
            }
            None => {}
        }
    }
    let words = i18n::common::Msg::CountOf.fill(
        lang,
        &[("matching", &i18n::number(u64::from(answer.matching))), ("total", &i18n::number(u64::from(answer.total)))],
    );
    let _ = writeln!(out, "{words}");
    out
}
