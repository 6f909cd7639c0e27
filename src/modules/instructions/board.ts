// Whom an instruction told, with how far each is: by division, one by one, and as a file.
import { Readable } from "node:stream";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { textsOf } from "#core/text/own-texts.ts";
import { mediaTypes } from "#modules/organization/exporting.ts";
import type { instructions } from "./contract.ts";
import { below, counts, dueDay, isLate, openDuty, progress } from "./listing.ts";
import { isSeen, isVisible } from "./visible.ts";

type In<K extends keyof typeof instructions> = Input<(typeof instructions)[K]>;
type Out<K extends keyof typeof instructions> = Promise<Output<(typeof instructions)[K]>>;
export type RecipientRow = Output<typeof instructions.listRecipients>["rows"][number];

async function assertVisible(ctx: Ctx, id: string): Promise<{ title: string; companyId: string | null }> {
  const { rows } = await sql<{ title: string; companyId: string | null }>`
    select i.title, i.company_id from instructions i where i.id = ${id}::uuid and ${isVisible(ctx)}`.execute(
    ctx.db,
  );
  return found(rows[0], "instruction");
}

/** Those without a division stand last, under no name. */
export async function getBoard(ctx: Ctx, { id }: In<"getBoard">): Out<"getBoard"> {
  await assertVisible(ctx, id);
  const { rows } = await sql<Output<typeof instructions.getBoard>["rows"][number]>`
    select r.division_id, ${nameOfUnit(ctx.language, "n")} as name, ${counts}
    from instruction_recipients r ${openDuty}
    left join unit_names n on n.unit_id = r.division_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where r.instruction_id = ${id}::uuid and ${isSeen(ctx)}
    group by r.division_id, 2 order by r.division_id is null, 2 limit 500`.execute(ctx.db);
  return { rows };
}

export const recipientColumns = (
  ctx: Ctx,
) => sql`r.id, r.unit_id, r.unit_kind, r.unit_code, r.unit_name, r.unit_name_en, r.unit_name_ja,
  r.unit_name_zh, r.company_id, r.division_id, (select ${nameOfUnit(ctx.language, "v")} from unit_names v where v.unit_id = r.division_id
    and holds_on(v.valid_from, v.valid_to, ${ctx.today}::date)) as division_name, r.tier, r.country, r.picked_by, ${progress} as progress,
  ${dueDay} as due_on, ${isLate} as is_late, r.acknowledged_at, r.done_at, r.accepted_at, r.sent_back_count, r.left_on, r.left_reason,
  (select count(*)::int from instruction_replies a join instruction_proofs f on f.reply_id = a.id where a.recipient_id = r.id) as proofs,
  ${below}, d.reminded_at, r.row_version`;

export async function listRecipients(ctx: Ctx, input: In<"listRecipients">): Out<"listRecipients"> {
  await assertVisible(ctx, input.id);
  return readPage(ctx, input);
}

async function readPage(ctx: Ctx, input: In<"listRecipients">): Out<"listRecipients"> {
  const limit = input.limit ?? 50;
  const mark = input.after?.lastIndexOf("|") ?? -1;
  const after = input.after && mark > 0 ? [input.after.slice(0, mark), input.after.slice(mark + 1)] : null;
  const { rows } = await sql<RecipientRow>`
    select ${recipientColumns(ctx)} from instruction_recipients r ${openDuty}
    where r.instruction_id = ${input.id}::uuid and ${isSeen(ctx)}
      and ${input.progress ? sql`${progress} = ${input.progress}` : sql`true`}
      and ${input.divisionId ? sql`r.division_id = ${input.divisionId}::uuid` : sql`true`}
      and ${input.unitKind ? sql`r.unit_kind = ${input.unitKind}` : sql`true`}
      and ${input.search?.trim() ? sql`position(folded(${input.search.normalize("NFKC").trim()}) in r.sought) > 0` : sql`true`}
      and ${after ? sql`(r.unit_code, r.id) > (${after[0]}, ${after[1]}::uuid)` : sql`true`}
    order by r.unit_code, r.id limit ${limit + 1}`.execute(ctx.db);
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit && last ? `${last.unitCode}|${last.id}` : null,
  };
}

const words = textsOf("instructions");

export async function exportRecipients(
  ctx: Ctx,
  { format = "csv", ...input }: In<"exportRecipients">,
): Out<"exportRecipients"> {
  const { title, companyId } = await assertVisible(ctx, input.id);
  const rows: RecipientRow[] = [];
  for (let after: string | null | undefined; after !== null && rows.length < 20_000; ) {
    const page: { rows: RecipientRow[]; next: string | null } = await readPage(ctx, {
      ...input,
      limit: 500,
      ...(after ? { after } : {}),
    });
    rows.push(...page.rows);
    after = page.next;
  }
  const columns = columnsOf(ctx);
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
    verb: "instruction.exported",
    subject: { kind: "instruction", id: input.id, companyId },
    data: { format, rows: rows.length, isSearched: Boolean(input.search) },
  });
}

function columnsOf({ language }: Ctx): SheetColumn<RecipientRow>[] {
  const t = (key: string) => words()(language, key);
  const own = { ja: "unitNameJa", en: "unitNameEn", zh: "unitNameZh" } as const;
  return [
    { label: t("instruction.code"), value: (row) => row.unitCode },
    { label: t("instruction.unit"), value: (row) => row[own[language]] || row.unitName },
    { label: t("instruction.division"), value: (row) => row.divisionName ?? "" },
    { label: t("instruction.progress"), value: (row) => t(`instruction.progress.${row.progress}`) },
    { label: t("instruction.dueOn"), value: (row) => row.dueOn },
    { label: t("instruction.acknowledgedAt"), value: (row) => row.acknowledgedAt ?? "" },
    { label: t("instruction.doneAt"), value: (row) => row.doneAt ?? "" },
    { label: t("instruction.acceptedAt"), value: (row) => row.acceptedAt ?? "" },
    { label: t("instruction.proofs"), value: (row) => row.proofs },
  ];
}
