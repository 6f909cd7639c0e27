// What stands in a pack: whom to reach, what is open, what is done first, and a log to write by hand.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { formatDay, formatMoment, formatNumber } from "#core/text/format.ts";
import { mostTurns, type TurnOnPaper, turnsOnPaper } from "#modules/on-call/paper.ts";
import { kinds } from "../rules.ts";
import { playbookOf } from "../room/playbooks.ts";
import { contactsOnPaper, mostContacts } from "../contacts/contacts.ts";
import { mostCases, openCases } from "./open-cases.ts";
import { authoritiesOf, contactRows, headOf } from "./pack-contacts.ts";
import { oldAfterHours } from "./rules.ts";
import { breakable, dateParts, fontsOf, type Words, wordsIn } from "./words.ts";

/** Of the unit itself and those above it; of those below it the next ones, or nobody would carry it. */
const daysNear = 10;
const daysBelow = 2;
const mostProcedures = 1500;
type Scope = { name: string; kind: string; zone: string; companyIds: string[]; nearIds: string[] };

export async function packData(ctx: Ctx, unitId: string, language: Language) {
  const inLanguage = { ...ctx, language };
  const words = wordsIn(language);
  const { say } = words;
  const scope = await scopeOf(ctx, unitId, language);
  const belowIds = scope.companyIds.filter((id) => !scope.nearIds.includes(id));
  const onCall = (unitIds: readonly string[], days: number) =>
    turnsOnPaper(ctx, { unitIds, days, purpose: "incident" }, language);
  const near = await onCall(scope.nearIds, daysNear);
  const below = await onCall(belowIds, daysBelow);
  const cases = await openCases(inLanguage, scope.companyIds, words);
  const contacts = await contactsOnPaper(inLanguage, scope.nearIds, belowIds);
  const procedures = await proceduresOf(ctx, scope.companyIds, words);
  const cut = (all: readonly unknown[], most: number) =>
    all.length < most ? "" : say("incident.pack.cut", { count: formatNumber(most, language) });
  const now = words.moment(ctx.now.toISOString(), scope.zone);
  const title = say("incident.pack.title", { name: scope.name });
  return {
    lang: language,
    fonts: fontsOf[language],
    title,
    author: scope.name,
    date: dateParts(ctx.today),
    marks: [say("incident.pack.mark")],
    foot: say("incident.pack.foot", { name: scope.name, moment: now }),
    name: title,
    made: say("incident.pack.made", { moment: now }),
    lead: say("incident.pack.lead", { hours: oldAfterHours }),
    head: { title: say("incident.pack.head"), rows: await headOf(inLanguage, words) },
    onCall: [
      {
        title: say("incident.pack.onCall", { days: daysNear }),
        rosters: rostersOf(words, near),
        note: cut(near, mostTurns),
      },
      ...(belowIds.length > 0
        ? [
            {
              title: say("incident.pack.onCallBelow", { days: daysBelow }),
              rosters: rostersOf(words, below),
              note: cut(below, mostTurns),
            },
          ]
        : []),
    ],
    onCallHeads: ["until", "who", "number"].map((head) => say(`incident.pack.${head}`)),
    noRoster: say("incident.pack.noRoster"),
    cases: {
      title: say("incident.pack.cases"),
      heads: ["case", "what", "severity", "dues"].map((head) => say(`incident.pack.${head}`)),
      rows: cases,
      note: cut(cases, mostCases),
      none: say("incident.pack.noCase"),
    },
    authorities: {
      title: say("incident.pack.authorities"),
      heads: ["place", "whom", "reached", "within"].map((head) => say(`incident.pack.${head}`)),
      rows: await authoritiesOf(inLanguage, words, contacts),
      none: say("incident.pack.noAuthority"),
    },
    contacts: {
      title: say("incident.pack.contacts"),
      heads: [say("incident.pack.contact"), say("contacts.reached"), say("incident.pack.contactKept")],
      rows: contactRows(words, contacts),
      note: cut(contacts, mostContacts),
      none: say("incident.pack.noContact"),
    },
    procedures: {
      title: say("incident.pack.procedures"),
      heads: ["company", "procedure", "lies", "tried"].map((head) => say(`incident.pack.${head}`)),
      rows: procedures,
      note: cut(procedures, mostProcedures),
      none: say("incident.pack.noProcedure"),
    },
    playbooks: { title: say("incident.pack.playbooks"), books: await booksOf(ctx, words) },
    log: {
      title: say("incident.pack.log"),
      lead: say("incident.pack.logLead"),
      heads: ["logAt", "logWho", "logWhat"].map((head) => say(`incident.pack.${head}`)),
    },
  };
}

