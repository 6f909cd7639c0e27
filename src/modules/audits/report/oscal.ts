// A final report as OSCAL assessment results: what was observed by which method, and what was found. Pure.
import type { Language } from "#core/context.ts";
import { oscalVersion } from "#core/oscal/check.ts";
import { lineOf, own, some, stringOf, tokens } from "#core/oscal/document.ts";
import { uuidOf } from "#core/oscal/uuid.ts";
import { textIn } from "#modules/standards/edition.ts";
import type { ControlRow } from "./loading.ts";
import type { Drawn } from "./drawn.ts";
import { countsOf, overClaim, stands } from "./rules.ts";
import { sayIn } from "./words.ts";

/** SP 800-53A: asking, watching and reading, doing it again. */
const methods: Readonly<Record<string, string>> = {
  asked: "INTERVIEW",
  watched: "EXAMINE",
  records: "EXAMINE",
  done_again: "TEST",
};

export function assessmentResults(whole: Drawn, language: Language) {
  const { report, company, group, book } = whole;
  const say = sayIn(language);
  const controls = whole.controls.filter(stands);
  const at = new Date(report.finalAt ?? whole.now).toISOString();
  const number = report.version > 1 ? `${report.reference}-${report.version}` : report.reference;
  const [companyId, groupId] = [uuidOf("company", report.companyId), uuidOf("group")];
  const teamId = uuidOf("audit-team", report.visitId);
  const planId = uuidOf("audit-visit", report.visitId);
  const idOf = tokens();
  for (const control of book.controls) idOf(control.id);
  return {
    uuid: uuidOf("audit-results", report.id),
    metadata: {
      title: lineOf(say("audits.paper.title", { company: company.name, number })),
      "last-modified": at,
      version: String(report.version),
      "oscal-version": oscalVersion,
      props: [own("language", language), own("content-sha256", report.contentSha256?.toString("hex") ?? "–")],
      roles: [
        { id: "assessor", title: say("audits.oscal.assessor") },
        { id: "assessed", title: say("audits.oscal.assessed") },
      ],
      parties: [
        {
          uuid: companyId,
          type: "organization",
          name: stringOf(company.name),
          "short-name": stringOf(company.code),
          "member-of-organizations": [groupId],
        },
        { uuid: groupId, type: "organization", name: stringOf(group) },
        {
          uuid: teamId,
          type: "organization",
          name: stringOf(report.seen.team.map((one) => one.name).join(", ")),
          "member-of-organizations": [groupId],
        },
      ],
      "responsible-parties": [
        { "role-id": "assessor", "party-uuids": [teamId] },
        { "role-id": "assessed", "party-uuids": [companyId] },
      ],
    },
    "import-ap": { href: `#${planId}` },
    results: [
      {
        uuid: uuidOf("audit-result", report.id),
        title: lineOf(say("audits.paper.title", { company: company.name, number })),
        description: report.summary || "–",
        start: `${whole.fromOn ?? report.heldOn ?? whole.today}T00:00:00Z`,
        end: at,
        props: propsOf(whole),
        "reviewed-controls": {
          "control-selections": [
            controls.length > 0
              ? { "include-controls": controls.map((one) => ({ "control-id": idOf(one.controlId) })) }
              : { "include-all": {} },
          ],
        },
        ...some("attestations", attestationsOf(whole, { companyId, teamId }, language)),
        ...some(
          "observations",
          controls.map((one) => observation(whole, one, { companyId, teamId, at }, language)),
        ),
        ...some(
          "findings",
          controls.map((one) => finding(whole, one, idOf(`${one.controlId}_smt`), language)),
        ),
      },
    ],
    "back-matter": {
      resources: [
        {
          uuid: planId,
          title: lineOf(number),
          description: say("audits.paper.method.drawn", {
            tier: report.tier,
            mandatory: controls.filter((one) => one.drawn === "mandatory").length,
            share: `${report.sharePercent}%`,
            sample: controls.filter((one) => one.drawn === "sample").length,
            added: controls.filter((one) => one.drawn === "added").length,
            seed: report.seed,
          }),
          props: [
            own("standard", book.standard),
            own("edition", book.edition),
            own("seed", stringOf(report.seed)),
          ],
        },
        ...report.seen.photos.map((photo) => ({
          uuid: uuidOf("audit-photo", photo.fileId),
          title: lineOf(photo.words || photo.place),
          props: [own("taken-at", new Date(photo.takenAt).toISOString())],
          rlinks: [
            {
              href: `photo-${photo.sha256.slice(0, 16)}`,
              "media-type": photo.mediaType,
              hashes: [{ algorithm: "SHA-256", value: photo.sha256 }],
            },
          ],
        })),
      ],
    },
  };
}

