// Sharing: a link with one's own words, a QR code, text, the nearest page, a frame; citations; saved views.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { before, test } from "node:test";
import jsQR from "jsqr";
import { full, ids, matching, open, quiet, settled } from "./support/app.mjs";
import { portal } from "./support/portal.mjs";
import { openSheet, text, unfold } from "./support/sheets.mjs";
import { faults, launch, newPage, serve } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LAUNCH = "endpoint=https%3A%2F%2Flrs.example%2FSECRET&fetch=SECRET&actor=%7B%22mbox%22%3A%22SECRET%22%7D&registration=SECRET&activityId=SECRET";

let browser;
let site;
before(async () => {
  [browser, site] = await Promise.all([launch(), serve({ base: "/repo/" })]);
});

const desktop = (options = {}) => newPage(browser, { locale: "ja-JP", viewport: { width: 1440, height: 900 }, ...options });

/** A page of another origin with a frame in it, once the app runs in the frame. */
async function framed(attributes, query) {
  const body = `<iframe ${attributes} src="${site}?${query}" title="cases" width="900" height="900"></iframe>`;
  const shown = await portal(browser, body, { locale: "ja-JP", viewport: { width: 1440, height: 900 } });
  await settled(shown.frame);
  return shown;
}

test("the_dialog_opens_with_the_keyboard_Esc_closes_it_and_the_focus_returns", async () => {
  const page = await desktop();
  await open(page, `${site}?label=support_scam`);
  const [id] = await ids(page);
  const button = page.locator("[data-opens=share]").first();
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.locator("dialog.sheet");
  await dialog.locator("[data-copy=link]").waitFor();
  assert.equal(await dialog.evaluate((d) => d.matches(":modal")), true);
  assert.equal(await dialog.evaluate((d) => d.contains(document.activeElement)), true);
  await page.keyboard.press("Escape");
  await page.locator("dialog.sheet:not([open])").waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => document.activeElement.dataset.opens), "share");

  // On a record Esc leads back to the list; while the dialog is open it closes the dialog alone.
  await open(page, `${site}?label=support_scam&case=${id}`);
  await page.locator(".record-acts [data-opens=cite]").click();
  await dialog.locator("[data-copy=bibtex]").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog.sheet:not([open])").waitFor({ state: "attached" });
  assert.equal(new URL(page.url()).searchParams.get("case"), id);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.opens), "cite");
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("a_basket_travels_with_title_note_and_order_and_its_QR_code_says_the_same", async () => {
  const page = await desktop();
  await open(page, `${site}?label=support_scam`);
  const [a, b, c] = await ids(page);
  await openSheet(page, `${site}?pick=${a},${b},${c}`, "share");
  await page.locator("input[name=title]").fill("来週の研修 & 復習");
  await page.locator("textarea[name=note]").fill("2件目から読む。");
  await page.locator(".order li").nth(2).locator("button").first().click();
  await page.locator("input[name=names]").check();
  await quiet(page);
  const link = new URL(await text(page, "link"));
  assert.equal(link.searchParams.get("pick"), [a, c, b].join());
  assert.equal(link.searchParams.get("title"), "来週の研修 & 復習");
  assert.equal(link.searchParams.get("note"), "2件目から読む。");
  assert.equal(link.searchParams.get("names"), "off");
  await page.locator("input[name=names]").uncheck();
  await quiet(page);
  const plain = await text(page, "link");

  await unfold(page, "qr");
  const drawn = await page.locator("details[data-part=qr] svg.qr").evaluate(async (svg) => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(svg.outerHTML.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg" width="700" height="700"'))}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 700, height: 700 });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0, 700, 700);
    return [...context.getImageData(0, 0, 700, 700).data];
  });
  assert.equal(jsQR(Uint8ClampedArray.from(drawn), 700, 700)?.data, plain, "read by an independent reader");

  await unfold(page, "text");
  const mail = await text(page, "text");
  assert.match(mail, /^来週の研修 & 復習\n2件目から読む。\n/);
  assert.ok(mail.includes(plain) && mail.split("\n- ").length === 4, mail);

  // Whoever opens the link sees the words above the cases, in their order.
  const other = await desktop();
  await open(other, plain);
  assert.deepEqual(await ids(other), [a, c, b]);
  await other.locator(".own-title").waitFor();
  assert.equal(await other.locator(".own-title").innerText(), "来週の研修 & 復習");
  assert.equal(await other.locator(".own-note").innerText(), "2件目から読む。");
  await other.locator(".own-words .close").click();
  await other.locator(".own-words").waitFor({ state: "detached" });
  assert.ok(!other.url().includes("title="));
  assert.deepEqual([...(await faults(page)), ...(await faults(other))], []);
  await Promise.all([page.context().close(), other.context().close()]);
});

