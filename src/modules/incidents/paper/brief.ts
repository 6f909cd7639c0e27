// The executive brief on paper: one page, by the last brief that was written, or by what the record knows where none is.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { locales } from "#core/text/format.ts";
import { getIncidentClocks } from "../law/reading.ts";
import { getIncident } from "../reading.ts";
import { getAffected } from "../room/affected.ts";
import { getBrief } from "../room/briefs.ts";
import { getRoom } from "../room/room.ts";
import { isOver, type LawClock } from "./clocks.ts";
import type { paperContract } from "./contract.ts";
import { reportedTo } from "./headed.ts";
import { asPaper, frameOf } from "./pages.ts";
import { recomposed } from "./recomposing.ts";
import { breakable, type Words, wordsIn } from "./words.ts";

const mostClocks = 6;
const few = 5;

export async function downloadBrief(
  ctx: Ctx,
  { id, language }: Input<typeof paperContract.downloadBrief>,
): Promise<Output<typeof paperContract.downloadBrief>> {
  const inLanguage = { ...ctx, language };
  const incident = await getIncident(inLanguage, { id });
  const brief = await getBrief(inLanguage, { id });
  const law = await getIncidentClocks(inLanguage, { id });
  const affected = await getAffected(inLanguage, { id });
  const room = await getRoom(inLanguage, { id });
  const words = wordsIn(language);
  const { say } = words;
  const zone = incident.companyZone;
  const { last } = brief;
  const { boxes, others } = last
    ? await recomposed(inLanguage, incident, last)
    : { boxes: brief.draft, others: [] };
  const moment = (at: string) => words.moment(at, zone);
  const named = incident.title === "–" ? say(`incident.kind.${incident.kind}`) : incident.title;
  const title = say("incident.paper.brief");
  const box = (name: "happened" | "affected" | "doing" | "decide") => ({
    title: say(`room.box.${name}`),
    words: breakable(boxes[name]),
  });
  const nextAt = last?.nextAt ?? brief.dueAt;
  const commander = room.roles.find((one) => one.role === "commander" && one.until === null)?.name;
  const inCharge = commander ?? incident.takenUpByName;
  const data = {
    ...frameOf(ctx, incident, words, `${title} ${incident.reference}`, zone),
    kind: title,
    company: incident.companyName,
    reference: incident.reference,
    name: breakable(named),
    written: last
      ? say("incident.paper.written", {
          version: last.version,
          moment: moment(last.writtenAt),
          name: last.writtenByName ?? say("incident.paper.noName"),
        }) + othersOf(words, others)
      : say("incident.paper.notWritten"),
    cells: [
      {
        label: say("incidents.severity"),
        value: say(`severity.${incident.severity}`),
        tone: incident.severity,
        note: say("incident.weighedAs", {
          potential: say(`severity.${incident.potential}`),
          actual: say(`incident.actual.${incident.actual}`),
        }),
      },
      {
        label: say("incidents.state"),
        value: say(`incident.state.${incident.state}`),
        tone: "",
        note: incident.containedAt ? moment(incident.containedAt) : "",
      },
      {
        label: say("incident.paper.since"),
        value: moment(incident.discoveredAt),
        tone: "",
        note: incident.occurredAt
          ? say("incident.paper.occurred", { moment: moment(incident.occurredAt) })
          : say("incident.paper.occurredUnknown"),
      },
      {
        label: say("incident.paper.toHead"),
        value: incident.reportedAt
          ? moment(incident.reportedAt)
          : say("incident.paper.notReported", { moment: moment(incident.reportDueAt) }),
        tone: incident.isLate ? "high" : "",
        note: say(incident.isLate ? "incidents.isLate" : "incidents.inTime"),
      },
    ],
    decide: box("decide"),
    happened: box("happened"),
    affected: box("affected"),
    doing: box("doing"),
    facts: [
      ...factsOf(words, affected, incident.companyName, inCharge ?? null),
      ...(await reportedTo(inLanguage, words, incident, zone)),
    ],
    clocks: clocksOf(ctx, words, law.clocks),
    next: nextAt && !incident.closedAt ? say("incident.paper.nextBrief", { moment: moment(nextAt) }) : "",
    shortened: say("incident.paper.shortened"),
  };
  return asPaper(incident, { id }, { paper: "brief", language }, title, data);
}

