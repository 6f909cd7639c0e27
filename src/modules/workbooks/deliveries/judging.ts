// What the files of a delivery are, in the order in which it may be told: a workbook out of reach shows nothing of itself. So
// many files at once, with as many statements as one takes.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { recordEach } from "#core/events/record.ts";
import { type Inspection, inspectionsInScope, isInHand } from "#modules/inspections/loading.ts";
import { fitsSeal, isId } from "../returns.ts";
import { type Finding, type Issued, type Looked, type Ours, reasonOf } from "./findings.ts";
import type { Read } from "./reading.ts";
import { takeIn } from "./taking-in.ts";
import type { Loaded } from "./unpacking.ts";

/** Keeps what was found in each file, with the file itself where it is a company's. */
export async function judge(ctx: Ctx, deliveryId: string, looked: readonly Looked[]): Promise<void> {
  if (looked.length === 0) return;
  const findings = await findingsOf(ctx, deliveryId, looked);
  const items = looked.map(({ file, loaded }, at) => {
    const {
      verdict,
      companyId,
      inspectionId,
      returnId,
      reason,
      counts = {},
      remarks = [],
      cells = [],
      answersSha256,
    } = findings[at] ?? gone();
    return {
      ...file,
      sha256: shaOf(loaded),
      company_id: companyId ?? null,
      inspection_id: inspectionId ?? null,
      return_id: returnId ?? null,
      verdict,
      reason: reason ?? null,
      counts,
      remarks,
      cells,
      answers_sha256: answersSha256 ?? null,
    };
  });
  await sql`insert into workbook_delivery_items (delivery_id, part, entry, received_by, name, sha256, company_id, inspection_id,
      return_id, verdict, reason, counts, remarks, cells, answers_sha256)
    select d.id, x.part, x.entry, d.received_by, x.name, decode(x.sha256, 'hex'), x.company_id, x.inspection_id, x.return_id, x.verdict,
      nullif(x.reason, 'null'::jsonb), x.counts, x.remarks, x.cells, decode(x.answers_sha256, 'hex')
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as x(part integer, entry integer, name text, sha256 text, company_id uuid,
      inspection_id uuid, return_id uuid, verdict text, reason jsonb, counts jsonb, remarks jsonb, cells jsonb, answers_sha256 text)
    join workbook_deliveries d on d.id = ${deliveryId}::uuid`.execute(ctx.db);
  const returned = findings.flatMap((one) => (one.returnId && one.inspectionId ? [one.inspectionId] : []));
  if (returned.length === 0) return;
  await mergeCopies(ctx, deliveryId, returned);
  await markRivals(ctx, deliveryId, returned);
}

const gone = (): never => {
  throw new Error("every file has a finding");
};
const shaOf = (loaded: Loaded): string | null => ("sha256" in loaded ? loaded.sha256.toString("hex") : null);

async function findingsOf(ctx: Ctx, deliveryId: string, looked: readonly Looked[]): Promise<Finding[]> {
  const issued = await issuedInScope(ctx, deliveryId, looked);
  const inspections = new Map(
    (await inspectionsInScope(ctx, [...new Set([...issued.values()].map((one) => one.inspectionId))])).map(
      (one) => [one.id, one],
    ),
  );
  const firsts = await firstsOf(ctx, deliveryId, looked);
  const findings: Finding[] = [];
  const ours: Ours[] = [];
  for (const [at, { file, loaded, read }] of looked.entries()) {
    const found = findingOf(ctx, loaded, read, firsts, issued, inspections);
    findings.push("verdict" in found ? found : { verdict: "ready" });
    if (!("verdict" in found)) ours.push({ at, file, ...found });
    const sha = shaOf(loaded);
    if (sha && !firsts.has(sha))
      firsts.set(sha, {
        name: file.name,
        companyId: "verdict" in found ? (found.companyId ?? null) : found.issued.companyId,
      });
  }
  for (const [at, finding] of await takeIn(ctx, deliveryId, ours)) findings[at] = finding;
  return findings;
}

type First = { name: string; companyId: string | null };

function findingOf(
  ctx: Ctx,
  loaded: Loaded,
  read: Read | null,
  firsts: ReadonlyMap<string, First>,
  issuedById: ReadonlyMap<string, Issued>,
  inspections: ReadonlyMap<string, Inspection>,
): Finding | Omit<Ours, "at" | "file"> {
  if ("reason" in loaded) return { verdict: "unreadable", reason: loaded.reason };
  const first = firsts.get(shaOf(loaded) ?? "");
  if (first)
    return {
      verdict: "twice",
      companyId: first.companyId,
      reason: reasonOf("same_as", { name: first.name }),
    };
  if (!read) throw new Error("a file without a twin has to be read");
  if ("reason" in read) return { verdict: "unreadable", reason: read.reason };
  if (!read.stamp)
    return {
      verdict: "not_ours",
      // Rows of ours without the sheet that says whose they are: somebody has to be told which file to send instead.
      ...(read.rows.length > 0 ? { reason: { code: "errors.workbook.no_stamp", values: {} } } : {}),
    };
  const issued = issuedById.get(read.stamp["workbook"] ?? "");
  const inspection = issued && inspections.get(issued.inspectionId);
  // Whose it is, or whether there is such a one at all, is not told to somebody whom it does not concern.
  if (!issued || !inspection) return { verdict: ctx.reach === "group" ? "not_ours" : "not_yours" };
  const whose = { companyId: issued.companyId, inspectionId: issued.inspectionId };
  if (!fitsSeal(issued, read.stamp)) return { ...whose, verdict: "tampered" };
  if (read.rows.length === 0)
    return { ...whose, verdict: "unreadable", reason: { code: "errors.workbook.no_rows", values: {} } };
  if (!issued.isOfRound)
    return {
      ...whose,
      verdict: "other_round",
      reason: reasonOf("of_round", { round: inspection.roundName }),
    };
  if (!isInHand(inspection))
    return { ...whose, verdict: "closed", reason: { code: `workbook.off.${inspection.state}`, values: {} } };
  return { loaded, returned: read, issued, inspection };
}

