// Gathers the licences of what the bundles and fonts contain, as those licences ask.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const CONTAINED = [
  "@fontsource-variable/noto-sans",
  "@fontsource-variable/noto-sans-georgian",
  "@noble/curves",
  "@noble/hashes",
  "htmx.org",
  "jsqr",
  "world-atlas",
];

export async function writeNotices(modules, path) {
  const notices = await Promise.all(CONTAINED.map((name) => notice(modules, name)));
  await writeFile(path, notices.join("\n\n"));
}

async function notice(modules, name) {
  const folder = join(modules, name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? await readFile(join(folder, file), "utf8") : `Licence: ${license}`;
  return `${name} ${version}\n\n${text.trim()}\n`;
}
