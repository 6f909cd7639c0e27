// The rules that come with the product: read and checked once per process, brought into the database as rows that nobody has
// adopted. Also after an upgrade; what is there already stays as it is.
import { readFileSync } from "node:fs";
import { sql } from "kysely";
import { parse } from "yaml";
import type { Ctx } from "#core/context.ts";
import { record } from "#core/events/record.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { type Condition, wrongWith } from "../mechanism/conditions.ts";
import type { Mechanism, Rule } from "../mechanism/rules.ts";

type Texts = readonly [en: string, ja: string, zh: string];
type Read = Partial<Omit<Mechanism, "anchorOf">> &
  Pick<Rule, "key" | "jurisdiction" | "stage" | "anchor" | "unit"> & {
    version?: number;
    subject?: Rule["subject"];
    status?: Rule["status"];
    from?: string;
    of?: string;
    whose: Condition;
    when: Condition;
    sure: "high" | "medium" | "low";
    source: readonly [title: string, address: string];
    name: Texts;
    duty: Texts;
    recipient: Texts;
    notes: Texts;
  };

export type ShippedRule = Omit<Rule, "id" | "isAdopted"> & {
  words: Record<"en" | "ja" | "zh", Record<"name" | "duty" | "recipient" | "notes", string>>;
  sourceTitle: string;
  sourceAddress: string;
  readOn: string;
  sure: "high" | "medium" | "low";
};

let loaded: ShippedRule[] | undefined;

/** @throws Error naming the rule and what is wrong with it. */
export function shippedRules(): ShippedRule[] {
  loaded ??= readShipped(readFileSync(new URL("./rules.yaml", import.meta.url), "utf8"));
  return loaded;
}

export function readShipped(text: string): ShippedRule[] {
  const file = parse(text) as { readOn: string; rules: Read[] };
  return file.rules.map((one) => {
    const wrong = wrongWith(one.whose) ?? wrongWith(one.when);
    if (wrong) throw new Error(`The shipped rule ${one.key} cannot be judged: ${wrong}`);
    // A comma that was not quoted makes four texts of three, each in the wrong language.
    for (const texts of [one.name, one.duty, one.recipient, one.notes])
      if (texts.length !== 3)
        throw new Error(`The shipped rule ${one.key} has not three texts: ${texts.join(" | ")}`);
    return shippedOf(one, file.readOn);
  });
}

const shippedOf = (one: Read, readOn: string): ShippedRule => ({
  key: one.key,
  version: one.version ?? 1,
  companyId: null,
  subject: one.subject ?? "company",
  jurisdiction: one.jurisdiction,
  stage: one.stage,
  status: one.status ?? "in_force",
  effectiveFrom: one.from ?? null,
  effectiveTo: null,
  anchor: one.anchor,
  anchorOf: one.of ?? null,
  amount: one.amount ?? null,
  unit: one.unit,
  dayStart: one.dayStart ?? "next",
  calendar: one.calendar ?? "company",
  softFrom: one.softFrom ?? null,
  extension: one.extension ?? null,
  mayPause: one.mayPause ?? false,
  whose: one.whose,
  when: one.when,
  words: {
    en: wordsIn(one, 0),
    ja: wordsIn(one, 1),
    zh: wordsIn(one, 2),
  },
  sourceTitle: one.source[0],
  sourceAddress: one.source[1],
  readOn,
  sure: one.sure,
});

const wordsIn = (one: Read, at: 0 | 1 | 2) => ({
  name: one.name[at],
  duty: one.duty[at],
  recipient: one.recipient[at],
  notes: one.notes[at],
});

/** The row of the table, in its own columns: for the loader and for the sample group. */
export const rowOf = (rule: ShippedRule) => ({
  key: rule.key,
  version: rule.version,
  subject: rule.subject,
  jurisdiction: rule.jurisdiction,
  stage: rule.stage,
  status: rule.status,
  anchor: rule.anchor,
  anchorOf: rule.anchorOf,
  amount: rule.amount,
  unit: rule.unit,
  dayStart: rule.dayStart,
  calendar: rule.calendar,
  softFrom: rule.softFrom,
  extensionAmount: rule.extension?.amount ?? null,
  extensionUnit: rule.extension?.unit ?? null,
  mayPause: rule.mayPause,
  whose: rule.whose,
  appliesWhen: rule.when,
  words: rule.words,
  effectiveFrom: rule.effectiveFrom,
  sourceTitle: rule.sourceTitle,
  sourceAddress: rule.sourceAddress,
  readOn: rule.readOn,
  sure: rule.sure,
  reviewedOn: rule.readOn,
});

/** Brings in what is not there yet. A version that a group wrote under the same number keeps its place. */
export async function bringShipped(ctx: Ctx): Promise<number> {
  const rows = shippedRules().map((rule) => {
    const { anchorOf, dayStart, softFrom, extensionAmount, extensionUnit, mayPause, appliesWhen, ...rest } =
      rowOf(rule);
    const { effectiveFrom, sourceTitle, sourceAddress, readOn, reviewedOn, ...same } = rest;
    return {
      ...same,
      anchor_of: anchorOf,
      day_start: dayStart,
      soft_from: softFrom,
      extension_amount: extensionAmount,
      extension_unit: extensionUnit,
      may_pause: mayPause,
      applies_when: appliesWhen,
      effective_from: effectiveFrom,
      source_title: sourceTitle,
      source_address: sourceAddress,
      read_on: readOn,
      reviewed_on: reviewedOn,
    };
  });
  const { rows: brought } = await sql`
    insert into clock_rules (key, version, is_shipped, subject, jurisdiction, stage, status, anchor, anchor_of, amount, unit, day_start, calendar, soft_from,
      extension_amount, extension_unit, may_pause, whose, applies_when, words, effective_from, source_title, source_address, read_on, sure, reviewed_on)
    select s.key, s.version, true, s.subject, s.jurisdiction, s.stage, s.status, s.anchor, s.anchor_of, s.amount, s.unit, s.day_start, s.calendar, s.soft_from,
      s.extension_amount, s.extension_unit, s.may_pause, s.whose, s.applies_when, s.words, s.effective_from, s.source_title, s.source_address, s.read_on, s.sure,
      s.reviewed_on
    from jsonb_populate_recordset(null::clock_rules, ${JSON.stringify(rows)}::jsonb) s
    on conflict (key, version) do nothing returning id`.execute(ctx.db);
  if (brought.length > 0)
    await record(ctx, "clock_rules.shipped", {
      subject: { kind: "clock_rules", id: null, companyId: null },
      data: { rows: brought.length },
    });
  return brought.length;
}

/** At the first start and after an upgrade; afterwards it finds nothing to do. */
export const shippedClock: TimedWork = {
  name: "clock_rules.shipped",
  everySeconds: 3600,
  async run(ctx) {
    const { rows } = await sql`select from group_settings limit 1`.execute(ctx.db);
    // Before the group is founded there is nobody whose rules they would be; the next look finds it.
    if (rows.length > 0) await bringShipped(ctx);
  },
};

/** At once when the group is founded: its first incident may be of that day. */
export const shippedAtFounding: Subscriber = {
  name: "clock_rules.founding",
  verbs: ["group.set_up"],
  from: "now",
  handle: async (ctx) => {
    await bringShipped(ctx);
  },
};
