// The walk for access tokens: each operation by a token that lacks the permission, is bound to a company, reads alone, is over
// or revoked, compared with the person who made it, with each lock alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { isForTokens, isWrite, type Operation } from "#core/contract.ts";
import { newAccessToken } from "#core/crypto/token-form.ts";
import { hashToken } from "#core/http/door.ts";
import { giveRole, type SignedIn, signedIn } from "./factories.ts";
import { aims } from "./walk/inputs.ts";
import type { Locks } from "#core/context.ts";
import { locksInTurn, thinned } from "./walk/locks.ts";
import {
  attempt,
  attemptAt,
  buildWalkWorld,
  endOf,
  gives,
  leaks,
  type Outcome,
  type Place,
  places,
  type WalkWorld,
} from "./walk/world.ts";

const operations = modules.flatMap((module) => Object.values(module.contract));
const guarded = operations.filter((one) => one.permission !== "public");
const codeOf = (outcome: Outcome) => (outcome.kind === "refused" ? outcome.code : outcome.kind);

type Lent = {
  permissions?: readonly string[];
  boundTo?: string;
  isReadOnly?: boolean;
  expiresAt?: string;
  isRevoked?: boolean;
};

/** A token as makeToken keeps it, of everything that its person holds unless something else is asked for. */
async function lend(walk: WalkWorld, who: SignedIn, part: Lent = {}): Promise<string> {
  const { key, token } = newAccessToken();
  const { owner } = walk.app.database;
  await owner.query(
    `insert into access_tokens (key, token_hash, account_id, person_id, company_id, name, permissions, bound_to, is_read_only,
       created_at, expires_at, revoked_at, revoked_by)
     values ($1, $2, $3, $4, $5, 'walk', coalesce($6, (select array_agg(distinct rp.permission) from grants g
       join role_permissions rp on rp.role_id = g.role_id where g.person_id = $4)), $7, $8, now() - interval '9 days',
       now() + $9::interval, $10, case when $10::timestamptz is not null then $4::uuid end)`,
    [
      key,
      hashToken(token),
      who.accountId,
      who.personId,
      who.companyId,
      part.permissions ?? null,
      part.boundTo ?? null,
      part.isReadOnly ?? false,
      part.expiresAt ?? "9 days",
      part.isRevoked ? new Date() : null,
    ],
  );
  return token;
}

const wanted = (operation: Operation) => [operation.permission].flat() as string[];

/** Answers for the own company and the other one, and may hold tokens. */
async function holder(walk: WalkWorld): Promise<SignedIn> {
  const { owner } = walk.app.database;
  const { own, other } = walk.group.companies;
  await owner.query("insert into roles (id, is_built_in) values ('holds_tokens', false)");
  await owner.query("insert into role_permissions values ('holds_tokens', 'token.make')");
  const who = await signedIn(owner, { companyId: own, role: "security_officer" });
  await giveRole(owner, { personId: who.personId, companyId: own, role: "security_officer", unitId: other });
  for (const companyId of [own, other])
    await owner.query(
      "insert into grants (person_id, company_id, role_id, unit_id, valid_from, reason) values ($1, $2, 'holds_tokens', $3, '2020-04-01', 'walk')",
      [who.personId, own, companyId],
    );
  return who;
}

/** What came out without a lock having had a part in it: it hangs on neither, and is not tried again. */
const lockless = new Set<string>();
/** Kinds of tokens, in turn. */
const kinds = ["everything", "one company", "reading", "no lock"];
/** Asks for the person itself once it has seen that the list gives rights. */
const asksForPerson = new Set(["applyImport"]);

/**
 * Where a token is given otherwise than its person would be there, and what it is shown that it must not be.
 *
 * @param about which token it is, the same with each lock
 */
