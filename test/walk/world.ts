// The small group of the walks: one target per company, one asker per role and place.
import type pg from "pg";
import { testApp } from "../app.ts";
import type { Locks } from "#core/context.ts";
import { type Kysely, sql } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import { isWrite, type Operation } from "#core/contract.ts";
import { AppError } from "#core/errors.ts";
import { type BuiltInRole, builtInRoles } from "#core/module.ts";
import { handlerOf, type TestApp } from "../app.ts";
import { copiesOf, type TestDatabase } from "../db.ts";
import {
  addPerson,
  addUnit,
  buildSmallGroup,
  giveRole,
  type SignedIn,
  type SmallGroup,
  signedIn,
} from "../factories.ts";
import { contentOf } from "#core/files/content.ts";
import { workbooks } from "#modules/workbooks/contract.ts";
import { keepContent } from "../files.ts";
import { addCatalogues } from "../catalogues.ts";
import { addMappings } from "../mappings.ts";
import { openDatabase } from "#core/db/pool.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { writeEdition } from "#modules/standards/service.ts";
import { addEdition, addOpenRound } from "../editions.ts";
import { atDoor } from "./door.ts";
import { aims, needsState, type Target, type World } from "./inputs.ts";
import { addWalkFindings } from "./findings.ts";
import { addWalkAudits } from "./audits.ts";
import { addMail } from "./mail.ts";
import { addEmergencies } from "./emergencies.ts";
import { addWalkLedger } from "./ledgers.ts";
import { addWalkInstructions } from "./instructions.ts";
import { today } from "../answering-company.ts";
import { addWalkIncidents } from "./incidents.ts";
import { addWalkIntakes } from "./intake.ts";
import { addWalkLateral } from "./lateral.ts";
import { addWalkOnCall } from "./on-call.ts";
import { addWalkClockRules } from "./clock-rules.ts";
import { addWalkPlan } from "./onboarding.ts";
import { addWalkPlans } from "./plans.ts";
import { addReceiver } from "./receivers.ts";
import { addOutsideTarget } from "./outside.ts";

export const places = ["own", "sister", "parent", "other"] as const;
export type Place = (typeof places)[number];

export type WalkWorld = {
  app: TestApp;
  group: SmallGroup;
  world: World;
  targets: Record<Place, Target>;
  askers: { role: BuiltInRole; isExpired: boolean; who: SignedIn }[];
  /** Answers for the own company and helps in the other; and one who only helps there. */
  two: SignedIn;
  helperElsewhere: SignedIn;
  /** How each try ended; see `endOf`. */
  known: Map<string, string>;
  /** What the door refused, by what it looks at; see test/walk/door.ts. */
  refused: Map<string, Outcome>;
  /** Whether one of the locks was asked for since this was last set to false. */
  hasLooked: boolean;
};

type Built = Omit<WalkWorld, "app" | "known" | "refused" | "hasLooked">;
let built: Promise<{ world: Built; copy: () => Promise<TestDatabase> }> | undefined;

/** The world under these locks, in a database of its own: built once for all files of a run, and copied. */
export async function buildWalkWorld(locks: Locks): Promise<WalkWorld> {
  built ??= buildOnce();
  const { world, copy } = await built;
  const watched: Locks = {
    get application() {
      walk.hasLooked = true;
      return locks.application;
    },
    get rows() {
      walk.hasLooked = true;
      return locks.rows;
    },
  };
  const app = await testApp({ locks: watched, database: await copy() });
  const walk: WalkWorld = {
    app,
    known: new Map(),
    refused: new Map(),
    hasLooked: false,
    ...structuredClone(world),
  };
  return walk;
}

async function buildOnce() {
  const app = await testApp();
  const world = await fill(app);
  return { world, copy: await copiesOf(app.database) };
}

const atGroup: BuiltInRole[] = ["administrator", "group_office", "reader", "committee_member"];

