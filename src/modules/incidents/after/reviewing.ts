// The review of an incident: what led to it, what is learned, what it cost.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeDuties, openDuty } from "#modules/duties/service.ts";
import { type NewFinding, raiseEach } from "#modules/findings/recording.ts";
import { permissions } from "../contract/words.ts";
import { askOthers, requestsOf } from "../spread/requesting.ts";
import { type Incident, incidentTo, isKept, seen, subjectOf } from "../visible.ts";
import type { after } from "./contract.ts";
import type { proposalViews } from "./rules.ts";

type In<K extends keyof typeof after> = Input<(typeof after)[K]>;
type Out<K extends keyof typeof after> = Promise<Output<(typeof after)[K]>>;
type Whole = Output<typeof after.getIncidentReview>;

/** What is proposed for the standard is decided in the next weeks. */
const decideDays = 30;
const proposalDuty = "incident.decide_proposal";

const lessonColumns = sql`l.id, l.nth, l.lesson, l.leads_to, l.finding_id, f.reference as finding_reference, l.control_id, l.because, l.answer, l.is_taken_up,
  l.added_at`;

export async function getIncidentReview(ctx: Ctx, { id }: In<"getIncidentReview">): Out<"getIncidentReview"> {
  const { rows } = await sql<{
    companyId: string;
  }>`select i.company_id from incidents i where i.id = ${id}::uuid and ${seen(ctx)}`.execute(ctx.db);
  const { companyId } = found(rows[0], "incident");
  const reviews = await sql<
    NonNullable<Whole["review"]>
  >`select r.causes, r.how, r.went_well, r.to_change, r.held_on, r.written_at, r.row_version,
      ${nameOfActor(ctx.language, sql`r.written_by`)} as written_by_name
    from incident_reviews r where r.incident_id = ${id}::uuid`.execute(ctx.db);
  const lessons = await sql<Whole["lessons"][number]>`select ${lessonColumns}
    from incident_lessons l left join findings f on f.id = l.finding_id where l.incident_id = ${id}::uuid order by l.nth limit 100`.execute(
    ctx.db,
  );
  const costs = await sql<
    Whole["costs"][number]
  >`select c.id, c.kind, c.amount::float8 as amount, c.currency, c.hours::float8 as hours, c.is_estimate, c.note,
      c.withdrawn_at is not null as is_withdrawn
    from incident_costs c where c.incident_id = ${id}::uuid order by c.withdrawn_at is not null, c.added_at, c.id limit 200`.execute(
    ctx.db,
  );
  const totals = await sql<
    Whole["totals"][number]
  >`select c.currency, sum(c.amount)::float8 as amount from incident_costs c
    where c.incident_id = ${id}::uuid and c.withdrawn_at is null and c.amount is not null group by c.currency order by c.currency limit 20`.execute(
    ctx.db,
  );
  const works = await held(ctx, [permissions.manage, permissions.assess], companyId);
  return {
    review: reviews.rows[0] ?? null,
    lessons: lessons.rows,
    requests: (await requestsOf(ctx, id)).filter((one) => one.lessonId !== null),
    costs: costs.rows,
    totals: totals.rows,
    hours: costs.rows.reduce((sum, one) => sum + (one.isWithdrawn ? 0 : (one.hours ?? 0)), 0),
    mayChange: works.size > 0,
  };
}

export async function reviewIncident(ctx: Ctx, input: In<"reviewIncident">): Out<"reviewIncident"> {
  const incident = await incidentTo(ctx, "add", input.id);
  if (incident.judgedAs !== "incident")
    throw conflict("incident.not_now", { values: { state: incident.state } });
  if (input.heldOn > ctx.today) throw invalid("incident.review_ahead");
  const { rows } = await sql<{
    rowVersion: number;
  }>`select r.row_version from incident_reviews r where r.incident_id = ${incident.id}::uuid for update`.execute(
    ctx.db,
  );
  const before = rows[0]?.rowVersion;
  if (before !== input.rowVersion)
    throw lostRace(
      "incident_review",
      { rowVersion: input.rowVersion ?? null },
      { rowVersion: before ?? null },
    );
  const { rows: written } = await sql<{ rowVersion: number }>`
    insert into incident_reviews (incident_id, company_id, causes, how, went_well, to_change, held_on, written_at, written_by)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${[...new Set(input.causes)]}::text[], ${input.how}, ${input.wentWell}, ${input.toChange},
      ${input.heldOn}::date, app_now(), ${ctx.actor.personId}::uuid)
    on conflict (incident_id) do update set causes = excluded.causes, how = excluded.how, went_well = excluded.went_well, to_change = excluded.to_change,
      held_on = excluded.held_on, written_at = excluded.written_at, written_by = excluded.written_by, row_version = incident_reviews.row_version + 1
    returning row_version`.execute(ctx.db);
  await record(ctx, "incident.reviewed", {
    subject: subjectOf(incident),
    data: { causes: input.causes, heldOn: input.heldOn },
  });
  return { id: incident.id, rowVersion: found(written[0], "incident").rowVersion };
}

