import assert from "node:assert/strict";
import { test } from "node:test";
import { nextRow } from "../../src/corridor/web/static_src/ts/keys";
import { freeSide } from "../../src/corridor/web/static_src/ts/map-labels";
import { worseOf } from "../../src/corridor/web/static_src/ts/verdict";
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

test("a label goes to the first side that covers nothing", () => {
  const sign = { x: 100, y: 100, width: 10, height: 10 };
  const frame = { x: 0, y: 0, width: 300, height: 300 };
  const size = { width: 60, height: 14 };
  assert.equal(freeSide(sign, size, [], frame)?.anchor, "start");
  const east = { x: 110, y: 60, width: 100, height: 90 };
  assert.equal(freeSide(sign, size, [east], frame)?.anchor, "end");
  assert.equal(freeSide(sign, size, [frame], frame), null);
});

test("of device and node the worse word counts, and what nobody could ask is said", () => {
  const own = { word: "valid" as const, beside: "", reasons: ["genuine"], permit: null };
  const revoked = { word: "invalid" as const, beside: "", reasons: ["revoked"] };
  assert.deepEqual(worseOf(own, revoked), { ...revoked, permit: null });
  const unasked = { word: "valid" as const, beside: "not asked", reasons: ["genuine", "fits"] };
  const own2 = { ...own, reasons: ["genuine", "plate"] };
  assert.deepEqual(worseOf(own2, unasked), { ...unasked, permit: null, reasons: ["genuine", "fits", "plate"] });
  const doubt = { ...own, word: "check" as const, reasons: ["old list"] };
  assert.deepEqual(worseOf(doubt, unasked), {
    word: "check", beside: "not asked", reasons: ["old list", "genuine", "fits"], permit: null,
  });
});
