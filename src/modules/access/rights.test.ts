// Rights of positions, deputies, roles made here, and rights that take two people.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { contentOf } from "#core/files/content.ts";
import { makeLog } from "#core/http/log.ts";
import { runTimed } from "#core/jobs/timed.ts";
import { AppError } from "#core/errors.ts";
import { organization } from "#modules/organization/contract.ts";
import { standingIn } from "#modules/organization/standing-in/contract.ts";
import { testApp } from "#test/app.ts";
import { addPerson, buildSmallGroup, type Id, signedIn } from "#test/factories.ts";
import { gather } from "#test/imports.ts";
import { access } from "./contract.ts";
import { accessModule } from "./module.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const days = await owner.query<{ today: string; tomorrow: string }>(
  "select group_today()::text as today, (group_today() + 1)::text as tomorrow",
);
const { today = "", tomorrow = "" } = days.rows[0] ?? {};
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
const atGroup = (role: "administrator" | "group_office") =>
  signedIn(owner, { companyId: parent, role, unitId: group.group });
const first = await atGroup("administrator");
const asFirst = app.as(first.token);

const give = (to: { personId: Id } | { positionId: Id }, roleId: string, unitId: Id) =>
  asFirst(access.giveGrant, {
    ...to,
    roleId,
    unitId,
    withSubtree: true,
    validFrom: today,
    reason: "appointed",
  });
const addSeat = async (name: string) =>
  (await asFirst(organization.addPosition, { unitId: own, name, from: "2020-04-01" })).id;
const permissionsOf = async (token: string) =>
  (await app.as(token)(access.getSession, {}))?.permissions ?? [];

test("a group with one administrator is not locked out: what is powerful is given at once and marked", async () => {
  const somebody = await addPerson(owner, { companyId: parent, familyName: "Alone" });
  const given = await give({ personId: somebody }, "group_office", group.group);
  assert.deepEqual([given.proposalId, given.isSingleHanded], [null, true]);
  const alone = await asFirst(access.listGrants, { isSingleHanded: true, isCurrent: true });
  assert.deepEqual(
    alone.rows.map((row) => row.personId),
    [somebody],
  );
  await assert.rejects(asFirst(access.confirmGrant, { id: given.id ?? "" }), code("grant.own_decision"));
  const second = await atGroup("group_office");
  await app.as(second.token)(access.confirmGrant, { id: given.id ?? "" });
  assert.equal((await asFirst(access.listGrants, { isSingleHanded: true })).rows.length, 0);
});

test("a powerful right is proposed by one and decided by another, who gets nothing by it", async () => {
  const second = await atGroup("group_office");
  const receiver = await atGroup("administrator");
  const { proposalId, id } = await give({ personId: receiver.personId }, "group_office", group.group);
  assert.equal(id, null);
  const decide = (token: string, isAllowed = true) =>
    app.as(token)(access.decideProposal, { id: proposalId ?? "", isAllowed });
  await assert.rejects(decide(first.token), code("grant.own_decision"));
  await assert.rejects(decide(receiver.token), code("grant.own_decision"));
  await assert.rejects(decide(second.token, false), code("grant.reason_needed"));
  const { grantId } = await decide(second.token);
  const row = await owner.query("select granted_by, allowed_by from grants where id = $1", [grantId]);
  assert.deepEqual(row.rows, [{ granted_by: first.personId, allowed_by: second.personId }]);
  await assert.rejects(decide(second.token), code("grant.decided_already"));
  const open = await owner.query("select from duties where kind = 'rights.decide' and state = 'open'");
  assert.equal(open.rowCount, 0);
});

test("whoever gives themselves a right needs another person for it", async () => {
  await atGroup("group_office");
  const given = await give({ personId: first.personId }, "reader", group.group);
  assert.ok(given.proposalId);
});

