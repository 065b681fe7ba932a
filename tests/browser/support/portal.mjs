// A page of another origin with the site in a frame of it, as a training portal shows it.
import { newPage, serve } from "./site.mjs";

/** The address of a page of an origin of its own with this in its body. */
export function portalAddress(body, lang = "en") {
  // An icon of its own: the browser asks for none.
  const html = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><link rel="icon" href="data:,"><title>portal</title><body>${body}</body></html>`;
  return serve({ answer: (path, response) => path === "" && !!response.writeHead(200, { "Content-Type": "text/html" }).end(html) });
}

/**
 * That page opened, the first frame in it, its element, and the page's origin. `options` are those of `newPage`;
 * `before(page)` is called before anything is loaded.
 */
export async function portal(browser, body, { before = () => {}, ...options } = {}) {
  const { locale = "en-GB", viewport = { width: 900, height: 700 } } = options;
  const address = await portalAddress(body, locale.slice(0, 2));
  const page = await newPage(browser, { ...options, locale, viewport });
  await before(page);
  await page.goto(address);
  const element = await page.waitForSelector("iframe");
  return { page, element, frame: await element.contentFrame(), origin: new URL(address).origin };
}
