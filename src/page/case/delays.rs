//! The days between the dates of a case, in order and in words. Pure; the lane and the cards draw it.

use crate::{
    i18n::card::Msg,
    model::{
        Incident, Lang, PartialDate,
        date::{Days, days_between},
    },
    page::parts::date_text,
};

/// What a point of the lane is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It happened, or began to.
    Occurred,
    /// The organisation noticed.
    Discovered,
    /// It was stopped.
    Contained,
    /// Somebody was told; a key of `reported_to.toml`.
    Reported(String),
    /// First publication.
    Disclosed,
    /// Newest report.
    Latest,
}

impl Stop {
    /// Its name.
    pub const fn name(&self, lang: Lang) -> &'static str {
        match self {
            Stop::Occurred => Msg::Occurred,
            Stop::Discovered => Msg::Discovered,
            Stop::Contained => Msg::Contained,
            Stop::Reported(_) => Msg::Reported,
            Stop::Disclosed => Msg::Disclosed,
            Stop::Latest => Msg::Latest,
        }
        .text(lang)
    }

    /// Words for a delay counted from here: 「発覚から 7日」. Only what delays are counted from has its own.
    pub fn since(&self, delay: Delay, lang: Lang) -> String {
        let (later, same_day) = match self {
            Stop::Discovered => (Msg::SinceDiscovered, Msg::SameDayDiscovered),
            Stop::Disclosed => (Msg::SinceDisclosed, Msg::SameDayDisclosed),
            _ => (Msg::SinceOccurred, Msg::SameDayOccurred),
        };
        match delay.days {
            (0, 0) => same_day.text(lang).to_owned(),
            _ => later.fill(lang, &[("days", &delay.words(lang))]),
        }
    }

    /// Class of its colour.
    pub const fn class(&self) -> &'static str {
        match self {
            Stop::Occurred => "occurred",
            Stop::Discovered => "discovered",
            Stop::Contained => "contained",
            Stop::Reported(_) => "reported",
            Stop::Disclosed => "disclosed",
            Stop::Latest => "latest",
        }
    }

    /// Which goes first when the lane has no room for all.
    pub fn rank(&self) -> u8 {
        match self {
            Stop::Occurred | Stop::Discovered | Stop::Disclosed | Stop::Latest => 0,
            Stop::Reported(to) if to == REGULATOR => 1,
            Stop::Contained => 2,
            Stop::Reported(_) => 3,
        }
    }
}

/// The key of the commission whose deadlines are marked.
pub const REGULATOR: &str = "ppc";

/// A span of days between two points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    /// Least and most.
    pub days: Days,
    /// One of the two dates is "about".
    pub approx: bool,
}

impl Delay {
    /// 「約7日」「3〜33日」「同じ日」.
    pub fn words(self, lang: Lang) -> String {
        let plain = match self.days {
            (0, 0) => return Msg::SameDay.text(lang).to_owned(),
            (1, 1) => Msg::OneDay.text(lang).to_owned(),
            (a, b) if a == b => Msg::Days.fill(lang, &[("n", &crate::i18n::number(a.unsigned_abs()))]),
            (a, b) => {
                let [a, b] = [a, b].map(|n| crate::i18n::number(n.unsigned_abs()));
                return Msg::DaysBetween.fill(lang, &[("from", &a), ("to", &b)]);
            }
        };
        if self.approx { Msg::AboutDays.fill(lang, &[("days", &plain)]) } else { plain }
    }
}

/// One point of the lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// What it is.
    pub stop: Stop,
    /// The days it may be, or that it lasted.
    pub days: Days,
    /// The date it is counted from.
    pub date: PartialDate,
    /// The date in words.
    pub words: String,
    /// Printed as "about".
    pub approx: bool,
    /// It lasted from one day to another, as opposed to being imprecise.
    pub lasted: bool,
    /// Days since the point it is counted from, and which one that is.
    pub since: Option<(Stop, Delay)>,
}

impl Point {
    /// The day of its dot: the first one where it lasted, the middle where it is imprecise.
    pub fn middle(&self) -> i64 {
        if self.lasted { self.days.0 } else { (self.days.0 + self.days.1) / 2 }
    }

    /// The day itself is "about"; where the source gives a time, only the time is.
    fn vague_day(&self) -> bool {
        self.approx && self.date.time().is_none()
    }
}

