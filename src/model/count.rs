//! Counts: how many of what, with the certainty of the source.

use serde::{Deserialize, Serialize};

use super::Text;

/// Whether a printed count is a limit. "About" is kept apart in [`Affected::approx`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// 最大: the count or fewer.
    UpTo,
    /// 以上: the count or more.
    AtLeast,
}

/// One count of a notice. Counts of different units are never added, ranked or drawn on one axis.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Affected {
    /// The unit, a key of `data/taxonomy/unit.toml` (`persons`, `records`, …).
    pub what: String,
    /// How many.
    pub count: u64,
    /// Printed as "about".
    pub approx: bool,
    /// Printed as "up to" or "at least".
    pub bound: Option<Bound>,
    /// The one count that stands for the incident; exactly one where there is any.
    pub principal: bool,
    /// This count is a part of another one: the unit of the total it belongs to. The parts of a total
    /// with the same unit add up to it.
    pub of: Option<String>,
    /// This part does not add up with the others: "of which", or people who are counted elsewhere too.
    pub subset: bool,
    /// What exactly was counted, where the unit alone does not say it.
    pub label: Option<Text>,
}
