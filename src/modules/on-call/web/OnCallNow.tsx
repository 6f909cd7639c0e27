// Who is on call now: by roster and tier, with the local time there, until when, and who comes next.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { useNow } from "#web/ui/now.ts";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Go } from "#web/navigation.tsx";
import { NumberOf } from "./NumberOf.tsx";
import { type Person, runs, type Turn } from "./rows.ts";
import "./on-call.css";

export type NowRow = {
  id: string;
  /** Null on its own page. */
  name: string | null;
  /** Whose roster it is, where that is not plain. */
  unit: string | null;
  turns: readonly Turn[];
  people: readonly Person[];
  /** Its page may be opened. */
  isOpen: boolean;
};

export function OnCallNowList({ rows, mayRing }: { rows: readonly NowRow[]; mayRing: boolean }) {
  return (
    <ul className="on-call-now">
      {rows.map((row) => (
        <NowLine key={row.id} row={row} mayRing={mayRing} />
      ))}
    </ul>
  );
}

function NowLine({ row, mayRing }: { row: NowRow; mayRing: boolean }) {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const known = new Map(row.people.map((one) => [one.id, one]));
  const there = row.turns.filter((turn) => known.get(turn.personId)?.isThere);
  const current = there.filter((turn) => runs(turn, now)).sort((a, b) => a.tier - b.tier);
  const next = there
    .filter((turn) => turn.tier === 1 && new Date(turn.startsAt) > now)
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt))[0];
  return (
    <li>
      <div className="on-call-of">
        {row.name === null ? null : row.isOpen ? (
          <Go to="/on-call/rosters/$id" params={{ id: row.id }}>
            <LangText text={row.name} />
          </Go>
        ) : (
          <LangText text={row.name} />
        )}
        {row.unit ? <LangText className="small soft" text={row.unit} /> : null}
      </div>
      {current.length === 0 ? <p className="over-text">{t("onCall.nobodyNow")}</p> : null}
      {current.map((turn) => {
        const person = known.get(turn.personId);
        return (
          <div key={turn.id} className="on-call-who">
            <p>
              <b>{person?.name}</b> {turn.tier === 2 ? <Tag>{t("onCall.tier.2")}</Tag> : null}
              <span className="sub soft">
                {t("onCall.untilThere", {
                  until: format.moment(turn.endsAt, "week"),
                  there: person ? format.timeIn(person.timeZone) : "",
                })}
              </span>
            </p>
            {mayRing && person ? (
              <NumberOf turnId={turn.id} name={person.name} hasNumber={person.hasNumber} />
            ) : null}
          </div>
        );
      })}
      {next ? (
        <p className="small soft">
          {t("onCall.next", {
            name: known.get(next.personId)?.name ?? "",
            from: format.moment(next.startsAt, "week"),
          })}
        </p>
      ) : null}
    </li>
  );
}
