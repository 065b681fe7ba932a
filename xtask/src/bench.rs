//! `cargo xtask bench`: the engine and the search in a real browser, beside other people's.
//!
//! The harness with the peers lies outside the project (`../shared/bench`; its README is the contract). It is copied to
//! `target/bench/harness` and run there with the adapters of `benches/browser/`. Where it is absent, our own part runs
//! alone over invented data. `app` clicks through the finished site with the casebook of `../shared/vcdb`. A benchmark
//! never fails by time; it fails where an answer is wrong.

use std::env;
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
use tables::Tables;

mod app;
mod charts;
mod tables;

/// Milliseconds after which an engine begins no further round of W1, or of W2.
const W1_BUDGET: &str = "4000";
const W2_BUDGET: &str = "2500";

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
    /// Which parts, comma separated: the workloads w1 (a click), w2 (a keystroke), w3 (a first visit), and app: 40 clicks
    /// in the finished site with the casebook of ../shared/vcdb; `charts`: filter changes on the page of charts with it;
    /// `lighthouse` alone runs Lighthouse on the finished site
    #[arg(long, value_name = "W", value_delimiter = ',', default_value = "w1,w2,w3,app")]
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
    /// Write the short table into README.md too, between its two markers
    #[arg(long)]
    readme: bool,
}

impl Options {
    fn wants(&self, part: &str) -> bool {
        self.only.iter().any(|name| name == part)
    }
}

/// How many of the peers run.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Peers {
    /// All that the harness has in the first run, the nearest ones in those behind it: a quarter of an hour
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
    if options.wants("app") {
        app::measure(project, &browser, &work)?;
    }
    if options.wants("charts") {
        charts::measure(project, &browser, &work)?;
    }
    if !["w1", "w2", "w3"].iter().any(|part| options.wants(part)) {
        return Ok(true);
    }
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
        for name in ["w1-raw.json", "w2-raw.json"].map(|name| self.folder.join(name)) {
            if name.exists() {
                fs::remove_file(name)?;
            }
        }
        for run in 0..options.runs {
            // Slow peers run once: drop repetitions, not peers.
            let peers = if run > 0 && options.peers == Peers::All { Peers::Near } else { options.peers };
            let run = run.to_string();
            if options.wants("w1") {
                let arguments = ["--sizes", &options.rows, "--engines", peers.w1(), "--reps", "1", "--repbase", &run];
                self.node(&[&["w1.mjs", "--append", "--nomem", "--budget", W1_BUDGET], &arguments[..]].concat())?;
            }
            if options.wants("w2") {
                let arguments = ["--sizes", &options.documents, "--engines", peers.w2(), "--rep", &run];
                self.node(&[&["w2.mjs", "--append", "--noser", "--budget", W2_BUDGET], &arguments[..]].concat())?;
            }
        }
        // Bytes are the same every time: once is enough.
        if options.wants("w3") && options.peers == Peers::All && !self.folder.join("w3-raw.json").exists() {
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
    let tables = Tables::new(&results, &contract, options.runs)?;
    println!("\n{}", tables.full);
    if results["w3"].is_object() {
        println!("W3, gzip bytes of code before a first answer:");
        for (name, sizes) in results["w3"]["runtimes"].as_object().into_iter().flatten() {
            println!("{:>10}  {name}", sizes["gz"]);
        }
    }
    if options.wants("w3") {
        let dist = project.dist();
        match dist.join("index.html").is_file() {
            true => budget::check(&dist)?,
            false => println!("W3 of ours passed over: no finished site (`cargo xtask dist` writes it)"),
        }
    }
    fs::write(work.join("table.md"), &tables.full)?;
    fs::write(work.join("readme.md"), &tables.short)?;
    let all = json!({ "harness": results, "wrong": tables.wrong });
    fs::write(work.join("results.json"), serde_json::to_string_pretty(&all)?)?;
    println!("written: {}, readme.md, results.json", project.show(&work.join("table.md")));
    if options.readme {
        let readme = project.root.join("README.md");
        fs::write(&readme, tables::between_markers(&fs::read_to_string(&readme)?, &tables.short)?)?;
        println!("written: README.md, between its markers");
    }
    if !tables.wrong.is_empty() {
        bail!("wrong answers: {}", tables.wrong.join("; "));
    }
    Ok(true)
}