test("R-20 the right is the position's: it moves with the holder on the day, and by nobody's doing", async () => {
  const seat = await addSeat("General manager");
  await give({ positionId: seat }, "company_executive", own);
  const [before, after] = [
    await signedIn(owner, { companyId: own }),
    await signedIn(owner, { companyId: own }),
  ];
  await asFirst(organization.holdPosition, { id: seat, personId: before.personId, from: today });
  await asFirst(organization.holdPosition, { id: seat, personId: after.personId, from: tomorrow });
  const holds = async (day: string) => {
    const answers = [before, after].map((one) => asFirst(access.askRights, { id: one.personId, asOf: day }));
    return (await Promise.all(answers)).map(({ rights }) => rights.map((right) => right.via));
  };
  assert.deepEqual(await holds(today), [["position"], []]);
  assert.deepEqual(await holds(tomorrow), [[], ["position"]]);
  assert.ok((await permissionsOf(before.token)).includes("inspection.confirm"));
  assert.ok(!(await permissionsOf(after.token)).includes("inspection.confirm"));
  await assert.rejects(
    asFirst(organization.holdPosition, { id: seat, personId: first.personId, from: tomorrow }),
    code("position.rights_to_oneself"),
  );
});

test("the deputy holds the position's rights while its holder is away, and acts on the holder's behalf", async () => {
  const seat = await addSeat("Officer");
  await give({ positionId: seat }, "security_officer", own);
  const [holder, deputy] = [
    await signedIn(owner, { companyId: own }),
    await signedIn(owner, { companyId: own }),
  ];
  await asFirst(organization.holdPosition, { id: seat, personId: holder.personId, from: today });
  await asFirst(standingIn.nameDeputy, { id: seat, personId: deputy.personId, from: today });
  assert.ok(!(await permissionsOf(deputy.token)).includes("person.manage"));
  const away = await app.as(holder.token)(standingIn.enterOwnAbsence, { from: today, lastDay: tomorrow });
  assert.ok((await permissionsOf(deputy.token)).includes("person.manage"));
  const seen = await app.as(deputy.token)(standingIn.getOwnAway, {});
  assert.deepEqual(
    seen.seats.map((one) => [one.positionId, one.isMine, one.isActing]),
    [[seat, false, true]],
  );
  const made = await app.as(deputy.token)(organization.addPerson, {
    companyId: own,
    familyName: "New",
    givenName: "",
    employment: "regular",
    from: today,
  });
  const { rows } = await owner.query(
    "select actor_id, on_behalf_of, data ->> 'asDeputyAt' as seat from events where subject_id = $1",
    [made.id],
  );
  assert.deepEqual(rows, [{ actor_id: deputy.personId, on_behalf_of: holder.personId, seat }]);
  await app.as(holder.token)(standingIn.endOwnAbsence, { id: away.id, backOn: today });
  assert.ok(!(await permissionsOf(deputy.token)).includes("person.manage"));
});

