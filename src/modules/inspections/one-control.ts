// Controls to answer with all that their page shows: what is asked, what counts as proof, what was said last year,
// evidence and talk. One control or all of them in the same few statements.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { forbidden, notFound } from "#core/errors.ts";
import { asksTheSame, originalLanguage } from "#modules/standards/changes.ts";
import { textIn } from "#modules/standards/edition.ts";
import { filledTexts, valuesOf } from "#modules/standards/parameters.ts";
import { correctedIn } from "./corrected.ts";
import { type Book, type BookControl, bookOf } from "./book.ts";
import type { inspections } from "./contract.ts";
import { delegatedTo } from "./delegated.ts";
import { type AnswerRow, type Inspection, inspectionInScope, scopeOf } from "./loading.ts";
import { measuredOf, shownMeasured } from "./measured/reading.ts";
import { answersAndLast, inheritedOf, isSameSince, type LastYear } from "./proposals.ts";
import { applicable } from "./scoring/applicable.ts";
import { fieldsDemanded } from "./scoring/demands.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Control = Output<typeof inspections.getAskedControl>;
const verdicts = ["met", "partly", "not_met", "unknown", "not_applicable"] as const;

export async function getAskedControl(ctx: Ctx, input: In<"getAskedControl">): Promise<Control> {
  const inspection = await inspectionInScope(ctx, input.id);
  const book = await bookOf(ctx, inspection.editionId);
  const control = book.byId.get(input.controlId);
  if (!control) throw notFound("control");
  const isMine = await delegatedTo(ctx, inspection.id);
  if (isMine && !isMine(control)) throw forbidden("control.not_delegated");
  const [whole] = await wholeControls(ctx, inspection, book, [control]);
  if (!whole) throw notFound("control");
  return whole;
}

export async function listWholeControls(
  ctx: Ctx,
  { id }: In<"listWholeControls">,
): Promise<{ rows: Control[] }> {
  const inspection = await inspectionInScope(ctx, id);
  const book = await bookOf(ctx, inspection.editionId);
  const isMine = await delegatedTo(ctx, inspection.id);
  const scope = await scopeOf(ctx, inspection.id);
  const asked = book.controls.filter(
    (control) =>
      applicable(control, inspection.tier, scope).demand !== "not_asked" && (isMine?.(control) ?? true),
  );
  return { rows: await wholeControls(ctx, inspection, book, asked) };
}

async function wholeControls(
  ctx: Ctx,
  inspection: Inspection,
  book: Book,
  controls: readonly BookControl[],
): Promise<Control[]> {
  const only = controls.length === 1 ? (controls[0]?.id ?? null) : null;
  const { answers, last } = await answersAndLast(ctx, inspection, only ?? undefined);
  const inherited = await inheritedOf(ctx, inspection);
  const measured = await measuredOf(ctx, inspection.companyId, controls);
  const { references, reviews, evidence, talks, delegations } = await besidesOf(ctx, inspection, only);
  const corrected = await correctedIn(ctx, inspection);
  const became = await becameOf(ctx, inspection, last);
  return controls.map((control): Control => {
    const answer = answers.get(control.id);
    const change = became(control.id);
    const before = change?.isHidden ? undefined : last?.answers.get(control.id);
    const served = inherited.get(control.id);
    return {
      controlId: control.id,
      texts: {
        title: { ...control.texts.title },
        requirement: { ...control.texts.requirement },
        evidence: control.texts.evidence.map((one) => ({ ...one })),
        auditTest: { ...control.texts.auditTest },
        ...(control.texts.guidance ? { guidance: { ...control.texts.guidance } } : {}),
        ...(control.texts.examples ? { examples: control.texts.examples.map((one) => ({ ...one })) } : {}),
      },
      original: originalLanguage(book.frame),
      behind: [...control.behind],
      harms: named(book.frame.harms, control.harms, ctx),
      functions: named(book.frame.functions, control.functions, ctx),
      cadence: control.cadence,
      references: (references.get(control.id) ?? []).slice(0, 200),
      answer: answer ? answerOut(answer) : null,
      backing: answer?.backing
        ? {
            state: answer.backing,
            since: answer.backingAt ?? answer.answeredAt,
            until: answer.backedUntil ?? null,
          }
        : null,
      demanded: Object.fromEntries(
        verdicts.map((verdict) => [
          verdict,
          [...fieldsDemanded(book.rules, control, inspection.tier, verdict).demanded],
        ]),
      ),
      last:
        last && before
          ? {
              fiscalYear: last.fiscalYear,
              answer: answerOut(before),
              isSameControl: isSameSince(last, control.id),
              correctedSince: last.oldWords.get(control.id)?.number ?? null,
              isTranslatedAnew: last.oldWords.get(control.id)?.number === null,
            }
          : null,
      change: change?.shown ?? null,
      corrected: corrected.get(control.id) ?? null,
      measured: shownMeasured(measured.get(control.id)),
      inherited: served
        ? {
            service: served.service,
            providerName: served.providerName,
            sharePercent: served.sharePercent,
            validUntil: served.evidenceValidUntil ?? null,
            inspectionId: served.mayOpen ? served.inspectionId : null,
            answer: answerOut(served),
          }
        : null,
      review: reviews.get(control.id)?.[0] ?? null,
      evidence: (evidence.get(control.id) ?? []).slice(0, 200),
      talks: (talks.get(control.id) ?? []).slice(-500),
      delegatedTo: delegations
        .filter((one) => one.controlId === control.id || one.area === control.area)
        .slice(0, 100),
    };
  });
}

