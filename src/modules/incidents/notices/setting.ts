// A line of the decision table is added, set anew or ended, each with its reason; what ran by it before stays.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within, withinUnits } from "#core/db/scope.ts";
import { conflict, invalid, lostRace, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { isAddress } from "#core/mail/reader.ts";
import { permissions } from "../contract/words.ts";
import type { notices } from "./contract.ts";
import type { Line } from "./lines.ts";

type In<K extends keyof typeof notices> = Input<(typeof notices)[K]>;
type Out<K extends keyof typeof notices> = Promise<Output<(typeof notices)[K]>>;
type Changed = { id: string; rowVersion: number };

/** The whole group's is set by whoever rules; a unit's by whoever works on incidents there. */
const settable = (ctx: Ctx) =>
  sql<boolean>`case when l.unit_id is null then ${ctx.permission === permissions.rule && ctx.reach === "group"} else ${withinUnits(ctx, "l.unit_id")} end`;

export async function addNoticeLine(
  ctx: Ctx,
  { unitId, line, reason }: In<"addNoticeLine">,
): Out<"addNoticeLine"> {
  await assertLine(ctx, line);
  const companyId = unitId ? await companyOfUnit(ctx, unitId) : null;
  if (unitId === null && (ctx.permission !== permissions.rule || ctx.reach !== "group"))
    throw notFound("unit");
  const { rows } = await sql<Changed>`insert into notice_lines (unit_id, company_id, made_at)
    values (${unitId}::uuid, ${companyId}::uuid, app_now()) returning id, row_version`.execute(ctx.db);
  const made = found(rows[0], "notice_line");
  await writeVersion(ctx, made.id, line, reason);
  await record(ctx, "notice_line.added", subjectOf({ id: made.id, companyId, unitId }, reason));
  return made;
}

/** @returns the company where it is one; null of a division, whose lines are read by all below it. */
async function companyOfUnit(ctx: Ctx, unitId: string): Promise<string | null> {
  const { rows } = await sql<{
    kind: string;
  }>`select u.kind from units u where u.id = ${unitId}::uuid and u.kind in ('division', 'company')
    and ${withinUnits(ctx, "u.id")}`.execute(ctx.db);
  return found(rows[0], "unit").kind === "company" ? unitId : null;
}

async function writeVersion(ctx: Ctx, id: string, line: Line, reason: string): Promise<void> {
  await sql`insert into notice_line_versions (line_id, n, content, reason, made_at, made_by)
    select ${id}::uuid, 1 + coalesce(max(v.n), 0), ${JSON.stringify(line)}::jsonb, ${reason}, app_now(), ${ctx.actor.personId}::uuid
    from notice_line_versions v where v.line_id = ${id}::uuid`.execute(ctx.db);
}

const subjectOf = (
  line: { id: string; companyId: string | null; unitId: string | null },
  reason: string,
) => ({
  subject: { kind: "notice_line", id: line.id, companyId: line.companyId },
  data: { unitId: line.unitId },
  personal: { reason },
});

export async function changeNoticeLine(ctx: Ctx, input: In<"changeNoticeLine">): Out<"changeNoticeLine"> {
  await assertLine(ctx, input.line);
  const line = await lineToSet(ctx, input.id, input.rowVersion);
  await writeVersion(ctx, line.id, input.line, input.reason);
  const { rows } =
    await sql<Changed>`update notice_lines l set row_version = l.row_version + 1 where l.id = ${line.id}::uuid
    returning l.id, l.row_version`.execute(ctx.db);
  await record(ctx, "notice_line.changed", subjectOf(line, input.reason));
  return found(rows[0], "notice_line");
}

export async function endNoticeLine(ctx: Ctx, input: In<"endNoticeLine">): Out<"endNoticeLine"> {
  const line = await lineToSet(ctx, input.id, input.rowVersion);
  const { rows } =
    await sql<Changed>`update notice_lines l set ended_at = app_now(), ended_by = ${ctx.actor.personId}::uuid,
      ended_because = ${input.reason}, row_version = l.row_version + 1 where l.id = ${line.id}::uuid returning l.id, l.row_version`.execute(
      ctx.db,
    );
  await record(ctx, "notice_line.ended", subjectOf(line, input.reason));
  return found(rows[0], "notice_line");
}

type Set = {
  id: string;
  companyId: string | null;
  unitId: string | null;
  endedAt: string | null;
  rowVersion: number;
};

async function lineToSet(ctx: Ctx, id: string, rowVersion: number): Promise<Set> {
  const { rows } =
    await sql<Set>`select l.id, l.company_id, l.unit_id, l.ended_at, l.row_version from notice_lines l
    where l.id = ${id}::uuid and ${settable(ctx)} for no key update`.execute(ctx.db);
  const line = found(rows[0], "notice_line");
  if (line.rowVersion !== rowVersion)
    throw lostRace("notice_line", { rowVersion }, { rowVersion: line.rowVersion });
  if (line.endedAt !== null) throw conflict("notice_line.ended_already");
  return line;
}

async function assertLine(ctx: Ctx, line: Line): Promise<void> {
  const said = (words: Line["names"]) => Object.values(words).some((one) => one.trim() !== "");
  if (!said(line.names) || !said(line.subjects) || !said(line.bodies)) throw invalid("notice_line.no_words");
  if (line.approvals > 0 && line.approver === null) throw invalid("notice_line.approver_missing");
  for (const one of line.recipients)
    if (one.kind === "address" && !isAddress(one.address ?? "")) throw invalid("notice_line.bad_address");
  const who = [line.owner, ...(line.approver ? [line.approver] : [])];
  await assertKnown(ctx, "position", [
    ...idsOf(who, "by", "position"),
    ...idsOf(line.recipients, "kind", "position"),
  ]);
  await assertKnown(ctx, "person", [
    ...idsOf(who, "by", "person"),
    ...idsOf(line.recipients, "kind", "person"),
  ]);
}

const idsOf = <K extends string>(
  of: readonly ({ [k in K]: string } & { id?: string | null })[],
  key: K,
  word: string,
) => of.filter((one) => one[key] === word).map((one) => one.id ?? "");

async function assertKnown(ctx: Ctx, noun: "position" | "person", ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const wanted = [...new Set(ids)];
  const from = noun === "position" ? sql`positions` : sql`people`;
  const { rows } = wanted.includes("")
    ? { rows: [] }
    : await sql`select k.id from ${from} k where k.id = any (${wanted}::uuid[]) and ${within(ctx, "k.company_id")}`.execute(
        ctx.db,
      );
  if (rows.length !== wanted.length) throw invalid(`notice_line.unknown_${noun}`);
}
