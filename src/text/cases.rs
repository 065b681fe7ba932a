//! The golden table of search: a text, a query, and whether the query finds the text.

use super::laws::{ByRow, Nobody, parse};
use super::{SynonymGroup, Synonyms, TextIndex, highlights};

/// The synonyms that the table speaks of.
fn synonyms() -> Synonyms {
    let group = |words: &str| SynonymGroup { words: words.split(' ').map(str::to_owned).collect(), terms: Vec::new() };
    Synonyms::new(
        [
            "漏えい 漏洩 流出 漏出",
            "サポート詐欺 偽警告 ウイルス感染詐欺 テクサポ",
            "自治体 市役所 役場 地方公共団体",
            "ウイルス ウィルス マルウェア malware",
            "端末 パソコン PC",
            "持ち出し 持出し 持出",
            "ランサム 身代金要求型",
        ]
        .map(group)
        .to_vec(),
    )
}

/// What the table claims.
const YES: bool = true;
const NO: bool = false;

#[rustfmt::skip]
const CASES: &[(&str, &str, bool)] = &[
    // Width
    ("ＡＢＣ株式会社のサーバー", "abc", YES),
    ("ABC株式会社", "ＡＢＣ", YES),
    ("ｻﾎﾟｰﾄ詐欺の被害", "サポート詐欺", YES),
    ("サポート詐欺の被害", "ｻﾎﾟｰﾄ", YES),
    ("ｶﾞｲﾄﾞﾗｲﾝに沿って", "ガイドライン", YES),
    ("ﾊﾟｽﾜｰﾄﾞ", "パスワード", YES),
    ("パスワード", "ﾊﾟｽ", YES),
    ("対象者は１２０人", "120人", YES),
    ("対象者は120人", "１２０", YES),
    ("連絡先 ０３－１２３４－５６７８", "03-1234-5678", YES),
    ("（調査中）", "(調査中)", YES),
    ("メール！", "メール!", YES),
    // Case
    ("Emotetに感染", "EMOTET", YES),
    ("EMOTETに感染", "emotet", YES),
    ("ＵＳＢメモリー", "usb", YES),
    ("Unauthorized Access", "unauthorized access", YES),
    // Hiragana and katakana, voicing
    ("フリガナ", "ふりがな", YES),
    ("ふりがな", "フリガナ", YES),
    ("ヴァイオリン", "ゔぁいおりん", YES),
    ("か\u{3099}いど", "ガイド", YES),
    ("カ゛イド", "ガイド", YES),
    ("ガイド", "カイド", NO),
    ("パス", "バス", NO),
    ("ワヽヾ", "わゝゞ", YES),
    ("フィルム", "ふいるむ", NO),
    ("ヿ", "コト", YES),
    // Prolonged sound marks, hyphens
    ("サーバーに侵入", "サーバ", YES),
    ("サーバに侵入", "サーバー", YES),
    ("サーバ攻撃", "サーバー攻撃", YES),
    ("サーバー攻撃", "サーバ攻撃", YES),
    ("サーバーへの侵入", "サーバへの侵入", YES),
    ("ユーザの情報", "ユーザー", YES),
    ("コンピュータウイルス", "コンピューター", YES),
    ("セキュリティー対策", "セキュリティ対策", YES),
    ("セキュリティ対策", "セキュリティー対策", YES),
    ("メモリ", "メモリー", YES),
    ("サ－バ－", "サーバー", YES),
    ("サ‐バ‐", "サーバ", YES),
    ("ｻｰﾊﾞｰ", "さーば", YES),
    ("かどうかを確認", "カード", NO),
    ("責任を求める", "メール", NO),
    ("こども園", "コード", NO),
    ("コピ", "コピー", NO),
    ("e‑mail", "e-mail", YES),
    ("2023−344", "2023-344", YES),
    ("2023‐344", "2023ー344", YES),
    ("7月24日〜7月26日", "24日~7月", YES),
    ("7月24日～7月26日", "24日〜7月", YES),
    // Old and variant forms, compatibility characters
    ("國立大學", "国立大学", YES),
    ("国立大学", "國立大學", YES),
    ("髙島屋", "高島屋", YES),
    ("高島屋", "髙島屋", YES),
    ("宮﨑市", "宮崎市", YES),
    ("濵田", "浜田", YES),
    ("濱田", "濵田", YES),
    ("渡邊", "渡辺", YES),
    ("渡邉", "渡邊", YES),
    ("齋藤", "斎藤", YES),
    ("濟生會", "済生会", YES),
    ("齊藤", "斉藤", YES),
    ("澤田", "沢田", YES),
    ("廣島", "広島", YES),
    ("藝術", "芸術", YES),
    ("𠮷野家", "吉野家", YES),
    ("⾧崎県", "長崎県", YES),
    ("長崎県", "⾧崎", YES),
    ("⻑野県", "長野", YES),
    ("⻄宮市", "西宮市", YES),
    ("⾼校", "高校", YES),
    ("神戸", "神\u{fe00}戸", YES),
    ("葛󠄀城市", "葛城市", YES),
    ("\u{fa19}戸", "神戸", YES),
    ("①対象", "1対象", YES),
    ("１０㌔", "10キロ", YES),
    ("℡０３", "tel03", YES),
    ("ﬁle", "file", YES),
    ("Ⅲ種", "iii種", YES),
    ("Café", "cafe", YES),
    ("Café", "CAFE\u{301}", YES),
    ("Cafe", "café", NO),
    ("국립", "국립", YES),
    ("국립", "국민", NO),
    ("国", "団", NO),
    // Invisible characters
    ("個人\u{200b}情報", "個人情報", YES),
    ("soft\u{ad}ware", "software", YES),
    ("\u{feff}報告", "報告", YES),
    // White space
    ("6 月 5 日(月)", "6月5日", YES),
    ("1 2 0 人", "120人", YES),
    ("判明している事実関係及び当社の\n対応", "当社の対応", YES),
    ("個人\u{3000}情報", "個人情報", YES),
    ("ネット de 顧問", "ネットde顧問", YES),
    ("ネットde顧問", "\"ネット de 顧問\"", YES),
    ("横浜\u{a0}市", "横浜市", YES),
    ("stolen   laptop", "\"stolen laptop\"", YES),
    ("stolenlaptop", "\"stolen laptop\"", NO),
    ("stolen\nlaptop", "\"stolen laptop\"", YES),
    ("laptop, stolen", "stolen laptop", YES),
    ("laptop, stolen", "\"stolen laptop\"", NO),
    // Company forms
    ("㈱湘南ゼミナール", "株式会社湘南ゼミナール", YES),
    ("株式会社湘南ゼミナール", "㈱湘南ゼミナール", YES),
    ("（株）湘南", "株式会社湘南", YES),
    ("(株)湘南", "株式会社 湘南", YES),
    ("株式会社 湘南", "(株)湘南", YES),
    ("株式会社 湘南", "株式会社湘南", YES),
    ("株式会社\u{3000}湘南", "湘南", YES),
    ("湘南", "株式会社 湘南", YES),
    ("湘南", "㈱湘南", YES),
    ("湘南株式会社", "株式会社湘南", YES),
    ("湘南㈱", "湘南株式会社", YES),
    ("㈱ 湘南", "株式会社湘南", YES),
    ("㈱湘南", "株式会社", YES),
    ("( 株 )湘南", "㈱湘南", YES),
    ("湘南", "\"株式会社湘南\"", NO),
    ("湘南", "株式会社", NO),
    ("㈲湘南", "有限会社湘南", YES),
    ("一般社団法人 湘南会", "一般社団法人湘南会", YES),
    ("横浜", "株式会社湘南", NO),
    // Numbers
    ("1,500件", "1500件", YES),
    ("1500件", "1,500", YES),
    ("１，５００件", "1500", YES),
    ("15,760人", "15760", YES),
    ("1,500件", "1,", YES),
    ("1万5000人", "15000人", YES),
    ("15,000人", "1万5000", YES),
    ("1万5,000人", "15000", YES),
    ("1万5千人", "1万5000人", YES),
    ("約 756 万件", "7560000", YES),
    ("7,560,000件", "756万", YES),
    ("約 756 万件", "756万", YES),
    ("1億2000万円", "120000000円", YES),
    ("1.5万件", "15000件", YES),
    ("3千人", "3000人", YES),
    ("二十人", "20人", YES),
    ("20人", "二十人", YES),
    ("一万五千人", "1万5000人", YES),
    ("第三者による", "第三者", YES),
    ("第三者による", "3者", NO),
    ("数百人", "100人", NO),
    ("1万5000人", "5000人", YES),
    ("1500件", "1600件", NO),
    ("十二月一日", "12月1日", YES),
    // Eras and dates
    ("令和5年に発生", "2023年", YES),
    ("2023年に発生", "令和5年", YES),
    ("令和5年に発生", "R5", YES),
    ("R5に発生", "令和5年", YES),
    ("令和５年９月１日", "2023年9月1日", YES),
    ("令和5年9月1日", "2023年9月", YES),
    ("2023年9月1日", "令和5年9月", YES),
    ("令和 5 年 9 月", "R5年9月", YES),
    ("R5.9.1付け", "2023年9月1日", YES),
    ("2023年9月1日", "2023/9/1", YES),
    ("2023-09-01", "2023年9月1日", YES),
    ("2023年09月01日", "2023年9月1日", YES),
    ("平成30年度", "2018年度", YES),
    ("2018年度", "平成30年度", YES),
    ("平成三十年", "2018年", YES),
    ("令和元年", "2019年", YES),
    ("2019年", "令和元年", YES),
    ("㋿5年", "2023年", YES),
    ("令和5年", "令和", YES),
    ("令和5年", "令和5", YES),
    ("は令和5年", "は令和", YES),
    ("令和5(2023)年9月", "令和5年9月", YES),
    ("令和5年(2023年)9月", "2023年9月", YES),
    ("2023年(令和5年)9月", "2023年9月", YES),
    ("令和4年", "2023年", NO),
    ("2023年", "令和4年", NO),
    ("事件簿2023-344", "2023-344", YES),
    ("事件簿2023-344", "2023年", NO),
    // Signs
    ("ソーシャル･エンジニアリング", "ソーシャル・エンジニアリング", YES),
    ("• 対象", "・対象", YES),
    ("it’s", "it's", YES),
    ("「個人情報」", "\"『個人情報』\"", YES),
    ("氏名、住所", "氏名，住所", YES),
    // Synonyms
    ("情報が流出した", "漏えい", YES),
    ("情報の漏洩", "漏えい", YES),
    ("情報の漏えい", "流出", YES),
    ("情報の漏えい", "\"流出\"", NO),
    ("個人情報漏洩", "個人情報漏えい", YES),
    ("偽警告の画面", "サポート詐欺", YES),
    ("市役所の職員", "自治体", YES),
    ("ウィルスに感染", "ウイルス", YES),
    ("malwareに感染", "ウィルス", YES),
    ("ＰＣを遠隔操作", "パソコン", YES),
    ("データの持出", "持ち出し", YES),
    ("身代金要求型", "ランサム", YES),
    ("漏えい", "-流出", NO),
    // AND, OR, not, phrases
    ("メールの誤送信", "メール 誤送信", YES),
    ("メールの誤送信", "メール\u{3000}誤送信", YES),
    ("メールの誤送信", "メール 郵送", NO),
    ("メールの誤送信", "郵送 OR メール", YES),
    ("メールの誤送信", "郵送|メール", YES),
    ("メールの誤送信", "郵送 ｜ 封筒", NO),
    ("メールの誤送信", "-郵送", YES),
    ("メールの誤送信", "メール －誤送信", NO),
    ("メールの誤送信", "メール ー誤送信", NO),
    ("メールの誤送信", "「メールの誤」", YES),
    ("メールの誤送信", "“メール誤”", NO),
    ("メールの誤送信", "-\"メール誤\"", YES),
    ("メールの誤送信", "\"メールの", YES),
    ("メールの誤送信", "", YES),
    ("メールの誤送信", "郵送 OR メール 封筒", NO),
];

