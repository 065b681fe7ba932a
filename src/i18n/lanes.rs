//! Words of the result as lanes.

crate::messages! {
    /// Words of the result as lanes.
    pub enum Msg {
        Scale: "最初にわかっている日からの日数(左ほど細かい目盛り)", "Days since the first known date (finer to the left)";
        SameDay: "同日", "day 0";
        OneDay: "1日", "1 day";
        Week: "1週", "1 week";
        Month: "1か月", "1 month";
        Quarter: "3か月", "3 months";
        Year: "1年", "1 year";
        ThreeYears: "3年", "3 years";
        TenYears: "10年", "10 years";
        NoDates: "日付の記載がありません", "no date is stated";
        NotStated: "記載なし:{names}", "not stated: {names}";
    }
}
