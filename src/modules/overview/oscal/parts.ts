// What results and plans have in common: parties, what was observed and by which proof, what was found. Pure.
import { isUriReference, oscalVersion } from "#core/oscal/check.ts";
import { isOneString, lineOf, own, type Prop, some, stringOf, tokens } from "#core/oscal/document.ts";
import { uuidOf } from "#core/oscal/uuid.ts";
import { endOfDay } from "#modules/duties/rules.ts";
import { textIn } from "#modules/standards/edition.ts";
import type { Settled } from "#modules/inspections/scoring/settle.ts";
import type { Proof, Said } from "./said.ts";

export type Say = (key: string, values?: Record<string, unknown>) => string;

/** Companies, people and proof keep their id in every document that names them. */
export const companyOf = (said: Said) => uuidOf("company", said.inspection.companyId);
const groupId = uuidOf("group");
export const observationOf = (said: Said, controlId: string) =>
  uuidOf("observation", said.inspection.id, controlId);
export const findingOf = (said: Said, controlId: string) => uuidOf("finding", said.inspection.id, controlId);

/** The end of a day at the company, as a moment: OSCAL knows no days. */
export const endOf = ({ company }: Said, day: string) => endOfDay(day, company.timeZone).toISOString();

export function metadataOf(said: Said, title: string, say: Say) {
  const { company, group, inspection, executive } = said;
  return {
    title: lineOf(title),
    "last-modified": said.now,
    version: said.now,
    "oscal-version": oscalVersion,
    props: [own("language", said.language), own("state", inspection.state), own("basis", said.basis)],
    roles: [
      { id: "answers", title: say("oscal.role.answers") },
      ...(executive ? [{ id: "confirms", title: say("oscal.role.confirms") }] : []),
      { id: "publishes", title: say("oscal.role.publishes") },
    ],
    parties: [
      {
        uuid: companyOf(said),
        type: "organization",
        name: stringOf(company.name),
        "short-name": stringOf(company.code),
        "member-of-organizations": [groupId],
      },
      { uuid: groupId, type: "organization", name: stringOf(group) },
      ...(executive
        ? [
            {
              uuid: uuidOf("person", executive.id),
              type: "person",
              name: stringOf(executive.name),
              "member-of-organizations": [companyOf(said)],
            },
          ]
        : []),
    ],
    "responsible-parties": [
      { "role-id": "answers", "party-uuids": [companyOf(said)] },
      { "role-id": "publishes", "party-uuids": [groupId] },
    ],
  };
}

/** Ids as the edition's own catalogue writes them (standards/oscal/to-oscal.ts): controls are named first there. */
export function idsOf({ book }: Said) {
  const idOf = tokens();
  for (const control of book.controls) idOf(control.id);
  return { control: idOf, statement: (controlId: string) => idOf(`${controlId}_smt`) };
}

export const titleOf = ({ book, language }: Said, controlId: string): string => {
  const control = book.byId.get(controlId);
  return lineOf(`${controlId} ${control ? textIn(control.texts.title, language) : ""}`);
};

export const requirementOf = ({ book, language }: Said, controlId: string): string => {
  const control = book.byId.get(controlId);
  return control ? textIn(control.texts.requirement, language) : "";
};

/** How a company knows what it says. Its bare word is what an interview would give. */
const methods: Record<string, string[]> = {
  declared: ["INTERVIEW"],
  documented: ["EXAMINE"],
  measured: ["TEST"],
  verified: ["EXAMINE", "INTERVIEW"],
};

const originOf = (said: Said) => [
  { actors: [{ type: "party", "actor-uuid": companyOf(said), "role-id": "answers" }] },
];

/** One answer with its proof; null where nothing was answered. */
export function observation(said: Said, controlId: string, say: Say) {
  const answer = said.answers.get(controlId);
  if (!answer) return null;
  const proofs = said.proofs.get(controlId) ?? [];
  const desk = said.desk.get(controlId);
  const words = [
    say(`verdict.${answer.verdict}`),
    ...(["how", "missing", "exceptions", "reason"] as const).flatMap((field) =>
      answer[field] ? [`${say(`oscal.${field}`)}: ${answer[field]}`] : [],
    ),
  ];
  const last = answer.evidenceValidUntil;
  return {
    uuid: observationOf(said, controlId),
    title: titleOf(said, controlId),
    description: words.join("\n\n"),
    props: [
      own("control-id", controlId),
      own("verdict", answer.verdict),
      own("assurance", answer.assurance),
      own("origin", answer.origin),
      ...(answer.coveragePercent === null ? [] : [own("coverage-percent", String(answer.coveragePercent))]),
      ...(answer.maturity === null || answer.maturity === undefined
        ? []
        : [own("maturity", String(answer.maturity))]),
    ],
    methods: methods[answer.assurance] ?? ["UNKNOWN"],
    types: ["control-objective"],
    origins: originOf(said),
    subjects: [{ "subject-uuid": companyOf(said), type: "party", title: lineOf(said.company.name) }],
    ...some("relevant-evidence", proofs.map(evidenceOf)),
    collected: answer.answeredAt,
    ...(last ? { expires: endOf(said, last) } : {}),
    ...(desk
      ? {
          remarks: say(`oscal.desk.${desk.decision}`, {
            reason: desk.reason ?? "–",
            verdict: say(`verdict.${desk.verdict}`),
          }),
        }
      : {}),
  };
}

