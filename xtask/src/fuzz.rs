//! `cargo xtask fuzz`: the targets of `fuzz/` for a while, where there is a nightly compiler to build them with.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::process::{answer, run as run_command};
use crate::project::Project;

/// The binaries of `fuzz/Cargo.toml`.
const TARGETS: [&str; 3] = ["decoder", "query", "url"];

/// Options of `cargo xtask fuzz`.
#[derive(Args)]
pub struct Options {
    /// Seconds for each target
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u32,
}

/// Fuzzes; says so and does nothing where that cannot be done. The same targets run as property tests in any case.
pub fn run(project: &Project, options: &Options) -> Result<bool> {
    // rustup's cargo takes `+nightly`; the cargo that runs this program may be another one.
    let cargo = || {
        let mut cargo = Command::new("cargo");
        cargo.arg("+nightly").current_dir(project.root.join("fuzz"));
        cargo
    };
    for (lacking, asked) in [("a nightly toolchain", "--version"), ("cargo-fuzz (`cargo install cargo-fuzz`)", "fuzz")]
    {
        let mut command = cargo();
        command.arg(asked);
        if asked == "fuzz" {
            command.arg("--version");
        }
        if answer(&mut command).is_none() {
            println!("fuzzing passed over: there is not {lacking}");
            return Ok(true);
        }
    }
    for target in TARGETS {
        let mut command = cargo();
        command.args(["fuzz", "run", target, "--", "-max_len=4096"]);
        run_command(command.arg(format!("-max_total_time={}", options.seconds)))?;
    }
    Ok(true)
}