/// Most points that one lane holds; the rest stands in the facts.
pub const POINTS_AT_MOST: usize = 6;

/// The known dates of a case in order of time, at most [`POINTS_AT_MOST`].
pub fn points(incident: &Incident, lang: Lang) -> Vec<Point> {
    let approx = |field: &str| incident.dates_approx.iter().any(|f| f == field);
    let mut out = Vec::new();
    if let Some(start) = incident.occurred.start() {
        let (from, to) = (incident.occurred.from, incident.occurred.to);
        let from_words = from.map(|d| date_text(d, approx("occurred.from") || approx("occurred"), lang));
        let to_words = to.map(|d| date_text(d, approx("occurred.to"), lang));
        let words = match (from_words, to_words) {
            (Some(a), Some(b)) if a != b => Msg::Until.fill(lang, &[("from", &a), ("to", &b)]),
            (None, Some(b)) => Msg::UntilOnly.fill(lang, &[("to", &b)]),
            (Some(a), _) => a,
            (None, None) => String::new(),
        };
        let start_field = if from.is_some() { "occurred.from" } else { "occurred.to" };
        out.push(Point {
            stop: Stop::Occurred,
            days: incident.occurred.days().unwrap_or(start.days()),
            date: start,
            words,
            approx: approx(start_field) || approx("occurred"),
            lasted: from.is_some() && to.is_some() && from != to,
            since: None,
        });
    }
    let mut single = |stop: Stop, date: Option<PartialDate>, field: &str| {
        if let Some(date) = date {
            let (approx, days) = (approx(field), date.days());
            let words = date_text(date, approx, lang);
            out.push(Point { stop, days, date, words, approx, lasted: false, since: None });
        }
    };
    single(Stop::Discovered, incident.discovered, "discovered");
    single(Stop::Contained, incident.contained, "contained");
    let mut told: Vec<&str> = Vec::new();
    for reported in &incident.reported {
        // The first dated report to each authority; later ones are follow-ups.
        if reported.date.is_some() && !told.contains(&reported.to.as_str()) {
            told.push(&reported.to);
            single(Stop::Reported(reported.to.clone()), reported.date, "reported");
        }
    }
    single(Stop::Disclosed, incident.disclosed, "disclosed");
    if incident.latest_report != incident.disclosed {
        single(Stop::Latest, incident.latest_report, "latest_report");
    }
    while out.len() > POINTS_AT_MOST {
        let Some((worst, _)) = out.iter().enumerate().max_by_key(|(i, p)| (p.stop.rank(), *i)) else { break };
        out.remove(worst);
    }
    engine::sort::by_key(&mut out, |p| p.date.days().0);
    count_days(&mut out);
    out
}

/// Says of each point how long after which earlier step it was.
fn count_days(points: &mut [Point]) {
    let known: Vec<(Stop, PartialDate, bool)> =
        points.iter().map(|p| (p.stop.clone(), p.date, p.vague_day())).collect();
    let find = |stop: &Stop| known.iter().find(|(s, ..)| s == stop);
    for point in points.iter_mut() {
        let from: &[Stop] = match point.stop {
            Stop::Occurred => &[],
            Stop::Discovered => &[Stop::Occurred],
            Stop::Latest => &[Stop::Disclosed, Stop::Discovered, Stop::Occurred],
            Stop::Contained | Stop::Reported(_) | Stop::Disclosed => &[Stop::Discovered, Stop::Occurred],
        };
        point.since = from.iter().find_map(find).and_then(|(stop, date, approx)| {
            let days = days_between(*date, point.date)?;
            Some((stop.clone(), Delay { days, approx: *approx || point.vague_day() }))
        });
    }
}

/// Coloured stretches: from the event to its discovery, from there to the publication, and on to the newest report.
pub fn steps(points: &[Point]) -> Vec<(i64, i64, &'static str)> {
    let day = |stop: Stop| points.iter().find(|p| p.stop == stop).map(Point::middle);
    let (occurred, discovered) = (day(Stop::Occurred), day(Stop::Discovered));
    let (disclosed, latest) = (day(Stop::Disclosed), day(Stop::Latest));
    let pairs = [
        (occurred, discovered.or(disclosed), "lane-step occurred"),
        (discovered, disclosed, "lane-step discovered"),
        (disclosed, latest, "lane-step disclosed"),
    ];
    let known = pairs.into_iter().filter_map(|(from, to, class)| Some((from?, to?, class)));
    known.filter(|(from, to, _)| from < to).collect()
}

