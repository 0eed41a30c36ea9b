// Bundles styles and scripts, cuts the fonts to the letters in use, and writes manifest.json
// (file name -> hash of its bytes), from which the server makes addresses that never go stale.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { buildFonts } from "./build-fonts.mjs";
import { writeNotices } from "./build-notices.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, "../src/corridor/web");
const source = join(web, "static_src");
const target = join(web, "static");

const common = {
  bundle: true,
  minify: true,
  legalComments: "none",
  target: ["chrome111", "firefox115", "safari16.4"],
  outdir: target,
  nodePaths: [join(here, "node_modules")],
  logLevel: "warning",
};

await mkdir(join(target, "fonts"), { recursive: true });
await esbuild.build({
  ...common,
  entryPoints: [join(source, "css/app.css")],
  external: ["./fonts/*", "./wave*"],
});
await esbuild.build({
  ...common,
  format: "esm",
  entryPoints: ["app", "verify", "qr", "trip", "charts"].map((name) => join(source, `ts/${name}.ts`)),
});
await esbuild.build({ ...common, format: "iife", entryPoints: ["sw", "trip-sw", "push-sw"].map((name) => join(source, `ts/${name}.ts`)) });
for (const file of await readdir(join(source, "svg"))) {
  await cp(join(source, "svg", file), join(target, file));
}
await buildFonts(join(target, "fonts"));
await writeNotices(join(here, "node_modules"), join(target, "licences.txt"));
await writeManifest();

async function writeManifest() {
  const manifest = {};
  for (const file of (await readdir(target)).sort()) {
    if (!/\.(css|js|svg)$/.test(file)) continue;
    const bytes = await readFile(join(target, file));
    manifest[file] = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  }
  await writeFile(join(target, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");
}
