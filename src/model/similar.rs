//! Which cases resemble one another, and in what: a weighted overlap of coded fields.
//!
//! Pure and deterministic: whole numbers only, ties go to the newer case, then to the smaller id. A shared field weighs
//! more the rarer it is in the casebook; without a shared type, way in or company two cases are not called similar,
//! however many everyday fields they share.

use std::collections::HashMap;

use super::{Incident, Taxonomies};

/// A field that cases may share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The same contractor, vendor or third party; the key is its Japanese name.
    Company,
    /// The same type.
    Label,
    /// The same way in.
    Vector,
    /// Where it happened.
    Locus,
    /// The kind of organisation.
    OrgKind,
    /// The same kind of information.
    Data,
    /// The same prefecture.
    Prefecture,
    /// The same sector.
    Sector,
}

impl Field {
    /// Weight of a shared value that every second case or more has.
    const fn weight(self) -> u32 {
        match self {
            Field::Company => 8,
            Field::Label => 6,
            Field::Vector => 5,
            Field::Locus | Field::OrgKind => 2,
            Field::Data | Field::Prefecture | Field::Sector => 1,
        }
    }

    /// Whether sharing it alone makes two cases similar.
    const fn ties(self) -> bool {
        matches!(self, Field::Company | Field::Label | Field::Vector)
    }

    /// The vocabulary that names its keys; `None` where the key is a name already.
    pub const fn taxonomy(self) -> Option<&'static str> {
        Some(match self {
            Field::Company => return None,
            Field::Label => "label",
            Field::Vector => "vector",
            Field::Locus => "locus",
            Field::OrgKind => "org_kind",
            Field::Data => "data",
            Field::Prefecture => "prefecture",
            Field::Sector => "sector",
        })
    }
}

/// A value of a field.
pub type Trait<'a> = (Field, &'a str);

/// A case that resembles another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Similar<'a> {
    /// The case.
    pub incident: &'a Incident,
    /// What it shares, weightiest first.
    pub shared: Vec<Trait<'a>>,
    /// Sum of the weights.
    pub score: u32,
}

/// Many kinds of information say together no more than this: lists of ten items are everyday.
const DATA_AT_MOST: u32 = 8;
/// `other` is no common ground.
const NO_GROUND: &str = "other";

fn traits(incident: &Incident) -> Vec<Trait<'_>> {
    let companies =
        incident.roles.iter().filter(|r| matches!(r.role.as_str(), "contractor" | "vendor" | "third_party"));
    let mut out: Vec<Trait> = companies.map(|r| (Field::Company, r.name.ja.as_str())).collect();
    out.extend(incident.labels.iter().map(|l| (Field::Label, l.as_str())));
    out.extend(incident.vector.iter().filter_map(|v| v.key.as_deref()).map(|k| (Field::Vector, k)));
    out.extend(incident.locus.iter().map(|l| (Field::Locus, l.as_str())));
    out.push((Field::OrgKind, &incident.org_kind));
    out.extend(incident.data_items.iter().map(|d| (Field::Data, d.as_str())));
    out.extend(incident.prefecture.iter().map(|p| (Field::Prefecture, p.as_str())));
    out.extend(incident.sector.iter().map(|s| (Field::Sector, s.as_str())));
    out.retain(|(_, key)| !key.is_empty() && *key != NO_GROUND);
    out.sort_unstable();
    out.dedup();
    out
}

