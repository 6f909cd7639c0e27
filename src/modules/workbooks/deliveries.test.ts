import assert from "node:assert/strict";
import type { Readable } from "node:stream";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { readTable } from "#core/sheets/read.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { jobs } from "#modules/jobs/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { addEdition, addOpenRound, testControls } from "#test/editions.ts";
import { addCompany, buildSmallGroup, type SignedIn, signedIn } from "#test/factories.ts";
import { testLimitBytes } from "#test/files.ts";
import { gather, shiftJis } from "#test/imports.ts";
import { endOfJob } from "#test/work.ts";
import { type Filling, filledIn } from "#test/workbooks.ts";
import { workbook as forged, zip, type ZipPart } from "#test/zip.ts";
import { workbooks } from "./contract.ts";
import { mostFiles } from "./contract/deliveries.ts";
import { sayIn } from "./words.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent, other } = group.companies;
const third = await addCompany(owner, { code: "C4", name: "Third Ltd.", parentId: group.divisions.one });
const fourth = await addCompany(owner, { code: "C5", name: "Fourth Ltd.", parentId: group.divisions.one });
const secretary = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const elsewhere = await signedIn(owner, { companyId: other, role: "security_officer" });
const asOffice = app.as(office.token);
const editionId = await addEdition(owner);
const server = await app.server();
atTheEnd(() => server.close());
let year = 2030;

async function fresh(companies = [own, sister, third, fourth, other]) {
  year += 1;
  const round = await addOpenRound(owner, { editionId, companies, fiscalYear: year, dueOn: `${year}-12-15` });
  const files = new Map<string, Buffer>();
  for (const [company, id] of round.inspections)
    files.set(
      company,
      (await contentOf(await asOffice(workbooks.issueWorkbook, { id, language: "ja" }))?.open()) as Buffer,
    );
  const of = (company: string) => files.get(company) ?? assert.fail("no workbook of it");
  const inspection = (company: string) => round.inspections.get(company) ?? "";
  return { id: round.id, of, inspection };
}

type Sent = { name: string; data: string | Uint8Array };

async function send(who: SignedIn, deliveryId: string, files: readonly Sent[]) {
  const form = new FormData();
  for (const { name, data } of files) form.append("file", new Blob([data as Uint8Array<ArrayBuffer>]), name);
  const request = new Request("http://x", { method: "POST", body: form });
  const reply = await server.inject({
    method: "POST",
    url: `/api/workbook-deliveries/${deliveryId}/files`,
    payload: Buffer.from(await request.arrayBuffer()),
    headers: { "content-type": request.headers.get("content-type") ?? "", "x-yagura": "1" },
    cookies: { yagura_session: who.token },
  });
  return { status: reply.statusCode, body: reply.json() as { code?: string; parts?: number } };
}

async function opened(who: SignedIn, roundId: string, files: readonly Sent[]): Promise<string> {
  const { id } = await app.as(who.token)(workbooks.openDelivery, { id: roundId });
  const { status, body } = await send(who, id, files);
  assert.equal(status, 200, JSON.stringify(body));
  return id;
}

async function read(who: SignedIn, roundId: string, files: readonly Sent[]): Promise<string> {
  const id = await opened(who, roundId, files);
  await app.as(who.token)(workbooks.checkDelivery, { id });
  const job = await endOfJob(app.database, id);
  assert.equal(job.state, "done", JSON.stringify(job.problem));
  return id;
}

async function found(who: SignedIn, id: string) {
  const { rows } = await app.as(who.token)(workbooks.listDeliveryItems, { id, limit: 500 });
  return rows;
}
const verdictsOf = async (who: SignedIn, id: string) =>
  Object.fromEntries((await found(who, id)).map((row) => [row.name, row.state]));

const met = (set: Filling["set"], controlId: string, how = "in use") => {
  set(controlId, "verdict", sayIn("ja")("verdict.met"));
  set(controlId, "how", how);
  set(controlId, "proofTitle", "a record");
  set(controlId, "proofPlace", "the wiki");
  set(controlId, "proofOn", "2026-10-01");
};
const filled = (bytes: Buffer, how = "in use") => filledIn(bytes, ({ set }) => met(set, "ORG-01", how));
const code = (expected: string) => (error: unknown) =>
  error instanceof AppError && error.code === expected ? true : assert.fail(String(error));
const parts = (entries: Record<string, string | Uint8Array>): ZipPart[] =>
  Object.entries(entries).map(([name, data]) => ({ name, data }));

