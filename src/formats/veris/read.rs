//! Incidents in the VERIS format, one JSON object a line, as the VERIS Community Database publishes them.
//!
//! What is read: the twelve columns that such a database is filtered by (day, trade, country, size of staff, actor, action,
//! asset, data, disclosure, discovery, number of records; the day gives year and month), with names, summary and
//! references. VERIS says "Unknown" where nothing is known: that is read as missing.
//!
//! A VERIS incident has no kind of organisation, trade or type in the casebook's own terms, so [`read`] brings
//! vocabularies of its own for those: kinds of organisation are sizes of staff, trades are NAICS sectors, types are the
//! groups of VERIS actions, kinds of information are VERIS data varieties.

use std::collections::{BTreeMap, BTreeSet};

use engine::packed;
use serde_json::Value;

use crate::{
    dataset::{Casebook, Dataset},
    model::{
        Affected, DateSpan, Incident, PartialDate, Taxonomies, Text,
        incident::{OrgName, Report, TextStatus},
        taxonomy::{Taxonomy, Term},
        veris::{self, Veris, VerisGroup},
    },
};

/// Groups of VERIS actions in the order of their colours.
const ACTIONS: [&str; 8] = ["hacking", "malware", "social", "error", "misuse", "physical", "environmental", "unknown"];
/// Who may have noticed, the first that is named counting.
const DISCOVERERS: [&str; 5] = ["external", "internal", "partner", "other", "unknown"];
/// Sizes of staff in VERIS's spelling, with their keys and their names.
const STAFF: [(&str, &str, &str, &str); 11] = [
    ("1 to 10", "staff_1", "従業員1〜10人", "1 to 10 staff"),
    ("11 to 100", "staff_11", "従業員11〜100人", "11 to 100 staff"),
    ("101 to 1000", "staff_101", "従業員101〜1,000人", "101 to 1,000 staff"),
    ("1001 to 10000", "staff_1001", "従業員1,001〜1万人", "1,001 to 10,000 staff"),
    ("10001 to 25000", "staff_10001", "従業員10,001〜25,000人", "10,001 to 25,000 staff"),
    ("25001 to 50000", "staff_25001", "従業員25,001〜5万人", "25,001 to 50,000 staff"),
    ("50001 to 100000", "staff_50001", "従業員50,001〜10万人", "50,001 to 100,000 staff"),
    ("Over 100000", "staff_100001", "従業員10万人超", "Over 100,000 staff"),
    ("Small", "staff_small", "小規模(1,000人以下)", "Small (up to 1,000 staff)"),
    ("Large", "staff_large", "大規模(1,000人超)", "Large (over 1,000 staff)"),
    ("Medium", "staff_medium", "中規模", "Medium"),
];
/// NAICS sectors: first two digits, names. Two or three numbers that are one sector stay apart, as they are coded.
const TRADES: [(&str, &str, &str); 25] = [
    ("11", "農林水産・狩猟", "Agriculture, forestry, fishing and hunting"),
    ("21", "鉱業・石油ガス採取", "Mining, oil and gas"),
    ("22", "電気・ガス・水道", "Utilities"),
    ("23", "建設", "Construction"),
    ("31", "製造(食品・繊維)", "Manufacturing (31)"),
    ("32", "製造(木材・化学)", "Manufacturing (32)"),
    ("33", "製造(金属・機械)", "Manufacturing (33)"),
    ("42", "卸売", "Wholesale trade"),
    ("44", "小売(44)", "Retail trade (44)"),
    ("45", "小売(45)", "Retail trade (45)"),
    ("48", "運輸", "Transportation"),
    ("49", "郵便・宅配・倉庫", "Post, couriers and warehousing"),
    ("51", "情報", "Information"),
    ("52", "金融・保険", "Finance and insurance"),
    ("53", "不動産・賃貸", "Real estate and rental"),
    ("54", "専門・技術サービス", "Professional and technical services"),
    ("55", "企業の経営管理", "Management of companies"),
    ("56", "業務支援・廃棄物処理", "Administrative support and waste management"),
    ("61", "教育", "Education"),
    ("62", "医療・福祉", "Health care and social assistance"),
    ("71", "芸術・娯楽", "Arts, entertainment and recreation"),
    ("72", "宿泊・飲食", "Accommodation and food"),
    ("81", "その他のサービス", "Other services"),
    ("92", "行政", "Public administration"),
    ("99", "分類不能", "Not classifiable"),
];

