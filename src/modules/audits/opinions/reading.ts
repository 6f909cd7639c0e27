// The three opinions of one company's last visit, side by side.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { bookOf } from "#modules/inspections/book.ts";
import { isOverturned } from "../visits/rules.ts";
import type { opinions } from "./contract.ts";
import { type Count, intervalOf } from "./rules.ts";

type Out = Output<typeof opinions.getOpinions>;
type Row = Out["rows"][number];
type Visit = NonNullable<Out["visit"]> & { editionId: string };

export async function getOpinions(ctx: Ctx, { companyId }: Input<typeof opinions.getOpinions>): Promise<Out> {
  const named = await sql<{ name: string }>`select ${nameOfUnit(ctx.language, "n")} as name from units u
    join lateral (select * from unit_names x where x.unit_id = u.id order by x.valid_from desc limit 1) n on true
    where u.id = ${companyId}::uuid and u.kind = 'company' and ${within(ctx, "u.company_id")}`.execute(
    ctx.db,
  );
  const { name } = found(named.rows[0], "company");
  const visits = await sql<Visit>`
    select v.id, s.reference, v.held_on, v.result, s.edition_id, s.tier, s.seed, s.share_percent
    from audit_visits v join audit_sheets s on s.visit_id = v.id
    where v.company_id = ${companyId}::uuid and v.state = 'held' and s.finished_at is not null and ${within(ctx, "v.company_id")}
    order by v.held_on desc, v.id desc limit 1`.execute(ctx.db);
  const [visit] = visits.rows;
  if (!visit) return { companyId, name, visit: null, ...counted([]), rows: [] };
  const { editionId, ...shown } = visit;
  const book = await bookOf(ctx, editionId);
  const { rows } = await sql<Omit<Row, "areaName" | "title" | "isOverturned">>`
    select k.control_id, k.area, k.drawn, k.said_verdict, k.said_assurance, k.desk_verdict, k.verdict, k.seen from audit_controls k
    where k.visit_id = ${visit.id}::uuid and ${within(ctx, "k.company_id")} order by k.control_id limit 1000`.execute(
    ctx.db,
  );
  const byId = new Map(rows.map((row) => [row.controlId, row]));
  const all = book.controls.flatMap((control): Row[] => {
    const row = byId.get(control.id);
    if (!row) return [];
    return [
      {
        ...row,
        areaName: book.frame.areas.find((one) => one.id === control.area)?.name ?? {},
        title: control.texts.title,
        isOverturned: isOverturned(row.saidVerdict, row.verdict),
      },
    ];
  });
  return {
    companyId,
    name,
    visit: { ...shown, edition: `${book.standard} ${book.edition}`.slice(0, 60) },
    ...counted(rows),
    rows: all,
  };
}

type Claimed = Pick<Row, "drawn" | "saidVerdict" | "verdict">;

function counted(rows: readonly Claimed[]): Pick<Out, "sample" | "census" | "added"> {
  const claimed = rows.filter((row) => row.saidVerdict === "met" && row.verdict !== null);
  const of = (drawn: Row["drawn"]): Count => {
    const those = claimed.filter((row) => row.drawn === drawn);
    return {
      claims: those.length,
      overturned: those.filter((row) => isOverturned(row.saidVerdict, row.verdict)).length,
    };
  };
  const sample = of("sample");
  return { sample: { ...sample, ...intervalOf(sample) }, census: of("mandatory"), added: of("added") };
}