function propsOf({ report, controls, result }: Drawn) {
  const counts = countsOf(controls);
  const { sample, interval } = overClaim(controls);
  return [
    own("result", result),
    own("tier", report.tier),
    own("share-percent", String(report.sharePercent)),
    ...Object.entries(counts).map(([name, count]) =>
      own(
        name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
        String(count),
      ),
    ),
    own("sample-claimed", String(sample.of)),
    own("sample-overturned", String(sample.overturned)),
    ...(interval
      ? [own("sample-low", interval.low.toFixed(4)), own("sample-high", interval.high.toFixed(4))]
      : []),
  ];
}

type Parties = { companyId: string; teamId: string };

function attestationsOf({ signatures }: Drawn, { companyId, teamId }: Parties, language: Language) {
  const say = sayIn(language);
  return signatures
    .filter((one) => one.outcome === "signed")
    .map((one) => ({
      "responsible-parties": [
        one.side === "lead"
          ? { "role-id": "assessor", "party-uuids": [teamId] }
          : { "role-id": "assessed", "party-uuids": [companyId] },
      ],
      parts: [
        {
          name: "attestation",
          prose: say("audits.oscal.attested", { name: one.name ?? "–", at: one.signedAt.slice(0, 10) }),
        },
      ],
    }));
}

function observation(
  whole: Drawn,
  one: ControlRow,
  { companyId, teamId, at }: Parties & { at: string },
  language: Language,
) {
  const { report, book } = whole;
  const say = sayIn(language);
  const checks = report.seen.places.flatMap((place) =>
    place.checks.filter((check) => check.controlId === one.controlId),
  );
  const used = [...new Set(checks.flatMap((check) => methods[check.test ?? ""] ?? []))];
  const photos = report.seen.photos.filter((photo) => photo.controlId === one.controlId);
  return {
    uuid: uuidOf("audit-observation", report.id, one.controlId),
    title: lineOf(`${one.controlId} ${textIn(book.byId.get(one.controlId)?.texts.title ?? {}, language)}`),
    description: [say(`verdict.${one.verdict}`), one.words].filter(Boolean).join("\n\n"),
    props: [
      own("control-id", one.controlId),
      own("verdict", one.verdict),
      own("drawn", one.drawn),
      ...(one.saidVerdict ? [own("said", one.saidVerdict)] : []),
      ...(one.deskVerdict ? [own("desk", one.deskVerdict)] : []),
      ...(one.severity ? [own("severity", one.severity)] : []),
    ],
    methods: used.length > 0 ? used : ["UNKNOWN"],
    types: ["control-objective"],
    origins: [{ actors: [{ type: "party", "actor-uuid": teamId, "role-id": "assessor" }] }],
    subjects: [{ "subject-uuid": companyId, type: "party", title: lineOf(whole.company.name) }],
    ...some(
      "relevant-evidence",
      photos.map((photo) => ({
        href: `#${uuidOf("audit-photo", photo.fileId)}`,
        description: photo.words || photo.place || "–",
      })),
    ),
    collected: at,
    ...(one.agrees === null
      ? {}
      : {
          remarks: [say(one.agrees ? "audits.report.agrees" : "audits.report.differs"), one.replyWords]
            .filter(Boolean)
            .join("\n\n"),
        }),
  };
}

function finding(whole: Drawn, one: ControlRow, statement: string, language: Language) {
  const { report, book, isMandatory, references } = whole;
  const say = sayIn(language);
  const reference = references.get(one.controlId);
  const status = {
    met: { state: "satisfied", reason: "pass" },
    partly: { state: "not-satisfied", reason: "fail" },
    not_met: { state: "not-satisfied", reason: "fail" },
    // OSCAL knows satisfied and not: what nobody could find out is neither, and says so.
    unknown: { state: "not-satisfied", reason: "other" },
  }[one.verdict];
  return {
    uuid: uuidOf("audit-finding", report.id, one.controlId),
    title: lineOf(`${one.controlId} ${textIn(book.byId.get(one.controlId)?.texts.title ?? {}, language)}`),
    description: [say(`verdict.${one.verdict}`), one.words].filter(Boolean).join("\n\n"),
    props: [
      own("control-id", one.controlId),
      own("mandatory", String(isMandatory(one.controlId))),
      ...(reference ? [own("finding", reference)] : []),
      ...(one.dueOn ? [own("due-on", one.dueOn)] : []),
    ],
    target: {
      type: "statement-id",
      "target-id": statement,
      status: { ...status, remarks: say(`verdict.${one.verdict}`) },
    },
    "related-observations": [{ "observation-uuid": uuidOf("audit-observation", report.id, one.controlId) }],
  };
}
