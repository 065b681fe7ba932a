//! Words of a case's short form: the card in the explorer, the dates and days between them.

crate::messages! {
    /// Words of a card.
    pub enum Msg {
        DisclosureUnknown: "公表日の記載なし", "date of disclosure not stated";
        RoleOf: "{role}:", "{role}: ";
        Occurred: "発生", "Occurred";
        Discovered: "発覚", "Discovered";
        Contained: "封じ込め", "Contained";
        Disclosed: "公表", "Disclosed";
        Latest: "最新の発表", "Newest report";
        Reported: "報告", "Reported";
        About: "{date}頃", "about {date}";
        Until: "{from} 〜 {to}", "{from} to {to}";
        UntilOnly: "〜 {to}", "until {to}";
        Days: "{n}日", "{n} days";
        OneDay: "1日", "1 day";
        SameDay: "同じ日", "same day";
        DaysBetween: "{from}〜{to}日", "{from}–{to} days";
        AboutDays: "約{days}", "about {days}";
        SinceOccurred: "発生から {days}", "{days} after it occurred";
        SinceDiscovered: "発覚から {days}", "{days} after discovery";
        SinceDisclosed: "公表から {days}", "{days} after disclosure";
        SameDayOccurred: "発生と同じ日", "the day it occurred";
        SameDayDiscovered: "発覚と同じ日", "the day of discovery";
        SameDayDisclosed: "公表と同じ日", "the day of disclosure";
        NoCount: "数は記載なし", "no count stated";
        MoreItems: "{items} ほか", "{items} and more";
        PartialCard: "発表の一部からの記録。発表にはもっと書かれていた可能性", "From part of the notice, which may have said more";
    }
}