test("T-11 hundreds come back as one ZIP: each fault is found under its verdict, what is ready is kept", async () => {
  const round = await fresh();
  const earlier = await fresh([own]);
  const tampered = await filledIn(round.of(third), ({ sheets }) => {
    const stamp = sheets.find((sheet) => sheet.name === "yagura");
    const row = stamp?.rows.find((one) => one[0] === "controls");
    if (row) row[1] = "ORG-01";
    if (stamp) delete stamp.cells;
  });
  await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [
    round.inspection(fourth),
  ]);
  const good = await filled(round.of(own));
  const archive = zip([
    ...parts({
      "back/": "",
      "back/C1.xlsx": good,
      "back/again.xlsx": good,
      "__MACOSX/back/._C1.xlsx": "x",
      "back/~$C1.xlsx": "x",
      "back/Thumbs.db": "x",
      "back/C2 bad.xlsx": await filledIn(round.of(sister), ({ set, sheetOf }) => {
        set("ORG-01", "verdict", "maybe");
        const sheet = sheetOf("verdict");
        const row = sheet.rows.findIndex((one) => one[0] === "ORG-02");
        const column = (sheet.rows[0] ?? []).indexOf("yagura:how");
        set("ORG-02", "verdict", "met");
        sheet.cells?.set(`${row},${column}`, {
          value: "2",
          type: "formula",
          formula: "1+1",
          formulaResult: "2",
        });
      }),
      "back/tampered.xlsx": tampered,
      "back/C5.xlsx": await filled(round.of(fourth)),
      "back/last year.xlsx": await filled(earlier.of(own)),
      "back/other.xlsx": forged({ sheet: "<sheetData/>" }),
      "back/macro.xlsm": forged({ more: [{ name: "xl/vbaProject.bin", data: "x" }] }),
      "back/bomb.xlsx": forged({ more: [{ name: "xl/media/a.bin", data: "x", claimedSize: 70_000_000 }] }),
      "back/cut.xlsx": good.subarray(0, good.length - 4000),
      "back/letter.txt": "Dear colleagues",
      "back/inner.zip": zip(parts({ "a.xlsx": good })),
      "back/empty.xlsx": "",
      "back/huge.xlsx": Buffer.alloc(21_000_000),
    }),
    { name: "back/secret.xlsx", data: "x", encrypted: true },
    { name: "back/lies.xlsx", data: Buffer.alloc(5000, "a"), claimedSize: 10 },
  ]);
  const id = await read(office, round.id, [{ name: "all.zip", data: archive }]);
  const rows = await found(office, id);
  const seen = Object.fromEntries(
    rows.map((row) => [row.name, [row.state, row.reason?.code ?? row.companyCode]]),
  );
  assert.deepEqual(seen, {
    "back/C1.xlsx": ["ready", "C1"],
    "back/again.xlsx": ["twice", "workbook.found.same_as"],
    "back/C2 bad.xlsx": ["errors", "C2"],
    "back/tampered.xlsx": ["tampered", "C4"],
    "back/C5.xlsx": ["closed", "workbook.off.submitted"],
    "back/last year.xlsx": ["other_round", "workbook.found.of_round"],
    "back/other.xlsx": ["not_ours", null],
    "back/macro.xlsm": ["unreadable", "errors.sheet.macros"],
    "back/bomb.xlsx": ["unreadable", "errors.sheet.too_large_unpacked"],
    "back/cut.xlsx": ["unreadable", "errors.sheet.damaged"],
    "back/letter.txt": ["unreadable", "errors.sheet.no_workbook"],
    "back/inner.zip": ["unreadable", "workbook.found.nested"],
    "back/empty.xlsx": ["unreadable", "workbook.found.empty"],
    "back/huge.xlsx": ["unreadable", "workbook.found.too_large_unpacked"],
    "back/secret.xlsx": ["unreadable", "workbook.found.locked_by_password"],
    "back/lies.xlsx": ["unreadable", "errors.sheet.damaged"],
  });
  const head = await asOffice(workbooks.getDelivery, { id });
  assert.deepEqual([head.parts, head.unread, head.counts["ready"], head.counts["unreadable"]], [1, 0, 1, 9]);

  const csv = contentOf(await asOffice(workbooks.downloadDeliveryReport, { id, format: "csv" }));
  const text = (await gather((await csv?.open()) as Readable)).toString("utf8");
  assert.equal(text.trim().split("\r\n").length, 1 + rows.length + 2, "a line a file, a line a bad cell");
  assert.match(text, /back\/C2 bad\.xlsx,C2,Sister Ltd\.,,"?“maybe” is none of the answers/);
  const xlsx = contentOf(await asOffice(workbooks.downloadDeliveryReport, { id, format: "xlsx" }));
  const sheet = (await readTable(await gather((await xlsx?.open()) as Readable))).sheets[0];
  assert.equal(sheet?.rows.length, 1 + rows.length + 2);

  await asOffice(workbooks.applyDelivery, { id });
  const job = await endOfJob(app.database, id);
  assert.deepEqual([job.state, job.outcome], ["done", { kept: 1, submitted: 0, left: 0 }]);
  assert.equal((await verdictsOf(office, id))["back/C1.xlsx"], "applied");
  const kept = await asOffice(inspections.getInspection, { id: round.inspection(own) });
  assert.equal(kept.companyId, own);
  const { rows: answers } = await owner.query(
    "select inspection_id, verdict, how, origin, answered_by from answers where inspection_id = any ($1)",
    [[round.inspection(own), round.inspection(sister), round.inspection(fourth)]],
  );
  assert.deepEqual(answers, [
    {
      inspection_id: round.inspection(own),
      verdict: "met",
      how: "in use",
      origin: "workbook",
      answered_by: office.personId,
    },
  ]);
  const { rows: events } = await owner.query(
    "select verb, on_behalf_of from events where subject_id = $1 and verb like 'workbook.%' order by id",
    [round.inspection(own)],
  );
  assert.deepEqual(events, [
    { verb: "workbook.issued", on_behalf_of: null },
    { verb: "workbook.returned", on_behalf_of: own },
    { verb: "workbook.applied", on_behalf_of: own },
  ]);
  await assert.rejects(asOffice(workbooks.applyDelivery, { id }), code("workbook.delivery_nothing_ready"));
});

