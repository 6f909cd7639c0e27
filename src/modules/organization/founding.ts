// Lent to later modules.
// The first rows of a group: the group itself and its parent company.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { record } from "#core/events/record.ts";

export type Founding = {
  groupName: string;
  groupNames: { ja?: string; en?: string; zh?: string };
  fiscalYearStartMonth: number;
  timeZone: string;
  languages: string[];
  parentName: string;
  parentCode: string;
  parentCountry: string;
  parentWorkers: number;
  language: string;
  person: { familyName: string; givenName: string; email: string | null };
};

/** Writes settings, group, parent company and the first person. The caller has made sure that nothing is there yet. */
export async function foundGroup(
  ctx: Ctx,
  founding: Founding,
): Promise<{ groupId: string; companyId: string; personId: string }> {
  const { db } = ctx;
  await db
    .insertInto("groupSettings")
    .values({
      name: founding.groupName,
      names: JSON.stringify(founding.groupNames),
      fiscalYearStartMonth: founding.fiscalYearStartMonth,
      timeZone: founding.timeZone,
      languages: founding.languages,
    })
    .execute();
  // The group's own day, now that its zone is known: west of UTC the other one is not there yet.
  const day = await sql<{ today: string }>`select group_today() as today`.execute(db);
  const since = day.rows[0]?.today ?? ctx.today;
  const group = await db
    .insertInto("units")
    .values({ kind: "group", code: "GROUP", foundedOn: since })
    .returning("id")
    .executeTakeFirstOrThrow();
  const companyId = crypto.randomUUID();
  await db
    .insertInto("units")
    .values({ id: companyId, kind: "company", code: founding.parentCode, companyId, foundedOn: since })
    .execute();
  await db
    .insertInto("unitNames")
    .values([
      {
        unitId: group.id,
        companyId: null,
        validFrom: since,
        name: founding.groupName,
        nameJa: founding.groupNames.ja ?? null,
        nameEn: founding.groupNames.en ?? null,
        nameZh: founding.groupNames.zh ?? null,
      },
      { unitId: companyId, companyId, validFrom: since, name: founding.parentName },
    ])
    .execute();
  await db
    .insertInto("supervisions")
    .values({ unitId: companyId, parentId: group.id, companyId, validFrom: since })
    .execute();
  await db
    .insertInto("relations")
    .values({ companyId, kind: "parent", ownershipPercent: 100, validFrom: since })
    .execute();
  await insertParentFacts(ctx, companyId, founding, since);
  const person = await db
    .insertInto("people")
    .values({ companyId, ...founding.person, language: founding.language })
    .returning("id")
    .executeTakeFirstOrThrow();
  await record(ctx, "group.set_up", {
    subject: { kind: "unit", id: group.id, companyId: null },
    data: { companyId, fiscalYearStartMonth: founding.fiscalYearStartMonth },
  });
  return { groupId: group.id, companyId, personId: person.id };
}

async function insertParentFacts(ctx: Ctx, companyId: string, founding: Founding, since: string) {
  await ctx.db
    .insertInto("companyFacts")
    .values({
      companyId,
      validFrom: since,
      country: founding.parentCountry,
      region: founding.parentCountry === "JP" ? "japan" : founding.parentCountry === "CN" ? "china" : "other",
      timeZone: founding.timeZone,
      language: founding.language,
      workers: founding.parentWorkers,
    })
    .execute();
  await ctx.db
    .insertInto("tiers")
    .values({ companyId, tier: "T1", basis: "criteria", validFrom: since })
    .execute();
}
