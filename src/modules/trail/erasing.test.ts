// Personal values go by two persons' act, by rule after years, and never otherwise; the trail stays whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import { verifyTrail } from "#core/events/verify.ts";
import { runTimed } from "#core/jobs/timed.ts";
import { asSystem } from "#core/system.ts";
import { advanceDuties } from "#modules/duties/clock.ts";
import { duties } from "#modules/duties/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { sealAll } from "#test/sealed.ts";
import { endOfJob } from "#test/work.ts";
import { trail } from "./contract.ts";
import { keepRetention } from "./erasing.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const at = { companyId: parent, unitId: group.group };
const one = await signedIn(owner, { ...at, role: "group_office" });
const other = await signedIn(owner, { ...at, role: "group_office" });
const administrator = await signedIn(owner, { ...at, role: "administrator" });
const auditor = await signedIn(owner, { ...at, role: "auditor" });
const officer = await signedIn(owner, { companyId: own, role: "security_officer", unitId: own });
const [asOne, asOther] = [app.as(one.token), app.as(other.token)];
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let version = 1;
async function renamed(reason: string): Promise<number> {
  await asOne(organization.renameUnit, {
    id: own,
    name: `Own ${version}`,
    from: `2026-10-${String(version).padStart(2, "0")}`,
    rowVersion: version,
    reason,
  });
  version += 1;
  const { rows } = await owner.query<{ id: number }>(
    "select max(id)::int as id from events where verb = 'unit.changed'",
  );
  return rows[0]?.id ?? 0;
}
const contentOf = async (id: number) =>
  (await owner.query("select content from event_values where event_id = $1", [id])).rows[0]?.content;
const whole = async () => {
  await sealAll(app.door.db, owner);
  const { problems, erased } = await verifyTrail(owner);
  assert.deepEqual(problems, []);
  return erased;
};
const why = { ground: "request", reason: "The person asked for it" } as const;

test("R-29 one proposes, another decides, then the values of the event are gone and the rest is proven", async () => {
  const eventId = await renamed("A name that should not stand here");
  const { id } = await asOne(trail.proposeErasure, { kind: "event", eventId, ...why });
  await assert.rejects(asOne(trail.decideErasure, { id, decision: "approved" }), {
    code: "trail.erasure_own",
  });
  assert.match(JSON.stringify(await contentOf(eventId)), /should not stand/);
  assert.equal((await asOther(trail.listErasures, { isWaiting: true })).rows.length, 1);
  await asOther(trail.decideErasure, { id, decision: "approved" });
  assert.equal((await endOfJob(app.database, id)).state, "done");
  assert.equal(await contentOf(eventId), null);
  assert.equal(await whole(), 1);
  const [act] = (await asOne(trail.listErasures, {})).rows;
  assert.deepEqual(
    [act?.erasedCount, act?.decidedBy?.id, typeof act?.finishedAt],
    [1, other.personId, "string"],
  );
  const [row] = (await asOne(trail.searchEvents, { verb: "unit.changed", withValues: true })).rows;
  assert.deepEqual([row?.values, row?.isErased], [null, true]);
  await assert.rejects(asOther(trail.decideErasure, { id, decision: "refused" }), {
    code: "trail.erasure_decided",
  });
  await assert.rejects(asOne(trail.proposeErasure, { kind: "event", eventId, ...why }), {
    code: "trail.erasure_empty",
  });
});

test("neither the administrator, an auditor nor a company's officer proposes or decides", async () => {
  const eventId = await renamed("A reason");
  const { id } = await asOne(trail.proposeErasure, { kind: "event", eventId, ...why });
  for (const who of [administrator, auditor, officer]) {
    const ask = app.as(who.token);
    await assert.rejects(ask(trail.proposeErasure, { kind: "event", eventId, ...why }), {
      code: "permission.missing",
    });
    await assert.rejects(ask(trail.decideErasure, { id, decision: "approved" }), {
      code: "permission.missing",
    });
  }
  await asOther(trail.decideErasure, { id, decision: "refused", reason: "Needed until the case is closed" });
  assert.notEqual(await contentOf(eventId), null);
  await assert.rejects(owner.query("select * from erase_values($1, 10)", [id]), { code: "42501" });
});

test("the database refuses two persons that are one, whatever the program says", async () => {
  const eventId = await renamed("A reason");
  const { id } = await asOne(trail.proposeErasure, { kind: "event", eventId, ...why });
  await assert.rejects(
    owner.query(
      "update trail_erasures set decision = 'approved', decided_by = proposed_by, decided_at = now() where id = $1",
      [id],
    ),
    /trail_erasures_two_persons/,
  );
});

