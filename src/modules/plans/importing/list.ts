// Improvement plans from before they were kept here, as a list of the import pipeline: a row is a step.
import { type ImportKind, twinsAmong } from "#modules/imports/lists.ts";
import { type Judged, readerOf } from "#modules/organization/importing/judging.ts";
import { heldOwners, ownerSought } from "#modules/organization/importing/owner-named.ts";
import { permissions } from "../contract/words.ts";
import { applySteps } from "./applying.ts";
import { planColumns } from "./columns.ts";
import { heldFindings, heldPlans, heldSteps, listWorld } from "./held.ts";
import { judgeSteps, type ListedStep, planOwner, stepKeys, stepMeant, stepOwner } from "./judging.ts";
import { approveSome } from "./settling.ts";
import { folded, keyText, numbersIn, planKey } from "./known.ts";

export const plansList: ImportKind = {
  kind: "plans",
  permission: permissions.load,
  columns: planColumns,
  mostRows: 100_000,
  required: ["code", "findingNumber", "what"],
  keysOf: stepKeys,
  shown: { code: "code", name: ["name", "planNumber", "findingNumber", "what"] },
  judge: async (first, load) => {
    const world = await listWorld(first, load.id);
    return (ctx) => async (rows) => {
      const meant = rows.flatMap((row) => {
        const one = stepMeant(row, world);
        return one ? [{ ...one, row }] : [];
      });
      const findings = await heldFindings(
        ctx,
        meant.flatMap(({ companyId, row }) =>
          numbersIn(row.fields["findingNumber"] ?? "").map((number) => ({ companyId, key: folded(number) })),
        ),
      );
      const steps = await heldSteps(ctx, meant);
      const plans = await heldPlans(
        ctx,
        meant.map(({ companyId, row }) => ({ companyId, key: planKey(row.fields) })),
        [...findings.flatMap((one) => one.planId ?? []), ...[...steps.values()].map((one) => one.planId)],
      );
      const keyed = meant.map((one) => ({
        rowNumber: one.row.number,
        codeKey: keyText(one.companyId, one.rowKey),
      }));
      return judgeSteps(rows, world, {
        findings,
        plans,
        steps,
        owners: await heldOwners(
          ctx,
          meant.flatMap(({ companyId, row }) =>
            [stepOwner, planOwner].flatMap((fields) => ownerSought(readerOf(row), companyId, fields)),
          ),
        ),
        twins: await twinsAmong(ctx, load.id, keyed),
      });
    };
  },
  apply: (ctx, rows, how) => applySteps(ctx, rows as readonly Judged<ListedStep>[], how),
  batch: 1000,
  approve: approveSome,
  template: {
    fields: [
      "planNumber",
      "planTitle",
      "planOwner",
      "planState",
      "stepNumber",
      "findingNumber",
      "what",
      "answerable",
      "email",
      "startsOn",
      "dueOn",
      "cost",
      "currency",
      "state",
      "doneOn",
      "remarks",
    ],
    choices: { planState: ["drafting", "submitted"], state: ["open", "done"] },
  },
};