async function fill(app: TestApp): Promise<Built> {
  const { owner } = app.database;
  await keepContent("x");
  const group = await buildSmallGroup(owner);
  const targets = {} as Record<Place, Target>;
  const editionId = await addEdition(owner);
  const { personId: adviserId } = await signedIn(owner, {
    companyId: group.companies.parent,
    name: "Reviewer",
  });
  const { personId: issuerId } = await signedIn(owner, { companyId: group.companies.parent, name: "Issuer" });
  const standards = await addStandards(app.database.ownerUrl, adviserId, issuerId);
  const catalogues = await addCatalogues(owner, adviserId);
  const mappings = await addMappings(owner, adviserId, editionId);
  const round = await addOpenRound(owner, {
    editionId,
    companies: places.map((place) => group.companies[place]),
    dueOn: "2030-12-15",
  });
  const draft = await owner.query<{ id: string }>(
    `insert into rounds (kind, fiscal_year, name, edition_id, population_rule, opens_on, due_on, review_due_on, confirm_due_on)
     values ('inspection', 2031, 'Draft', $1, $2, '2031-04-01', '2031-12-15', '2031-12-25', '2032-01-15') returning id`,
    [
      editionId,
      JSON.stringify({
        asOf: "2026-10-01",
        relations: ["parent", "consolidated"],
        tiers: ["T1", "T2", "T3", "T4"],
        leaveOut: [],
      }),
    ],
  );
  for (const place of places)
    targets[place] = await buildTarget(
      app,
      group.companies[place],
      round.inspections.get(group.companies[place]) ?? "",
    );
  await owner.query(
    "insert into roles (id, is_built_in, names) values ('own_of_the_walk', false, '{\"en\": \"Walk own\"}')",
  );
  const askers: WalkWorld["askers"] = [];
  for (const role of builtInRoles) {
    for (const isExpired of [false, true]) {
      const unitId = atGroup.includes(role)
        ? group.group
        : role === "division_secretary"
          ? group.divisions.one
          : group.companies.own;
      const companyId = unitId === group.companies.own ? group.companies.own : group.companies.parent;
      const who = await signedIn(owner, {
        companyId,
        role,
        unitId,
        ...(isExpired ? { to: "2026-01-01" } : {}),
      });
      askers.push({ role, isExpired, who });
    }
  }
  for (const { isExpired, who } of askers.filter((one) => one.role === "contributor")) {
    const id = await handOver(app, targets.own, who);
    if (!isExpired) targets.own.handedId = id;
  }
  const two = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
  const helperElsewhere = await signedIn(owner, {
    companyId: group.companies.other,
    role: "contributor",
    unitId: group.companies.other,
  });
  await giveRole(owner, {
    personId: two.personId,
    companyId: group.companies.own,
    role: "contributor",
    unitId: group.companies.other,
  });
  for (const who of [two, helperElsewhere]) await handOver(app, targets.other, who);
  const empty = await addOpenRound(owner, {
    editionId,
    companies: [],
    fiscalYear: 2029,
    dueOn: "2030-02-15",
  });
  const erasures = await addErasures(app, two.personId);
  return {
    group,
    world: {
      ...erasures,
      group: group.group,
      division: group.divisions.one,
      // Each time anew: a walk may go on over midnight.
      get today() {
        return today();
      },
      editionId,
      ...standards,
      ...catalogues,
      ...mappings,
      roundId: round.id,
      draftRoundId: draft.rows[0]?.id ?? "",
      emptyRoundId: empty.id,
      workbookBatchId: await addWorkbookBatch(owner, round.id, targets.own),
      pagesId: await addPages(owner, round.id, targets.own),
      sentDeliveryId: await addDelivery(owner, round.id, targets.own, false),
      readDeliveryId: await addDelivery(owner, round.id, targets.own, true),
      ...(await addMail(owner, Object.values(targets))),
    },
    targets,
    askers,
    two,
    helperElsewhere,
  };
}

/** Hands an area of the target's inspection to somebody. */
async function handOver(app: TestApp, target: Target, to: SignedIn): Promise<string> {
  const { rows } = await app.database.owner.query<{ id: string }>(
    "insert into delegations (inspection_id, company_id, person_id, area, given_by) values ($1, $2, $3, 'ORG', $3) returning id",
    [target.inspectionId, target.companyId, to.personId],
  );
  return rows[0]?.id ?? "";
}

