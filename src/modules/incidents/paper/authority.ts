// What is reported under one clock of law: the facts of the record for its authority, what is not known said to be so, what the record cannot
// hold left as a line to fill in, and the rule with its source. No word of it is invented and none of it advises.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict } from "#core/errors.ts";
import { formatDay } from "#core/text/format.ts";
import { type Anchor, isRepeated } from "#modules/clock-rules/mechanism/rules.ts";
import { isWorded } from "#modules/clock-rules/mechanism/words.ts";
import { type RuleNamed, ruleNamed } from "#modules/clock-rules/naming.ts";
import { rulesFor, type WordedRule } from "#modules/clock-rules/rules-for.ts";
import { getIncidentClock, getIncidentClocks } from "../law/reading.ts";
import { getIncident } from "../reading.ts";
import { getAffected } from "../room/affected.ts";
import { getRoom } from "../room/room.ts";
import type { LawClock } from "./clocks.ts";
import type { paperContract } from "./contract.ts";
import { reportedTo } from "./headed.ts";
import { asPaper, frameOf } from "./pages.ts";
import { breakable, type Words, wordsIn } from "./words.ts";

type Incident = Awaited<ReturnType<typeof getIncident>>;
type Law = Awaited<ReturnType<typeof getIncidentClocks>>;
type Affected = Awaited<ReturnType<typeof getAffected>>;
type Room = Awaited<ReturnType<typeof getRoom>>;
type Moment = { moment: string; ofWhat: string; ofRule: RuleNamed | null; at: string; zone: string };
const mostTasks = 40;

export async function downloadAuthorityReport(
  ctx: Ctx,
  { id, language }: Input<typeof paperContract.downloadAuthorityReport>,
): Promise<Output<typeof paperContract.downloadAuthorityReport>> {
  const inLanguage = { ...ctx, language };
  const { incidentId } = await getIncidentClock(ctx, { id });
  const law = await getIncidentClocks(inLanguage, { id: incidentId });
  const clock = law.clocks.find((one) => one.kept?.id === id);
  if (!clock) throw conflict("incident.clock_gone");
  const incident = await getIncident(inLanguage, { id: incidentId });
  const affected = await getAffected(inLanguage, { id: incidentId });
  const room = await getRoom(inLanguage, { id: incidentId });
  const rule = (await rulesFor(inLanguage)).find((one) => one.id === clock.ruleId);
  // To people concerned and partners no word of how the house weighs it and to whom else it has reported.
  const isToOthers = clock.stage === "people" || clock.stage === "partner";
  const moments = (await momentsOf(inLanguage, incidentId, clock.companyId)).filter(
    (one) => !isToOthers || one.moment !== "submitted",
  );
  const words = wordsIn(language);
  const { say } = words;
  const title = say("incident.paper.authority");
  const named = incident.title === "–" ? say(`incident.kind.${incident.kind}`) : incident.title;
  const data = {
    ...frameOf(ctx, incident, words, `${title} ${incident.reference}`, clock.zone),
    name: title,
    about: breakable(named),
    draft: say("incident.paper.draft"),
    head: [
      ...headOf(words, incident, clock),
      ...(isToOthers ? [] : await reportedTo(inLanguage, words, incident, clock.zone)),
    ],
    what: {
      title: say("incident.paper.what"),
      rows: [[say("incident.paper.kind"), say(`incident.kind.${incident.kind}`)]],
      words: breakable(incident.what.trim()) || say("incident.paper.notYetKnown"),
    },
    when: whenOf(words, incident, moments, clock),
    whom: whomOf(words, affected),
    consequences: consequencesOf(words, incident, affected, law, clock, isToOthers),
    measures: measuresOf(words, incident, room, clock.zone),
    contact: contactOf(words, incident, room),
    hand: {
      title: say("incident.paper.byHand"),
      rows: ["registration", "address", "sector", "reference", "signed"].map((line) => [
        say(`incident.paper.hand.${line}`),
        "",
      ]),
    },
    rule: { title: say("incident.paper.rule"), rows: ruleOf(words, clock, rule) },
  };
  const taken = { paper: "authority", language, clockId: id } as const;
  return asPaper(incident, { id }, taken, `${title} ${clock.jurisdiction}`, data);
}