/// What a line lacks, or why it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// The line gave no incident.
    pub lost: bool,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}{}", self.line, self.message, if self.lost { "; the line is left out" } else { "" })
    }
}

/// Reads lines of JSON into a casebook. `taxonomies` are those of the casebook that the incidents are shown with; the
/// vocabularies named above are replaced.
///
/// It never fails: what cannot be read is named in the findings, and the rest is read.
pub fn read(text: &str, taxonomies: &Taxonomies) -> (Dataset, Vec<Finding>) {
    let mut reader = Reader { taxonomies, findings: Vec::new(), ids: BTreeMap::new(), data: BTreeSet::new() };
    let mut incidents = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(line) {
            Ok(value @ Value::Object(_)) => incidents.push(reader.incident(number, &value)),
            Ok(_) => reader.note(number, "this is no JSON object".into(), true),
            Err(error) => reader.note(number, format!("this is no JSON: {error}"), true),
        }
    }
    let vocabularies = reader.vocabularies();
    let findings = reader.findings;
    let casebook = Casebook {
        name: text_of("VERIS形式の事件", "Incidents in VERIS format"),
        version: "1".into(),
        about: text_of("VERIS形式のファイルから読み込んだ事件です。", "Incidents read from a file in VERIS format."),
        ..Casebook::default()
    };
    (Dataset::new(casebook, vocabularies, incidents, Vec::new()), findings)
}

/// The twelve columns of incidents in VERIS format as a table to pack: day (year, month and day as known), sector, country,
/// size of staff, action, actor, asset, data, disclosure, discovery, number of records, in the order of the incidents.
pub fn columns(dataset: &Dataset) -> packed::Table {
    let rows = &dataset.incidents;
    let one = |of: &dyn Fn(&Incident) -> String| {
        let (mut words, mut codes) = (BTreeMap::new(), Vec::new());
        let values: Vec<String> = rows.iter().map(of).collect();
        values.iter().for_each(|value| _ = words.entry(value.as_str()).or_insert(0u32));
        words.values_mut().zip(0..).for_each(|(code, next)| *code = next);
        codes.extend(values.iter().map(|value| words[value.as_str()]));
        packed::Values::Single { words: words.into_keys().map(str::to_owned).collect(), codes }
    };
    let many = |of: &dyn Fn(&Incident) -> Vec<String>| {
        let values: Vec<Vec<String>> = rows.iter().map(of).collect();
        let words: BTreeSet<&String> = values.iter().flatten().collect();
        let place: BTreeMap<&String, u32> = words.iter().copied().zip(0..).collect();
        let (mut sets, mut known, mut codes) = (Vec::new(), BTreeMap::new(), Vec::new());
        for value in &values {
            let set: Vec<u32> = value.iter().map(|word| place[word]).collect();
            let code = *known.entry(set.clone()).or_insert_with(|| {
                sets.push(set);
                sets.len() as u32 - 1
            });
            codes.push(code);
        }
        packed::Values::Several { words: words.into_iter().cloned().collect(), sets, codes }
    };
    let date = |incident: &Incident| incident.occurred.from;
    let part = |part: Option<u8>| part.map_or_else(String::new, |part| format!("{part:02}"));
    let optional = |value: &Option<String>| value.clone().unwrap_or_default();
    let disclosed = |incident: &Incident| {
        incident.veris.attribute.get("confidentiality").and_then(|group| group.data_disclosure.clone())
    };
    let count = |incident: &Incident| incident.principal().map(|count| i64::try_from(count.count).unwrap_or(i64::MAX));
    let columns = [
        ("year", one(&|i| date(i).map_or_else(String::new, |date| date.year().to_string()))),
        ("month", one(&|i| part(date(i).and_then(PartialDate::month)))),
        ("day", one(&|i| part(date(i).and_then(PartialDate::day)))),
        ("industry", one(&|i| optional(&i.sector))),
        ("country", one(&|i| optional(&i.country))),
        ("employee_count", one(&|i| i.org_kind.clone())),
        ("action", many(&|i| i.veris.action.keys().cloned().collect())),
        ("actor", many(&|i| i.veris.threat_actor.keys().cloned().collect())),
        ("asset", many(&|i| i.veris.asset.clone())),
        ("data", many(&|i| i.data_items.clone())),
        ("disclosure", one(&|i| disclosed(i).unwrap_or_default())),
        ("discovery", one(&|i| optional(&i.discovery))),
        ("data_total", packed::Values::Numbers(rows.iter().map(count).collect())),
    ];
    let columns = columns.into_iter().map(|(name, values)| (name.to_owned(), values)).collect();
    packed::Table { rows: rows.len(), columns }
}

