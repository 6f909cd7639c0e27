// A roster's turns as a list that goes out: what comes back as it is changes nothing (turns-in.ts).
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { withContent } from "#core/files/content.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { personName } from "#core/text/format.ts";
import type { onCall } from "./contract.ts";
import { seenRoster, subjectOf } from "./visible.ts";
import { sayWall } from "./wall-times.ts";

type In<K extends keyof typeof onCall> = Input<(typeof onCall)[K]>;
type Out<K extends keyof typeof onCall> = Promise<Output<(typeof onCall)[K]>>;
export type Field = (typeof fields)[number];

export const say = loadTexts([
  fileURLToPath(new URL("../../core/text", import.meta.url)),
  fileURLToPath(new URL(".", import.meta.url)),
]);
export const fields = ["from", "until", "tier", "person", "name", "reason"] as const;

type Named = {
  id: string;
  email: string | null;
  code: string | null;
  familyName: string;
  givenName: string;
  isAllowed: boolean;
};
type Stored = { tier: number; personId: string; startsAt: string; endsAt: string; reason: string | null };

export const named = async (ctx: Ctx, unitId: string, words: readonly string[], ids: readonly string[]) =>
  (
    await sql<Named>`select n.id, n.email, n.code, n.family_name, n.given_name, n.is_allowed
      from on_call_people_named(${unitId}::uuid, ${[...words]}::text[], ${[...ids]}::uuid[]) n`.execute(
      ctx.db,
    )
  ).rows;

/** From now on, in the order of time. */
export const turnsAhead = async (ctx: Ctx, rosterId: string) =>
  (
    await sql<Stored>`select t.tier, t.person_id, t.starts_at, t.ends_at, s.reason from on_call_turns t
      left join on_call_shifts s on s.id = t.shift_id
      where t.roster_id = ${rosterId}::uuid and t.ends_at > app_now() order by t.starts_at, t.tier, t.id limit 5000`.execute(
      ctx.db,
    )
  ).rows;

export async function exportOnCallTurns(ctx: Ctx, { id }: In<"exportOnCallTurns">): Out<"exportOnCallTurns"> {
  const roster = await seenRoster(ctx, id);
  const turns = await turnsAhead(ctx, id);
  const people = await named(ctx, roster.unitId, [], [...new Set(turns.map((one) => one.personId))]);
  const whose = (turn: Stored) => people.find((one) => one.id === turn.personId);
  const t = (key: string) => say(ctx.language, key);
  const valueOf: Record<Field, (turn: Stored) => string> = {
    from: (turn) => sayWall(new Date(turn.startsAt), roster.timeZone),
    until: (turn) => sayWall(new Date(turn.endsAt), roster.timeZone),
    tier: (turn) => t(`onCall.tier.${turn.tier}`),
    person: (turn) => whose(turn)?.email ?? whose(turn)?.code ?? "",
    name: (turn) => {
      const person = whose(turn);
      return person ? personName(person, ctx.language) : "";
    },
    reason: (turn) => turn.reason ?? "",
  };
  const columns = fields.map((field) => ({
    label: t(`onCall.list.${field}`),
    value: valueOf[field],
  }));
  const event = {
    verb: "on_call.turns_exported",
    subject: subjectOf(roster),
    data: { rows: turns.length },
  };
  return withContent(asSensitiveRead({ rows: turns.length }, event), {
    name: `${roster.name} ${ctx.today}.csv`,
    mediaType: "text/csv; charset=utf-8",
    open: () => Readable.from(writeCsv(columns, turns)),
  });
}
