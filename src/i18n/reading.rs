//! Words of the reading room, of organisations' pages and of the method page.

crate::messages! {
    /// Words of the reading room and of organisations' pages.
    pub enum Msg {
        ArticlesTitle: "読みもの", "Articles";
        ArticlesLead: "事件そのものではなく、解説・動向・道具を伝える記事の要約です。事件の件数には数えません。", "Summaries of commentaries, trend reports and tools. They are no incidents and are never counted as such.";
        ArticlesCount: "{n}本", "{n} articles";
        NoArticles: "まだ読みものはありません。", "There are no articles yet.";
        PublishedOn: "{date} 公開", "published {date}";
        PublishedUnknown: "公開日の記載なし", "date of publication not stated";
        OriginalTitle: "元の記事", "Original";
        OpenOriginal: "元の記事を開く", "Open the original";
        Notes: "内容", "What it says";
        Tools: "挙げられている道具", "Tools it lists";
        ToolsNote: "リンク先は外部のサイトです。現在も使えるかどうかは確かめていません。", "The links lead to other sites. Whether they still work was not checked.";
        ToolName: "名前", "Name";
        ToolWhat: "何をするか", "What it does";
        ToolGroup: "分類", "Group";
        RelatedCases: "関係する事件", "Cases it bears on";

        OrgCases: "{n}件の事件に登場", "in {n} cases";
        OrgCase: "1件の事件に登場", "in 1 case";
        AsHeading: "見出しの組織として", "As the organisation in the heading";
        AsRole: "{role}として", "As {role}";
        OrgUnknown: "この名前の組織は登場しません", "No organisation of this name";
        OrgUnknownHelp: "「{slug}」という組織は、この版の事件簿の記録にありません。", "No record of this edition names the organisation {slug}.";
        OrgNote: "名前が登場することは、責任を意味しません。", "Being named does not mean being at fault.";
        OrgFilter: "絞り込みで見る", "Open as a filter";
    }
}

crate::messages! {
    /// Words of the method page.
    pub enum Method {
        Title: "この事件簿について", "About this casebook";
        Inclusion: "何を収めるか", "What is taken in";
        Coverage: "範囲と偏り", "Coverage and bias";
        Counting: "数え方", "How it is counted";
        Deadlines: "報告の期限の目安", "Deadlines for reports";
        DeadlinesText: "年表に記す期限は、個人情報保護法の速報(知ってから3〜5日)と確報(30日、不正の目的のおそれがあるときは60日)の目安。個人情報保護委員会への報告があった事件だけに示し、守られたかどうかは判断しない。法的助言ではない。", "The deadlines marked in a timeline are those of Japan's personal-information law: a first report within 3–5 days of learning of it, the full one within 30, or 60 where an improper purpose may be involved. They are shown only where a report to the commission is recorded, without judging whether they were kept. No legal advice.";
        Licence: "ライセンス", "Licence";
        LicenceData: "データ:", "Data: ";
        LicenceCode: "プログラム:MIT または Apache-2.0", "Program: MIT or Apache-2.0";
        FactsFrom: "事実を読んだところ:", "Facts read on: ";
        Version: "版", "Edition";
        VersionLine: "データ {version}({date})", "Data {version} ({date})";
        VersionCounts: "事件 {incidents}件、読みもの {articles}本", "{incidents} incidents, {articles} articles";
        VersionUndated: "日付なし", "undated";
        Partial: "発表の全文から作った記録 {complete}件、一部からの記録 {partial}件", "{complete} records from whole notices, {partial} from parts of one";
        Cite: "引用するとき", "How to cite";
        CiteText: "{publisher}『{name}』データ {version}版({date})、{licence}。", "{publisher}, {name}, data edition {version} ({date}), {licence}.";
        CiteNote: "絞り込んだ画面を引くときは、そのリンクと件数(n)、データの版を添えてください。", "For a filtered view add its link, its count (n) and the data edition.";
        Changes: "データの変更", "Changes of the data";
        NoChanges: "記録された変更はありません。", "No changes are recorded.";
        Contact: "訂正・ご意見", "Corrections and comments";
        Privacy: "個人と名前", "Privacy and names";
        PrivacyText: "個人の名前は載せない。逮捕や処分は「疑い」を含む日付つきの手続きとして記し、その後を確かめていないことがある。このサイトはクッキーを使わず、第三者へ何も送らない。", "No private person is named. Arrests and sanctions are dated procedural facts, on suspicion where so stated; their later course may be unchecked. This site sets no cookie and sends nothing to third parties.";
        Dimensions: "絞り込める項目", "What one can filter by";
        DimensionsLead: "項目の名前は、リンク・CSV・コマンドで同じです。", "The keys are the same in links, in CSV and on the command line.";
        Vocabularies: "分類の言葉", "Vocabularies";
        VocabularyCount: "{name}({n})", "{name} ({n})";
        Address: "リンクの読み方", "How links are written";
        AddressLead: "画面にあるものはすべてアドレスに入ります。アドレスを写せば、同じ画面が開きます。", "Everything on screen is in the address: copy it, and the same screen opens.";
        AddressRepeat: "同じ項目を二度書くと「かつ」:label=support_scam&label=phishing", "A repeated key means both: label=support_scam&label=phishing";
        AddressComma: "コンマは「または」:label=support_scam,phishing", "A comma means any of: label=support_scam,phishing";
        AddressNot: "! は除く:label=!ransomware", "! excludes: label=!ransomware";
        AddressUnknown: "? は記載なし:leak=?", "? means not stated: leak=?";
        AddressRange: "範囲:disclosed=2023-01..2023-06、affected=1000..", "Ranges: disclosed=2023-01..2023-06, affected=1000..";
        Key: "キー", "Key";
        Meaning: "意味", "Meaning";
    }
}

crate::messages! {
    /// What the keys of an address mean that are no dimension, in the order of [`crate::url::OTHER_KEYS`].
    pub enum AddressKey {
        Q: "検索語", "Search text";
        Pick: "手で選んだ事件の番号(順番どおり)", "Hand-picked ids, in order";
        Hide: "外した事件の番号", "Ids taken out";
        Sort: "並べ替え。- を付けると大きい順", "Order; - for greatest first";
        View: "表示:cards、table、charts、articles、org、about など", "What is shown: cards, table, charts, articles, org, about, …";
        Cols: "表の列", "Columns of the table";
        Case: "開いている事件または読みもの", "The open case or article";
        Chart: "グラフの設定", "Settings of the charts";
        Vs: "比べる相手の条件", "The other side of a comparison";
        Off: "一時的に止めた条件", "Filters that are paused";
        Lock: "枠の中で変えられない条件", "Filters that a frame's visitor cannot change";
        Title: "共有した人が付けた題(80字まで)", "Title that whoever shared it gave, up to 80 characters";
        Note: "共有した人のひとこと(500字まで)", "Note beside it, up to 500 characters";
        Lang: "言語:ja、en", "Language: ja, en";
        Theme: "配色:light、dark、auto", "Colours: light, dark, auto";
        Ui: "枠の量:full、chips、none", "How much frame: full, chips, none";
        Names: "off で組織名を伏せる", "off masks organisations' names";
        Pin: "リンクを作ったときのデータの版", "Data edition the link was made with";
    }
}
