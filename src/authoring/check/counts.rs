//! Counts that do not go together.

use super::Checker;
use crate::model::{Affected, Bound, Incident};

/// Every count of a record.
pub fn check(c: &mut Checker, i: &Incident) {
    let principals = i.affected.iter().filter(|a| a.principal).count();
    if !i.affected.is_empty() && principals != 1 {
        c.error("affected", format!("{principals} counts are principal; mark exactly one with principal = true"));
    }
    for (n, count) in i.affected.iter().enumerate() {
        c.required_key(&format!("affected[{n}].what"), "unit", &count.what);
        c.optional_text(&format!("affected[{n}].label"), count.label.as_ref());
        let Some(of) = &count.of else { continue };
        if count.principal {
            c.error(&format!("affected[{n}].of"), "the principal count is no part of another one");
        }
        if !i.affected.iter().any(|a| a.what == *of && a.of.is_none()) {
            c.error(&format!("affected[{n}].of"), format!("there is no total in {of:?}; name the unit of the total"));
        }
    }
    for (n, total) in i.affected.iter().enumerate().filter(|(_, a)| a.of.is_none()) {
        let twins = i.affected.iter().filter(|a| a.of.is_none() && a.what == total.what).count();
        // Two totals of one unit: which of them a part belongs to is not said.
        if twins == 1 {
            sum(c, &i.affected, n, total);
        }
    }
}

/// The parts of one total: none is greater than it, and those that add up do.
fn sum(c: &mut Checker, affected: &[Affected], at: usize, total: &Affected) {
    let same = |a: &&Affected| a.what == total.what && a.of.as_deref() == Some(total.what.as_str());
    // "About" and "at least" may be passed; a plain number and "up to" may not.
    let closed = !total.approx && total.bound != Some(Bound::AtLeast);
    for (n, part) in affected.iter().enumerate().filter(|(_, a)| same(a)) {
        if closed && !part.approx && part.bound != Some(Bound::UpTo) && part.count > total.count {
            let message = format!("a part of {} is more than its total of {}", part.count, total.count);
            c.error(&format!("affected[{n}].count"), format!("{message}; correct one of the two"));
        }
    }
    let parts: Vec<&Affected> = affected.iter().filter(same).filter(|a| !a.subset).collect();
    let sum = parts.iter().fold(0u64, |sum, p| sum.saturating_add(p.count));
    let exact = !total.approx && total.bound.is_none() && parts.iter().all(|p| !p.approx && p.bound.is_none());
    if !parts.is_empty() && sum != total.count && exact {
        let message = format!(
            "the parts add up to {sum}, not {}; correct a count, or mark parts that do not add up with subset = true",
            total.count
        );
        c.error(&format!("affected[{at}].count"), message);
    }
}