/** Of a company also the rosters above it: they are who is rung where nobody of its own is. */
async function scopeOf(ctx: Ctx, unitId: string, language: Language): Promise<Scope> {
  const { rows } = await sql<Scope>`
    select ${nameOfUnit(language, "n")} as name, u.kind, coalesce(f.time_zone, g.time_zone, 'UTC') as zone,
      array(select c.id from units c where c.kind = 'company' and (c.ended_on is null or c.ended_on > ${ctx.today}::date)
        and case u.kind when 'group' then true when 'company' then c.id = u.id else c.id = any (array(select companies_under(u.id))) end) as company_ids
    from units u join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)
    left join group_settings g on true where u.id = ${unitId}::uuid`.execute(ctx.db);
  const scope = found(rows[0], "unit");
  const { rows: units } = await sql<{ id: string }>`
    with recursive up (unit_id, depth) as (select ${unitId}::uuid, 0 union all
      select s.parent_id, u.depth + 1 from up u join supervisions s on s.unit_id = u.unit_id and holds_on(s.valid_from, s.valid_to, ${ctx.today}::date)
      where u.depth < 64)
    select unit_id as id from up union select g.id from units g where g.kind = 'group'`.execute(ctx.db);
  return { ...scope, nearIds: units.map((one) => one.id) };
}

/** The zone stands with the roster. */
function spanOf({ language }: Words, { startsAt, endsAt, timeZone }: TurnOnPaper): string {
  const day = (at: string) => formatDay(at, language, "week", timeZone);
  const until = formatMoment(endsAt, language, timeZone, day(startsAt) === day(endsAt) ? "time" : "week");
  return `${formatMoment(startsAt, language, timeZone, "week")} – ${until}`;
}

function rostersOf(words: Words, turns: readonly TurnOnPaper[]) {
  return [...Map.groupBy(turns, (turn) => turn.rosterId).values()].map((of) => ({
    name: `${of[0]?.roster ?? ""} (${of[0]?.timeZone ?? ""})`,
    rows: of.map((turn) => [
      spanOf(words, turn),
      words.say(turn.tier === 1 ? "incident.pack.first" : "incident.pack.backup", { name: turn.name }),
      [turn.telephone ?? words.say("incident.pack.noNumber"), turn.remark].filter(Boolean).join(" – "),
    ]),
  }));
}

async function proceduresOf(ctx: Ctx, companyIds: readonly string[], words: Words): Promise<string[][]> {
  type Row = {
    company: string;
    title: string;
    place: string;
    owner: string | null;
    triedOn: string | null;
    nextOn: string;
  };
  const { rows } = await sql<Row>`
    select ${nameOfUnit(words.language, "n")} as company, p.title, p.place, p.tried_on, p.next_on,
      (select ${nameOfPerson(words.language, "w")} from people w where w.id = p.owner_id) as owner
    from incident_procedures p join unit_names n on n.unit_id = p.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where p.company_id = any (${[...companyIds]}::uuid[]) and p.ended_on is null order by n.name, p.title, p.id limit ${mostProcedures}`.execute(
    ctx.db,
  );
  return rows.map((row) => [
    row.company,
    breakable([row.title, row.owner].filter(Boolean).join(" – ")),
    breakable(row.place) || "–",
    row.triedOn ? formatDay(row.triedOn, words.language, "plain") : words.say("procedures.standing.never"),
  ]);
}

async function booksOf(ctx: Ctx, words: Words) {
  const books = [];
  for (const kind of kinds) {
    const { tasks } = await playbookOf(ctx, kind).catch(() => ({ tasks: [] }));
    if (tasks.length === 0) continue;
    books.push({
      name: words.say(`incident.kind.${kind}`),
      rows: tasks.map((task) => [
        words.say(`room.phase.${task.phase}`),
        task[words.language],
        task.hours === null ? "" : words.say("clockUnit.hour", { count: task.hours }),
      ]),
    });
  }
  return books;
}
