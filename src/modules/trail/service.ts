import { like } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { signingKey } from "#core/crypto/signing.ts";
import { within } from "#core/db/scope.ts";
import { under } from "#core/db/transaction.ts";
import { notFound } from "#core/errors.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import type { trail } from "./contract.ts";
import { serviceVerbs, timelineRights } from "./rules.ts";
import {
  before,
  eventRows,
  foundPage,
  lookInto,
  paged,
  timelinePage,
  verbsInTrail,
  verbsPage,
} from "./search.ts";

type In<K extends keyof typeof trail> = Input<(typeof trail)[K]>;
type Out<K extends keyof typeof trail> = Promise<Output<(typeof trail)[K]>>;
/** Most unsealed events that are counted: in good order there are a few seconds' worth. */
const countedMost = 1000;

export async function listTimeline(ctx: Ctx, input: In<"listTimeline">): Out<"listTimeline"> {
  const limit = input.limit ?? 50;
  const scoped = await underKind(ctx, input.kind);
  const page = timelinePage(
    [
      sql`e.subject_id = any (array(select ${input.id}::uuid union all ${dutiesAbout(input)}))`,
      sql`(e.subject_kind = ${input.kind} or (e.subject_kind = 'duty' and e.verb = any (${postponements}::text[])))`,
      within(scoped, "e.company_id"),
      before(input.after),
      input.controlId === undefined ? sql`true` : sql`e.data ->> 'controlId' = ${input.controlId}`,
    ],
    limit + 1,
  );
  const rows = await eventRows(scoped, page, false);
  if (rows.length === 0 && !input.after && !(await isSeen(scoped, input))) throw notFound("record");
  return paged(
    rows.map(
      ({ companyName: _name, values: _values, isErased: _erased, requestId: _request, ...row }) => row,
    ),
    limit,
  );
}

const postponements = ["duty.postponed", "duty.postponement_asked", "duty.postponement_refused"];

/** Later days asked for, granted and refused are told of the duty; whoever reads a finding's story, or a plan's, looks for them there. */
const dutiesAbout = ({ kind, id }: In<"listTimeline">) =>
  kind === "plan"
    ? sql`select d.id from plan_steps s join duties d on d.subject_id = s.id and d.kind = 'plan.step' where s.plan_id = ${id}::uuid`
    : kind === "finding"
      ? sql`select d.id from duties d where d.subject_id = ${id}::uuid and d.kind = 'finding.remedy'`
      : sql`select null::uuid where false`;

export async function listServiceTimeline(
  ctx: Ctx,
  input: In<"listServiceTimeline">,
): Out<"listServiceTimeline"> {
  const limit = input.limit ?? 50;
  const page = verbsPage(
    serviceVerbs,
    [sql`e.data ->> 'service' = ${input.service}`, within(ctx, "e.company_id"), before(input.after)],
    limit + 1,
  );
  const rows = await eventRows(ctx, page, false);
  return paged(
    rows.map(({ values: _values, isErased: _erased, requestId: _request, ...row }) => row),
    limit,
  );
}

/** What was loaded with a list has no event of its own until somebody changes it; what lies outside does not exist. */
async function isSeen(ctx: Ctx, { kind, id }: In<"listTimeline">): Promise<boolean> {
  const { rows } = await sql`select from trail_subjects x where x.kind = ${kind} and x.id = ${id}::uuid
    and ${ctx.reach === "group" ? sql`true` : within(ctx, "x.company_id")}`.execute(ctx.db);
  return rows.length > 0;
}

/** The widest of the kind's permissions: an event that only a narrower one reached would not be seen through it. */
async function underKind(ctx: Ctx, kind: string): Promise<Ctx> {
  let best: Ctx | null = null;
  for (const permission of timelineRights[kind] ?? []) {
    const scoped = await under(ctx, permission);
    if (scoped.reach === "group") return scoped;
    if (scoped.reach === "companies") best ??= scoped;
  }
  if (!best) throw notFound("record");
  return under(ctx, best.permission);
}