type Said = Pick<NewFinding, "title" | "detail" | "sourceKind" | "sourceId" | "sourceSaid">;

/** Findings are read by many: of an incident that is kept from some, its words are said anew and nothing leads back to it. */
function saidOf(incident: Incident, { lesson, forEverybody }: In<"addLesson">): Said {
  const drill = incident.isExercise ? "drill" : null;
  if (!isKept(incident))
    return {
      title: lesson.slice(0, 300),
      detail: lesson.length > 300 ? lesson : "",
      sourceKind: drill ?? "incident",
      sourceId: incident.id,
      sourceSaid: incident.reference,
    };
  const title = forEverybody?.title.trim() ?? "";
  const detail = forEverybody?.detail.trim() ?? "";
  const namesIt = `${title} ${detail}`.toUpperCase().includes(incident.reference.toUpperCase());
  if (!title || namesIt) throw invalid("incident.lesson_for_everybody");
  return { title, detail, sourceKind: drill ?? "noticed" };
}

/** A lesson ends in something that is followed up, or says why it does not. An exercise raises no finding that counts: it is of source drill. */
export async function addLesson(ctx: Ctx, input: In<"addLesson">): Out<"addLesson"> {
  const incident = await incidentTo(ctx, "add", input.id);
  if (incident.judgedAs !== "incident")
    throw conflict("incident.not_now", { values: { state: incident.state } });
  if (input.leadsTo === "nothing" && !input.because.trim()) throw invalid("incident.lesson_because");
  if (input.leadsTo === "finding" && !input.severity) throw invalid("incident.lesson_severity");
  if (input.leadsTo === "standard" && !input.controlId && !input.because.trim())
    throw invalid("incident.lesson_control");
  const [finding] =
    input.leadsTo === "finding" && input.severity
      ? await raiseEach(ctx, [
          {
            ...saidOf(incident, input),
            companyId: incident.companyId,
            foundOn: ctx.today,
            severity: input.severity,
          },
        ])
      : [];
  const { rows } = await sql<{ id: string }>`
    insert into incident_lessons (incident_id, company_id, nth, lesson, leads_to, finding_id, control_id, because, added_at, added_by)
    select ${incident.id}::uuid, ${incident.companyId}::uuid, 1 + (select count(*) from incident_lessons l where l.incident_id = ${incident.id}::uuid),
      ${input.lesson}, ${input.leadsTo}, ${finding?.id ?? null}::uuid, ${input.controlId ?? null}, ${input.because}, app_now(), ${ctx.actor.personId}::uuid
    returning id`.execute(ctx.db);
  const { id } = found(rows[0], "incident");
  // What others are to be asked, and what is to be changed, is owed by whoever may: it does not end with the case.
  if (input.leadsTo === "lateral_check")
    await askOthers(ctx, incident, { said: input.lesson, things: [], lessonId: id });
  if (input.leadsTo === "standard") await openProposal(ctx, incident, id);
  await record(ctx, "incident.lesson_added", {
    subject: subjectOf(incident),
    data: { lessonId: id, leadsTo: input.leadsTo, ...(finding ? { findingId: finding.id } : {}) },
  });
  return { id, findingId: finding?.id ?? null, findingReference: finding?.reference ?? null };
}

const openProposal = (ctx: Ctx, incident: Incident, lessonId: string) =>
  openDuty(ctx, {
    kind: proposalDuty,
    subjectKind: "incident_lesson",
    subjectId: lessonId,
    companyId: incident.companyId,
    unitId: incident.companyId,
    permission: permissions.rule,
    notFor: incident.aboutIds,
    dueOn: addDays(ctx.today, decideDays),
    about: incident.reference,
  });

const proposed: Readonly<Record<(typeof proposalViews)[number], RawBuilder<boolean>>> = {
  all: sql`true`,
  waiting: sql`l.answered_at is null`,
  taken: sql`l.is_taken_up`,
  not_taken: sql`not l.is_taken_up`,
};

