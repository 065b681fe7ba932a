//! What the benchmark says: tables for a person, and which answers were wrong.

use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// The tables of a run.
#[derive(Default)]
pub struct Tables {
    /// Everything, for the folder of the benchmark.
    pub full: String,
    /// What of it stands in the README.
    pub short: String,
    /// Wrong answers of ours, in words.
    pub wrong: Vec<String>,
}

impl Tables {
    /// Reads the harness's results beside its contract.
    ///
    /// # Errors
    /// None is known: only writing to a text.
    pub fn new(results: &Value, contract: &Value, runs: u32) -> Result<Self> {
        let mut tables = Self::default();
        let (w1, w2) = (&results["w1"], &results["w2"]);
        w1_table(w1, &contract["sizes"], &mut tables.full, &mut tables.wrong)?;
        w2_table(w2, &mut tables.full, &mut tables.wrong)?;
        let machine = &results["machine"];
        let machine = format!(
            "{runs} runs; {} cores, {}; load at the start of each run up to {:.1}.",
            machine["cpus"],
            machine["model"].as_str().unwrap_or("unknown"),
            highest_load(results)
        );
        writeln!(
            tables.full,
            "\n{machine} Milliseconds: median and p95 over all warm rounds; «least» = for each step the least of its \
             rounds, then median and p95: what others on the machine disturb least."
        )?;
        let out = &mut tables.short;
        writeln!(out, "One click on a facet among 12 (W1), median ms (p95):\n")?;
        short_table(w1, ("buildMs", "ready, ms"), out)?;
        writeln!(out, "\nOne keystroke in the search box (W2), all matching ids, median ms (p95):\n")?;
        short_table(w2, ("buildMs", "index, ms"), out)?;
        writeln!(out, "\n{machine} Build times and memory are those of the largest size.")?;
        Ok(tables)
    }
}

/// Puts a text between the two comments `<!-- bench -->` and `<!-- /bench -->` of a page.
///
/// # Errors
/// The page does not hold both once, in this order.
pub fn between_markers(page: &str, text: &str) -> Result<String> {
    const MARKERS: (&str, &str) = ("<!-- bench -->", "<!-- /bench -->");
    let (before, rest) = page.split_once(MARKERS.0).with_context(|| format!("no {} in the page", MARKERS.0))?;
    let (_, after) = rest.split_once(MARKERS.1).with_context(|| format!("no {} behind it", MARKERS.1))?;
    ensure!(!after.contains(MARKERS.0), "{} twice in the page", MARKERS.0);
    Ok(format!("{before}{}\n{}\n{}{after}", MARKERS.0, text.trim_end(), MARKERS.1))
}

/// One line an engine, one column a size.
fn short_table(workload: &Value, (key, title): (&str, &str), out: &mut String) -> Result<()> {
    let sizes = by_size(workload);
    let Some((largest, at_largest)) = sizes.last() else { return Ok(()) };
    let is_search = at_largest["product"]["quality"].is_object();
    let last = if is_search { "recall, precision (ja)" } else { "memory, MB" };
    let heads = sizes.iter().map(|(size, _)| format!("{size} |")).collect::<Vec<_>>().join(" ");
    writeln!(out, "| engine | {heads} {title} | {last} |")?;
    writeln!(out, "|---|{}", "---|".repeat(sizes.len() + 2))?;
    let mut engines: Vec<(&str, f64)> = Vec::new();
    for (_, cells) in sizes.iter().rev() {
        for (engine, cell) in sorted(cells, "medianMs") {
            if !engines.iter().any(|(known, _)| *known == engine) {
                engines.push((engine, cell["medianMs"].as_f64().unwrap_or(0.0)));
            }
        }
    }
    for (engine, _) in engines {
        let cells = sizes.iter().map(|(_, cells)| match cells[engine]["medianMs"].is_number() {
            true => format!("{} ({})", short(&cells[engine]["medianMs"]), short(&cells[engine]["p95Ms"])),
            false => "–".into(),
        });
        let cells = cells.collect::<Vec<_>>().join(" | ");
        let cell = &workload[*largest][engine];
        let last = match is_search {
            // At the largest size at which it ran.
            true => {
                let ran = sizes.iter().rev().map(|(_, cells)| &cells[engine]).find(|cell| cell["quality"].is_object());
                ran.map_or("–".into(), |cell| quality(cell, "ja"))
            }
            false => short(&cell["ussDeltaRunMB"]),
        };
        writeln!(out, "| {} | {cells} | {} | {last} |", name(engine), short(&cell[key]))?;
    }
    Ok(())
}

