import assert from "node:assert/strict";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { type OscalModel, oscalProblems } from "#core/oscal/check.ts";
import { uuidOf } from "#core/oscal/uuid.ts";
import { testApp } from "#test/app.ts";
import { signedIn } from "#test/factories.ts";
import { buildResultGroup } from "#test/result-group.ts";
import { entriesOf } from "#test/zip.ts";
import { overview } from "../contract.ts";
import { archiveOf } from "./exporting.ts";

const app = await testApp();
const { owner, ownerUrl } = app.database;
const group = await buildResultGroup(owner, ownerUrl);
const office = await signedIn(owner, { companyId: group.parent, role: "group_office", unitId: group.group });
const asOffice = app.as(office.token);
app.setNow(new Date("2026-11-24T03:00:00Z"));
const round = group.rounds[2];
const inspectionOf = (companyId: string) => round?.inspections.get(companyId) ?? "";

type Finding = {
  props: { name: string; value: string }[];
  target: { "target-id": string; status: { state: string } };
  "related-observations"?: { "observation-uuid": string }[];
};
type Observation = { uuid: string; description: string; "relevant-evidence"?: { href: string }[] };
type Result = {
  description: string;
  props: { name: string; value: string }[];
  findings: Finding[];
  "reviewed-controls": {
    "control-selections": { "exclude-controls"?: { "control-id": string }[]; remarks?: string }[];
  };
  observations: Observation[];
};
type Doc = {
  metadata: { title: string; parties: { uuid: string; name: string }[] };
  results: [Result];
  "poam-items": { props: { name: string; value: string }[]; description: string }[];
  risks: { uuid: string; deadline?: string; remediations?: unknown[] }[];
  findings: Finding[];
  "back-matter": {
    resources: { uuid: string; title: string; rlinks?: { href: string; hashes?: { value: string }[] }[] }[];
  };
};

async function bytesOf(output: object): Promise<Buffer> {
  const content = await contentOf(output)?.open();
  return Buffer.isBuffer(content) ? content : buffer(content as Readable);
}
const parsed = (bytes: Buffer, model: OscalModel): Doc => {
  const document = JSON.parse(bytes.toString("utf8")) as Record<string, unknown>;
  assert.deepEqual(Object.keys(document), [model]);
  assert.deepEqual(oscalProblems(model, document[model]), []);
  return document[model] as Doc;
};
const results = async (id: string, language: "ja" | "en" = "en") =>
  parsed(
    await bytesOf(await asOffice(overview.exportResultAsOscal, { id, document: "results", language })),
    "assessment-results",
  );
const plan = async (id: string) =>
  parsed(
    await bytesOf(await asOffice(overview.exportResultAsOscal, { id, document: "plan", language: "en" })),
    "plan-of-action-and-milestones",
  );
const valueOf = (props: { name: string; value: string }[], name: string) =>
  props.find((prop) => prop.name === name)?.value;
const falling = new Set(["partly", "not_met"]);

/** One that falls short, with proof: a file, an address and a place in words. */
const company = group.companies.find((one) => one.name.includes("(TH)")) ?? group.companies[1];
const companyId = company?.id ?? "";
const id = inspectionOf(companyId);
const shown = await asOffice(overview.getCompanyResult, { id: companyId, roundId: round?.id ?? "" });
const short = shown.unmet.filter((one) => falling.has(one.reading));
await owner.query(
  "update answers set missing = 'A plan\n\nin two lines', owner = 'IT, Bangkok', due_on = '2027-03-31' where inspection_id = $1 and control_id = $2",
  [id, short[0]?.controlId],
);
const { rows: files } = await owner.query(
  `insert into files (sha256, size_bytes, media_type, name, purpose, created_by, company_id)
   values (sha256('x'), 1, 'application/pdf', '議事録 1.pdf', 'evidence', $1, $2) returning id`,
  [office.personId, companyId],
);
for (const [title, fileId, place] of [
  ["Minutes", files[0].id, null],
  ["Console", null, "https://console.example/a?b=c d"],
  ["Odd", null, "https://me:secret@wiki.example/[a]/{b}|`c`%/%41?q=[1]%zz#x#[y]"],
  ["Odder", null, "https://a{b}.example/"],
  ["Shelf", null, "Room 3, second shelf"],
])
  await owner.query(
    `with e as (insert into evidence (company_id, title, kind, file_id, place, valid_from) values ($1, $2, 'documented', $3, $4, '2026-11-01') returning id)
     insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until) select id, $5, $6, $1, '2027-11-01' from e`,
    [companyId, title, fileId, place, id, short[0]?.controlId],
  );

