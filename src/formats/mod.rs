//! Formats in and out, one file each: read and write of one format stand together.

pub mod columns;
#[cfg(not(target_arch = "wasm32"))]
pub mod csv;
#[cfg(not(target_arch = "wasm32"))]
pub mod json;
