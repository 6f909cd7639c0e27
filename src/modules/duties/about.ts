// What a listed duty is about, in words: its number or name, and the title of an incident that its reader may know of.
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import type { duties } from "./contract.ts";

type Duty = Output<typeof duties.listMyDuties>["rows"][number];

/** Names what each is about: only of those that are given. */
export async function withAbout<D extends Duty>(ctx: Ctx, listed: D[]): Promise<D[]> {
  if (listed.length === 0) return listed;
  const { rows } = await sql<{
    id: string;
    about: string;
  }>`select a.id, a.about from about_duties(${listed.map((one) => one.id)}::uuid[]) a`.execute(ctx.db);
  const abouts = new Map(rows.map((row) => [row.id, row.about]));
  const titles = new Map((await titlesOf(ctx, listed)).map((row) => [row.id, row.title]));
  return listed.map((one) => ({
    ...one,
    about: abouts.get(one.id) ?? null,
    title: titles.get(one.id) ?? null,
  }));
}

async function titlesOf(ctx: Ctx, listed: readonly Duty[]): Promise<{ id: string; title: string }[]> {
  const ids = listed.flatMap((one) => (one.subjectKind === "incident" ? [one.id] : []));
  if (ids.length === 0) return [];
  const { rows } = await sql<{
    id: string;
    title: string;
  }>`select t.id, t.title from titles_of_owed(${ids}::uuid[]) t`.execute(ctx.db);
  return rows;
}