type Became = { isHidden: boolean; shown: Control["change"] };

/** What became of each control since last year's edition, for those that do not ask the same. */
async function becameOf(
  ctx: Ctx,
  inspection: Inspection,
  last: LastYear | null,
): Promise<(controlId: string) => Became | null> {
  if (!last || last.editionId === inspection.editionId) return () => null;
  const then = await bookOf(ctx, last.editionId);
  return (controlId) => {
    const one = last.carried.get(controlId);
    const old = last.oldWords.get(controlId)?.before;
    if (one && asksTheSame(one.change) && old)
      return {
        isHidden: false,
        shown: { kind: "reworded", before: filledTexts(old, valuesOf(then.frame)), origins: [] },
      };
    if (one?.change === "reworded") {
      // The authors say that it is the same question; whoever answers sees with what words, and judges.
      const was = then.byId.get(controlId)?.texts.requirement;
      const before = was ? { ...was } : null;
      return { isHidden: false, shown: { kind: "reworded", before, origins: [] } };
    }
    if (!one || asksTheSame(one.change)) return null;
    const isHidden = one.carry === "none";
    const others = isHidden ? [] : one.fromIds.filter((id) => id !== controlId || one.fromIds.length > 1);
    const was = then.byId.get(controlId) ?? then.byId.get(one.fromIds[0] ?? "");
    return {
      isHidden,
      shown: {
        kind: one.change,
        before: was && one.fromIds.length === 1 ? { ...was.texts.requirement } : null,
        origins: others.slice(0, 50).flatMap((id) => {
          const [origin, answer] = [then.byId.get(id), last.answers.get(id)];
          if (!origin) return [];
          return [
            { controlId: id, title: { ...origin.texts.title }, answer: answer ? answerOut(answer) : null },
          ];
        }),
      },
    };
  };
}

const named = (from: Book["frame"]["harms"], ids: readonly string[], ctx: Ctx) =>
  ids.map((id) => {
    const known = from.find((one) => one.id === id);
    return { id, name: known ? textIn(known.name, ctx.language) : id };
  });

const answerOut = (row: AnswerRow): NonNullable<Control["answer"]> => ({
  verdict: row.verdict,
  how: row.how,
  missing: row.missing,
  owner: row.owner,
  dueOn: row.dueOn,
  reason: row.reason,
  coveragePercent: row.coveragePercent,
  exceptions: row.exceptions,
  maturity: row.maturity ?? null,
  origin: row.origin,
  assurance: row.assurance,
  naIsAllowed: row.naIsAllowed ?? null,
  answeredByName: row.answeredByName,
  answeredAt: row.answeredAt,
  rowVersion: row.rowVersion,
});

