// People, their employments, and the seats they hold.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within, found } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { organization } from "./contract.ts";
import { assertReason, holdFrom } from "./dated.ts";
import { assertMayFill } from "./giving.ts";
import * as queries from "./queries.ts";
import { readTelephone } from "#core/text/telephone.ts";

type In<K extends keyof typeof organization> = Input<(typeof organization)[K]>;
type Out<K extends keyof typeof organization> = Promise<Output<(typeof organization)[K]>>;

export async function addPerson(ctx: Ctx, input: In<"addPerson">): Out<"addPerson"> {
  const company = found(await queries.unitInScope(ctx, input.companyId), "company");
  const unit = input.unitId ? found(await queries.unitInScope(ctx, input.unitId), "unit") : company;
  const telephone = input.telephone?.trim() ? readTelephone(input.telephone) : null;
  if (telephone === null && input.telephone?.trim()) throw invalid("people_telephone");
  const person = await ctx.db
    .insertInto("people")
    .values({
      companyId: company.id,
      code: input.code ?? null,
      familyName: input.familyName,
      givenName: input.givenName,
      familyNameReading: input.familyNameReading ?? null,
      givenNameReading: input.givenNameReading ?? null,
      email: input.email ?? null,
      telephone,
      language: input.language ?? null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await ctx.db
    .insertInto("employments")
    .values({
      personId: person.id,
      unitId: unit.id,
      companyId: company.id,
      kind: input.employment,
      title: input.title ?? null,
      validFrom: input.from,
    })
    .execute();
  await record(ctx, "person.added", {
    subject: { kind: "person", id: person.id, companyId: company.id },
    data: { unitId: unit.id, employment: input.employment, from: input.from },
    personal: { familyName: input.familyName, givenName: input.givenName },
  });
  return { id: person.id };
}

export async function addPosition(ctx: Ctx, input: In<"addPosition">): Out<"addPosition"> {
  const unit = found(await queries.unitInScope(ctx, input.unitId), "unit");
  const companyId = found(unit.companyId ?? undefined, "company");
  const position = await ctx.db
    .insertInto("positions")
    .values({
      unitId: unit.id,
      companyId,
      purpose: input.purpose ?? null,
      name: input.name,
      nameEn: input.nameEn ?? null,
      nameJa: input.nameJa ?? null,
      nameZh: input.nameZh ?? null,
      createdOn: input.from,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await record(ctx, "position.added", {
    subject: { kind: "position", id: position.id, companyId },
    data: { unitId: unit.id, purpose: input.purpose ?? null },
  });
  return { id: position.id };
}

export async function holdPosition(ctx: Ctx, input: In<"holdPosition">): Out<"holdPosition"> {
  assertReason(ctx, input.from, input.reason);
  const { rows } = await sql<{ id: string; companyId: string }>`
    select p.id, p.company_id from positions p where p.id = ${input.id}::uuid and ${within(ctx, "p.company_id")}
      and (p.ended_on is null or p.ended_on > ${input.from}::date)`.execute(ctx.db);
  const position = found(rows[0], "position");
  const person = await sql<{ id: string }>`
    select p.id from people p where p.id = ${input.personId}::uuid and ${within(ctx, "p.company_id")}`.execute(
    ctx.db,
  );
  found(person.rows[0], "person");
  await assertMayFill(ctx, position.id, input.personId);
  await holdFrom(ctx, "positionHolders", position.id, input.from, {
    person_id: input.personId,
    company_id: position.companyId,
    rank: input.rank ?? null,
  });
  await record(ctx, "position.held", {
    subject: { kind: "position", id: position.id, companyId: position.companyId },
    data: { personId: input.personId, from: input.from },
    personal: { reason: input.reason ?? null },
  });
  return { id: position.id };
}
