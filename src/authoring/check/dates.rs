//! Dates that cannot be in this order.

use super::Checker;
use crate::model::{Incident, PartialDate, incident::Report};

/// Every date of a record.
pub fn check(c: &mut Checker, i: &Incident) {
    let from = ("occurred.from", i.occurred.from);
    c.order(from, ("occurred.to", i.occurred.to));
    c.order(from, ("discovered", i.discovered));
    c.order(from, ("contained", i.contained));
    c.order(from, ("disclosed", i.disclosed));
    c.order(("discovered", i.discovered), ("disclosed", i.disclosed));
    c.order(("disclosed", i.disclosed), ("latest_report", i.latest_report));
    for newest in [("disclosed", i.disclosed), ("latest_report", i.latest_report)] {
        c.order(newest, ("reviewed", i.reviewed));
    }
    told(c, i);
    first(c, i);
    let fields =
        ["occurred.from", "occurred.to", "discovered", "contained", "disclosed", "latest_report"].map(String::from);
    for (n, field) in i.dates_approx.iter().enumerate() {
        let timeline = field.starts_with("timeline[") || field.starts_with("reported[");
        if !fields.contains(field) && !timeline {
            c.error(
                &format!("dates_approx[{n}]"),
                format!("{field:?} is no date field; use one of {}", fields.join(", ")),
            );
        }
    }
    let mut previous: Option<PartialDate> = None;
    for (n, event) in i.timeline.iter().enumerate() {
        c.text(&format!("timeline[{n}].event"), &event.event);
        let Some(date) = event.date else { continue };
        if previous.is_some_and(|p| date.is_before(p)) {
            c.error(
                &format!("timeline[{n}].date"),
                format!("{date} lies before the step above; put the steps in order"),
            );
        }
        previous = Some(date);
    }
    for (n, reported) in i.reported.iter().enumerate() {
        c.required_key(&format!("reported[{n}].to"), "reported_to", &reported.to);
    }
}

/// What a publication tells has happened by then: nothing that the record knows lies after the newest one.
fn told(c: &mut Checker, i: &Incident) {
    // A later report whose date is not known may have told anything.
    if i.reports.iter().any(|r| later(r) && r.date().is_none()) {
        return;
    }
    // Whatever lies behind the last of them is wrong; one that is less sharp than a day may reach as far as its end.
    let published = i.reports.iter().filter_map(|r| r.date()).chain(i.disclosed).chain(i.latest_report);
    let Some(newest) = published.max_by_key(|date| date.days().1) else { return };
    let own = [
        ("occurred.from", i.occurred.from),
        ("occurred.to", i.occurred.to),
        ("discovered", i.discovered),
        ("contained", i.contained),
    ];
    let own = own.into_iter().map(|(field, date)| (field.to_owned(), date));
    let reported = i.reported.iter().enumerate().map(|(n, r)| (format!("reported[{n}].date"), r.date));
    let events = i.timeline.iter().enumerate().map(|(n, e)| (format!("timeline[{n}].date"), e.date));
    for (field, date) in own.chain(reported).chain(events) {
        let Some(date) = date.filter(|date| newest.is_before(*date)) else { continue };
        // The order of these two and `disclosed` is looked at above.
        let said = ["occurred.from", "discovered"].contains(&field.as_str());
        if said && i.disclosed.is_some_and(|disclosed| disclosed.is_before(date)) {
            continue;
        }
        let message = format!(
            "{date} lies after the newest publication ({newest}), which cannot have told it; correct one of the two, \
             and put what was only planned into response or prevention"
        );
        c.error(&field, message);
    }
}

/// Whether a report says that it is not the first.
fn later(report: &Report) -> bool {
    report.stage.as_deref().is_some_and(|stage| stage != "first")
}

/// `disclosed` is the first publication: no own report lies before it, and it is not the date of a later report.
fn first(c: &mut Checker, i: &Incident) {
    let Some(first) = i.disclosed else { return };
    // Press and other publishers may have told of it earlier.
    let own = |r: &&Report| r.source_kind != "press" && r.publisher.is_none();
    for (n, report) in i.reports.iter().enumerate().filter(|(_, r)| own(r)) {
        let Some(date) = report.date() else { continue };
        if date.is_before(first) {
            let field = format!("reports[{n}].{}", if report.corrected.is_some() { "corrected" } else { "printed" });
            c.error(&field, format!("{date} lies before disclosed ({first}), which is the first publication"));
        }
    }
    let mut on_that_day = i.reports.iter().filter(own).filter(|r| r.date() == Some(first)).peekable();
    if on_that_day.peek().is_some() && on_that_day.all(later) {
        let message = format!(
            "the report of {first} says itself that it is not the first one; leave this field out where the first \
             publication is not known, latest_report has the date"
        );
        c.error("disclosed", message);
    }
}
