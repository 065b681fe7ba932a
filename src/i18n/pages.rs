//! Words of the static pages around the views.

crate::messages! {
    /// Words of the static pages.
    pub enum Msg {
        ListTitle: "事件の一覧", "All cases";
        ListLead: "{n}件。年ごとに、新しい報告から。", "{n} cases, by year, newest report first.";
        ListUndated: "日付の分からない事件", "Without a date";
        Year: "{year}年", "{year}";
        RowWhen: "日付と番号", "Date and number";
        RowTitle: "組織と見出し", "Organisation and heading";
        RowWhat: "種別と対象の数", "Type and count";
        AllCases: "{n}件すべての一覧", "List of all {n} cases";
        ByType: "種別から", "By type";
        ByOrgKind: "組織の種類から", "By kind of organisation";
        ByView: "編集部の選んだ切り口", "Selections";
        Embed: "埋め込み", "Embed";
        ByYear: "公表の年から", "By year of disclosure";
        ShelfTitle: "{name}の事件", "Cases: {name}";
        ShelfYear: "{year}年に公表された事件", "Cases disclosed in {year}";
        ShelfCount: "{n}件。新しい報告から。", "{n} cases, newest report first.";
        ShelfOpen: "同じ条件を絞り込みで開く", "Open the same selection with filters and charts";
        ShelfBelow: "内訳", "By narrower type";
        Feeds: "更新を受け取る", "Subscribe";
        FeedAtom: "Atom", "Atom";
        FeedJson: "JSON Feed", "JSON Feed";
        FeedAll: "{name} 新しい事件", "{name}: newest cases";
        PreviewCases: "{n}件", "{n} cases";
        PreviewUnstated: "件数の記載なし", "no count stated";
        OtherLanguage: "English", "日本語";
        Explore: "絞り込みとグラフ", "Filters and charts";
        Pages: "ページ", "Pages";
        List: "一覧", "All cases";
        Articles: "読みもの", "Articles";
        About: "この事件簿について", "About";
        DataFiles: "データと変更履歴", "Data and its changes";
        Footer: "{name} データ {version} · {licence}", "{name}, data {version} · {licence}";
        Moved: "この番号は変わりました", "This record has a new number";
        MovedTo: "新しい番号:", "New number: ";
        NotFound: "ページが見つかりません", "Page not found";
        NotFoundHelp: "リンクが途中で切れているか、記録が取り下げられた可能性があります。", "The link may be cut short, or the record may have been withdrawn.";
        NotFoundGoing: "いちばん近いページへ移ります…", "Taking you to the nearest page…";
        NoScript: "このページは JavaScript なしで読めます。絞り込みと集計には JavaScript と WebAssembly が要ります。", "This page can be read without JavaScript; filtering and counting need JavaScript and WebAssembly.";
    }
}