/// [`columns`] with the summaries as one more, in the order of the incidents.
pub fn columns_with_summaries(dataset: &Dataset) -> packed::Table {
    let mut table = columns(dataset);
    let (mut words, mut codes, mut known) = (Vec::new(), Vec::new(), BTreeMap::new());
    for incident in &dataset.incidents {
        let summary = [&incident.summary.en, &incident.summary.ja].into_iter().find(|text| !text.is_empty());
        let summary = summary.cloned().unwrap_or_default();
        // Few occur twice, so their places mostly count up, which packs to nothing.
        codes.push(*known.entry(summary.clone()).or_insert_with(|| {
            words.push(summary);
            words.len() as u32 - 1
        }));
    }
    table.columns.push(("summary".to_owned(), packed::Values::Single { words, codes }));
    table
}

fn text_of(ja: &str, en: &str) -> Text {
    Text { ja: ja.into(), en: en.into() }
}

struct Reader<'a> {
    taxonomies: &'a Taxonomies,
    findings: Vec<Finding>,
    /// How often each id occurred.
    ids: BTreeMap<String, u32>,
    /// Data varieties that occurred, in VERIS's spelling.
    data: BTreeSet<String>,
}

impl Reader<'_> {
    fn note(&mut self, line: usize, message: String, lost: bool) {
        self.findings.push(Finding { line, message, lost });
    }

    fn incident(&mut self, line: usize, value: &Value) -> Incident {
        let at = |path: &str| value.pointer(path).unwrap_or(&Value::Null);
        let confidentiality = at("/attribute/confidentiality");
        let veris = Veris {
            threat_actor: groups(at("/actor")),
            action: groups(at("/action")),
            asset: unique(varieties(at("/asset/assets"))),
            attribute: attributes(at("/attribute")),
        };
        let data = unique(varieties(&confidentiality["data"]));
        self.data.extend(data.iter().cloned());
        let labels = ACTIONS.iter().filter(|action| veris.action.contains_key(**action)).map(|a| (*a).to_owned());
        let name = known(&at("/victim/victim_id")).unwrap_or_default();
        Incident {
            id: self.id(line, at("/incident_id")),
            org: match name {
                "" => OrgName { ja: "(組織名なし)".into(), en: "(not named)".into(), printed: None },
                name => OrgName { ja: name.into(), en: name.into(), printed: None },
            },
            org_kind: self.staff(line, at("/victim/employee_count")),
            sector: trade(at("/victim/industry")),
            country: strings(at("/victim/country")).next().filter(|code| code.len() == 2).map(str::to_owned),
            headline: self.headline(&veris, &data),
            labels: labels.collect(),
            source_kind: "press".into(),
            occurred: DateSpan { from: self.date(line, at("/timeline/incident")), to: None },
            disclosed: self.date(line, at("/plus/timeline/notification")),
            discovery: self.discovery(at("/discovery_method")),
            affected: self.records(line, &confidentiality["data_total"]),
            data_items: data.iter().map(|variety| veris::slug(variety)).collect(),
            leak_status: match confidentiality["data_disclosure"].as_str() {
                Some("Yes") => Some("confirmed".into()),
                Some("Potentially") => Some("possible".into()),
                Some("No") => Some("ruled_out".into()),
                _ => None,
            },
            summary: Text { ja: String::new(), en: at("/summary").as_str().unwrap_or_default().trim().to_owned() },
            reports: references(at("/reference").as_str().unwrap_or_default()),
            confidence: "partial".into(),
            text_status: TextStatus { ja: "missing".into(), en: "human".into() },
            veris,
            ..Incident::default()
        }
    }

    /// A stable id: the incident's own, with a number behind it where it occurs again.
    fn id(&mut self, line: usize, value: &Value) -> String {
        let own = value.as_str().map(crate::dimensions::name_slug).filter(|id| !id.is_empty());
        let id = own.unwrap_or_else(|| {
            self.note(line, "incident_id is missing; the line's number stands for it".into(), false);
            format!("line-{line}")
        });
        let times = self.ids.entry(id.clone()).or_default();
        *times += 1;
        if *times == 1 {
            return id;
        }
        let next = format!("{id}-{times}");
        self.note(line, format!("incident_id {id} occurs again; this one is {next}"), false);
        next
    }

    /// The key of a size of staff; none is an empty one.
    fn staff(&mut self, line: usize, value: &Value) -> String {
        let Some(size) = known(&value) else { return String::new() };
        match STAFF.iter().find(|(veris, ..)| *veris == size) {
            Some((_, key, ..)) => (*key).to_owned(),
            None => {
                self.note(line, format!("victim.employee_count: {size:?} is no size VERIS knows"), false);
                String::new()
            }
        }
    }

    /// A date as precise as it is given: a day without a month says nothing. Of a day that the calendar does not have
    /// (29 February of a common year), the month is kept.
    fn date(&mut self, line: usize, value: &Value) -> Option<PartialDate> {
        let part = |key: &str| value[key].as_u64().filter(|number| *number > 0);
        let year = format!("{:04}", part("year")?);
        let month = part("month").map(|month| format!("{year}-{month:02}"));
        let day = month.as_ref().and_then(|month| Some(format!("{month}-{:02}", part("day")?)));
        let written: Vec<String> = [day, month, Some(year)].into_iter().flatten().collect();
        let date = written.iter().find_map(|date| date.parse::<PartialDate>().ok());
        match date {
            Some(date) if date.to_string() == written[0] => {}
            Some(date) => self.note(line, format!("timeline: {} is no date; {date} is kept", written[0]), false),
            None => self.note(line, format!("timeline: {} is no date", written[0]), false),
        }
        date
    }

    /// The method that VERIS names, as the key of our vocabulary, or who noticed at all.
    fn discovery(&self, value: &Value) -> Option<String> {
        let who = DISCOVERERS.iter().find(|who| !matches!(value.get(who), None | Some(Value::Bool(false))))?;
        if *who == "unknown" {
            return None;
        }
        let vocabulary = self.taxonomies.get("discovery");
        let how = strings(&value[*who]["variety"]).find(|how| *how != "Unknown");
        let term = how.and_then(|how| {
            vocabulary.values.iter().find(|term| {
                term.parent.as_deref() == Some(*who)
                    && term.veris.as_deref().is_some_and(|veris| veris.eq_ignore_ascii_case(how))
            })
        });
        Some(term.map_or_else(|| (*who).to_owned(), |term| term.key.clone()))
    }

    /// The number of records. Missing is not nought.
    fn records(&mut self, line: usize, value: &Value) -> Vec<Affected> {
        let count =
            value.as_u64().or_else(|| value.as_f64().filter(|n| *n >= 0.0 && n.fract() == 0.0).map(|n| n as u64));
        if count.is_none() && !value.is_null() {
            self.note(line, format!("data_total: {value} is no number of records"), false);
        }
        count
            .map(|count| Affected { what: "records".into(), count, principal: true, ..Affected::default() })
            .into_iter()
            .collect()
    }

    /// What was done, to which information.
    fn headline(&self, veris: &Veris, data: &[String]) -> Text {
        let mut words = (Vec::new(), Vec::new());
        let vocabulary = self.taxonomies.get("action");
        for action in ACTIONS.iter().filter(|action| veris.action.contains_key(**action)) {
            let term = vocabulary.get(action);
            words.0.push(term.map_or(*action, |term| term.ja.as_str()).to_owned());
            words.1.push(term.map_or(*action, |term| term.en.as_str()).to_owned());
        }
        let (mut ja, mut en) = (words.0.join("、"), words.1.join(", "));
        let kinds: Vec<Text> = data.iter().filter(|kind| *kind != "Unknown").map(|kind| self.data_name(kind)).collect();
        if !kinds.is_empty() {
            let list = |of: fn(&Text) -> &str, by: &str| kinds.iter().map(of).collect::<Vec<_>>().join(by);
            ja = format!("{ja}:{}", list(|kind| &kind.ja, "、"));
            en = format!("{en}: {}", list(|kind| &kind.en, ", "));
        }
        Text { ja, en }
    }

    fn data_name(&self, variety: &str) -> Text {
        match self.taxonomies.get("attribute").get(&format!("confidentiality-{}", veris::slug(variety))) {
            Some(term) => Text { ja: term.ja.clone(), en: term.en.clone() },
            None => text_of(variety, variety),
        }
    }

    /// The casebook's vocabularies with those that VERIS incidents have of their own.
    fn vocabularies(&self) -> Taxonomies {
        let mut taxonomies = self.taxonomies.clone();
        let term =
            |key: &str, ja: &str, en: &str| Term { key: key.into(), ja: ja.into(), en: en.into(), ..Term::default() };
        let actions = ACTIONS.iter().zip(1..).map(|(action, colour)| {
            let known = taxonomies.get("action").get(action);
            let (ja, en) = known.map_or((*action, *action), |term| (term.ja.as_str(), term.en.as_str()));
            Term { colour: Some(colour), ..term(action, ja, en) }
        });
        let data = self.data.iter().map(|variety| {
            let name = self.data_name(variety);
            term(&veris::slug(variety), &name.ja, &name.en)
        });
        for (key, name, values) in [
            ("label", text_of("行為", "Action"), actions.collect::<Vec<_>>()),
            (
                "org_kind",
                text_of("組織の規模", "Size of staff"),
                STAFF.iter().map(|(_, key, ja, en)| term(key, ja, en)).collect(),
            ),
            (
                "sector",
                text_of("業種(NAICS)", "Sector (NAICS)"),
                TRADES.iter().map(|(key, ja, en)| term(key, ja, en)).collect(),
            ),
            ("data", text_of("情報の種類", "Kind of information"), data.collect()),
        ] {
            taxonomies.by_key.insert(key.into(), Taxonomy::new(key, name, Text::default(), values, Vec::new()));
        }
        taxonomies
    }
}