/** Nobody has put these words into the language of the paper: it says which one they are in. */
function othersOf({ say, language, join }: Words, others: readonly Language[]): string {
  const tongues = new Intl.DisplayNames([locales[language]], { type: "language" });
  return others.length > 0
    ? say("incident.paper.writtenIn", { languages: join(others.map((one) => tongues.of(one) ?? one)) })
    : "";
}

function factsOf(
  words: Words,
  affected: Awaited<ReturnType<typeof getAffected>>,
  company: string,
  inCharge: string | null,
): string[][] {
  const { say } = words;
  const first = (all: readonly string[]) =>
    all.length > few
      ? say("incident.paper.andMore", { names: words.join(all.slice(0, few)), count: all.length - few })
      : words.join(all);
  const hit = affected.companies.filter((one) => !one.leftAt).map((one) => one.companyName);
  const companies = [...new Set([company, ...hit])];
  const people = affected.people.filter((one) => one.count > 0);
  const rows: [string, string][] = [
    ["incident.paper.companies", first(companies)],
    [
      "incident.paper.people",
      affected.people.length > 0
        ? `${words.counted({ count: affected.total, isExact: affected.isExact })}${
            people.length > 0
              ? ` – ${first(people.map((one) => `${words.country(one.country)} ${words.counted(one)}`))}`
              : ""
          }`
        : say("incident.paper.notYetKnown"),
    ],
    ...(affected.things.length > 0
      ? [["incident.paper.things", first(affected.things.map((one) => one.name))] as [string, string]]
      : []),
    ["incident.paper.inCharge", inCharge ?? say("incident.nobodyYet")],
  ];
  return rows.map(([key, value]) => [say(key), breakable(value)]);
}

function clocksOf(ctx: Ctx, words: Words, all: readonly LawClock[]) {
  const { say } = words;
  // The group's own 24 hours stand above.
  const applying = all.filter(
    (one) => one.outcome === "applies" && !one.isDraft && one.jurisdiction !== "GROUP",
  );
  const open = applying.filter((one) => !isOver(one));
  const done = applying.length - open.length;
  const shown = [
    ...open.filter((one) => one.standing === "due"),
    ...open.filter((one) => one.standing !== "due"),
  ].slice(0, mostClocks);
  const due = (one: LawClock) => {
    if (one.state === "waits") return say("clock.waits", { anchor: words.anchor(one) });
    if (one.state === "paused") return say("clock.paused");
    return one.dueAt ? words.moment(one.dueAt, one.zone) : say("clock.atOnce");
  };
  return {
    title: say("incident.paper.clocks"),
    heads: ["incident.paper.clock", "clock.table.company", "clock.table.standing", "clock.table.due"].map(
      (key) => say(key),
    ),
    rows: shown.map((one) => ({
      name: `${one.name} · ${words.jurisdiction(one.jurisdiction)}`,
      company: one.companyName,
      standing: say(`clockRule.standing.${one.standing === "due" ? "adopted" : "proposed"}`),
      due: due(one),
      isLate: one.state === "runs" && one.dueAt !== null && Date.parse(one.dueAt) < ctx.now.getTime(),
    })),
    note: [
      ...(open.length === 0 ? [say("incident.paper.noClock")] : []),
      ...(open.length > shown.length
        ? [say("incident.paper.moreClocks", { count: open.length - shown.length })]
        : []),
      ...(done > 0 ? [say("incident.paper.clocksDone", { count: done })] : []),
      ...(shown.some((one) => one.standing !== "due") ? [say("incident.paper.proposedMeans")] : []),
    ].join(" "),
  };
}
