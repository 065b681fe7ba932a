//! `cargo xtask test`: every check, as one table of steps.
//!
//! A step that fails does not stop the others, so one run shows everything; a step that needs the result of a failed one
//! is passed over and says so. The runners print to the terminal themselves.

use std::fmt;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};

use crate::browser;
use crate::budget;
use crate::build::{self, Profile};
use crate::files;
use crate::process::{cargo, run as run_command};
use crate::project::Project;
use crate::setup::{self, Tools, WASM};

/// How many cases a property test runs with `--full`.
const FULL_CASES: &str = "10000";

/// Options of `cargo xtask test`.
#[derive(Args)]
pub struct Options {
    /// Also the long runs: many property cases; all screens, themes and languages; several servers
    #[arg(long)]
    full: bool,
    /// Run these steps alone, comma separated; `budget`, `outputs`, `browser` and `repeat` then take `dist/` as it is
    #[arg(long, value_name = "STEP", value_delimiter = ',')]
    only: Vec<Step>,
}

/// The steps, in the order they run.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// rustfmt
    Format,
    /// clippy on everything that runs on the host
    Clippy,
    /// clippy on the browser app
    ClippyWasm,
    /// Unit, property, golden and command line tests
    Unit,
    /// actionlint on the GitHub workflows
    Workflow,
    /// The authored casebook
    Data,
    /// The finished site
    Dist,
    /// Byte budgets
    Budget,
    /// Links, HTML and every format, by readers that are not ours
    Outputs,
    /// The site in a browser
    Browser,
    /// The site built once more: the same bytes? Only with `--full`
    Repeat,
    /// No sentence copied from the sources
    Verbatim,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.to_possible_value().map_or(String::new(), |value| value.get_name().to_owned()).as_str())
    }
}

enum Outcome {
    Passed,
    Failed(String),
    /// Not run, and why.
    PassedOver(String),
}

/// Runs what is asked for; whether all of it passed.
pub fn run(project: &Project, options: &Options) -> Result<bool> {
    let begun = Instant::now();
    let tools = setup::tools(project)?;
    println!("set-up took {:.1} s", begun.elapsed().as_secs_f32());
    let mut bench = Bench { project, tools, full: options.full, dist: project.dist(), site: None };
    if !options.only.is_empty() && !options.only.contains(&Step::Dist) {
        bench.site = Some(bench.dist.join("index.html").is_file());
    }

    let mut table = Vec::new();
    for step in Step::value_variants().iter().copied() {
        let wanted = match options.only.as_slice() {
            [] => step != Step::Repeat || options.full,
            only => only.contains(&step),
        };
        if !wanted {
            continue;
        }
        println!("\n==== {step} ====");
        let start = Instant::now();
        let outcome = bench.run(step).unwrap_or_else(|error| Outcome::Failed(format!("{error:#}")));
        match &outcome {
            Outcome::Passed => {}
            Outcome::Failed(why) => println!("{step} FAILED: {why}"),
            Outcome::PassedOver(why) => println!("{step} passed over: {why}"),
        }
        table.push((step, outcome, start.elapsed()));
    }
    Ok(report(&table, begun.elapsed()))
}

/// Prints the table; whether nothing failed.
fn report(table: &[(Step, Outcome, Duration)], total: Duration) -> bool {
    println!("\n{:12} {:>8}  result", "step", "seconds");
    for (step, outcome, time) in table {
        let (word, why) = match outcome {
            Outcome::Passed => ("ok", String::new()),
            Outcome::Failed(why) => ("FAILED", format!(": {}", why.lines().next().unwrap_or_default())),
            Outcome::PassedOver(why) => ("passed over", format!(": {why}")),
        };
        println!("{step:12} {:8.1}  {word}{why}", time.as_secs_f32());
    }
    let failed = table.iter().filter(|(_, outcome, _)| matches!(outcome, Outcome::Failed(_))).count();
    let passed = table.iter().filter(|(_, outcome, _)| matches!(outcome, Outcome::Passed)).count();
    println!(
        "steps result: {passed} passed, {failed} failed, {} passed over, {:.0} s",
        table.len() - passed - failed,
        total.as_secs_f32()
    );
    failed == 0
}

/// What the steps share.
struct Bench<'a> {
    project: &'a Project,
    tools: Tools,
    full: bool,
    dist: PathBuf,
    /// Whether a site stands in `dist`; `None` before it was tried.
    site: Option<bool>,
}

