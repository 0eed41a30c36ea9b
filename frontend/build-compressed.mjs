// Compresses what the build made, once and as far as it goes: a file.css stands beside file.css.br
// and file.css.gz, of which the server hands out what the browser takes. Fonts are packed already.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const target = join(dirname(fileURLToPath(import.meta.url)), "../src/corridor/web/static");
const LEAST = 1000; // shorter files fit one packet

for (const file of await readdir(target)) {
  if (!/\.(css|js|json|svg|txt)$/.test(file)) continue;
  const bytes = await readFile(join(target, file));
  if (bytes.length < LEAST) continue;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  await writeFile(join(target, `${file}.br`), brotliCompressSync(bytes, { params }));
  await writeFile(join(target, `${file}.gz`), gzipSync(bytes, { level: 9 }));
}
