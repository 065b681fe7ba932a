//! Fetches the casebook: the small manifest, then the list that makes the screen useful, then the texts.
//!
//! The parts are gzip streams inflated by the browser's own `DecompressionStream`.

use gloo::timers::callback::Timeout;
use leptos::{
    prelude::{Set, SetValue},
    task::spawn_local,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::{
    browser, host, room,
    state::{Phase, Step, Store},
};
use crate::{
    dataset::{Texts, bytes},
    explore::Explorer,
    text::decompositions_are_known,
};

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
            room::keep_texts(store, Err(why), None);
        }
    });
}

/// A list whose texts are still to come.
struct Loaded {
    list: js_sys::Uint8Array,
    /// Whether names are masked in it.
    mask: bool,
    /// Name of the texts' file.
    texts: String,
}

/// Loads the list; with its texts where these are wanted at once, because names are masked in them, because the page's
/// own text, which has them, is on screen (it is exchanged once, and the casebook counted once), or because they were here
/// before: a list alone is folded without what came with them, here as in a worker. `None` where nothing is
/// left to load, or another load has begun meanwhile, because names are to be shown or masked.
async fn load_list(store: Store) -> Result<Option<Loaded>, String> {
    let (mask, held) = (store.names_off(), host::is_held());
    let broken = |e: JsValue| format!("casebook.json: {}", words(e));
    let json = fetch(&store, "casebook.json").await?.json().map_err(broken)?;
    let json = JsFuture::from(json).await.map_err(broken)?;
    let manifest = Manifest::read(&json).ok_or("casebook.json: format, list, texts?")?;
    if manifest.format != bytes::VERSION {
        return Err(bytes::DecodeError::Version { found: manifest.format }.to_string());
    }
    // Both on their way at the same time.
    let texts = (mask || held || decompositions_are_known()).then(|| fetch_part(&store, &manifest.texts));
    let mut packed = fetch_part(&store, &manifest.list).await?;
    let mut texts = match texts {
        Some(texts) => Some(texts.await),
        None => None,
    };
    if mask && let Some(plain) = texts {
        let rooms = browser::load_rooms().await?;
        let (list, masked, query) = rooms.masked(&packed, &plain?, &store.query())?;
        packed = list;
        texts = Some(Ok(masked));
        store.open(&query, Step::Replace);
    }
    if store.names_off() != mask {
        return Ok(None);
    }
    let list = packed.to_vec();
    let folded = browser::fold(&packed, texts.as_ref().and_then(|texts| texts.as_ref().ok())).await;
    let mut dataset = bytes::decode_list(&list).map_err(|e| format!("{}: {e}", manifest.list))?;
    let texts: Option<Result<js_sys::Uint8Array, String>> = texts.map(|texts| {
        let texts = texts?;
        bytes::add_texts(&mut dataset, &list, &texts.to_vec()).map_err(|e| format!("{}: {e}", manifest.texts))?;
        Ok(texts)
    });
    if let Some(Err(why)) = &texts {
        dataset.texts = Texts::Failed(why.clone());
    }
    let mut explorer = Explorer::of_columns(dataset);
    let folded = folded.done().await;
    explorer.index(plain(&folded).as_deref());
    if store.names_off() != mask {
        return Ok(None);
    }
    let Some(texts) = texts else {
        room::keep_list(store, packed.clone(), folded);
        store.set_explorer(explorer);
        return Ok(Some(Loaded { list: packed, mask, texts: manifest.texts }));
    };
    // To unpack and to count is one task's work, to draw another's.
    let show = move || {
        if store.names_off() == mask {
            room::keep_list(store, packed, None);
            store.set_explorer(explorer);
            room::keep_texts(store, texts, folded);
        }
    };
    Timeout::new(0, show).forget();
    Ok(None)
}

async fn load_texts(store: Store, loaded: Loaded) -> Result<(), String> {
    let packed = fetch_part(&store, &loaded.texts).await?;
    let folded = browser::fold(&loaded.list, Some(&packed)).await.done().await;
    if store.names_off() != loaded.mask {
        return Ok(());
    }
    let added = store.add_texts(&loaded.list.to_vec(), &packed.to_vec(), plain(&folded).as_deref());
    added.map_err(|e| format!("{}: {e}", loaded.texts))?;
    room::keep_texts(store, Ok(packed), folded);
    Ok(())
}

/// Folded texts, where there are any, as bytes of our own.
fn plain(folded: &Option<js_sys::Uint8Array>) -> Option<Vec<u8>> {
    folded.as_ref().map(js_sys::Uint8Array::to_vec)
}

/// A part of the casebook, unpacked. The request is under way when this returns.
fn fetch_part(store: &Store, name: &str) -> impl Future<Output = Result<js_sys::Uint8Array, String>> + use<> {
    let (response, name) = (fetch(store, name), name.to_owned());
    async move { inflate(&response.await?, &name).await }
}

/// A file of the data. The request is under way when this returns.
fn fetch(store: &Store, name: &str) -> impl Future<Output = Result<Response, String>> + use<> {
    // An edition of before lies in a folder of its own; `public/pin.js` looks it up.
    let edition = host::data("edition").unwrap_or_default();
    let promise = host::window().fetch_with_str(&format!("{}data/{edition}{name}", store.root()));
    let name = name.to_owned();
    async move {
        let response = JsFuture::from(promise).await;
        let response: Response = response.map_err(|e| format!("{name}: {}", words(e)))?.unchecked_into();
        if response.ok() { Ok(response) } else { Err(format!("{name}: HTTP {}", response.status())) }
    }
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
