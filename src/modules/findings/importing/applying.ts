// Writing a list of findings: new numbers are raised as any finding is, a corrected row changes what the list said before. What a
// list says has ended ends by the list, never by a verification or an acceptance of this product.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { record, recordEach } from "#core/events/record.ts";
import { closeEach, lapseOne } from "#modules/duties/service.ts";
import type { Applied, Applying } from "#modules/organization/importing/company-apply.ts";
import type { Judged } from "#modules/organization/importing/judging.ts";
import { editionInForce } from "../about.ts";
import { alsoBy, change, type Finding } from "../loading.ts";
import { openRemedies, raiseEach, remedyDuty } from "../recording.ts";
import { endAsked, startAgain } from "../remedying.ts";
import { heldOrigins } from "./held.ts";
import { keyText, listedState, type ListedFinding, type Said } from "./known.ts";

type Ready = ListedFinding & { rowNumber: number; id: string | null };

export async function applyFindings(
  ctx: Ctx,
  rows: readonly Judged<ListedFinding>[],
  { reason, source }: Applying & { source: string },
): Promise<Applied[]> {
  const ready = rows.flatMap(({ fields, rowNumber, subjectId }): Ready[] =>
    fields ? [{ ...fields, rowNumber, id: subjectId }] : [],
  );
  if (ready.length === 0) return [];
  // Whoever brings in the same list at once waits here, and then sees what the other has raised.
  await sql`select pg_advisory_xact_lock(hashtextextended('yagura.findings.' || c, 0)) from unnest(${[
    ...new Set(ready.map((one) => one.companyId)),
  ].toSorted()}::text[]) c`.execute(ctx.db);
  const held = await heldOrigins(ctx, ready);
  const fresh = ready.filter((one) => one.id === null && !held.has(keyText(one)));
  const known = ready.flatMap(({ id, ...one }) => (id === null ? [] : [{ ...one, id }]));
  const ids = await raiseAll(ctx, fresh, source);
  const stale = new Set<number>();
  for (const one of known) if (!(await correct(ctx, one, source))) stale.add(one.rowNumber);
  await record(ctx, "finding.list_loaded", {
    subject: { kind: "unit", id: null, companyId: null },
    data: { added: fresh.length, changed: known.length - stale.size },
    personal: { source, ...(reason ? { reason } : {}) },
  });
  return ready.map(({ rowNumber, id }): Applied => {
    if (stale.has(rowNumber)) return { rowNumber, did: "not_applied", code: "import.changed_since" };
    if (id !== null) return { rowNumber, did: "changed", id };
    const added = ids.get(rowNumber);
    return added === undefined
      ? { rowNumber, did: "not_applied", code: "import.changed_since" }
      : { rowNumber, did: "added", id: added };
  });
}

async function raiseAll(ctx: Ctx, fresh: readonly Ready[], source: string): Promise<Map<number, string>> {
  if (fresh.length === 0) return new Map();
  const editionId = await editionInForce(ctx);
  const raised = await raiseEach(
    ctx,
    fresh.map(({ companyId, source: sourceKind, said }) => ({
      companyId,
      title: said.headline,
      detail: said.detail,
      sourceKind,
      sourceSaid: said.saidSource,
      foundOn: said.foundOn,
      severity: said.severity,
      dueOn: said.dueOn,
      cause: said.cause,
      editionId: said.controls.length > 0 ? editionId : null,
      controlIds: said.controls,
      ownerId: said.ownerId,
      ownerSaid: said.ownerId ? "" : said.answerable,
      siteIds: said.siteIds,
      isOver: said.state !== "open",
    })),
  );
  const rows = fresh.map((one, nth) => ({ ...one, id: raised[nth]?.id ?? "" }));
  await noteOrigins(ctx, rows, source);
  await endByList(
    ctx,
    rows.filter((one) => one.said.state !== "open"),
  );
  return new Map(rows.map((one) => [one.rowNumber, one.id]));
}

type Known = Ready & { id: string };

/** Which row of which list it is, and what that said. Its number finds it. */
async function noteOrigins(ctx: Ctx, rows: readonly Known[], source: string): Promise<void> {
  const given = rows.map((one) => ({ ...one, key: keyText(one).split("\u001f")[2] }));
  await sql`insert into finding_origins (finding_id, company_id, source_kind, own_number, number_key, said, list_name, loaded_by, loaded_at)
    select g.id, g."companyId", g.source, g.number, g.key, g.said, ${source}, ${ctx.actor.personId}::uuid, app_now()
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (id uuid, "companyId" uuid, source text, number text, key text, said jsonb)
    on conflict (finding_id) do update set said = excluded.said, list_name = excluded.list_name, loaded_by = excluded.loaded_by,
      loaded_at = excluded.loaded_at`.execute(ctx.db);
  await sql`update findings f set sought = concat_ws(' ', f.reference, f.title, o.own_number)
    from finding_origins o where o.finding_id = f.id and f.id = any (${rows.map((one) => one.id)}::uuid[])`.execute(
    ctx.db,
  );
}