/// Recall and precision of a cell in a language.
fn quality(cell: &Value, language: &str) -> String {
    let of = |key: &str| short(&cell["quality"][language][key]);
    format!("{}, {}", of("recall"), of("precision"))
}

fn w1_table(w1: &Value, contract: &Value, table: &mut String, wrong: &mut Vec<String>) -> Result<()> {
    for (rows, engines) in by_size(w1) {
        let expected = &contract[rows]["checksum"];
        writeln!(table, "\nW1, {rows} rows, checksum {}\n", expected.as_str().unwrap_or("unknown"))?;
        writeln!(
            table,
            "| engine | median | p95 | least median | least p95 | first round | build (least) | memory MB |"
        )?;
        writeln!(table, "|---|---|---|---|---|---|---|---|")?;
        for (engine, cell) in sorted(engines, "medianMs") {
            let void = &cell["checksum"] != expected;
            if void && engine == "product" {
                wrong.push(format!("W1 at {rows} rows has checksum {}, not {expected}", cell["checksum"]));
            }
            let of = |key: &str| short(&cell[key]);
            writeln!(
                table,
                "| {}{} | {} | {} | {} | {} | {} | {} ({}) | {} |",
                name(engine),
                if void { " (void: another answer)" } else { "" },
                of("medianMs"),
                of("p95Ms"),
                of("bestStepMedianMs"),
                of("bestStepP95Ms"),
                of("firstPassMedianMs"),
                of("buildMs"),
                of("buildMinMs"),
                of("ussDeltaRunMB"),
            )?;
        }
    }
    Ok(())
}

fn w2_table(w2: &Value, table: &mut String, wrong: &mut Vec<String>) -> Result<()> {
    for (documents, engines) in by_size(w2) {
        writeln!(table, "\nW2, {documents} documents\n")?;
        writeln!(
            table,
            "| engine | median | p95 | least median | least p95 | build (least) | recall, precision ja | en |"
        )?;
        writeln!(table, "|---|---|---|---|---|---|---|---|")?;
        for (engine, cell) in sorted(engines, "medianMs") {
            let quality = |language: &str| quality(cell, language);
            if engine == "product" && [quality("ja"), quality("en")] != ["1, 1", "1, 1"] {
                wrong.push(format!("W2 with {documents} documents: {}, {}", quality("ja"), quality("en")));
            }
            let of = |key: &str| short(&cell[key]);
            writeln!(
                table,
                "| {} | {} | {} | {} | {} | {} ({}) | {} | {} |",
                name(engine),
                of("medianMs"),
                of("p95Ms"),
                of("bestMedianMs"),
                of("bestP95Ms"),
                of("buildMs"),
                of("buildMinMs"),
                quality("ja"),
                quality("en")
            )?;
        }
    }
    Ok(())
}

/// The results of each size, the smallest first.
fn by_size(workload: &Value) -> Vec<(&str, &Value)> {
    let mut sizes: Vec<_> =
        workload.as_object().into_iter().flatten().map(|(size, cell)| (size.as_str(), cell)).collect();
    sizes.sort_by_key(|(size, _)| size.parse::<u64>().unwrap_or(u64::MAX));
    sizes
}