/// Days occurred → disclosed, where that says more than the single steps.
pub fn whole(points: &[Point]) -> Option<Delay> {
    let find = |stop: Stop| points.iter().find(|p| p.stop == stop);
    let (from, to) = (find(Stop::Occurred)?, find(Stop::Disclosed)?);
    find(Stop::Discovered)?;
    Some(Delay { days: days_between(from.date, to.date)?, approx: from.vague_day() || to.vague_day() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DateSpan, incident::Reported};

    fn d(text: &str) -> Option<PartialDate> {
        Some(text.parse().expect("a date"))
    }

    fn park() -> Incident {
        Incident {
            occurred: DateSpan { from: d("2023-08-16T19:55"), to: None },
            discovered: d("2023-08-23T11:40"),
            disclosed: d("2023-09-01"),
            latest_report: d("2023-09-01"),
            dates_approx: vec!["occurred.from".into(), "discovered".into()],
            ..Incident::default()
        }
    }

    fn said(incident: &Incident, lang: Lang) -> Vec<String> {
        let say = |p: &Point| {
            let since = p.since.as_ref().map(|(s, d)| format!(", {}", s.since(*d, lang)));
            format!("{} {}{}", p.stop.class(), p.words, since.unwrap_or_default())
        };
        points(incident, lang).iter().map(say).collect()
    }

    #[test]
    fn about_is_said_and_days_are_counted_from_the_step_before() {
        assert_eq!(
            said(&park(), Lang::Ja),
            [
                "occurred 2023年8月16日 19:55頃",
                "discovered 2023年8月23日 11:40頃, 発生から 7日",
                "disclosed 2023年9月1日, 発覚から 9日",
            ]
        );
        assert_eq!(said(&park(), Lang::En)[1], "discovered about 23 Aug 2023, 11:40, 7 days after it occurred");
        let mut case = park();
        case.occurred.from = d("2023-08-16");
        assert_eq!(said(&case, Lang::En)[1], "discovered about 23 Aug 2023, 11:40, about 7 days after it occurred");
        let whole = whole(&points(&case, Lang::En)).expect("all three are known");
        assert_eq!(whole.words(Lang::En), "about 16 days");
    }

    #[test]
    fn imprecise_dates_give_two_ends_and_the_same_day_is_said() {
        let mut case = park();
        case.dates_approx.clear();
        case.occurred.from = d("2023-08");
        case.disclosed = d("2023-08-23");
        case.latest_report = d("2023-09-24");
        assert_eq!(
            said(&case, Lang::En),
            [
                "occurred Aug 2023",
                "discovered 23 Aug 2023, 11:40, 0–22 days after it occurred",
                "disclosed 23 Aug 2023, the day of discovery",
                "latest 24 Sep 2023, 32 days after disclosure",
            ]
        );
    }

    #[test]
    fn a_report_before_the_discovery_has_no_delay() {
        let mut case = park();
        case.reported = vec![Reported { to: "police".into(), date: d("2023-08-20") }];
        let police = points(&case, Lang::Ja).into_iter().find(|p| p.stop.class() == "reported").expect("is there");
        assert_eq!(police.since, None);
    }

    #[test]
    fn a_crowded_lane_keeps_what_matters() {
        let mut case = park();
        case.contained = d("2023-08-24");
        case.latest_report = d("2023-10-01");
        for to in ["police", "ministry", "ppc", "other"] {
            case.reported.push(Reported { to: to.into(), date: d("2023-08-25") });
        }
        let stops: Vec<Stop> = points(&case, Lang::Ja).into_iter().map(|p| p.stop).collect();
        let ppc = Stop::Reported(REGULATOR.into());
        assert_eq!(stops, [Stop::Occurred, Stop::Discovered, Stop::Contained, ppc, Stop::Disclosed, Stop::Latest]);
    }

    #[test]
    fn nothing_known_gives_an_empty_lane() {
        assert!(points(&Incident::default(), Lang::Ja).is_empty());
        assert_eq!(whole(&[]), None);
    }
}
