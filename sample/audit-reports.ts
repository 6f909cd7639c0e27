// The reports of two visits: one that is final, with its findings; one that was sent and that its company has replied to. By the product's
// own rules for severity, result and hash.
import { addDays } from "#core/time/fiscal-year.ts";
import { frozenContent } from "#modules/audits/report/content.ts";
import type { ControlRow, Report } from "#modules/audits/report/loading.ts";
import { fallsShort, overturned, proposedSeverity } from "#modules/audits/report/rules.ts";
import { resultOf } from "#modules/audits/report/weighing.ts";
import { contentHash } from "#modules/standards/canonical.ts";
import type { AuditSheet, Laid } from "./audit-sheets.ts";
import { type Audited, addAgenda, addDuty, addNotes, type Days, sign } from "./audit-report-parts.ts";
import { instantAt } from "./calendar.ts";
import type { AuditedShort, Numbered } from "./finding-draft.ts";
import type { Paper } from "./papers.ts";
import type { Sheet } from "./sheet.ts";
import { seatHolder } from "./staff.ts";
import texts from "./texts/audit-report.json" with { type: "json" };
import { scopeOf } from "./verdicts.ts";

/** What became of the visit of a company with a story. */
export const reportStories = { flawless: "final", contradicts_data: "replied" } as const;

export function auditReportOf({ audited }: AuditSheet, laid: Laid) {
  const { sitting, on } = audited;
  const { company } = sitting;
  const state = reportStories[company.story as keyof typeof reportStories];
  if (!state) return null;
  const controls = controlsOf(audited, laid);
  const days = daysOf(sitting.plan.calendar.today, on, state);
  return {
    /** Of a final one: what becomes a finding, on that day. */
    short: state === "final" ? shortOf(audited, controls, days.final) : [],
    write: (found: ReadonlyMap<string, Numbered>, to: Sheet) =>
      write(
        {
          audited,
          laid,
          state,
          days,
          controls: state === "final" ? settled(controls, found, days, audited) : controls,
        },
        to,
      ),
  };
}

const daysOf = (today: string, on: string, state: "final" | "replied"): Days => ({
  sent: addDays(on, 6),
  replyBy: addDays(on, 20),
  replied: state === "replied" ? addDays(today, -3) : addDays(on, 15),
  final: addDays(on, 19),
});

/** What the company says to the first of what falls short is that it agrees, to the second that it sees it differently. */
function controlsOf({ sitting, found }: Audited, { words }: Laid): ControlRow[] {
  const said = texts[sitting.company.language];
  const order = new Map(sitting.edition.rules.controls.map((one, at) => [one.id, at]));
  let short = 0;
  return found
    .toSorted((a, b) => (order.get(a.given.control.id) ?? 0) - (order.get(b.given.control.id) ?? 0))
    .map(({ given, why, verdict }) => {
      const weight = sitting.edition.rules.controls.find((one) => one.id === given.control.id)?.weight ?? 1;
      const severity = proposedSeverity(verdict, { isMandatory: why === "mandatory", weight });
      const nth = fallsShort(verdict) ? (short += 1) : 0;
      return {
        controlId: given.control.id,
        area: given.control.area,
        drawn: why,
        saidVerdict: given.verdict,
        saidAssurance: given.assurance,
        saidOn: sitting.course.submittedAt?.slice(0, 10) ?? null,
        answerVersion: 1,
        deskVerdict: null,
        sheetVerdict: verdict,
        verdict,
        words: words.get(given.control.id) ?? "",
        severity,
        proposedSeverity: severity,
        severityReason: "",
        agrees: nth === 0 ? null : nth !== 2,
        replyWords: nth === 1 ? said.agrees : nth === 2 ? said.differs : "",
        settlement: null,
        settledReason: "",
        dueOn: null,
        findingId: null,
      };
    });
}

function shortOf({ visitId, sitting }: Audited, controls: readonly ControlRow[], on: string): AuditedShort[] {
  return controls.flatMap((row) => {
    const control = sitting.edition.content.controls.find((one) => one.id === row.controlId);
    return control && row.severity && fallsShort(row.verdict)
      ? [
          {
            control,
            visitId,
            on,
            editionId: sitting.edition.id,
            verdict: row.verdict,
            severity: row.severity,
            words: row.words,
          },
        ]
      : [];
  });
}

const settled = (
  controls: readonly ControlRow[],
  found: ReadonlyMap<string, Numbered>,
  days: Days,
  { sitting }: Audited,
): ControlRow[] =>
  controls.map((row) => {
    const finding = row.severity ? found.get(`control:${row.controlId}`) : undefined;
    return {
      ...row,
      ...(row.agrees === false
        ? { settlement: "upheld" as const, settledReason: texts[sitting.company.language].upheld }
        : {}),
      dueOn: finding?.dueOn ?? null,
      findingId: finding?.id ?? null,
    };
  });

type Writing = {
  audited: Audited;
  laid: Laid;
  state: "final" | "replied";
  days: Days;
  controls: readonly ControlRow[];
};

function write({ audited, laid, state, days, controls }: Writing, to: Sheet): Paper[] {
  const { sitting, visitId, on, lead, seed, sharePercent } = audited;
  const { plan, company, edition, inspectionId } = sitting;
  const said = texts[company.language];
  const at = (day: string, minutes: number) => instantAt(day, minutes, company.timeZone);
  const id = plan.id(on, "audit report", company.code);
  const short = controls.filter((row) => fallsShort(row.verdict));
  const { photos, papers, places } = addNotes(audited, laid, short, to);
  const agenda = addAgenda(audited, to);
  const isFinal = state === "final";
  const result = resultOf(edition.rules, company.tier, scopeOf(company), controls);
  const summary = said.summary
    .replace("{short}", String(short.length))
    .replace("{looked}", String(controls.length))
    .replace("{overturned}", String(controls.filter(overturned).length));
  const report: Report = {
    id,
    visitId,
    companyId: company.id,
    version: 1,
    reference: `${company.code}-A1`,
    language: company.language,
    editionId: edition.id,
    tier: company.tier,
    inspectionId,
    seed,
    sharePercent,
    seen: {
      team: [{ name: lead.name, isLead: true }],
      places,
      photos,
      ...(isFinal ? { agenda } : {}),
    },
    state: isFinal ? "final" : "sent",
    summary,
    commended: said.commended,
    reason: null,
    replyBy: days.replyBy,
    sentBy: lead.person,
    sentAt: at(days.sent, 11 * 60),
    repliedBy: seatHolder(plan, company, "officer"),
    repliedAt: at(days.replied, 16 * 60),
    replyWords: said.reply,
    finalBy: isFinal ? lead.person : null,
    finalAt: isFinal ? at(days.final, 14 * 60) : null,
    heldOn: isFinal ? on : null,
    result: isFinal ? result : null,
    findings: isFinal ? short.length : null,
    contentSha256: null,
    rowVersion: 1,
  };
  to.add("auditReports", {
    ...report,
    seen: JSON.stringify(report.seen),
    begunBy: lead.person,
    begunAt: at(addDays(on, 3), 9 * 60),
    contentSha256: isFinal ? contentHash(frozenContent(report, controls, { heldOn: on, result })) : null,
  });
  for (const [position, row] of controls.entries())
    to.add("auditReportControls", {
      ...row,
      reportId: id,
      companyId: company.id,
      position,
      settledBy: row.settlement ? lead.person : null,
      settledAt: row.settlement ? at(addDays(days.replied, 2), 10 * 60) : null,
    });
  if (isFinal) sign(report, audited, days, to);
  else addDuty(report, audited, days, to);
  return papers;
}
