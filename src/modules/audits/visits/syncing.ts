// What was entered on a device is brought in: each item by itself, so that one that cannot be taken keeps no other back.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addChecks, bringPlacesBack, standingIds } from "./adding.ts";
import type { taking } from "./contract/taking.ts";
import { assertConducts, type By, type Sheet, sheetInScope, subjectOf } from "./loading.ts";
import { merge, type Standing } from "./merging.ts";
import { addNotes, inSight, withdrawNotes } from "./noting.ts";
import { livingOf, takenUpOf } from "./reading.ts";
import { takes, type Value } from "./rules.ts";

type In = Input<typeof taking.syncSheet>;
type Op = In["ops"][number];
type Refused = Output<typeof taking.syncSheet>["refused"][number];
type Taken = Output<typeof taking.syncSheet>["ops"][number];
type Checkout = { id: string; personId: string; until: string; revokedAt: string | null };

export async function syncSheet(ctx: Ctx, input: In): Promise<Output<typeof taking.syncSheet>> {
  // Held: of two devices that come at once the second sees what the first has entered.
  const sheet = await sheetInScope(ctx, input.id, true);
  await assertConducts(ctx, sheet.visitId, sheet.companyId);
  const checkout = input.checkoutId
    ? await checkoutOf(ctx, sheet, input.checkoutId, input.isBroughtIn)
    : null;
  // A device that was lost may be in other hands: nothing is taken from it.
  if (checkout?.revokedAt) throw conflict("audit.checkout_revoked");
  const by: By = {
    checkoutId: checkout?.id ?? null,
    personId: checkout?.personId ?? ctx.actor.personId,
  };
  const refused: Refused[] = [];
  const isOpen = sheet.finishedAt === null;
  const shut = (ids: readonly { id: string }[]) =>
    refused.push(...ids.map(({ id }) => ({ id, code: "audit.sheet_finished" })));
  const restored = isOpen ? await bringPlacesBack(ctx, sheet, input) : 0;
  const added = isOpen ? await addChecks(ctx, sheet, input.checks, by, refused) : 0;
  if (!isOpen) shut(input.checks);
  const { ops, notes } = atStanding(input, await standingIds(ctx, sheet, input));
  const { known, fresh } = await takeOps(ctx, sheet, ops, by, refused);
  const noted = isOpen ? await addNotes(ctx, sheet, notes, by, refused) : 0;
  if (!isOpen) shut(input.notes);
  const withdrawn = isOpen ? await withdrawNotes(ctx, sheet, input.withdrawn) : 0;
  if (!isOpen) shut(await inSight(ctx, sheet, input.withdrawn));
  if (checkout)
    await sql`update audit_checkouts set last_synced_at = app_now(), waiting = ${input.waiting} where id = ${checkout.id}::uuid`.execute(
      ctx.db,
    );
  await recordSync(ctx, sheet, {
    by,
    taken: fresh,
    added,
    restored,
    notes: noted,
    withdrawn,
    refused: refused.length,
  });
  return {
    ops: [...known, ...fresh],
    refused,
    until: checkout?.until ?? null,
    finishedAt: sheet.finishedAt,
    controls: await takenUpOf(ctx, sheet),
    ...(await livingOf(ctx, sheet.visitId)),
  };
}

/** What was entered at a check that another device had added before is entered there. */
function atStanding({ ops, notes }: In, standing: ReadonlyMap<string, string>): Pick<In, "ops" | "notes"> {
  const of = (id: string) => standing.get(id) ?? id;
  return {
    ops: ops.map((op) => ({ ...op, checkId: of(op.checkId) })),
    notes: notes.map((note) => (note.checkId ? { ...note, checkId: of(note.checkId) } : note)),
  };
}

type Brought = {
  by: By;
  /** What had come before is not told twice. */
  taken: readonly Taken[];
  added: number;
  restored: number;
  notes: number;
  withdrawn: number;
  refused: number;
};

/** A device that only looks what the others have entered, minute by minute, brings nothing to tell of. */
async function recordSync(ctx: Ctx, sheet: Sheet, brought: Brought): Promise<void> {
  const { by, taken, ...rest } = brought;
  const { added, restored, notes, withdrawn, refused } = rest;
  if (taken.length + added + notes + withdrawn + refused === 0) return;
  const count = (outcome: Taken["outcome"]) => taken.filter((one) => one.outcome === outcome).length;
  await record(ctx, "audit.sheet_synced", {
    subject: subjectOf(sheet),
    data: {
      visitId: sheet.visitId,
      checkoutId: by.checkoutId,
      entered: count("applied"),
      conflicts: count("conflict"),
      checksAdded: added,
      placesRestored: restored,
      notes,
      withdrawn,
      refused,
    },
    ...(by.personId === ctx.actor.personId ? {} : { onBehalfOf: by.personId }),
  });
}

/** One's own: what another's device took along is not entered under one's name. Brought in for a colleague it stays the colleague's. */
async function checkoutOf(ctx: Ctx, sheet: Sheet, id: string, isBroughtIn = false): Promise<Checkout> {
  const { rows } = await sql<Checkout>`select d.id, d.person_id, d.until, d.revoked_at from audit_checkouts d
    where d.id = ${id}::uuid and d.visit_id = ${sheet.visitId}::uuid
      and (d.person_id = ${ctx.actor.personId}::uuid or ${isBroughtIn}) and ${within(ctx, "d.company_id")}`.execute(
    ctx.db,
  );
  return found(rows[0], "audit_checkout");
}

type Held = Standing & { checkId: string; field: string };
type Known = { id: string; outcome: Taken["outcome"] };