type Of<T> = T & { controlId: string };
type Delegated = Control["delegatedTo"][number] & { controlId: string | null };
type Besides = {
  references: Of<Control["references"][number]>[];
  reviews: Of<NonNullable<Control["review"]>>[];
  evidence: Of<Control["evidence"][number]>[];
  talks: Of<Control["talks"][number]>[];
  delegations: Delegated[];
};

const instant = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** References, review, proof, talk and delegations of one control or of all, in one statement. */
async function besidesOf(ctx: Ctx, inspection: Inspection, only: string | null) {
  const thatOne = (column: string) => (only === null ? sql`true` : sql`${sql.ref(column)} = ${only}`);
  const [name, replier] = [nameOfPerson(ctx.language, "p"), nameOfPerson(ctx.language, "b")];
  const { rows } = await sql<Besides>`
    select
      coalesce((select jsonb_agg(jsonb_build_object('controlId', c.control_id, 'set', c.set_id, 'item', c.item_id) order by c.set_id, c.item_id)
        from control_references c where c.edition_id = ${inspection.editionId}::uuid and ${thatOne("c.control_id")}), '[]') as references,
      coalesce((select jsonb_agg(jsonb_build_object('controlId', r.control_id, 'decision', r.decision, 'verdict', r.verdict,
          'reasonKind', r.reason_kind, 'reason', r.reason, 'reviewedAt', ${instant("r.reviewed_at")}, 'reviewedByName', ${name}))
        from (select distinct on (r.control_id) r.* from desk_reviews r
          where r.inspection_id = ${inspection.id}::uuid and ${thatOne("r.control_id")}
          order by r.control_id, r.reviewed_at desc) r
        left join reviewers_of(${inspection.id}::uuid) p on p.id = r.reviewed_by), '[]') as reviews,
      coalesce((select jsonb_agg(jsonb_build_object('controlId', x.control_id, 'id', e.id, 'title', e.title, 'kind', e.kind, 'place', e.place,
          'fileId', e.file_id, 'fileName', f.name, 'sizeBytes', f.size_bytes, 'validFrom', e.valid_from, 'validUntil', x.valid_until,
          'isFixed', e.reading is not null or e.rule_id is not null, 'rowVersion', e.row_version)
          order by x.used_at desc)
        from (select * from evidence_uses x where x.inspection_id = ${inspection.id}::uuid and ${thatOne("x.control_id")}
          order by x.used_at desc limit 5000) x
        join evidence e on e.id = x.evidence_id left join files f on f.id = e.file_id), '[]') as evidence,
      coalesce((select jsonb_agg(jsonb_build_object('controlId', t.control_id, 'id', t.id, 'body', t.body, 'asksDivision', t.asks_division,
          'saidAt', ${instant("t.said_at")}, 'saidByName', coalesce(${name}, case when t.reply_to is not null then ${replier} end),
          'answeredAt', ${instant("t.answered_at")}, 'answeredByName', case when t.answered_by is not null then ${replier} end,
          'isReply', t.reply_to is not null) order by t.said_at)
        from (select * from talks t where t.inspection_id = ${inspection.id}::uuid and t.control_id is not null and ${thatOne("t.control_id")}
          order by t.said_at limit 5000) t left join people p on p.id = t.said_by
        left join lateral replier_of(coalesce(t.reply_to, t.id)) b on t.reply_to is not null or t.answered_by is not null), '[]') as talks,
      coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'personId', d.person_id, 'personName', ${name}, 'area', d.area,
          'controlId', d.control_id))
        from delegations d join people p on p.id = d.person_id
        where d.inspection_id = ${inspection.id}::uuid and d.ended_at is null), '[]') as delegations`.execute(
    ctx.db,
  );
  const besides = rows[0];
  if (!besides) throw new Error("one row without a row");
  return {
    references: byControl(besides.references),
    reviews: byControl(besides.reviews),
    evidence: byControl(besides.evidence),
    talks: byControl(besides.talks),
    delegations: besides.delegations,
  };
}

const byControl = <T extends { controlId: string }>(rows: readonly T[]): Map<string, T[]> =>
  Map.groupBy(rows, (row) => row.controlId);