/// Engines that ran, the quickest first.
fn sorted<'a>(engines: &'a Value, key: &str) -> Vec<(&'a str, &'a Value)> {
    let ran = engines.as_object().into_iter().flatten().filter(|(_, cell)| cell[key].is_number());
    let mut ran: Vec<_> = ran.map(|(engine, cell)| (engine.as_str(), cell)).collect();
    ran.sort_by(|(_, a), (_, b)| a[key].as_f64().unwrap_or(0.0).total_cmp(&b[key].as_f64().unwrap_or(0.0)));
    ran
}

fn name(engine: &str) -> &str {
    match engine {
        "product" => "**Jikenbo**",
        "product-folded" => "**Jikenbo, the app's folding**",
        other => other,
    }
}

/// Three digits.
fn short(number: &Value) -> String {
    match number.as_f64() {
        None => "–".into(),
        Some(n) if n >= 100.0 || n.fract() == 0.0 => format!("{n:.0}"),
        Some(n) if n >= 10.0 => format!("{n:.1}"),
        Some(n) if n >= 1.0 => format!("{n:.2}"),
        Some(n) => format!("{n:.3}"),
    }
}

/// The highest load at which a cell of ours began.
fn highest_load(results: &Value) -> f64 {
    let cells = ["w1", "w2"].iter().flat_map(|workload| results[workload].as_object().into_iter().flatten());
    let loads = cells.flat_map(|(_, engines)| engines["product"]["load"].as_array().into_iter().flatten());
    loads.filter_map(Value::as_f64).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn another_checksum_than_the_contract_is_a_wrong_answer() {
        let contract = json!({ "10": { "checksum": "aa" } });
        for (checksum, wrongs) in [("aa", 0), ("ab", 1), ("UNSTABLE aa ab", 1)] {
            let w1 = json!({ "10": { "product": { "medianMs": 1.5, "checksum": checksum }, "x": { "error": "no" } } });
            let (mut table, mut wrong) = (String::new(), Vec::new());
            w1_table(&w1, &contract, &mut table, &mut wrong).expect("writes");
            assert_eq!(wrong.len(), wrongs, "{wrong:?}");
            assert!(table.contains("| 1.50 |"), "{table}");
        }
    }

    #[test]
    fn less_than_full_recall_or_precision_is_a_wrong_answer_of_ours_only() {
        let full = json!({ "recall": 1, "precision": 1.0 });
        for (quality, wrongs) in [(1.0, 0), (0.9999, 1)] {
            let ours = json!({ "ja": full, "en": { "recall": 1, "precision": quality } });
            let w2 = json!({ "10": { "product": { "medianMs": 1, "quality": ours }, "y": { "medianMs": 2 } } });
            let (mut table, mut wrong) = (String::new(), Vec::new());
            w2_table(&w2, &mut table, &mut wrong).expect("writes");
            assert_eq!(wrong.len(), wrongs, "{wrong:?}");
        }
    }

    #[test]
    fn the_quickest_stands_first() {
        let engines = json!({ "a": { "t": 3 }, "b": { "t": 1.5 }, "c": { "error": "no" } });
        assert_eq!(sorted(&engines, "t").iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["b", "a"]);
    }

    #[test]
    fn the_short_table_has_a_line_for_each_engine_and_stands_between_the_markers() {
        let cell = json!({ "medianMs": 1.5, "p95Ms": 3, "buildMs": 20, "ussDeltaRunMB": 7 });
        let w1 = json!({ "10": { "product": cell, "slow": cell }, "200": { "product": cell } });
        let mut table = String::new();
        short_table(&w1, ("buildMs", "ready"), &mut table).expect("writes");
        assert!(table.contains("| **Jikenbo** | 1.50 (3) | 1.50 (3) | 20 | 7 |"), "{table}");
        assert!(table.contains("| slow | 1.50 (3) | – | – | – |"), "{table}");
        let page = "a\n<!-- bench -->\nold\n<!-- /bench -->\nb";
        let new = "a\n<!-- bench -->\nnew\n<!-- /bench -->\nb";
        assert_eq!(between_markers(page, "new\n\n").expect("both there"), new);
        assert!(between_markers("none", "x").is_err() && between_markers("<!-- bench -->", "x").is_err());
    }
}