test("S-01 what is out of reach is told as not yours without a name, and nobody else sees a delivery", async () => {
  const round = await fresh();
  const files = [
    { name: "mine.xlsx", data: await filled(round.of(own)) },
    { name: "foreign.xlsx", data: await filled(round.of(other)) },
    {
      name: "made up.xlsx",
      data: await filledIn(round.of(other), ({ sheets }) => {
        const stamp = sheets.find((one) => one.name === "yagura");
        const row = stamp?.rows.find((one) => one[0] === "workbook");
        if (row) row[1] = crypto.randomUUID();
        if (stamp) delete stamp.cells;
      }),
    },
  ];
  const id = await read(secretary, round.id, files);
  const rows = await found(secretary, id);
  const by = new Map(rows.map((row) => [row.name, row]));
  assert.equal(by.get("mine.xlsx")?.companyId, own);
  for (const name of ["foreign.xlsx", "made up.xlsx"])
    assert.deepEqual(
      { ...by.get(name), name: "", part: 0 },
      {
        part: 0,
        entry: 0,
        name: "",
        state: "not_yours",
        companyId: null,
        companyName: null,
        companyCode: null,
        inspectionId: null,
        returnId: null,
        codeByName: null,
        counts: {},
        reason: null,
        remarks: [],
      },
      "a foreign workbook and one that does not exist look the same",
    );
  const { rows: kept } = await owner.query(
    "select company_id, purpose from files where created_by = $1 order by purpose, company_id nulls first",
    [secretary.personId],
  );
  assert.deepEqual(
    kept.map((one) => [one.purpose, one.company_id]),
    [["workbook", own], ...files.map(() => ["workbook_delivery", null])],
    "nothing of the foreign company is kept as hers",
  );
  const asElsewhere = app.as(elsewhere.token);
  for (const ask of [workbooks.getDelivery, workbooks.listDeliveryItems, workbooks.applyDelivery])
    await assert.rejects(asElsewhere(ask, { id }), code("workbook_delivery.not_found"));
  await assert.rejects(
    asElsewhere(workbooks.downloadDeliveryReport, { id, format: "csv" }),
    code("workbook_delivery.not_found"),
  );
  assert.equal((await send(elsewhere, id, files)).body.code, "workbook_delivery.not_found");
  assert.deepEqual((await asElsewhere(workbooks.getRoundReturns, { id: round.id })).deliveries, []);
  assert.equal(
    (await asOffice(workbooks.getDelivery, { id })).counts["not_yours"],
    2,
    "the group's desk sees all",
  );
  // Whoever loses a company loses what a delivery told of it.
  await owner.query("update grants set unit_id = $2 where person_id = $1", [
    secretary.personId,
    group.divisions.two,
  ]);
  assert.deepEqual(
    (await found(secretary, id)).map((row) => row.name),
    ["foreign.xlsx", "made up.xlsx"],
  );
  await assert.rejects(
    app.as(secretary.token)(workbooks.applyDelivery, { id }),
    code("workbook.delivery_nothing_ready"),
  );
  await owner.query("update grants set unit_id = $2 where person_id = $1", [
    secretary.personId,
    group.divisions.one,
  ]);
});

