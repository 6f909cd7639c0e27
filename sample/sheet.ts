// Rows on their way into COPY: each is turned into its line as soon as it is known, so that a group of any size needs
// little memory and two runs can be compared byte by byte.
import type { Insertable } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";

/** What is loaded, in the order in which rows refer to one another. */
export const columns = {
  groupSettings: ["name", "names", "fiscalYearStartMonth", "timeZone", "languages", "setUpAt"],
  units: ["id", "kind", "code", "companyId", "foundedOn", "endedOn", "endedReason", "createdAt"],
  unitNames: ["unitId", "companyId", "validFrom", "validTo", "name", "nameEn", "nameJa", "nameZh"],
  supervisions: ["unitId", "parentId", "companyId", "validFrom", "validTo", "reason"],
  relations: ["companyId", "ownerId", "kind", "ownershipPercent", "validFrom", "validTo", "reason"],
  companyFacts: [
    "companyId",
    "validFrom",
    "validTo",
    "country",
    "region",
    "timeZone",
    "language",
    "industry",
    "workers",
    "personalDataPeople",
    "hasPlant",
    "runsServers",
    "hasRestrictedRooms",
    "developsSoftware",
    "developsProducts",
    "isRegionalHeadquarters",
    "isFinance",
    "providesSharedServices",
    "answersByWorkbook",
  ],
  tiers: ["companyId", "tier", "basis", "validFrom", "validTo", "reason"],
  sites: ["unitId", "companyId", "country", "timeZone", "isPlant"],
  people: [
    "id",
    "companyId",
    "code",
    "familyName",
    "givenName",
    "familyNameReading",
    "givenNameReading",
    "email",
    "language",
    "timeZone",
    "createdAt",
  ],
  employments: ["personId", "unitId", "companyId", "kind", "title", "validFrom", "validTo"],
  positions: ["id", "unitId", "companyId", "purpose", "name", "nameEn", "nameJa", "nameZh", "createdOn"],
  positionHolders: ["positionId", "personId", "companyId", "rank", "validFrom", "validTo"],
  serviceProviders: ["service", "companyId", "validFrom"],
  serviceConnections: ["companyId", "service", "sharePercent", "validFrom"],
  accounts: ["id", "personId", "companyId", "loginName", "passwordHash", "language", "state", "createdAt"],
  grants: [
    "id",
    "personId",
    "companyId",
    "roleId",
    "unitId",
    "withSubtree",
    "validFrom",
    "validTo",
    "reason",
    "createdAt",
  ],
  files: ["id", "companyId", "sha256", "sizeBytes", "mediaType", "name", "purpose", "createdBy", "createdAt"],
  rounds: [
    "id",
    "kind",
    "fiscalYear",
    "name",
    "editionId",
    "populationRule",
    "previousId",
    "opensOn",
    "dueOn",
    "reviewDueOn",
    "confirmDueOn",
    "state",
    "frozenAt",
    "frozenBy",
    "populationSha256",
    "launchedAt",
    "dueDayTakenAt",
    "closedAt",
    "createdBy",
    "createdAt",
  ],
  roundMembers: [
    "roundId",
    "companyId",
    "isIn",
    "reason",
    "tier",
    "relation",
    "binding",
    "divisionId",
    "region",
    "country",
    "workers",
    "joinedOn",
    "leftOn",
  ],
  inspections: [
    "id",
    "roundId",
    "companyId",
    "editionId",
    "tier",
    "state",
    "dueOn",
    "begunAt",
    "submittedAt",
    "submittedBy",
    "isLate",
    "lateReason",
    "returnedAt",
    "reviewedAt",
    "reviewedBy",
    "confirmedAt",
    "confirmedBy",
    "confirmedFor",
    "lockedAt",
    "leftOn",
    "rowVersion",
  ],
  scopeAnswers: ["inspectionId", "companyId", "condition", "isTrue", "answeredBy", "answeredAt"],
  answers: [
    "inspectionId",
    "controlId",
    "companyId",
    "verdict",
    "how",
    "missing",
    "owner",
    "dueOn",
    "reason",
    "coveragePercent",
    "exceptions",
    "maturity",
    "origin",
    "assurance",
    "naIsAllowed",
    "answeredBy",
    "answeredFor",
    "answeredAt",
  ],
  deskReviews: [
    "inspectionId",
    "controlId",
    "companyId",
    "decision",
    "verdict",
    "reasonKind",
    "reason",
    "answerVersion",
    "reviewedBy",
    "reviewedAt",
  ],
  delegations: [
    "id",
    "inspectionId",
    "companyId",
    "personId",
    "area",
    "dueOn",
    "note",
    "givenBy",
    "givenAt",
    "endedAt",
  ],
  talks: [
    "id",
    "inspectionId",
    "controlId",
    "companyId",
    "body",
    "asksDivision",
    "answeredAt",
    "saidBy",
    "saidAt",
  ],
  evidence: ["id", "companyId", "title", "kind", "fileId", "place", "validFrom", "createdBy", "createdAt"],
  evidenceUses: ["evidenceId", "inspectionId", "controlId", "companyId", "validUntil", "usedBy", "usedAt"],
  inspectionResults: [
    "inspectionId",
    "basis",
    "roundId",
    "companyId",
    "computedAt",
    "result",
    "isProvisional",
    "halfPoints",
    "weight",
    "requiredCount",
    "answeredCount",
    "naCount",
    "unknownCount",
    "expiredCount",
    "declaredCount",
    "documentedCount",
    "measuredCount",
    "verifiedCount",
    "verifiedHalfPoints",
    "mandatoryGaps",
    "mandatoryPartly",
    "areas",
    "functions",
    "harms",
    "topics",
    "maturity",
  ],
  duties: [
    "id",
    "fiscalYear",
    "kind",
    "subjectKind",
    "subjectId",
    "companyId",
    "permission",
    "personId",
    "createdAt",
    "startsAt",
    "dueAt",
    "timeZone",
    "state",
    "nextAt",
    "level",
    "step",
    "postponedCount",
    "closedAt",
    "closedBy",
    "closedReason",
  ],
  postponements: [
    "id",
    "dutyId",
    "companyId",
    "nth",
    "fromAt",
    "toAt",
    "reason",
    "askedBy",
    "askedAt",
    "decidedBy",
    "decidedAt",
    "isAllowed",
    "decisionReason",
  ],
} as const satisfies { readonly [T in keyof Tables]?: readonly (keyof Tables[T])[] };

