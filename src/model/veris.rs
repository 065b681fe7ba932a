//! VERIS coding of an incident: who, by what, on what, with what consequence.
//!
//! Spelling is VERIS's own ("U - Desktop or laptop"); which values exist stands in
//! `data/taxonomy/veris.toml`. In links a value is a slug: `social-phishing`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What one group (`external`, `hacking`, `confidentiality`, …) says. Lists are empty where VERIS has no such
/// field for the group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct VerisGroup {
    /// Varieties; for `confidentiality` the data varieties.
    pub variety: Vec<String>,
    /// Vectors, actions only.
    pub vector: Vec<String>,
    /// Motives, actors only.
    pub motive: Vec<String>,
    /// `Yes`, `Potentially`, `No` or `Unknown`, confidentiality only.
    pub data_disclosure: Option<String>,
}

/// The four sides of VERIS. VERIS's `actor` is called `threat_actor`, since course launchers reserve `actor`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Veris {
    /// `external`, `internal`, `partner`, `unknown`.
    pub threat_actor: BTreeMap<String, VerisGroup>,
    /// `hacking`, `malware`, `social`, `error`, `misuse`, `physical`, `environmental`, `unknown`.
    pub action: BTreeMap<String, VerisGroup>,
    /// Asset varieties, e.g. `S - Web application`.
    pub asset: Vec<String>,
    /// `confidentiality`, `integrity`, `availability`.
    pub attribute: BTreeMap<String, VerisGroup>,
}

/// The slug of a VERIS value in links and dictionaries: lower case, runs of other characters become `_`.
pub fn slug(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('_') && !out.is_empty() {
            out.push('_');
        }
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

/// The root of an asset variety by its VERIS letter: `S - Database` belongs to `server`.
pub fn asset_root(variety: &str) -> &'static str {
    match variety.split(" - ").next() {
        Some("S") => "server",
        Some("N") => "network",
        Some("U") => "user_device",
        Some("T") => "terminal",
        Some("M") => "media",
        Some("P") => "person",
        Some("E") => "embedded",
        _ => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_url_safe() {
        assert_eq!(slug("U - Desktop or laptop"), "u_desktop_or_laptop");
        assert_eq!(slug("SQLi"), "sqli");
        assert_eq!(slug("3rd party desktop"), "3rd_party_desktop");
        assert_eq!(slug(" (x) "), "x");
    }

    #[test]
    fn assets_have_roots() {
        assert_eq!(asset_root("S - Web application"), "server");
        assert_eq!(asset_root("nonsense"), "unknown");
    }
}