/// A word that says something.
fn known<'a>(value: &&'a Value) -> Option<&'a str> {
    value.as_str().map(str::trim).filter(|word| !word.is_empty() && *word != "Unknown")
}

/// The strings of a list, or the one string.
fn strings(value: &Value) -> impl Iterator<Item = &str> {
    let list = value.as_array().into_iter().flatten().filter_map(Value::as_str);
    list.chain(value.as_str())
}

/// The varieties of a list of objects.
fn varieties(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(|item| item["variety"].as_str())
}

fn unique<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in words {
        if !out.iter().any(|known| known == word) {
            out.push(word.to_owned());
        }
    }
    out
}

/// Actors or actions: each group with what VERIS says of it. "Unknown" alone says nothing.
fn groups(value: &Value) -> BTreeMap<String, VerisGroup> {
    let words = |group: &Value, key: &str| unique(strings(&group[key]).filter(|word| *word != "Unknown"));
    let group = |(name, group): (&String, &Value)| {
        let said = VerisGroup {
            variety: words(group, "variety"),
            vector: words(group, "vector"),
            motive: words(group, "motive"),
            data_disclosure: None,
        };
        (name.clone(), said)
    };
    value.as_object().into_iter().flatten().map(group).collect()
}

fn attributes(value: &Value) -> BTreeMap<String, VerisGroup> {
    let mut groups = groups(value);
    if let Some(group) = groups.get_mut("confidentiality") {
        group.variety = unique(varieties(&value["confidentiality"]["data"]).filter(|word| *word != "Unknown"));
        group.data_disclosure = value["confidentiality"]["data_disclosure"].as_str().map(str::to_owned);
    }
    groups
}

/// The first two digits of a NAICS code; "00" is how VERIS writes that it is not known.
fn trade(value: &Value) -> Option<String> {
    let code = value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|code| code.to_string()))?;
    let sector = code.get(..2)?;
    (sector != "00" && sector.bytes().all(|digit| digit.is_ascii_digit())).then(|| sector.to_owned())
}

/// Addresses stand in one text, with signs or spaces between them.
fn references(text: &str) -> Vec<Report> {
    let addresses = text.split([';', ',', ' ', '\n', '\t']).map(str::trim);
    let addresses = addresses.filter(|address| address.starts_with("http://") || address.starts_with("https://"));
    let report =
        |address: &str| Report { url: Some(address.to_owned()), source_kind: "press".into(), ..Report::default() };
    addresses.map(report).collect()
}

#[cfg(test)]
mod tests;
