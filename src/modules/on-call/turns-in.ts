// A list of turns that comes in: looked at row by row before anything is written, and of a list with one wrong row nothing is.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { openDelimited } from "#core/sheets/read.ts";
import { type Row as SheetRow, SheetError } from "#core/sheets/sheet.ts";
import { personName } from "#core/text/format.ts";
import type { onCall } from "./contract.ts";
import { layOutRoster } from "./laying.ts";
import { horizonDays } from "./rules.ts";
import { mostAhead } from "./shifts.ts";
import { type Field, fields, named, say, turnsAhead } from "./turns-list.ts";
import { type Kept, keptRoster, moveOn, seenRoster, subjectOf } from "./visible.ts";
import { readWall } from "./wall-times.ts";

type In<K extends keyof typeof onCall> = Input<(typeof onCall)[K]>;
type Out<K extends keyof typeof onCall> = Promise<Output<(typeof onCall)[K]>>;
type Line = Output<typeof onCall.checkOnCallTurns>["rows"][number];
const mostRows = 2000;

const folded = (text: string) => text.normalize("NFKC").trim().toLowerCase();
/** What protects a cell that begins like a formula is no part of it (core/exports/csv.ts). */
const bare = (text: string) => text.replace(/^'(?=[=+\-@])/, "").trim();

type Heading = { at: number; columns: Map<Field, number> };

function headingOf(rows: readonly SheetRow[]): Heading {
  const names = new Map<string, Field>(
    fields.flatMap((field) => [
      [field, field] as const,
      ...(["en", "ja", "zh"] as const).map(
        (language) => [folded(say(language, `onCall.list.${field}`)), field] as const,
      ),
    ]),
  );
  for (const [at, row] of rows.slice(0, 5).entries()) {
    const columns = new Map<Field, number>();
    for (const [column, cell] of row.cells.entries()) {
      const field = names.get(folded(cell.text));
      if (field && !columns.has(field)) columns.set(field, column);
    }
    if (columns.has("from") && columns.has("until") && columns.has("person")) return { at, columns };
  }
  throw invalid("on_call.list_heading", {
    values: { columns: ["from", "until", "person"].map((one) => say("en", `onCall.list.${one}`)).join(", ") },
  });
}

async function tableOf(content: string): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  try {
    const opened = openDelimited(Buffer.from(content, "base64"), { columns: 50 });
    if (!opened) throw invalid("on_call.list_not_csv");
    for await (const row of opened.rows()) {
      if (rows.length > mostRows + 5) throw invalid("on_call.list_too_long", { values: { most: mostRows } });
      rows.push(row);
    }
  } catch (error) {
    if (error instanceof SheetError) throw invalid("on_call.list_not_csv");
    throw error;
  }
  return rows;
}

type Looked = Line & { startsAt: Date | null; endsAt: Date | null; personId: string | null; tierNo: number };

/** Every row that says something, with its verdict: new, same, over, or wrong with the field and what to do. */
async function look(ctx: Ctx, roster: Kept, content: string): Promise<Looked[]> {
  const table = await tableOf(content);
  const heading = headingOf(table);
  const cellOf = (row: SheetRow, field: Field) => {
    const column = heading.columns.get(field);
    return column === undefined ? "" : bare(row.cells[column]?.text ?? "");
  };
  const body = table.slice(heading.at + 1).filter((row) => row.cells.some((cell) => cell.text.trim() !== ""));
  const words = [...new Set(body.map((row) => folded(cellOf(row, "person"))).filter(Boolean))];
  const people = words.length > 0 ? await named(ctx, roster.unitId, words, []) : [];
  const stored = await turnsAhead(ctx, roster.id);
  const last = ctx.now.getTime() + horizonDays * 86_400_000;
  const lines = body.map((row): Looked => {
    const said = Object.fromEntries(fields.map((field) => [field, cellOf(row, field)])) as Record<
      Field,
      string
    >;
    const wrong: Line["wrong"] = [];
    const timeOf = (field: "from" | "until") => {
      const read = readWall(said[field], roster.timeZone);
      if ("at" in read) return read.at;
      wrong.push({ field, code: read.wrong });
      return null;
    };
    const [startsAt, endsAt] = [timeOf("from"), timeOf("until")];
    const tierNo = tierOf(said.tier);
    if (tierNo === null) wrong.push({ field: "tier", code: "on_call.list_tier" });
    const meant = people.filter((one) =>
      [one.email, one.code].some((of) => of && folded(of) === folded(said.person)),
    );
    if (meant.length !== 1)
      wrong.push({
        field: "person",
        code: meant.length > 1 ? "on_call.list_several" : "on_call.list_nobody",
      });
    if (startsAt && endsAt && !(startsAt < endsAt))
      wrong.push({ field: "until", code: "on_call.list_order" });
    else if (endsAt && endsAt.getTime() > last) wrong.push({ field: "until", code: "on_call.list_far" });
    const person = meant.length === 1 ? meant[0] : undefined;
    const isSame = stored.some(
      (one) =>
        one.tier === tierNo &&
        one.personId === person?.id &&
        Date.parse(one.startsAt) === startsAt?.getTime() &&
        Date.parse(one.endsAt) === endsAt?.getTime(),
    );
    return {
      row: row.number,
      said: {
        from: said.from.slice(0, 100),
        until: said.until.slice(0, 100),
        person: said.person.slice(0, 254),
      },
      name: person ? personName(person, ctx.language) : "",
      reason: said.reason.slice(0, 500),
      verdict: wrong.length > 0 ? "wrong" : endsAt && endsAt <= ctx.now ? "over" : isSame ? "same" : "new",
      wrong,
      startsAt,
      endsAt,
      personId: person?.id ?? null,
      tierNo: tierNo ?? 1,
    };
  });
  return overlapping(lines);
}

