// From the bytes of a delimited file to numbered rows of text. Nothing is interpreted here and nothing is dropped.

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "shift_jis" | "gb18030";
/** `number` is the line as people count it in their file: the first row is 1, empty rows count. */
export type SheetRow = { number: number; cells: string[] };
export type ReadTable = { encoding: Encoding; delimiter: string; rows: SheetRow[] };
export type ReadProblem =
  | "import.not_text"
  | "import.unclosed_quote"
  | "import.too_many_rows"
  | "import.too_many_columns";
export type ReadResult = { ok: true; table: ReadTable } | { ok: false; problem: ReadProblem };

const maxRows = 200_000;
const maxColumns = 500;

/** Reads CSV or TSV. Quotes follow RFC 4180 section 2; the delimiter is the one that splits most of the first lines. */
export function readDelimited(bytes: Uint8Array): ReadResult {
  const decoded = decode(bytes);
  if (decoded === null) return { ok: false, problem: "import.not_text" };
  const delimiter = delimiterOf(decoded.text);
  const parsed = parse(decoded.text, delimiter);
  if (typeof parsed === "string") return { ok: false, problem: parsed };
  return { ok: true, table: { encoding: decoded.encoding, delimiter, rows: parsed } };
}

const marks: readonly { bytes: readonly number[]; encoding: Encoding }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

/**
 * A byte order mark decides; then valid UTF-8; then the legacy encodings of Japanese and Chinese Excel. Both accept
 * most byte pairs, so the one whose text holds kana, or failing that fewer rare characters, is taken.
 */
function decode(bytes: Uint8Array): { text: string; encoding: Encoding } | null {
  const mark = marks.find((one) => one.bytes.every((byte, at) => bytes[at] === byte));
  if (mark) {
    const text = tryDecode(bytes, mark.encoding);
    return text === null ? null : { text, encoding: mark.encoding };
  }
  if (bytes.includes(0)) return null;
  const utf8 = tryDecode(bytes, "utf-8");
  if (utf8 !== null) return { text: utf8, encoding: "utf-8" };
  const legacy = (["shift_jis", "gb18030"] as const).flatMap((encoding) => {
    const text = tryDecode(bytes, encoding);
    return text === null ? [] : [{ text, encoding, strange: strangeness(text) }];
  });
  legacy.sort((one, other) => one.strange - other.strange);
  return legacy[0] ?? null;
}

function tryDecode(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    // TypeError is how the Encoding Standard reports bytes that the encoding does not have; all else is a fault.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Share of characters that business files hardly hold: half-width kana, private use, rare CJK extensions. */
function strangeness(text: string): number {
  const strange = text.match(/[\uFF61-\uFF9F\uE000-\uF8FF\u3400-\u4DBF\u{20000}-\u{2FA1F}]/gu)?.length ?? 0;
  const kana = text.match(/[\u3041-\u30FA]/gu)?.length ?? 0;
  return (strange - kana) / Math.max(1, text.length);
}

function delimiterOf(text: string): string {
  const head = text.slice(0, 20_000).replace(/"[^"]*"/g, "");
  const counted = [",", "\t", ";"].map((delimiter) => ({ delimiter, count: head.split(delimiter).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}

type Parsing = { rows: SheetRow[]; cells: string[]; cell: string; quoted: boolean };

function parse(text: string, delimiter: string): SheetRow[] | ReadProblem {
  const state: Parsing = { rows: [], cells: [], cell: "", quoted: false };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? "";
    if (state.quoted) {
      if (letter !== '"') state.cell += letter;
      else if (text[at + 1] === '"') {
        state.cell += '"';
        at += 1;
      } else state.quoted = false;
    } else if (letter === '"' && state.cell === "") state.quoted = true;
    else if (letter === delimiter) endCell(state);
    else if (letter === "\n" || letter === "\r") {
      if (letter === "\r" && text[at + 1] === "\n") at += 1;
      endRow(state);
      if (state.rows.length > maxRows) return "import.too_many_rows";
    } else state.cell += letter;
    if (state.cells.length > maxColumns) return "import.too_many_columns";
  }
  if (state.quoted) return "import.unclosed_quote";
  if (state.cell !== "" || state.cells.length > 0) endRow(state);
  return state.rows;
}

function endCell(state: Parsing): void {
  state.cells.push(state.cell);
  state.cell = "";
}

function endRow(state: Parsing): void {
  endCell(state);
  state.rows.push({ number: state.rows.length + 1, cells: state.cells });
  state.cells = [];
}
