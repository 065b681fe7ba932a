//! Facts that follow from other facts: delays, fiscal year, size class, JNSA cause, triggers of the law.
//!
//! Derived values are never written into a file and never stored; they are computed anew from an [`Incident`].

use serde::Serialize;

use super::{
    Incident, Taxonomies,
    date::{Days, PartialDate, days_between},
};

/// A trigger of the personal-information law (個人情報保護法) that may apply: an estimate, no legal advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AppiTrigger {
    /// 要配慮個人情報 may be concerned.
    Sensitive,
    /// Its abuse may cause loss of property.
    PropertyDamage,
    /// It may have been done with an improper purpose.
    ImproperPurpose,
    /// More than 1,000 people.
    #[serde(rename = "over_1000")]
    Over1000,
    /// More than 100 people at a public body.
    #[serde(rename = "public_over_100")]
    PublicOver100,
}

impl AppiTrigger {
    /// The key in `appi.toml`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sensitive => "sensitive",
            Self::PropertyDamage => "property_damage",
            Self::ImproperPurpose => "improper_purpose",
            Self::Over1000 => "over_1000",
            Self::PublicOver100 => "public_over_100",
        }
    }
}

/// Everything derived of one incident.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Derived {
    /// JNSA cause class, a key of `cause.toml`.
    pub jnsa_cause: Option<String>,
    /// Triggers that may apply.
    pub appi_triggers: Vec<AppiTrigger>,
    /// Days occurred → discovered, least and most.
    pub days_found: Option<Days>,
    /// Days discovered → disclosed.
    pub days_told: Option<Days>,
    /// Days occurred → disclosed.
    pub days: Option<Days>,
    /// Japanese fiscal year of disclosure.
    pub fiscal_year: Option<i16>,
    /// ⌊log₁₀⌋ of the principal count within its unit; `None` without a count or at 0.
    pub size_class: Option<u32>,
}

/// Derives everything.
pub fn derive(incident: &Incident, taxonomies: &Taxonomies) -> Derived {
    let start = incident.occurred.start();
    let between = |a: Option<PartialDate>, b: Option<PartialDate>| days_between(a?, b?);
    Derived {
        jnsa_cause: jnsa_cause(incident, taxonomies),
        appi_triggers: appi_triggers(incident, taxonomies),
        days_found: between(start, incident.discovered),
        days_told: between(incident.discovered, incident.disclosed),
        days: between(start, incident.disclosed),
        fiscal_year: incident.disclosed.and_then(PartialDate::fiscal_year),
        size_class: incident.principal().and_then(|a| a.count.checked_ilog10()),
    }
}

/// The class of the first label that has one, so the primary label decides.
fn jnsa_cause(incident: &Incident, taxonomies: &Taxonomies) -> Option<String> {
    let labels = taxonomies.get("label");
    incident.labels.iter().find_map(|l| labels.get(l)?.jnsa.clone())
}

/// Since 1 April 2022 certain incidents must be reported to the commission; the rule for public bodies of
/// 1 April 2022 reached municipalities on 1 April 2023.
fn appi_triggers(incident: &Incident, taxonomies: &Taxonomies) -> Vec<AppiTrigger> {
    let in_force = |from: PartialDate| {
        let when = incident.discovered.or(incident.disclosed).or(incident.occurred.start());
        when.is_some_and(|d| d.days().1 >= from.days().0)
    };
    let (Some(law), Some(municipal)) = (PartialDate::ymd(2022, 4, 1), PartialDate::ymd(2023, 4, 1)) else {
        return Vec::new();
    };
    let kind = incident.org_kind.as_str();
    let municipal_body = matches!(kind, "local_government" | "police");
    let public = municipal_body || matches!(kind, "national_government" | "public_corporation");
    if !in_force(if municipal_body { municipal } else { law })
        || matches!(incident.leak_status.as_deref(), Some("not_applicable" | "ruled_out"))
    {
        return Vec::new();
    }
    let data = taxonomies.get("data");
    let has = |key: &str| incident.data_items.iter().any(|d| d == key);
    let labels = taxonomies.get("label");
    let improper = |label: &String| {
        let root = labels.root(label);
        matches!(root, "unauthorized_access" | "malware_group" | "insider") && label != "improper_disclosure"
            || matches!(label.as_str(), "support_scam" | "phishing" | "theft")
    };
    let persons = incident.affected.iter().filter(|a| a.what == "persons" && a.of.is_none()).map(|a| a.count).max();
    // Sensitive data and improper purpose need personal data at all.
    let personal = !incident.data_items.is_empty() || persons.is_some();
    let mut found = Vec::new();
    let mut add = |applies: bool, trigger| {
        if applies {
            found.push(trigger);
        }
    };
    add(incident.data_items.iter().any(|d| data.root(d) == "sensitive"), AppiTrigger::Sensitive);
    add(has("card_number") || has("bank_account") && has("password"), AppiTrigger::PropertyDamage);
    add(personal && incident.labels.iter().any(improper), AppiTrigger::ImproperPurpose);
    add(persons > Some(1000), AppiTrigger::Over1000);
    add(public && persons > Some(100), AppiTrigger::PublicOver100);
    found
}
