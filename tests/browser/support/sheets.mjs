// The dialog of the sheets, for the tests that drive it.
import { settled } from "./app.mjs";

/** Opens the site and one of its sheets, as the button of a frame's "new tab" does. */
export async function openSheet(page, address, sheet) {
  await page.goto(`${address}#${sheet}`);
  await settled(page);
  await page.locator("dialog.sheet[open]").waitFor();
}

/** The text of a field that can be copied. */
export const text = (frame, name) => frame.locator(`[data-copy=${name}] textarea`).inputValue();

/** Opens a part of the sheet that is folded away. */
export async function unfold(frame, part) {
  const details = frame.locator(`details[data-part=${part}]`);
  if ((await details.getAttribute("open")) === null) await details.locator("summary").first().click();
}