test("rivals wait for a person; a conflict opens by itself; what an old file would undo is not kept", async () => {
  const round = await fresh([own, sister, third]);
  const first = await filled(round.of(own), "first words");
  const one = await read(office, round.id, [{ name: "monday.xlsx", data: first }]);
  await asOffice(workbooks.applyDelivery, { id: one });
  await endOfJob(app.database, one);
  const second = await filled(round.of(own), "second words");
  const two = await read(office, round.id, [
    { name: "tuesday.xlsx", data: second },
    { name: "a.xlsx", data: await filled(round.of(sister), "a") },
    { name: "b.xlsx", data: await filled(round.of(sister), "b") },
  ]);
  assert.deepEqual(await verdictsOf(office, two), {
    "a.xlsx": "rival",
    "b.xlsx": "rival",
    "tuesday.xlsx": "ready",
  });
  await asOffice(workbooks.applyDelivery, { id: two });
  await endOfJob(app.database, two);
  const rival = (await found(office, two)).find((row) => row.name === "b.xlsx");
  const beside = await asOffice(workbooks.getWorkbookReturn, { id: rival?.returnId ?? "" });
  assert.deepEqual(
    beside.beside.map((other) => [
      other.fileName,
      other.rows.map((row) => [row.controlId, row.mine?.how, row.theirs?.how]),
    ]),
    [["a.xlsx", [["ORG-01", "b", "a"]]]],
    "whoever decides sees where the files differ from each other",
  );
  await asOffice(workbooks.applyWorkbookReturn, { id: rival?.returnId ?? "", choices: [] });
  assert.equal((await verdictsOf(office, two))["b.xlsx"], "applied");
  // The old file once more, the new one once more, and one that was checked before somebody else's was kept.
  await owner.query(
    "update answers set how = 'on line', row_version = row_version + 1 where inspection_id = $1",
    [round.inspection(third)],
  );
  const three = await read(office, round.id, [
    { name: "monday again.xlsx", data: first },
    { name: "third.xlsx", data: await filled(round.of(third)) },
  ]);
  assert.deepEqual(await verdictsOf(office, three), {
    "monday again.xlsx": "superseded",
    "third.xlsx": "ready",
  });
  const meanwhile = await read(office, round.id, [
    { name: "late.xlsx", data: await filled(round.of(third), "late") },
  ]);
  await asOffice(workbooks.applyDelivery, { id: three });
  await endOfJob(app.database, three);
  await asOffice(workbooks.applyDelivery, { id: meanwhile });
  const left = await endOfJob(app.database, meanwhile);
  assert.deepEqual(left.outcome, { kept: 0, submitted: 0, left: 1 });
  assert.equal((await verdictsOf(office, meanwhile))["late.xlsx"], "rival");
  const { rows } = await owner.query("select how from answers where inspection_id = any ($1) order by how", [
    [round.inspection(own), round.inspection(sister), round.inspection(third)],
  ]);
  assert.deepEqual(
    rows.map((row) => row.how),
    ["b", "in use", "second words"],
  );
});

test("two files that say the same are one, whichever issue they are of; who differs is asked about", async () => {
  const round = await fresh([own, sister]);
  const anew = async (company: string) =>
    (await contentOf(
      await asOffice(workbooks.issueWorkbook, { id: round.inspection(company), language: "zh" }),
    )?.open()) as Buffer;
  const id = await read(office, round.id, [
    { name: "a.xlsx", data: await filled(round.of(own), "the same") },
    { name: "b.xlsx", data: await filled(await anew(own), "the same") },
    { name: "c.xlsx", data: await filled(round.of(sister), "one") },
    { name: "d.xlsx", data: await filled(await anew(sister), "one") },
    { name: "e.xlsx", data: await filled(await anew(sister), "other") },
  ]);
  assert.deepEqual(await verdictsOf(office, id), {
    "a.xlsx": "ready",
    "b.xlsx": "twice",
    "c.xlsx": "rival",
    "d.xlsx": "twice",
    "e.xlsx": "rival",
  });
  const rows = await found(office, id);
  assert.deepEqual(rows.find((row) => row.name === "b.xlsx")?.reason, {
    code: "workbook.found.same_answers",
    values: { name: "a.xlsx" },
  });
  await asOffice(workbooks.applyDelivery, { id });
  await endOfJob(app.database, id);
  const { rows: kept } = await owner.query(
    "select how, read_in from answers where inspection_id = any ($1)",
    [[round.inspection(own), round.inspection(sister)]],
  );
  assert.deepEqual(
    kept,
    [{ how: "the same", read_in: "ja" }],
    "with the language of the sheet that was answered",
  );
});

