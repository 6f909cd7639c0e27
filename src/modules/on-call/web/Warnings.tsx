// What the keeper of a roster has to know: hours without anybody, people who are away, gone, or could not open the record.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { useNow } from "#web/ui/now.ts";
import { Note } from "#web/ui/states.tsx";
import { nameIn, type Roster } from "./rows.ts";

const mostShown = 4;

export function Warnings({ of }: { of: Roster }) {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const lines: { key: string; text: string; isBad: boolean }[] = [];
  if (of.rules.length === 0 && of.turns.length === 0) return <Note kind="warn">{t("onCall.noTurns")}</Note>;
  for (const gap of of.gaps.slice(0, mostShown))
    lines.push({
      key: gap.startsAt,
      isBad: true,
      text: t("onCall.gap", {
        from: format.moment(gap.startsAt, "week", of.timeZone),
        until: format.moment(gap.endsAt, "week", of.timeZone),
      }),
    });
  if (of.gaps.length > mostShown)
    lines.push({
      key: "more",
      isBad: true,
      text: t("onCall.moreGaps", { count: of.gaps.length - mostShown }),
    });
  const ahead = new Set(of.turns.filter((turn) => new Date(turn.endsAt) > now).map((turn) => turn.personId));
  for (const person of of.people.filter((one) => ahead.has(one.id))) {
    if (!person.isThere)
      lines.push({
        key: `${person.id} gone`,
        isBad: true,
        text: t("onCall.isNobody", { name: person.name }),
      });
    else if (person.goneOn)
      lines.push({
        key: `${person.id} goes`,
        isBad: false,
        text: t("onCall.goes", { name: person.name, day: format.day(person.goneOn) }),
      });
    if (person.isThere && person.lacks.length > 0)
      lines.push({
        key: `${person.id} lacks`,
        isBad: false,
        text: t("onCall.lacks", {
          name: person.name,
          purposes: person.lacks.map((one) => t(`onCall.purpose.${one}`)).join(", "),
        }),
      });
  }
  const twice = of.turns.find(
    (turn) =>
      turn.tier === 2 &&
      new Date(turn.endsAt) > now &&
      of.turns.some(
        (one) =>
          one.tier === 1 &&
          one.personId === turn.personId &&
          one.startsAt < turn.endsAt &&
          one.endsAt > turn.startsAt,
      ),
  );
  if (twice)
    lines.push({
      key: "twice",
      isBad: false,
      text: t("onCall.isTwice", {
        name: nameIn(of.people, twice.personId),
        from: format.moment(twice.startsAt, "week", of.timeZone),
      }),
    });
  const seen = new Set<string>();
  for (const { turnId, from, until } of of.away) {
    const turn = of.turns.find((one) => one.id === turnId);
    const key = `${turn?.personId} ${from}`;
    if (!turn || seen.has(key)) continue;
    seen.add(key);
    lines.push({
      key,
      isBad: false,
      text: t("onCall.isAway", {
        name: nameIn(of.people, turn.personId),
        from: format.day(from),
        until: format.day(until),
        turn: format.moment(turn.startsAt, "week", of.timeZone),
      }),
    });
  }
  return (
    <>
      {lines.map((line) => (
        <Note key={line.key} kind={line.isBad ? "bad" : "warn"}>
          {line.text}
        </Note>
      ))}
    </>
  );
}
