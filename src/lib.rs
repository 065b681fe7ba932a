//! Jikenbo.
