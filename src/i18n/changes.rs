//! Words of the page of changes between editions of the data.

crate::messages! {
    /// Words of the page of changes between editions of the data.
    pub enum Msg {
        Title: "データの変更履歴", "Changes of the data";
        Lead: "公開している版ごとに、加わった・変わった・なくなった記録。機械で読むには:", "What was added, changed and removed in each published edition. For machines:";
        Files: "ファイル:", "Files:";
        Since: "{version}版から", "Since {version}";
        First: "比べられる前の版はありません。", "There is no earlier edition to compare with.";
        Added: "加わった {n}件", "{n} added";
        Changed: "変わった {n}件", "{n} changed";
        Removed: "なくなった {n}件", "{n} removed";
    }
}
