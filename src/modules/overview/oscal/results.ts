// One inspection as OSCAL assessment results. Pure.
import { lineOf, own, some } from "#core/oscal/document.ts";
import { uuidOf } from "#core/oscal/uuid.ts";
import { percentShown } from "#modules/inspections/scoring/settle.ts";
import {
  companyOf,
  finding,
  idsOf,
  isAssessed,
  metadataOf,
  observation,
  resourcesOf,
  type Say,
} from "./parts.ts";
import type { Said } from "./said.ts";

export function resultsOf(said: Said, say: Say) {
  const { inspection, score, book } = said;
  const ids = idsOf(said);
  const controlIds = score.settled.map((one) => one.controlId);
  const assessed = score.settled.filter(isAssessed);
  const planId = uuidOf("round", inspection.roundId);
  const percent = percentShown(score.points);
  const title = say("oscal.resultsTitle", { company: said.company.name, round: inspection.roundName });
  const ended = inspection.lockedAt ?? inspection.confirmedAt ?? inspection.submittedAt;
  return {
    uuid: uuidOf("assessment-results", inspection.id),
    metadata: metadataOf(said, title, say),
    "import-ap": { href: `#${planId}` },
    results: [
      {
        uuid: uuidOf("result", inspection.id, said.basis),
        title: lineOf(title),
        description: say(percent === null ? "oscal.resultNoScore" : "oscal.result", {
          result: say(`result.${score.result}`),
          percent,
          required: score.counts.required,
          answered: score.counts.answered,
        }),
        start: inspection.begunAt ?? `${said.opensOn}T00:00:00Z`,
        ...(ended ? { end: ended } : {}),
        props: figuresOf(said),
        "reviewed-controls": {
          "control-selections": [selectionOf(said, say, ids)],
        },
        ...some("attestations", attestationsOf(said, say)),
        ...some(
          "observations",
          controlIds.flatMap((id) => observation(said, id, say) ?? []),
        ),
        ...some(
          "findings",
          assessed.map((settled) => finding(said, settled, { say, ids })),
        ),
      },
    ],
    "back-matter": {
      resources: [
        {
          uuid: planId,
          title: lineOf(inspection.roundName),
          description: say("oscal.plan", {
            standard: `${book.standard} ${book.edition}`,
            due: inspection.dueOn,
            tier: inspection.tier,
          }),
          props: [own("standard", book.standard), own("edition", book.edition)],
        },
        ...resourcesOf(said, controlIds),
      ],
    },
  };
}

function selectionOf({ score }: Said, say: Say, ids: ReturnType<typeof idsOf>) {
  const idOf = ({ controlId }: { controlId: string }) => ({ "control-id": ids.control(controlId) });
  const [assessed, left] = [
    score.settled.filter(isAssessed),
    score.settled.filter((one) => !isAssessed(one)),
  ];
  return {
    ...(assessed.length > 0 ? { "include-controls": assessed.map(idOf) } : { "include-all": {} }),
    ...some("exclude-controls", left.map(idOf)),
    ...(left.length > 0
      ? { remarks: say("oscal.notAssessed", { controls: left.map((one) => one.controlId).join(", ") }) }
      : {}),
  };
}

/** The figures of the company's page, exact: points are half points, so that nobody need round. */
function figuresOf({ score, inspection }: Said) {
  const { counts, points } = score;
  return [
    own("result", score.result),
    own("provisional", String(score.isProvisional)),
    own("half-points", String(points.halfPoints)),
    own("weight", String(points.weight)),
    ...Object.entries(counts).map(([name, count]) =>
      own(
        name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
        String(count),
      ),
    ),
    own("tier", inspection.tier),
    own("late", String(inspection.isLate)),
    ...score.mandatoryGaps.map((id) => own("mandatory-gap", id)),
    ...score.mandatoryPartly.map((id) => own("mandatory-partly", id)),
  ];
}

/** The executive's word for the whole of it. */
function attestationsOf(said: Said, say: Say) {
  const { inspection, executive } = said;
  if (!inspection.confirmedAt) return [];
  return [
    {
      "responsible-parties": executive
        ? [{ "role-id": "confirms", "party-uuids": [uuidOf("person", executive.id)] }]
        : [{ "role-id": "answers", "party-uuids": [companyOf(said)] }],
      parts: [
        { name: "attestation", prose: say("oscal.attested", { at: inspection.confirmedAt.slice(0, 10) }) },
      ],
    },
  ];
}
