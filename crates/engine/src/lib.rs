//! The query engine (being built).