test("handing in what is complete: the rest is kept and says what it lacks", async () => {
  const round = await fresh([own, sister]);
  const complete = await filledIn(round.of(own), ({ set }) => {
    set("has_plant", "isTrue", "いいえ");
    for (const control of testControls) if (control.id !== "TEC-03") met(set, control.id);
    set("TEC-02", "coveragePercent", 1);
  });
  const id = await read(office, round.id, [
    { name: "complete.xlsx", data: complete },
    { name: "part.xlsx", data: await filled(round.of(sister)) },
  ]);
  await asOffice(workbooks.applyDelivery, { id, submit: true });
  const job = await endOfJob(app.database, id);
  assert.deepEqual(job.outcome, { kept: 2, submitted: 1, left: 0 });
  const rows = await found(office, id);
  assert.deepEqual(
    rows.map((row) => [row.name, row.state, row.reason?.code ?? null]),
    [
      ["complete.xlsx", "applied", null],
      ["part.xlsx", "applied", "workbook.kept.scope_open"],
    ],
  );
  const { rows: states } = await owner.query(
    "select state from inspections where id = any ($1) order by state",
    [[round.inspection(own), round.inspection(sister)]],
  );
  assert.deepEqual(
    states.map((one) => one.state),
    ["answering", "submitted"],
  );
});

test("sent in parts: a part sent twice is one, what cannot be kept refuses no other, names of any code page are read", async () => {
  const round = await fresh([own, sister]);
  const good = { name: "本社/回答.xlsx", data: await filled(round.of(own)) };
  const id = await opened(office, round.id, [
    good,
    { name: "empty.xlsx", data: "" },
    { name: "large.xlsx", data: Buffer.alloc(testLimitBytes + 1) },
  ]);
  assert.equal((await send(office, id, [good])).body.parts, 3, "the answer to the first was lost on the way");
  const japanese = zip([{ name: "x", data: await filled(round.of(sister)) }]);
  // As Windows in Japan packs: the name in CP932, no flag for UTF-8.
  const name = shiftJis("表計算ソ_回答.xlsx");
  const archive = renamed(japanese, name);
  assert.equal((await send(office, id, [{ name: "cp932.zip", data: archive }])).body.parts, 4);
  const chinese = renamed(zip([{ name: "x", data: "text" }]), Buffer.from("bbd8b4f0b1ed2e747874", "hex"));
  await send(office, id, [{ name: "gb18030.zip", data: chinese }]);
  await asOffice(workbooks.checkDelivery, { id });
  await endOfJob(app.database, id);
  assert.deepEqual(await verdictsOf(office, id), {
    "本社/回答.xlsx": "ready",
    "empty.xlsx": "unreadable",
    "large.xlsx": "unreadable",
    "表計算ソ_回答.xlsx": "ready",
    "回答表.txt": "unreadable",
  });
  await assert.rejects(asOffice(workbooks.checkDelivery, { id }), code("workbook.delivery_read"));
  const shown = await asOffice(workbooks.listDeliveryItems, { id, search: "回答", limit: 2 });
  const rest = await asOffice(workbooks.listDeliveryItems, {
    id,
    search: "回答",
    limit: 2,
    after: shown.next ?? "",
  });
  assert.deepEqual([shown.rows.length, rest.rows.length, rest.next], [2, 1, null]);
  const many = Array.from({ length: 51 }, (_, at) => ({ name: `${at}.txt`, data: "x" }));
  const refused = await send(office, id, many);
  assert.equal(refused.status, 413, JSON.stringify(refused.body));
});

