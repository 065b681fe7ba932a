//! Words of the charts.

crate::messages! {
    /// Words of the charts.
    pub enum Msg {
        TimeTitle: "いつ公表されたか", "When were they disclosed?";
        RankOrgKind: "どんな組織で起きたか", "What kinds of organisation?";
        RankLabel: "何が起きたか", "What happened?";
        RankTitle: "{dimension}:どれが多いか", "{dimension}: which are most common?";
        HeatTitle: "どんな組織で、何が起きたか", "What happened to whom?";
        Basis: "{total}件中 {matching}件", "{matching} of {total}";
        UnknownDate: "・公表日の記載なし {n}件", " · no date {n}";
        UnknownValue: "・記載なし {n}件", " · not stated {n}";
        Selected: "濃い色は、いま一覧にある{n}件です。", "Full colour: the {n} in the list now.";
        Vague: "年しか分からない{n}件は、この刻みでは棒にできません。", "{n} with only a year cannot be placed on this scale.";
        Several: "一件が複数に数えられることがあります。", "One case may count in several.";
        Few: "件数が少ないので、割合は目安です。", "Few cases: take the shares as a hint.";
        Nothing: "この条件に当てはまる件はありません。", "No case fits these filters.";
        NotStated: "記載なし", "Not stated";
        Undated: "公表日の記載なし", "No date";
        UndatedOrVague: "公表日の記載なし・年だけ", "No date, or only a year";
        Month: "月", "Month";
        Quarter: "四半期", "Quarter";
        Year: "年", "Year";
        Fiscal: "年度", "Fiscal year";
        FiscalYear: "{year}年度", "FY{year}";
        When: "公表", "Disclosed";
        OrgKind: "組織の種類", "Kind of organisation";
        Cases: "件数", "Cases";
        Share: "割合", "Share";
        Total: "計", "Total";
        InResult: "うち一覧", "In the list";
        TimeMark: "{when}: {what} {n}件(計 {all}件)", "{when}: {what} {n} (of {all})";
        TimeMarkOutside: "{when}: {what} {n}件(計 {all}件)、期間の外", "{when}: {what} {n} (of {all}), outside the period";
        RankMark: "{what}: {n}件({share})", "{what}: {n} ({share})";
        RankMarkWanted: "{what}: {n}件({share})、選択中", "{what}: {n} ({share}), selected";
        RankMarkExcluded: "{what}: {n}件({share})、除外中", "{what}: {n} ({share}), taken out";
        HeatMark: "{row} × {column}: {n}件({share})", "{row} × {column}: {n} ({share})";
        HeatMarkOutside: "{row} × {column}: {n}件({share})、絞り込みの外", "{row} × {column}: {n} ({share}), outside the filters";
        TimeSentence: "公表の時期が分かる{n}件({from}から{to})。最も多いのは{when}の{k}件、種別では{what}の{m}件。公表日の記載なしは{unknown}件。", "{n} cases by time of disclosure, {from} to {to}. Most were in {when} ({k}); the most common type is {what} ({m}). {unknown} have no date.";
        NoDates: "{n}件とも、公表の時期がここに置けるほどには分かりません。", "None of the {n} has a date that could be placed here.";
        RankSentence: "{all}件を{dimension}で数えた図。{kinds}通りあり、最も多いのは{what}の{n}件({share})。記載なしは{unknown}件。", "{all} cases by {dimension}: {kinds} values, most of all {what} with {n} ({share}); {unknown} not stated.";
        HeatSentence: "{all}件を組織の種類と種別で数えた図。最も多いのは{row}の{column}で{n}件。", "{all} cases by kind of organisation and type. The most common pair is {row} with {column}: {n}.";
        AsTable: "表で見る", "Show as table";
        AsChart: "図で見る", "Show as chart";
        Loading: "図を読み込んでいます…", "Loading the chart…";
        Failed: "図を描く部品を読み込めませんでした。数は表で見られます。", "The chart library could not be loaded. The numbers are in the table.";
        Retry: "もう一度", "Try again";
        Keys: "矢印キーで一つずつ、Enterで絞り込み", "Arrow keys walk through it, Enter filters";
        Legend: "色の意味", "Colours";
        Choices: "刻み", "Scale";
    }
}
