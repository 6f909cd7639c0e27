// A database that was in use before a migration holds afterwards what it would have held had it always been there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { migrate, readMigrations } from "#core/db/migrate.ts";
import { embeddedLogin, ensureRoles } from "#core/db/roles.ts";
import { advance, endOfDay, stepsOf } from "#modules/duties/rules.ts";
import { emptyDatabase } from "./db.ts";
import { addSubmissions } from "./submissions.ts";

const { owner, ownerUrl } = await emptyDatabase();
await ensureRoles(owner, embeddedLogin, true);
await owner.query("create table schema_migrations (name text primary key, sha256 text not null)");
await owner.query("alter table schema_migrations add applied_at timestamptz not null default now()");
const waiting = readMigrations();

/** Everything before this migration. */
async function goTo(number: string) {
  for (let next = waiting[0]; next !== undefined && next.name < number; next = waiting[0]) {
    await owner.query(next.sql);
    await owner.query("insert into schema_migrations values ($1, $2)", [next.name, next.sha256]);
    waiting.shift();
  }
}
const one = async (sql: string, values: unknown[] = []): Promise<string> =>
  (await owner.query<{ id: string }>(sql, values)).rows[0]?.id ?? "";
const edition = (standard: string, state = "draft", more: { authors?: string[]; frame?: object } = {}) =>
  one(
    `insert into editions (standard, edition, frame, content_sha256, state, authors, sent_by, sent_at)
     values ($1, '1', $2, sha256('x'), $3, $4, ($4::uuid[])[1], case when $3 = 'in_review' then now() end) returning id`,
    [standard, JSON.stringify(more.frame ?? {}), state, more.authors ?? []],
  );
const control = (editionId: string, id: string, requirement: string, language: string) =>
  owner.query(
    `insert into controls (edition_id, control_id, position, area, topic, mandatory, weight, tiers, functions, harms, applies_when,
       cadence, asks_coverage, texts) select $1, $2, count(*), 'A', 't', false, 1, '{}', '{}', '{}', 'always', 'yearly', false, $3
     from controls where edition_id = $1`,
    [editionId, id, JSON.stringify({ title: {}, requirement: { [language]: requirement }, evidence: [] })],
  );

await goTo("0126");
await owner.query("insert into group_settings (name, time_zone) values ('Group', 'Asia/Tokyo')");
const groupId = await one(
  "insert into units (kind, code, founded_on) values ('group', 'G', '2000-01-01') returning id",
);
const author = await one(
  "insert into people (company_id, family_name, given_name, language) values ($1, 'A', 'B', 'en') returning id",
  [groupId],
);
const inReview = await edition("REVIEW", "in_review", { authors: [author] });
const approved = await edition("APPROVED", "in_review", { authors: [author] });
await owner.query(
  `insert into edition_opinions (edition_id, kind, content_sha256, words, person_id, given_on)
   values ($1, 'approved', sha256('x'), 'good', $2, '2026-11-01')`,
  [approved, author],
);
const corrected = await edition("CORRECTED");
await control(corrected, "A-1", "Do.", "en");
const [proposed, dropped] = await Promise.all(
  ["proposed", "dropped"].map((state) =>
    one(
      `insert into errata (edition_id, control_id, words, before, reason, asks_again, state, proposed_by, decided_by, decided_at, dropped_because)
       select $1, 'A-1', '{}', '{}', 'a reason', false, $2, $3, d.by, d.at, d.why
       from (select 1) x left join (select $3::uuid as by, now() as at, 'it was right' as why) d on $2 = 'dropped' returning id`,
      [corrected, state, author],
    ),
  ),
);

await goTo("0153");
const kept = { file: await one("select new_id() as id"), sets: ["twice", "sheet"] };
await owner.query(
  "insert into files (id, sha256, size_bytes, media_type, name, purpose) values ($1, sha256('f'), 1, 'text/plain', 'f', 'catalogue')",
  [kept.file],
);
for (const id of kept.sets)
  await owner.query("insert into reference_sets (id, names) values ($1, '{}')", [id]);
for (const [at, items] of [
  { gone: "Said first.", both: "Said before." },
  { both: "Said last.", titled: "" },
].entries()) {
  const id = await one(
    `insert into catalogues (file_id, content_sha256, title, version, oscal_version, language, report, created_by, state, set_id, applied_by, applied_at)
     values ($1, sha256($2), 'C', '1', '1.0.0', 'en', '{}', $3, 'applied', 'twice', $3, now() + make_interval(days => $4)) returning id`,
    [kept.file, Buffer.from([at]), author, at],
  );
  await owner.query(
    `insert into catalogue_items (catalogue_id, position, item_id, kind, top_id, depth, title, words, more)
     select $1, row_number() over (), key, 'control', key, 0, 'Title of it', value, '{}' from jsonb_each_text($2)`,
    [id, JSON.stringify(items)],
  );
}
const sheet = await edition("SHEET", "draft", { frame: { standard: { original: "ja" } } });
const items = [
  ...["gone", "both", "titled"].map((id) => ["twice", id, null]),
  ["sheet", "1-1", "★3 · 責任者を決めている"],
  ["sheet", "1-2", "★3 · 方針を知らせている"],
];
await owner.query(
  `insert into reference_items (set_id, item_id, position, title)
   select value ->> 0, value ->> 1, ordinality, value ->> 2 from jsonb_array_elements($1) with ordinality`,
  [JSON.stringify(items)],
);
await control(sheet, "1-1", "責任者を決めている", "ja");
await control(sheet, "1-2", "書き直した", "ja");
await owner.query(
  "insert into control_references (edition_id, control_id, set_id, item_id) select edition_id, control_id, 'sheet', control_id from controls where edition_id = $1",
  [sheet],
);

