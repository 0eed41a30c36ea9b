// Bundles the tests (they are TypeScript) and gives them to Node's own runner.
import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const made = join(here, "node_modules/.tests");
const tests = (await readdir(join(here, "tests"))).filter((file) => file.endsWith(".test.ts"));

await rm(made, { recursive: true, force: true });
await esbuild.build({
  entryPoints: tests.map((file) => join(here, "tests", file)),
  outdir: made,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  nodePaths: [join(here, "node_modules")],
  logLevel: "warning",
});
const files = tests.map((file) => join(made, file.replace(/\.ts$/, ".mjs")));
const run = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" });
process.exit(run.status ?? 1);