/** Gone, or lived with until a day, because a list says so. The day is the list's, at noon of the group's clock. */
async function endByList(ctx: Ctx, rows: readonly Known[]): Promise<void> {
  if (rows.length === 0) return;
  const given = rows.map(({ id, said }) => ({ id, ...said }));
  await sql`update findings f set state = g.state, by_list = g.state,
      closed_at = case when g.state = 'closed' then (g."closedOn" + time '12:00') at time zone coalesce((select time_zone from group_settings), 'UTC') end,
      accepted_until = case when g.state = 'accepted' then g."acceptedUntil" end
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (id uuid, state text, "closedOn" date, "acceptedUntil" date)
    where f.id = g.id`.execute(ctx.db);
  const subject = ({ id, companyId }: Known) => ({ kind: "finding", id, companyId });
  await recordEach(
    ctx,
    "finding.ended_by_list",
    rows.map((one) => ({
      subject: subject(one),
      data:
        one.said.state === "closed"
          ? { state: "closed", on: one.said.closedOn }
          : { state: "accepted", until: one.said.acceptedUntil },
    })),
  );
}

/**
 * What the list says otherwise than before; that nobody has touched it here the check has seen to.
 *
 * @returns false where somebody has moved it since that look, and the list moves it too.
 */
async function correct(ctx: Ctx, one: Known, source: string): Promise<boolean> {
  const { said, before } = one;
  const { rows } = await sql<
    Finding & { byList: string | null }
  >`select f.* from findings f where f.id = ${one.id}::uuid for no key update`.execute(ctx.db);
  const [finding] = rows;
  if (!finding || before === null) return false;
  const fields = (Object.keys(said) as (keyof Said)[]).filter((field) => differs(field, said, before));
  const moves = fields.some((field) => ofEnd.has(field));
  if (moves && listedState(finding.state, finding.byList) !== before.state) return false;
  const dueOn = said.dueOn ?? finding.dueOn;
  await change(ctx, finding, sql.join(await setOf(ctx, one, finding, dueOn)));
  await noteOrigins(ctx, [one], source);
  if (moves) await move(ctx, one, { ...finding, dueOn });
  else if (dueOn !== finding.dueOn && finding.state === "open") {
    await lapseOne(ctx, [finding.id], remedyDuty, "finding.due_changed");
    await openRemedies(ctx, [{ ...finding, dueOn }]);
  }
  await record(ctx, "finding.changed", {
    subject: { kind: "finding", id: one.id, companyId: one.companyId },
    data: { fields: [...new Set(fields.map((field) => columnOf[field] ?? field))], byList: true },
  });
  return true;
}

const ofEnd: ReadonlySet<keyof Said> = new Set(["state", "closedOn", "acceptedUntil"]);
const columnOf: Partial<Record<keyof Said, string>> = {
  headline: "title",
  controls: "controlIds",
  saidSource: "sourceSaid",
  answerable: "ownerSaid",
  email: "ownerSaid",
};
/** Lists that were loaded before owners and places were looked for say nothing of them. */
const differs = (field: keyof Said, said: Said, before: Said) =>
  String(said[field] ?? "") !== String(before[field] ?? "");

async function setOf(ctx: Ctx, { said, before }: Known, finding: Finding, dueOn: string) {
  const set = [sql`due_on = ${dueOn}::date`];
  if (before === null) return set;
  if (differs("headline", said, before)) set.push(sql`title = ${said.headline}, titles = null`);
  if (differs("detail", said, before)) set.push(sql`detail = ${said.detail}`);
  if (differs("severity", said, before)) set.push(sql`severity = ${said.severity}`);
  if (differs("foundOn", said, before)) set.push(sql`found_on = ${said.foundOn}::date`);
  if (differs("cause", said, before)) set.push(sql`cause = ${said.cause}`);
  if (differs("saidSource", said, before)) set.push(sql`source_said = ${said.saidSource}`);
  if (differs("answerable", said, before) || differs("email", said, before))
    set.push(
      sql`owner_id = ${said.ownerId}::uuid, owner_said = ${said.ownerId ? "" : said.answerable}, ${alsoBy(finding.ownerId)}`,
    );
  if (differs("place", said, before)) set.push(sql`site_ids = ${said.siteIds}::uuid[]`);
  if (differs("controls", said, before)) {
    const editionId = said.controls.length > 0 ? await editionInForce(ctx) : null;
    set.push(sql`control_ids = ${said.controls}::text[], edition_id = ${editionId}::uuid`);
  }
  return set;
}

/** From running to an end, back, or to another end: its duty follows. */
async function move(ctx: Ctx, one: Known, finding: Finding): Promise<void> {
  if (one.said.state !== "open") {
    if (one.said.state === "closed") {
      await closeEach(ctx, [one.id], remedyDuty);
      await endAsked(ctx, one.id, "gone", "finding.gone");
    } else {
      await lapseOne(ctx, [one.id], remedyDuty, "finding.accepted");
      await endAsked(ctx, one.id, "taken_back", "finding.accepted");
    }
    return endByList(ctx, [one]);
  }
  if (finding.state === "open") return;
  const dueOn = await startAgain(ctx, finding);
  await sql`update findings f set state = 'open', by_list = null, closed_at = null, accepted_until = null, due_on = ${dueOn}::date
    where f.id = ${one.id}::uuid`.execute(ctx.db);
  await record(ctx, "finding.reopened", {
    subject: { kind: "finding", id: one.id, companyId: one.companyId },
    data: { endedBecause: "by_list" },
  });
}
