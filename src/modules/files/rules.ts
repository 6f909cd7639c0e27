// What files are for: who may send and read them, and which kinds of content they may hold.

export const purposes = [
  "evidence",
  "confirmation",
  "workbook",
  "import",
  "edition",
  "catalogue",
  "mapping",
  "asset_source",
  "asset_proof",
  "finding_proof",
  "instruction_proof",
  "audit_photo",
  "audit_document",
  "lateral_proof",
  "incident_file",
  "incident_sent",
] as const;
export type Purpose = (typeof purposes)[number];

type Rule = {
  attach: readonly string[];
  read: readonly string[];
  /** null: every kind that the product knows (core/files/media-type.ts). */
  mediaTypes: readonly string[] | null;
};

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const onPaper = ["application/pdf", "image/png", "image/jpeg", "image/tiff", "image/heic", "image/webp"];

export const ruleOf: Readonly<Record<Purpose, Rule>> = {
  evidence: {
    attach: ["inspection.answer", "inspection.contribute"],
    read: ["inspection.read", "inspection.answer", "inspection.contribute"],
    mediaTypes: null,
  },
  // The signed page of a company that answers by workbook; the division uploads it on its behalf.
  confirmation: {
    attach: ["inspection.confirm_for", "inspection.confirm"],
    read: ["inspection.read", "inspection.confirm_for", "inspection.confirm"],
    mediaTypes: onPaper,
  },
  workbook: {
    attach: ["inspection.answer", "inspection.confirm_for", "inspection.review"],
    read: ["inspection.read", "inspection.answer", "inspection.confirm_for", "inspection.review"],
    mediaTypes: [xlsx],
  },
  import: {
    attach: ["organization.import", "person.import"],
    read: ["organization.import", "person.import"],
    mediaTypes: [xlsx, "text/plain"],
  },
  // A standard written elsewhere, e.g. in an editor of one's own.
  edition: {
    attach: ["standard.publish"],
    read: ["standard.publish"],
    mediaTypes: ["text/plain", "application/json"],
  },
  // Relations between items of sets, and lists of items of one's own; they are the group's.
  mapping: {
    attach: ["standard.publish"],
    read: ["standard.publish"],
    mediaTypes: [xlsx, "text/plain"],
  },
  // What a device manager, a directory, a cloud or a scan exports.
  asset_source: {
    attach: ["ledger.manage"],
    read: ["ledger.manage"],
    mediaTypes: [xlsx, "text/plain", "application/xml", "application/gzip"],
  },
  // What a transfer, a restore test or another statement about an entry of a ledger rests on.
  asset_proof: { attach: ["ledger.manage"], read: ["ledger.read", "ledger.manage"], mediaTypes: null },
  // What shows a finding, that it is remedied, that it is gone, or why it is lived with.
  finding_proof: {
    attach: [
      "plan.write",
      "finding.work",
      "finding.raise",
      "finding.verify_any",
      "finding.verify",
      "finding.verify_within",
    ],
    read: ["finding.read", "plan.read"],
    mediaTypes: null,
  },
  // That what was instructed is done; sent from the unit that was told, and read by it and by whoever told it.
  instruction_proof: {
    attach: ["instruction.carry_out"],
    read: ["instruction.read", "instruction.carry_out"],
    mediaTypes: null,
  },
  // What an auditor saw on site; the company sees it in the report.
  audit_photo: {
    attach: ["audit.conduct"],
    read: ["audit.conduct", "audit.read"],
    mediaTypes: ["image/jpeg", "image/png", "image/webp"],
  },
  // What an audit asks the company for, and what the company sends with its reply to the report.
  audit_document: {
    attach: ["audit.answer"],
    read: ["audit.conduct", "audit.read", "audit.answer", "audit.read_own"],
    mediaTypes: null,
  },
  // Photos and papers that come with a report of an incident.
  incident_file: {
    attach: ["incident.manage", "incident.assess", "incident.report"],
    read: ["incident.read"],
    mediaTypes: null,
  },
  // What came by a link or by mail, until somebody of the company has looked at it; sent by no upload of anybody's.
  incident_sent: {
    attach: [],
    read: ["incident.manage", "incident.assess"],
    mediaTypes: null,
  },
  // What shows whether a company is affected by what a lateral check asks about.
  lateral_proof: {
    attach: ["lateral.answer"],
    read: ["lateral.read", "lateral.answer"],
    mediaTypes: null,
  },
  // An OSCAL document; it is the group's, and JSON is text.
  catalogue: {
    attach: ["standard.publish"],
    read: ["standard.publish"],
    mediaTypes: ["text/plain"],
  },
};

const all = (side: "attach" | "read") => [
  ...new Set(purposes.flatMap((purpose) => [...ruleOf[purpose][side]])),
];
export const attachers: readonly string[] = all("attach");
export const readers: readonly string[] = all("read");

export const takes = (purpose: Purpose, mediaType: string) =>
  ruleOf[purpose].mediaTypes?.includes(mediaType) ?? true;

export const isPurpose = (word: string): word is Purpose => (purposes as readonly string[]).includes(word);
