//! Words of the page that shows how to embed.

crate::messages! {
    /// Words of the page that shows how to embed.
    pub enum Msg {
        Title: "ほかのページに埋め込む", "Embedding in other pages";
        Lead: "どの画面もリンクであり、どのリンクも枠に入れられます。下はどれも動いている見本で、そのまま写せるコードを添えています。", "Every screen is a link, and every link can stand in a frame. Below, each kind is live, with the code to copy.";
        Scripts: "JavaScript のないブラウザでは、枠の中は表と見出しになります。", "Where no script runs, a frame shows headings and tables.";
        List: "条件で絞った一覧", "A filtered list";
        ListHow: "ui=chips は条件の札と一覧だけを出します。ui=none では札も出ません。height.js が枠の高さを中身に合わせます。", "ui=chips shows the filters as chips and the list; ui=none leaves the chips out too. height.js gives the frame the height of its content.";
        Locked: "外せない条件", "Filters that stay";
        LockedHow: "lock= に書いた条件は、枠の中では外せません。ほかの条件は自由に加えられます。", "What lock= names cannot be taken out inside the frame; other filters can be added.";
        Chart: "グラフを一つ", "One chart";
        ChartHow: "chart=show-… が一つだけを大きく出します。名前はグラフのリンクで分かります。", "chart=show-… shows one chart, large. Its name stands in the link of the chart.";
        Case: "事件を一つ", "One case";
        CaseHow: "静的なページなので、スクリプトのない枠でも読めます。", "A static page: it can be read in a frame without scripts as well.";
        View: "編集部の選んだ切り口", "A selection of the editors";
        ViewHow: "v/ の下の短いアドレスです。", "A short address below v/.";
        Plain: "スクリプトを許さない枠", "A frame that allows no script";
        PlainHow: "sandbox=\"\" の枠には静的なページを。見出し、件数、表、開くリンクがあります。", "For sandbox=\"\" take a static page: title, count, table and a link to open it.";
        Box: "大きさの決まった枠", "A box of fixed size";
        BoxHow: "300×300 でも、中で動かして最後まで読めます。", "Even at 300 × 300 everything can be reached by scrolling inside.";
        Talk: "ページと話す", "Speaking with the page";
        TalkHow: "要素 <jikenbo-view> に talk を付けると、ページから条件を渡し、枠の中の変化を受け取れます。", "With talk, the element <jikenbo-view> takes filters from the page and tells it what changes inside.";
        TalkPhishing: "フィッシング", "Phishing";
        TalkMedia: "USBメモリなど", "Portable media";
        TalkScam: "サポート詐欺", "Support scams";
        TalkWaiting: "枠からの知らせを待っています。", "Waiting for word from the frame.";
        TalkHeard: "枠の中:{matching} / {total}件 {query}", "In the frame: {matching} of {total} {query}";
        Copy: "コピー", "Copy";
        Copied: "コピーしました", "Copied";
        Portals: "ポータルごとの手順", "Portal by portal";
        Moodle: "「ページ」か「テキストとメディア領域」を作り、エディタの HTML 表示で <iframe> を貼ります。「URL」リソースなら表示を「埋め込み」にします。教員以外が貼るとき、サイトの設定によっては iframe が消されるので、管理者に許可を頼みます。", "Make a Page or a Text and media area and paste the <iframe> in the editor's HTML view; or make a URL resource and set its display to Embed. Where the site strips frames from what teachers write, an administrator has to allow them.";
        WordPress: "ブロック「カスタム HTML」に貼ります。iframe を許さない権限の人には、管理者が貼るか、リンクにします。oEmbed の文書は各ページにありますが、WordPress は知らないサイトの oEmbed を枠としては出しません。", "Use the block Custom HTML. Whoever may not post frames asks an administrator, or posts the link. Every page has an oEmbed document, but WordPress does not show frames of sites it does not know.";
        SharePoint: "Web パーツ「埋め込み」に貼ります。先に、サイトの設定の「HTML フィールドのセキュリティ」でこのサイトのドメインを許可します。", "Use the web part Embed, after this site's domain was allowed under HTML Field Security in the site's settings.";
        H5P: "「Iframe Embedder」にアドレスと最小の幅・高さを入れます。高さは H5P の仕組みにも答えます。学習の記録(xAPI)は送りません。", "Give the Iframe Embedder the address and a least width and height. H5P's resizer is answered. No xAPI statements are sent.";
        More: "属性・メッセージ・出どころの確認は、ソースの docs/embed.md にあります。", "Attributes, messages and the checks of origins stand in docs/embed.md of the source.";
    }
}
