// One person: who it is, how to reach them, where they work, what they hold, and what happened, as far as one may see it.
import { useState } from "react";
import { Timeline } from "#modules/trail/web/parts.tsx";
import { addDays } from "#core/time/fiscal-year.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { PersonPanels } from "#web/slots.tsx";
import { useFormat } from "#web/text/format.ts";
import { type T, useText } from "#web/text/i18n.ts";
import { langOf, nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Lang } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import { ChangePerson } from "./ChangePerson.tsx";
import { Employments } from "./PersonEmployments.tsx";
import { PersonSeats } from "./PersonSeats.tsx";
import { PersonStrip } from "./PersonStrip.tsx";
import { type Person, standingOn } from "./person.ts";

export default function PersonPage() {
  const id = useParam("id");
  const person = useOperation(organization.getPerson, { id });
  if (person.isError) return <ErrorState error={person.error} onRetry={() => void person.refetch()} />;
  if (!person.data) return <Loading rows={10} />;
  return <PersonRecord person={person.data} />;
}

function PersonRecord({ person }: { person: Person }) {
  const t = useText();
  const format = useFormat();
  const { group, today } = useSession();
  const mayReadUnits = useMay("organization.read");
  const [isChanging, change] = useState(false);
  const name = format.person(person);
  const company = nameFor(person.company);
  const reading = [person.familyNameReading, person.givenNameReading].filter(Boolean).join(" ");
  const isEmployed = person.employments.some((one) => standingOn(one, today) !== "over");
  return (
    <Page
      title={name}
      crumbs={[
        { label: group.names[format.language] ?? group.name, ...(mayReadUnits ? { to: "/group" } : {}) },
        { label: t("rail.people"), to: "/people" },
        { label: company },
      ]}
      after={
        <>
          {reading ? (
            <Lang lang={langOf(reading)} className="soft">
              {reading}
            </Lang>
          ) : null}
          {isEmployed || person.employments.length === 0 ? null : (
            <span className="badge">{t("person.left", { day: lastDayOf(person, format.day) })}</span>
          )}
        </>
      }
      actions={
        <Button
          look="main"
          offBecause={person.can.manage ? null : t("company.notYours")}
          onClick={() => change(true)}
        >
          {t("person.change")}
        </Button>
      }
    >
      <PersonStrip person={person} />
      <div className="cols below">
        <div className="c6 stack">
          <Panel title={employmentsTitle(person, today, t)}>
            <Employments person={person} />
          </Panel>
          <PersonPanels
            personId={person.id}
            name={name}
            companyId={person.company.id}
            companyName={company}
          />
        </div>
        <div className="c6 stack">
          <Panel title={seatsTitle(person, today, t)}>
            <PersonSeats person={person} />
          </Panel>
          <Panel title={t("person.story")} more={t("company.storyMore")}>
            <Timeline kind="person" id={person.id} />
          </Panel>
        </div>
      </div>
      {isChanging ? <ChangePerson person={person} onClose={() => change(false)} /> : null}
    </Page>
  );
}

const lastDayOf = (person: Person, day: (day: string, style: "plain") => string) => {
  const ends = person.employments.flatMap((one) => (one.validTo ? [one.validTo] : [])).toSorted();
  return day(addDays(ends.at(-1) ?? "", -1), "plain");
};

function employmentsTitle(person: Person, today: string, t: T): string {
  if (person.employments.length === 0) return t("person.employments");
  const now = person.employments.filter((one) => standingOn(one, today) === "now").length;
  return now === 0 ? t("person.notEmployed") : t("person.employedAt", { count: now });
}

function seatsTitle(person: Person, today: string, t: T): string {
  if (person.positions.length === 0) return t("person.positions");
  const now = person.positions.filter((one) => standingOn(one, today) === "now").length;
  return now === 0 ? t("person.holdsNone") : t("person.holds", { count: now });
}
