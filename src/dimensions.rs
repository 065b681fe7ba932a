//! `DIMENSIONS`: the one table of what one can filter, count, sort and chart by.
//!
//! A new facet is one entry here. The facet panel, the keys of the address, the columns of the CSV file, the
//! chart menus and the help all follow from it.

use crate::model::{
    Article, Incident, Lang, Taxonomies,
    date::{Days, PartialDate},
    derive::Derived,
    incident::Kind,
    veris,
};

/// One row of the casebook as the accessors see it.
#[derive(Clone, Copy, Debug)]
pub enum Record<'a> {
    /// An incident and what follows from it.
    Incident(&'a Incident, &'a Derived),
    /// An article.
    Article(&'a Article),
}

impl<'a> Record<'a> {
    /// Its id.
    pub fn id(self) -> &'a str {
        match self {
            Record::Incident(i, _) => &i.id,
            Record::Article(a) => &a.id,
        }
    }

    fn incident(self) -> Option<&'a Incident> {
        match self {
            Record::Incident(i, _) => Some(i),
            Record::Article(_) => None,
        }
    }

    fn derived(self) -> Option<&'a Derived> {
        match self {
            Record::Incident(_, d) => Some(d),
            Record::Article(_) => None,
        }
    }
}

/// What an ordered dimension counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Day numbers since 1970-01-01, written as partial dates.
    Date,
    /// A count in the chosen unit.
    Count,
    /// Days between two dates.
    Days,
}

/// How the values of a dimension are read off a record.
#[derive(Clone, Copy)]
pub enum Source {
    /// Keys of a vocabulary, none to many. The vocabulary is `data/taxonomy/<taxonomy>.toml`.
    Keys {
        /// The vocabulary's key.
        taxonomy: &'static str,
        /// Pushes the keys of a record.
        read: fn(Record, &Taxonomies, &mut Vec<String>),
    },
    /// Names that are known only from the records: organisations. Pushes slug, Japanese, English.
    Names {
        /// Pushes the names of a record.
        read: fn(Record, &mut Vec<Name>),
    },
    /// An interval on a scale.
    Range {
        /// What it counts in.
        scale: Scale,
        /// The interval of a record, `None` = unknown.
        read: fn(Record) -> Option<Days>,
    },
    /// The principal count; which unit is a matter of the query.
    Affected,
}

/// An organisation's name and its slug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// `[a-z0-9_-]`, in links.
    pub slug: String,
    /// Japanese name.
    pub ja: String,
    /// English name.
    pub en: String,
}

/// Where its facet stands in the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Open from the start.
    First,
    /// Behind "more filters".
    More,
    /// Behind 「専門」: experts' terms.
    Expert,
    /// Filterable by link only.
    Hidden,
}

/// One dimension.
pub struct Dimension {
    /// Its key: in links, CSV headers, `jikenbo query`.
    pub key: &'static str,
    /// Name, Japanese and English.
    pub name: (&'static str, &'static str),
    /// One sentence of help, Japanese and English.
    pub help: (&'static str, &'static str),
    /// Where its facet stands.
    pub place: Place,
    /// How it is read.
    pub source: Source,
}

impl Dimension {
    /// Its name.
    pub const fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.name.0,
            Lang::En => self.name.1,
        }
    }

    /// Its help.
    pub const fn help(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.help.0,
            Lang::En => self.help.1,
        }
    }

    /// The vocabulary of its values, where it has one.
    pub const fn taxonomy(&self) -> Option<&'static str> {
        match self.source {
            Source::Keys { taxonomy, .. } => Some(taxonomy),
            _ => None,
        }
    }

    /// Values are keys or names, not positions on a scale.
    pub const fn is_category(&self) -> bool {
        matches!(self.source, Source::Keys { .. } | Source::Names { .. })
    }

    /// What it counts in, where it is ordered.
    pub const fn scale(&self) -> Option<Scale> {
        match self.source {
            Source::Range { scale, .. } => Some(scale),
            Source::Affected => Some(Scale::Count),
            _ => None,
        }
    }
}

/// Roles that make an organisation a value of `contractor`.
pub const CONTRACTOR_ROLES: [&str; 3] = ["contractor", "vendor", "third_party"];

/// Place of a dimension in [`DIMENSIONS`].
pub type DimensionId = usize;

/// The dimension of a key.
pub fn find(key: &str) -> Option<DimensionId> {
    DIMENSIONS.iter().position(|d| d.key == key)
}

/// The slug of a name in links: lower-case Latin letters and digits, words joined by `-`.
pub fn name_slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c != '\'' && c != '’' && !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

