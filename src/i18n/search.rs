//! Words of suggestions and of the empty result.

crate::messages! {
    /// Words of suggestions and of the empty result.
    pub enum Msg {
        Suggestions: "検索の候補", "Suggestions";
        Field: "項目", "field";
        Case: "事件", "case";
        Empty: "この条件に当てはまる事件はありません", "No case fits all of this";
        Near: "「{word}」は見つかりません。近い語なら見つかります", "“{word}” is not found. Near words are";
        NearOffer: "{near} → {n}件", "{near}: {n}";
        Without: "「{word}」を入れずに探す → {n}件", "without “{word}”: {n}";
        Drop: "次のどれかを外すと見つかります", "Dropping one of these would find some";
        DropOne: "{name}を外す → {n}件", "without {name}: {n}";
        Nothing: "条件を全部外すと {n}件あります", "Without any filter there are {n}";
        Help: "書き方:語を空白で区切ると両方を含むもの、A OR B はどちらか、-A は除く、\"A\" はそのまま。項目も指定できます(種別:フィッシング、影響:>=1000、公表:2023年、題名:お詫び)。", "How to write: words separated by blanks must all occur; A OR B; -A to exclude; \"A\" as written. Fields: label:phishing, affected:>=1000, disclosed:2023, title:apology.";
    }
}
