//! `cargo xtask bench`: the engine and the search in a real browser, beside other people's.
//!
//! The harness with the peers lies outside the project (`../shared/bench`; its README is the contract). It is copied to
//! `target/bench/harness` and run there with the adapters of `benches/browser/`. Where it is absent, our own part runs
//! alone over invented data. A benchmark never fails by time; it fails where an answer is wrong.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use serde_json::{Value, json};

use crate::browser;
use crate::budget;
use crate::files;
use crate::lighthouse;
use crate::process::{answer, cargo, find, run as run_command};
use crate::project::Project;
use crate::setup::{self, Tools, WASM};

/// Options of `cargo xtask bench`.
#[derive(Args)]
pub struct Options {
    /// Only build the folder that the harness serves at /product/, and print the three variables to set
    #[arg(long)]
    prepare: bool,
    /// How often everything is run; the table has the medians
    #[arg(long, value_name = "N", default_value_t = 3)]
    runs: u32,
    /// Which peers run beside us
    #[arg(long, value_name = "WHICH", value_enum, default_value_t = Peers::All)]
    peers: Peers,
    /// Which workloads, comma separated; `lighthouse` alone runs Lighthouse on the finished site
    #[arg(long, value_name = "W", value_delimiter = ',', default_value = "w1,w2,w3")]
    only: Vec<String>,
    /// Rows of the tables of W1, comma separated
    #[arg(long, value_name = "N,…", default_value = "8553,100000,1000000")]
    rows: String,
    /// The folder with the harness and the peers; without it ../shared/bench
    #[arg(long, value_name = "DIR")]
    harness: Option<PathBuf>,
    /// Documents of W2, comma separated
    #[arg(long, value_name = "N,…", default_value = "1000,10000,100000")]
    documents: String,
}

/// How many of the peers run.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Peers {
    /// All that the harness has: the better part of an hour
    All,
    /// The nearest ones: a few minutes
    Near,
    /// None
    None,
}

impl Peers {
    fn w1(self) -> &'static str {
        match self {
            Self::All => "vanilla,delta-js,crossfilter,duckdb-naive,duckdb-union,arquero,itemsjs,product",
            Self::Near => "vanilla,delta-js,crossfilter,product",
            Self::None => "product",
        }
    }

    fn w2(self) -> &'static str {
        match self {
            Self::All => {
                "scan-includes,scan-joined,segmenter-index,minisearch,minisearch-seg,flexsearch,flexsearch-cjk,fuse,\
                 orama,orama-ja,lunr-ja,pagefind,product,product-folded"
            }
            Self::Near => "scan-includes,segmenter-index,flexsearch-cjk,product,product-folded",
            Self::None => "product,product-folded",
        }
    }
}

/// Builds, runs, writes `target/bench/table.md` and `target/bench/results.json`; whether every answer was right.
pub fn run(project: &Project, options: &Options) -> Result<bool> {
    if options.only == ["lighthouse"] {
        return lighthouse::measure(project, options.runs);
    }
    let tools = setup::tools(project)?;
    let work = project.root.join("target").join("bench");
    let product = work.join("product");
    prepare(project, &tools, &product)?;
    let adapter = |name: &str| project.root.join("benches").join("browser").join(name);
    let variables =
        [("PRODUCT_W1", adapter("w1.mjs")), ("PRODUCT_W2", adapter("w2.mjs")), ("PRODUCT_DIR", product.clone())];
    if options.prepare {
        println!("\nSet these for the harness (its README says how to run it):");
        variables.iter().for_each(|(name, path)| println!("{name}={}", path.display()));
        return Ok(true);
    }
    let browser = browser::ensure_browser()?;
    let original = match &options.harness {
        Some(folder) => Some(std::path::absolute(folder)?),
        None => project.beside("shared").map(|shared| shared.join("bench")),
    };
    let Some(original) = original.filter(|folder| folder.join("contract").is_dir()) else {
        println!("\nthe harness (../shared/bench) is absent: no peers; our own part over invented data");
        return own_part(project, &browser, &product, &work);
    };
    let harness = Harness::new(&original, &work, &browser, variables.to_vec(), &adapter("w2-folded.mjs"))?;
    harness.measure(options)?;
    report(project, options, &original, &harness, &work)
}