macro_rules! keys {
    ($taxonomy:literal, |$i:ident, $out:ident| $push:expr) => {
        Source::Keys {
            taxonomy: $taxonomy,
            read: |record, _, $out| {
                if let Some($i) = record.incident() {
                    $push
                }
            },
        }
    };
}

macro_rules! range {
    ($scale:ident, |$i:ident, $d:ident| $read:expr) => {
        Source::Range {
            scale: Scale::$scale,
            read: |record| {
                let ($i, $d) = (record.incident()?, record.derived()?);
                let _ = ($i, $d);
                $read
            },
        }
    };
}

fn days_of(date: Option<PartialDate>) -> Option<Days> {
    date.map(PartialDate::days)
}

fn veris_groups<'a>(groups: impl Iterator<Item = (&'a String, &'a veris::VerisGroup)>, out: &mut Vec<String>) {
    for (root, group) in groups {
        out.push(root.clone());
        out.extend(group.variety.iter().map(|v| format!("{root}-{}", veris::slug(v))));
    }
}

fn named(name: &crate::model::Text, out: &mut Vec<Name>) {
    let slug = name_slug(&name.en);
    if !slug.is_empty() {
        out.push(Name { slug, ja: name.ja.clone(), en: name.en.clone() });
    }
}

/// The table. Its order is the order of the facet panel, of CSV columns and of `jikenbo query`.
pub static DIMENSIONS: &[Dimension] = &[
    Dimension {
        key: "label",
        name: ("種別", "Type"),
        help: (
            "手口や原因による分類。一件に複数付くことがあります。",
            "What kind of incident it was; one case may have several.",
        ),
        place: Place::First,
        source: keys!("label", |i, out| out.extend(i.labels.iter().cloned())),
    },
    Dimension {
        key: "org_kind",
        name: ("組織の種類", "Kind of organisation"),
        help: ("見出しの組織で決めています。", "By the organisation in the heading."),
        place: Place::First,
        source: keys!("org_kind", |i, out| if !i.org_kind.is_empty() {
            out.push(i.org_kind.clone());
        }),
    },
    Dimension {
        key: "disclosed",
        name: ("公表", "Disclosed"),
        help: ("最初に公表された日。", "The day of the first publication."),
        place: Place::First,
        source: Source::Range {
            scale: Scale::Date,
            read: |record| match record {
                Record::Incident(i, _) => days_of(i.disclosed),
                Record::Article(a) => days_of(a.published),
            },
        },
    },
    Dimension {
        key: "affected",
        name: ("影響の規模", "Number affected"),
        help: ("代表の数。単位が違う数は足したり比べたりしません。", "The principal count, in one unit at a time."),
        place: Place::First,
        source: Source::Affected,
    },
    Dimension {
        key: "data",
        name: ("対象の情報", "Information concerned"),
        help: (
            "対象になった、またはそのおそれがある情報の種類。",
            "Kinds of information that were, or may have been, concerned.",
        ),
        place: Place::First,
        source: keys!("data", |i, out| out.extend(i.data_items.iter().cloned())),
    },
    Dimension {
        key: "leak",
        name: ("漏えいの状態", "Leak status"),
        help: ("組織がどう述べたかをそのまま写しています。", "As the organisation itself put it."),
        place: Place::First,
        source: keys!("leak", |i, out| out.extend(i.leak_status.clone())),
    },
    Dimension {
        key: "locus",
        name: ("どこで起きたか", "Where it happened"),
        help: ("自組織か、委託先か、ほかの場所か。", "In the organisation itself, at a contractor, or elsewhere."),
        place: Place::First,
        source: keys!("locus", |i, out| out.extend(i.locus.iter().cloned())),
    },
    Dimension {
        key: "vector",
        name: ("入口", "Way in or out"),
        help: ("きっかけになった操作や弱点。", "The slip or weakness it went through."),
        place: Place::More,
        source: keys!("vector", |i, out| out.extend(i.vector.as_ref().and_then(|v| v.key.clone()))),
    },
    Dimension {
        key: "damage",
        name: ("二次被害", "Secondary damage"),
        help: ("悪用などが実際に起きたか。発表のとおり。", "Whether misuse followed, as published."),
        place: Place::More,
        source: keys!("damage", |i, out| out.extend(i.secondary_damage.clone())),
    },
    Dimension {
        key: "discovery",
        name: ("気づいた経緯", "How it was noticed"),
        help: ("だれが、どうして気づいたか。", "Who noticed it, and how."),
        place: Place::More,
        source: keys!("discovery", |i, out| out.extend(i.discovery.clone())),
    },
    Dimension {
        key: "sector",
        name: ("業種", "Sector"),
        help: ("日本標準産業分類の大分類。", "Japan Standard Industrial Classification, top level."),
        place: Place::More,
        source: keys!("sector", |i, out| out.extend(i.sector.as_ref().map(|s| s.to_ascii_lowercase()))),
    },
    Dimension {
        key: "prefecture",
        name: ("都道府県", "Prefecture"),
        help: ("自治体名から分かるもの、または発表に書かれたもの。", "Where the name or the notice says it."),
        place: Place::More,
        source: keys!("prefecture", |i, out| out.extend(i.prefecture.clone())),
    },
    Dimension {
        key: "org",
        name: ("組織", "Organisation"),
        help: ("見出しの組織。", "The organisation in the heading."),
        place: Place::More,
        source: Source::Names {
            read: |record, out| {
                if let Some(i) = record.incident() {
                    let slug = match name_slug(&i.org.en) {
                        slug if slug.is_empty() => i.id.to_ascii_lowercase(),
                        slug => slug,
                    };
                    out.push(Name { slug, ja: i.org.ja.clone(), en: i.org.en.clone() });
                }
            },
        },
    },
    Dimension {
        key: "contractor",
        name: ("委託先・提供元", "Contractor or vendor"),
        help: ("仕事を受けた側、使っていたサービスの会社。", "Who did the work, or whose service was used."),
        place: Place::More,
        source: Source::Names {
            read: |record, out| {
                let roles = record.incident().map(|i| i.roles.as_slice()).unwrap_or_default();
                for role in roles.iter().filter(|r| CONTRACTOR_ROLES.contains(&r.role.as_str())) {
                    named(&role.name, out);
                }
            },
        },
    },
    Dimension {
        key: "stage",
        name: ("公表の段階", "Stage of the reports"),
        help: ("発表に書かれた段階だけ。", "Only where the notice says so."),
        place: Place::More,
        source: keys!("stage", |i, out| out.extend(i.reports.iter().filter_map(|r| r.stage.clone()))),
    },
    Dimension {
        key: "source_kind",
        name: ("誰の発表か", "Who speaks"),
        help: ("当事者、行政、報道。", "The party itself, a regulator, the press."),
        place: Place::More,
        source: keys!("source_kind", |i, out| if !i.source_kind.is_empty() {
            out.push(i.source_kind.clone());
        }),
    },
    Dimension {
        key: "confidence",
        name: ("記録の範囲", "Extent of the record"),
        help: ("発表の全文を読んだ記録か、一部からの記録か。", "Whether the whole notice was read or only a part."),
        place: Place::More,
        source: keys!("confidence", |i, out| if !i.confidence.is_empty() {
            out.push(i.confidence.clone());
        }),
    },
    Dimension {
        key: "country",
        name: ("国", "Country"),
        help: ("起きた国。", "The country it happened in."),
        place: Place::More,
        source: keys!("country", |i, out| out.extend(i.country.as_ref().map(|c| c.to_ascii_lowercase()))),
    },
    Dimension {
        key: "unit",
        name: ("数の単位", "Unit of the count"),
        help: ("代表の数が何の数か。", "What the principal count counts."),
        place: Place::More,
        source: keys!("unit", |i, out| out.extend(i.principal().map(|a| a.what.clone()))),
    },
    Dimension {
        key: "fy",
        name: ("公表の年度", "Fiscal year"),
        help: ("公表日の属する年度(4月から翌年3月)。", "Japanese fiscal year of disclosure, April to March."),
        place: Place::More,
        source: Source::Names {
            read: |record, out| {
                if let Some(year) = record.derived().and_then(|d| d.fiscal_year) {
                    out.push(Name { slug: year.to_string(), ja: format!("{year}年度"), en: format!("FY{year}") });
                }
            },
        },
    },
    Dimension {
        key: "occurred",
        name: ("発生", "Occurred"),
        help: ("起きた日、または期間。", "The day or period it happened."),
        place: Place::More,
        source: range!(Date, |i, d| i.occurred.days()),
    },
    Dimension {
        key: "updated",
        name: ("最新の報告", "Newest report"),
        help: ("いちばん新しい報告の日。無ければ公表日。", "The day of the newest report, else of disclosure."),
        place: Place::Hidden,
        source: Source::Range {
            scale: Scale::Date,
            read: |record| match record {
                Record::Incident(i, _) => days_of(i.newest()),
                Record::Article(a) => days_of(a.published),
            },
        },
    },
    Dimension {
        key: "days_found",
        name: ("発生→発覚の日数", "Days occurred → discovered"),
        help: ("起きてから気づくまで。", "From the incident to its discovery."),
        place: Place::More,
        source: range!(Days, |i, d| d.days_found),
    },
    Dimension {
        key: "days_told",
        name: ("発覚→公表の日数", "Days discovered → disclosed"),
        help: ("気づいてから最初の公表まで。", "From discovery to the first publication."),
        place: Place::More,
        source: range!(Days, |i, d| d.days_told),
    },
    Dimension {
        key: "days",
        name: ("発生→公表の日数", "Days occurred → disclosed"),
        help: ("起きてから最初の公表まで。", "From the incident to the first publication."),
        place: Place::Hidden,
        source: range!(Days, |i, d| d.days),
    },
    Dimension {
        key: "cause",
        name: ("原因(JNSA)", "Cause (JNSA)"),
        help: ("種別から導いたJNSAの原因区分。", "JNSA's cause class, derived from the type."),
        place: Place::Expert,
        source: Source::Keys {
            taxonomy: "cause",
            read: |record, _, out| out.extend(record.derived().and_then(|d| d.jnsa_cause.clone())),
        },
    },
    Dimension {
        key: "appi",
        name: ("法の報告事由(推定)", "Reporting triggers (estimate)"),
        help: (
            "個人情報保護法の報告事由に当たり得るもの。推定で、法的助言ではありません。",
            "Triggers of the personal-information law that may apply: an estimate, no legal advice.",
        ),
        place: Place::Expert,
        source: Source::Keys {
            taxonomy: "appi",
            read: |record, _, out| {
                let triggers = record.derived().map(|d| d.appi_triggers.as_slice()).unwrap_or_default();
                out.extend(triggers.iter().map(|t| t.key().to_owned()));
            },
        },
    },
    Dimension {
        key: "threat_actor",
        name: ("主体(VERIS)", "Threat actor (VERIS)"),
        help: ("VERISの actor。", "VERIS actor."),
        place: Place::Expert,
        source: keys!("threat_actor", |i, out| veris_groups(i.veris.threat_actor.iter(), out)),
    },
    Dimension {
        key: "action",
        name: ("行為(VERIS)", "Action (VERIS)"),
        help: ("VERISの action。", "VERIS action."),
        place: Place::Expert,
        source: keys!("action", |i, out| veris_groups(i.veris.action.iter(), out)),
    },
    Dimension {
        key: "asset",
        name: ("資産(VERIS)", "Asset (VERIS)"),
        help: ("VERISの asset。", "VERIS asset."),
        place: Place::Expert,
        source: keys!("asset", |i, out| out.extend(i.veris.asset.iter().map(|v| format!(
            "{}-{}",
            veris::asset_root(v),
            veris::slug(v)
        )))),
    },
    Dimension {
        key: "attribute",
        name: ("損なわれた性質(VERIS)", "Attribute (VERIS)"),
        help: (
            "VERISの attribute(機密性・完全性・可用性)。",
            "VERIS attribute: confidentiality, integrity, availability.",
        ),
        place: Place::Expert,
        source: keys!("attribute", |i, out| veris_groups(i.veris.attribute.iter(), out)),
    },
    Dimension {
        key: "kind",
        name: ("記録の種類", "Kind of record"),
        help: (
            "事件か、読みものか。指定がなければ事件だけを数えます。",
            "Incident or article; incidents unless said otherwise.",
        ),
        place: Place::Hidden,
        source: Source::Keys {
            taxonomy: "kind",
            read: |record, _, out| {
                let kind = match record {
                    Record::Incident(..) => Kind::Incident,
                    Record::Article(_) => Kind::Article,
                };
                out.push(kind.key().to_owned());
            },
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_slugs_and_not_reserved() {
        let mut keys: Vec<_> = DIMENSIONS.iter().map(|d| d.key).collect();
        keys.extend(crate::url::OTHER_KEYS);
        for key in &keys {
            assert!(key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{key}");
            let reserved = ["endpoint", "fetch", "actor", "registration", "activityid", "activityId"];
            assert!(!reserved.contains(key), "course launchers use {key}");
        }
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }

    #[test]
    fn every_dimension_speaks_both_languages() {
        for d in DIMENSIONS {
            for text in [d.name.0, d.name.1, d.help.0, d.help.1] {
                assert!(!text.is_empty(), "{}", d.key);
            }
        }
    }

    #[test]
    fn names_become_slugs() {
        assert_eq!(name_slug("Fukuoka City"), "fukuoka-city");
        assert_eq!(name_slug("Children's Clinic (Tokyo)"), "childrens-clinic-tokyo");
        assert_eq!(name_slug("日本"), "");
    }
}