impl Bench<'_> {
    fn run(&mut self, step: Step) -> Result<Outcome> {
        if matches!(step, Step::Budget | Step::Outputs | Step::Browser | Step::Repeat) && self.site != Some(true) {
            return Ok(Outcome::PassedOver("there is no finished site".into()));
        }
        match step {
            Step::Format => self.cargo(&["fmt", "--all", "--check"])?,
            Step::Clippy => {
                self.cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"])?;
            }
            Step::ClippyWasm => self.cargo(&[
                "clippy",
                "--package",
                "jikenbo",
                "--lib",
                "--bin",
                "jikenbo-app",
                "--target",
                WASM,
                "--locked",
                "--",
                "--deny",
                "warnings",
            ])?,
            Step::Unit => self.cargo(&["test", "--workspace", "--locked", "--no-fail-fast"])?,
            Step::Workflow => self.workflow()?,
            Step::Data => {
                let cli = build::host_cli(self.project)?;
                run_command(Command::new(cli).current_dir(&self.project.root).arg("check"))?;
            }
            Step::Dist => {
                self.site = Some(false);
                build::site(self.project, &self.tools, Profile::Release, &self.dist)?;
                self.site = Some(true);
            }
            Step::Budget => budget::check(&self.dist)?,
            Step::Outputs => self.node_tests("outputs", &[])?,
            Step::Browser => {
                let chrome = browser::ensure_browser()?;
                self.node_tests("browser", &[("CHROME_PATH", chrome)])?;
            }
            Step::Repeat => {
                let again = self.project.work().join("again");
                build::site(self.project, &self.tools, Profile::Release, &again)?;
                files::same(&self.dist, &again)?;
            }
            Step::Verbatim => match self.project.beside("shared").map(|dir| dir.join("tools").join("verbatim-check")) {
                Some(tool) if tool.is_file() => {
                    run_command(Command::new(tool).arg(".").current_dir(&self.project.root))?;
                }
                _ => return Ok(Outcome::PassedOver("the source pages (../shared) are not here".into())),
            },
        }
        Ok(Outcome::Passed)
    }

    fn cargo(&self, arguments: &[&str]) -> Result<()> {
        let mut command = cargo();
        command.current_dir(&self.project.root).args(arguments);
        if self.full {
            command.env("JIKENBO_CASES", FULL_CASES).env("JIKENBO_FULL", "1");
        }
        run_command(&mut command)
    }

    fn workflow(&self) -> Result<()> {
        let dir = PathBuf::from(".github").join("workflows");
        let files = files::list(&self.project.root.join(&dir))?;
        ensure!(!files.is_empty(), "{} holds no workflow", dir.display());
        let mut command = self.tools.command("node");
        command.current_dir(&self.project.root).arg("xtask/js/lint-workflows.mjs");
        run_command(command.args(files.iter().map(|file| dir.join(file))))
    }

    /// Runs `tests/<folder>/**/*.test.mjs` with Node's own runner. They find the site in `JIKENBO_DIST`, the command line
    /// in `JIKENBO_BIN`, a browser (where they need one) in `CHROME_PATH`, and do the long runs when `JIKENBO_FULL` is `1`.
    fn node_tests(&self, folder: &str, more: &[(&str, PathBuf)]) -> Result<()> {
        let cli = build::host_cli(self.project)?;
        let dir = PathBuf::from("tests").join(folder);
        let found = files::list(&self.project.root.join(&dir))?;
        let tests: Vec<_> = found.into_iter().filter(|file| file.to_string_lossy().ends_with(".test.mjs")).collect();
        ensure!(!tests.is_empty(), "{} holds no *.test.mjs", dir.display());

        let mut command = self.tools.command("node");
        // Two files at a time even on two cores: a browser test waits more than it computes.
        let files = std::thread::available_parallelism().map_or(2, |cores| cores.get().saturating_sub(1).max(2));
        command.current_dir(&self.project.root).args(["--test", "--test-reporter=spec"]);
        command.arg(format!("--test-concurrency={files}"));
        // Named one by one: releases of Node.js differ in what a folder or a pattern means here.
        command.args(tests.iter().map(|file| dir.join(file)));
        command.env("JIKENBO_DIST", &self.dist).env("JIKENBO_BIN", cli).envs(more.iter().map(|(k, v)| (k, v)));
        if self.full {
            command.env("JIKENBO_FULL", "1");
        }
        run_command(&mut command).with_context(|| format!("tests/{folder}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failed_step_fails_the_run_and_a_passed_over_one_does_not() {
        let over = || (Step::Verbatim, Outcome::PassedOver("not here".into()), Duration::ZERO);
        let passed = || (Step::Format, Outcome::Passed, Duration::ZERO);
        assert!(report(&[passed(), over()], Duration::ZERO));
        assert!(!report(
            &[passed(), (Step::Unit, Outcome::Failed("x".into()), Duration::ZERO), over()],
            Duration::ZERO
        ));
    }
}
