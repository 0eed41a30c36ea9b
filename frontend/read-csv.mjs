// Reads a CSV file with a header line (RFC 4180) into objects.
import { readFile } from "node:fs/promises";

export async function readCsv(path) {
  const [header, ...rows] = rowsOf(await readFile(path, "utf8"));
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ""])));
}

function rowsOf(text) {
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/gy;
  const rows = [[]];
  for (let found = cell.exec(text); found && cell.lastIndex <= text.length; found = cell.exec(text)) {
    rows.at(-1).push(found[1].startsWith('"') ? found[1].slice(1, -1).replaceAll('""', '"') : found[1]);
    if (found[2] === "") break;
    if (found[2] !== ",") rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}