/** The last of each, of the legal entity itself before those of all. */
async function momentsOf(ctx: Ctx, incidentId: string, entityId: string): Promise<Moment[]> {
  const { rows } = await sql<Moment>`
    select distinct on (m.moment, m.of_what) m.moment, m.of_what, m.at, m.zone,
      case when m.moment = 'submitted' then ${ruleNamed(ctx, sql`split_part(m.of_what, '/', 1)`)} end as of_rule from incident_moments m
    where m.incident_id = ${incidentId}::uuid and m.withdrawn_at is null and (m.entity_id is null or m.entity_id = ${entityId}::uuid)
    order by m.moment, m.of_what, m.entity_id is null, m.set_at desc, m.id desc`.execute(ctx.db);
  return rows;
}

function headOf(words: Words, incident: Incident, clock: LawClock): string[][] {
  const { say } = words;
  const { kept } = clock;
  const due = clock.dueAt ? words.moment(clock.dueAt, clock.zone) : null;
  const first = kept?.firstDueAt;
  const state =
    kept?.endedAs === "notified"
      ? say("incident.paper.stateNotified", {
          moment: words.moment(kept.endedAt ?? "", clock.zone),
          recipient: kept.recipient,
          reference: kept.proofReference || "–",
        })
      : kept?.endedAs === "not_notified"
        ? say("incident.paper.stateNot", { moment: words.moment(kept.endedAt ?? "", clock.zone) })
        : say("incident.paper.stateOpen");
  const starting =
    clock.state === "waits" ? say("clock.waits", { anchor: words.anchor(clock) }) : say("clock.atOnce");
  const dueSaid =
    due && first && first !== clock.dueAt
      ? say("incident.paper.dueFirst", { due, first: words.moment(first, clock.zone) })
      : (due ?? starting);
  return [
    [say("incident.paper.to"), clock.recipient || say("incident.paper.notYetKnown")],
    [say("incident.paper.jurisdiction"), words.jurisdiction(clock.jurisdiction)],
    [say("incident.paper.stage"), say(`clockStage.${clock.stage}`)],
    [say("incident.paper.entity"), clock.companyName],
    ...(clock.companyId === incident.companyId
      ? []
      : [[say("incident.paper.incidentOf"), incident.companyName]]),
    [say("incident.paper.number"), incident.reference],
    [say("incident.paper.due"), dueSaid],
    [
      say("incident.paper.state"),
      clock.outcome === "possible" ? `${state}; ${say("incident.paper.possible")}` : state,
    ],
  ];
}

/** As the record says it: of a report by the name of its rule. */
function momentInWords({ say }: Words, { moment, ofWhat, ofRule }: Moment): string {
  const name = say(`incident.moment.${moment}`);
  if (ofWhat === "") return name;
  const of = isRepeated(moment as Anchor)
    ? say("incident.moment.nth", { n: ofWhat })
    : (ofRule?.name ??
      (isWorded(ofWhat) ? say(`clockAnchorOf.${ofWhat}`) : say("incident.moment.otherReport")));
  return say("incident.paper.momentOf", { moment: name, of });
}

const always = ["occurred", "discovered", "aware", "contained"];

function whenOf(words: Words, incident: Incident, said: readonly Moment[], clock: LawClock) {
  const { say } = words;
  const own = (moment: string, at: string | null): Moment[] =>
    at ? [{ moment, ofWhat: "", ofRule: null, at, zone: clock.zone }] : [];
  const all = [
    ...said,
    ...["occurred", "contained", "handled"]
      .filter((moment) => !said.some((one) => one.moment === moment))
      .flatMap((moment) =>
        own(
          moment,
          moment === "occurred"
            ? incident.occurredAt
            : moment === "contained"
              ? incident.containedAt
              : incident.handledAt,
        ),
      ),
  ];
  const line = (one: Moment) => [
    breakable(momentInWords(words, one), true),
    words.moment(one.at, one.zone),
    words.moment(one.at, "UTC"),
  ];
  const unknown = always
    .filter((moment) => !all.some((one) => one.moment === moment))
    .map((moment) => [say(`incident.moment.${moment}`), say("incident.paper.notYetKnown"), "–"]);
  return {
    title: say("incident.paper.when"),
    heads: ["", say("incident.paper.local"), say("incident.paper.utc")],
    rows: [...all.toSorted((a, b) => a.at.localeCompare(b.at)).map(line), ...unknown],
  };
}