await goTo("0495");
const submissions = await addSubmissions(owner, { groupId, person: author });
await owner.query(
  `insert into clock_rules (key, version, is_shipped, subject, jurisdiction, stage, status, anchor, amount, unit, whose, applies_when, words, source_title,
     read_on, sure, reviewed_on, adopted_at, adopted_by)
   values ('kr-pipa-regulator', 1, true, 'company', 'KR', 'first', 'in_force', 'aware', 72, 'hour', '{"all": []}',
     '{"all": [{"any": [{"people": [], "atLeast": 1000}, {"fact": "sensitive_data", "is": true}]}]}', '{"en": {"name": "Rule"}}', 'Law', '2026-01-01', 'high',
     '2026-01-01', now(), $1)`,
  [author],
);

await migrate({ ownerUrl, login: embeddedLogin, mayCreateLogin: true });

test("R-12 what waited for a decision of the group waits in the work list, with the days of one that came later", async () => {
  const { rows } = await owner.query(
    `select d.kind, d.subject_id, d.company_id, d.not_for, d.starts_at, d.due_at, d.next_at, d.time_zone,
       (d.starts_at at time zone d.time_zone)::date::text as today
     from duties d order by d.kind`,
  );
  assert.ok(![approved, dropped].includes(rows[0].subject_id));
  assert.deepEqual(
    rows.map((row) => [row.kind, row.subject_id, row.company_id, [...new Set(row.not_for)], row.time_zone]),
    [
      ["edition.decide", inReview, groupId, [author], "Asia/Tokyo"],
      ["erratum.decide", proposed, groupId, [author], "Asia/Tokyo"],
    ],
  );
  for (const [at, days] of [14, 7].entries()) {
    const { kind, starts_at: starts, due_at: due, next_at: next, time_zone: zone, today } = rows[at];
    const day = new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
    assert.deepEqual(due, endOfDay(day, zone));
    assert.deepEqual(next, advance(stepsOf(kind, starts, due, zone), 0, starts).nextAt);
  }
});

test("R-21 items taken over earlier ask what their catalogue, the one before it or the draft of their sheet says", async () => {
  const { rows } = await owner.query("select item_id, words from reference_items order by position");
  assert.deepEqual(
    rows.map((row) => [row.item_id, row.words]),
    [
      ["gone", { en: "Said first." }],
      ["both", { en: "Said last." }],
      ["titled", { en: "Title of it" }],
      ["1-1", { ja: "責任者を決めている" }],
      ["1-2", null],
    ],
  );
});

test("T-03 the Korean rule that was adopted asks for unique identifiers apart from sensitive data, stays adopted, and its trail says so", async () => {
  const { rows } = await owner.query(
    "select id, applies_when, adopted_by is not null as adopted from clock_rules where key = 'kr-pipa-regulator'",
  );
  assert.deepEqual(
    rows.map((row) => [row.applies_when, row.adopted]),
    [
      [
        {
          all: [
            {
              any: [
                { people: [], atLeast: 1000 },
                { fact: "sensitive_data", is: true },
                { fact: "unique_identifiers", is: true },
              ],
            },
          ],
        },
        true,
      ],
    ],
  );
  const { rows: told } = await owner.query(
    "select subject_id, data from events where verb = 'clock_rule.corrected'",
  );
  assert.deepEqual(told, [{ subject_id: rows[0].id, data: { key: "kr-pipa-regulator", version: 1 } }]);
});

test("T-03 rules that counted from a stage name their rule and stay adopted; submissions that were kept are of the rule they were notified by", async () => {
  const { rows: rules } = await owner.query(
    "select key, version, anchor_of, adopted_by is not null as adopted, row_version from clock_rules where anchor = 'submitted' order by key, version",
  );
  assert.deepEqual(
    rules.map((row) => [row.key, row.version, row.anchor_of, row.adopted, row.row_version]),
    [
      ["eu-cra-incident-final", 1, "eu-cra-incident-full", false, 2],
      ["eu-nis2-final", 1, "eu-nis2-notification", true, 3],
      ["eu-nis2-final", 2, "eu-nis2-notification", false, 2],
      // Of the group's own: one follows the only rule of that stage of its country, the other could mean two.
      ["own-one", 1, "own-report", true, 2],
      ["own-two", 1, "full", true, 1],
    ],
  );
  const { rows: told } = await owner.query(
    "select subject_id, data from events where verb = 'clock_rule.anchor_named' order by data ->> 'key', data ->> 'version'",
  );
  assert.deepEqual(
    told.map((row) => [row.data.key, row.data.version, row.data.countsFrom]),
    rules.slice(0, 4).map((row) => [row.key, row.version, row.anchor_of]),
  );
  const { rows: moments } = await owner.query(
    "select reason, of_what from incident_moments where incident_id = $1 and moment = 'submitted' order by reason, of_what",
    [submissions.incidentId],
  );
  assert.deepEqual(
    moments.map((row) => [row.reason, row.of_what]),
    [
      ["by hand", "eu-nis2-notification"],
      ["by hand, starting nothing", "full"],
      ["fact", "kr-update/2"],
      ["nis2", "eu-nis2-notification"],
      // Two at the same moment with the same reference: each is of one of both.
      ["twice", "jp-first"],
      ["twice", "uk-first"],
    ],
  );
  await assert.rejects(
    owner.query("update clock_rules set anchor_of = null where key = 'own-one'"),
    /clock_rules_anchor_of/,
  );
});
