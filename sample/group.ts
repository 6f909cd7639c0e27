// The whole sample group as lines for COPY, in an order in which every row finds what it refers to. Pure: the same
// options give the same bytes on every machine.
import { auditReportOf } from "./audit-reports.ts";
import { addAudits } from "./audits.ts";
import { addCompanyAccounts, addGroupAccounts } from "./accounts.ts";
import { findingsOf } from "./findings.ts";
import { addClockRules } from "./clock-rules.ts";
import { addInstructions } from "./instructions.ts";
import { addIncidents } from "./incidents.ts";
import { addLateralChecks, type LateralSource } from "./lateral.ts";
import { addInspection } from "./inspections.ts";
import { addMapping } from "./mapping.ts";
import { addCompany, addGroup } from "./organization.ts";
import { addOnCall } from "./on-call.ts";
import { addReportLinks } from "./report-links.ts";
import { addOutside } from "./outside.ts";
import type { Paper } from "./papers.ts";
import { addPeople } from "./people.ts";
import { type Plan, planOf, type SampleOptions } from "./plan.ts";
import { addRights } from "./rights.ts";
import { addRounds } from "./rounds.ts";
import { addServices } from "./services.ts";
import { type Loaded, type Sheet, sheet } from "./sheet.ts";
import { addNewcomer } from "./newcomers.ts";
import { addGroupRules, addLedgers } from "./ledgers.ts";
import { addStandIns } from "./standing-in.ts";
import { addWaysIn } from "./ways-in.ts";

export type Batch = {
  /** Share of the whole that is done with this batch, 0 to 1. */
  share: number;
  lines: [Loaded, string[]][];
  papers: Paper[];
};

const companiesAtOnce = 40;

export function* sampleGroup(options: SampleOptions): Generator<Batch> {
  const plan = planOf(options);
  const to = sheet();
  yield batch(0.02, to, frame(plan, to));
  yield* pieces(plan, to, [0.02, 0.3], (company) => {
    addPeople(plan, company, to);
    addCompanyAccounts(plan, company, to);
    addLedgers(plan, company, to);
    addNewcomer(plan, company, to);
    return [];
  });
  addGroupAccounts(plan, to);
  addRights(plan, to);
  addStandIns(plan, to);
  const incidentPapers = addIncidents(plan, to);
  addOutside(plan, to);
  addWaysIn(plan, to);
  addGroupRules(plan, to);
  const auditSheets = addAudits(plan, to);
  addRounds(plan, to);
  addInstructions(plan, to);
  addOnCall(plan, to);
  addReportLinks(plan, to);
  addClockRules(plan, to);
  yield batch(0.3, to, [...addMapping(plan, to), ...incidentPapers]);
  let source: LateralSource | null = null;
  yield* pieces(plan, to, [0.3, 0.99], (company) => {
    const findings = findingsOf(plan, company);
    const papers = plan.calendar.rounds.flatMap((_, index) =>
      addInspection(plan, company, index, to, findings.note),
    );
    const sheet = auditSheets.get(company.id);
    const report = sheet ? auditReportOf(sheet, sheet.write(to)) : null;
    const numbered = findings.write(to, report?.short ?? []);
    const planted = numbered.get("planted:vpn");
    if (planted) source = { kind: "finding", ...planted, companyId: company.id };
    return [...papers, ...(report?.write(numbered, to) ?? [])];
  });
  addLateralChecks(plan, source, to);
  yield batch(1, to);
}

function frame(plan: Plan, to: Sheet): Paper[] {
  addGroup(plan, to);
  for (const company of plan.companies) addCompany(plan, company, to);
  addServices(plan, to);
  return [];
}

function* pieces(
  plan: Plan,
  to: Sheet,
  [from, until]: [number, number],
  each: (company: Plan["parent"]) => Paper[],
): Generator<Batch> {
  const { companies } = plan;
  for (let at = 0; at < companies.length; at += companiesAtOnce) {
    const papers = companies.slice(at, at + companiesAtOnce).flatMap(each);
    const done = Math.min(1, (at + companiesAtOnce) / companies.length);
    yield batch(from + (until - from) * done, to, papers);
  }
}

const batch = (share: number, to: Sheet, papers: Paper[] = []): Batch => ({
  share,
  lines: to.take(),
  papers,
});
