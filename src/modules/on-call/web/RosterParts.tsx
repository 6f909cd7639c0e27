// What hangs on a roster: single shifts, its people with their numbers, what was handed over.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Tag, Written } from "#web/ui/small.tsx";
import { nameIn, type Roster } from "./rows.ts";

type ShiftProps = { of: Roster; onRemove: (shiftId: string) => void };

export function Shifts({ of, onRemove }: ShiftProps) {
  const t = useText();
  const format = useFormat();
  if (of.shifts.length === 0) return null;
  return (
    <Panel title={t("onCall.shifts")}>
      <ul className="lines">
        {of.shifts.map((shift) => (
          <li key={shift.id}>
            <div>
              <b>{nameIn(of.people, shift.personId)}</b>{" "}
              {shift.tier === 2 ? <Tag>{t("onCall.tier.2")}</Tag> : null}
              <small>
                {format.moment(shift.startsAt, "week", of.timeZone)} –{" "}
                {format.moment(shift.endsAt, "week", of.timeZone)}
              </small>
              <small>
                {shift.isSwap ? t("onCall.bySwap") : <Written text={shift.reason} />}
                {shift.enteredBy && !shift.isSwap ? ` · ${shift.enteredBy}` : ""}
              </small>
            </div>
            {of.mayKeep ? (
              <span className="end">
                <Button size="s" onClick={() => onRemove(shift.id)}>
                  {t("onCall.removeShift")}
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type PeopleProps = { of: Roster; onNumber: (personId: string) => void };

export function People({ of, onNumber }: PeopleProps) {
  const t = useText();
  const inRules = new Set([
    ...of.rules.flatMap((rule) => rule.people),
    ...of.shifts.map((one) => one.personId),
  ]);
  const people = of.people.filter((one) => inRules.has(one.id));
  if (people.length === 0) return null;
  return (
    <Panel title={t("onCall.people")}>
      <ul className="lines">
        {people.map((person) => (
          <li key={person.id}>
            <div>
              {person.name}
              <small>{person.hasNumber ? t("onCall.hasNumber") : t("onCall.noNumber")}</small>
            </div>
            {of.mayKeep ? (
              <span className="end">
                <Button size="s" onClick={() => onNumber(person.id)}>
                  {t("onCall.setNumber")}
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function Handovers({ of }: { of: Roster }) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel title={t("onCall.handovers")}>
      {of.handovers.length === 0 ? <p className="soft">{t("onCall.noHandovers")}</p> : null}
      <ul className="stack">
        {of.handovers.map((one) => (
          <li key={one.turnId}>
            <p className="small soft">
              {t("onCall.handoverBy", {
                name: nameIn(of.people, one.personId),
                moment: format.moment(one.writtenAt, "week"),
              })}
              {one.takenAt
                ? ` · ${t("onCall.takenBy", { name: nameIn(of.people, one.takenBy), moment: format.moment(one.takenAt, "week") })}`
                : ` · ${t("onCall.notTaken")}`}
            </p>
            <p className="on-call-note">
              <Written text={one.note} />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
