//! Variant forms of Chinese characters and the one form that a search knows them by.
//!
//! Old forms (旧字体), variants that live on in names (髙, 﨑, 濵) and the CJK radicals that PDF files like to hand
//! out instead of characters (⻑ for 長) become the form of everyday print. Compatibility characters with a
//! decomposition of their own (⾧ U+2FA7, 神 U+FA19) never get here: NFKC has changed them already.

use std::sync::OnceLock;

/// Pairs of characters without a separator: the variant, then the form it is folded to.
const PAIRS: &str = "\
亞亜惡悪壓圧圍囲爲為醫医壹壱稻稲飮飲隱隠營営榮栄衞衛驛駅悅悦閱閲圓円緣縁艷艶鹽塩奧奥應応橫横歐欧毆殴黃黄溫温穩穏\
假仮價価畫画會会囘回壞壊懷懐繪絵槪概擴拡殼殻覺覚學学嶽岳樂楽勸勧卷巻寬寛歡歓罐缶觀観關関陷陥巖巌顏顔歸帰氣気龜亀\
僞偽戲戯犧犠舊旧據拠擧挙峽峡挾挟敎教狹狭鄕郷堯尭曉暁區区驅駆勳勲薰薫徑径惠恵溪渓經経繼継莖茎螢蛍輕軽鷄鶏藝芸缺欠\
儉倹劍剣圈圏檢検權権獻献縣県險険顯顕驗験嚴厳效効廣広恆恒鑛鉱號号國国黑黒碎砕齋斎劑剤雜雑參参慘惨棧桟蠶蚕贊賛殘残\
絲糸齒歯兒児辭辞濕湿實実舍舎寫写釋釈壽寿收収從従澁渋獸獣縱縦肅粛處処緖緒敍叙奬奨將将燒焼稱称證証乘乗剩剰壤壌孃嬢\
條条淨浄疊畳穰穣讓譲釀醸囑嘱觸触寢寝愼慎眞真盡尽圖図粹粋醉酔隨随髓髄數数樞枢聲声靜静齊斉攝摂竊窃專専戰戦淺浅潛潜\
纖繊踐践錢銭禪禅雙双壯壮搜捜插挿爭争總総聰聡莊荘裝装騷騒增増臟臓藏蔵屬属續続墮堕體体對対帶帯滯滞臺台瀧滝擇択澤沢\
單単擔担膽胆團団彈弾斷断癡痴遲遅晝昼蟲虫鑄鋳廳庁聽聴鎭鎮遞逓鐵鉄轉転點点傳伝黨党盜盗燈灯當当德徳獨独讀読屆届繩縄\
貳弐惱悩腦脳霸覇廢廃拜拝賣売麥麦發発髮髪拔抜蠻蛮祕秘濱浜甁瓶拂払佛仏倂併竝並變変邊辺辨弁瓣弁辯弁舖舗穗穂寶宝豐豊\
沒没飜翻槇槙萬万滿満默黙彌弥藥薬譯訳豫予餘余與与譽誉搖揺樣様謠謡遙遥瑤瑶來来賴頼亂乱覽覧龍竜兩両獵猟綠緑淚涙壘塁\
禮礼靈霊齡齢曆暦歷歴戀恋爐炉勞労樓楼錄録灣湾瀨瀬戶戸吳呉內内淸清靑青郞郎隸隷步歩涉渉每毎巢巣查査强強姬姫昻昂旣既\
卽即絕絶稅税說説脫脱銳鋭硏研徵徴晚晩兔兎產産彥彦襃褒曾曽餠餅俠侠\
髙高﨑崎嵜崎濵浜邉辺嶋島嶌島桒桑栁柳冨富曻昇舘館峯峰渕淵檜桧藪薮埜野凜凛鷗鴎頰頬剝剥塡填噓嘘摑掴瘦痩繫繋蟬蝉醬醤麵麺\
蔣蒋顚顛焰焔禱祷屢屡搔掻簞箪萊莱蠟蝋軀躯鹼鹸攪撹嚙噛囊嚢瀆涜㐂喜靏鶴靍鶴𠮷吉𠮟叱\
⺠民⻄西⻅見⻆角⻉貝⻋車⻑長⻒長⻘青⻝食⻤鬼⻨麦⻩黄⻫斉⻭歯⻯竜⻲亀⻁虎⺩王⺬示⺝月";

/// The block that nearly every lookup falls into, and that the filter below covers.
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

/// The pairs sorted for lookup, with one bit a character of the main block: most characters are no variant, and one
/// bit says so.
struct Table {
    filter: Vec<u64>,
    sorted: Vec<(char, char)>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut filter = vec![0u64; ((LAST - FIRST) / 64 + 1) as usize];
        let mut sorted = Vec::new();
        let mut chars = PAIRS.chars();
        while let (Some(variant), Some(form)) = (chars.next(), chars.next()) {
            if let Some(bit) = (variant as u32).checked_sub(FIRST).filter(|_| variant as u32 <= LAST) {
                filter[(bit / 64) as usize] |= 1 << (bit % 64);
            }
            sorted.push((variant, form));
        }
        sorted.sort_unstable();
        Table { filter, sorted }
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
    match table.sorted.binary_search_by_key(&c, |&(variant, _)| variant) {
        Ok(at) => table.sorted[at].1,
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
        assert_eq!(PAIRS.chars().count(), 2 * table.sorted.len(), "an odd character in the pairs");
        assert!(table.sorted.len() > 350);
        for pair in table.sorted.windows(2) {
            assert_ne!(pair[0].0, pair[1].0, "{} stands twice", pair[0].0);
        }
        for &(variant, form) in &table.sorted {
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