/** The only entry of an archive under a name as bytes, without the flag that says UTF-8. */
function renamed(archive: Buffer, name: Buffer): Buffer {
  const end = archive.length - 22;
  const central = archive.readUInt32LE(end + 16);
  const local = Buffer.concat([archive.subarray(0, 30), name, archive.subarray(31, central)]);
  const entry = Buffer.concat([archive.subarray(central, central + 46), name]);
  const tail = Buffer.from(archive.subarray(end));
  for (const [buffer, flags, length] of [
    [local, 6, 26],
    [entry, 8, 28],
  ] as const) {
    buffer.writeUInt16LE(0, flags);
    buffer.writeUInt16LE(name.length, length);
  }
  tail.writeUInt32LE(entry.length, 12);
  tail.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, tail]);
}

test("a stop, a restart or a kill in the middle leaves neither doubles nor gaps", async () => {
  const round = await fresh([own, sister, third]);
  const id = await opened(office, round.id, [
    {
      name: "a.zip",
      data: zip(parts({ "1.xlsx": await filled(round.of(own)), "2.xlsx": await filled(round.of(sister)) })),
    },
    { name: "b.xlsx", data: await filled(round.of(third)) },
  ]);
  const { jobId } = await asOffice(workbooks.checkDelivery, { id });
  await asOffice(jobs.cancelJob, { id: jobId });
  const stopped = await endOfJob(app.database, id);
  assert.ok(["cancelled", "done"].includes(stopped.state));
  // As after the first entry of the archive.
  await owner.query(
    "delete from workbook_delivery_items where delivery_id = $1 and (part, entry) <> (1, 1)",
    [id],
  );
  await owner.query("update workbook_delivery_parts set read_at = null where delivery_id = $1", [id]);
  await assert.rejects(asOffice(workbooks.applyDelivery, { id }), code("workbook.delivery_unread"));
  await asOffice(workbooks.checkDelivery, { id });
  const done = await endOfJob(app.database, id);
  assert.deepEqual([done.state, done.done, done.total], ["done", 3, 3]);
  const rows = await found(office, id);
  assert.deepEqual(
    rows.map((row) => [row.part, row.entry, row.state]),
    [
      [1, 1, "ready"],
      [1, 2, "ready"],
      [2, 0, "ready"],
    ],
  );
});

/** As if so many files had been looked at before. */
const lookedAt = (deliveryId: string, count: number) =>
  owner.query(
    `insert into workbook_delivery_items (delivery_id, part, entry, received_by, name, verdict)
     select $1, 9000, n, $2, 'earlier ' || n, 'not_ours' from generate_series(1, $3::int) n`,
    [deliveryId, office.personId, count],
  );
const ownItems = async (deliveryId: string) => {
  const { rows } = await owner.query<{ item: unknown[] }>(
    `select jsonb_build_array(part, entry, name, reason ->> 'code', reason -> 'values' -> 'left') as item
     from workbook_delivery_items where delivery_id = $1 and part < 9000 order by part, entry`,
    [deliveryId],
  );
  return rows.map((row) => row.item);
};
const four = (of: string) =>
  zip(parts({ "1.txt": `${of}1`, "2.txt": `${of}2`, "3.txt": `${of}3`, "4.txt": of }));
const checked = async (id: string) => {
  await asOffice(workbooks.checkDelivery, { id });
  const job = await endOfJob(app.database, id);
  assert.equal(job.state, "done", JSON.stringify(job.problem));
  return job;
};

test("at the bound of files reading stops: one item closes each part that is left, however much it holds", async () => {
  const round = await fresh([own]);
  const id = await opened(office, round.id, [
    { name: "a.zip", data: four("a") },
    { name: "b.zip", data: four("b") },
    { name: "c.txt", data: "c" },
  ]);
  await lookedAt(id, mostFiles - 1);
  const job = await checked(id);
  assert.deepEqual([job.done, job.total], [mostFiles + 3, mostFiles + 3]);
  const items = [
    [1, 1, "1.txt", "errors.sheet.no_workbook", null],
    [1, 4, "a.zip", "workbook.found.rest_full", 3],
    [2, 4, "b.zip", "workbook.found.rest_full", 4],
    [3, 0, "c.txt", "workbook.found.rest_full", 1],
  ];
  assert.deepEqual(await ownItems(id), items);
  // Killed between the closing item and the end of its part.
  await owner.query("update workbook_delivery_parts set read_at = null where delivery_id = $1", [id]);
  await checked(id);
  assert.deepEqual(await ownItems(id), items);
});

