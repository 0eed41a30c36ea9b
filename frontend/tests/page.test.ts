import assert from "node:assert/strict";
import { test } from "node:test";
import { nextRow } from "../../src/corridor/web/static_src/ts/keys";
import { asScanned } from "../../src/corridor/web/static_src/ts/wedge";

test("rows: the first press enters the list, the ends hold", () => {
  assert.equal(nextRow(-1, 1, 5), 0);
  assert.equal(nextRow(-1, -1, 5), 4);
  assert.equal(nextRow(4, 1, 5), 4);
  assert.equal(nextRow(0, -1, 5), 0);
});

test("a scanner under a Russian layout is understood", () => {
  assert.equal(asScanned("ВЕС1юунОз-_юйФ9\n"), "DTC1.eyJp-_.qA9");
});

test("a text typed as it is stays as it is", () => {
  assert.equal(asScanned(" DTC1.abc.def\n"), "DTC1.abc.def");
  assert.equal(asScanned("привет"), "привет");
});