/// Compiles the engine and the search to WebAssembly as the app's build does, with the glue beside it.
fn prepare(project: &Project, tools: &Tools, product: &Path) -> Result<()> {
    println!("the engine for the browser");
    let mut build = cargo();
    build.current_dir(&project.root).args(["build", "--release", "--locked", "--target", WASM, "-p", "browser-bench"]);
    run_command(&mut build)?;
    let wasm = target_folder()?.join(WASM).join("release").join("browser_bench.wasm");
    files::clear(product)?;
    let mut bindgen = tools.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", "browser_bench", "--out-dir"]);
    run_command(bindgen.arg(product).arg(&wasm))?;
    let module = product.join("browser_bench_bg.wasm");
    run_command(tools.command("wasm-opt").arg("-Oz").arg(&module).arg("-o").arg(&module))
}

/// The target folder that this program lies in, wherever that is configured to be.
fn target_folder() -> Result<PathBuf> {
    let own = env::current_exe()?;
    Ok(own.ancestors().nth(2).context("no target folder around this program")?.to_path_buf())
}

/// A copy of the harness, made to run here.
struct Harness {
    folder: PathBuf,
    variables: Vec<(&'static str, PathBuf)>,
}

impl Harness {
    fn new(
        original: &Path,
        work: &Path,
        browser: &Path,
        mut variables: Vec<(&'static str, PathBuf)>,
        folded: &Path,
    ) -> Result<Self> {
        let folder = work.join("harness");
        files::copy_tree(original, &folder, |file| !file.starts_with("node_modules"))?;
        writable(&folder)?;
        let launcher = folder.join("src").join("browser.mjs");
        let text = fs::read_to_string(&launcher)?;
        ensure!(text.contains("'/usr/bin/chromium'"), "the harness names its browser differently now");
        fs::write(&launcher, text.replace("'/usr/bin/chromium'", &json!(browser).to_string()))?;
        // An engine of its own beside «product»: the harness takes up every file of this folder.
        let extra = folder.join("src").join("w2").join("product-folded.mjs");
        fs::write(extra, format!("export {{ create }} from {};\n", json!(folded)))?;

        variables.push(("DATA", work.join("data")));
        let shared = original.parent().context("the harness stands in no folder")?;
        variables.push(("VCDB", shared.join("vcdb").join("vcdb-2020-03.jsonl.gz")));
        variables.push(("SEEDS", shared.join("seeds")));
        let harness = Self { folder, variables };
        if !harness.folder.join("node_modules").is_dir() {
            println!("peers: installing what the harness names (some 700 MB, a minute or two)");
            let npm = find("npm").context("npm is needed; it comes with Node.js")?;
            let mut install = Command::new(npm);
            install.args(["install", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&harness.folder);
            run_command(&mut install)?;
        }
        if !work.join("data").join("docs-100000.json").is_file() {
            println!("data: real incidents, scaled up");
            harness.node(&["prep/prep.mjs"])?;
        }
        harness.node(&["build.mjs"])?;
        Ok(harness)
    }

    fn node(&self, arguments: &[&str]) -> Result<()> {
        run_command(&mut self.command(arguments))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut node = Command::new("node");
        node.args(arguments).current_dir(&self.folder).envs(self.variables.iter().map(|(name, path)| (name, path)));
        node
    }

    fn measure(&self, options: &Options) -> Result<()> {
        let wanted = |workload: &str| options.only.iter().any(|name| name == workload);
        for name in ["w1-raw.json", "w2-raw.json", "w3-raw.json"].map(|name| self.folder.join(name)) {
            if name.exists() {
                fs::remove_file(name)?;
            }
        }
        for run in 0..options.runs {
            let run = run.to_string();
            if wanted("w1") {
                let (sizes, peers) = (options.rows.as_str(), options.peers.w1());
                let arguments = ["--sizes", sizes, "--engines", peers, "--reps", "1", "--repbase", &run, "--append"];
                self.node(&[&["w1.mjs"], &arguments[..]].concat())?;
            }
            if wanted("w2") {
                let (sizes, peers) = (options.documents.as_str(), options.peers.w2());
                let arguments = ["--sizes", sizes, "--engines", peers, "--rep", &run, "--append"];
                self.node(&[&["w2.mjs"], &arguments[..]].concat())?;
            }
        }
        if wanted("w3") && options.peers == Peers::All {
            // Its second half needs pyarrow, for other people's formats.
            let ran = self.python().and_then(|python| run_command(self.command(&["w3.mjs"]).env("PY", python)));
            if let Err(error) = ran {
                println!("W3 of the peers passed over: {error:#}");
            }
        }
        // It prints tables of its own; ours follow from the same file.
        let mut node = self.command(&["report.mjs"]);
        run_command(node.stdout(Stdio::null()))
    }

    /// A Python with pyarrow, in the folder of the benchmark.
    fn python(&self) -> Result<PathBuf> {
        let home = self.folder.with_file_name("python");
        let python = home.join("bin").join("python");
        if answer(Command::new(&python).args(["-c", "import pyarrow"])).is_none() {
            run_command(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
            run_command(Command::new(home.join("bin").join("pip")).args(["install", "-q", "pyarrow==18.1.0"]))?;
        }
        Ok(python)
    }
}

/// Takes write protection off files that were copied with it.
fn writable(folder: &Path) -> Result<()> {
    for file in files::list(folder)?.iter().filter(|file| !file.starts_with("node_modules")) {
        let path = folder.join(file);
        let mut permissions = fs::metadata(&path)?.permissions();
        #[expect(clippy::permissions_set_readonly_false, reason = "files of ours, in our target folder")]
        permissions.set_readonly(false);
        fs::set_permissions(&path, permissions)?;
    }
    Ok(())
}

/// Runs `benches/browser/own.mjs`, which checks every answer against plain loops.
fn own_part(project: &Project, browser: &Path, product: &Path, work: &Path) -> Result<bool> {
    let mut node = Command::new("node");
    node.current_dir(&project.root).arg("benches/browser/own.mjs");
    node.arg(browser).arg(product).arg(work.join("results.json"));
    Ok(run_command(&mut node).is_ok())
}

/// Writes and prints the tables; whether every answer of ours was right.
fn report(project: &Project, options: &Options, original: &Path, harness: &Harness, work: &Path) -> Result<bool> {
    let read = |path: &Path| -> Result<Value> {
        Ok(serde_json::from_str(&fs::read_to_string(path).with_context(|| format!("no {}", path.display()))?)?)
    };
    let results = read(&harness.folder.join("results.json"))?;
    let contract = read(&original.join("contract").join("expected.json"))?;
    let mut wrong = Vec::new();
    let mut table = String::new();
    w1_table(&results["w1"], &contract["sizes"], &mut table, &mut wrong)?;
    w2_table(&results["w2"], &mut table, &mut wrong)?;
    let machine = &results["machine"];
    writeln!(
        table,
        "\n{} runs; {} cores, {}; load at the start of each run up to {:.1}. Milliseconds: median and p95 over all warm \
         rounds; «least» = for each step the least of its rounds, then median and p95: what others on the machine \
         disturb least.",
        options.runs,
        machine["cpus"],
        machine["model"].as_str().unwrap_or("unknown"),
        highest_load(&results)
    )?;
    println!("\n{table}");
    if results["w3"].is_object() {
        println!("W3, gzip bytes of code before a first answer:");
        for (name, sizes) in results["w3"]["runtimes"].as_object().into_iter().flatten() {
            println!("{:>10}  {name}", sizes["gz"]);
        }
    }
    if options.only.iter().any(|name| name == "w3") {
        let dist = project.dist();
        match dist.join("index.html").is_file() {
            true => budget::check(&dist)?,
            false => println!("W3 of ours passed over: no finished site (`cargo xtask dist` writes it)"),
        }
    }
    fs::write(work.join("table.md"), &table)?;
    let all = json!({ "harness": results, "wrong": wrong });
    fs::write(work.join("results.json"), serde_json::to_string_pretty(&all)?)?;
    println!("written: {}, results.json", project.show(&work.join("table.md")));
    if !wrong.is_empty() {
        bail!("wrong answers: {}", wrong.join("; "));
    }
    Ok(true)
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
            let quality = |language: &str| {
                let of = |key: &str| short(&cell["quality"][language][key]);
                format!("{}, {}", of("recall"), of("precision"))
            };
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
}