const evidenceOf = (proof: Proof) => ({
  href: `#${uuidOf("evidence", proof.id)}`,
  description: proof.title,
  props: [own("kind", proof.kind), own("valid-from", proof.validFrom), own("valid-until", proof.validUntil)],
});

/** Proof is named with its hash, never sent along: who may open it is another question than who may read of it. */
export function resourcesOf(said: Said, controlIds: readonly string[]) {
  const proofs = controlIds.flatMap((id) => said.proofs.get(id) ?? []);
  return [...new Map(proofs.map((proof) => [proof.id, proof])).values()].map((proof) => ({
    uuid: uuidOf("evidence", proof.id),
    title: lineOf(proof.title),
    ...(proof.place && addressOf(proof.place) === null ? { description: proof.place } : {}),
    props: [own("kind", proof.kind), own("valid-from", proof.validFrom)] satisfies Prop[],
    ...some("rlinks", linksOf(proof)),
  }));
}

function linksOf({ place, fileName, mediaType, sha256 }: Proof) {
  const hashes = sha256 ? [{ algorithm: "SHA-256", value: sha256.toString("hex") }] : [];
  const file = fileName
    ? [
        {
          href: encodeURIComponent(fileName),
          ...(mediaType && isOneString(mediaType) ? { "media-type": mediaType } : {}),
          ...some("hashes", hashes),
        },
      ]
    : [];
  const address = addressOf(place);
  return [...file, ...(address === null ? [] : [{ href: address }])];
}

/** Browsers leave `[ ] { } |` and a bare `%` as they are, RFC 3986 wants them escaped; what is no address then stays in words. */
function addressOf(place: string | null): string | null {
  const url = place !== null && /^https?:\/\/\S+$/.test(place) ? URL.parse(place) : null;
  if (url === null) return null;
  const { protocol, host, pathname, search, hash } = url;
  // No name and password: the document goes to others.
  const rest = [pathname, search.slice(1), hash.slice(1)].map(escaped);
  const href = `${protocol}//${host}${rest[0]}${search && `?${rest[1]}`}${hash && `#${rest[2]}`}`;
  return isUriReference(href) ? href : null;
}

const escaped = (text: string) =>
  text.replaceAll(/%(?![0-9a-f]{2})|[^\w\-.~!$&'()*+,;=:@/?%]/gi, (sign) => encodeURIComponent(sign));

/** What each reading is in OSCAL, which knows satisfied and not. */
const implementation: Partial<Record<Settled["reading"], string>> = {
  met: "implemented",
  partly: "partial",
};

/**
 * What a finding can be about. It has to say satisfied or not, and what was agreed not to apply is neither: it stands among
 * the controls that were left out of the review, with the reason that its observation gives.
 */
export const isAssessed = ({ reading }: Settled): boolean => reading !== "na_allowed";

export function finding(
  said: Said,
  settled: Settled,
  around: { say: Say; ids: ReturnType<typeof idsOf>; riskId?: string },
) {
  const { say, ids, riskId } = around;
  const { controlId, reading } = settled;
  const isSaid = reading === "met" || reading === "partly" || reading === "not_met";
  const state = implementation[reading];
  return {
    uuid: findingOf(said, controlId),
    title: titleOf(said, controlId),
    description: say("oscal.finding", { control: controlId, reading: say(`reading.${reading}`) }),
    props: [
      own("control-id", controlId),
      own("reading", reading),
      own("mandatory", String(settled.isMandatory)),
      own("weight", String(settled.weight)),
      own("half-points", String(settled.halfPoints)),
      own("counted", String(settled.isCounted)),
    ],
    target: {
      type: "statement-id",
      "target-id": ids.statement(controlId),
      status: {
        state: reading === "met" ? "satisfied" : "not-satisfied",
        reason: reading === "met" ? "pass" : isSaid ? "fail" : "other",
        remarks: say(`reading.${reading}`),
      },
      ...(state ? { "implementation-status": { state } } : {}),
    },
    ...some(
      "related-observations",
      said.answers.has(controlId) ? [{ "observation-uuid": observationOf(said, controlId) }] : [],
    ),
    ...some("related-risks", riskId ? [{ "risk-uuid": riskId }] : []),
  };
}