/// The cases most like this one: never itself, never one it is related to by hand, never a withdrawn one.
pub fn similar<'a>(
    incidents: &'a [Incident],
    incident: &Incident,
    taxonomies: &Taxonomies,
    at_most: usize,
) -> Vec<Similar<'a>> {
    let own = traits(incident);
    let all: Vec<(&Incident, Vec<Trait>)> = incidents.iter().map(|i| (i, traits(i))).collect();
    let mut counts: HashMap<Trait, u32> = HashMap::new();
    for (_, traits) in &all {
        for shared in traits.iter().filter(|t| own.contains(t)) {
            *counts.entry(*shared).or_default() += 1;
        }
    }
    let total = incidents.len() as u32;
    // 1 for what every second case has, 4 for what one in eight or fewer have.
    let rarity = |t: &Trait| (total / counts.get(t).copied().unwrap_or(1).max(1)).max(1).ilog2().min(3) + 1;
    let related = |other: &Incident| {
        other.id == incident.id
            || incident.related.iter().any(|r| r.id == other.id)
            || other.related.iter().any(|r| r.id == incident.id)
    };
    let labels = taxonomies.get("label");
    let group = |i: &Incident| i.labels.first().map(|l| labels.root(l).to_owned());
    let own_group = group(incident);
    let mut found: Vec<Similar> = all
        .into_iter()
        .filter(|(other, _)| other.withdrawn.is_none() && !related(other))
        .filter_map(|(other, traits)| {
            let mut shared: Vec<(u32, Trait)> =
                traits.into_iter().filter(|t| own.contains(t)).map(|t| (t.0.weight() * rarity(&t), t)).collect();
            if !shared.iter().any(|(_, (field, _))| field.ties()) {
                return None;
            }
            let data: u32 = shared.iter().filter(|(_, t)| t.0 == Field::Data).map(|(w, _)| w).sum();
            let rest: u32 = shared.iter().filter(|(_, t)| t.0 != Field::Data).map(|(w, _)| w).sum();
            // Two cases of one family of types stand closer than two that merely share a side aspect.
            let family = if own_group.is_some() && group(other) == own_group { 4 } else { 0 };
            shared.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            let score = rest + data.min(DATA_AT_MOST) + family;
            Some(Similar { incident: other, shared: shared.into_iter().map(|(_, t)| t).collect(), score })
        })
        .collect();
    found.sort_by(|a, b| {
        let newest = b.incident.newest().cmp(&a.incident.newest());
        b.score.cmp(&a.score).then(newest).then_with(|| a.incident.id.cmp(&b.incident.id))
    });
    found.truncate(at_most);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Text, incident::Related, incident::Role};

    fn case(id: &str, labels: &[&str], data: &[&str]) -> Incident {
        Incident {
            id: id.into(),
            labels: labels.iter().map(|l| (*l).into()).collect(),
            data_items: data.iter().map(|d| (*d).into()).collect(),
            ..Incident::default()
        }
    }

    fn ids(incidents: &[Incident], id: &str) -> Vec<String> {
        let own = incidents.iter().find(|i| i.id == id).expect("listed");
        similar(incidents, own, &Taxonomies::default(), 4).into_iter().map(|s| s.incident.id.clone()).collect()
    }

    #[test]
    fn shared_types_come_first_and_everyday_fields_alone_do_not_count() {
        let all = [
            case("a", &["phishing"], &["name", "address"]),
            case("b", &["phishing"], &["name"]),
            case("c", &["phishing"], &["name", "address"]),
            case("d", &["theft"], &["name", "address"]),
        ];
        assert_eq!(ids(&all, "a"), ["c", "b"]);
    }

    #[test]
    fn rare_information_weighs_more_than_common() {
        let mut all = vec![
            case("a", &["phishing"], &["name", "genome"]),
            case("b", &["phishing"], &["name"]),
            case("c", &["phishing"], &["genome"]),
        ];
        all.extend((0..20).map(|n| case(&format!("x{n:02}"), &["theft"], &["name"])));
        assert_eq!(ids(&all, "a"), ["c", "b"]);
    }

    #[test]
    fn a_shared_company_ties_cases_of_different_types() {
        let contractor =
            Role { role: "contractor".into(), name: Text { ja: "乙社".into(), en: "Otsu".into() }, tier: None };
        let mut all = [case("a", &["phishing"], &[]), case("b", &["theft"], &[]), case("c", &["theft"], &[])];
        all[0].roles.push(contractor.clone());
        all[1].roles.push(contractor);
        let found = similar(&all, &all[0], &Taxonomies::default(), 4);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].shared, [(Field::Company, "乙社")]);
    }

    #[test]
    fn itself_related_and_withdrawn_cases_are_left_out() {
        let mut all = [
            case("a", &["phishing"], &[]),
            case("b", &["phishing"], &[]),
            case("c", &["phishing"], &[]),
            case("d", &["phishing"], &[]),
        ];
        all[0].related.push(Related { id: "b".into(), ..Related::default() });
        all[2].related.push(Related { id: "a".into(), ..Related::default() });
        all[3].withdrawn = Some(crate::model::incident::Notice::default());
        assert!(ids(&all, "a").is_empty());
        assert_eq!(ids(&all, "d"), ["a", "b", "c"]);
    }

    #[test]
    fn order_does_not_depend_on_the_order_of_the_list() {
        let mut all: Vec<Incident> = (0..9).map(|n| case(&format!("c{n}"), &["phishing"], &["name"])).collect();
        let forward = ids(&all, "c4");
        all.reverse();
        assert_eq!(ids(&all, "c4"), forward);
        assert_eq!(forward, ["c0", "c1", "c2", "c3"]);
    }
}
