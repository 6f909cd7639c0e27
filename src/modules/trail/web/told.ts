// What an event tells beside its name, in words of the reader's language: "Rows: 24 · Size: 12 KB". Ids and hashes are
// for programs; a reader is shown none of them, and never the name of a field.

/** Of useFormat, what is needed here. */
export type Saying = {
  say(key: string, values?: Record<string, unknown>): string;
  number(value: number): string;
  day(day: string): string;
  moment(at: string): string;
  list(words: readonly string[]): string;
  tongue(code: string): string;
};

/** Not shown: ids, hashes, and what only a program reads. */
export const unspoken: ReadonlySet<string> = new Set(
  "contentSha256 pdfSha256 populationSha256 sha256 keyId rule populationRule leaveOut counts scopeAnswers about fields list ended standsIn byExecutive byPerson size isSearched eventIds operation patterns hash requestId signature levelBefore proposedBy callId receiverId companyIds addedPersonIds removedPersonIds addedRecordIds removedRecordIds entryIds recipientIds memberIds digest adviceOf".split(
    " ",
  ),
);

/** Catalogues in which the words of a value are looked for, by its field; what is in none is not shown. */
const catalogues: Readonly<Record<string, readonly string[]>> = {
  verdict: ["verdict"],
  before: ["verdict", "result"],
  result: ["result"],
  roleId: ["role"],
  basedOn: ["role"],
  permission: ["permission"],
  permissions: ["permission"],
  gains: ["permission"],
  loses: ["permission"],
  relation: ["relation"],
  employment: ["employment"],
  job: ["jobs"],
  methods: ["method"],
  owes: ["demand"],
  demands: ["demand"],
  way: ["way"],
  kind: ["factor.kind", "trail.value", "duty.kind", "import.kind", "assurance", "review.kind"],
  why: ["audits.why"],
  auditKind: ["audits.kind"],
  auditResult: ["result"],
  warnings: ["audits.warning"],
  did: ["trail.value"],
  state: ["job"],
  reasonKind: ["review.reason"],
  purpose: ["filePurpose"],
  because: ["events", "trail.value"],
  verb: ["events"],
  origin: ["trail.value"],
  from: ["trail.value"],
  decision: ["trail.value"],
  side: ["trail.value"],
  by: ["trail.value"],
  ground: ["trail.ground"],
  group: ["trail.group"],
  groups: ["trail.group"],
  basis: ["paper.basis"],
  paper: ["incident.paper"],
  transferBasis: ["transfer.basis"],
  basisBefore: ["transfer.basis"],
  gap: ["gap.kind"],
  closedBecause: ["gap.because"],
  legalGround: ["purpose.ground"],
  restoreOutcome: ["continuity.outcome"],
  restoreVerdict: ["continuity.verdict"],
  problem: ["errors", "backup.problem"],
  how: ["identity.how"],
  run: ["system.kind"],
  joinedAs: ["company.joinedAs"],
  ledger: ["ledger"],
  onboardingStep: ["onboarding.step"],
  cause: ["trail.value"],
  severity: ["severity"],
  source: ["finding.source"],
  effect: ["plan.effect"],
  seenBy: ["finding.method"],
  endedBecause: ["finding.ended", "finding.reopenedBecause"],
  ruleKinds: ["instruction.rule"],
  answer: ["lateral.standing"],
  answerBefore: ["lateral.standing"],
  leftReason: ["lateral.leftBecause"],
};

/** Shown as it is: codes that people use themselves. */
const codes: ReadonlySet<string> = new Set(
  "controlId controlIds code edition standard condition area service tier mediaType format name expired changed returned gone stands issuer reference fromCountry toCountry".split(
    " ",
  ),
);

const isIdOrHash = (value: string) => /^[0-9a-f-]{32,}$/.test(value);
const isDay = /^\d{4}-\d\d-\d\d$/;
const mostNamed = 5;

function wordOf(key: string, value: unknown, format: Saying): string | null {
  if (typeof value === "boolean") return format.say(value ? "trail.yes" : "trail.no");
  if (typeof value === "number")
    return key === "sizeBytes"
      ? `${format.number(Math.ceil(value / 1024))} KB`
      : key.startsWith("fiscalYear") || key === "code"
        ? String(value)
        : format.number(value);
  if (typeof value !== "string" || value === "" || isIdOrHash(value)) return null;
  if (isDay.test(value)) return format.day(value);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+/.test(value)) return format.moment(value);
  if (key === "language") return format.tongue(value);
  for (const catalogue of catalogues[key] ?? []) {
    const words = format.say(`${catalogue}.${value}`);
    if (words !== `${catalogue}.${value}`) return words;
  }
  return codes.has(key) ? value : null;
}

function saidOf(key: string, value: unknown, format: Saying): string | null {
  if (!Array.isArray(value)) return wordOf(key, value, format);
  if (value.length === 0) return null;
  const words = value.slice(0, mostNamed).map((one) => wordOf(key, one, format));
  return value.length > mostNamed || words.includes(null)
    ? format.number(value.length)
    : format.list(words.filter((one) => one !== null));
}

/** What was told, each as "what: value"; a field without words is left out. */
export function toldOf(data: Readonly<Record<string, unknown>>, format: Saying): string[] {
  const through = typeof data["tokenId"] === "string" ? [format.say("trail.throughToken")] : [];
  const told = Object.entries(data).flatMap(([key, value]) => {
    if (unspoken.has(key)) return [];
    // From a day, or from whom or what.
    const field = key === "from" && !isDay.test(String(value)) ? "fromWhat" : key;
    const what = format.say(`trail.data.${field}`);
    const said = what === `trail.data.${field}` ? null : saidOf(key, value, format);
    return said === null ? [] : [format.say("trail.told", { what, said })];
  });
  return [...told, ...through];
}
