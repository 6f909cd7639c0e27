// What events tell is shown in words: every field that the source writes has some, or is known not to be shown.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import access from "#modules/access/text.en.json" with { type: "json" };
import inspections from "#modules/inspections/text.en.json" with { type: "json" };
import { told, tooSmall } from "#modules/inspections/review/story.ts";
import jobs from "#modules/jobs/text.en.json" with { type: "json" };
import words from "#modules/trail/text.en.json" with { type: "json" };
import terms from "#core/text/text.en.json" with { type: "json" };
import * as f from "#core/text/format.ts";
import { type Saying, toldOf, unspoken } from "#modules/trail/web/told.ts";

const catalogue: Record<string, string> = { ...words, ...access, ...jobs, ...terms };
const format: Saying = {
  say: (key, values = {}) =>
    (catalogue[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? "")),
  number: (value: number) => f.formatNumber(value, "en"),
  day: (day: string) => f.formatDay(day, "en"),
  moment: (at: string) => f.formatMoment(at, "en", "UTC"),
  list: (given: readonly string[]) => given.join(", "),
  tongue: (code: string) => (code === "ja" ? "Japanese" : code),
};

/** The text from behind an opening bracket to the one that closes it, its parts without what lies deeper. */
function partsFrom(source: string, start: number): string[] {
  const parts = [""];
  let depth = 1;
  for (let at = start; depth > 0 && at < source.length; at += 1) {
    const letter = source[at] ?? "";
    if ("{[(".includes(letter)) depth += 1;
    if ("}])".includes(letter)) depth -= 1;
    if (letter === "," && depth === 1) parts.push("");
    else if (depth > 0) parts.push(`${parts.pop()}${letter}`);
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** Fields that events get from a value of another place: spread into what they tell. */
const spread = {
  counts: ["rows", "new", "change", "same", "conflict", "error", "leftOut", "open", "backdated", "leaving"],
  data: ["controlId", "did", "kind", "sha256"],
  done: ["saved", "kept", "proofs", "scope"],
  ended: ["endedGrants", "lapsedDuties"],
  frozen: ["inCount", "outCount", "sha256"],
  grant: ["roleId", "unitId", "validTo"],
  judged: ["rows", "refused", "ownerless", "isNew", "changed", "same", "gone", "absent", "held"],
  launched: ["inspections", "duties"],
  scope: ["isAbout", "isWritten", "groups", "years", "patterns"],
  standing: ["standsIn"],
  told: ["group", "verb", "from", "to", "companyId"],
  values: ["fiscalYear", "editionId", "opensOn", "dueOn", "reviewDueOn", "confirmDueOn", "providerLeadDays"],
};

function fieldsTold(): Map<string, string> {
  const fields = new Map<string, string>();
  const files = globSync("src/{modules,core}/**/*.ts").filter((path) => !/\.test\.ts$|\/web\//.test(path));
  for (const path of files) {
    const source = readFileSync(path, "utf8");
    if (!/\brecord(Each|ing|As)?\(|asSensitiveRead\(/.test(source)) continue;
    for (const found of source.matchAll(/\bdata: \{/g))
      for (const part of partsFrom(source, found.index + found[0].length)) {
        const [, of] = /^\.\.\.(\w+)$/.exec(part) ?? [];
        const own = /^\w+/.exec(part)?.[0];
        const inside = [...part.matchAll(/[{,] *(\w+)(?=:)/g)].map(([, name = ""]) => name);
        const known = spread[of as keyof typeof spread] as readonly string[] | undefined;
        if (of) assert.ok(known, `${path} spreads ${of}: name its fields here`);
        for (const field of known ?? (own ? [own] : inside)) fields.set(field, path);
      }
  }
  return fields;
}

test("T-13 every field that an event tells has words, or is for programs alone", () => {
  const fields = fieldsTold();
  assert.ok(fields.size > 80, String(fields.size));
  const lacking = [...fields].filter(
    ([field]) => !field.endsWith("Id") && !unspoken.has(field) && !(`trail.data.${field}` in words),
  );
  assert.deepEqual(lacking, []);
});

test("numbers, days, states and codes are said; ids, hashes, nothing and unknown words are not", () => {
  const id = "019aa7c6-7d3e-7a52-9c14-2f0b6d2c9a11";
  for (const [data, told] of [
    [{ rows: 1200, sizeBytes: 20_000, subjectId: id }, ["Rows: 1,200", "Size: 20 KB"]],
    [{ dueOn: "2026-11-19", language: "ja" }, [`Due on: ${format.day("2026-11-19")}`, "Language: Japanese"]],
    [{ isLate: false, before: null, verdict: "met" }, ["Late: no", `Verdict: ${terms["verdict.met"]}`]],
    [{ controlIds: ["ORG-01", "TEC-19"], expired: [] }, ["Controls: ORG-01, TEC-19"]],
    [{ controlIds: ["A", "B", "C", "D", "E", "F"] }, ["Controls: 6"]],
    [
      { origin: "carried_over", because: "grant.given" },
      ["Came from: as last year", "Because of: Right given"],
    ],
    [{ contentSha256: "ab".repeat(32), surprise: 1, origin: "from_mars" }, []],
  ] as [Record<string, unknown>, string[]][])
    assert.deepEqual(toldOf(data, format), told);
});

test("every event of an inspection has its sentence in the inspection's story", () => {
  const events = readFileSync("docs/reference/events.md", "utf8").matchAll(/^\| `([\w.]+)`/gm);
  // Of workbooks and papers of many companies the round's pages tell, of duties' opening the work list.
  const ofAnInspection =
    /^(inspection|answers?|evidence|duty)\.|^workbook\.(issued|returned|applied|dropped)$|^paper\.(made|page_issued|read)$/;
  const silent = [...events]
    .map(([, event = ""]) => event)
    .filter((event) => ofAnInspection.test(event) && !tooSmall.includes(event))
    .filter((event) => !(`story.${event}` in inspections));
  assert.deepEqual(silent, []);
});

test("every event that home tells of has its sentence there", () => {
  assert.deepEqual(
    told.filter((event) => !(`home.told.${event}` in inspections)),
    [],
  );
});
