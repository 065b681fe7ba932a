//! Jikenbo.

#[cfg(not(target_arch = "wasm32"))]
pub mod authoring;
pub mod chart;
pub mod dataset;
pub mod dimensions;
pub mod explore;
pub mod formats;
pub mod i18n;
pub mod model;
pub mod page;
pub mod text;
#[cfg(target_arch = "wasm32")]
pub mod ui;
pub mod url;

/// Cases a property test runs: `JIKENBO_CASES`, 256 unless said; the full test run sets 10,000.
#[cfg(test)]
pub(crate) fn test_cases() -> u32 {
    std::env::var("JIKENBO_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(256)
}
