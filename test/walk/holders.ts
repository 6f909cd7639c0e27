// Ways to hold the officer's rights at a company otherwise than by a plain grant.
import type pg from "pg";
import { hashToken } from "#core/http/door.ts";
import { type BuiltInRole } from "#core/module.ts";
import { giveRole, type SignedIn, signedIn } from "../factories.ts";
import type { Place, WalkWorld } from "./world.ts";

export type Holder = {
  name: string;
  token: string;
  /** Per place the session of somebody who holds the same plainly; where there is none, nothing is reached. */
  as: Partial<Record<Place, string>>;
};

const role: BuiltInRole = "security_officer";

/** A further session of the same person that speaks for one company alone. */
export async function boundSession(owner: pg.Client, who: SignedIn, companyId: string): Promise<string> {
  const token = `bound-${crypto.randomUUID()}`;
  await owner.query(
    "insert into sessions (account_id, company_id, token_hash, expires_at, confirmed_at, bound_to) values ($1, $2, $3, now() + interval '1 hour', now() + interval '1 hour', $4)",
    [who.accountId, who.companyId, hashToken(token), companyId],
  );
  return token;
}

/** A position that holds a role at the company, and who holds it from when until when. */
async function seat(
  owner: pg.Client,
  companyId: string,
  holder?: { personId: string; from: string; to?: string },
): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    "insert into positions (unit_id, company_id, name, created_on) values ($1, $1, 'Seat with rights', '2020-04-01') returning id",
    [companyId],
  );
  const id = rows[0]?.id ?? "";
  await owner.query(
    "insert into grants (position_id, company_id, role_id, unit_id, valid_from, reason) values ($1, $2, $3, $2, '2020-04-01', 'walk')",
    [id, companyId, role],
  );
  if (holder)
    await owner.query(
      "insert into position_holders (position_id, person_id, company_id, valid_from, valid_to) values ($1, $2, $3, $4, $5)",
      [id, holder.personId, companyId, holder.from, holder.to ?? null],
    );
  return id;
}

export async function addHolders(walk: WalkWorld): Promise<Holder[]> {
  const { owner } = walk.app.database;
  const { own, other } = walk.group.companies;
  const { rows } = await owner.query<{ today: string; yesterday: string; tomorrow: string }>(
    "select group_today()::text as today, (group_today() - 1)::text as yesterday, (group_today() + 1)::text as tomorrow",
  );
  const { today = "", yesterday = "", tomorrow = "" } = rows[0] ?? {};
  const at = (companyId: string) => signedIn(owner, { companyId, role });
  const plain = { own: (await at(own)).token, other: (await at(other)).token };
  const somebody = () => signedIn(owner, { companyId: own });

  const twice = await at(own);
  await giveRole(owner, { personId: twice.personId, companyId: own, role, unitId: other });

  const [holding, left, coming] = [await somebody(), await somebody(), await somebody()];
  await seat(owner, own, { personId: holding.personId, from: "2020-04-01" });
  await seat(owner, own, { personId: left.personId, from: "2020-04-01", to: today });
  await seat(owner, own, { personId: coming.personId, from: tomorrow });

  const deputyWhile = async (absence: [from: string, to: string] | null, isVacant = false) => {
    const [holder, deputy] = [await somebody(), await somebody()];
    const id = await seat(
      owner,
      own,
      isVacant ? undefined : { personId: holder.personId, from: "2020-04-01" },
    );
    await owner.query(
      "insert into deputies (position_id, person_id, company_id, valid_from) values ($1, $2, $3, '2020-04-01')",
      [id, deputy.personId, own],
    );
    if (absence)
      await owner.query(
        "insert into absences (person_id, company_id, valid_from, valid_to) values ($1, $2, $3, $4)",
        [holder.personId, own, ...absence],
      );
    return deputy.token;
  };

  const withRole = async (id: string, permissions: string) => {
    await owner.query("insert into roles (id, is_built_in) values ($1, false)", [id]);
    await owner.query(
      `insert into role_permissions select $1, permission from role_permissions where role_id = $2 and ${permissions}`,
      [id, role],
    );
    const who = await somebody();
    await owner.query(
      "insert into grants (person_id, company_id, role_id, unit_id, valid_from, reason) values ($1, $2, $3, $2, '2020-04-01', 'walk')",
      [who.personId, own, id],
    );
    return who;
  };
  const custom = await withRole("role_of_the_walk", "true");
  // An emergency lends the role but for what would outlast it.
  const passing = await withRole("role_without_what_lasts", "is_held_by('emergency', permission)");
  await owner.query("insert into roles (id, is_built_in) values ('takes_emergencies', false)");
  await owner.query("insert into role_permissions values ('takes_emergencies', 'emergency.take')");
  const inEmergency = async (endsIn: string) => {
    const who = await somebody();
    // An emergency lasts as long as the right to take one; here at a place that no operation is tried at.
    await owner.query(
      `insert into grants (person_id, company_id, role_id, unit_id, with_subtree, valid_from, reason)
       values ($1, $2, 'takes_emergencies', $3, false, '2020-04-01', 'walk')`,
      [who.personId, own, walk.group.divisions.two],
    );
    await owner.query(
      `insert into emergencies (person_id, company_id, role_id, unit_id, with_subtree, reason, began_at, ends_at)
       values ($1, $2, $3, $2, false, 'Nobody could be reached for the walk.', now() - interval '1 hour', now() + $4::interval)`,
      [who.personId, own, role, endsIn],
    );
    return who.token;
  };

  return [
    { name: "two companies, nothing between", token: twice.token, as: plain },
    {
      name: "two companies, the session bound to one",
      token: await boundSession(owner, twice, own),
      as: { own: plain.own },
    },
    { name: "who holds the position", token: holding.token, as: { own: plain.own } },
    { name: "who left the position as of today", token: left.token, as: {} },
    { name: "who holds the position from tomorrow", token: coming.token, as: {} },
    { name: "deputy while the holder is there", token: await deputyWhile(null), as: {} },
    {
      name: "deputy while the holder is away",
      token: await deputyWhile([yesterday, tomorrow]),
      as: { own: plain.own },
    },
    { name: "deputy on the day the holder is back", token: await deputyWhile([yesterday, today]), as: {} },
    { name: "deputy of a vacant position", token: await deputyWhile(null, true), as: { own: plain.own } },
    { name: "in an emergency", token: await inEmergency("6 hours"), as: { own: passing.token } },
    { name: "after an emergency", token: await inEmergency("-1 second"), as: {} },
    { name: "a role made here", token: custom.token, as: { own: plain.own } },
  ];
}