/** The built-in standard under other names: published, as a draft, and in review with somebody's approval. */
async function addStandards(
  ownerUrl: string,
  reviewerId: string,
  issuerId: string,
): Promise<{
  standardEditionId: string;
  draftEditionId: string;
  reviewEditionId: string;
  erratumId: string;
  sinceErratum: { id: string; erratumId: string };
}> {
  const { db, close } = openDatabase({ connectionString: ownerUrl, size: 1 });
  const content = loadBuiltinStandard();
  const write = (edition: string, previousId: string | null = null, part: Partial<typeof content> = {}) =>
    writeEdition(
      db,
      { ...content, ...part, standard: { ...content.standard, ...part.standard, edition } },
      previousId,
    );
  const standardEditionId = await write("walk");
  await db
    .updateTable("editions")
    .set({ state: "published", publishedAt: sql`now()`, effectiveOn: "2024-04-01" })
    .where("id", "=", standardEditionId)
    .execute();
  const draftEditionId = await write("walk-draft", standardEditionId, {
    // One was renamed and its translations were not: they wait for another look.
    controls: content.controls
      .slice(0, -1)
      .map((one) => (one.id === "ORG-03" ? { ...one, title: { ...one.title, en: "Walk" } } : one)),
  });
  await sql`insert into carry_over_rules (edition_id, control_id, carry, reason)
    values (${draftEditionId}::uuid, ${content.controls.at(-1)?.id}, 'none', 'walk')`.execute(db);
  const reviewEditionId = await write("walk-review");
  await sql`update editions set state = 'in_review', sent_by = ${reviewerId}::uuid, sent_at = now()
    where id = ${reviewEditionId}::uuid`.execute(db);
  await sql`insert into edition_opinions (edition_id, content_sha256, kind, words, person_id, given_on)
    select e.id, e.content_sha256, 'approved', 'walk', e.sent_by, '2026-01-01' from editions e
    where e.id = ${reviewEditionId}::uuid`.execute(db);
  const words = JSON.stringify(wordsOf(content, "ORG-01"));
  const { rows } = await sql<{
    id: string;
  }>`insert into errata (edition_id, control_id, words, before, reason, asks_again, proposed_by)
    values (${standardEditionId}::uuid, 'ORG-01', ${words}::jsonb, ${words}::jsonb, 'walk', true, ${reviewerId}::uuid)
    returning id`.execute(db);
  // One of another standard with an erratum in force, and a draft that was begun before it.
  const some = {
    standard: { ...content.standard, code: "WALK" },
    controls: content.controls.slice(0, 2),
  };
  const wasId = await write("walk-was", null, some);
  const sinceId = await write("walk-since", wasId, some);
  const right = JSON.stringify({ ...wordsOf(content, "ORG-01"), evidence: [{ en: "walk" }] });
  await sql`update editions set state = 'published', published_at = now(), effective_on = '2020-04-01', errata = 1
    where id = ${wasId}::uuid`.execute(db);
  const issued = await sql<{
    id: string;
  }>`insert into errata (edition_id, control_id, number, words, before, reason, asks_again, state, proposed_by, decided_by, decided_at)
    values (${wasId}::uuid, 'ORG-01', 1, ${right}::jsonb, ${words}::jsonb, 'walk', false, 'issued', ${reviewerId}::uuid, ${issuerId}::uuid, now())
    returning id`.execute(db);
  await close();
  const sinceErratum = { id: sinceId, erratumId: issued.rows[0]?.id ?? "" };
  return {
    standardEditionId,
    draftEditionId,
    reviewEditionId,
    erratumId: rows[0]?.id ?? "",
    sinceErratum,
  };
}

function wordsOf({ controls }: ReturnType<typeof loadBuiltinStandard>, controlId: string) {
  const { title, requirement, evidence, auditTest } = controls.find(({ id }) => id === controlId) ?? {};
  return { title, requirement, evidence, auditTest };
}

/** Somebody who comes in by link, and a rule that concerns nobody of the walk yet. */
async function addWaysIn(owner: pg.Client, companyId: string) {
  const { accountId } = await signedIn(owner, { companyId, name: "Rare" });
  await owner.query("update accounts set sign_in_way = 'link', password_hash = null where id = $1", [
    accountId,
  ]);
  const rule = await owner.query<{ id: string }>(
    `insert into sign_in_rules (unit_id, company_id, role_id, demands, from_day, reason)
     values ($1, $1, 'product_engineer', 'second_factor', '2099-04-01', 'walk'),
       ($1, $1, 'assessor', 'second_factor', '2099-04-01', 'walk') returning id`,
    [companyId],
  );
  return {
    linkAccountId: accountId,
    signInRuleId: rule.rows[0]?.id ?? "",
    endingRuleId: rule.rows[1]?.id ?? "",
  };
}

