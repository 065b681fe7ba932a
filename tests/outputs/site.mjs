// The finished site as a set of files, for the checks of this folder. JIKENBO_DIST says where it lies.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const DIST = process.env.JIKENBO_DIST ?? "dist";
export const BIN = process.env.JIKENBO_BIN;

/** Every file below a folder, as paths with "/" between the parts. */
export function files(folder = DIST) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length).replaceAll("\\", "/").replace(/^\//, ""))
    .sort();
}

export const text = (path, folder = DIST) => readFileSync(join(folder, path), "utf8");