#[test]
fn golden_table() {
    let synonyms = synonyms();
    assert!(CASES.len() >= 150);
    let mut wrong = Vec::new();
    for &(text, query, matches) in CASES {
        let mut index = TextIndex::new();
        index.push_document(&[(0, text)]);
        index.finish();
        let (parsed, _) = parse(query);
        let found = !index.search(&parsed, &synonyms, &Nobody).rows.is_empty();
        if found != matches {
            wrong.push(format!("{query} in {text}: {found}"));
        }
        // Whatever is found by a word is marked, too.
        if found && parsed.wanted().next().is_some() && highlights(text, "", &parsed, &synonyms).is_empty() {
            wrong.push(format!("{query} in {text}: nothing marked"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn highlights_mark_the_original() {
    #[rustfmt::skip]
    let table: &[(&str, &str, &str)] = &[
        ("ｶﾞｲﾄﾞﾗｲﾝを", "ガイド", "[ｶﾞｲﾄﾞ]ﾗｲﾝを"),
        ("⾧崎県の⾧", "長", "[⾧]崎県の[⾧]"),
        ("対象は1 2 0 人。", "120人", "対象は[1 2 0 人]。"),
        ("㈱湘南の件", "株式会社", "[㈱]湘南の件"),
        ("㈱湘南の件", "㈱湘南", "㈱[湘南]の件"),
        ("令和5年9月1日に", "2023年9月", "[令和5年9月]1日に"),
        ("約 756 万件", "7560000件", "約 [756 万件]"),
        ("1,500件", "1500", "[1,500]件"),
        ("葛󠄀城市", "葛", "[葛󠄀]城市"),
        ("サーバーとサーバ", "サーバー", "[サーバ]ーと[サーバ]"),
        ("情報の流出と漏えい", "漏えい", "情報の[流出]と[漏えい]"),
        ("aaaa", "aa", "[aaaa]"),
        ("メールと封筒", "メール -封筒", "[メール]と封筒"),
        ("個人情報", "個人 人情", "[個人情]報"),
    ];
    for &(text, query, marked) in table {
        let mut out = text.to_owned();
        for range in highlights(text, "", &parse(query).0, &synonyms()).into_iter().rev() {
            out.insert(range.end, ']');
            out.insert(range.start, '[');
        }
        assert_eq!(out, marked, "{query}");
    }
}

#[test]
fn labels_of_synonyms_find_rows_without_the_word() {
    let synonyms = Synonyms::new(vec![SynonymGroup {
        words: vec!["サポート詐欺".into(), "偽警告".into()],
        terms: vec![("label".into(), "support_scam".into()), ("label".into(), "never".into())],
    }]);
    let mut index = TextIndex::new();
    index.push_document(&[(0, "警告画面が出た")]);
    index.push_document(&[(0, "偽警告が出た")]);
    index.push_document(&[(0, "無関係")]);
    let lookup = ByRow(&|row, dimension, key| row == 0 && dimension == "label" && key == "support_scam");
    let result = index.search(&parse("サポート詐欺").0, &synonyms, &lookup);
    assert_eq!(result.rows, [0, 1]);
    let used = &result.expansions[0];
    assert_eq!(used.words, ["偽警告"]);
    assert_eq!(used.terms, [("label".to_owned(), "support_scam".to_owned())]);
    assert_eq!(index.search(&parse("-サポート詐欺").0, &synonyms, &lookup).rows, [2]);
    assert_eq!(index.search(&parse("\"サポート詐欺\"").0, &synonyms, &lookup).rows, [0u32; 0]);
}

#[test]
fn scores_prefer_the_heavier_field_the_own_word_and_its_beginning() {
    let mut index = TextIndex::new();
    index.set_weight(1, 5);
    index.push_document(&[(0, "本文に漏えい"), (1, "見出し")]);
    index.push_document(&[(0, "本文"), (1, "見出しに漏えい")]);
    index.push_document(&[(0, "本文"), (1, "漏えいの見出し")]);
    index.push_document(&[(0, "本文"), (1, "漏えい")]);
    index.push_document(&[(0, "本文に流出"), (1, "見出し")]);
    index.push_document(&[(0, "漏えい"), (1, "漏えい")]);
    let result = index.search(&parse("漏えい").0, &synonyms(), &Nobody);
    let mut best_first: Vec<(u32, u32)> = result.scores.iter().copied().zip(result.rows).collect();
    best_first.sort_by_key(|&(score, row)| (std::cmp::Reverse(score), row));
    assert_eq!(best_first.iter().map(|&(_, row)| row).collect::<Vec<_>>(), [5, 3, 2, 1, 0, 4]);
    assert!(best_first.windows(2).all(|pair| pair[0].0 > pair[1].0), "{best_first:?}");
}

#[test]
fn no_match_across_fields_or_documents() {
    let mut index = TextIndex::new();
    index.push_document(&[(0, "個人"), (1, ""), (2, "情報")]);
    index.push_document(&[]);
    index.push_document(&[(0, "個人情報")]);
    let find = |query: &str| index.search(&parse(query).0, &Synonyms::default(), &Nobody).rows;
    assert_eq!(find("個人情報"), [2]);
    assert_eq!(find("個人 情報"), [0, 2]);
    assert_eq!(find("人"), [0, 2]);
    assert_eq!(find("-人"), [1]);
    assert_eq!(find(""), [0, 1, 2]);
}

#[test]
fn a_field_narrows_a_word_to_its_texts() {
    let mut index = TextIndex::new();
    index.push_document(&[(1, "お詫び"), (2, "本文にメール")]);
    index.push_document(&[(1, "メールの件"), (2, "本文")]);
    index.push_document(&[(1, "漏洩の件"), (2, "流出")]);
    let find = |query: &str| index.search(&parse(query).0, &synonyms(), &Nobody).rows;
    assert_eq!(find("メール"), [0, 1]);
    assert_eq!(find("title:メール"), [1]);
    assert_eq!(find("題名：ﾒｰﾙ"), [1]);
    assert_eq!(find("-title:メール"), [0, 2]);
    assert_eq!(find("title:-メール"), [0, 2]);
    assert_eq!(find("title:漏えい"), [2], "synonyms hold inside a field");
    assert_eq!(find("title:\"メールの件\" OR title: お詫び"), [0, 1]);
    let marked = |field: &str| highlights("メールの件", field, &parse("title:メール").0, &synonyms());
    assert_eq!((marked("title").len(), marked("summary").len()), (1, 0));
    // Rows of a condition, given by whoever knows them.
    assert_eq!(find("label:even"), [0, 2]);
    assert_eq!(find("-label:even"), [1]);
    assert_eq!(find("label:even -本文"), [2]);
}

#[test]
fn words_that_stand_together_count_more() {
    let mut index = TextIndex::new();
    index.push_document(&[(
        0,
        "委託先の職員が、長い長い長い長い長い長い長い長い長い長い長い長い長い話の末にメールを送った",
    )]);
    index.push_document(&[(0, "委託先へのメール")]);
    index.push_document(&[(0, "委託先"), (0, "のメール")]);
    let result = index.search(&parse("先 メ").0, &Synonyms::default(), &Nobody);
    let score = |row: usize| result.scores[row];
    assert!(score(1) > score(0) && score(0) > score(2), "{:?}", result.scores);
}
