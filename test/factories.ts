// A small group for tests, written straight by the owner: two divisions, a parent and companies below them, and
// one signed-in person per role.
import type pg from "pg";
import { hashToken } from "#core/http/door.ts";
import type { BuiltInRole } from "#core/module.ts";

export type Id = string;

export type SmallGroup = {
  group: Id;
  divisions: { one: Id; two: Id };
  companies: { parent: Id; own: Id; sister: Id; other: Id };
};

const since = "2020-04-01";

async function one(owner: pg.Client, sql: string, values: unknown[]): Promise<Id> {
  const { rows } = await owner.query<{ id: Id }>(sql, values);
  const row = rows[0];
  if (!row) throw new Error("nothing was written");
  return row.id;
}

export async function addUnit(
  owner: pg.Client,
  unit: {
    kind: string;
    code: string;
    name: string;
    parentId?: Id;
    companyId?: Id;
    from?: string;
    nameJa?: string;
  },
): Promise<Id> {
  const id = crypto.randomUUID();
  const companyId = unit.kind === "group" ? null : unit.kind === "company" ? id : (unit.companyId ?? null);
  const from = unit.from ?? since;
  await owner.query(
    "insert into units (id, kind, code, company_id, founded_on) values ($1, $2, $3, $4, $5)",
    [id, unit.kind, unit.code, companyId, from],
  );
  await owner.query(
    "insert into unit_names (unit_id, company_id, valid_from, name, name_ja) values ($1, $2, $3, $4, $5)",
    [id, companyId, from, unit.name, unit.nameJa ?? null],
  );
  if (unit.parentId) {
    await owner.query(
      "insert into supervisions (unit_id, parent_id, company_id, valid_from) values ($1, $2, $3, $4)",
      [id, unit.parentId, companyId, from],
    );
  }
  return id;
}

export type CompanyFacts = {
  code: string;
  name: string;
  parentId: Id;
  tier?: string;
  relation?: string;
  country?: string;
  region?: string;
  timeZone?: string;
  language?: string;
  workers?: number;
  from?: string;
};

export async function addCompany(owner: pg.Client, facts: CompanyFacts): Promise<Id> {
  const from = facts.from ?? since;
  const id = await addUnit(owner, {
    kind: "company",
    code: facts.code,
    name: facts.name,
    parentId: facts.parentId,
    from,
  });
  await owner.query(
    "insert into relations (company_id, kind, ownership_percent, valid_from) values ($1, $2, 100, $3)",
    [id, facts.relation ?? "consolidated", from],
  );
  await owner.query(
    `insert into company_facts (company_id, valid_from, country, region, time_zone, language, workers)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      from,
      facts.country ?? "JP",
      facts.region ?? "japan",
      facts.timeZone ?? "Asia/Tokyo",
      facts.language ?? "ja",
      facts.workers ?? 120,
    ],
  );
  await owner.query(
    "insert into tiers (company_id, tier, basis, valid_from) values ($1, $2, 'criteria', $3)",
    [id, facts.tier ?? "T3", from],
  );
  return id;
}

/** Group › division one (own, sister) and division two (other); the parent sits below the group. */
export async function buildSmallGroup(owner: pg.Client): Promise<SmallGroup> {
  await owner.query(
    `insert into group_settings (name, names, time_zone) values ('Test Group', '{"ja": "試験グループ"}', 'Asia/Tokyo')`,
  );
  const group = await addUnit(owner, { kind: "group", code: "GROUP", name: "Test Group" });
  const parent = await addCompany(owner, {
    code: "P",
    name: "Parent Inc.",
    parentId: group,
    tier: "T1",
    relation: "parent",
  });
  const first = await addUnit(owner, {
    kind: "division",
    code: "D1",
    name: "Division One",
    parentId: group,
    companyId: parent,
  });
  const two = await addUnit(owner, {
    kind: "division",
    code: "D2",
    name: "Division Two",
    parentId: group,
    companyId: parent,
  });
  const own = await addCompany(owner, { code: "C1", name: "Own Ltd.", parentId: first });
  const sister = await addCompany(owner, {
    code: "C2",
    name: "Sister Ltd.",
    parentId: first,
    tier: "T4",
    workers: 30,
  });
  const other = await addCompany(owner, { code: "C3", name: "Other Ltd.", parentId: two });
  return { group, divisions: { one: first, two }, companies: { parent, own, sister, other } };
}

export async function addPerson(
  owner: pg.Client,
  person: { companyId: Id; familyName: string; givenName?: string; language?: string },
): Promise<Id> {
  return one(
    owner,
    "insert into people (company_id, family_name, given_name, language) values ($1, $2, $3, $4) returning id",
    [person.companyId, person.familyName, person.givenName ?? "Test", person.language ?? "en"],
  );
}

export async function giveRole(
  owner: pg.Client,
  grant: {
    personId: Id;
    companyId: Id;
    role: BuiltInRole;
    unitId: Id;
    subtree?: boolean;
    from?: string;
    to?: string;
  },
): Promise<Id> {
  return one(
    owner,
    `insert into grants (person_id, company_id, role_id, unit_id, with_subtree, valid_from, valid_to, reason)
     values ($1, $2, $3, $4, $5, $6, $7, 'test') returning id`,
    [
      grant.personId,
      grant.companyId,
      grant.role,
      grant.unitId,
      grant.subtree ?? true,
      grant.from ?? since,
      grant.to ?? null,
    ],
  );
}

export type SignedIn = { personId: Id; accountId: Id; token: string; companyId: Id };

let serial = 0;

/** A person with an account and an open session, and a role at a unit if one is named. */
export async function signedIn(
  owner: pg.Client,
  options: {
    companyId: Id;
    role?: BuiltInRole;
    unitId?: Id;
    subtree?: boolean;
    from?: string;
    to?: string;
    name?: string;
  },
): Promise<SignedIn> {
  serial += 1;
  const personId = await addPerson(owner, {
    companyId: options.companyId,
    familyName: options.name ?? `Person${serial}`,
  });
  const accountId = await one(
    owner,
    `insert into accounts (person_id, company_id, login_name, password_hash, state, language)
     values ($1, $2, $3, '-', 'active', 'en') returning id`,
    [personId, options.companyId, `person${serial}@example.test`],
  );
  const token = `token-${serial}-${crypto.randomUUID()}`;
  await owner.query(
    // A whole run of tests asks under it: what wants a fresh proof gets one for as long.
    "insert into sessions (account_id, company_id, token_hash, expires_at, confirmed_at) values ($1, $2, $3, now() + interval '1 hour', now() + interval '1 hour')",
    [accountId, options.companyId, hashToken(token)],
  );
  if (options.role) {
    await giveRole(owner, {
      personId,
      companyId: options.companyId,
      role: options.role,
      unitId: options.unitId ?? options.companyId,
      ...(options.subtree === undefined ? {} : { subtree: options.subtree }),
      ...(options.from ? { from: options.from } : {}),
      ...(options.to ? { to: options.to } : {}),
    });
  }
  return { personId, accountId, token, companyId: options.companyId };
}
