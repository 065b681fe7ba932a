//! Words of the static pages around the views.

crate::messages! {
    /// Words of the static pages.
    pub enum Msg {
        ListTitle: "事件の一覧", "All cases";
        ListLead: "{n}件。年ごとに、新しい報告から。", "{n} cases, by year, newest report first.";
        ListUndated: "日付の分からない事件", "Without a date";
        Year: "{year}年", "{year}";
        Newest: "新しい事件", "Newest cases";
        AllCases: "{n}件すべての一覧", "List of all {n} cases";
        OtherLanguage: "English", "日本語";
        Explore: "絞り込みとグラフ", "Filters and charts";
        Pages: "ページ", "Pages";
        List: "一覧", "All cases";
        Articles: "読みもの", "Articles";
        About: "この事件簿について", "About";
        Footer: "{name} データ {version} · {licence}", "{name}, data {version} · {licence}";
        Moved: "この番号は変わりました", "This record has a new number";
        MovedTo: "新しい番号:", "New number: ";
        NotFound: "ページが見つかりません", "Page not found";
        NotFoundHelp: "リンクが途中で切れているか、記録が取り下げられた可能性があります。", "The link may be cut short, or the record may have been withdrawn.";
        NoScript: "このページは JavaScript なしで読めます。絞り込みと集計には JavaScript と WebAssembly が要ります。", "This page can be read without JavaScript; filtering and counting need JavaScript and WebAssembly.";
    }
}