async function differences(
  walk: WalkWorld,
  about: string,
  token: string,
  model: string,
  reached: readonly Place[],
  isLent: (operation: Operation) => boolean,
  locks: Locks,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const operation of thinned(guarded, kinds.indexOf(about), locks)) {
    const isAimed = aims[operation.name]?.at === "company";
    const keyAt = (place: Place) => `${about} ${operation.name} ${place}`;
    const left = (isAimed ? places : (["own"] as const)).filter((place) => !lockless.has(keyAt(place)));
    for (const [place, mine] of await attemptAt(walk, operation, token, left)) {
      if (!mine.hasLooked) lockless.add(keyAt(place));
      if (mine.kind === "allowed")
        for (const shown of leaks(walk, mine.output, reached))
          wrong.push(`${operation.name} ${place} shows ${shown}`);
      if (!isForTokens(operation)) {
        if (codeOf(mine) !== "token.not_for_this")
          wrong.push(`${operation.name}: ${codeOf(mine)}, not for tokens`);
      } else if (!isLent(operation)) {
        if (mine.kind === "allowed") wrong.push(`${operation.name} ${place}: allowed, not lent`);
      } else if (isAimed) {
        const may = reached.includes(place) && (await endOf(walk, operation, model, place)) === "given";
        const needsPerson =
          asksForPerson.has(operation.name) && codeOf(mine) === "session.confirmation_needed";
        if (!needsPerson && gives(mine) !== may)
          wrong.push(`${operation.name} ${place}: ${codeOf(mine)}, its person ${may}`);
      }
    }
  }
  return wrong;
}

for (const [name, locks] of locksInTurn) {
  const walk = await buildWalkWorld(locks);
  const who = await holder(walk);
  const both = ["own", "other"] as const;

  test(`a token of everything is its person where tokens are taken: ${name}`, async () => {
    assert.deepEqual(
      await differences(walk, "everything", await lend(walk, who), who.token, both, () => true, locks),
      [],
    );
  });

  test(`a token bound to one company is its person there and nobody elsewhere: ${name}`, async () => {
    const token = await lend(walk, who, { boundTo: walk.group.companies.own });
    assert.deepEqual(
      await differences(walk, "one company", token, who.token, ["own"], () => true, locks),
      [],
    );
  });

  test(`a right over the whole group, lent for one company: ${name}`, async () => {
    const office = walk.askers.find((one) => one.role === "group_office" && !one.isExpired)?.who;
    assert.ok(office);
    const token = await lend(walk, office, { boundTo: walk.group.companies.sister });
    const wrong: string[] = [];
    for (const operation of guarded.filter((one) => aims[one.name]?.at === "company"))
      for (const [place, mine] of await attemptAt(walk, operation, token, places)) {
        if (mine.kind !== "allowed") continue;
        if (place !== "sister" && gives(mine) && !isOfNobody(mine.output))
          wrong.push(`${operation.name} ${place}`);
        for (const shown of leaks(walk, mine.output, ["sister", place]))
          wrong.push(`${operation.name} shows ${shown}`);
      }
    assert.deepEqual(wrong, []);
  });

  test(`a token that reads alone reads as its person does and writes nothing: ${name}`, async () => {
    const token = await lend(walk, who, { isReadOnly: true });
    assert.deepEqual(
      await differences(walk, "reading", token, who.token, both, (one) => !isWrite(one), locks),
      [],
    );
  });

  test(`a token of a few permissions is refused every operation that asks for another: ${name}`, async () => {
    const permissions = ["organization.read", "person.read", "inspection.read"];
    const token = await lend(walk, who, { permissions });
    const isLent = (one: Operation) =>
      one.byToken === true || wanted(one).some((each) => permissions.includes(each));
    const wrong: string[] = [];
    for (const operation of guarded.filter(isForTokens)) {
      const mine = await attempt(walk, operation, token, "own");
      if (!isLent(operation) && codeOf(mine) !== "permission.missing")
        wrong.push(`${operation.name}: ${codeOf(mine)}`);
      if (mine.kind === "allowed")
        for (const shown of leaks(walk, mine.output, both)) wrong.push(`${operation.name} shows ${shown}`);
    }
    assert.deepEqual(wrong, []);
  });

  test(`a token that is over, revoked or of nobody any more opens nothing: ${name}`, async () => {
    const dead = [
      await lend(walk, who, { expiresAt: "-1 second" }),
      await lend(walk, who, { isRevoked: true }),
      newAccessToken().token,
    ];
    for (const operation of guarded)
      for (const token of dead)
        assert.equal(codeOf(await attempt(walk, operation, token, "own")), "token.not_valid", operation.name);
  });
}

/** An answer that names no record: an empty selection, a nought. */
const isOfNobody = (output: unknown) => !/[0-9a-f]{8}-[0-9a-f]{4}-/.test(JSON.stringify(output));

test("the walk notices a token that reaches a step further", async () => {
  const walk = await buildWalkWorld({ application: false, rows: false });
  const who = await holder(walk);
  const token = await lend(walk, who, { boundTo: walk.group.companies.own });
  assert.notDeepEqual(
    await differences(walk, "no lock", token, who.token, ["own"], () => true, {
      application: false,
      rows: false,
    }),
    [],
  );
});
