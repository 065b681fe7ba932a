//! Apache ECharts, a global that is loaded after the first paint. Charts are held as [`Chart`]s: made once on an element,
//! changed with [`Chart::draw`], disposed when dropped. No JavaScript value of ECharts leaves this file.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};

use gloo::events::EventListener;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlScriptElement, ResizeObserver};

use super::{after_paint, document, object, words};
use crate::chart::{
    AxisName, Hit,
    pattern::{self, Pattern},
};

#[wasm_bindgen]
extern "C" {
    /// An ECharts instance.
    type Instance;

    #[wasm_bindgen(js_namespace = echarts, js_name = init, catch)]
    fn init(element: &Element, theme: &JsValue, how: &JsValue) -> Result<Instance, JsValue>;

    #[wasm_bindgen(method, js_name = setOption, catch)]
    fn set_option(this: &Instance, option: &JsValue, how: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    fn on(this: &Instance, event: &str, listener: &Function) -> Result<(), JsValue>;

    #[wasm_bindgen(method, js_name = dispatchAction, catch)]
    fn dispatch_action(this: &Instance, action: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    fn resize(this: &Instance) -> Result<(), JsValue>;

    #[wasm_bindgen(method, js_name = convertFromPixel, catch)]
    fn convert_from_pixel(this: &Instance, finder: &JsValue, at: f64) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, js_name = renderToSVGString, catch)]
    fn render_to_svg(this: &Instance) -> Result<String, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn dispose(this: &Instance) -> Result<(), JsValue>;
}

/// JSON as JavaScript. By way of its text: the browser reads that many times faster than it takes values one by one.
fn to_js(value: &serde_json::Value) -> JsValue {
    js_sys::JSON::parse(&value.to_string()).unwrap_or(JsValue::UNDEFINED)
}

thread_local! {
    /// The one request for ECharts; taken away when it fails, so that the next one tries again.
    static LIBRARY: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Loads ECharts, once for the whole page and not before the page has been painted.
///
/// # Errors
/// In words, where its file cannot be loaded; another call tries again.
pub async fn load() -> Result<(), String> {
    let promise = LIBRARY.with_borrow_mut(|slot| slot.get_or_insert_with(request).clone());
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(error) => {
            LIBRARY.with_borrow_mut(|slot| *slot = None);
            Err(words(&error))
        }
    }
}

/// Address of the library's file. The loader (`public/boot.js`) writes it absolute on `<html>`; its script element
/// carries it relative to the page.
fn library_address() -> Option<String> {
    let document = document()?;
    let of = |element: Option<Element>| element.and_then(|e| e.get_attribute("data-echarts")).filter(|a| !a.is_empty());
    of(document.document_element()).or_else(|| of(document.query_selector("script[data-echarts]").ok().flatten()))
}

fn request() -> Promise {
    Promise::new(&mut |done, failed| {
        let fail = move |why: &str| {
            let _ = failed.call1(&JsValue::NULL, &JsValue::from_str(why));
        };
        if Reflect::has(&js_sys::global(), &"echarts".into()).unwrap_or(false) {
            let _ = done.call0(&JsValue::NULL);
            return;
        }
        let (Some(document), Some(address)) = (document(), library_address()) else {
            return fail("data-echarts?");
        };
        after_paint(move || {
            let script = document.create_element("script").ok().and_then(|e| e.dyn_into::<HtmlScriptElement>().ok());
            let (Some(script), Some(head)) = (script, document.head()) else { return fail("<script>?") };
            script.set_src(&address);
            script.set_onload(Some(&done));
            let failed_script = script.clone();
            let on_error = Closure::once_into_js(move || {
                failed_script.remove();
                fail(&address);
            });
            script.set_onerror(Some(on_error.unchecked_ref()));
            if head.append_child(&script).is_err() {
                script.remove();
            }
        });
    })
}

