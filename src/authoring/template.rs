//! A commented file to start a new case from.

/// The text of a new case file. `check` names what is still missing in it.
pub fn case_template(id: &str) -> String {
    let case_no = match id.split_once('-') {
        Some((year, serial)) if serial.bytes().all(|b| b.is_ascii_digit()) => {
            format!("case_no = \"{year}-{serial}\"\n")
        }
        _ => "# case_no = \"2023-344\"            # as printed; leave out where the heading has none\n".to_owned(),
    };
    format!(
        r#"# {id}: one incident. The file's name is the id and stands in every link for ever.
# Field guide: data/README.md. Leave out whatever the notice does not state. Check with: jikenbo check
{case_no}org_kind = ""                       # taxonomy/org_kind.toml
# sector = "S"                      # JSIC 大分類
# prefecture = "40"                 # JIS X 0401, or "nationwide"
# country = "JP"
# title = ""                        # the notice's printed heading; leave out where it is the blogger's own
labels = []                         # taxonomy/label.toml, primary first
# labels_inferred = []              # those of them that the text supports without naming
# locus = []                        # taxonomy/locus.toml
source_kind = "party"               # party, regulator, press
# action_type = ""                  # regulators only
# discovered = "2023-09-01"         # dates: "2023", "2023-09", "2023-09-01", "2023-09-01T19:55"
# contained = ""
# disclosed = ""                    # the first publication the text states
# latest_report = ""                # the newest one
# dates_approx = []                 # fields printed as "about": "occurred.from", "discovered", …
# discovery = ""                    # taxonomy/discovery.toml
# data_items = []                   # taxonomy/data.toml
# excluded_data = []                # named only to say they are not concerned
# leak_status = ""                  # taxonomy/leak.toml, the organisation's own certainty
# secondary_damage = ""             # taxonomy/damage.toml
confidence = "complete"             # or "partial"
# page = "https://…"                # the page the facts were read on
# reviewed = "2026-11-22"           # the day you checked it against the source

[org]
ja = ""
en = ""
# printed = ""                      # only where the print differs

[headline]                          # ours, neutral, without the organisation's name
ja = ""
en = ""

[summary]                           # one to three sentences in our own words
ja = ""
en = ""

# [occurred]
# from = ""
# to = ""

# [[roles]]                         # contractor, client, vendor, subject, regulator, third_party
# role = "contractor"
# name = {{ ja = "", en = "" }}

# [[reports]]
# stage = "first"                   # only where the text says which report it is
# printed = ""
# title = ""
# source_kind = "party"

# [[timeline]]
# date = ""
# event = {{ ja = "", en = "" }}

# [[affected]]
# what = "persons"                  # taxonomy/unit.toml
# count = 0
# approx = true                     # printed as "about"
# bound = "up_to"                   # or "at_least"
# principal = true                  # exactly one count

# [cause]                           # the control that was missing, or that the text names none
# ja = ""
# en = ""

# [vector]
# key = ""                          # taxonomy/vector.toml
# ja = ""
# en = ""

# [[response]]
# ja = ""
# en = ""

# [[prevention]]
# ja = ""
# en = ""

# [lesson]
# ja = ""
# en = ""

# [veris]                           # spelled as in taxonomy/veris.toml
# asset = ["S - Web application"]
# [veris.threat_actor.external]
# variety = ["Unknown"]
# [veris.action.hacking]
# variety = ["Unknown"]
# vector = ["Web application"]
# [veris.attribute.confidentiality]
# variety = ["Personal"]
# data_disclosure = "Potentially"

[text_status]                       # human, machine, missing
ja = "human"
en = "human"
"#
    )
}
