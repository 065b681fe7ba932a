//! Words of exports and citations.

crate::messages! {
    /// Words of exports and citations.
    pub enum Msg {
        Everything: "すべての事件", "All cases";
        Picked: "手で選んだ{n}件", "{n} hand-picked";
        Hidden: "{n}件を外した", "{n} taken out";
        Casebook: "事件簿", "Casebook";
        Publisher: "発行", "Publisher";
        DataVersion: "データの版", "Data version";
        Selection: "条件", "Selection";
        Count: "件数", "Count";
        Query: "問い合わせ", "Query";
        Licence: "ライセンス", "Licence";
        LicenceNote: "ライセンスの範囲", "What the licence covers";
        Source: "事実の出典", "Source of the facts";
        Coverage: "範囲と偏り", "Coverage and bias";
        Link: "リンク", "Link";
        Retrieved: "取得した日", "Retrieved";
        CiteCase: "{publisher}「{title}」『{name}』{id}、データ {version}版", "{publisher}, “{title}”, {name}, case {id}, data version {version}";
        CiteView: "{publisher}『{name}』データ {version}版、条件「{title}」、{count}", "{publisher}, {name}, data version {version}, selection “{title}”, {count}";
        CiteRetrieved: "({date} 閲覧)", " (retrieved {date})";
        CiteEnd: "。{licence}。", ". {licence}.";
        CiteChecked: "{date} 確認", "checked {date}";
        Notice: "発表", "Notice";
        Summary: "概要", "Summary";
        Cause: "原因", "Cause";
        Lesson: "学べること", "Lesson";
        Timeline: "経過", "Course of events";
        Disclosed: "公表", "Disclosed";
        Types: "種別", "Types";
        Affected: "対象", "Affected";
        DataSheet: "データ", "data";
        CodebookSheet: "コードブック", "codebook";
        QuerySheet: "条件", "query";
        CodebookColumn: "列", "column";
        CodebookValue: "値", "value";
    }
}
