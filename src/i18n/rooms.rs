//! Words around a record and a table: of screens that the second program draws.

crate::messages! {
    /// Words around a record and a table.
    pub enum Msg {
        BackToList: "{n}件の一覧へもどる", "Back to the list of {n}";
        PreviousCase: "前の事件", "Previous";
        NextCase: "次の事件", "Next";
        PositionInResult: "{n}件中 {i}", "{i} of {n}";
        UnknownCase: "この番号の記録はありません", "There is no record with this number";
        UnknownCaseHelp: "「{id}」という番号は、この版の事件簿にありません。番号が変わったか、取り下げられたか、リンクが途中で切れている可能性があります。", "This edition of the casebook has no record {id}. It may have been renamed or withdrawn, or the link may be cut short.";
        AllCases: "すべての事件を見る", "See all cases";
        SortBy: "{name}で並べ替え", "Sort by {name}";
        Columns: "列", "Columns";
    }
}
