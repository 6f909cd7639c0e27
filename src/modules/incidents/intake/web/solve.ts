// The task of the form, solved while somebody writes: in small pieces, so that the page stays quick on an old telephone. By a hash of our
// own bundle, because a page over plain http has none from the browser.
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { startsWithZeros } from "../rules.ts";

const pieceMs = 12;

/** @returns the solution; never where `signal` ends it. */
export async function solve(task: string, bits: number, signal: AbortSignal): Promise<string> {
  const begun = sha256.create().update(utf8ToBytes(`${task}.`));
  let nonce = 0;
  while (!signal.aborted) {
    const until = performance.now() + pieceMs;
    while (performance.now() < until) {
      const tried = begun.clone().update(utf8ToBytes(String(nonce)));
      if (startsWithZeros(tried.digest(), bits)) return String(nonce);
      nonce += 1;
    }
    await new Promise((done) => setTimeout(done, 4));
  }
  return new Promise(() => undefined);
}

/** 256 bits that lead back to a report; made here, so that a lost answer does not lose them. */
export const newSecret = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
