// Cuts Noto Sans to the alphabets of the corridor's states and to weights 400-700.
import { createRequire } from "node:module";
import { readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import subsetFont from "subset-font";

const require = createRequire(import.meta.url);
const weights = { variationAxes: { wght: { min: 400, max: 700 } }, targetFormat: "woff2" };

// Name of the subset -> package and code points (inclusive pairs), as in css/fonts.css.
const subsets = {
  latin: ["noto-sans", [[0x20, 0x7e], [0xa0, 0xff], [0x131, 0x131], [0x2010, 0x2027],
    [0x202f, 0x203a], [0x20ac, 0x20ac], [0x2190, 0x2193], [0x2212, 0x2212]]],
  "latin-ext": ["noto-sans", [[0x100, 0x17f], [0x18f, 0x18f], [0x1cd, 0x1dc], [0x1f0, 0x1f0], [0x259, 0x259],
    [0x2b9, 0x2bc], [0x1e24, 0x1e25], [0x1e28, 0x1e29],
    [0x20b8, 0x20b8], [0x20ba, 0x20ba], [0x20bc, 0x20be]]],
  cyrillic: ["noto-sans", [[0x301, 0x301], [0x400, 0x45f], [0x490, 0x491], [0x4b0, 0x4b1],
    [0x2116, 0x2116]]],
  "cyrillic-ext": ["noto-sans", [[0x492, 0x4af], [0x4b2, 0x4f9]]],
  georgian: ["noto-sans-georgian", [[0x10a0, 0x10ff]]],
};

export async function buildFonts(target) {
  for (const [name, [family, ranges]] of Object.entries(subsets)) {
    const out = join(target, name === "georgian" ? "noto-sans-georgian.woff2"
      : `noto-sans-${name}.woff2`);
    if (await isFile(out)) continue;
    const cut = await subsetFont(await fontBytes(family, name), letters(ranges), weights);
    await writeFile(out, cut);
  }
}

async function fontBytes(family, name) {
  const root = dirname(require.resolve(`@fontsource-variable/${family}/package.json`));
  return readFile(join(root, "files", `${family}-${name}-wght-normal.woff2`));
}

function letters(ranges) {
  return ranges
    .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i))
    .map((point) => String.fromCodePoint(point))
    .join("");
}

async function isFile(path) {
  return stat(path).then((found) => found.isFile(), () => false);
}