export async function listStandardProposals(
  ctx: Ctx,
  { view = "all", after: cursor, limit = 50 }: In<"listStandardProposals">,
): Out<"listStandardProposals"> {
  const scope = sql`l.leads_to = 'standard' and ${seen(ctx)}`;
  const [isAnswered, addedAt, lastId] = cursor?.split("|") ?? [];
  const { rows: read } = await sql<
    Omit<Output<typeof after.listStandardProposals>["rows"][number], "mayAnswer">
  >`select ${lessonColumns}, l.incident_id, i.reference, i.is_exercise,
      ${nameOfUnit(ctx.language, "n")} as company_name
    from incident_lessons l join incidents i on i.id = l.incident_id left join findings f on f.id = l.finding_id
    join unit_names n on n.unit_id = i.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where ${scope} and ${proposed[view]} and ${
      lastId
        ? sql`((l.answered_at is not null) > ${isAnswered === "1"}::boolean
            or (l.answered_at is not null) = ${isAnswered === "1"}::boolean and (l.added_at, l.id) < (${addedAt}::timestamptz, ${lastId}::uuid))`
        : sql`true`
    }
    order by l.answered_at is not null, l.added_at desc, l.id desc limit ${limit + 1}`.execute(ctx.db);
  const { rows: counted } = await sql<{ all: number; waiting: number; taken: number; notTaken: number }>`
    select count(*)::int as "all", count(*) filter (where ${proposed.waiting})::int as waiting, count(*) filter (where ${proposed.taken})::int as taken,
      count(*) filter (where ${proposed.not_taken})::int as not_taken
    from incident_lessons l join incidents i on i.id = l.incident_id where ${scope}`.execute(ctx.db);
  const { rows: standing } = await sql<{
    reach: string;
  }>`select s.reach from standing_of(${ctx.actor.personId}::uuid, ${permissions.rule}) s`.execute(ctx.db);
  const isGroups = standing[0]?.reach === "group";
  const rows = read.slice(0, limit);
  const last = read.length > limit ? rows.at(-1) : undefined;
  const { notTaken, ...counts } = counted[0] ?? { all: 0, waiting: 0, taken: 0, notTaken: 0 };
  return {
    rows: rows.map((row) => ({ ...row, mayAnswer: isGroups && row.isTakenUp === null })),
    next: last ? `${last.isTakenUp === null ? 0 : 1}|${last.addedAt}|${last.id}` : null,
    counts: { ...counts, not_taken: notTaken },
  };
}

export async function answerProposal(ctx: Ctx, input: In<"answerProposal">): Out<"answerProposal"> {
  const { rows } = await sql<{
    incidentId: string;
    companyId: string;
    isTakenUp: boolean | null;
    addedBy: string | null;
  }>`
    select l.incident_id, l.company_id, l.is_taken_up, l.added_by from incident_lessons l join incidents i on i.id = l.incident_id
    where l.id = ${input.id}::uuid and l.leads_to = 'standard' and ${seen(ctx)}`.execute(ctx.db);
  const lesson = found(rows[0], "incident_lesson");
  if (lesson.isTakenUp !== null) throw conflict("incident.answered_already");
  await sql`update incident_lessons set answered_at = app_now(), answered_by = ${ctx.actor.personId}::uuid, answer = ${input.answer}, is_taken_up = ${input.isTakenUp}
    where id = ${input.id}::uuid`.execute(ctx.db);
  await closeDuties(ctx, input.id, proposalDuty);
  await record(ctx, "incident.proposal_answered", {
    subject: subjectOf({ id: lesson.incidentId, companyId: lesson.companyId }),
    data: {
      lessonId: input.id,
      isTakenUp: input.isTakenUp,
      // Whoever proposed it is told.
      ...(lesson.addedBy ? { personId: lesson.addedBy } : {}),
    },
  });
  return { id: input.id };
}

export async function addCost(ctx: Ctx, input: In<"addCost">): Out<"addCost"> {
  const incident = await incidentTo(ctx, "add", input.id);
  const amount = input.amount ?? null;
  const hours = input.hours ?? null;
  if ((amount === null && hours === null) || (amount === null) !== !input.currency)
    throw invalid("incident.cost_empty");
  const { rows } = await sql<{ id: string }>`
    insert into incident_costs (incident_id, company_id, kind, amount, currency, hours, is_estimate, note, added_at, added_by)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${input.kind}, ${amount}, ${input.currency ?? null}, ${hours}, ${input.isEstimate}, ${input.note},
      app_now(), ${ctx.actor.personId}::uuid) returning id`.execute(ctx.db);
  const { id } = found(rows[0], "incident");
  await record(ctx, "incident.cost_added", {
    subject: subjectOf(incident),
    data: { costId: id, kind: input.kind },
  });
  return { id };
}

export async function withdrawCost(ctx: Ctx, { id }: In<"withdrawCost">): Out<"withdrawCost"> {
  const { rows } = await sql<{ incidentId: string; companyId: string; isWithdrawn: boolean }>`
    select c.incident_id, c.company_id, c.withdrawn_at is not null as is_withdrawn from incident_costs c join incidents i on i.id = c.incident_id
    where c.id = ${id}::uuid and ${seen(ctx)}`.execute(ctx.db);
  const cost = found(rows[0], "incident_cost");
  if (cost.isWithdrawn) throw conflict("incident.withdrawn_already");
  await sql`update incident_costs set withdrawn_at = app_now() where id = ${id}::uuid`.execute(ctx.db);
  await record(ctx, "incident.cost_withdrawn", {
    subject: subjectOf({ id: cost.incidentId, companyId: cost.companyId }),
    data: { costId: id },
  });
  return { id };
}