async function buildTarget(app: TestApp, companyId: string, inspectionId: string): Promise<Target> {
  const { owner } = app.database;
  const person = await signedIn(owner, { companyId, name: "Target" });
  const grantId = await giveRole(owner, {
    personId: person.personId,
    companyId,
    role: "contributor",
    unitId: companyId,
  });
  const made = await owner.query<{ id: string }>(
    `insert into access_tokens (key, token_hash, account_id, person_id, company_id, name, permissions, is_read_only, expires_at)
     values (left(translate($1::text, '-', ''), 10), sha256($1::text::bytea), $2, $3, $4, 'Target', '{organization.read}', true, now() + interval '30 days') returning id`,
    [crypto.randomUUID(), person.accountId, person.personId, companyId],
  );
  const siteId = await addUnit(owner, {
    kind: "site",
    code: `S-${companyId.slice(-12)}`,
    name: "Site",
    parentId: companyId,
    companyId,
  });
  const freePersonId = await addPerson(owner, { companyId, familyName: "Free" });
  await owner.query(
    "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', '2020-04-01')",
    [freePersonId, companyId],
  );
  // So that one employment can end and another goes on.
  await owner.query(
    `insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $3, 'part_time', '2021-04-01')`,
    [freePersonId, siteId, companyId],
  );
  const position = await owner.query<{ id: string }>(
    "insert into positions (unit_id, company_id, name, created_on) values ($1, $1, 'Seat', '2020-04-01') returning id",
    [companyId],
  );
  const held = await owner.query<{ id: string }>(
    "insert into positions (unit_id, company_id, name, created_on) values ($1, $1, 'Held seat', '2020-04-01') returning id",
    [companyId],
  );
  await owner.query(
    "insert into position_holders (position_id, person_id, company_id, valid_from) values ($1, $2, $3, '2020-04-01')",
    [held.rows[0]?.id, person.personId, companyId],
  );
  const first = async (statement: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(statement, values)).rows[0]?.id ?? "";
  const singleGrantId = await first(
    `insert into grants (person_id, company_id, role_id, unit_id, valid_from, reason, granted_by, is_single_handed)
     values ($1, $2, 'contributor', $2, '2020-04-01', 'walk', $1, true) returning id`,
    [person.personId, companyId],
  );
  const proposalId = await first(
    `insert into rights_proposals (kind, company_id, person_id, role_id, unit_id, valid_from, reason, proposed_by, expires_at, not_for)
     values ('grant', $2, $1, 'contributor', $2, '2020-04-01', 'walk', $1, now() + interval '7 days', array[$1::uuid]) returning id`,
    [person.personId, companyId],
  );
  const absenceId = await first(
    `insert into absences (person_id, company_id, valid_from, valid_to) values ($1, $2, group_today(), group_today() + 9) returning id`,
    [person.personId, companyId],
  );
  await owner.query(
    "insert into deputies (position_id, person_id, company_id, valid_from) values ($1, $2, $3, '2020-04-01')",
    [held.rows[0]?.id, freePersonId, companyId],
  );
  const job = await owner.query<{ id: string }>(
    "insert into jobs (kind, company_id, permission) values ('walk', $1, 'organization.read') returning id",
    [companyId],
  );
  const file = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, sha256('x'), 1, 'text/csv', 'x.csv', 'import') returning id",
    [companyId],
  );
  const load = await owner.query<{ id: string }>(
    `insert into imports (kind, company_id, file_id, recognised, created_by, state, mapping, counts)
     values ('people', $1, $2, '{}', $3, 'checked', '{"code": 0, "name": 1}', '{"open": 1}') returning id`,
    [companyId, file.rows[0]?.id, person.personId],
  );
  await owner.query(
    `insert into import_rows (import_id, company_id, row_number, cells, fields, verdict)
     values ($1, $2, 2, '["W1", "Walk Ann"]', '{}', 'new')`,
    [load.rows[0]?.id, companyId],
  );
  const running = await owner.query<{ id: string }>(
    `insert into imports (kind, company_id, file_id, recognised, created_by, state, job_id)
     values ('people', $1, $2, '{}', $3, 'checking', $4) returning id`,
    [companyId, file.rows[0]?.id, person.personId, job.rows[0]?.id],
  );
  const one = async (sql: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(sql, values)).rows[0]?.id ?? "";
  const evidenceFileId = await one(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, sha256('x'), 1, 'text/plain', 'x.txt', 'evidence') returning id",
    [companyId],
  );
  const confirmationFileId = await one(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, sha256('x'), 1, 'application/pdf', 'x.pdf', 'confirmation') returning id",
    [companyId],
  );
  await owner.query(
    "select record_event('inspection.begun', $1, null, 'inspection', $2, $3, null, '{}', null)",
    [person.personId, inspectionId, companyId],
  );
  const dutyId = await one(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone)
     values (2026, 'inspection.answer', 'inspection', $1, $2, 'inspection.answer', now(), now() + interval '9 days', 'Asia/Tokyo') returning id`,
    [inspectionId, companyId],
  );
  const otherDuty = await one(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone)
     values (2026, 'inspection.confirm', 'inspection', $1, $2, 'inspection.confirm', now(), now() + interval '9 days', 'Asia/Tokyo') returning id`,
    [inspectionId, companyId],
  );
  const postponementId = await one(
    `insert into postponements (duty_id, company_id, nth, from_at, to_at, reason, asked_by) values ($1, $2, 3, now(), now() + interval '20 days', 'walk', $3) returning id`,
    [otherDuty, companyId, person.personId],
  );
  const delegationId = await one(
    "insert into delegations (inspection_id, company_id, person_id, control_id, given_by) values ($1, $2, $3, 'TEC-02', $3) returning id",
    [inspectionId, companyId, person.personId],
  );
  for (const controlId of ["ORG-01", "TEC-01", "TEC-02", "TEC-03"]) {
    await owner.query(
      "insert into answers (inspection_id, control_id, company_id, verdict, coverage_percent) values ($1, $2, $3, 'met', 100)",
      [inspectionId, controlId, companyId],
    );
  }
  await owner.query(
    "insert into scope_answers (inspection_id, company_id, condition, is_true) values ($1, $2, 'has_plant', true)",
    [inspectionId, companyId],
  );
  const evidenceId = await one(
    "insert into evidence (company_id, title, place, valid_from) values ($1, 'Walk', 'here', '2026-11-01') returning id",
    [companyId],
  );
  for (const controlId of ["ORG-01", "ORG-02", "TEC-01", "TEC-02", "TEC-03"]) {
    if (controlId !== "ORG-02")
      await owner.query(
        "insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until) values ($1, $2, $3, $4, '2031-01-01')",
        [evidenceId, inspectionId, controlId, companyId],
      );
  }
  const returned = await addReturnedWorkbook(app, companyId, inspectionId);
  const findings = await addWalkFindings(owner, companyId);
  const clockRules = await addWalkClockRules(owner, companyId);
  return {
    ...returned,
    ...(await addPaper(app, companyId, inspectionId)),
    ...(await addProvider(owner, companyId, person.accountId)),
    ...(await addReceiver(owner, companyId)),
    ...(await addWalkLedger(owner, companyId)),
    ...(await addWalkAudits(owner, companyId, person.personId)),
    ...(await addWalkPlan(owner, companyId)),
    ...(await addWalkInstructions(owner, companyId)),
    ...(await addWalkIncidents(owner, companyId, clockRules.adoptedClockRuleId)),
    ...(await addWalkIntakes(owner, companyId)),
    ...(await addWalkLateral(owner, companyId)),
    ...(await addWalkOnCall(owner, companyId, person.personId)),
    ...clockRules,
    ...findings,
    ...(await addWalkPlans(owner, companyId, findings.openFindingId)),
    ...(await addEmergencies(owner, companyId)),
    ...(await addOutsideTarget(owner, {
      companyId,
      inspectionId,
      personId: person.personId,
      fileId: evidenceFileId,
    })),
    inspectionId,
    dutyId,
    postponementId,
    delegationId,
    handedId: delegationId,
    evidenceId,
    fileId: file.rows[0]?.id ?? "",
    evidenceFileId,
    confirmationFileId,
    companyId,
    personId: person.personId,
    freePersonId,
    accountId: person.accountId,
    ...(await addWaysIn(owner, companyId)),
    grantId,
    singleGrantId,
    proposalId,
    absenceId,
    tokenId: made.rows[0]?.id ?? "",
    positionId: position.rows[0]?.id ?? "",
    heldPositionId: held.rows[0]?.id ?? "",
    siteId,
    jobId: job.rows[0]?.id ?? "",
    importId: load.rows[0]?.id ?? "",
    runningImportId: running.rows[0]?.id ?? "",
  };
}