thread_local! {
    /// The patterns that the page holds already.
    static DEFINED: RefCell<BTreeSet<Pattern>> = const { RefCell::new(BTreeSet::new()) };
}

/// Puts patterns into the page, once for all charts.
fn define(patterns: BTreeSet<Pattern>) {
    let new: String = DEFINED.with_borrow_mut(|defined| {
        patterns.into_iter().filter(|pattern| defined.insert(*pattern)).map(Pattern::svg).collect()
    });
    if !new.is_empty()
        && let Some(body) = document().and_then(|document| document.body())
    {
        // One drawing without a size for each lot: there are few, of a shade or of a chart that has groups of its own.
        let drawing = format!("<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\">{new}</svg>");
        let _ = body.insert_adjacent_html("beforeend", &drawing);
    }
}

/// A chart on an element. Dropping it disposes the ECharts instance and stops listening.
pub struct Chart {
    tip: Rc<Tip>,
    /// How many series the option has: marks beyond them are the bands of the one there is.
    series: Cell<usize>,
    resizes: Option<ResizeObserver>,
    // Kept alive as long as JavaScript may call them.
    _on_click: Closure<dyn FnMut(JsValue)>,
    _on_resize: Closure<dyn FnMut()>,
    _pointed: [EventListener; 2],
}

/// The instance and its tooltip. An option without merging makes ECharts build the tooltip's elements anew and ask for
/// the layout of the page, a third of the time of an update; so it is part of the option only while the chart is pointed
/// at.
struct Tip {
    instance: Instance,
    /// The option's tooltip.
    option: RefCell<JsValue>,
    /// A mouse or finger is on the chart.
    pointed: Cell<bool>,
    /// A walk by keyboard shows a mark.
    walked: Cell<bool>,
    /// It is part of what ECharts was given.
    is_there: Cell<bool>,
}

impl Tip {
    const KEY: &str = "tooltip";

    fn of(instance: Instance) -> Self {
        let (pointed, walked, is_there) = (Cell::new(false), Cell::new(false), Cell::new(false));
        Self { instance, option: RefCell::new(JsValue::UNDEFINED), pointed, walked, is_there }
    }

    /// Notes that the chart is pointed at, and puts the tooltip into what is drawn.
    fn want(&self, by: &Cell<bool>) {
        by.set(true);
        if !self.is_there.replace(true) {
            let tooltip = object(&[(Self::KEY, self.option.borrow().clone())]);
            let _ = self.instance.set_option(&tooltip, &object(&[]));
        }
    }

    /// Takes the tooltip of an option, and out of it unless it is wanted.
    fn take(&self, option: &JsValue) {
        let Ok(tooltip) = Reflect::get(option, &Self::KEY.into()) else { return };
        *self.option.borrow_mut() = tooltip;
        self.is_there.set(self.pointed.get() || self.walked.get());
        if let Some(option) = option.dyn_ref::<Object>().filter(|_| !self.is_there.get()) {
            let _ = Reflect::delete_property(option, &Self::KEY.into());
        }
    }
}