test("what archives unpack to is summed over the delivery, and over a stop", async () => {
  const round = await fresh([own]);
  const id = await opened(office, round.id, [
    { name: "a.zip", data: four("a") },
    { name: "b.txt", data: "b" },
  ]);
  await checked(id);
  const { rows } = await owner.query<{ bytes: number }>(
    "select sum(unpacked_bytes)::int as bytes from workbook_delivery_parts where delivery_id = $1",
    [id],
  );
  assert.equal(rows[0]?.bytes, 7, "2 + 2 + 2 + 1; what came by itself was not unpacked");
  await owner.query(
    "update workbook_delivery_parts set unpacked_bytes = 1999999995 where delivery_id = $1 and position = 1",
    [id],
  );
  await send(office, id, [
    { name: "c.zip", data: four("c") },
    { name: "d.txt", data: "d" },
  ]);
  await checked(id);
  assert.deepEqual((await ownItems(id)).slice(5), [
    [3, 1, "1.txt", "errors.sheet.no_workbook", null],
    [3, 2, "2.txt", "errors.sheet.no_workbook", null],
    [3, 4, "c.zip", "workbook.found.rest_large", 2],
    [4, 0, "d.txt", "errors.sheet.no_workbook", null],
  ]);
});

test("the report lists what closes a part too, and says where it was cut", async () => {
  const round = await fresh([own]);
  const id = await opened(office, round.id, [{ name: "a.txt", data: "a" }]);
  await lookedAt(id, 2 * mostFiles);
  await checked(id);
  const csv = contentOf(await asOffice(workbooks.downloadDeliveryReport, { id, format: "csv" }));
  const lines = (await gather((await csv?.open()) as Readable)).toString("utf8").trim().split("\r\n");
  assert.equal(lines.length, 1 + 2 * mostFiles + 1);
  assert.match(lines.at(-1) ?? "", /^…,.*Cut after 10,000/);
});

test("a workbook whose stamp is no id is not one of ours", async () => {
  const round = await fresh([own]);
  const stamped = async (id: string) =>
    filledIn(round.of(own), ({ sheets }) => {
      const stamp = sheets.find((sheet) => sheet.name === "yagura");
      const row = stamp?.rows.find((one) => one[0] === "workbook");
      if (row) row[1] = id;
      if (stamp) delete stamp.cells;
    });
  const id = await read(office, round.id, [
    { name: "dashes.xlsx", data: await stamped("-".repeat(36)) },
    { name: "letters.xlsx", data: await stamped("a".repeat(36)) },
  ]);
  assert.deepEqual(await verdictsOf(office, id), { "dashes.xlsx": "not_ours", "letters.xlsx": "not_ours" });
});

test("a part of a form without a name of its file is kept under none", async () => {
  const round = await fresh([own]);
  const { id } = await asOffice(workbooks.openDelivery, { id: round.id });
  const reply = await server.inject({
    method: "POST",
    url: `/api/workbook-deliveries/${id}/files`,
    payload: [
      "--x",
      'content-disposition: form-data; name="file"',
      "content-type: application/octet-stream",
      "",
      "bytes",
      "--x--",
      "",
    ].join("\r\n"),
    headers: { "content-type": "multipart/form-data; boundary=x", "x-yagura": "1" },
    cookies: { yagura_session: office.token },
  });
  assert.equal(reply.statusCode, 200, reply.body);
  await checked(id);
  assert.deepEqual(await verdictsOf(office, id), { "?": "unreadable" });
});

const without = (bytes: Buffer, controlId: string) =>
  filledIn(bytes, ({ set, sheetOf }) => {
    met(set, "ORG-01");
    const sheet = sheetOf("verdict");
    const row = sheet.rows.findIndex((one) => one[0] === controlId);
    sheet.rows[row] = [];
    for (const key of sheet.cells?.keys() ?? []) if (key.startsWith(`${row},`)) sheet.cells?.delete(key);
  });
const remarksOf = (row: { remarks: { code: string; values: Record<string, unknown> }[] } | undefined) =>
  Object.fromEntries(row?.remarks.map((one) => [one.code.split(".").at(-1), one.values]) ?? []);
const reportOf = async (id: string) => {
  const csv = contentOf(await asOffice(workbooks.downloadDeliveryReport, { id, format: "csv" }));
  return (await gather((await csv?.open()) as Readable)).toString("utf8").trim().split("\r\n");
};