function whomOf(words: Words, { people, total, isExact }: Affected) {
  const { say } = words;
  const data = (categories: readonly string[]) =>
    categories.length > 0
      ? words.join(categories.map((one) => say(`room.category.${one}`)))
      : say("incident.paper.notYetKnown");
  const rows = people.map((one) => [words.country(one.country), words.counted(one), data(one.categories)]);
  const sum = [say("incident.paper.all"), words.counted({ count: total, isExact }), ""];
  return {
    title: say("incident.paper.whom"),
    heads: ["country", "count", "data"].map((head) => say(`incident.paper.${head}`)),
    rows: people.length > 1 ? [...rows, sum] : rows,
    note: say("incident.paper.whomOf"),
    none: say("incident.paper.notYetKnown"),
  };
}

function consequencesOf(
  words: Words,
  incident: Incident,
  affected: Affected,
  law: Law,
  clock: LawClock,
  isToOthers: boolean,
) {
  const { say } = words;
  const valueOf = (value: Law["answers"][number]["value"]): string =>
    typeof value === "boolean"
      ? say(value ? "clockFact.yes" : "clockFact.no")
      : typeof value === "number"
        ? String(value)
        : words.join([value].flat().map((one) => say(`clockFact.option.${one}`)));
  const roles = affected.companies
    .filter((one) => one.companyId === clock.companyId && !one.leftAt)
    .map((one) => say(`room.affectedRole.${one.role}`));
  const open = clock.open.flatMap((one) => (one.of === "fact" ? [one.fact] : []));
  return {
    title: say("incident.paper.consequences"),
    rows: [
      ...(isToOthers
        ? []
        : [
            [say("incident.paper.potential"), say(`severity.${incident.potential}`)],
            [say("incident.paper.actual"), say(`incident.actual.${incident.actual}`)],
          ]),
      ...(roles.length > 0 ? [[say("incident.paper.affected"), words.join(roles)]] : []),
      ...law.answers.map(({ fact, value }) => [say(`clockFact.is.${fact}`), valueOf(value)]),
      ...open.map((fact) => [say(`clockFact.is.${fact}`), say("incident.paper.notYetKnown")]),
    ],
  };
}

/** What is told to whom, and what is learned, is no measure against the incident. */
function measuresOf(words: Words, incident: Incident, { tasks }: Room, zone: string) {
  const { say } = words;
  const acting = tasks.filter((one) => one.phase !== "notify" && one.phase !== "learn");
  const named = (state: string) =>
    acting
      .filter((one) => one.state === state)
      .slice(0, mostTasks)
      .map((one) => breakable(one.endedAt ? `${one.title} (${words.moment(one.endedAt, zone)})` : one.title));
  const none = say("incident.paper.notYetKnown");
  const contained = incident.containedAt
    ? [say("room.draft.contained", { moment: words.moment(incident.containedAt, zone) })]
    : [];
  return {
    title: say("incident.paper.measures"),
    groups: [
      { title: say("incident.paper.taken"), rows: [...contained, ...named("done")], none },
      { title: say("incident.paper.under"), rows: named("open"), none },
    ],
  };
}

function contactOf(words: Words, incident: Incident, { roles }: Room) {
  const { say } = words;
  const of = (role: string) => roles.find((one) => one.role === role && one.until === null)?.name;
  return {
    title: say("incident.paper.contact"),
    rows: [
      [say("incident.paper.contactName"), of("liaison") ?? of("commander") ?? incident.takenUpByName ?? ""],
      [say("incident.paper.contactRole"), ""],
      [say("incident.paper.contactPhone"), ""],
    ],
  };
}

function ruleOf(words: Words, clock: LawClock, rule: WordedRule | undefined): string[][] {
  const { say } = words;
  const day = rule?.reviewedOn ? formatDay(rule.reviewedOn, words.language, "plain") : "–";
  return [
    [say("incident.paper.ruleName"), clock.name],
    [say("incident.paper.ruleDuty"), clock.duty],
    [say("incident.paper.starts"), words.anchor(clock)],
    [
      say("incident.paper.source"),
      breakable([rule?.sourceTitle, rule?.sourceAddress].filter(Boolean).join(" ") || "–"),
    ],
    [
      say("incident.paper.reviewed"),
      rule && rule.reviewedOn === null
        ? say("clockRule.unread")
        : rule?.isReviewOld
          ? say("incident.paper.reviewOld", { day })
          : day,
    ],
    [
      say("incident.paper.standing"),
      say(`clockRule.standing.${clock.standing === "due" ? "adopted" : "proposed"}`),
    ],
  ];
}
