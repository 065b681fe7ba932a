//! Words of the case page. Those that a card needs too are in [`super::card`], so that the explorer's first program
//! does not carry these.

crate::messages! {
    /// Words of the case page.
    pub enum Msg {
        CaseNumber: "事件番号", "Case number";
        DisclosedOn: "{date} 公表", "disclosed {date}";
        Tier: "({tier}次)", " (tier {tier})";
        PrintedName: "原文の表記:{name}", "as printed: {name}";
        Source: "出典", "Source";
        Sources: "出典", "Sources";
        NoSource: "個々の発表の見出しは記録されていません", "no single notice is recorded";
        Untitled: "(見出しの記録なし)", "(no heading recorded)";
        SpokenBy: "{kind}の発表", "published by the {kind}";
        SpokenByPress: "報道", "press report";
        ActionType: "行政の対応:{action}", "action: {action}";
        Archived: "保存版あり", "archived copy exists";
        NotArchived: "保存版なし", "no archived copy known";
        MoreReports: "ほか {n}件の発表", "{n} more reports";
        Reviewed: "{date} 確認", "checked {date}";
        NotReviewed: "確認日の記録なし", "no date of checking recorded";
        Contact: "訂正・ご意見", "Corrections and comments";
        NoContact: "訂正・ご意見の窓口はまだ公開されていません", "no address for corrections has been published yet";
        ReadOn: "事実を読んだページ", "page the facts were read on";
        ReadAt: "事実を読んだところ:{name}", "facts read on: {name}";
        Machine: "この言語の文は機械翻訳です", "The text in this language is a machine translation";
        Missing: "この言語の文はまだありません。もう一方の言語で表示します", "There is no text in this language yet; the other language is shown";
        TextsPending: "本文を読み込んでいます", "Loading the text";
        TextsFailed: "本文を読み込めませんでした", "The text could not be loaded";

        Facts: "この事件の要点", "Key facts";
        Affected: "影響の規模", "Number affected";
        PartsOf: "内訳", "made up of";
        SubsetOf: "うち", "of which";
        AlsoCounted: "ほかに", "also counted";
        DataItems: "対象の情報", "Information concerned";
        Excluded: "対象外と明記:", "Named as not concerned: ";
        Trigger: "きっかけ", "What set it off";
        Factors: "組織の要因", "In the organisation";
        Leak: "漏えいの状態", "Leak status";
        LeakNote: "組織の発表のとおり", "as the organisation put it";
        LeakNotePress: "報道のとおり", "as reported by the press";
        Damage: "二次被害", "Secondary damage";
        Locus: "どこで起きたか", "Where it happened";
        Discovery: "気づいた経緯", "How it was noticed";
        ReportedTo: "届出・報告", "Reported to";
        DateNotStated: "日付の記載なし", "date not stated";
        Separator: "、", ", ";

        When: "いつ、何が", "When and what";
        FromTo: "{from} → {to}", "{from} → {to}";
        NotStatedDates: "記載なし:{names}", "Not stated: {names}";
        FirstReportDeadline: "速報 3〜5日", "first report 3–5 days";
        FullReportDeadline: "確報 {n}日", "full report {n} days";
        DeadlineNote: "個人情報保護委員会への速報は知ってから3〜5日以内、確報は{n}以内が目安です。", "To the commission a first report is expected within 3–5 days of learning of it, the full one within {n}.";
        DeadlineEither: "30日(不正の目的のおそれがあれば60日)", "30 days (60 where an improper purpose may be involved)";
        DeadlineDays: "{n}日", "{n} days";
        Steps: "経過", "Course of events";
        NoDate: "日付なし", "no date";

        Cause: "原因", "Cause";
        Response: "対応", "Response";
        Prevention: "再発防止", "Prevention";
        Lesson: "ここから学べること", "What others learn from it";
        Reports: "発表の一覧", "Published reports";
        ReportsCount: "{n}件", "{n}";
        StageNotStated: "段階の記載なし", "stage not stated";
        PrintedWrong: "見出しの日付は{printed}ですが、正しくは{corrected}です。", "The heading prints {printed}; the right date is {corrected}.";
        ReportLink: "発表を開く", "Open the notice";
        Statement: "組織からの申し出", "Statement of the organisation";
        Withdrawn: "この記録は取り下げられました", "This record was withdrawn";
        WithdrawnNoReason: "理由は記録されていません。", "No reason is recorded.";

        Related: "関連する記録", "Related records";
        Articles: "関連する読みもの", "Articles on this";
        Similar: "似ている事件", "Similar cases";
        Same: "同じ:{what}", "same: {what}";
        NoSimilar: "種別や入口の重なる事件は見つかりません。", "No other case shares its type or way in.";
        Peers: "この種別では", "Cases of this type";
        PeersLeak: "「{label}」は{n}件。そのうち漏えいが確かめられたと発表されたものは{confirmed}件。", "{n} cases of \"{label}\"; in {confirmed} of them the organisation confirmed a leak.";
        PeersMedian: "発覚から公表までの中央値は{days}日(日付の分かる{n}件)。", "Median from discovery to disclosure: {days} days (n = {n}).";
        PeersFew: "件数が少なく、傾向とはいえません。", "Too few to speak of a tendency.";
        PeersLink: "この種別の一覧", "All of this type";

        Codes: "分類とコード", "Classification and codes";
        Sector: "業種(日本標準産業分類)", "Sector (JSIC)";
        Country: "国", "Country";
        BlogLabel: "ブログでの分類", "The blog's own label";
        JnsaCause: "原因の区分(JNSA)", "Cause class (JNSA)";
        Appi: "報告を要し得る事態", "May have to be reported";
        AppiNote: "個人情報保護法の報告事由に当たり得るもの。推定であり、法的助言ではありません。", "May apply under Japan's personal-information law: an estimate, no legal advice.";
        AppiNone: "推定できるものなし", "none that can be estimated";
        Expert: "専門:VERIS", "For experts: VERIS";
        VerisNote: "VERISの値はCC BY-SA 4.0", "VERIS values: CC BY-SA 4.0";
        ThreatActor: "主体", "Actor";
        Action: "行為", "Action";
        Asset: "資産", "Asset";
        Attribute: "損なわれた性質", "Attribute";
        Confidence: "記録の範囲", "Extent of the record";

        History: "この記録について", "About this record";
        RecordId: "記録の番号:{id}", "Record: {id}";
        NoChanges: "公開後の変更はありません。", "Not changed since publication.";

        DisclosedIn: "公表まで {days}", "disclosed after {days}";
    }
}
