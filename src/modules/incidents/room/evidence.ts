// Evidence of an incident and its chain of custody. Of a file the content is read and compared with its hash at each handing over.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Outside } from "#core/context.ts";
import { outside } from "#core/db/outside.ts";
import { found, held, within } from "#core/db/scope.ts";
import { conflict, forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { fileStore } from "#core/files/store.ts";
import { permissions } from "../contract/words.ts";
import { addFiles } from "../files.ts";
import { type Incident, incidentTo, subjectOf } from "../visible.ts";
import type { room } from "./contract.ts";
import { assertMoment, incidentSeen } from "./log.ts";
import { nameOfPart } from "./names.ts";
import { assertMayTake } from "./people.ts";
import { readSha256 } from "./rules.ts";

type In<K extends keyof typeof room> = Input<(typeof room)[K]>;
type Out<K extends keyof typeof room> = Promise<Output<(typeof room)[K]>>;
type Whole = Output<typeof room.listIncidentEvidence>;
type Custody = Whole["rows"][number]["custody"][number];

export async function listIncidentEvidence(
  ctx: Ctx,
  { id }: In<"listIncidentEvidence">,
): Out<"listIncidentEvidence"> {
  const { companyId } = await incidentSeen(ctx, id);
  const { rows } = await sql<Omit<Whole["rows"][number], "custody" | "heldBy">>`
    select e.id, e.number, e.what, e.mark, e.file_id, f.name as file_name, f.size_bytes::int as size_bytes, encode(e.sha256, 'hex') as sha256,
      case when e.said_sha256 is not null
        then jsonb_build_object('sha256', encode(e.said_sha256, 'hex'), 'by', e.hashed_by, 'with', e.hashed_with) end as said_hash,
      e.taken_at, e.zone, e.taken_where, coalesce(nullif(e.taken_by_said, ''), ${nameOfPart(ctx.language, sql`e.taken_by`)}, '') as taken_by_name,
      e.entered_at
    from incident_evidence e left join files f on f.id = e.file_id where e.incident_id = ${id}::uuid order by e.number desc limit 500`.execute(
    ctx.db,
  );
  const { rows: steps } = await sql<Custody & { evidenceId: string }>`
    select c.id, c.evidence_id, c.nth, c.from_said, c.to_said, c.at, c.zone, c.why, c.is_whole,
      ${nameOfPart(ctx.language, sql`c.entered_by`)} as entered_by_name, c.confirmed_at,
      coalesce(c.to_id = ${ctx.actor.personId}::uuid, false) and c.confirmed_at is null as is_mine
    from incident_custody c where c.incident_id = ${id}::uuid order by c.nth`.execute(ctx.db);
  const mine = await held(ctx, [permissions.manage, permissions.assess], companyId);
  return {
    rows: rows.map((row) => {
      const custody = steps
        .filter((one) => one.evidenceId === row.id)
        .map(({ evidenceId: _id, ...step }) => step);
      return { ...row, custody, heldBy: custody.at(-1)?.toSaid ?? row.takenByName };
    }),
    companyId,
    mayWork: mine.size > 0,
  };
}

export async function takeEvidence(ctx: Ctx, input: In<"takeEvidence">): Out<"takeEvidence"> {
  const incident = await incidentTo(ctx, "add", input.id);
  assertMoment(ctx, input.takenAt, input.zone);
  const takenBySaid = input.takenBySaid?.trim() ?? "";
  if (Boolean(input.takenBy) === Boolean(takenBySaid)) throw invalid("incident.taken_by_nobody");
  if (input.takenBy) await assertMayTake(ctx, incident.id, input.takenBy);
  const hash = saidHashOf(input);
  if (input.fileId) await attach(ctx, incident, input.fileId);
  const { rows } = await sql<{ id: string; number: number }>`
    insert into incident_evidence (incident_id, company_id, number, file_id, sha256, what, mark, taken_at, zone, taken_where, taken_by, taken_by_said,
      entered_at, entered_by, said_sha256, hashed_by, hashed_with)
    select ${incident.id}::uuid, ${incident.companyId}::uuid,
      1 + coalesce((select max(e.number) from incident_evidence e where e.incident_id = ${incident.id}::uuid), 0), ${input.fileId ?? null}::uuid,
      (select f.sha256 from files f where f.id = ${input.fileId ?? null}::uuid), ${input.what.trim()}, ${input.mark.trim()},
      ${input.takenAt}::timestamptz, ${input.zone}, ${input.takenWhere.trim()}, ${input.takenBy ?? null}::uuid, ${takenBySaid}, app_now(),
      ${ctx.actor.personId}::uuid, ${hash?.sha256 ?? null}::bytea, ${hash?.by ?? ""}, ${hash?.with ?? ""} returning id, number`.execute(
    ctx.db,
  );
  const evidence = found(rows[0], "incident_evidence");
  await record(ctx, "incident.evidence_taken", {
    subject: subjectOf(incident),
    data: {
      evidenceId: evidence.id,
      number: evidence.number,
      ...(input.fileId ? { fileId: input.fileId } : {}),
    },
  });
  return { id: evidence.id };
}

/** What somebody calculated elsewhere, as tools print it; of a file the product calculates its own. */
function saidHashOf({ saidHash, fileId }: In<"takeEvidence">) {
  if (!saidHash) return null;
  if (fileId) throw invalid("incident.hash_of_file");
  const sha256 = readSha256(saidHash.sha256);
  const [by, tool] = [saidHash.by.trim(), saidHash.with.trim()];
  if (!sha256 || !by || !tool) throw invalid("incident.no_sha256");
  return { sha256: Buffer.from(sha256, "hex"), by, with: tool };
}

/** A photo that came with the report is a file of the incident already. */
async function attach(ctx: Ctx, incident: Incident, fileId: string): Promise<void> {
  const { rows } =
    await sql`select from incident_files x where x.incident_id = ${incident.id}::uuid and x.file_id = ${fileId}::uuid`.execute(
      ctx.db,
    );
  if (rows.length === 0) await addFiles(ctx, incident, [fileId]);
}

type Piece = {
  id: string;
  incidentId: string;
  sha256: Buffer | null;
  takenAt: string;
  takenBy: string;
  lastAt: string | null;
  lastTo: string | null;
  nth: number;
};

async function pieceOf(ctx: Ctx, id: string): Promise<Piece> {
  const { rows } = await sql<Piece>`select e.id, e.incident_id, e.sha256, e.taken_at,
      coalesce(nullif(e.taken_by_said, ''), ${nameOfPart(ctx.language, sql`e.taken_by`)}, '') as taken_by, l.at as last_at, l.to_said as last_to,
      coalesce(l.nth, 0)::int as nth
    from incident_evidence e
    left join lateral (select c.* from incident_custody c where c.evidence_id = e.id order by c.nth desc limit 1) l on true
    where e.id = ${id}::uuid and ${within(ctx, "e.company_id")}`.execute(ctx.db);
  return found(rows[0], "incident_evidence");
}

/** Large contents are read between two transactions: nobody waits for the disk with the incident locked. */
export async function handOverEvidence(
  ctx: Ctx,
  input: In<"handOverEvidence">,
): Promise<Output<typeof room.handOverEvidence> | Outside<Output<typeof room.handOverEvidence>>> {
  const piece = await pieceOf(ctx, input.id);
  await incidentTo(ctx, "add", piece.incidentId);
  if (!piece.sha256) return handOver(ctx, input, null);
  const sha256 = Buffer.from(piece.sha256);
  return outside(
    () => isStillWhole(sha256),
    (second, isWhole) => handOver(second, input, isWhole),
  );
}

/** What the content comes to now, byte by byte. @throws AppError `file.content_lost` */
export async function isStillWhole(sha256: Buffer): Promise<boolean> {
  const hash = createHash("sha256");
  for await (const piece of await fileStore().read(sha256)) hash.update(piece as Buffer);
  return hash.digest().equals(sha256);
}

async function handOver(
  ctx: Ctx,
  input: In<"handOverEvidence">,
  isWhole: boolean | null,
): Out<"handOverEvidence"> {
  const incident = await incidentTo(ctx, "add", (await pieceOf(ctx, input.id)).incidentId);
  const piece = await pieceOf(ctx, input.id);
  assertMoment(ctx, input.at, input.zone);
  if (Date.parse(input.at) < Date.parse(piece.lastAt ?? piece.takenAt))
    throw invalid("incident.moment_before");
  const toSaid = input.toSaid?.trim() ?? "";
  if (Boolean(input.toId) === Boolean(toSaid)) throw invalid("incident.custody_to_nobody");
  if (input.toId) await assertMayTake(ctx, incident.id, input.toId);
  const name = input.toId ? await nameOf(ctx, incident.id, input.toId) : toSaid;
  const { rows } = await sql<{ id: string }>`
    insert into incident_custody (incident_id, company_id, evidence_id, nth, from_said, to_id, to_said, at, zone, why, is_whole, entered_at, entered_by)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${piece.id}::uuid, ${piece.nth + 1}, ${piece.lastTo ?? piece.takenBy},
      ${input.toId ?? null}::uuid, ${name}, ${input.at}::timestamptz, ${input.zone}, ${input.why.trim()}, ${isWhole}, app_now(),
      ${ctx.actor.personId}::uuid) returning id`.execute(ctx.db);
  const { id } = found(rows[0], "incident_custody");
  await record(ctx, "incident.evidence_handed_over", {
    subject: subjectOf(incident),
    data: {
      evidenceId: piece.id,
      custodyId: id,
      nth: piece.nth + 1,
      isWhole,
      ...(input.toId ? { toId: input.toId } : {}),
    },
  });
  return { id, isWhole };
}

/** As they are called on the day; a chain reads the same after somebody has left. */
async function nameOf(ctx: Ctx, incidentId: string, personId: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`select trim(f.family_name || ' ' || f.given_name) as name
    from people_for_incident(${incidentId}::uuid, null, false) f where f.person_id = ${personId}::uuid`.execute(
    ctx.db,
  );
  return found(rows[0], "person").name;
}

export async function confirmCustody(ctx: Ctx, { id }: In<"confirmCustody">): Out<"confirmCustody"> {
  const { rows } = await sql<{ incidentId: string; evidenceId: string; toId: string | null }>`
    select c.incident_id, c.evidence_id, c.to_id from incident_custody c where c.id = ${id}::uuid and ${within(ctx, "c.company_id")}`.execute(
    ctx.db,
  );
  const step = found(rows[0], "incident_custody");
  const incident = await incidentTo(ctx, "add", step.incidentId);
  if (step.toId !== ctx.actor.personId) throw forbidden("incident.custody_not_yours");
  const { rows: done } =
    await sql`update incident_custody set confirmed_at = app_now() where id = ${id}::uuid and confirmed_at is null returning id`.execute(
      ctx.db,
    );
  if (done.length === 0) throw conflict("incident.custody_confirmed_already");
  await record(ctx, "incident.custody_confirmed", {
    subject: subjectOf(incident),
    data: { evidenceId: step.evidenceId, custodyId: id },
  });
  return { id };
}
