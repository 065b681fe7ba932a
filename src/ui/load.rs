//! Fetches the casebook: the small manifest, then the list that makes the screen useful, then the texts.
//!
//! The parts are gzip streams inflated by the browser's own `DecompressionStream`.

use leptos::{
    prelude::{Set, SetValue},
    task::spawn_local,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::{
    room,
    state::{Phase, Step, Store},
};
use crate::{dataset::bytes, explore::Explorer};

/// The casebook's manifest, `data/casebook.json`.
struct Manifest {
    format: u16,
    list: String,
    texts: String,
}

impl Manifest {
    /// Reads the browser's own JSON, which saves a parser.
    fn read(json: &JsValue) -> Option<Self> {
        let get = |key: &str| js_sys::Reflect::get(json, &key.into()).ok();
        Some(Self {
            format: get("format")?.as_f64()? as u16,
            list: get("list")?.as_string()?,
            texts: get("texts")?.as_string()?,
        })
    }
}

/// Loads everything into the store; can be called again, after a failure or to show or mask names.
pub fn load(store: Store) {
    store.phase.set(Phase::Loading);
    store.feed.set_value(room::Feed::default());
    spawn_local(async move {
        let list = match load_list(store).await {
            Ok(Some(list)) => list,
            Ok(None) => return,
            Err(why) => return store.phase.set(Phase::Failed(why)),
        };
        if let Err(why) = load_texts(store, list).await {
            store.texts_failed(why.clone());
            room::keep_texts(store, Err(why));
        }
    });
}

struct Loaded {
    list: Vec<u8>,
    /// Name of the texts' file.
    texts: String,
    /// The texts themselves, where they had to come with the list.
    masked: Option<js_sys::Uint8Array>,
}

/// Loads the list. `None` where another load has begun meanwhile, because names are to be shown or masked.
async fn load_list(store: Store) -> Result<Option<Loaded>, String> {
    let mask = store.names_off();
    let broken = |e: JsValue| format!("casebook.json: {}", words(e));
    let json = fetch(&store, "casebook.json").await?.json().map_err(broken)?;
    let json = JsFuture::from(json).await.map_err(broken)?;
    let manifest = Manifest::read(&json).ok_or("casebook.json: format, list, texts?")?;
    if manifest.format != bytes::VERSION {
        return Err(bytes::DecodeError::Version { found: manifest.format }.to_string());
    }
    let mut packed = inflate(&fetch(&store, &manifest.list).await?, &manifest.list).await?;
    let mut masked = None;
    if mask {
        let texts = inflate(&fetch(&store, &manifest.texts).await?, &manifest.texts).await?;
        let rooms = super::browser::load_rooms().await?;
        let (list, texts, query) = rooms.masked(&packed, &texts, &store.query())?;
        packed = list;
        masked = Some(texts);
        store.open(&query, Step::Replace);
    }
    if store.names_off() != mask {
        return Ok(None);
    }
    let list = packed.to_vec();
    let dataset = bytes::decode_list(&list).map_err(|e| format!("{}: {e}", manifest.list))?;
    room::keep_list(store, packed);
    store.set_explorer(Explorer::new(dataset));
    Ok(Some(Loaded { list, texts: manifest.texts, masked }))
}

async fn load_texts(store: Store, loaded: Loaded) -> Result<(), String> {
    let packed = match loaded.masked {
        Some(texts) => texts,
        None => inflate(&fetch(&store, &loaded.texts).await?, &loaded.texts).await?,
    };
    store.add_texts(&loaded.list, &packed.to_vec()).map_err(|e| format!("{}: {e}", loaded.texts))?;
    room::keep_texts(store, Ok(packed));
    Ok(())
}

async fn fetch(store: &Store, name: &str) -> Result<Response, String> {
    // An edition of before lies in a folder of its own; `public/pin.js` looks it up.
    let edition = super::host::data("edition").unwrap_or_default();
    let url = format!("{}data/{edition}{name}", store.root());
    let response = JsFuture::from(super::host::window().fetch_with_str(&url)).await;
    let response: Response = response.map_err(|e| format!("{name}: {}", words(e)))?.unchecked_into();
    if response.ok() { Ok(response) } else { Err(format!("{name}: HTTP {}", response.status())) }
}

async fn inflate(response: &Response, name: &str) -> Result<js_sys::Uint8Array, String> {
    let failed = |e: JsValue| format!("{name}: {}", words(e));
    let body = response.body().ok_or_else(|| format!("{name}: empty"))?;
    // web-sys knows this class only behind its unstable flag. It is a readable-writable pair, as `pipeThrough` wants.
    let class = js_sys::Reflect::get(&js_sys::global(), &"DecompressionStream".into()).map_err(failed)?;
    let class: js_sys::Function =
        class.dyn_into().map_err(|_| format!("{name}: this browser has no DecompressionStream"))?;
    let inflater = js_sys::Reflect::construct(&class, &js_sys::Array::of1(&"gzip".into())).map_err(failed)?;
    let inflated = body.pipe_through(inflater.unchecked_ref::<web_sys::ReadableWritablePair>());
    let whole = Response::new_with_opt_readable_stream(Some(&inflated)).map_err(failed)?;
    let buffer = JsFuture::from(whole.array_buffer().map_err(failed)?).await.map_err(failed)?;
    Ok(js_sys::Uint8Array::new(&buffer))
}

/// A JavaScript error in words.
fn words(error: JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}