/** A provider that is set up and tested, and knows one account. */
async function addProvider(
  owner: TestApp["database"]["owner"],
  companyId: string,
  accountId: string,
): Promise<{ connectionId: string; identityId: string }> {
  const { rows } = await owner.query<{ connectionId: string; identityId: string }>(
    `with made as (
       insert into identity_connections (company_id, name, issuer, client_id, client_secret, state, tested_at)
       values ($1, 'Walk', 'https://id.example', 'walk', '\\x00', 'tested', now()) returning id, issuer)
     insert into identities (connection_id, account_id, company_id, issuer, claim, subject, linked_how)
     select id, $2, $1, issuer, 'sub', 'walk', 'officer' from made
     returning id as "identityId", connection_id as "connectionId"`,
    [companyId, accountId],
  );
  const [row] = rows;
  if (!row) throw new Error("no provider was added");
  return row;
}

/** Many workbooks ordered at once: one is made, one waits for a job to go on. */
async function addWorkbookBatch(
  owner: TestApp["database"]["owner"],
  roundId: string,
  target: Target,
): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    "insert into workbook_batches (round_id, ordered_by) values ($1, $2) returning id",
    [roundId, target.personId],
  );
  const id = rows[0]?.id ?? "";
  await owner.query(
    `insert into workbook_batch_items (batch_id, position, ordered_by, company_id, inspection_id, state, workbook_id, file_id)
     select $1, n, $2, w.company_id, w.inspection_id, case n when 1 then 'issued' else 'waiting' end,
       case n when 1 then w.id end, case n when 1 then $4::uuid end
     from generate_series(1, 2) n, workbooks w where w.inspection_id = $3`,
    [id, target.personId, target.inspectionId, target.workbookFileId],
  );
  return id;
}

/** A page that says nothing, and can be set. */
const emptyPage = {
  title: "Walk",
  author: "Walk",
  date: [2026, 4, 1],
  lang: "en",
  fonts: ["Inter"],
  group: "Walk",
  facts: [],
  result: "Walk",
  resultNote: "",
  gaps: [],
  notAsked: [],
  foot: { what: "", proof: "" },
  words: { gaps: "", notAsked: "", statement: "", lines: [], how: "" },
};

