import assert from "node:assert/strict";
import { test } from "node:test";
import { identifier } from "../../src/corridor/web/static_src/ts/typed";
import cases from "../../tests/vectors/typed.json";

test("a number is read as the node reads it", () => {
  for (const [text, meant] of cases.identifier) assert.equal(identifier(text!), meant);
});