test("rows and questions that are no longer in a file, and what it lacks, are told in list and report", async () => {
  const round = await fresh([own, sister]);
  const noQuestions = await filledIn(round.of(sister), ({ set, sheets, sheetOf }) => {
    met(set, "ORG-01");
    sheets.splice(sheets.indexOf(sheetOf("isTrue")), 1);
  });
  const id = await read(office, round.id, [
    { name: "a.xlsx", data: await without(round.of(own), "ORG-02") },
    { name: "b.xlsx", data: noQuestions },
  ]);
  const rows = new Map((await found(office, id)).map((row) => [row.name, row]));
  assert.deepEqual(
    [...rows.values()].map((row) => row.state),
    ["ready", "ready"],
  );
  const [a, b] = [remarksOf(rows.get("a.xlsx")), remarksOf(rows.get("b.xlsx"))];
  assert.deepEqual(a["missing"], { count: 1, ids: "ORG-02" });
  assert.ok(Number(a["lacking"]?.["count"]) > 0, "before anybody hands it in");
  assert.deepEqual([b["no_questions"], b["missing"]], [{}, undefined]);
  const [, first = "", second = ""] = await reportOf(id);
  assert.match(first, /1 row is no longer in the file \(ORG-02\)/);
  assert.match(second, /The sheet with the questions is missing/);
  assert.doesNotMatch(first + second, /Nothing stands against/);
});

test("a later workbook that replaces kept answers says how many, is found by it, and its return names them", async () => {
  const round = await fresh([own, sister]);
  const first = await read(office, round.id, [{ name: "a.xlsx", data: await filled(round.of(own)) }]);
  await asOffice(workbooks.applyDelivery, { id: first });
  await endOfJob(app.database, first);
  const id = await read(office, round.id, [
    { name: "b.xlsx", data: await filled(round.of(own), "otherwise") },
    { name: "c.xlsx", data: await filled(round.of(sister)) },
  ]);
  assert.equal((await asOffice(workbooks.getDelivery, { id })).replacing, 1);
  const { rows } = await asOffice(workbooks.listDeliveryItems, { id, isReplacing: true });
  assert.deepEqual(
    rows.map((row) => [row.name, row.state, remarksOf(row)["replaces"]]),
    [["b.xlsx", "ready", { count: 1, ids: "ORG-01" }]],
  );
  assert.match((await reportOf(id))[1] ?? "", /Replaces 1 kept answer \(ORG-01\)/);
  const back = await asOffice(workbooks.getWorkbookReturn, { id: rows[0]?.returnId ?? "" });
  const changed = back.rows.filter((row) => row.kind === "changed");
  assert.deepEqual(
    changed.map((row) => [row.system?.how, row.file?.how]),
    [["in use", "otherwise"]],
  );
});

test("what needs a decision comes first, page by page; a file is told by the code that its name begins with", async () => {
  const round = await fresh([own, sister, third]);
  const id = await read(office, round.id, [
    { name: "1.xlsx", data: await filled(round.of(own)) },
    { name: "C2 of Own.xlsx", data: await filled(round.of(third)) },
    { name: "C2 letter.txt", data: "Dear colleagues" },
    {
      name: "z bad day.xlsx",
      data: await filledIn(round.of(sister), ({ set }) => {
        met(set, "ORG-01");
        set("ORG-01", "proofOn", "soon");
      }),
    },
  ]);
  const pages: string[] = [];
  let after: string | null = "";
  while (after !== null) {
    const page: { rows: { name: string }[]; next: string | null } = await asOffice(
      workbooks.listDeliveryItems,
      { id, limit: 1, ...(after ? { after } : {}) },
    );
    pages.push(...page.rows.map((row) => row.name));
    after = page.next;
  }
  assert.deepEqual(pages, ["z bad day.xlsx", "C2 letter.txt", "1.xlsx", "C2 of Own.xlsx"]);
  const rows = new Map((await found(office, id)).map((row) => [row.name, row]));
  assert.deepEqual(
    [rows.get("C2 letter.txt")?.companyCode, rows.get("C2 letter.txt")?.codeByName],
    [null, "C2"],
  );
  const lines = await reportOf(id);
  assert.equal(lines.filter((line) => line.startsWith("z bad day.xlsx")).length, 2, "the cause alone");
  assert.match(lines.find((line) => line.startsWith("C2 letter")) ?? "", /C2 \(by its name\)/);
  assert.match(lines.find((line) => line.startsWith("C2 of Own")) ?? "", /By its name the file is of C2/);
  const outside = await read(secretary, round.id, [{ name: "C3 letter.txt", data: "Dear colleagues" }]);
  assert.deepEqual(
    (await found(secretary, outside)).map((row) => row.codeByName),
    [null],
    "out of reach",
  );
});