export type Loaded = keyof typeof columns;
/** A row of a loaded table; what is left out is null. */
export type Row<T extends Loaded> = Pick<
  Insertable<Tables[T]>,
  Extract<(typeof columns)[T][number], keyof Insertable<Tables[T]>>
>;

export type Sheet = {
  add<T extends Loaded>(table: T, row: Row<T>): void;
  /** The lines since the last call, table by table in the order of loading. */
  take(): [Loaded, string[]][];
};

export function sheet(): Sheet {
  const lines = new Map<Loaded, string[]>();
  return {
    add(table, row) {
      const values = row as Record<string, unknown>;
      let list = lines.get(table);
      if (!list) lines.set(table, (list = []));
      list.push(columns[table].map((name) => fieldOf(values[name])).join("\t"));
    },
    take() {
      const taken = (Object.keys(columns) as Loaded[]).flatMap((table): [Loaded, string[]][] => {
        const list = lines.get(table);
        return list ? [[table, list]] : [];
      });
      lines.clear();
      return taken;
    },
  };
}

const special: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const escaped = (text: string) =>
  /[\\\t\n\r]/.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (one) => special[one] ?? one) : text;

/** A value in PostgreSQL's COPY text format. */
function fieldOf(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  if (typeof value === "string") return escaped(value);
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString("hex")}`;
  if (Array.isArray(value)) return escaped(`{${value.map((one) => JSON.stringify(one)).join(",")}}`);
  if (typeof value === "object") return escaped(JSON.stringify(value));
  return String(value);
}