test("T-12 R-12 assessment results say what the page of the company says, control by control", async () => {
  const document = await results(id);
  const [result] = document.results;
  const now = shown.years.find((year) => year.roundId === round?.id && year.basis === "live");
  const figure = (name: string) => valueOf(result.props, name);
  assert.deepEqual(
    [figure("result"), figure("half-points"), figure("weight"), figure("required"), figure("answered")],
    [now?.result, now?.halfPoints, now?.weight, now?.requiredCount, now?.answeredCount].map(String),
  );
  const reading = (one: Finding) => [valueOf(one.props, "control-id"), valueOf(one.props, "reading")];
  const counted = result.findings.filter((one) => valueOf(one.props, "counted") === "true");
  assert.deepEqual(
    counted
      .map(reading)
      .filter(([, word]) => word !== "met")
      .sort(),
    shown.unmet.map((one) => [one.controlId, one.reading]).sort(),
  );
  assert.equal(
    counted.filter((one) => one.target.status.state === "satisfied").length,
    counted.length - shown.unmet.length,
  );
  const left = result["reviewed-controls"]["control-selections"][0]?.["exclude-controls"] ?? [];
  assert.equal(result.findings.length + left.length, now?.requiredCount);
  const observed = new Set(result.observations.map((one) => one.uuid));
  assert.ok(
    result.findings.every((one) =>
      (one["related-observations"] ?? []).every((each) => observed.has(each["observation-uuid"])),
    ),
  );
});

test("R-12 proof is named with its hash and where it lies, and every reference is in the document", async () => {
  const document = await results(id);
  const resources = document["back-matter"].resources;
  const named = new Set(resources.map((one) => `#${one.uuid}`));
  const evidence = document.results[0].observations.flatMap((one) => one["relevant-evidence"] ?? []);
  assert.equal(evidence.length, 5);
  assert.ok(evidence.every(({ href }) => named.has(href)));
  const of = (title: string) => resources.find((one) => one.title === title)?.rlinks?.[0];
  assert.equal(decodeURIComponent(of("Minutes")?.href ?? ""), "議事録 1.pdf");
  assert.match(of("Minutes")?.hashes?.[0]?.value ?? "", /^[0-9a-f]{64}$/);
  assert.equal(of("Shelf"), undefined);
  // Whatever a browser opens is an address in the document too, or stands there in words.
  assert.equal(
    of("Odd")?.href,
    "https://wiki.example/%5Ba%5D/%7Bb%7D%7C%60c%60%25/%41?q=%5B1%5D%25zz#x%23%5By%5D",
  );
  assert.equal(of("Odder"), undefined);
  assert.equal(document.metadata.parties[0]?.uuid, uuidOf("company", companyId));
});

test("T-12 open shortfalls are a plan of action, with owner and day where the company gave them", async () => {
  const document = await plan(id);
  assert.deepEqual(
    document["poam-items"].map((one) => valueOf(one.props, "control-id")).sort(),
    short.map((one) => one.controlId).sort(),
  );
  const item = document["poam-items"].find((one) => valueOf(one.props, "control-id") === short[0]?.controlId);
  assert.deepEqual(
    [item?.description, valueOf(item?.props ?? [], "owner")],
    ["A plan\n\nin two lines", "IT, Bangkok"],
  );
  assert.deepEqual(
    document.risks.map((one) => one.deadline).filter(Boolean),
    ["2027-03-31T16:59:59.000Z"],
    "the end of the day where the company is",
  );
  const first = await results(id);
  const named = new Set(first.results[0].findings.map((one) => one.target["target-id"]));
  assert.ok(
    document.findings.every((one) => named.has(one.target["target-id"])),
    "both name the same statements",
  );
});

test("R-12 what was agreed not to apply is neither satisfied nor not: it is left out of the review, and said", async () => {
  const [first] = (await results(id)).results;
  // To a mandatory control nobody may say so.
  const one = first.findings.find(
    ({ props, target }) => target.status.state === "satisfied" && valueOf(props, "mandatory") === "false",
  );
  const controlId = valueOf(one?.props ?? [], "control-id");
  const { rows } = await owner.query(
    "select verdict from answers where inspection_id = $1 and control_id = $2",
    [id, controlId],
  );
  const become = (verdict: string) =>
    owner.query(
      "update answers set verdict = $3, na_is_allowed = case when $3 = 'not_applicable' then true end, reason = 'none here' where inspection_id = $1 and control_id = $2",
      [id, controlId, verdict],
    );
  await become("not_applicable");
  const [result] = (await results(id)).results;
  const selection = result["reviewed-controls"]["control-selections"][0];
  const leftOf = (one: Result) =>
    one["reviewed-controls"]["control-selections"][0]?.["exclude-controls"]?.length ?? 0;
  assert.equal(leftOf(result), leftOf(first) + 1);
  assert.match(selection?.remarks ?? "", new RegExp(`not applicable.*${controlId}`, "i"));
  assert.ok(!result.findings.some((one) => valueOf(one.props, "control-id") === controlId));
  await become(rows[0].verdict);
});

