// The form of an access token: ygr_<key>_<random><checksum>. The key may be shown and finds the row; the checksum tells a
// scanner of sources and logs that it found a token and no word that looks like one, without asking the server.
import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const keyLength = 10;
/** 32 letters of 62 are 190 bits. */
const randomLength = 32;
const sumLength = 6;
const form = /^ygr_([0-9A-Za-z]{10})_[0-9A-Za-z]{38}$/;

const drawn = (length: number) => Array.from({ length }, () => letters[randomInt(letters.length)]).join("");

function sumOf(text: string): string {
  let rest = crc32(text);
  let sum = "";
  for (let at = 0; at < sumLength; at += 1) {
    sum = `${letters[rest % letters.length]}${sum}`;
    rest = Math.floor(rest / letters.length);
  }
  return sum;
}

export function newAccessToken(): { key: string; token: string } {
  const key = drawn(keyLength);
  const begun = `ygr_${key}_${drawn(randomLength)}`;
  return { key, token: `${begun}${sumOf(begun)}` };
}

/** Whether something has the form of an access token: then it is never taken for the token of a session. */
export const isAccessToken = (text: string) => form.test(text);

/** The key of a token whose checksum is right; null of everything else. */
export function keyOfToken(text: string): string | null {
  const key = form.exec(text)?.[1];
  return key && sumOf(text.slice(0, -sumLength)) === text.slice(-sumLength) ? key : null;
}