/** Pages to be signed by hand: one is issued, one waits for a job to go on. */
async function addPages(
  owner: TestApp["database"]["owner"],
  roundId: string,
  target: Target,
): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    "insert into confirmation_batches (round_id, ordered_by) values ($1, $2) returning id",
    [roundId, target.personId],
  );
  const id = rows[0]?.id ?? "";
  await owner.query(
    `insert into confirmation_batch_items (batch_id, position, ordered_by, company_id, inspection_id, state, page, content_sha256)
     select $1, n, $2, $3, $4, case n when 1 then 'issued' else 'waiting' end, case n when 1 then $5::jsonb end,
       case n when 1 then sha256('x') end from generate_series(1, 2) n`,
    [id, target.personId, target.companyId, target.inspectionId, JSON.stringify(emptyPage)],
  );
  return id;
}

/** One file that came back, not looked at yet or found ready. */
async function addDelivery(
  owner: TestApp["database"]["owner"],
  roundId: string,
  target: Target,
  isRead: boolean,
): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    "insert into workbook_deliveries (round_id, received_by) values ($1, $2) returning id",
    [roundId, target.personId],
  );
  const id = rows[0]?.id ?? "";
  await owner.query(
    `insert into workbook_delivery_parts (delivery_id, position, received_by, name, problem, read_at)
     values ($1, 1, $2, 'walk.xlsx', 'file.empty', case when $3 then now() end)`,
    [id, target.personId, isRead],
  );
  if (isRead)
    await owner.query(
      `insert into workbook_delivery_items (delivery_id, part, entry, received_by, name, company_id, inspection_id, return_id, verdict)
       values ($1, 1, 0, $2, 'walk.xlsx', $3, $4, $5, 'ready')`,
      [id, target.personId, target.companyId, target.inspectionId, target.workbookReturnId],
    );
  return id;
}

/** A workbook of the inspection, as it was issued, that came back. */
async function addReturnedWorkbook(app: TestApp, companyId: string, inspectionId: string) {
  const { owner } = app.database;
  const officer = await signedIn(owner, { companyId, role: "security_officer" });
  const issued = await app.as(officer.token)(workbooks.issueWorkbook, { id: inspectionId, language: "en" });
  const bytes = (await contentOf(issued)?.open()) as Buffer;
  const { sha256, sizeBytes } = await keepContent(bytes);
  const { rows } = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'xlsx', 'walk.xlsx', 'workbook') returning id",
    [companyId, sha256, sizeBytes],
  );
  const workbookFileId = rows[0]?.id ?? "";
  const back = await app.as(officer.token)(workbooks.returnWorkbook, {
    id: inspectionId,
    fileId: workbookFileId,
  });
  await owner.query("delete from grants where person_id = $1", [officer.personId]);
  return { workbookFileId, workbookReturnId: back.id };
}

/** A paper of the inspection, with the event that it rests on. */
async function addPaper(app: TestApp, companyId: string, inspectionId: string) {
  const { owner } = app.database;
  const { rows } = await owner.query<{ paperId: string; paperSha256: string }>(
    `with e as (select record_event('inspection.confirmed', null, null, 'inspection', $2, $1, 'walk', '{}', null) as id),
       f as (insert into files (company_id, sha256, size_bytes, media_type, name, purpose)
         values ($1, sha256('x'), 1, 'application/pdf', 'walk.pdf', 'paper') returning id)
     insert into papers (inspection_id, company_id, event_id, event_hash, verb, language, content, content_sha256, file_id, pdf_sha256,
       manifest, signature, public_key)
     select $2, $1, e.id, sha256('x'), 'inspection.confirmed', 'en', '{"company": {"name": "x"}, "round": {"name": "y"}}', sha256('x'), f.id,
       sha256($3), '{}', decode(repeat('00', 64), 'hex'), decode(repeat('00', 32), 'hex') from e, f
     returning id as "paperId", encode(pdf_sha256, 'hex') as "paperSha256"`,
    [companyId, inspectionId, Buffer.from(companyId)],
  );
  return { paperId: rows[0]?.paperId ?? "", paperSha256: rows[0]?.paperSha256 ?? "" };
}

/**
 * @property hasLooked whether a lock had a part in it; what went without ends the same whichever locks are on.
 * @property isAtDoor before the operation saw what was asked.
 */
export type Outcome = { hasLooked: boolean } & (
  | { kind: "allowed"; output: unknown; verbs: string[] }
  | { kind: "refused"; code: string; status: string; isAtDoor: boolean }
);
type Told<T> = T extends unknown ? Omit<T, "hasLooked"> : never;

