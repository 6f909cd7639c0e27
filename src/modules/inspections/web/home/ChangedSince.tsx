// "Changed since you were here", from the trail and within one's scope.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { useUnit } from "#web/layout/units.ts";
import { Go } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Icon } from "#web/ui/icons.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { useNow } from "#web/ui/now.ts";
import { reviewing } from "../../review/contract.ts";

type Change = Output<typeof reviewing.listChanges>["rows"][number];
const halfHour = 1_800_000;
const week = 7 * 86_400_000;

/**
 * When this reader was last here with this browser, before the visit that is under way: a page opened within half an
 * hour belongs to the same visit. A week back for whoever comes for the first time.
 */
function lastVisit(personId: string): string {
  const key = `yagura.visit.${personId}`;
  const now = Date.now();
  const [before = now - week, latest = 0] = (localStorage.getItem(key) ?? "")
    .split(",")
    .filter(Boolean)
    .map(Number);
  const isSameVisit = now - latest < halfHour;
  const since = isSameVisit ? before : latest || now - week;
  localStorage.setItem(key, `${since},${now}`);
  return new Date(since).toISOString();
}

export function ChangedSince() {
  const mayRead = useMay("inspection.read");
  const { personId } = useSession();
  const [since] = useState(() => lastVisit(personId));
  const changes = useOperation(reviewing.listChanges, { since, ...useUnit() }, { enabled: mayRead }).data;
  const t = useText();
  const format = useFormat();
  if (!mayRead || !changes) return null;
  return (
    <Panel
      isFlush
      title={
        <>
          {t(changes.rows.length > 0 ? "home.changed" : "home.unchanged")}{" "}
          <span className="age">{t("home.since", { at: format.moment(since, "week") })}</span>
        </>
      }
      more={changes.total > 0 ? t("home.changedCount", { count: changes.total }) : null}
    >
      <ul className="changed">
        {changes.rows.map((change) => (
          <Line key={`${change.verb}${change.at}`} change={change} />
        ))}
      </ul>
    </Panel>
  );
}

function Line({ change }: { change: Change }) {
  const now = useNow();
  const any = useAnyText();
  const format = useFormat();
  const rest = change.count - change.companies.length;
  const isToday = new Date(change.at).toDateString() === now.toDateString();
  return (
    <li>
      <time dateTime={change.at}>
        {isToday ? format.moment(change.at, "time") : format.momentDay(change.at)}
      </time>
      <Icon name={change.verb.startsWith("duty.") ? "clock" : "inspections"} />
      <span>
        <b>{any(`home.told.${change.verb}`, { count: change.count, ...numbersOf(change.data) })}</b>{" "}
        {change.companies.map((company, index) => (
          <span key={company.inspectionId ?? company.name}>
            {index > 0 ? any("list.comma") : ""}
            {company.inspectionId ? (
              <Go to="/inspections/$id" params={{ id: company.inspectionId }}>
                <LangText text={nameFor(company)} />
              </Go>
            ) : (
              <LangText text={nameFor(company)} />
            )}
          </span>
        ))}
        {change.companies.length > 0 && rest > 0 ? any("home.andMore", { count: rest }) : ""}
      </span>
      <span className="where">{any("inspections.crumb")}</span>
    </li>
  );
}

const numbersOf = (data: Record<string, unknown>) => ({
  companies: Number(data["companies"] ?? data["inspections"] ?? 0),
  notKnown: Number(data["notKnown"] ?? 0),
});