test("whoever holds a position names a colleague who stands in, and ends it; not where its rights take two people", async () => {
  const seat = await addSeat("Desk");
  await give({ positionId: seat }, "security_officer", own);
  const [holder, colleague, stranger] = [
    await signedIn(owner, { companyId: own }),
    await signedIn(owner, { companyId: own }),
    await signedIn(owner, { companyId: group.companies.sister }),
  ];
  for (const [who, at] of [
    [holder, own],
    [colleague, own],
    [stranger, group.companies.sister],
  ] as const)
    await owner.query(
      "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', '2020-04-01')",
      [who.personId, at],
    );
  const asHolder = app.as(holder.token);
  const name = (personId: Id, from = today) => asHolder(access.nameOwnDeputy, { id: seat, personId, from });
  // Nobody else's position is there to name a deputy for.
  await assert.rejects(name(colleague.personId), code("position.not_found"));
  await asFirst(organization.holdPosition, { id: seat, personId: holder.personId, from: today });
  await assert.rejects(name(stranger.personId), code("deputy.not_a_colleague"));
  await assert.rejects(name(holder.personId), code("deputy.not_a_colleague"));
  await assert.rejects(name(colleague.personId, "2020-04-01"), code("deputy.starts_in_past"));
  await name(colleague.personId);
  const { id: away } = await asHolder(standingIn.enterOwnAbsence, { from: today, lastDay: today });
  assert.ok((await permissionsOf(colleague.token)).includes("person.manage"));
  // A deputy passes it on to nobody.
  await assert.rejects(
    app.as(colleague.token)(access.nameOwnDeputy, { id: seat, personId: holder.personId, from: today }),
    code("position.not_found"),
  );
  await asHolder(access.endOwnDeputy, { id: seat, on: today });
  assert.ok(!(await permissionsOf(colleague.token)).includes("person.manage"));
  await assert.rejects(asHolder(access.endOwnDeputy, { id: seat, on: today }), code("position.no_deputy"));
  await asHolder(standingIn.endOwnAbsence, { id: away, backOn: today });
  assert.deepEqual((await asHolder(standingIn.getOwnAway, {})).absences, []);
  await owner.query(
    `insert into grants (position_id, company_id, role_id, unit_id, with_subtree, valid_from, reason)
     values ($1, $2, 'auditor', $3, true, $4, 'test')`,
    [seat, own, group.group, today],
  );
  await assert.rejects(name(colleague.personId), code("deputy.takes_two"));
});

test("a role made here gives what was chosen; more for its holders takes a second person, less does not", async () => {
  const second = await atGroup("group_office");
  const names = { en: "Reads companies" };
  await assert.rejects(
    asFirst(access.addRole, { names, basedOn: "reader", permissions: ["no.such"] }),
    code("role.permission_unknown"),
  );
  const { id } = await asFirst(access.addRole, {
    names,
    basedOn: "reader",
    permissions: ["organization.read"],
  });
  const who = await signedIn(owner, { companyId: own });
  await give({ personId: who.personId }, id, own);
  assert.deepEqual(await permissionsOf(who.token), ["organization.read"]);
  const change = async (permissions: string[]) => {
    const role = (await asFirst(access.listRoles, {})).rows.find((one) => one.id === id);
    const rowVersion = role?.rowVersion ?? 0;
    return asFirst(access.changeRole, { id, names, permissions, reason: "needed", rowVersion });
  };
  const wanted = ["organization.read", "person.read"];
  const preview = await asFirst(access.previewRole, { id, permissions: wanted.join() });
  assert.deepEqual([preview.gains, preview.affected.count, preview.needsTwo], [["person.read"], 1, true]);
  const { proposalId } = await change(wanted);
  assert.deepEqual(await permissionsOf(who.token), ["organization.read"]);
  await app.as(second.token)(access.decideProposal, { id: proposalId ?? "", isAllowed: true });
  assert.deepEqual(await permissionsOf(who.token), wanted);
  assert.equal((await change(["person.read"])).proposalId, null);
  assert.deepEqual(await permissionsOf(who.token), ["person.read"]);
  await assert.rejects(
    asFirst(access.endRole, { id, reason: "over", rowVersion: 3 }),
    code("role.still_held"),
  );
  await assert.rejects(
    asFirst(access.changeRole, { id: "reader", names, permissions: [], reason: "x", rowVersion: 1 }),
    code("role.built_in"),
  );
});

test("who can see a company is answered from what the checks read, and asking is recorded", async () => {
  const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
  const { rows } = await asFirst(access.askWho, { companyId: own, permission: "inspection.answer" });
  assert.ok(rows.some((row) => row.personId === officer.personId && row.via === "person"));
  const people = await owner.query("select p as id from people_with_permission('inspection.answer', $1) p", [
    own,
  ]);
  assert.deepEqual(
    new Set(rows.map((row) => row.personId)),
    new Set(people.rows.map((row) => row.id as string)),
  );
  const events = await owner.query("select from events where verb = 'rights.asked' and subject_id = $1", [
    own,
  ]);
  assert.equal(events.rowCount, 1);
});