test("the prose is in the language that was asked for, ids are the same in all", async () => {
  const [en, ja] = [await results(id), await results(id, "ja")];
  assert.match(ja.metadata.title, /の点検結果/);
  assert.match(ja.results[0].description, /必須の管理策/);
  const ids = (document: Doc) => document.results[0].observations.map((one) => one.uuid);
  assert.deepEqual(ids(ja), ids(en));
});

test("R-12 of a round one document per company; of those that fall short a plan each", async () => {
  const roundId = round?.id ?? "";
  const zipped = async (document: "results" | "plan") =>
    entriesOf(
      await bytesOf(await asOffice(overview.exportRoundAsOscal, { id: roundId, document, language: "en" })),
    );
  const all = await zipped("results");
  const indexOf = (entries: Map<string, Buffer>) => {
    const index = entries.get("index.csv")?.toString() ?? "";
    entries.delete("index.csv");
    return index.trim().split("\r\n").slice(1);
  };
  assert.equal(indexOf(all).length, group.companies.length);
  assert.equal(all.size, group.companies.length);
  for (const bytes of all.values()) parsed(bytes, "assessment-results");
  const plans = await zipped("plan");
  const falls: string[] = [];
  for (const one of group.companies) {
    const { unmet } = await asOffice(overview.getCompanyResult, { id: one.id, roundId });
    if (unmet.some((each) => falling.has(each.reading))) falls.push(one.id);
  }
  const lines = indexOf(plans);
  assert.equal(plans.size, falls.length);
  assert.equal(lines.length, group.companies.length, "who has none is named, too");
  const without = lines.filter((line) => line.includes("nothing falls short"));
  assert.equal(without.length, group.companies.length - falls.length);
  for (const bytes of plans.values()) parsed(bytes, "plan-of-action-and-milestones");
});

test("an archive of which a document cannot be made breaks off, and only that", async () => {
  const archive = archiveOf([{ id, code: "A", hasOne: true }], {
    reading: async () => ({}) as never,
    document: "results",
    language: "en",
    round: "R",
  });
  await assert.rejects(buffer(archive));
});

test("S-01 a company gets its own, never another's; a reading of answers leaves an event", async () => {
  const officer = app.as((await signedIn(owner, { companyId, role: "security_officer" })).token);
  await officer(overview.exportResultAsOscal, { id, document: "results" });
  const other = inspectionOf(group.companies.find((one) => one.id !== companyId)?.id ?? "");
  await assert.rejects(
    officer(overview.exportResultAsOscal, { id: other, document: "results" }),
    (error) => error instanceof AppError && error.code === "inspection.not_found",
  );
  const own = await officer(overview.exportRoundAsOscal, { id: round?.id ?? "", document: "results" });
  assert.equal(own.companies, 1);
  const { rows } = await owner.query(
    "select count(*)::int as n from events where verb = 'result.exported' and subject_id = $1",
    [id],
  );
  assert.ok(rows[0].n > 1);
});

test("nothing that falls short is no plan", async () => {
  const begun = group.companies.find((one) => inspectionOf(one.id) && one !== company);
  await owner.query("update answers set verdict = 'met' where inspection_id = $1", [
    inspectionOf(begun?.id ?? ""),
  ]);
  await assert.rejects(
    plan(inspectionOf(begun?.id ?? "")),
    (error) => error instanceof AppError && error.code === "result.no_shortfall",
  );
});

test("T-12 a year that is history goes out as it was locked, whatever has expired since", async () => {
  const earlier = group.rounds[1]?.inspections.get(companyId) ?? "";
  // The standing is of the inspection handed in last alone (inspections/standing.ts).
  await owner.query("delete from inspection_results where inspection_id = $1 and basis = 'standing'", [
    earlier,
  ]);
  await owner.query(
    `with e as (insert into evidence (company_id, title, place, valid_from) values ($1, 'Old', 'a', '2024-11-01') returning id)
     insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until)
     select e.id, a.inspection_id, a.control_id, $1, '2025-11-30' from e, answers a where a.inspection_id = $2 and a.verdict = 'met'`,
    [companyId, earlier],
  );
  const [result] = (await results(earlier)).results;
  const { rows } = await owner.query(
    "select result, half_points, expired_count from inspection_results where inspection_id = $1 and basis = 'locked'",
    [earlier],
  );
  assert.deepEqual(
    ["result", "half-points", "expired"].map((name) => valueOf(result.props, name)),
    Object.values(rows[0]).map(String),
  );
});
