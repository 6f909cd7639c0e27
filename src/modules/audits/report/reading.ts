// The report as both sides read it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { permissions } from "../programme/contract/words.ts";
import { mayConduct } from "../visits/loading.ts";
import type { report } from "./contract/report.ts";
import {
  controlsOf,
  isOfPlace,
  mayLead,
  newestReport,
  type Report,
  type Seen,
  type SeenPhoto,
} from "./loading.ts";
import { isToldOf } from "./told.ts";
import { countsOf, leftOf, overturned } from "./rules.ts";
import { weigherOf } from "./weighing.ts";

type Whole = Output<typeof report.getAuditReport>;
type Shown = NonNullable<Whole["report"]>;
type Visit = {
  companyId: string;
  companyName: string;
  state: string;
  isAnnounced: boolean;
  hasSheet: boolean;
  isFinished: boolean;
};

export async function getAuditReport(ctx: Ctx, { id }: Input<typeof report.getAuditReport>): Promise<Whole> {
  const { rows } = await sql<Visit>`
    select v.company_id, ${nameOfUnit(ctx.language, "n")} as company_name, v.state, v.announced_at is not null as is_announced,
      s.visit_id is not null as has_sheet, s.finished_at is not null as is_finished
    from audit_visits v left join audit_sheets s on s.visit_id = v.id
    join lateral (select * from unit_names x where x.unit_id = v.company_id order by x.valid_from desc limit 1) n on true
    where v.id = ${id}::uuid and ${within(ctx, "v.company_id")} and ${isToldOf(ctx)}`.execute(ctx.db);
  const visit = found(rows[0], "audit_visit");
  const newest = await newestReport(ctx, id);
  const isOwn = ctx.permission === permissions.readOwn;
  const conducts = !isOwn && (await mayConduct(ctx, id, visit.companyId));
  const may = await held(ctx, [permissions.answer, permissions.acknowledge], visit.companyId);
  const versions = await sql<Whole["versions"][number]>`
    select r.id, r.version, r.state, r.final_at from audit_reports r where r.visit_id = ${id}::uuid and ${within(ctx, "r.company_id")}
      and ${isOwn ? sql`r.state <> 'draft'` : sql`true`} order by r.version desc limit 99`.execute(ctx.db);
  const shown = newest ? await shownOf(ctx, newest) : null;
  return {
    visitId: id,
    companyId: visit.companyId,
    companyName: visit.companyName,
    versions: versions.rows,
    report: shown,
    can: {
      begin: whyNotBegin(visit, conducts, newest),
      write: conducts && visit.state !== "cancelled",
      lead: conducts && (await mayLead(ctx, id, visit.companyId)),
      reply: newest?.state === "sent" && newest.repliedAt === null && may.has(permissions.answer),
      acknowledge:
        newest?.state === "final" &&
        may.has(permissions.acknowledge) &&
        !shown?.signatures.some((one) => one.side === "company"),
    },
  };
}

function whyNotBegin(visit: Visit, conducts: boolean, newest: Report | undefined): Whole["can"]["begin"] {
  if (!conducts) return "not_yours";
  if (visit.state === "cancelled") return "over";
  if (!visit.hasSheet) return "no_sheet";
  if (!visit.isFinished) return "not_finished";
  return newest && newest.state !== "final" ? "there" : null;
}

type Names = {
  sentByName: string | null;
  repliedByName: string | null;
  signatures: Shown["signatures"];
  references: Record<string, string>;
  files: { controlId: string | null; id: string; name: string }[];
};

async function namesOf(ctx: Ctx, one: Report): Promise<Names> {
  const { rows } = await sql<Names>`
    select ${nameOfActor(ctx.language, sql`${one.sentBy}::uuid`)} as sent_by_name, ${nameOfActor(ctx.language, sql`${one.repliedBy}::uuid`)} as replied_by_name,
      coalesce((select jsonb_agg(jsonb_build_object('side', g.side, 'outcome', g.outcome, 'reason', g.reason,
          'signedAt', to_char(g.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'name', ${nameOfActor(ctx.language, sql`g.person_id`)}) order by g.side desc)
        from audit_signatures g where g.report_id = ${one.id}::uuid), '[]') as signatures,
      coalesce((select jsonb_object_agg(f.id, f.reference) from audit_report_controls c join findings f on f.id = c.finding_id
        where c.report_id = ${one.id}::uuid), '{}') as references,
      coalesce((select jsonb_agg(jsonb_build_object('controlId', x.control_id, 'id', x.file_id, 'name', x.name) order by x.name, x.file_id)
        from audit_report_files x where x.report_id = ${one.id}::uuid), '[]') as files`.execute(ctx.db);
  return found(rows[0], "audit_report");
}

async function shownOf(ctx: Ctx, one: Report): Promise<Shown> {
  const { book, isMandatory, result } = await weigherOf(ctx, one);
  const controls = await controlsOf(ctx, one.id);
  const { references, files, ...names } = await namesOf(ctx, one);
  const left = leftOf(one);
  const {
    seen,
    visitId: _visit,
    companyId: _company,
    editionId: _edition,
    inspectionId: _inspection,
    ...own
  } = one;
  const { sentBy: _sent, repliedBy: _replied, finalBy: _final, findings: _findings, ...shown } = own;
  return {
    ...shown,
    ...names,
    edition: `${book.standard} ${book.edition}`.slice(0, 60),
    result: one.result ?? result(controls),
    contentSha256: one.contentSha256?.toString("hex") ?? null,
    counts: countsOf(controls),
    replyFiles: files
      .filter((file) => file.controlId === null)
      .map(({ id: fileId, name }) => ({ id: fileId, name })),
    controls: controls.map(({ controlId, saidOn: _said, answerVersion: _answer, ...row }) => ({
      ...row,
      id: controlId,
      areaName: book.frame.areas.find((area) => area.id === row.area)?.name ?? {},
      title: book.byId.get(controlId)?.texts.title ?? {},
      isMandatory: isMandatory(controlId),
      isOverturned: overturned(row),
      replyFiles: files
        .filter((file) => file.controlId === controlId)
        .map(({ id: fileId, name }) => ({ id: fileId, name })),
      findingReference: row.findingId ? (references[row.findingId] ?? null) : null,
      photos: photosOf(seen, (photo) => photo.controlId === controlId),
    })),
    left: { count: left.count, reason: left.reason },
    places: seen.places
      .map((place) => ({
        name: place.name,
        kind: place.kind as Shown["places"][number]["kind"],
        notes: place.notes ?? [],
        photos: photosOf(seen, (photo) => isOfPlace(photo, place)),
      }))
      .filter((place) => place.notes.length + place.photos.length > 0),
  };
}

const photosOf = ({ photos }: Seen, isWanted: (photo: SeenPhoto) => boolean) =>
  photos.flatMap((photo, nth) =>
    isWanted(photo)
      ? [{ number: nth + 1, words: photo.words, place: photo.place, takenAt: photo.takenAt }]
      : [],
  );
