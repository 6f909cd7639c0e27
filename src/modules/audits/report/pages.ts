// All that the pages and the OSCAL document of a report say, read once; and the pages themselves.
import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { fileStore } from "#core/files/store.ts";
import { type Pictures, renderPdf, usualLimits } from "#core/pdf/render.ts";
import type { Book } from "#modules/inspections/book.ts";
import { type AgendaLine, agendaOf } from "./agenda.ts";
import { type ControlRow, controlsOf, type Report } from "./loading.ts";
import { reportData } from "./setting.ts";
import { weigherOf } from "./weighing.ts";

const template = readFileSync(new URL("./report.typ", import.meta.url), "utf8");

export type Placed = {
  side: "lead" | "company";
  outcome: "signed" | "refused";
  name: string | null;
  reason: string;
  signedAt: string;
};

export type Drawn = {
  report: Report;
  controls: ControlRow[];
  book: Book;
  isMandatory: (controlId: string) => boolean;
  result: NonNullable<Report["result"]>;
  agenda: AgendaLine[];
  references: ReadonlyMap<string, string>;
  signatures: Placed[];
  company: { code: string; name: string; timeZone: string };
  group: string;
  fromOn: string | null;
  toOn: string | null;
  today: string;
  now: string;
};

type Around = {
  code: string;
  name: string;
  timeZone: string;
  group: string;
  fromOn: string | null;
  toOn: string | null;
  signatures: Placed[];
  references: Record<string, string>;
};

export async function drawnOf(ctx: Ctx, report: Report, language: Language): Promise<Drawn> {
  const { rows } = await sql<Around>`
    select u.code, coalesce(case ${language} when 'ja' then n.name_ja when 'zh' then n.name_zh else n.name_en end, n.name) as name,
      coalesce(f.time_zone, g.time_zone) as time_zone, coalesce(g.names ->> ${language}, g.name) as "group", v.from_on, v.to_on,
      coalesce((select jsonb_agg(jsonb_build_object('side', s.side, 'outcome', s.outcome, 'reason', s.reason,
          'signedAt', to_char(s.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'name', ${nameOfActor(language, sql`s.person_id`)}))
        from audit_signatures s where s.report_id = ${report.id}::uuid), '[]') as signatures,
      coalesce((select jsonb_object_agg(c.control_id, x.reference) from audit_report_controls c join findings x on x.id = c.finding_id
        where c.report_id = ${report.id}::uuid), '{}') as references
    from units u join audit_visits v on v.id = ${report.visitId}::uuid cross join group_settings g
    join lateral (select * from unit_names x where x.unit_id = u.id order by x.valid_from desc limit 1) n on true
    left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, group_today())
    where u.id = ${report.companyId}::uuid`.execute(ctx.db);
  const { signatures, references, group, fromOn, toOn, ...company } = found(rows[0], "audit_report");
  const controls = await controlsOf(ctx, report.id);
  const { book, isMandatory, result } = await weigherOf(ctx, report);
  return {
    ...{ report, controls, book, isMandatory, company, group, fromOn, toOn, signatures },
    result: report.result ?? result(controls),
    // Of a final report as it was then.
    agenda: report.seen.agenda ?? (await agendaOf(ctx, report.visitId)),
    references: new Map(Object.entries(references)),
    today: ctx.today,
    now: ctx.now.toISOString(),
  };
}

/** What a report shows of photos: enough to see, few enough to print. */
const mostPhotos = 30;
const mostPhotoBytes = 24_000_000;
const shown: Readonly<Record<string, string>> = { "image/jpeg": "jpg", "image/png": "png" };

async function picturesOf({ report }: Drawn): Promise<{ pictures: Pictures; nameOf: Map<string, string> }> {
  const pictures: Record<string, Uint8Array> = {};
  const nameOf = new Map<string, string>();
  let bytes = 0;
  for (const photo of report.seen.photos) {
    const ending = shown[photo.mediaType];
    if (!ending || nameOf.size >= mostPhotos || photo.controlId === null) continue;
    // A content that was lost costs its picture, not the report.
    const content = await fileStore()
      .read(Buffer.from(photo.sha256, "hex"))
      .then(buffer)
      .catch(() => null);
    if (content === null || bytes + content.length > mostPhotoBytes) continue;
    bytes += content.length;
    const name = `photo-${nameOf.size + 1}.${ending}`;
    nameOf.set(photo.fileId, name);
    pictures[name] = content;
  }
  return { pictures, nameOf };
}

export async function pagesOf(whole: Drawn, language: Language): Promise<Uint8Array> {
  const data = reportData(whole, language);
  const { pictures, nameOf } = await picturesOf(whole);
  const set = (names: ReadonlyMap<string, string>, files: Pictures) =>
    renderPdf(template, withPhotos(data, names), { ...usualLimits, seconds: 90 }, files);
  try {
    return await set(nameOf, pictures);
  } catch (error) {
    // A photo that is no picture: the report is set without them, with what they show in words.
    if (nameOf.size === 0 || !(error instanceof Error && error.message.startsWith("typst:"))) throw error;
    return set(new Map(), {});
  }
}

const withPhotos = (data: ReturnType<typeof reportData>, names: ReadonlyMap<string, string>) => ({
  ...data,
  short: data.short.map((one) => ({
    ...one,
    photos: one.photos.map((photo) => ({ ...photo, file: names.get(photo.key) ?? null })),
  })),
});
