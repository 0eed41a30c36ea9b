import assert from "node:assert/strict";
import test from "node:test";
import { metadataOf, rememberedAs } from "../../src/corridor/web/static_src/ts/upload";

test("what an upload is called goes in letters of any script", () => {
  const told = metadataOf({ filename: "Накладная.pdf", paper: "cmr" });
  const [name, paper] = told.split(",") as [string, string];
  assert.equal(Buffer.from(name.split(" ")[1] as string, "base64").toString(), "Накладная.pdf");
  assert.equal(paper, "paper Y21y");
});

test("a file goes on only where it is the same file of the same draft", () => {
  const file = { name: "CMR.pdf", size: 10, lastModified: 5 };
  const here = rememberedAs("mv-KG-1", file);
  assert.equal(rememberedAs("mv-KG-1", { ...file }), here);
  for (const other of [{ ...file, size: 11 }, { ...file, lastModified: 6 }, { ...file, name: "a" }]) {
    assert.notEqual(rememberedAs("mv-KG-1", other), here);
  }
  assert.notEqual(rememberedAs("mv-KG-2", file), here);
});