export async function searchEvents(ctx: Ctx, input: In<"searchEvents">): Out<"searchEvents"> {
  const { after, limit = 50, withValues: wantsValues = false, ...filter } = input;
  const look = await lookInto(ctx, filter, wantsValues);
  const page = foundPage(ctx, look, [before(after)], limit + 1);
  const output = paged(await eventRows(ctx, page, look.withValues), limit);
  // What was looked for in values tells of them as well.
  if (!look.withValues && !filter.words) return output;
  const { words, ...told } = filter;
  return asSensitiveRead(output, {
    verb: "trail.read",
    subject: { kind: "trail", id: null, companyId: input.companyId ?? null },
    data: { ...told, isSearched: Boolean(words), count: output.rows.length },
    ...(words ? { personal: { words } } : {}),
  });
}

/** Of all events, whomever they are about: the kinds tell nothing. */
export async function listEventKinds(ctx: Ctx): Out<"listEventKinds"> {
  return { verbs: await verbsInTrail(ctx) };
}

const most = 20;
const mostOfKind = 4;
const subjectKinds = ["unit", "person", "round", "inspection", "edition", "catalogue", "mapping"];

export async function findSubjects(ctx: Ctx, input: In<"findSubjects">): Out<"findSubjects"> {
  const ids = (input.ids ?? "").split(",").filter((one) => isId.test(one));
  const words = (input.words ?? "").trim();
  const typed = isId.test(words) ? [words] : ids;
  if (typed.length === 0 && words.length < 2) return { rows: [] };
  const sought = like(words);
  const kinds = input.kind ? [input.kind] : subjectKinds;
  const { rows } = await sql<Subject>`
    select x.id, k.kind, x.name, x.code from unnest(${kinds}::text[]) k(kind) cross join lateral (
      select x.* from trail_subjects x where x.kind = k.kind
        and ${typed.length > 0 ? sql`x.id = any (${typed}::uuid[])` : sql`x.sought ilike folded(${sought})`}
        and (x.company_id is null or ${within(ctx, "x.company_id")})
      limit ${input.kind ? most : mostOfKind}) x
    limit ${most}`.execute(ctx.db);
  return { rows };
}

type Subject = Output<typeof trail.findSubjects>["rows"][number];
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function getSealState(ctx: Ctx): Out<"getSealState"> {
  type Last = { n: number; at: string; hash: string };
  const last = await sql<Last>`
    select s.n, s.at, encode(s.hash, 'hex') as hash from seals s order by s.n desc limit 1`.execute(ctx.db);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from events e left join sealed_up_to() s on true
      where ${within(ctx, "e.company_id")} and (s.era is null or e.era > s.era or e.era = s.era and e.xid >= s.xid)
      limit ${countedMost}) x`.execute(ctx.db);
  const days = await sql<{ day: string; n: number; hash: string; publishedAt: string }>`
    select d.day, d.n, encode(d.hash, 'hex') as hash, d.published_at from day_seals d
    order by d.day desc limit 31`.execute(ctx.db);
  return {
    last: last.rows[0] ?? null,
    unsealedCount: rows[0]?.count ?? 0,
    days: days.rows,
    keyId: signingKey().id,
  };
}

/** As lines, so that a line of the log or of a mail can be put beside them. */
export async function downloadDaySeals(ctx: Ctx): Out<"downloadDaySeals"> {
  const { rows } = await sql<{ day: string; hash: string }>`
    select d.day, encode(d.hash, 'hex') as hash from day_seals d order by d.day`.execute(ctx.db);
  return withContent(
    { count: rows.length },
    {
      name: "day-seals.txt",
      mediaType: "text/plain; charset=utf-8",
      open: () => Buffer.from(rows.map(({ day, hash }) => `${day} ${hash}\n`).join("")),
    },
  );
}
