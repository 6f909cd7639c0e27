// Figures of the work that follows: audits, findings, plans. Each capability counts its own rows; here stands what they mean.
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { auditFigures } from "#modules/audits/figures.ts";
import { findingFigures } from "#modules/findings/figures.ts";
import { incidentFigures } from "#modules/incidents/counting/figures.ts";
import { planFigures } from "#modules/plans/figures.ts";
import type { figures } from "./contract.ts";
import { workCatalogue } from "./work-catalogue.ts";

type Row = Output<typeof figures.listFigures>["work"][number];
type Counted = { part: number; whole: number; at: string };

export async function workFigures(ctx: Ctx): Promise<Row[]> {
  const audits = await auditFigures(ctx);
  const findings = await findingFigures(ctx);
  const plans = await planFigures(ctx);
  const incidents = await incidentFigures(ctx);
  const counted: Record<Row["id"], Counted> = {
    audits_within_cycle: { part: audits.withinCycle, whole: audits.subsidiaries, at: audits.at },
    claims_overturned: { part: audits.overturned, whole: audits.claims, at: audits.at },
    findings_overdue: { part: findings.overdue, whole: findings.running, at: findings.at },
    findings_old: { part: findings.old, whole: findings.running, at: findings.at },
    findings_recurred: { part: findings.recurredLately, whole: findings.foundLately, at: findings.at },
    plans_in_time: { part: plans.inTime, whole: plans.demanded, at: plans.at },
    plans_approved: { part: plans.approved, whole: plans.decided, at: plans.at },
    plans_helped: { part: plans.helped, whole: plans.lookedAt, at: plans.at },
    steps_late: { part: plans.stepsLate, whole: plans.steps, at: plans.at },
    incidents_in_time: { part: incidents.withinDay, whole: incidents.counted, at: incidents.at },
    incidents_noted: { part: incidents.noted, whole: incidents.toNote, at: incidents.at },
    notices_in_time: { part: incidents.noticesInTime, whole: incidents.noticesOwed, at: incidents.at },
    steps_thrice: { part: plans.stepsThrice, whole: plans.steps, at: plans.at },
  };
  return workCatalogue.map((one) => {
    const { part, whole, at } = counted[one.id];
    return { ...one, numerator: part, denominator: whole, dataAt: at };
  });
}
