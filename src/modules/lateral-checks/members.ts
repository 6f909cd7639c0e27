// The result table: company by company, and as a file.
import { Readable } from "node:stream";
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { found, within } from "#core/db/scope.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { textsOf } from "#core/text/own-texts.ts";
import { mediaTypes } from "#modules/organization/exporting.ts";
import type { lateralChecks } from "./contract.ts";
import { dueDay, isLate, openDuty, standing } from "./listing.ts";
import { isSeen, isVisible } from "./visible.ts";

type In<K extends keyof typeof lateralChecks> = Input<(typeof lateralChecks)[K]>;
type Out<K extends keyof typeof lateralChecks> = Promise<Output<(typeof lateralChecks)[K]>>;
export type MemberRow = Output<typeof lateralChecks.listLateralMembers>["rows"][number];
type Questions = Output<typeof lateralChecks.getLateralCheck>["questions"];

type Visible = {
  title: string;
  companyId: string | null;
  questions: Questions;
  originalLanguage: "ja" | "en" | "zh";
  isExercise: boolean;
};

async function visible(ctx: Ctx, id: string): Promise<Visible> {
  const { rows } = await sql<Visible>`
    select c.title, c.company_id, c.questions, c.original_language, c.is_exercise from lateral_checks c where c.id = ${id}::uuid and ${isVisible(ctx)}`.execute(
    ctx.db,
  );
  return found(rows[0], "lateral_check");
}

export const memberColumns = (
  ctx: Ctx,
): RawBuilder<unknown> => sql`m.id, m.company_id, m.unit_code, m.unit_name, m.unit_name_en, m.unit_name_ja,
  m.unit_name_zh, m.division_id, (select ${nameOfUnit(ctx.language, "v")} from unit_names v where v.unit_id = m.division_id
    and holds_on(v.valid_from, v.valid_to, ${ctx.today}::date)) as division_name, m.tier, m.country, m.picked_by, m.matched, ${standing} as standing,
  m.fixed_on, m.note, (select coalesce(jsonb_agg(jsonb_build_object('id', r.key, 'value', r.value) order by r.key), '[]')
    from jsonb_each_text(m.replies) r) as replies, ${dueDay} as due_on, ${isLate} as is_late, m.answered_at, m.noted_at,
  ${nameOfActor(ctx.language, sql`m.noted_by`)} as noted_by_name,
  (select greatest(0, count(*) - 1)::int from lateral_check_answers a where a.member_id = m.id) as corrections,
  m.finding_id, (select f.reference from findings f where f.id = m.finding_id and ${within(ctx, "f.company_id")}) as finding_reference, m.left_on,
  m.row_version`;

export async function listLateralMembers(
  ctx: Ctx,
  input: In<"listLateralMembers">,
): Out<"listLateralMembers"> {
  await visible(ctx, input.id);
  return readPage(ctx, input);
}

async function readPage(ctx: Ctx, input: In<"listLateralMembers">): Out<"listLateralMembers"> {
  const limit = input.limit ?? 50;
  const mark = input.after?.lastIndexOf("|") ?? -1;
  const after = input.after && mark > 0 ? [input.after.slice(0, mark), input.after.slice(mark + 1)] : null;
  const { rows } = await sql<MemberRow>`
    select ${memberColumns(ctx)} from lateral_check_members m ${openDuty}
    where m.check_id = ${input.id}::uuid and ${isSeen(ctx)}
      and ${input.standing ? sql`${standing} = ${input.standing}` : sql`true`}
      and ${input.isLate === undefined ? sql`true` : sql`${isLate} = ${input.isLate}`}
      and ${input.divisionId ? sql`m.division_id = ${input.divisionId}::uuid` : sql`true`}
      and ${input.tier ? sql`m.tier = ${input.tier}` : sql`true`}
      and ${input.search?.trim() ? sql`m.sought ilike ${like(input.search)}` : sql`true`}
      and ${after ? sql`(m.unit_code, m.id) > (${after[0]}, ${after[1]}::uuid)` : sql`true`}
    order by m.unit_code, m.id limit ${limit + 1}`.execute(ctx.db);
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit && last ? `${last.unitCode}|${last.id}` : null,
  };
}

const words = textsOf("lateral-checks");

export async function exportLateralMembers(
  ctx: Ctx,
  { format = "csv", ...input }: In<"exportLateralMembers">,
): Out<"exportLateralMembers"> {
  const check = await visible(ctx, input.id);
  const rows: MemberRow[] = [];
  for (let after: string | null | undefined; after !== null && rows.length < 20_000; ) {
    const page: { rows: MemberRow[]; next: string | null } = await readPage(ctx, {
      ...input,
      limit: 500,
      ...(after ? { after } : {}),
    });
    rows.push(...page.rows);
    after = page.next;
  }
  const columns = columnsOf(ctx, check);
  // As a name of a file allows it.
  const mark = check.isExercise ? `${words()(ctx.language, "lateral.exercise").replaceAll(" / ", " ")} ` : "";
  const title = `${mark}${check.title}`;
  const output = withContent(
    { rows: rows.length },
    {
      name: `${title} ${ctx.today}.${format}`,
      mediaType: mediaTypes[format],
      open: () =>
        Readable.from(format === "xlsx" ? writeXlsx(title, columns, rows) : writeCsv(columns, rows)),
    },
  );
  return asSensitiveRead(output, {
    verb: "lateral_check.exported",
    subject: { kind: "lateral_check", id: input.id, companyId: check.companyId },
    data: { format, rows: rows.length, isSearched: Boolean(input.search) },
  });
}

function columnsOf({ language }: Ctx, { questions, originalLanguage }: Visible): SheetColumn<MemberRow>[] {
  const t = (key: string) => words()(language, key);
  const own = { ja: "unitNameJa", en: "unitNameEn", zh: "unitNameZh" } as const;
  const say = (of: Questions[number]["words"]) => of[language] ?? of[originalLanguage] ?? "";
  const replyOf = (question: Questions[number], row: MemberRow) => {
    const value = row.replies.find((one) => one.id === question.id)?.value ?? "";
    if (question.kind === "yes_no" && value) return t(`lateral.reply.${value}`);
    const option = question.kind === "choice" && value ? question.options[Number(value)] : undefined;
    return option ? say(option) : value;
  };
  return [
    { label: t("lateral.code"), value: (row) => row.unitCode },
    { label: t("lateral.company"), value: (row) => row[own[language]] || row.unitName },
    { label: t("lateral.division"), value: (row) => row.divisionName ?? "" },
    { label: t("lateral.tier"), value: (row) => row.tier ?? "" },
    { label: t("lateral.standing"), value: (row) => t(`lateral.standing.${row.standing}`) },
    { label: t("lateral.fixedOn"), value: (row) => row.fixedOn ?? "" },
    { label: t("lateral.matched"), value: (row) => row.matched },
    ...questions.map((question) => ({
      label: say(question.words),
      value: (row: MemberRow) => replyOf(question, row),
    })),
    { label: t("lateral.note"), value: (row) => row.note },
    { label: t("lateral.notedAt"), value: (row) => row.notedAt ?? "" },
    { label: t("lateral.answeredAt"), value: (row) => row.answeredAt ?? "" },
    { label: t("lateral.dueOn"), value: (row) => row.dueOn },
    { label: t("lateral.finding"), value: (row) => row.findingReference ?? "" },
  ];
}