async function takeOps(
  ctx: Ctx,
  sheet: Sheet,
  ops: readonly Op[],
  by: By,
  refused: Refused[],
): Promise<{ known: Taken[]; fresh: Taken[] }> {
  if (ops.length === 0) return { known: [], fresh: [] };
  const known =
    await sql<Known>`select o.id, o.outcome from audit_ops o where o.id = any (${ops.map((one) => one.id)}::uuid[])
    and o.visit_id = ${sheet.visitId}::uuid`.execute(ctx.db);
  const before = new Map(known.rows.map((row) => [row.id, row.outcome]));
  const fresh = await worthTaking(
    ctx,
    sheet,
    ops.filter((one) => !before.has(one.id)),
    refused,
  );
  if (fresh.length === 0) return { known: known.rows, fresh: [] };
  const standing = await standingOf(ctx, sheet, fresh);
  const written: (Op & { outcome: Taken["outcome"] })[] = [];
  for (const op of fresh) {
    const key = `${op.checkId} ${op.field}`;
    const change = { id: op.id, base: op.base, after: op.after ?? null, value: op.value as Value };
    const merged = merge(standing.get(key), change);
    standing.set(key, merged.standing);
    written.push({ ...op, outcome: merged.outcome });
  }
  supersede(written);
  await writeOps(ctx, sheet, written, by);
  await writeValues(ctx, sheet, written, standing);
  return { known: known.rows, fresh: written.map(({ id, outcome }) => ({ id, outcome })) };
}

/** A later word of the same side takes the place of its earlier one that waits for a decision. */
function supersede(written: (Op & { outcome: Taken["outcome"] })[]): void {
  const byId = new Map(written.map((one) => [one.id, one]));
  for (const op of written) {
    const earlier = op.after === undefined ? undefined : byId.get(op.after);
    if (earlier?.outcome === "conflict") earlier.outcome = "superseded";
  }
}

async function worthTaking(
  ctx: Ctx,
  sheet: Sheet,
  ops: readonly Op[],
  refused: Refused[],
): Promise<readonly Op[]> {
  const checks = await sql<{
    id: string;
  }>`select c.id from audit_checks c where c.visit_id = ${sheet.visitId}::uuid
    and c.id = any (${[...new Set(ops.map((one) => one.checkId))]}::uuid[])`.execute(ctx.db);
  const there = new Set(checks.rows.map((row) => row.id));
  const problemOf = (op: Op) =>
    sheet.finishedAt !== null
      ? "audit.sheet_finished"
      : !there.has(op.checkId)
        ? "audit.check_gone"
        : takes(op.field, op.value)
          ? null
          : "audit.value_refused";
  const seen = new Set<string>();
  return ops.filter((op) => {
    const code = problemOf(op);
    if (code) refused.push({ id: op.id, code });
    // The same twice in one sending.
    const isFirst = !seen.has(op.id);
    seen.add(op.id);
    return code === null && isFirst;
  });
}

async function standingOf(ctx: Ctx, sheet: Sheet, ops: readonly Op[]): Promise<Map<string, Standing>> {
  const { rows } =
    await sql<Held>`select x.check_id, x.field, x.value, x.revision, x.op_id, x.is_shared from audit_values x
    where x.visit_id = ${sheet.visitId}::uuid and x.check_id = any (${[...new Set(ops.map((one) => one.checkId))]}::uuid[])`.execute(
      ctx.db,
    );
  return new Map(rows.map(({ checkId, field, ...rest }) => [`${checkId} ${field}`, rest]));
}

async function writeOps(
  ctx: Ctx,
  sheet: Sheet,
  ops: readonly (Op & { outcome: Taken["outcome"] })[],
  by: By,
): Promise<void> {
  await sql`update audit_ops o set outcome = 'superseded' where o.outcome = 'conflict' and o.visit_id = ${sheet.visitId}::uuid
    and o.id = any (${ops.flatMap((one) => (one.after ? [one.after] : []))}::uuid[])`.execute(ctx.db);
  await sql`insert into audit_ops (id, visit_id, company_id, check_id, field, value, base, checkout_id, person_id, entered_at, received_at, outcome)
    select x.id, ${sheet.visitId}::uuid, ${sheet.companyId}::uuid, x."checkId", x.field, coalesce(x.value, 'null'), x.base, ${by.checkoutId}::uuid,
      ${by.personId}::uuid, x."enteredAt", app_now(), x.outcome
    from jsonb_to_recordset(${JSON.stringify(ops)}::jsonb) as x (id uuid, "checkId" uuid, field text, value jsonb, base int,
      "enteredAt" timestamptz, outcome text)`.execute(ctx.db);
}

async function writeValues(
  ctx: Ctx,
  sheet: Sheet,
  ops: readonly Op[],
  standing: ReadonlyMap<string, Standing>,
): Promise<void> {
  const keys = [...new Set(ops.map((op) => `${op.checkId} ${op.field}`))];
  const rows = keys.flatMap((key) => {
    const [checkId, field] = key.split(" ");
    const now = standing.get(key);
    return now ? [{ checkId, field, ...now }] : [];
  });
  await sql`insert into audit_values (check_id, field, visit_id, company_id, value, revision, op_id, is_shared)
    select x."checkId", x.field, ${sheet.visitId}::uuid, ${sheet.companyId}::uuid, coalesce(x.value, 'null'), x.revision, x."opId", x."isShared"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x ("checkId" uuid, field text, value jsonb, revision int, "opId" uuid, "isShared" boolean)
    on conflict (check_id, field) do update set value = excluded.value, revision = excluded.revision, op_id = excluded.op_id,
      is_shared = excluded.is_shared`.execute(ctx.db);
}
