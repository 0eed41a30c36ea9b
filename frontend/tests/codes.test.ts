import assert from "node:assert/strict";
import { test } from "node:test";
import { lastOf, meantOf, offersOf, rowOf, shownOf, withLast } from "../../src/corridor/web/static_src/ts/offers";

const OWN = [
  { value: "", text: "—" },
  { value: "KG-OSH", text: " Кыргызстан: Ош " },
  { value: "GE-POTI", text: "Грузия: Поти" },
];

test("of a select its own options alone are offered, in the order of the answer", () => {
  const answer = ["UZ-OSH", "GE-POTI", "KG-OSH"].map((value) => ({ value, label: value }));
  assert.deepEqual(shownOf(answer, OWN).map((one) => one.value), ["GE-POTI", "KG-OSH"]);
  assert.equal(shownOf(answer).length, 3);
  assert.deepEqual(shownOf(answer, []), []);
});

test("a long answer is cut after what a select does not have was left out", () => {
  const answer = Array.from({ length: 90 }, (_, index) => ({ value: `${index}`, label: "" }));
  assert.equal(shownOf(answer).length, 15);
  assert.deepEqual(shownOf(answer, [{ value: "89", text: "last" }]).map((one) => one.value), ["89"]);
});

test("an arrow opens all that a select has, but not the empty choice", () => {
  assert.deepEqual(offersOf(OWN), [
    { value: "KG-OSH", label: "Кыргызстан: Ош" },
    { value: "GE-POTI", label: "Грузия: Поти" },
  ]);
});

test("a code or a whole name is meant without being chosen from the list", () => {
  assert.equal(meantOf(OWN, "kg-osh ")?.value, "KG-OSH");
  assert.equal(meantOf(OWN, "грузия: поти")?.value, "GE-POTI");
  assert.equal(meantOf(OWN, "  ")?.value, "");
  assert.equal(meantOf(OWN, "Ош"), undefined);
  assert.equal(meantOf(OWN.slice(1), ""), undefined);
});

test("of several codes the one that is being typed is looked for, and becomes a code", () => {
  assert.equal(lastOf("1203, бен"), "бен");
  assert.equal(lastOf("бенз"), "бенз");
  assert.equal(lastOf("1203, "), "");
  assert.equal(withLast("бенз", "1203"), "1203");
  assert.equal(withLast("1203, диз", "1202"), "1203, 1202");
});

test("the arrows go round the rows; other keys lead nowhere", () => {
  assert.equal(rowOf("ArrowDown", -1, 3), 0);
  assert.equal(rowOf("ArrowDown", 2, 3), 0);
  assert.equal(rowOf("ArrowUp", -1, 3), 2);
  assert.equal(rowOf("ArrowUp", 2, 3), 1);
  assert.equal(rowOf("ArrowUp", 0, 3), 2);
  assert.equal(rowOf("Tab", 0, 3), null);
});
