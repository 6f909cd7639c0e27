// Open shortfalls of one inspection as an OSCAL plan of action and milestones (POA&M). Pure.
import { lineOf, own, some, stringOf } from "#core/oscal/document.ts";
import { uuidOf } from "#core/oscal/uuid.ts";
import type { Settled } from "#modules/inspections/scoring/settle.ts";
import {
  endOf,
  finding,
  findingOf,
  idsOf,
  metadataOf,
  observation,
  observationOf,
  requirementOf,
  resourcesOf,
  type Say,
  titleOf,
} from "./parts.ts";
import type { Said } from "./said.ts";

/** What a company said it does not do, or does in part. What is not known is no shortfall yet: nobody plans for it. */
export const shortfallsOf = ({ score }: Pick<Said, "score">): Settled[] =>
  score.settled.filter((one) => one.isCounted && (one.reading === "partly" || one.reading === "not_met"));

/** @returns null where nothing falls short: a plan without an item is none (`poam-items` has at least one). */
export function planOf(said: Said, say: Say) {
  const shortfalls = shortfallsOf(said);
  if (shortfalls.length === 0) return null;
  const { inspection, company } = said;
  const ids = idsOf(said);
  const controlIds = shortfalls.map((one) => one.controlId);
  return {
    uuid: uuidOf("poam", inspection.id),
    metadata: metadataOf(
      said,
      say("oscal.planTitle", { company: company.name, round: inspection.roundName }),
      say,
    ),
    "system-id": {
      "identifier-type": "https://ietf.org/rfc/rfc4122",
      id: uuidOf("company", inspection.companyId),
    },
    observations: controlIds.flatMap((id) => observation(said, id, say) ?? []),
    risks: shortfalls.map((one) => riskOf(said, one, say)),
    findings: shortfalls.map((one) =>
      finding(said, one, { say, ids, riskId: riskIdOf(said, one.controlId) }),
    ),
    "poam-items": shortfalls.map(({ controlId, reading }) => ({
      uuid: uuidOf("poam-item", inspection.id, controlId),
      title: titleOf(said, controlId),
      description:
        missingOf(said, controlId) ??
        say("oscal.finding", { control: controlId, reading: say(`reading.${reading}`) }),
      props: [own("control-id", controlId), ...ownerOf(said, controlId)],
      "related-findings": [{ "finding-uuid": findingOf(said, controlId) }],
      "related-observations": [{ "observation-uuid": observationOf(said, controlId) }],
      "related-risks": [{ "risk-uuid": riskIdOf(said, controlId) }],
    })),
    ...backMatterOf(resourcesOf(said, controlIds)),
  };
}

const backMatterOf = (resources: ReturnType<typeof resourcesOf>) =>
  resources.length > 0 ? { "back-matter": { resources } } : {};

const riskIdOf = (said: Said, controlId: string) => uuidOf("risk", said.inspection.id, controlId);
const missingOf = (said: Said, controlId: string) => said.answers.get(controlId)?.missing ?? null;
const ownerOf = (said: Said, controlId: string) => {
  const owner = said.answers.get(controlId)?.owner;
  return owner ? [own("owner", stringOf(owner))] : [];
};

function riskOf(said: Said, { controlId, isMandatory, weight, reading }: Settled, say: Say) {
  const dueOn = said.answers.get(controlId)?.dueOn ?? null;
  const missing = missingOf(said, controlId);
  const plain = say("oscal.finding", { control: controlId, reading: say(`reading.${reading}`) });
  return {
    uuid: riskIdOf(said, controlId),
    title: titleOf(said, controlId),
    description: missing ?? plain,
    statement: requirementOf(said, controlId) || plain,
    props: [
      own("control-id", controlId),
      own("mandatory", String(isMandatory)),
      own("weight", String(weight)),
      ...ownerOf(said, controlId),
    ],
    // A planned date is a promise: nothing here knows whether work has begun.
    status: "open",
    ...(dueOn ? { deadline: endOf(said, dueOn) } : {}),
    ...some("remediations", missing && dueOn ? [remedyOf(said, { controlId, dueOn, missing }, say)] : []),
    "related-observations": [{ "observation-uuid": observationOf(said, controlId) }],
  };
}

type Planned = { controlId: string; dueOn: string; missing: string };

function remedyOf(said: Said, { controlId, dueOn, missing }: Planned, say: Say) {
  const title = say("oscal.remedy", { control: controlId });
  return {
    uuid: uuidOf("remedy", said.inspection.id, controlId),
    lifecycle: "planned",
    title: lineOf(title),
    description: missing,
    tasks: [
      {
        uuid: uuidOf("milestone", said.inspection.id, controlId),
        type: "milestone",
        title: lineOf(title),
        timing: { "on-date": { date: endOf(said, dueOn) } },
      },
    ],
  };
}
