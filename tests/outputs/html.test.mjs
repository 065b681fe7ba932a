// Every HTML file of the site is valid, by a validator that is not ours.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HtmlValidate } from "html-validate";
import { files, text } from "./site.mjs";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard"],
  rules: {
    // A frame that is not measured yet is empty; the app fills it.
    "empty-heading": "error",
    // Both ways of writing `<br>` and `<meta>` are valid.
    "void-style": "off",
    // Trunk writes `crossorigin="anonymous"`, which is as valid as the short form.
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    // Titles of cases are as long as they are.
    "long-title": "off",
    // How a host serves a script is not the page's to say: integrity hashes break sandboxed frames (Trunk.toml).
    "require-sri": "off",
    "no-trailing-whitespace": "off",
    // A doctype in small letters is the usual one today.
    "doctype-style": "off",
  },
});

test("every HTML file of the site is valid", async () => {
  const pages = files().filter((path) => path.endsWith(".html"));
  const wrong = [];
  for (const path of pages) {
    const { valid, results } = await validator.validateString(text(path), path);
    if (valid) continue;
    for (const { messages } of results) {
      for (const m of messages.filter((m) => m.severity === 2)) wrong.push(`${path}:${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
    }
  }
  assert.ok(pages.length > 500, `only ${pages.length} pages`);
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} findings`);
});
