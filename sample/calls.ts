// Calls of hard clocks, as the product's clock would have opened them by the moment of loading: most were acknowledged within
// hours; of one company nobody at the top has taken note yet.
import { mostAsked } from "#modules/duties/hard.ts";
import { hardOf, type Step } from "#modules/duties/rules.ts";
import type { Sitting } from "./answers.ts";
import { randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson, reviewerOf } from "./staff.ts";

type Owed = { id: string; kind: string; steps: readonly Step[] };

const minute = 60_000;

export function addCalls(sitting: Sitting, { id, kind, steps }: Owed, to: Sheet): void {
  const { plan, company, round } = sitting;
  const hard = hardOf(kind);
  const now = Date.parse(plan.now);
  const asked = steps.filter((step) => hard && step.kind === "rise" && step.level >= hard.fromLevel);
  const passed = asked.filter((step) => step.at.getTime() <= now);
  if (!hard || passed.length === 0) return;
  const random = randomOf(plan.seed, "calls", company.code, kind);
  const add = (step: Step, nth: number, rest: { state: string; endedAt?: number; by?: string }) => {
    const opened = step.at.getTime() + (nth - 1) * hard.withinMinutes * minute;
    to.add("calls", {
      id: plan.id(round.dueOn, "call", id, step.level, nth),
      dutyId: id,
      fiscalYear: round.fiscalYear,
      companyId: company.id,
      level: step.level,
      nth,
      openedAt: new Date(opened).toISOString(),
      answerBy: new Date(opened + hard.withinMinutes * minute).toISOString(),
      state: rest.state,
      endedAt: rest.endedAt ? new Date(rest.endedAt).toISOString() : null,
      acknowledgedBy: rest.by ?? null,
    });
  };
  for (const step of passed) {
    const opened = step.at.getTime();
    const by = step.level === 3 ? reviewerOf(plan, company) : groupPerson(plan, "second");
    const answered = opened + random.int(20, 290) * minute;
    const isTop = step === asked.at(-1);
    if (!(isTop && company.story === "late_with_answers")) {
      if (answered <= now) add(step, 1, { state: "acknowledged", endedAt: answered, by });
      else add(step, 1, { state: "open" });
      continue;
    }
    const rounds = Math.floor((now - opened) / (hard.withinMinutes * minute));
    for (let nth = 1; nth <= Math.min(rounds + 1, mostAsked); nth += 1) {
      const end = opened + nth * hard.withinMinutes * minute;
      add(step, nth, end <= now ? { state: "unanswered", endedAt: end } : { state: "open" });
    }
  }
}