class RolledBack extends Error {
  readonly output: unknown;
  readonly verbs: string[];
  constructor(output: unknown, verbs: string[]) {
    super("rolled back on purpose");
    this.output = output;
    this.verbs = verbs;
  }
}

/** Proposed by somebody who is none of the walk's; the rule runs. */
async function addErasures(app: TestApp, personId: string) {
  const { rows } = await app.database.owner.query<{
    erasureId: string;
    retentionId: string;
    valuedEventId: number;
  }>(
    `with waiting as (
       insert into trail_erasures (kind, scope, ground, reason, proposed_by)
       values ('person', jsonb_build_object('kind', 'person', 'personId', $1::uuid, 'isAbout', true), 'request', 'walk', $1) returning id
     ), rule as (
       insert into trail_erasures (kind, scope, ground, reason, proposed_by, decision, decided_by, decided_at)
       values ('rule', '{"kind": "rule", "groups": ["people"], "years": 9}', 'rule', 'walk', $1, 'approved',
         (select id from people where id <> $1 limit 1), now()) returning id
     ) select (select id from waiting) as "erasureId", (select id from rule) as "retentionId",
       record_event('person.changed', $1, null, 'person', $1, null, null, '{}', '{"reason": "walk"}')::int as "valuedEventId"`,
    [personId],
  );
  return rows[0] ?? { erasureId: "", retentionId: "", valuedEventId: 0 };
}

/** What a reply must never hold for this asker: anything of a company that lies outside the role's place. */
export function leaks(walk: WalkWorld, output: unknown, seen: readonly Place[]): string[] {
  const text = JSON.stringify(output);
  return places.filter((place) => !seen.includes(place) && text.includes(walk.targets[place].companyId));
}

export const isEmptyPage = (output: unknown) =>
  typeof output === "object" &&
  output !== null &&
  "rows" in output &&
  Array.isArray(output.rows) &&
  output.rows.length === 0;

/**
 * Tries an operation for real and rolls it back, so that every try meets the same world. Whom the door has refused it
 * refuses for every operation that is alike in all that it looks at.
 */
export async function attempt(
  walk: WalkWorld,
  operation: Operation,
  token: string | null,
  place: Place,
): Promise<Outcome> {
  const before = walk.refused.get(atDoor(operation, token));
  if (before) {
    walk.known.set(keyOf(operation, token, place), wordFor(before));
    return before;
  }
  walk.hasLooked = false;
  const told = await tryOut(walk, operation, token, place);
  const outcome: Outcome = { ...told, hasLooked: walk.hasLooked };
  if (token !== null && outcome.kind === "refused" && outcome.isAtDoor)
    walk.refused.set(atDoor(operation, token), outcome);
  walk.known.set(keyOf(operation, token, place), wordFor(outcome));
  return outcome;
}

async function tryOut(
  walk: WalkWorld,
  operation: Operation,
  token: string | null,
  place: Place,
): Promise<Told<Outcome>> {
  const aim = aims[operation.name];
  if (!aim) throw new Error(`test/walk/inputs.ts has no entry for ${operation.name}`);
  const handler = handlerOf(operation) as (ctx: never, input: never) => Promise<unknown>;
  const input = aim.input(walk.targets[place], walk.world);
  let isAtDoor = true;
  try {
    await walk.app.door.perform(
      operation,
      async (ctx, given) => {
        isAtDoor = false;
        await putInto(
          ctx.db,
          needsState[operation.name],
          walk.targets[place],
          walk.world,
          ctx.actor.personId,
        );
        const output = await handler(ctx as never, given as never);
        // What only reads has a transaction in which PostgreSQL lets nothing be written.
        throw new RolledBack(output, isWrite(operation) ? await verbsOf(ctx.db) : []);
      },
      { token },
      input,
    );
    throw new Error("unreachable");
  } catch (error) {
    if (error instanceof RolledBack) return { kind: "allowed", output: error.output, verbs: error.verbs };
    if (error instanceof AppError) return { kind: "refused", code: error.code, status: error.kind, isAtDoor };
    throw new Error(`${operation.name} at ${place}: ${(error as Error).message}`, { cause: error });
  }
}

/** The verbs of the events that this transaction has written. */
async function verbsOf(db: Kysely<Tables>): Promise<string[]> {
  await sql`select set_config('role', 'yagura_jobs', true)`.execute(db);
  const { rows } = await sql<{
    verb: string;
  }>`select verb from events where xid = pg_current_xact_id_if_assigned()`.execute(db);
  return rows.map((row) => row.verb);
}

/**
 * Tries an operation at several places. What the door refuses before the operation has seen which place is meant is not
 * tried at the others: it is the same refusal.
 */
