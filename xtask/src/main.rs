//! `cargo xtask …`: set-up, serve, test, dist, bench.
//!
//! Invariants: nothing is installed outside rustup, the user's cache folder, `node_modules/` and (for the browser the
//! tests need) the system's package manager, and each installation is announced before it starts; a set-up that is
//! already done costs well under a second; `dist` gives the same bytes each time.
//!
//! | module | what it knows |
//! |---|---|
//! | [`project`] | where the checkout and its folders are |
//! | [`process`] | finding and running programs |
//! | [`setup`] | the wasm32 target, trunk, wasm-bindgen, npm packages |
//! | [`browser`] | finding or installing Chromium for the tests |
//! | [`assets`] | what esbuild makes: style sheet, boot loader, ECharts |
//! | [`build`] | from sources to a finished site |
//! | [`files`] | copying and listing trees in a fixed order |
//! | [`budget`] | how many bytes a visitor has to load |
//! | [`serve`] | the static server and rebuilding on change |
//! | [`test`] | every check, as one table of steps |
//! | [`bench`] | the engine in a browser, beside its peers |
//! | [`lighthouse`] | the finished site as a slow phone sees it |
//! | [`casebook`] | a finished site with another casebook in it |
//! | [`fuzz`] | bytes that nobody vouches for |

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod assets;
mod bench;
mod browser;
mod budget;
mod build;
mod casebook;
mod files;
mod fuzz;
mod lighthouse;
mod process;
mod project;
mod rooms;
mod serve;
mod setup;
mod test;

/// Set-up, serve, test, dist and bench of Jikenbo.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Set up what is missing, build the site and serve it on localhost
    Serve(serve::Options),
    /// Set up what is missing and run every check
    Test(test::Options),
    /// Set up what is missing and write the finished site
    Dist {
        /// Folder to write to; it is replaced
        #[arg(long, value_name = "DIR", default_value = "dist")]
        out: PathBuf,
        /// Address it will stand at, for what must be absolute: previews, feeds, sitemap
        #[arg(long, value_name = "URL")]
        site_url: Option<String>,
        /// A site of before: its editions of the data and hashed files are kept
        #[arg(long, value_name = "DIR")]
        previous: Option<PathBuf>,
        /// Also write the whole app as one file, jikenbo.html in that folder
        #[arg(long)]
        single_file: bool,
    },
    /// Set up what is missing and measure the engine and the search in a browser, beside other people's
    Bench(bench::Options),
    /// Fuzz the decoder, the search and the links for a while; needs a nightly compiler and cargo-fuzz, or is passed over
    Fuzz(fuzz::Options),
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    let outcome = project::Project::find().and_then(|project| match command {
        Task::Serve(options) => serve::run(&project, &options).map(|()| true),
        Task::Test(options) => test::run(&project, &options),
        Task::Bench(options) => bench::run(&project, &options),
        Task::Fuzz(options) => fuzz::run(&project, &options),
        Task::Dist { out, site_url, previous, single_file } => {
            let previous = previous.map(|dir| project.root.join(dir));
            dist(&project, &out, &build::Publish { site_url, previous }, single_file).map(|()| true)
        }
    });
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Builds the release site, replaces `out` with it and says what it weighs.
fn dist(
    project: &project::Project,
    out: &std::path::Path,
    publish: &build::Publish,
    single_file: bool,
) -> anyhow::Result<()> {
    let out = project.root.join(out);
    let tools = setup::tools(project)?;
    build::published(project, &tools, build::Profile::Release, &out, publish)?;
    if single_file {
        let mut command = tools.command("node");
        command.current_dir(&project.root).arg("xtask/js/single-file.mjs").arg(&out).arg(out.join("jikenbo.html"));
        process::run(&mut command)?;
    }
    let (count, bytes) = files::weigh(&out)?;
    println!("\n{}: {count} files, {bytes} bytes", out.display());
    Ok(())
}
