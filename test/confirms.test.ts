// Which acts ask for a fresh proof of who one is (OWASP ASVS 5.0 7.5.3): this list, and nothing of the daily work.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import type { Operation } from "#core/contract.ts";
import { AppError } from "#core/errors.ts";
import { access } from "#modules/access/contract.ts";
import { imports } from "#modules/imports/contract.ts";
import { trail } from "#modules/trail/contract.ts";
import { testApp } from "./app.ts";
import { buildSmallGroup, signedIn } from "./factories.ts";

const operations: Operation[] = modules.flatMap((module) => Object.values(module.contract));

test("S-01 what changes who may do what, how one comes in, or what is kept asks for a fresh proof, and nothing else does", () => {
  const asking = operations.filter((one) => one.confirms).map((one) => one.name);
  assert.deepEqual(asking.sort(), [
    "addConnection",
    "addIdentities",
    "addMyFeed",
    "addReceiver",
    "addRole",
    "adoptTest",
    "allowViewing",
    "beginLinking",
    "beginTest",
    "changeClass",
    "changeConnection",
    "changeEngagement",
    "changeReceiver",
    "changeReceiverSecret",
    "changeRole",
    "changeTokenRules",
    "closeAccount",
    "confirmGrant",
    "decideErasure",
    "decideProposal",
    "endAccountSessions",
    "endGrant",
    "endRetention",
    "endRole",
    "endSignInRule",
    "giveGrant",
    "makeEngagement",
    "makeImportLinks",
    "makeRecoveryCodes",
    "makeSignInLink",
    "makeToken",
    "markRole",
    "nameOwnDeputy",
    "orderTrailExport",
    "proposeErasure",
    "proposeRetention",
    "removeConnection",
    "removeFactor",
    "removeIdentity",
    "removeMyIdentity",
    "removeReceiver",
    "renewInvitation",
    "renewOutsideAccess",
    "resetFactors",
    "setEngagementEnd",
    "setSignInRule",
    "setSignInWay",
    "startViewing",
    "takeEmergency",
    "turnOffConnection",
    "turnOnConnection",
  ]);
});

test("S-01 a lapsed proof is refused at each such door, a fresh one opens it, and reading never asks", async () => {
  const app = await testApp();
  const { owner } = app.database;
  const group = await buildSmallGroup(owner);
  const office = await signedIn(owner, {
    companyId: group.companies.parent,
    role: "group_office",
    unitId: group.group,
  });
  const colleague = await signedIn(owner, { companyId: group.companies.own });
  const ask = app.as(office.token);
  const lapsed = (error: unknown) =>
    error instanceof AppError && error.code === "session.confirmation_needed" && error.kind === "forbidden";
  await owner.query(
    "update sessions set confirmed_at = now() - interval '16 minutes' where account_id = $1",
    [office.accountId],
  );
  const dangerous = [
    () => ask(access.endAccountSessions, { id: colleague.accountId }),
    () => ask(trail.orderTrailExport, { format: "csv" }),
    () => ask(imports.makeImportLinks, { id: crypto.randomUUID() } as never),
  ];
  for (const act of dangerous) await assert.rejects(act(), lapsed);
  assert.ok(await ask(access.listAccounts, {}));
  await owner.query("update sessions set confirmed_at = now() where account_id = $1", [office.accountId]);
  assert.equal((await ask(access.endAccountSessions, { id: colleague.accountId })).endedSessions, 1);
});