test("a proposal that nobody decides is over after seven days, with its duty, and gives nothing", async () => {
  const second = await atGroup("group_office");
  const receiver = await signedIn(owner, { companyId: parent });
  const { proposalId } = await give({ personId: receiver.personId }, "group_office", group.group);
  const one = async () => (await asFirst(access.listProposals, {})).rows.find((row) => row.id === proposalId);
  const { proposedAt, expiresAt, state } = (await one()) ?? {};
  assert.equal(Date.parse(expiresAt ?? "") - Date.parse(proposedAt ?? ""), 7 * 86_400_000);
  assert.equal(state, "open");
  await owner.query("update rights_proposals set expires_at = now() - interval '1 second' where id = $1", [
    proposalId,
  ]);
  // From the very second on, whether or not the clock has been there.
  assert.equal((await one())?.state, "expired");
  await assert.rejects(
    app.as(second.token)(access.decideProposal, { id: proposalId ?? "", isAllowed: true }),
    code("grant.decided_already"),
  );
  await owner.query("update timed_runs set ran_at = null");
  await runTimed(app.door.db, accessModule.timed ?? [], makeLog("silent"));
  const { rows } = await owner.query(
    `select p.state, d.state as duty, (select count(*)::int from grants g where g.person_id = p.person_id) as given,
      (select count(*)::int from events e where e.verb = 'rights.expired' and e.data ->> 'proposalId' = p.id::text) as told
     from rights_proposals p join duties d on d.subject_id = p.id where p.id = $1`,
    [proposalId],
  );
  assert.deepEqual(rows, [{ state: "expired", duty: "lapsed", given: 0, told: 1 }]);
  // Whoever still wants it proposes anew.
  assert.ok((await give({ personId: receiver.personId }, "group_office", group.group)).proposalId);
});

test("the list of who can see a company calls roles by their names in the reader's language, also those made here", async () => {
  const names = { en: "Reads companies only", ja: "会社のみ閲覧" };
  const { id } = await asFirst(access.addRole, {
    names,
    basedOn: "reader",
    permissions: ["organization.read"],
  });
  const holder = await signedIn(owner, { companyId: own, role: "security_officer" });
  await give({ personId: holder.personId }, id, own);
  const listed = await asFirst(access.askWho, { companyId: own });
  assert.ok(listed.rows.some((row) => row.roleId === id && row.roleName === names.en));
  assert.ok(listed.rows.some((row) => row.roleId === "security_officer" && row.roleName === null));
  const rights = await app.as(holder.token)(access.getOwnRights, {});
  assert.deepEqual(rights.rights.map((right) => right.roleName).toSorted(), [names.en, null].toSorted());
  assert.deepEqual(
    rights.rights.map((right) => [right.unitName, right.companies.map((one) => one.name)]),
    [
      ["Own Ltd.", ["Own Ltd."]],
      ["Own Ltd.", ["Own Ltd."]],
    ],
  );
  for (const [language, role, officer] of [
    ["en", names.en, "Company security officer"],
    ["ja", names.ja, "情報セキュリティ責任者"],
  ] as const) {
    await owner.query("update accounts set language = $2 where id = $1", [first.accountId, language]);
    const content = contentOf(await asFirst(access.exportWho, { format: "csv", companyId: own }));
    assert.ok(content);
    const csv = (await gather(await content.open())).toString("utf8");
    assert.ok(csv.includes(role), csv);
    assert.ok(csv.includes(officer), csv);
    assert.ok(!/own_|security_officer/.test(csv), csv);
  }
  await owner.query("update accounts set language = 'en' where id = $1", [first.accountId]);
});

test("the administrator runs the system and reads no answers", () => {
  const held = modules.flatMap((module) => module.roles.administrator ?? []);
  const answers =
    /^(inspection|workbook|evidence|finding|result|figures|service|round|duty)\.|^trail\.read_values$/;
  assert.deepEqual(
    held.filter((permission) => answers.test(permission)),
    [],
  );
});