test("gp_3_the_dialog_offers_the_nearest_static_page_and_it_opens_the_same_view", async () => {
  const page = await desktop();
  for (const [query, path] of [
    ["label=support_scam&org_kind=!company&view=table", "ja/label/support_scam/"],
    ["org_kind=company&q=USB", "ja/org_kind/company/"],
    ["q=USB", "ja/"],
  ]) {
    await openSheet(page, `${site}?${query}`, "share");
    await unfold(page, "page");
    const link = await text(page, "page");
    assert.ok(link.startsWith(`${site}${path}`), link);
    const raw = await (await fetch(link)).text();
    assert.match(raw.slice(0, 32_768), /property="og:title"/, "the page has a preview");
    await page.keyboard.press("Escape");
    const seen = [await matching(page), new URL(page.url()).searchParams.get("view")];
    await open(page, link);
    assert.deepEqual([await matching(page), new URL(page.url()).searchParams.get("view")], seen, link);
  }
  const [id] = await (await open(page, site), ids(page));
  await openSheet(page, `${site}?case=${id}`, "share");
  await unfold(page, "page");
  assert.equal(await text(page, "page"), `${site}ja/i/${id}/`);
  await page.locator("input[name=names]").check();
  await page.locator("details[data-part=page] [data-copy=page]").waitFor({ state: "detached" });
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("tp_5_the_clipboard_gets_the_link_where_it_is_allowed", async () => {
  const page = await desktop({ permissions: ["clipboard-read", "clipboard-write"] });
  await openSheet(page, `${site}?label=phishing`, "share");
  await page.locator("[data-copy=link] button").click();
  await page.locator("[data-copy=link] .copy-said:not(:empty)").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await text(page, "link"));
  assert.equal(await text(page, "link"), `${site}?label=phishing`);
  await page.context().close();
});

test("tp_5_a_frame_without_clipboard_has_the_whole_text_selected", async () => {
  const { page, frame } = await framed("", "label=phishing&ui=full");
  assert.equal(await frame.evaluate(() => document.featurePolicy.allowsFeature("clipboard-write")), false);
  await frame.evaluate(() => (document.execCommand = () => false));
  await frame.locator("[data-opens=share]").first().click();
  await frame.locator("[data-copy=link] button").click();
  await frame.locator("[data-copy=link] .copy-said:not(:empty)").waitFor();
  assert.match(await frame.locator("[data-copy=link] .copy-said").innerText(), /Ctrl\+C/);
  const selected = await frame.locator("[data-copy=link] textarea").evaluate((field) => ({
    focused: document.activeElement === field,
    words: field.value.slice(field.selectionStart, field.selectionEnd),
  }));
  assert.deepEqual(selected, { focused: true, words: `${site}?label=phishing` });
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("tp_1_the_snippet_shows_the_view_in_another_site_and_the_preview_here", async () => {
  const page = await desktop();
  await openSheet(page, `${site}?label=support_scam`, "share");
  await unfold(page, "embed");
  await page.locator("select[name=ui]").selectOption({ index: 1 });
  await page.locator("select[name=theme]").selectOption({ index: 2 });
  await page.locator("details[data-part=embed] select[name=lang]").selectOption("en");
  await page.locator("select[name=part]").selectOption("chart-time");
  await quiet(page);
  assert.match(await text(page, "snippet"), /&amp;chart=show-time&amp;lang=en&amp;theme=dark&amp;ui=none"/);
  await page.locator("select[name=part]").selectOption("list");
  await quiet(page);
  const preview = await (await page.waitForSelector(".embed-preview iframe")).contentFrame();
  await page.locator(".embed-preview iframe").scrollIntoViewIfNeeded();
  await settled(preview);
  const n = await ids(preview);
  assert.ok(n.length >= 6);
  assert.equal(await preview.locator("html").getAttribute("data-theme"), "dark");

  const snippet = await text(page, "snippet");
  assert.match(snippet, /^<iframe src="[^"]+" title="[^"]+" loading="lazy" allow="clipboard-write; web-share; fullscreen" style="width:100%;border:0"/);
  const { page: other, frame } = await portal(browser, snippet, { locale: "ja-JP" });
  await settled(frame);
  // How many are drawn depends on the frame's height.
  assert.deepEqual((await ids(frame)).slice(0, 6), n.slice(0, 6));
  assert.match(await text(page, "element"), /<jikenbo-view query="label=support_scam&amp;lang=en&amp;theme=dark&amp;ui=none"/);
  assert.deepEqual([...(await faults(page)), ...(await faults(other))], []);
  await Promise.all([page.context().close(), other.context().close()]);
});

test("locked_filters_are_in_the_link_and_in_the_frame_where_one_wants_them_there", async () => {
  const page = await desktop();
  await openSheet(page, `${site}?label=support_scam&q=${encodeURIComponent("電話")}`, "share");
  assert.equal(new URL(await text(page, "link")).searchParams.has("lock"), false);
  await unfold(page, "embed");
  await page.locator("input[name=embed-lock]").check();
  await quiet(page);
  assert.equal(new URL(await text(page, "link")).searchParams.get("lock"), "label,q");
  assert.equal(await page.locator("input[name=lock]").isChecked(), true, "one choice in two places");
  assert.match(await text(page, "snippet"), /&amp;lock=label,q/);
  assert.match(await text(page, "element"), /&amp;lock=label,q/);
  const preview = await (await page.waitForSelector(".embed-preview iframe")).contentFrame();
  await page.locator(".embed-preview iframe").scrollIntoViewIfNeeded();
  await settled(preview);
  assert.equal(await preview.locator(".chip.locked").count(), 2);

  // A screen with locked filters is shared as it is; without filters there is nothing to lock.
  const other = await desktop();
  await openSheet(other, await text(page, "link"), "share");
  assert.equal(await text(other, "link"), await text(page, "link"));
  await other.locator("input[name=lock]").uncheck();
  await quiet(other);
  assert.equal(new URL(await text(other, "link")).searchParams.has("lock"), false);
  await openSheet(other, `${site}?view=table`, "share");
  assert.equal(await other.locator("input[name=lock]").count(), 0);
  assert.deepEqual([...(await faults(page)), ...(await faults(other))], []);
  await Promise.all([page.context().close(), other.context().close()]);
});

test("a_sheet_named_behind_the_hash_opens_on_the_open_page_too_and_again", async () => {
  const page = await desktop();
  await open(page, `${site}?label=support_scam`);
  for (const sheet of ["export", "share", "share"]) {
    await page.evaluate((sheet) => (location.hash = sheet), sheet);
    await page.locator(`dialog.sheet[open] [data-tab=${sheet}][aria-current]`).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog.sheet:not([open])").waitFor({ state: "attached" });
    // The dialog says that it has closed a task later: only then is the address that of the view again.
    await page.waitForURL(`${site}?label=support_scam`);
  }
  await page.evaluate(() => (location.hash = "main"));
  await quiet(page);
  assert.equal(await page.locator("dialog.sheet[open]").count(), 0, "another fragment is none of its business");
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("tp_17_launch_parameters_get_into_no_link_no_text_no_frame_and_no_citation", async () => {
  const page = await desktop();
  await openSheet(page, `${site}?${LAUNCH}&label=phishing`, "share");
  for (const part of ["qr", "text", "page", "embed"]) await unfold(page, part);
  await quiet(page);
  const names = ["link", "text", "page", "snippet", "element"];
  const texts = [];
  for (const name of names) texts.push(await text(page, name));
  await page.locator("[data-tab=cite]").click();
  for (const name of ["citation", "bibtex", "ris", "csl"]) texts.push(await text(page, name));
  await page.locator("[data-tab=saved]").click();
  await page.locator(".save-view button").click();
  texts.push(await text(page, "views"));
  for (const words of texts) {
    assert.ok(words.includes("phishing") || words.includes("フィッシング"), words);
    assert.doesNotMatch(words, /SECRET|endpoint|activityId/);
  }
  const hrefs = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((a) => a.getAttribute("href")));
  assert.deepEqual(hrefs.filter((href) => /SECRET/.test(href)), []);
  assert.doesNotMatch(await page.evaluate(() => localStorage.getItem("jikenbo:views")), /SECRET/);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("a_filtered_view_is_cited_with_filters_count_version_and_day_in_both_languages", async () => {
  const page = await desktop();
  await openSheet(page, `${site}?label=support_scam`, "cite");
  const ja = await text(page, "citation");
  assert.match(ja, /条件「[^」]*サポート詐欺[^」]*」、\d+件中 \d+件、http.*pin=.*閲覧/);
  await page.locator("input[name=cite-lang][value=en]").check();
  await quiet(page);
  const en = await text(page, "citation");
  assert.match(en, /data version \S+, selection “[^”]*[Ss]upport[^”]*”, \d+ of \d+, http.*\(retrieved /);
  assert.match(await text(page, "bibtex"), /^@misc\{jikenbo-view-[0-9a-f]{8}-/);
  const [csl] = JSON.parse(await text(page, "csl"));
  assert.equal(csl.type, "dataset");
  assert.ok(csl.accessed["date-parts"][0].length === 3 && csl.URL.includes("label=support_scam"));
  const download = page.waitForEvent("download");
  await page.locator("[data-cite=ris] [data-act=save]").click();
  const file = readFileSync(await (await download).path(), "utf8");
  assert.equal(file, (await text(page, "ris")).replaceAll(/\r?\n/g, "\r\n"));
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("views_are_kept_on_the_device_renamed_deleted_exported_and_imported", async () => {
  const page = await desktop();
  await openSheet(page, `${site}?label=phishing`, "saved");
  await page.locator("input[name=view-name]").fill("フィッシング研修");
  await page.locator(".save-view button").click();
  await page.locator(".saved-name").waitFor();
  assert.equal(await page.locator("[data-kept]").getAttribute("data-kept"), "device");
  await openSheet(page, `${site}?q=USB`, "saved");
  await page.reload();
  await settled(page);
  assert.equal(await page.locator(".saved-name").innerText(), "フィッシング研修", "still there after a reload");
  await page.locator("[data-act=rename]").click();
  await page.locator(".rename input").fill("別の名前");
  await page.keyboard.press("Enter");
  await page.locator(".saved-name", { hasText: "別の名前" }).waitFor();

  const download = page.waitForEvent("download");
  await page.locator("[data-act=export-views]").click();
  const file = await (await download).path();
  assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), { schema: "jikenbo-views-1", views: [{ name: "別の名前", query: "label=phishing" }] });
  const links = await text(page, "views");
  await page.locator("[data-act=delete]").click();
  await page.locator(".saved-name").waitFor({ state: "detached" });
  await unfold(page, "import");
  await page.locator("input[name=views-file]").setInputFiles({ name: "views.json", mimeType: "application/json", buffer: readFileSync(file) });
  await page.locator(".saved-name", { hasText: "別の名前" }).waitFor();
  await page.locator("[data-act=delete]").click();
  await page.locator(".saved-name").waitFor({ state: "detached" });
  await page.locator("textarea[name=views-text]").fill(links);
  await page.locator("textarea[name=views-text]").blur();
  await page.locator(".saved-name", { hasText: "別の名前" }).click();
  await page.locator("dialog.sheet:not([open])").waitFor({ state: "attached" });
  await quiet(page);
  assert.equal(new URL(page.url()).search, "?label=phishing", "the view is open");
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("tp_2_where_storage_is_denied_views_are_kept_in_memory_and_nothing_fails", async () => {
  const { page, frame } = await framed('sandbox="allow-scripts allow-popups"', "label=phishing&ui=full&lang=ja");
  await frame.locator("[data-opens=share]").first().click();
  await frame.locator("[data-tab=saved]").click();
  await frame.locator(".save-view button").click();
  await frame.locator(".saved-name").waitFor();
  assert.equal(await frame.locator("[data-kept]").getAttribute("data-kept"), "memory");
  await frame.locator("[data-tab=share]").click();
  await frame.locator("[data-tab=saved]").click();
  await frame.locator(".saved-name").waitFor();
  assert.match(await text(frame, "views"), /label=phishing/);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

for (const theme of ["light", "dark"]) {
  for (const lang of ["ja", "en"]) {
    if (!full && (theme === "dark") !== (lang === "en")) continue;
    test(`every_sheet_passes_axe_and_fits_the_phone_${theme}_${lang}`, async () => {
      const page = await desktop();
      await page.context().addInitScript(axe);
      await open(page, `${site}?label=support_scam&lang=${lang}&theme=${theme}`);
      const [a, b] = await ids(page);
      await openSheet(page, `${site}?pick=${a},${b}&case=${a}&lang=${lang}&theme=${theme}&title=T`, "share");
      for (const tab of ["share", "cite", "export", "print", "saved"]) {
        await page.locator(`[data-tab=${tab}]`).click();
        if (tab === "share") for (const part of ["qr", "text", "page", "embed"]) await unfold(page, part);
        if (tab === "export") {
          await unfold(page, "columns");
          await page.locator("[data-act=make]").click();
          await page.locator("[data-act=save]").waitFor();
        }
        if (tab === "saved") await page.locator(".save-view button").click();
        for (const width of [320, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          await quiet(page);
          const wide = await page.evaluate(() => {
            const body = document.querySelector(".sheet-body");
            const beyond = (e) => e.getBoundingClientRect().right > body.getBoundingClientRect().right + 1;
            return [...body.querySelectorAll("*")].filter(beyond).slice(0, 3).map((e) => e.outerHTML.slice(0, 150));
          });
          assert.deepEqual(wide, [], `${tab}: wider than ${width} px`);
        }
        const found = await page.evaluate(async () => {
          const { violations } = await globalThis.axe.run(document.querySelector("dialog.sheet"), { resultTypes: ["violations"], iframes: false });
          const grave = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
          return grave.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} ${n.any[0]?.message ?? ""}`).join(" | ")}`);
        });
        assert.deepEqual(found, [], tab);
      }
      assert.deepEqual(await faults(page), []);
      await page.context().close();
    });
  }
}
