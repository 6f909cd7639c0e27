// Documents asked for before a visit, and its itinerary (T-16).
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { duties } from "#modules/duties/contract.ts";
import { testApp } from "#test/app.ts";
import { buildAuditVisit } from "#test/audit-visit.ts";
import { addCompany, signedIn } from "#test/factories.ts";
import { keepContent } from "#test/files.ts";
import { audits } from "../contract.ts";

const app = await testApp();
const { owner } = app.database;
const made = await buildAuditVisit(owner, app.database.ownerUrl);
const { visitId, company, group, parent } = made;
await owner.query("update audit_visits set announced_at = null, announced_by = null where id = $1", [
  visitId,
]);
const [lead, officer, office] = [made.lead, made.officer, made.office].map((who) => app.as(who.token)) as [
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
];
const stranger = app.as((await signedIn(owner, { companyId: parent, role: "auditor", unitId: group })).token);
const sisterId = await addCompany(owner, { code: "SIS", name: "Sister", parentId: group, tier: "T3" });
const sister = app.as((await signedIn(owner, { companyId: sisterId, role: "security_officer" })).token);

const code = (wanted: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, wanted);
  return true;
};
const inDays = (days: number) =>
  new Date(Date.now() + (days * 24 + 9) * 3_600_000).toISOString().slice(0, 10);
const whole = (who = lead) => who(audits.getAuditPreparation, { id: visitId });
const duty = async () =>
  (await officer(duties.listMyDuties, { kind: "audit.document" })).rows.filter(
    (row) => row.subjectId === visitId,
  );
const looksAt = async (who = lead) =>
  (await who(duties.listMyDuties, { kind: "audit.judge" })).rows.filter((row) => row.subjectId === visitId);
const dayOf = (dueAt: string | undefined) =>
  new Date(Date.parse(dueAt ?? "") + 9 * 3_600_000 - 1000).toISOString().slice(0, 10);
const file = async (companyId: string, purpose = "audit_document") => {
  const { sha256 } = await keepContent(`a file of ${companyId} ${purpose}`);
  const { rows } = await owner.query<{ id: string }>(
    `insert into files (company_id, sha256, size_bytes, media_type, name, purpose, created_by)
     values ($1, $2, 5, 'text/plain', 'plan.txt', $3, $4) returning id`,
    [companyId, Buffer.from(sha256), purpose, made.officer.personId],
  );
  return rows[0]?.id ?? "";
};

test("T-16 documents are asked for by the team; the company owes them from the announcement on, in one duty by the first day", async () => {
  const ask = {
    id: visitId,
    requests: [
      { what: "構成図", dueOn: inDays(10) },
      { what: "規程", controlId: "ORG-01", dueOn: inDays(5) },
    ],
  };
  await assert.rejects(stranger(audits.askForDocuments, ask), code("audit.not_on_team"));
  await assert.rejects(
    lead(audits.askForDocuments, { id: visitId, requests: [{ what: "x", dueOn: inDays(-2) }] }),
    code("audit.day_past"),
  );
  await lead(audits.askForDocuments, ask);
  assert.deepEqual(await duty(), [], "not before it is announced");
  await assert.rejects(whole(officer), code("audit_visit.not_found"));
  const { rowVersion } = await office(audits.getVisit, { id: visitId });
  await office(audits.announceVisit, { id: visitId, rowVersion });
  const owed = await duty();
  assert.deepEqual([owed.length, dayOf(owed[0]?.dueAt)], [1, inDays(5)]);
  const seen = await whole(officer);
  assert.deepEqual(
    seen.requests.map((one) => [one.number, one.state, one.title?.ja !== undefined]),
    [
      [2, "asked", true],
      [1, "asked", false],
    ],
  );
  assert.deepEqual([seen.can.answer, seen.can.conduct], [true, false]);
  await assert.rejects(whole(sister), code("audit_visit.not_found"));
});

