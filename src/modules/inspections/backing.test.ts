import assert from "node:assert/strict";
import { test } from "node:test";
import { asSystem } from "#core/system.ts";
import { duties } from "#modules/duties/contract.ts";
import { closeDuties } from "#modules/duties/service.ts";
import { AppError } from "#core/errors.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, type Id, signedIn } from "#test/factories.ts";
import { keepBackings } from "./backing.ts";
import { inspections } from "./contract.ts";
import { inspectionInScope } from "./loading.ts";
import { reviewing } from "./review/contract.ts";
import { keepStandings } from "./standing.ts";
import { writeAnswers } from "./writing-many.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const officer = app.as((await signedIn(owner, { companyId: own, role: "security_officer" })).token);
const provider = app.as((await signedIn(owner, { companyId: parent, role: "security_officer" })).token);
const person = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
  name: "Desk",
});
const desk = app.as(person.token);
const editionId = await addEdition(owner);
await owner.query(
  "insert into service_providers (service, company_id, valid_from) values ('group_identity', $1, '2020-04-01')",
  [parent],
);
const now = new Date("2026-11-24T03:00:00Z");
app.setNow(now);

const clock = (at = now) =>
  asSystem(
    app.door.db,
    "timed.inspections.backing",
    async (ctx) => {
      const moved = await keepBackings(ctx);
      await keepStandings(ctx);
      return moved;
    },
    at,
  );

/** A company connected for a share, and its provider that has handed in with proof until the end of May. */
async function connected(share: number): Promise<{ id: Id; providers: Id }> {
  await owner.query("delete from service_connections");
  await owner.query(
    "insert into service_connections (company_id, service, share_percent, valid_from) values ($1, 'group_identity', $2, '2020-04-01')",
    [own, share],
  );
  const round = await addOpenRound(owner, { editionId, companies: [own, parent] });
  const [id, providers] = [round.inspections.get(own) ?? "", round.inspections.get(parent) ?? ""];
  await provider(inspections.saveAnswer, {
    id: providers,
    controlId: "TEC-01",
    verdict: "met",
    how: "central sign-in",
    exceptions: "none of ours",
    rowVersion: null,
  });
  await provider(inspections.addEvidence, {
    id: providers,
    title: "Report",
    kind: "measured",
    place: "console",
    validFrom: "2026-11-01",
    controlIds: ["TEC-01"],
  });
  await owner.query(
    "update evidence_uses set valid_until = '2027-05-31' where inspection_id = $1 and control_id = 'TEC-01'",
    [providers],
  );
  await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [
    providers,
  ]);
  return { id, providers };
}

const take = (id: Id) =>
  officer(inspections.takeOverProposals, { id, from: "service", controlIds: ["TEC-01"] });
const row = async (id: Id) => {
  const { rows } = await officer(inspections.listAskedControls, { id });
  const found = rows.find((one) => one.controlId === "TEC-01");
  assert.ok(found);
  return found;
};
const told = async (id: Id) =>
  (
    await owner.query(
      "select data from events where verb = 'inspection.provider_changed' and subject_id = $1 order by id",
      [id],
    )
  ).rows.map((one) => one.data);

test("an answer that a service covers in part lacks the rest, and the desk sees the share", async () => {
  const { id } = await connected(60);
  assert.deepEqual((await row(id)).proposal?.lacks, ["answer.needs_exceptions"]);
  await take(id);
  const taken = await row(id);
  assert.deepEqual([taken.problems, taken.evidenceUntil], [["answer.needs_exceptions"], "2027-05-31"]);
  const { answer } = await officer(inspections.getAskedControl, { id, controlId: "TEC-01" });
  assert.deepEqual([answer?.coveragePercent, answer?.exceptions], [60, null]);
  const saved = await officer(inspections.saveAnswer, {
    id,
    controlId: "TEC-01",
    verdict: "met",
    coveragePercent: 60,
    exceptions: "40 % sign in locally, with MFA",
    origin: "inherited",
    rowVersion: answer?.rowVersion ?? null,
  });
  assert.deepEqual(saved.problems, []);
  assert.equal((await row(id)).backing, "stands");
  const sheet = await desk(reviewing.listDifferences, { id });
  const why = sheet.rows.find((one) => one.controlId === "TEC-01")?.whys;
  assert.deepEqual(why, [{ code: "covers_part", percent: 60 }]);
});

test("the provider's proof is the company's: it runs out in the standing, and before it is handed in", async () => {
  const { id } = await connected(100);
  await take(id);
  assert.deepEqual((await row(id)).problems, []);
  app.setNow(new Date("2027-06-01T03:00:00Z"));
  assert.deepEqual((await row(id)).problems, ["answer.evidence_expired"]);
  app.setNow(now);
  await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [id]);
  const expired = async () =>
    (
      await owner.query(
        "select expired_count from inspection_results where inspection_id = $1 and basis = 'standing'",
        [id],
      )
    ).rows[0]?.expired_count;
  await clock();
  assert.equal(await expired(), 0);
  await clock(new Date("2027-06-01T03:00:00Z"));
  assert.equal(await expired(), 1);
});