export async function attemptAt(
  walk: WalkWorld,
  operation: Operation,
  token: string,
  at: readonly Place[],
): Promise<[Place, Outcome][]> {
  const tried: [Place, Outcome][] = [];
  for (const place of at) {
    const outcome = await attempt(walk, operation, token, place);
    if (outcome.kind === "refused" && outcome.isAtDoor) return at.map((one) => [one, outcome]);
    tried.push([place, outcome]);
  }
  return tried;
}

export const gives = (outcome: Outcome) => outcome.kind === "allowed" && !isEmptyPage(outcome.output);

/** How it ended for somebody there, in a word. What was tried before is not tried again: every try meets the same world. */
export async function endOf(
  walk: WalkWorld,
  operation: Operation,
  token: string,
  place: Place,
): Promise<string> {
  const before = walk.known.get(keyOf(operation, token, place));
  return before ?? wordFor(await attempt(walk, operation, token, place));
}

const keyOf = (operation: Operation, token: string | null, place: Place) =>
  `${operation.name} ${place} ${token}`;
const wordFor = (outcome: Outcome) =>
  outcome.kind === "refused" ? outcome.status : gives(outcome) ? "given" : "empty";

/** Puts the target into a state as the owner of the tables would, within the try's own transaction. */
async function putInto(
  db: Kysely<Tables>,
  state: string | undefined,
  target: Target,
  world: World,
  askerId: string | null,
): Promise<void> {
  if (!state) return;
  const { rows } = await sql<{ role: string }>`select current_setting('role') as role`.execute(db);
  await sql`select set_config('role', 'yagura_group', true)`.execute(db);
  const id = target.inspectionId;
  if (state === "complete") {
    await sql`insert into answers (inspection_id, control_id, company_id, verdict) values (${id}::uuid, 'ORG-02', ${target.companyId}::uuid, 'met') on conflict do nothing`.execute(
      db,
    );
    await sql`insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until)
      values (${target.evidenceId}::uuid, ${id}::uuid, 'ORG-02', ${target.companyId}::uuid, '2031-01-01') on conflict do nothing`.execute(
      db,
    );
  } else if (state === "asked") {
    await sql`insert into talks (id, inspection_id, company_id, control_id, body, asks_division, said_by)
      values (${id}::uuid, ${id}::uuid, ${target.companyId}::uuid, 'TEC-02', 'walk?', true, ${target.personId}::uuid)`.execute(
      db,
    );
  } else if (state === "corrected") {
    const { rows: issued } = await sql<{ id: string }>`
      insert into errata (edition_id, control_id, words, before, reason, asks_again, proposed_by, state, number, decided_by, decided_at)
      select i.edition_id, 'ORG-02', k.texts, k.texts, 'walk', true, ${target.personId}::uuid, 'issued', 1,
        (select id from people where id <> ${target.personId}::uuid limit 1), now()
      from inspections i join controls k on k.edition_id = i.edition_id and k.control_id = 'ORG-02' where i.id = ${id}::uuid
      returning id`.execute(db);
    await sql`insert into asked_again (erratum_id, inspection_id, company_id, control_id, was)
      values (${issued[0]?.id}::uuid, ${id}::uuid, ${target.companyId}::uuid, 'ORG-02', 'answering')`.execute(
      db,
    );
  } else if (state === "provided") {
    await sql`insert into service_providers (service, company_id, valid_from) values ('group_mail_web', ${target.companyId}::uuid, '2020-04-01')`.execute(
      db,
    );
  } else if (state === "entered") {
    // Signed by the company's person and entered by somebody who is none of the walk's.
    await sql`update inspections set state = 'confirmed', submitted_at = now(), confirmed_at = now(), confirmed_for = ${target.personId}::uuid,
      confirmed_by = (select proposed_by from errata where id = ${world.erratumId}::uuid) where id = ${id}::uuid`.execute(
      db,
    );
  } else if (state === "own proposal") {
    // What only whoever proposed it may take back was proposed by whoever walks.
    await sql`update data_purposes set proposed_by = ${askerId}::uuid where id = ${target.waitingPurposeId}::uuid`.execute(
      db,
    );
  } else if (state === "frozen") {
    await sql`update rounds set state = 'frozen' where id = ${world.draftRoundId}::uuid`.execute(db);
  } else if (state !== "draft") {
    const name = state === "reviewable" ? "submitted" : state;
    await sql`update inspections set state = ${name}, submitted_at = now(), confirmed_at = now(), locked_at = now() where id = ${id}::uuid`.execute(
      db,
    );
    if (state === "reviewable") {
      await sql`insert into desk_reviews (inspection_id, control_id, company_id, decision, claimed, verdict, answer_version, reviewed_by)
        select inspection_id, control_id, company_id, 'accepted', verdict, verdict, row_version, ${target.personId}::uuid from answers where inspection_id = ${id}::uuid`.execute(
        db,
      );
    }
  }
  await sql`select set_config('role', ${rows[0]?.role ?? ""}, true)`.execute(db);
}
