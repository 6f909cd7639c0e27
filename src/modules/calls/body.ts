// What a receiver is told, written when it leaves: as little as it needs, and only what still holds.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { formatMoment, type Say } from "#core/text/format.ts";
import { markedExercise } from "#modules/duties/rules.ts";
import { onCallFor } from "#modules/on-call/asked.ts";
import type { Claimed } from "./claiming.ts";
import { testKind } from "./rules.ts";
import type { Secrets } from "./signing.ts";

export type Addressed = Secrets & {
  companyId: string | null;
  url: string;
  language: Language;
  tellsCompany: boolean;
  tellsOnCall: boolean;
};

type Fact = {
  companyId: string;
  level: number;
  dutyKind: string;
  dueAt: string;
  timeZone: string;
  isDutyOpen: boolean;
  answerBy: string | null;
  callState: string | null;
  code: string | null;
  isExercise: boolean;
};

export async function addressedTo(ctx: Ctx, receiverId: string): Promise<Addressed | undefined> {
  const { rows } = await sql<Addressed>`
    select r.id, r.company_id, r.url, r.language, r.tells_company, r.tells_on_call, r.secret, r.secret_before,
      coalesce(r.secret_before_until > app_now(), false) as is_before_valid
    from receivers r where r.id = ${receiverId}::uuid and r.is_on and r.removed_at is null`.execute(ctx.db);
  return rows[0];
}

type Speech = { say: Say; publicUrl: string };

/** @returns the code of a reason where it must not be sent any more. */
export async function bodyOf(
  ctx: Ctx,
  one: Claimed,
  receiver: Addressed,
  { say, publicUrl }: Speech,
): Promise<{ body: string } | { dropped: string }> {
  const timestamp = new Date(one.madeAt).toISOString();
  const acknowledgeUrl = `${publicUrl}/api/receivers/${receiver.id}/acknowledgements`;
  if (one.kind === testKind)
    return {
      body: JSON.stringify({
        type: testKind,
        timestamp,
        data: { id: one.id, text: say("receiver.text.test"), url: `${publicUrl}/receivers` },
      }),
    };
  const { rows } = await sql<Fact>`
    select d.company_id, coalesce(c.level, d.level) as level, d.kind as duty_kind, d.due_at, d.time_zone, d.state = 'open' as is_duty_open, c.answer_by, c.state as call_state,
      case when u.kind = 'company' then u.code end as code, d.is_exercise
    from duties d join units u on u.id = d.company_id left join calls c on c.id = ${one.callId}::uuid
    where d.id = ${one.dutyId}::uuid`.execute(ctx.db);
  const [fact] = rows;
  if (!fact) return { dropped: "delivery.settled" };
  const isNews = one.kind === "clock.acknowledged";
  if (!isNews && !fact.isDutyOpen) return { dropped: "delivery.settled" };
  if (one.kind === "clock.hard" && fact.callState === "acknowledged")
    return { dropped: "delivery.acknowledged" };
  const due = formatMoment(fact.dueAt, receiver.language, fact.timeZone, "full", true);
  // Short clocks ring before their hour: what is not over must not be called overdue.
  const ahead = new Date(fact.dueAt) > ctx.now && one.kind !== "duty.reminded" ? ".ahead" : "";
  const named = receiver.tellsCompany
    ? ` ${say("receiver.text.about", { duty: say(`duty.kind.${fact.dutyKind}`), company: fact.code ?? say("message.group") })}`
    : "";
  const onCall =
    one.kind === "clock.hard" && receiver.tellsOnCall
      ? await onCallFor(
          ctx,
          { companyId: fact.companyId, kind: fact.dutyKind, level: fact.level },
          receiver.language,
        )
      : [];
  return {
    body: JSON.stringify({
      type: one.kind,
      timestamp,
      data: {
        id: one.callId ?? one.id,
        dueAt: new Date(fact.dueAt).toISOString(),
        text: markedExercise(fact, `${say(`receiver.text.${one.kind}${ahead}`, { due })}${named}`, say),
        ...(fact.isExercise ? { exercise: true } : {}),
        url: one.callId ? `${publicUrl}/calls/${one.callId}` : `${publicUrl}/duties`,
        ...(one.kind === "clock.hard" && fact.answerBy
          ? { answerBy: new Date(fact.answerBy).toISOString(), acknowledgeUrl }
          : {}),
        ...(receiver.tellsCompany && fact.code ? { company: fact.code } : {}),
        ...(onCall.length > 0 ? { onCall } : {}),
      },
    }),
  };
}