function tierOf(text: string): number | null {
  const given = folded(text);
  if (given === "") return 1;
  for (const tier of [1, 2])
    if (
      given === String(tier) ||
      (["en", "ja", "zh"] as const).some((language) => folded(say(language, `onCall.tier.${tier}`)) === given)
    )
      return tier;
  return null;
}

/** Two rows that name two people for one hour cannot both be meant. */
function overlapping(lines: Looked[]): Looked[] {
  const good = lines.filter((one) => one.verdict !== "wrong" && one.verdict !== "over");
  const sorted = good.toSorted((a, b) => a.tierNo - b.tierNo || Number(a.startsAt) - Number(b.startsAt));
  const clashes = new Map<number, number>();
  let reach: Looked | undefined;
  for (const one of sorted) {
    if (reach && reach.tierNo === one.tierNo && Number(one.startsAt) < Number(reach.endsAt))
      clashes.set(one.row, reach.row);
    if (!reach || reach.tierNo !== one.tierNo || Number(one.endsAt) > Number(reach.endsAt)) reach = one;
  }
  return lines.map((one) =>
    clashes.has(one.row)
      ? {
          ...one,
          verdict: "wrong",
          wrong: [{ field: "from", code: "on_call.list_overlap", row: clashes.get(one.row) ?? 0 }],
        }
      : one,
  );
}

const countsOf = (lines: readonly Looked[]) => {
  const of = (verdict: Line["verdict"]) => lines.filter((one) => one.verdict === verdict).length;
  return { new: of("new"), same: of("same"), over: of("over"), wrong: of("wrong") };
};

/** A dry look: nothing is written. */
export async function checkOnCallTurns(
  ctx: Ctx,
  { id, content }: In<"checkOnCallTurns">,
): Out<"checkOnCallTurns"> {
  const roster = await seenRoster(ctx, id);
  if (roster.endedAt) throw conflict("on_call.roster_ended");
  const lines = await look(ctx, roster, content);
  return {
    rows: lines.map(({ startsAt: _s, endsAt: _e, personId: _p, tierNo: _t, ...line }) => line),
    counts: countsOf(lines),
    rowVersion: roster.rowVersion,
  };
}

export async function takeOnCallTurns(
  ctx: Ctx,
  { id, content, reason, rowVersion }: In<"takeOnCallTurns">,
): Out<"takeOnCallTurns"> {
  const roster = await keptRoster(ctx, id, rowVersion);
  const lines = await look(ctx, roster, content);
  const counts = countsOf(lines);
  if (counts.wrong > 0) throw invalid("on_call.list_wrong", { values: { count: counts.wrong } });
  const added = lines.filter((one) => one.verdict === "new");
  if (added.length === 0) throw invalid("on_call.list_nothing_new");
  const { rows: ahead } = await sql<{ count: number }>`select count(*)::int as count from on_call_shifts s
    where s.roster_id = ${id}::uuid and s.removed_at is null and s.ends_at > app_now()`.execute(ctx.db);
  if ((ahead[0]?.count ?? 0) + added.length > mostAhead)
    throw conflict("on_call.too_many", { values: { most: mostAhead } });
  for (const one of added) {
    const startsAt = one.startsAt && one.startsAt > ctx.now ? one.startsAt : ctx.now;
    await sql`insert into on_call_shifts (roster_id, unit_id, tier, person_id, starts_at, ends_at, reason, entered_at, entered_by)
      values (${id}::uuid, ${roster.unitId}::uuid, ${one.tierNo}, ${one.personId}::uuid, ${startsAt.toISOString()}::timestamptz,
        ${one.endsAt?.toISOString()}::timestamptz, ${one.reason || reason}, app_now(), ${ctx.actor.personId}::uuid)`.execute(
      ctx.db,
    );
    await record(ctx, "on_call.shift_set", {
      subject: subjectOf(roster),
      data: {
        personId: one.personId,
        tier: one.tierNo,
        startsAt: startsAt.toISOString(),
        endsAt: one.endsAt?.toISOString(),
        roster: roster.name,
      },
      personal: { reason: one.reason || reason },
    });
  }
  await layOutRoster(ctx, roster);
  await record(ctx, "on_call.turns_taken", {
    subject: subjectOf(roster),
    data: { rows: lines.length, added: added.length },
    personal: { reason },
  });
  return { ...(await moveOn(ctx, id)), added: added.length };
}
