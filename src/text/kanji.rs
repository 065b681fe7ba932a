//! Variant forms of Chinese characters and the one form that a search knows them by.
//!
//! Old forms (旧字体), variants that live on in names (髙, 﨑, 濵) and the CJK radicals that PDF files like to hand
//! out instead of characters (⻑ for 長) become the form of everyday print. Compatibility characters with a
//! decomposition of their own (⾧ U+2FA7, 神 U+FA19) never get here: NFKC has changed them already.

use std::sync::OnceLock;

/// Pairs of characters without a separator, ascending: the variant, then the form it is folded to.
const PAIRS: &str = "\
⺝月⺠民⺩王⺬示⻁虎⻄西⻅見⻆角⻉貝⻋車⻑長⻒長⻘青⻝食⻤鬼⻨麦⻩黄⻫斉⻭歯⻯竜⻲亀㐂喜乘乗亂乱亞亜佛仏來来俠侠\
倂併假仮傳伝僞偽價価儉倹兒児兔兎內内兩両冨富凜凛剝剥剩剰劍剣劑剤勞労勳勲勸勧區区卷巻卽即參参吳呉單単噓嘘嚙噛嚴厳\
囊嚢囑嘱囘回圈圏國国圍囲圓円圖図團団埜野堯尭塡填增増墮堕壓圧壘塁壞壊壤壌壯壮壹壱壽寿奧奥奬奨姬姫孃嬢學学寢寝實実\
寫写寬寛寶宝將将專専對対屆届屢屡屬属峯峰峽峡嵜崎嶋島嶌島嶽岳巖巌巢巣帶帯廢廃廣広廳庁强強彈弾彌弥彥彦徑径從従徵徴\
德徳恆恒悅悦惠恵惡悪惱悩愼慎慘惨應応懷懐戀恋戰戦戲戯戶戸拂払拔抜拜拝挾挟插挿搔掻搖揺搜捜摑掴擇択擔担據拠擧挙擴拡\
攝摂攪撹收収效効敍叙敎教數数斷断旣既昻昂晚晩晝昼曆暦曉暁曻昇曾曽會会查査栁柳桒桑條条棧桟榮栄槇槙槪概樂楽樓楼樞枢\
樣様橫横檜桧檢検權権歐欧歡歓步歩歷歴歸帰殘残殼殻毆殴每毎氣気沒没涉渉淚涙淨浄淸清淺浅渕淵溪渓溫温滯滞滿満潛潜澁渋\
澤沢濕湿濟済濱浜濵浜瀆涜瀧滝瀨瀬灣湾焰焔燈灯燒焼營営爐炉爭争爲為犧犠狹狭獨独獵猟獸獣獻献瑤瑶瓣弁甁瓶產産畫画當当疊畳\
瘦痩癡痴發発盜盗盡尽眞真硏研碎砕祕秘禪禅禮礼禱祷稅税稱称稻稲穗穂穩穏穰穣竊窃竝並簞箪粹粋絕絶絲糸經経綠緑緖緒緣縁\
縣県縱縦總総繩縄繪絵繫繋繼継續続纖繊缺欠罐缶聰聡聲声聽聴肅粛脫脱腦脳膽胆臟臓臺台與与舊旧舍舎舖舗舘館艷艶莊荘莖茎\
萊莱萬万蔣蒋薰薫藏蔵藝芸藥薬藪薮處処號号螢蛍蟬蝉蟲虫蠟蝋蠶蚕蠻蛮衞衛裝装襃褒覺覚覽覧觀観觸触說説謠謡證証譯訳譽誉\
讀読變変讓譲豐豊豫予貳弐賣売賴頼贊賛踐践軀躯輕軽轉転辨弁辭辞辯弁遙遥遞逓遲遅邉辺邊辺郞郎鄕郷醉酔醫医醬醤釀醸釋釈\
銳鋭錄録錢銭鎭鎮鐵鉄鑄鋳鑛鉱閱閲關関陷陥隨随險険隱隠隸隷雙双雜雑霸覇靈霊靍鶴靏鶴靑青靜静頰頬顏顔顚顛顯顕飜翻飮飲\
餘余餠餅騷騒驅駆驗験驛駅髓髄體体髙高髮髪鷄鶏鷗鴎鹼鹸鹽塩麥麦麵麺黃黄黑黒默黙點点黨党齊斉齋斎齒歯齡齢龍竜龜亀﨑崎\
𠮟叱𠮷吉";

/// The block that nearly every lookup falls into, and that the filter below covers.
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

/// The pairs for lookup, with one bit a character of the main block: most characters are no variant, and one
/// bit says so.
struct Table {
    filter: Vec<u64>,
    pairs: Vec<(char, char)>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut filter = vec![0u64; ((LAST - FIRST) / 64 + 1) as usize];
        let mut pairs = Vec::new();
        let mut chars = PAIRS.chars();
        while let (Some(variant), Some(form)) = (chars.next(), chars.next()) {
            if let Some(bit) = (variant as u32).checked_sub(FIRST).filter(|_| variant as u32 <= LAST) {
                filter[(bit / 64) as usize] |= 1 << (bit % 64);
            }
            pairs.push((variant, form));
        }
        Table { filter, pairs }
    })
}

/// The form of everyday print for a variant, every other character as it is.
pub(super) fn everyday_form(c: char) -> char {
    let code = c as u32;
    if code < 0x2E80 {
        return c;
    }
    let table = table();
    if (FIRST..=LAST).contains(&code) {
        let bit = code - FIRST;
        if table.filter[(bit / 64) as usize] >> (bit % 64) & 1 == 0 {
            return c;
        }
    }
    match table.pairs.binary_search_by_key(&c, |&(variant, _)| variant) {
        Ok(at) => table.pairs[at].1,
        Err(_) => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn every_variant_stands_once_and_leads_to_a_form_that_stays() {
        let table = table();
        assert_eq!(PAIRS.chars().count(), 2 * table.pairs.len(), "an odd character in the pairs");
        assert!(table.pairs.len() > 350);
        for pair in table.pairs.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} stands twice or too late", pair[1].0);
        }
        for &(variant, form) in &table.pairs {
            assert_ne!(variant, form);
            assert_eq!(everyday_form(variant), form);
            assert_eq!(everyday_form(form), form, "{variant} leads to {form}, which is a variant itself");
            assert_eq!(variant.nfkc().collect::<String>(), variant.to_string(), "NFKC changes {variant} already");
            assert_eq!(form.nfkc().collect::<String>(), form.to_string());
        }
        assert_eq!(everyday_form('長'), '長');
        assert_eq!(everyday_form('a'), 'a');
    }
}
