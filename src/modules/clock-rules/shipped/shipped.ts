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
import type { certainties, Mechanism, Rule } from "../mechanism/rules.ts";

type Source = readonly [title: string, address: string];
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
    sure: (typeof certainties)[number];
    source: Source;
    more?: readonly Source[];
    /** Taken over without reading its source: it has no day of reading. */
    isRead?: boolean;
    name: Texts;
    duty: Texts;
    recipient: Texts;
    notes: Texts;
  };

export type ShippedRule = Omit<Rule, "id" | "isAdopted"> & {
  words: Record<"en" | "ja" | "zh", Record<"name" | "duty" | "recipient" | "notes", string>>;
  sourceTitle: string;
  sourceAddress: string;
  moreSources: { title: string; address: string }[];
  /** Null where nobody has read the source. */
  readOn: string | null;
  sure: (typeof certainties)[number];
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
  moreSources: (one.more ?? []).map(([title, address]) => ({ title, address })),
  readOn: one.isRead === false ? null : readOn,
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
  moreSources: JSON.stringify(rule.moreSources),
  readOn: rule.readOn,
  sure: rule.sure,
  reviewedOn: rule.readOn,
});

type Brought = { id: string; key: string; version: number; isNew: boolean };

/**
 * Brings in what is not there yet, and corrects what the product says of its own rules: words, sources, how sure and when read. What a
 * rule counts and who adopted it stay as they are, and so does the day of a review by somebody of the group. A version that a group
 * wrote under the same number keeps its place.
 */
export async function bringShipped(ctx: Ctx): Promise<number> {
  const rows = shippedRules().map((rule) => {
    const { moreSources, ...row } = rowOf(rule);
    const inColumns = Object.entries(row).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]);
    return { ...Object.fromEntries(inColumns), more_sources: JSON.parse(moreSources) };
  });
  const { rows: brought } = await sql<Brought>`
    insert into clock_rules (key, version, is_shipped, subject, jurisdiction, stage, status, anchor, anchor_of, amount, unit, day_start, calendar, soft_from,
      extension_amount, extension_unit, may_pause, whose, applies_when, words, effective_from, source_title, source_address, more_sources, read_on, sure, reviewed_on)
    select s.key, s.version, true, s.subject, s.jurisdiction, s.stage, s.status, s.anchor, s.anchor_of, s.amount, s.unit, s.day_start, s.calendar, s.soft_from,
      s.extension_amount, s.extension_unit, s.may_pause, s.whose, s.applies_when, s.words, s.effective_from, s.source_title, s.source_address, s.more_sources,
      s.read_on, s.sure, s.reviewed_on
    from jsonb_populate_recordset(null::clock_rules, ${JSON.stringify(rows)}::jsonb) s
    on conflict (key, version) do update set words = excluded.words, source_title = excluded.source_title, source_address = excluded.source_address,
      more_sources = excluded.more_sources, read_on = excluded.read_on, sure = excluded.sure, row_version = clock_rules.row_version + 1,
      reviewed_on = case when exists (select from clock_rule_reviews v where v.rule_id = clock_rules.id) then clock_rules.reviewed_on else excluded.reviewed_on end
      where clock_rules.is_shipped and (clock_rules.words, clock_rules.source_title, clock_rules.source_address, clock_rules.more_sources, clock_rules.read_on,
        clock_rules.sure) is distinct from (excluded.words, excluded.source_title, excluded.source_address, excluded.more_sources, excluded.read_on, excluded.sure)
    returning id, key, version, xmax = 0 as is_new`.execute(ctx.db);
  const added = brought.filter((one) => one.isNew);
  if (added.length > 0)
    await record(ctx, "clock_rules.shipped", {
      subject: { kind: "clock_rules", id: null, companyId: null },
      data: { rows: added.length },
    });
  for (const { id, key, version } of brought.filter((one) => !one.isNew))
    await record(ctx, "clock_rule.corrected", {
      subject: { kind: "clock_rule", id, companyId: null },
      data: { key, version },
    });
  return added.length;
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
