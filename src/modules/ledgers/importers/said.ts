// One row as the interface has it, finished the same way by every format: its key, its name, its bounds.
import { nameKeyOf, serialKeyOf, tagKeyOf } from "../declared/keys.ts";
import type { FieldName } from "../declared/fields.ts";
import { type LedgerName, ledgerOf } from "../declared/ledgers.ts";
import { momentIn } from "./days.ts";
import type { Said, SaidProblem } from "./importer.ts";
import { bounded, cutTo } from "./raw.ts";
import { asText, complain, gather, type Gathered, isNothing } from "./values.ts";

export type Draft = {
  row: number;
  /** The number that the source itself gave the thing. */
  id?: unknown;
  name?: unknown;
  belongsTo?: unknown;
  person?: unknown;
  state?: Said["state"];
  seenAt?: unknown;
  isGone?: boolean;
  /** The tag tells things apart within the whole source, not within one company of it. */
  isTagOfAll?: boolean;
  /** Makes the row none of the ledger, by a key of `errors.source`. */
  refused?: { code: string; value?: unknown };
  raw: Record<string, unknown>;
};

const mostOfKey = 400;

const oneLine = (given: unknown) => {
  const text = asText(given).replace(/\s+/gu, " ");
  return isNothing(text) ? "" : text;
};

export function said(draft: Draft, gathered: Gathered): Said {
  const { ledger, values, problems } = gathered;
  const belongsTo = oneLine(draft.belongsTo) || null;
  const text = (field: FieldName) => oneLine(values[field]);
  const name =
    oneLine(draft.name) ||
    keyFields(ledger)
      .map(text)
      .find((one) => one !== "") ||
    oneLine(draft.id) ||
    "";
  const sourceKey = keyOf(draft, gathered, belongsTo, name);
  if (name.length > 255) complain(gathered, "cut", "name", name);
  if (draft.refused) fatal(problems, draft.refused.code, draft.refused.value);
  else if (sourceKey === "") fatal(problems, "no_key");
  return {
    row: draft.row,
    ledger,
    sourceKey,
    name: cutTo(name, 255),
    values,
    belongsTo: belongsTo === null ? null : cutTo(belongsTo, 200),
    person: cutTo(oneLine(draft.person), 255) || null,
    state: draft.state ?? "in_use",
    seenAt: seenAtOf(draft.seenAt, gathered),
    isGone: draft.isGone ?? false,
    problems,
    raw: draft.raw,
  };
}

function fatal(problems: SaidProblem[], code: string, value?: unknown): void {
  const text = value === undefined ? "" : cutTo(asText(value), 200);
  problems.push({ code, ...(text === "" ? {} : { value: text }), isFatal: true });
}

function keyFields(ledgerName: LedgerName): FieldName[] {
  const { keys } = ledgerOf(ledgerName);
  return [...keys.name, ...(keys.tag ? [keys.tag] : []), ...(keys.serial ? [keys.serial] : [])];
}

/**
 * The source's own id as it is; else the serial number, the tag or the name, folded and marked by what they are, so that the
 * tag 0001 of one is not the serial 0001 of another. Tags and names count within a company.
 */
function keyOf(draft: Draft, { ledger, values }: Gathered, belongsTo: string | null, name: string): string {
  const id = oneLine(draft.id);
  if (id !== "") return cutTo(id, mostOfKey);
  const { keys } = ledgerOf(ledger);
  const text = (field: FieldName | undefined) => (field === undefined ? "" : oneLine(values[field]));
  const within = belongsTo === null ? "" : `${belongsTo.slice(0, 120)}|`;
  const serial =
    keys.serial === "serial" ? serialKeyOf(text("serial")) : text(keys.serial).toUpperCase() || null;
  const tag = tagKeyOf(text(keys.tag));
  // Of user IDs, a name counts within its system; of product components, within their version.
  const named =
    ledger === "user_ids"
      ? name && `${text("system")}|${name}`
      : // Several services of one maker share an address; their names do not.
        ledger === "cloud_services" && name !== ""
        ? name
        : keys.name.map(text).find((one) => one !== "") || name;
  const nameKey = nameKeyOf(named);
  if (serial) return cutTo(`serial:${serial}`, mostOfKey);
  if (tag) return cutTo(`tag:${draft.isTagOfAll ? "" : within}${tag}`, mostOfKey);
  return nameKey ? cutTo(`name:${within}${nameKey}`, mostOfKey) : "";
}

function seenAtOf(given: unknown, gathered: Gathered): string | null {
  const text = asText(given);
  if (isNothing(text)) return null;
  const read = momentIn(text, gathered.dayOrder);
  if (typeof read === "object") return read.at;
  if (read !== "never") complain(gathered, read === "unclear" ? "day_order_unclear" : read, "seenAt", text);
  return null;
}

/** A row of which nothing can be said but why. */
export function refusedRow(
  row: number,
  ledger: LedgerName,
  code: string,
  raw: Record<string, unknown> = {},
  value?: unknown,
): Said {
  return said({ row, refused: { code, value }, raw: bounded(raw) }, gather(ledger));
}