test("a person's values: what is about the person, what the person wrote, and nothing of later", async () => {
  const person = await signedIn(owner, { companyId: own, role: "security_officer", unitId: own });
  const write = async (actor: string | null, subject: string | null) =>
    (
      await owner.query<{ id: number }>(
        `select record_event('person.changed', $1, null, 'person', $2, $3, null, '{}', '{"reason": "words"}')::int as id`,
        [actor, subject, own],
      )
    ).rows[0]?.id ?? 0;
  const about = await write(one.personId, person.personId);
  const ofAccount = await write(one.personId, person.accountId);
  const written = await write(person.personId, null);
  const others = await write(one.personId, null);
  const preview = { kind: "person", personId: person.personId } as const;
  assert.equal((await asOne(trail.previewErasure, { ...preview, isAbout: true })).count, 2);
  assert.equal((await asOne(trail.previewErasure, { ...preview, isAbout: true, isWritten: true })).count, 3);
  await assert.rejects(asOne(trail.previewErasure, preview), { code: "trail.erasure_aimless" });
  const { id } = await asOne(trail.proposeErasure, { ...preview, isAbout: true, ...why });
  await asOther(trail.decideErasure, { id, decision: "approved" });
  const later = await write(one.personId, person.personId);
  assert.equal((await endOfJob(app.database, id)).state, "done");
  assert.deepEqual([await contentOf(about), await contentOf(ofAccount)], [null, null]);
  for (const kept of [written, others, later]) assert.notEqual(await contentOf(kept), null);
  await whole();
});

test("without a rule nothing is erased; by a rule of two persons values go after years, and the rule can be ended", async () => {
  const look = (now?: Date) => runTimed(app.door.db, [keepRetention], quiet, now);
  const inYears = (years: number) => new Date(Date.now() + years * 366 * 86_400_000);
  const before = await renamed("A reason to be kept");
  await look(inYears(40));
  assert.notEqual(await contentOf(before), null);
  for (const years of [0, -1])
    await assert.rejects(
      (await app.server())
        .inject({
          method: "POST",
          url: "/api/trail/retention",
          payload: { groups: ["organization"], years, reason: "x" },
        })
        .then((reply) => {
          assert.notEqual(reply.statusCode, 200);
          throw new Error("refused");
        }),
      /refused/,
    );
  const { id } = await asOne(trail.proposeRetention, {
    groups: ["organization"],
    years: 3,
    reason: "Long enough",
  });
  await look(inYears(41));
  assert.notEqual(await contentOf(before), null, "one person is not enough");
  await asOther(trail.decideErasure, { id, decision: "approved" });
  await look(inYears(2));
  assert.notEqual(await contentOf(before), null, "too young");
  while (await look(inYears(42)));
  assert.equal(await contentOf(before), null);
  const proposed = await owner.query(
    "select count(*)::int as n from events e join event_values v on v.event_id = e.id where e.verb like 'trail.erasure%' and v.content is null",
  );
  assert.equal(proposed.rows[0]?.n, 0, "what was said for an erasure outlives it");
  await whole();
  await asOne(trail.endRetention, { id });
  const after = await renamed("A later reason");
  await look(inYears(43));
  assert.notEqual(await contentOf(after), null);
  await assert.rejects(asOne(trail.endRetention, { id }), { code: "trail.retention_not_running" });
});

test("a forged rule of less than a year erases nothing", async () => {
  const { rows } = await owner.query<{ id: string }>(
    "insert into trail_erasures (kind, scope, ground, reason, proposed_by) values ('rule', '{}', 'rule', 'x', $1) returning id",
    [one.personId],
  );
  const id = rows[0]?.id;
  await owner.query(
    `select record_event('trail.erasure_proposed', $1, null, 'erasure', $2, null, null, '{"kind": "rule", "years": 0, "patterns": [{"is": "."}]}', null)`,
    [one.personId, id],
  );
  await owner.query(
    `select record_event('trail.erasure_decided', $1, null, 'erasure', $2, null, null, '{"decision": "approved"}', null)`,
    [other.personId, id],
  );
  await assert.rejects(
    owner.query("select * from erase_values($1, 10)", [id]),
    /at least one year|erasure_too_young/,
  );
});

test("a proposed erasure is a duty of the second person until it is decided, and is reminded of after its day", async () => {
  const waiting = async (as: typeof asOne) =>
    (await as(duties.listMyDuties, { kind: "erasure.decide" })).rows.map((row) => row.subjectId);
  for (const { id } of (await asOther(trail.listErasures, { isWaiting: true })).rows)
    await asOther(trail.decideErasure, { id, decision: "refused" }).catch(() =>
      asOne(trail.decideErasure, { id, decision: "refused" }),
    );
  assert.deepEqual([await waiting(asOne), await waiting(asOther)], [[], []]);
  const eventId = await renamed("Something personal");
  const { id } = await asOne(trail.proposeErasure, { kind: "event", eventId, ...why });
  assert.deepEqual([await waiting(asOne), await waiting(asOther)], [[], [id]]);
  assert.deepEqual(await waiting(app.as(administrator.token)), []);
  const { rows } = await owner.query<{ zone: string; days: number }>(
    `select d.time_zone as zone, (d.due_at at time zone d.time_zone)::date - group_today() as days from duties d
     where d.subject_id = $1 and d.state = 'open'`,
    [id],
  );
  assert.deepEqual(rows, [{ zone: "Asia/Tokyo", days: 7 }]);
  // Forgotten for ten days: those who decide are told again, and the act still stands.
  const later = new Date(Date.now() + 17 * 86_400_000);
  await asSystem(app.door.db, "test", (ctx) => advanceDuties(ctx), later);
  const reminded = await owner.query<{ step: number; isWaiting: boolean }>(
    `select d.step, d.next_at > d.due_at as "isWaiting" from duties d where d.subject_id = $1`,
    [id],
  );
  assert.deepEqual(reminded.rows, [{ step: 5, isWaiting: true }]);
  await asOther(trail.decideErasure, { id, decision: "refused" });
  assert.deepEqual(await waiting(asOther), []);
});
