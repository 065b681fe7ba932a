//! The few statistics the charts state: medians with an interval, differences of shares with theirs.
//!
//! Small n is said and not hidden: where a figure cannot be given honestly, there is none.

/// Fewest cases of which a median is given.
pub const LEAST: usize = 5;

/// A middle value, as sharp as the cases are: each case is an interval, so the middle is one too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Median {
    /// The middle if every case is taken at its least, and at its most.
    pub middle: (f64, f64),
    /// 95 % confidence interval by the ranks of the cases; `None` below six cases, which cannot have one.
    pub interval: Option<(i64, i64)>,
}

fn middle(sorted: &[i64]) -> Option<f64> {
    quantile(sorted, 0.5)
}

/// A quantile with linear interpolation between the two nearest cases (R's type 7). `None` of nothing.
pub fn quantile(sorted: &[i64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let (a, b) = (sorted[below] as f64, sorted[(below + 1).min(last)] as f64);
    Some(a + (b - a) * (place - below as f64))
}

/// The median of intervals, of at least [`LEAST`] of them.
pub fn median(cases: &[(i64, i64)]) -> Option<Median> {
    if cases.len() < LEAST {
        return None;
    }
    let (mut least, mut most): (Vec<i64>, Vec<i64>) = cases.iter().copied().unzip();
    least.sort_unstable();
    most.sort_unstable();
    let interval = rank_of_95(cases.len()).map(|rank| (least[rank - 1], most[cases.len() - rank]));
    Some(Median { middle: (middle(&least)?, middle(&most)?), interval })
}

/// The greatest rank r, counted from 1, such that the r-th smallest and the r-th greatest of `n` cases enclose the
/// median with 95 % confidence: P(Bin(n, ½) ≤ r − 1) ≤ 2.5 %. `None` where there is none: below six.
fn rank_of_95(n: usize) -> Option<usize> {
    if n > 1_000 {
        // The normal approximation is exact enough here, and ½ⁿ would underflow.
        let n = n as f64;
        return Some((n / 2.0 - 0.98 * n.sqrt()).floor().max(1.0) as usize);
    }
    let mut term = 0.5_f64.powi(n as i32);
    let mut sum = 0.0;
    let mut rank = None;
    for k in 0..n {
        sum += term;
        if sum > 0.025 {
            break;
        }
        rank = Some(k + 1);
        term *= (n - k) as f64 / (k + 1) as f64;
    }
    rank
}

/// z of a two-sided 95 % interval.
const Z: f64 = 1.959_963_985;

/// Wilson's 95 % interval of a share. `None` of nothing.
pub fn wilson(count: u32, of: u32) -> Option<(f64, f64)> {
    if of == 0 {
        return None;
    }
    let (n, p) = (f64::from(of), f64::from(count.min(of)) / f64::from(of));
    let (z2, centre) = (Z * Z, p + Z * Z / (2.0 * n));
    let spread = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    Some((((centre - spread) / scale).max(0.0), ((centre + spread) / scale).min(1.0)))
}

/// The difference of two shares, and what it may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// A's share less B's, −1 to 1.
    pub by: f64,
    /// Newcombe's 95 % interval of it, for two independent groups.
    pub interval: (f64, f64),
}

impl Difference {
    /// The interval leaves no doubt which is greater.
    pub fn is_clear(&self) -> bool {
        self.interval.0 > 0.0 || self.interval.1 < 0.0
    }
}

/// A's share less B's. `None` where one of the groups is empty.
pub fn difference(a: (u32, u32), b: (u32, u32)) -> Option<Difference> {
    let share = |(count, of): (u32, u32)| f64::from(count.min(of)) / f64::from(of);
    let ((al, au), (bl, bu)) = (wilson(a.0, a.1)?, wilson(b.0, b.1)?);
    let (pa, pb) = (share(a), share(b));
    let by = pa - pb;
    let down = ((pa - al).powi(2) + (bu - pb).powi(2)).sqrt();
    let up = ((au - pa).powi(2) + (pb - bl).powi(2)).sqrt();
    Some(Difference { by, interval: ((by - down).max(-1.0), (by + up).min(1.0)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_are_as_sharp_as_their_cases() {
        let exact: Vec<(i64, i64)> = [3, 1, 2, 9, 4].map(|d| (d, d)).to_vec();
        assert_eq!(median(&exact).map(|m| m.middle), Some((3.0, 3.0)));
        assert_eq!(median(&exact).and_then(|m| m.interval), None, "five have no 95 % interval");
        assert_eq!(median(&exact[..4]), None);
        let vague = [(0, 30), (5, 5), (1, 60), (2, 2), (3, 3), (40, 40)];
        let m = median(&vague).expect("six");
        assert_eq!(m.middle, (2.5, 17.5));
        assert_eq!(m.interval, Some((0, 60)));
    }

    /// Ranks as in tables of order-statistic intervals (n: r).
    #[test]
    fn ranks_equal_the_tables() {
        for (n, rank) in
            [(5, None), (6, Some(1)), (8, Some(1)), (9, Some(2)), (20, Some(6)), (50, Some(18)), (100, Some(40))]
        {
            assert_eq!(rank_of_95(n), rank, "{n}");
        }
        assert_eq!(rank_of_95(1_001).map(|r| (465..=470).contains(&r)), Some(true));
    }

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(quantile(&[0, 10], 0.25), Some(2.5));
        assert_eq!(quantile(&[7], 0.9), Some(7.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    /// The example of Newcombe (1998), method 10: 56/70 against 48/80 is 0.2 (0.0524 to 0.3339).
    #[test]
    fn differences_equal_newcombes_example() {
        let d = difference((56, 70), (48, 80)).expect("two groups");
        assert!((d.by - 0.2).abs() < 1e-9);
        assert!((d.interval.0 - 0.0524).abs() < 1e-4 && (d.interval.1 - 0.3339).abs() < 1e-4, "{d:?}");
        assert!(d.is_clear());
        assert!(!difference((1, 3), (1, 4)).expect("two groups").is_clear());
        assert_eq!(difference((0, 0), (1, 4)), None);
    }
}
