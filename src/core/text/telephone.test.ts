import assert from "node:assert/strict";
import { test } from "node:test";
import { readTelephone, telephoneLink } from "./telephone.ts";

test("a telephone number is kept in one form however it was typed, and what cannot be called is none", () => {
  for (const [given, kept, link] of [
    ["０３－１２３４－５６７８", "03-1234-5678", "tel:0312345678"],
    ["03ー1234ー5678", "03-1234-5678", "tel:0312345678"],
    [" TEL: (03) 1234 5678 ", "(03) 1234 5678", "tel:0312345678"],
    ["+81 3-1234-5678（内線１２）", "+81 3-1234-5678 ext. 12", "tel:+81312345678;ext=12"],
    ["+49 30 901820 x 301", "+49 30 901820 ext. 301", "tel:+4930901820;ext=301"],
    ["021-1234-5678转8", "021-1234-5678 ext. 8", "tel:02112345678;ext=8"],
    ["+86.21.1234 – 5678", "+86.21.1234-5678", "tel:+862112345678"],
  ] as const) {
    assert.equal(readTelephone(given), kept, given);
    assert.equal(readTelephone(kept), kept, `${kept} again`);
    assert.equal(telephoneLink(kept), link);
  }
  for (const none of ["", "内線1234", "1234", "call me", "03-1234-5678 / 090-1111-2222", "+1234567890123456"])
    assert.equal(readTelephone(none), null, none);
});