test("T-16 what is brought is words or files of this company's own; accepted or asked again with a new day, and the duty follows", async () => {
  const of = async (number: number) => (await whole()).requests.find((one) => one.number === number);
  const bring = async (number: number, words: string, fileIds: string[]) => {
    const one = await of(number);
    return officer(audits.answerAuditRequest, {
      id: one?.id ?? "",
      rowVersion: one?.rowVersion ?? 1,
      words,
      fileIds,
    });
  };
  await assert.rejects(bring(2, " ", []), code("audit.words_or_files"));
  await assert.rejects(bring(2, "", [await file(sisterId)]), code("file.not_found"));
  await assert.rejects(bring(2, "", [await file(company, "audit_photo")]), code("file.not_found"));
  await bring(2, "", [await file(company)]);
  assert.equal(dayOf((await duty())[0]?.dueAt), inDays(10), "what is still to come has its own day");
  assert.equal((await looksAt()).length, 1, "the lead is told that something came");
  await bring(1, "紙で渡します", []);
  assert.deepEqual(await duty(), []);
  // Whoever leads from now on looks at it, and whoever led before owes it no more.
  const leads = async ({ personId }: { personId: string }) => {
    const { rows } = await owner.query<{ id: string }>("select id from auditors where person_id = $1", [
      personId,
    ]);
    await office(audits.assignAuditor, { id: visitId, auditorId: rows[0]?.id ?? "", isLead: true, days: 2 });
  };
  await leads(made.partner);
  assert.deepEqual([(await looksAt()).length, (await looksAt(app.as(made.partner.token))).length], [0, 1]);
  await leads(made.lead);
  const second = await of(2);
  assert.deepEqual(
    second?.turns.map((one) => [one.kind, one.files[0]?.name]),
    [["answered", "plan.txt"]],
  );
  const judge = async (number: number, more: object) => {
    const one = await of(number);
    return lead(audits.judgeAuditRequest, {
      id: one?.id ?? "",
      rowVersion: one?.rowVersion ?? 1,
      judgement: "asked_again",
      words: "",
      ...more,
    });
  };
  await assert.rejects(judge(1, { dueOn: inDays(3) }), code("audit.say_why"));
  await assert.rejects(judge(1, { words: "古い版です", dueOn: inDays(-1) }), code("audit.day_past"));
  await judge(1, { words: "古い版です", dueOn: inDays(3) });
  assert.equal(dayOf((await duty())[0]?.dueAt), inDays(3));
  assert.equal((await looksAt()).length, 1, "one is still to be looked at");
  await judge(2, { judgement: "accepted" });
  assert.deepEqual(await looksAt(), []);
  await assert.rejects(bring(2, "again", []), code("audit.request_over"));
  await assert.rejects(
    officer(audits.judgeAuditRequest, {
      id: second?.id ?? "",
      judgement: "accepted",
      words: "",
      rowVersion: 3,
    }),
    code("permission.missing"),
  );
});

test("T-16 the itinerary is replaced as a whole, in its order; who was slower is told", async () => {
  const line = {
    kind: "walk" as const,
    day: inDays(1),
    begins: "10:00",
    place: "北門",
    what: "入退管理",
    who: "",
    minutes: "",
  };
  const meeting = {
    ...line,
    kind: "opening" as const,
    begins: "09:00",
    who: "社長",
    minutes: "範囲を確認した",
  };
  const { agendaVersion } = await lead(audits.setAuditAgenda, {
    id: visitId,
    lines: [line, meeting],
    agendaVersion: 0,
  });
  assert.deepEqual(
    (await whole(officer)).agenda.map((one) => one.kind),
    ["opening", "walk"],
  );
  await assert.rejects(
    lead(audits.setAuditAgenda, { id: visitId, lines: [], agendaVersion: 0 }),
    code("audit_agenda.changed_meanwhile"),
  );
  await lead(audits.setAuditAgenda, { id: visitId, lines: [meeting], agendaVersion });
  assert.equal((await whole()).agenda.length, 1);
});

test("T-16 a visit that is called off asks for nothing any more", async () => {
  const { rowVersion } = await office(audits.getVisit, { id: visitId });
  assert.equal((await duty()).length, 1);
  await office(audits.cancelVisit, { id: visitId, reason: "統合のため", rowVersion });
  assert.deepEqual(await duty(), []);
});
