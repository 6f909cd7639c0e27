// Which encoding a text file is in: a mark decides, then validity, then likelihood.
import { type Encoding, type EncodingGuess, SheetError } from "./sheet.ts";

const marks: readonly { bytes: readonly number[]; encoding: Encoding }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];
const sampleBytes = 65_536;

/** Looks at the first 64 KiB only; throws `sheet.not_text` when no encoding has these bytes. */
export function guessEncoding(bytes: Uint8Array): EncodingGuess {
  const mark = marks.find((one) => one.bytes.every((byte, at) => bytes[at] === byte));
  if (mark) return { encoding: mark.encoding, byteOrderMark: true, sure: "certain" };
  const sample = bytes.subarray(0, sampleBytes);
  if (sample.includes(0)) return guessUtf16(sample);
  if (tryDecode(sample, "utf-8") !== null)
    return { encoding: "utf-8", byteOrderMark: false, sure: "certain" };
  const fitting = (["shift_jis", "euc-jp", "gb18030"] as const).flatMap((encoding) => {
    const text = tryDecode(sample, encoding);
    return text === null ? [] : [{ encoding, strange: strangeness(text) + rarityOf(encoding, text) }];
  });
  fitting.sort((one, other) => one.strange - other.strange);
  const [best, next] = fitting;
  if (!best) throw new SheetError("sheet.not_text");
  return {
    encoding: best.encoding,
    byteOrderMark: false,
    sure: next && next.strange - best.strange < 0.1 ? "guess" : "likely",
  };
}

/** Unmarked UTF-16 shows by zeros standing on one side of the pairs only, as delimiters and digits do. */
function guessUtf16(sample: Uint8Array): EncodingGuess {
  const zeros = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [high = 0, low = 0] = zeros;
  const encoding = high === 0 ? "utf-16le" : low === 0 ? "utf-16be" : null;
  if (encoding === null || tryDecode(sample, encoding) === null) throw new SheetError("sheet.not_text");
  return { encoding, byteOrderMark: false, sure: "likely" };
}

function tryDecode(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    // stream: the sample may end within a character.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Share of characters that business files hardly hold (half-width kana, private use, rare ideographs), less full-width kana. */
function strangeness(text: string): number {
  const strange = text.match(/[\uFF61-\uFF9F\uE000-\uF8FF\u3400-\u4DBF\u{20000}-\u{2FA1F}]/gu)?.length ?? 0;
  const kana = text.match(/[\u3041-\u30FA]/gu)?.length ?? 0;
  const foreign = text.match(/[^\x20-\x7e\s]/gu)?.length ?? 0;
  return (strange - kana) / Math.max(1, foreign);
}

/** Most Chinese lists are valid EUC-JP as well; a Japanese one without a single kana is the rarer of the two. */
const rarityOf = (encoding: Encoding, text: string) =>
  encoding === "euc-jp" && !/[\u3041-\u30FA]/u.test(text) ? 0.05 : 0;