/** Where the same bytes lay first, by their hash. */
async function firstsOf(
  ctx: Ctx,
  deliveryId: string,
  looked: readonly Looked[],
): Promise<Map<string, First>> {
  const hashes = looked.flatMap(({ loaded }) => shaOf(loaded) ?? []);
  const { rows } = await sql<First & { sha256: string }>`
    select distinct on (x.sha256) encode(x.sha256, 'hex') as sha256, x.name, x.company_id from workbook_delivery_items x
    where x.delivery_id = ${deliveryId}::uuid
      and x.sha256 = any (array(select decode(h, 'hex') from unnest(${hashes}::text[]) h))
    order by x.sha256, x.part, x.entry`.execute(ctx.db);
  return new Map(rows.map(({ sha256, ...first }) => [sha256, first]));
}

async function issuedInScope(
  ctx: Ctx,
  deliveryId: string,
  looked: readonly Looked[],
): Promise<ReadonlyMap<string, Issued>> {
  const ids = looked.flatMap(({ read }) => (read && "stamp" in read ? (read.stamp?.["workbook"] ?? []) : []));
  const { rows } = await sql<Issued>`
    select w.id, w.inspection_id, w.company_id, w.secret, w.seen, w.errata, w.language, i.round_id = d.round_id as is_of_round
    from workbooks w join inspections i on i.id = w.inspection_id join workbook_deliveries d on d.id = ${deliveryId}::uuid
    where w.id = any (${ids.filter((id) => isId.test(id))}::uuid[]) and ${within(ctx, "w.company_id")}`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Files that say the same are one: what differs is asked about, and a copy is told as the copy of which. */
async function mergeCopies(ctx: Ctx, deliveryId: string, inspectionIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ returnId: string; inspectionId: string; companyId: string }>`
    with open as (
      select x.* from workbook_delivery_items x join workbook_returns b on b.id = x.return_id
      where x.delivery_id = ${deliveryId}::uuid and x.inspection_id = any (${[...inspectionIds]}::uuid[])
        and x.answers_sha256 is not null and b.state = 'checked' and x.verdict in ('ready', 'shifted', 'conflicts', 'rival', 'same')
    ), firsts as (
      select distinct on (o.inspection_id, o.answers_sha256) o.inspection_id, o.answers_sha256, o.part, o.entry, o.name
      from open o order by o.inspection_id, o.answers_sha256, o.verdict = 'ready' desc, o.part, o.entry
    ), copies as (
      select o.part, o.entry, o.return_id, o.inspection_id, o.company_id, f.name from open o
      join firsts f on f.inspection_id = o.inspection_id and f.answers_sha256 = o.answers_sha256
        and (f.part, f.entry) <> (o.part, o.entry)
    ), dropped as (
      update workbook_returns b set state = 'dropped' from copies c where b.id = c.return_id
    ), told as (
      update workbook_delivery_items x set verdict = 'twice', return_id = null,
        reason = jsonb_build_object('code', 'workbook.found.same_answers', 'values', jsonb_build_object('name', c.name))
      from copies c where x.delivery_id = ${deliveryId}::uuid and x.part = c.part and x.entry = c.entry
    )
    select c.return_id, c.inspection_id, c.company_id from copies c`.execute(ctx.db);
  await recordEach(
    ctx,
    "workbook.dropped",
    rows.map(({ returnId, inspectionId, companyId }) => ({
      subject: { kind: "inspection", id: inspectionId, companyId },
      data: { returnId },
    })),
  );
}

/** Of several files for one inspection nobody but a person says which one counts. */
async function markRivals(ctx: Ctx, deliveryId: string, inspectionIds: readonly string[]): Promise<void> {
  await sql`update workbook_delivery_items x set verdict = 'rival', reason = ${JSON.stringify(reasonOf("rivals"))}::jsonb
    where x.delivery_id = ${deliveryId}::uuid and x.inspection_id = any (${[...inspectionIds]}::uuid[]) and x.return_id is not null
      and x.verdict in ('ready', 'shifted', 'conflicts', 'errors', 'same')
      and exists (select from workbook_delivery_items y where y.delivery_id = x.delivery_id and y.inspection_id = x.inspection_id
        and y.return_id is not null and (y.part, y.entry) <> (x.part, x.entry))`.execute(ctx.db);
}
