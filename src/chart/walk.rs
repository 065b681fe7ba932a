//! Walking over the marks of a chart with the arrow keys.

use super::Mark;

/// Where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Step {
    Left,
    Right,
    Up,
    Down,
    First,
    Last,
}

impl Step {
    /// The step of a key's name (`KeyboardEvent.key`).
    pub fn of_key(key: &str) -> Option<Step> {
        Some(match key {
            "ArrowLeft" => Step::Left,
            "ArrowRight" => Step::Right,
            "ArrowUp" => Step::Up,
            "ArrowDown" => Step::Down,
            "Home" => Step::First,
            "End" => Step::Last,
            _ => return None,
        })
    }
}

/// The next mark from `from` (a position in `marks`), or `from` itself at the edge; the first one where nothing was
/// chosen. `None` only without marks. Left and right go to the next column that has marks, as near to the row as there
/// is one; up and down stay in the column.
pub fn step(marks: &[Mark], from: Option<usize>, step: Step) -> Option<usize> {
    let along = |mark: &Mark| mark.at;
    let (first, last) = (
        marks.iter().enumerate().min_by_key(|(_, m)| along(m)).map(|(i, _)| i)?,
        marks.iter().enumerate().max_by_key(|(_, m)| along(m)).map(|(i, _)| i)?,
    );
    let Some((at, here)) = from.and_then(|i| marks.get(i).map(|m| (i, m.at))) else {
        return Some(if step == Step::Last { last } else { first });
    };
    let nearest = |ahead: &dyn Fn((usize, usize)) -> Option<(usize, usize)>| {
        let found = marks.iter().enumerate().filter_map(|(i, m)| ahead(m.at).map(|distance| (distance, i)));
        found.min().map_or(at, |(_, i)| i)
    };
    let (x, y) = here;
    Some(match step {
        Step::First => first,
        Step::Last => last,
        Step::Left => nearest(&|(mx, my)| (mx < x).then(|| (x - mx, my.abs_diff(y)))),
        Step::Right => nearest(&|(mx, my)| (mx > x).then(|| (mx - x, my.abs_diff(y)))),
        Step::Up => nearest(&|(mx, my)| (mx == x && my < y).then(|| (y - my, 0))),
        Step::Down => nearest(&|(mx, my)| (mx == x && my > y).then(|| (my - y, 0))),
    })
}

/// The mark at a place, or the nearest one in its column, or the nearest column: where a walk goes on after the chart
/// has changed. `None` only without marks.
pub fn nearest(marks: &[Mark], (x, y): (usize, usize)) -> Option<usize> {
    let distance = |mark: &Mark| (mark.at.0.abs_diff(x), mark.at.1.abs_diff(y));
    marks.iter().enumerate().min_by_key(|(i, m)| (distance(m), *i)).map(|(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::url::ViewState;

    fn marks(at: &[(usize, usize)]) -> Vec<Mark> {
        let mark = |(index, at): (usize, &(usize, usize))| Mark {
            series: 0,
            index,
            at: *at,
            state: ViewState::default().into(),
            spoken: String::new(),
        };
        at.iter().enumerate().map(mark).collect()
    }

    #[test]
    fn walks_bars_stacks_and_grids() {
        // Three columns: 0 has two rows, 1 is empty, 2 has one row.
        let marks = marks(&[(0, 0), (0, 1), (2, 1)]);
        let go = |from, s| step(&marks, from, s);
        assert_eq!(go(None, Step::Right), Some(0));
        assert_eq!(go(None, Step::Last), Some(2));
        assert_eq!(go(Some(0), Step::Down), Some(1));
        assert_eq!(go(Some(0), Step::Right), Some(2));
        assert_eq!(go(Some(2), Step::Left), Some(1), "keeps to the row");
        assert_eq!(go(Some(2), Step::Right), Some(2), "stays at the edge");
        assert_eq!(go(Some(2), Step::Up), Some(2), "stays in the column");
        assert_eq!(go(Some(2), Step::First), Some(0));
        assert_eq!(step(&[], None, Step::Right), None);
        assert_eq!(nearest(&marks, (0, 1)), Some(1));
        assert_eq!(nearest(&marks, (2, 7)), Some(2));
        assert_eq!(nearest(&[], (0, 0)), None);
    }

    #[test]
    fn every_mark_can_be_reached() {
        let marks = marks(&[(0, 3), (1, 0), (1, 2), (3, 1), (3, 3)]);
        let mut reached = vec![0];
        let mut next = 0;
        while let Some(from) = reached.get(next).copied() {
            next += 1;
            for s in [Step::Left, Step::Right, Step::Up, Step::Down] {
                let to = step(&marks, Some(from), s).unwrap();
                if !reached.contains(&to) {
                    reached.push(to);
                }
            }
        }
        assert_eq!(reached.len(), marks.len());
    }
}