test("a provider whose answer was returned reaches its consumers, who confirm anew once it stands again", async () => {
  const { id, providers } = await connected(100);
  await take(id);
  assert.equal(await clock(), 0);
  await owner.query(
    `insert into desk_reviews (inspection_id, control_id, company_id, decision, verdict, claimed, reason, answer_version, reviewed_by)
     select inspection_id, control_id, company_id, 'returned', 'partly', 'met', 'half of the tenants', row_version, company_id from answers
     where inspection_id = $1 and control_id = 'TEC-01'`,
    [providers],
  );
  assert.equal(await clock(), 1);
  const changed = await row(id);
  assert.deepEqual([changed.backing, changed.problems], ["returned", ["answer.evidence_expired"]]);
  assert.deepEqual(await told(id), [{ changed: [], returned: ["TEC-01"], gone: [], stands: [] }]);
  assert.equal(await clock(), 0);
  // Nothing is proposed while the desk has it, nor when the provider has corrected it, until the desk decides again.
  const isUnmoved = async () => {
    assert.deepEqual(await take(id), { saved: 0 });
    assert.equal((await row(id)).backing, "returned");
  };
  await isUnmoved();
  await owner.query(
    "update answers set verdict = 'partly', row_version = row_version + 1 where inspection_id = $1 and control_id = 'TEC-01'",
    [providers],
  );
  await clock();
  await isUnmoved();
  await owner.query(
    `insert into desk_reviews (inspection_id, control_id, company_id, decision, verdict, claimed, answer_version, reviewed_by, reviewed_at)
     select inspection_id, control_id, company_id, 'accepted', 'partly', 'partly', row_version, company_id, now() + interval '1 second'
     from answers where inspection_id = $1 and control_id = 'TEC-01'`,
    [providers],
  );
  await clock();
  assert.equal((await row(id)).backing, "changed", "another answer than the one that was confirmed");
  assert.deepEqual(await take(id), { saved: 1 });
  const anew = await row(id);
  assert.deepEqual([anew.verdict, anew.backing], ["partly", "stands"]);
});

test("what a workbook leaves as the service answered stays the provider's, with its proof", async () => {
  const { id } = await connected(100);
  const words = { how: "central sign-in", missing: null, owner: null, dueOn: null, reason: null };
  await asSystem(
    app.door.db,
    "test",
    async (ctx) =>
      writeAnswers(
        ctx,
        await inspectionInScope(ctx, id),
        [
          {
            ...words,
            controlId: "TEC-01",
            seen: null,
            verdict: "met",
            coveragePercent: 100,
            exceptions: null,
            maturity: null,
            isInherited: true,
            readIn: null,
          },
        ],
        { origin: "workbook", onBehalfOf: own, errata: 0 },
      ),
    now,
  );
  const { answer } = await officer(inspections.getAskedControl, { id, controlId: "TEC-01" });
  const { backing, evidenceUntil } = await row(id);
  assert.deepEqual([answer?.origin, backing, evidenceUntil], ["inherited", "stands", "2027-05-31"]);
});

test("a connection that ends leaves the answer without anybody behind it, until the company answers itself", async () => {
  const { id } = await connected(100);
  await take(id);
  await owner.query("update service_connections set valid_to = '2026-11-24' where company_id = $1", [own]);
  await clock();
  assert.equal((await row(id)).backing, "gone");
  const { answer } = await officer(inspections.getAskedControl, { id, controlId: "TEC-01" });
  await officer(inspections.saveAnswer, {
    id,
    controlId: "TEC-01",
    verdict: "met",
    how: "our own sign-in",
    rowVersion: answer?.rowVersion ?? null,
  });
  const ours = await row(id);
  assert.deepEqual(
    [ours.backing, ours.evidenceUntil, ours.problems],
    [null, null, ["answer.needs_evidence"]],
  );
});

test("T-09 a question opens the desk's duty; the last answer closes it and says who and when", async () => {
  const { id } = await connected(100);
  const ask = (body: string) =>
    officer(inspections.say, { id, controlId: "TEC-01", body, asksDivision: true });
  const [first, second] = [await ask("Does this count?"), await ask("And this?")];
  const owed = async () => (await desk(duties.listMyDuties, { subjectId: id })).rows.map((one) => one.kind);
  assert.deepEqual(await owed(), ["inspection.question"]);
  // Handing in is a step of the inspection's own way: the question stays open beside it.
  await asSystem(app.door.db, "test", (ctx) => closeDuties(ctx, id));
  assert.deepEqual(await owed(), ["inspection.question"]);
  await desk(inspections.replyToQuestion, { id, questionId: first.id, body: "Yes." });
  assert.deepEqual(await owed(), ["inspection.question"]);
  await desk(inspections.replyToQuestion, { id, questionId: second.id, body: "No." });
  assert.deepEqual(await owed(), []);
  await assert.rejects(
    desk(inspections.replyToQuestion, { id, questionId: second.id, body: "Maybe." }),
    (error: unknown) => error instanceof AppError && error.code === "question.answered_already",
  );
  const { rows, mayReply } = await officer(inspections.listQuestions, { id });
  assert.equal(mayReply, false);
  assert.deepEqual(
    rows.map((one) => [one.body, one.reply, one.answeredByName, one.answeredAt?.slice(0, 10)]).sort(),
    [
      ["And this?", "No.", "Test Desk", "2026-11-24"],
      ["Does this count?", "Yes.", "Test Desk", "2026-11-24"],
    ],
  );
  const { talks } = await officer(inspections.getAskedControl, { id, controlId: "TEC-01" });
  assert.deepEqual(
    talks.filter((one) => one.asksDivision).map((one) => one.answeredByName),
    ["Test Desk", "Test Desk"],
  );
});
