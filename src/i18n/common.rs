//! Words of more than one screen.

crate::messages! {
    /// Words of more than one screen.
    pub enum Msg {
        Name: "事件簿", "Jikenbo";
        Tagline: "セキュリティ・インシデント", "Security incidents of Japan";
        NotStated: "記載なし", "not stated";
        Unknown: "不明", "unknown";
        About: "この事件簿について", "About";
        Search: "さがす", "Explore";
        Charts: "グラフ", "Charts";
        Articles: "読みもの", "Articles";
        Cases: "件", "cases";
        CountOf: "{total}件中 {matching}件", "{matching} of {total}";
        Close: "閉じる", "Close";
        EditorsLabel: "編集部の分類", "classified by the editors";
        PartialRecord: "発表の一部から作った記録です。発表には、ここにないことも書かれている可能性があります。", "Recorded from a part of the notice, which may have said more than is here.";
    }
}

crate::messages! {
    /// Why a part of a link was not used.
    pub enum LinkProblem {
        UnknownKey: "この項目は知りません", "unknown key";
        UnknownValue: "この値はありません", "no such value";
        BadRange: "範囲として読めません", "cannot be read as a range";
        BadValue: "値として読めません", "cannot be read as a value";
        Repeated: "二度書かれています(先のものを使います)", "written twice (the first one counts)";
        TooLong: "長すぎるため途中までを使います", "too long, cut off";
        UnknownId: "この番号の記録はありません", "no record has this id";
        OtherVersion: "別の版のデータで作られたリンクです", "the link was made with another version of the data";
    }
}

impl From<crate::url::Problem> for LinkProblem {
    fn from(problem: crate::url::Problem) -> Self {
        use crate::url::Problem;
        match problem {
            Problem::UnknownKey => Self::UnknownKey,
            Problem::UnknownValue => Self::UnknownValue,
            Problem::BadRange => Self::BadRange,
            Problem::BadValue => Self::BadValue,
            Problem::Repeated => Self::Repeated,
            Problem::TooLong => Self::TooLong,
            Problem::UnknownId => Self::UnknownId,
            Problem::OtherVersion => Self::OtherVersion,
        }
    }
}
