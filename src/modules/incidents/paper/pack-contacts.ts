// Whom to ring, as a pack prints it: the position in charge with its numbers, authorities as they are reported to, everybody outside. A number
// that nobody has kept is said to be missing, never left out.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { formatDay } from "#core/text/format.ts";
import { ruleNamedAmong } from "#modules/clock-rules/naming.ts";
import { rulesFor } from "#modules/clock-rules/rules-for.ts";
import type { ContactOnPaper } from "../contacts/contacts.ts";
import { getIncidentSettings } from "../settings.ts";
import { breakable, type Words } from "./words.ts";

type Seated = { name: string; telephone: string | null; isDeputy: boolean };

/** The number of the on-call contact goes before the one of the register of people. */
async function seatedAt(ctx: Ctx, positionId: string | null): Promise<Seated[]> {
  const { rows } = await sql<Seated>`
    with seats as (
      select h.person_id, false as is_deputy from position_holders h
      where h.position_id = ${positionId}::uuid and holds_on(h.valid_from, h.valid_to, ${ctx.today}::date)
      union all select d.person_id, true from deputies d
      where d.position_id = ${positionId}::uuid and holds_on(d.valid_from, d.valid_to, ${ctx.today}::date))
    select ${nameOfPerson(ctx.language, "p")} as name, coalesce(c.telephone, p.telephone) as telephone, s.is_deputy
    from seats s join people p on p.id = s.person_id left join on_call_contacts c on c.person_id = s.person_id
    order by s.is_deputy, name, p.id limit 20`.execute(ctx.db);
  return rows;
}

export async function headOf(ctx: Ctx, words: Words): Promise<string[][]> {
  const { say } = words;
  const settings = await getIncidentSettings(ctx);
  const none = say("incident.paper.notYetKnown");
  const seated = await seatedAt(ctx, settings.headPositionId);
  const rung = (of: Seated[], nobody: string) =>
    of.map((one) => `${one.name} – ${one.telephone ?? say("incident.pack.noNumber")}`).join("\n") || nobody;
  const of = (isDeputy: boolean) => seated.filter((one) => one.isDeputy === isDeputy);
  return [
    [say("incident.pack.position"), settings.headPositionName ?? none],
    [say("incident.pack.holder"), rung(of(false), say("incident.seatEmpty"))],
    [say("incident.pack.deputy"), rung(of(true), none)],
  ];
}

const reachedBy = (one: ContactOnPaper) => [one.telephone, one.mail, one.portal].filter(Boolean).join("\n");

/** As far as rules hold them: whom each is told to and how they are reached, within what. The address of the law itself is none of theirs. */
export async function authoritiesOf(
  ctx: Ctx,
  words: Words,
  contacts: readonly ContactOnPaper[],
): Promise<string[][]> {
  const rules = await rulesFor(ctx);
  const all = rules.filter((one) => one.status === "in_force");
  const whom = (one: { jurisdiction: string; recipient: string }) => `${one.jurisdiction}|${one.recipient}`;
  const byWhom = Map.groupBy(
    contacts.filter((one) => one.ruleKey !== null),
    (one) => {
      const rule = all.find((of) => of.key === one.ruleKey);
      return rule ? whom(rule) : "";
    },
  );
  const within = (amount: number | null, unit: string) =>
    words.say(`clockUnit.${amount === null ? "none" : unit}`, { count: amount ?? 0 });
  return all
    .filter((one) => one.isAdopted && !one.companyId)
    .toSorted((a, b) => a.jurisdiction.localeCompare(b.jurisdiction) || (a.amount ?? 0) - (b.amount ?? 0))
    .map((one) => {
      const kept = (byWhom.get(whom(one)) ?? []).slice(0, 3);
      return [
        words.jurisdiction(one.jurisdiction),
        breakable(one.recipient),
        kept.map((of) => breakable([reachedBy(of), of.note].filter(Boolean).join("\n"))).join("\n") ||
          words.say("incident.pack.noContactOf"),
        `${one.name}: ${within(one.amount, one.unit)} (${words.anchor({ ...one, anchorRule: ruleNamedAmong(rules, one.anchorOf, ctx.today) })})`,
      ];
    });
}

/** Everybody outside of the house, the nearest unit first; one that nobody has looked at for long says so. */
export function contactRows(words: Words, contacts: readonly ContactOnPaper[]): string[][] {
  return contacts.map((one) => {
    const checked = formatDay(one.checkedOn, words.language, "plain");
    const age = one.isOld ? words.say("contacts.old") : "";
    return [
      breakable(`${one.name}\n${words.say(`contacts.kind.${one.kind}`)} · ${one.unitName}`),
      breakable([reachedBy(one), one.note].filter(Boolean).join("\n")),
      [checked, age, one.ownerName].filter(Boolean).join("\n"),
    ];
  });
}
