// Who is late by their own clock. Nothing submitted counts as not known, never as left out (R-12).
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useUnit } from "#web/layout/units.ts";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { rounds } from "../contract.ts";
import type { Round } from "./opening.ts";

const shown = 8;
type Props = { round: Round; late: number; notKnown: number; countedAt: string };

export function LateList({ round, late, notKnown, countedAt }: Props) {
  const t = useText();
  const format = useFormat();
  const found = useOperation(
    rounds.listLate,
    { id: round.id, limit: shown, ...useUnit() },
    { enabled: late > 0 },
  );
  return (
    <Panel
      title={late === 0 ? t("round.nobodyLate") : t("round.lateTitle", { count: late })}
      more={
        late > shown ? (
          <Go to="/rounds/$id/inspections" params={{ id: round.id }} search={{ late: true }}>
            {t("round.allLate", { count: late })}
          </Go>
        ) : null
      }
    >
      {late === 0 ? (
        <p className="soft">{t("round.nobodyLateHelp", { day: format.day(round.dueOn) })}</p>
      ) : found.isError ? (
        <ErrorState error={found.error} />
      ) : !found.data ? (
        <Loading rows={4} />
      ) : (
        <>
          <ul className="lines">
            {found.data.rows.map((row) => (
              <li key={row.companyId}>
                <span>
                  <Go to="/inspections/$id" params={{ id: row.inspectionId }}>
                    <LangText text={nameFor(row)} />
                  </Go>
                  <small>
                    {row.tier} · {t(`inspection.${row.state}`)}
                    {row.postponedCount > 0
                      ? ` · ${t("round.postponedTimes", { count: row.postponedCount })}`
                      : ""}
                    {row.level > 0 ? ` · ${t(`round.risen.${row.level as 1 | 2 | 3 | 4}`)}` : ""}
                  </small>
                </span>
                <span className="end over" title={format.momentWithZone(row.dueAt, row.timeZone)}>
                  {t("clock.over", { span: format.span(Date.parse(countedAt) - Date.parse(row.dueAt)) })}
                </span>
              </li>
            ))}
          </ul>
          {notKnown > 0 ? <p className="small mute">{t("round.lateNotKnown", { count: notKnown })}</p> : null}
        </>
      )}
    </Panel>
  );
}