impl Chart {
    /// Makes an empty chart that fills the element and follows its size. ECharts must be loaded.
    ///
    /// # Errors
    /// What ECharts throws, in words.
    pub fn new(element: &Element, mut on_click: impl FnMut(Hit) + 'static) -> Result<Self, String> {
        let how = object(&[("renderer", JsValue::from_str("svg"))]);
        let instance = init(element, &JsValue::NULL, &how).map_err(|e| words(&e))?;
        let on_click = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            if let Some(hit) = hit(&event) {
                on_click(hit);
            }
        });
        instance.on("click", on_click.as_ref().unchecked_ref()).map_err(|e| words(&e))?;
        let (sized, of) = (element.clone(), Instance::from(JsValue::from(&instance)));
        let on_resize = Closure::<dyn FnMut()>::new(move || {
            // Hidden behind the table it has no size; it is drawn again when it comes back.
            if sized.client_width() > 0 {
                let _ = of.resize();
            }
        });
        let resizes = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
        if let Some(resizes) = &resizes {
            resizes.observe(element);
        }
        let tip = Rc::new(Tip::of(instance));
        let (entered, left) = (Rc::clone(&tip), Rc::clone(&tip));
        let pointed = [
            EventListener::new(element, "pointerenter", move |_| entered.want(&entered.pointed)),
            EventListener::new(element, "pointerleave", move |_| left.pointed.set(false)),
        ];
        Ok(Self { tip, series: Cell::new(0), resizes, _on_click: on_click, _on_resize: on_resize, _pointed: pointed })
    }

    /// Shows an option in place of whatever was shown.
    ///
    /// # Errors
    /// What ECharts throws, in words.
    pub fn draw(&self, option: &serde_json::Value) -> Result<(), String> {
        let how = object(&[("notMerge", JsValue::TRUE)]);
        self.series.set(option["series"].as_array().map_or(0, Vec::len));
        define(pattern::used(option));
        let option = to_js(option);
        self.tip.take(&option);
        self.tip.instance.set_option(&option, &how).map_err(|e| words(&e))
    }

    /// Emphasises one mark and shows its tooltip, or none.
    pub fn point_at(&self, mark: Option<(usize, usize)>) {
        let act = |kind: &str, rest: &[(&str, JsValue)]| {
            let mut action = vec![("type", JsValue::from_str(kind))];
            action.extend_from_slice(rest);
            let _ = self.tip.instance.dispatch_action(&object(&action));
        };
        act("downplay", &[]);
        match mark {
            Some((series, index)) => {
                let is_band = series >= self.series.get();
                let place = [
                    ("seriesIndex", JsValue::from(if is_band { 0 } else { series as u32 })),
                    ("dataIndex", JsValue::from(index as u32)),
                    ("dataType", if is_band { "edge".into() } else { JsValue::UNDEFINED }),
                ];
                self.tip.want(&self.tip.walked);
                act("highlight", &place);
                act("showTip", &place);
            }
            None => {
                act("hideTip", &[]);
                self.tip.walked.set(false);
            }
        }
    }

    /// Where on the first axis across a place is, `x` CSS px from the left of the element: the number of a bar, or a
    /// value.
    pub fn place(&self, x: f64) -> Option<f64> {
        let finder = object(&[("xAxisIndex", JsValue::from(0))]);
        self.tip.instance.convert_from_pixel(&finder, x).ok()?.as_f64().filter(|n| n.is_finite())
    }

    /// What is drawn at present, as SVG.
    ///
    /// # Errors
    /// What ECharts throws, in words.
    pub fn svg(&self) -> Result<String, String> {
        self.tip.instance.render_to_svg().map_err(|e| words(&e))
    }
}

impl Drop for Chart {
    fn drop(&mut self) {
        if let Some(resizes) = &self.resizes {
            resizes.disconnect();
        }
        let _ = self.tip.instance.dispose();
    }
}

/// What a click event of ECharts was on.
fn hit(event: &JsValue) -> Option<Hit> {
    let get = |key: &str| Reflect::get(event, &JsValue::from_str(key)).ok();
    let place = |key: &str| get(key)?.as_f64().filter(|n| *n >= 0.0).map(|n| n as usize);
    let index = place("dataIndex")?;
    match get("componentType")?.as_string()?.as_str() {
        // The bands of a flow are counted as a series of their own behind its nodes.
        "series" if get("dataType").and_then(|t| t.as_string()).as_deref() == Some("edge") => {
            Some(Hit::Mark { series: place("seriesIndex")? + 1, index })
        }
        "series" => Some(Hit::Mark { series: place("seriesIndex")?, index }),
        "xAxis" => Some(Hit::Name { axis: AxisName::X, index }),
        "yAxis" => Some(Hit::Name { axis: AxisName::Y, index }),
        _ => None,
    }
}
