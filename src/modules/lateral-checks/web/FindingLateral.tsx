// On the page of a finding: who else was asked whether they have the same, or the check that raised it.
import { useOperation } from "#web/api.ts";
import { Go, GoButton } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { FindingPanelProps } from "#web/web-module.ts";
import { lateralChecks } from "../contract.ts";
import { pageOf } from "./LateralChecksPage.tsx";
import { ResultBar, StandingMark } from "./marks.tsx";

export default function FindingLateral({ findingId }: FindingPanelProps) {
  const t = useText();
  const mayOpen = useMay("lateral.open");
  const mayAnswer = useMay("lateral.answer");
  const found = useOperation(lateralChecks.listLateralChecks, { sourceId: findingId, limit: 5 });
  const rows = found.data?.rows ?? [];
  if (!found.data || (rows.length === 0 && !mayOpen)) return null;
  return (
    <Panel title={t("lateral.title")}>
      {rows.length === 0 ? <p className="soft">{t("lateral.findingHelp")}</p> : null}
      {rows.map((row) => (
        <div key={row.id}>
          <Go {...pageOf(row, mayAnswer)}>
            <span className="mono">{row.number}</span> <LangText text={row.title} />
          </Go>{" "}
          {row.mine ? (
            <StandingMark of={row.mine.standing} />
          ) : (
            <>
              <ResultBar of={row} />
              <span className="small soft">
                {t("lateral.answeredOf", {
                  answered: row.asked - row.open - row.left,
                  count: row.asked - row.left,
                })}
              </span>
            </>
          )}
        </div>
      ))}
      {mayOpen ? (
        <p>
          <GoButton to="/lateral-checks/new" search={{ finding: findingId }}>
            {t("lateral.askOthers")}
          </GoButton>
        </p>
      ) : null}
    </Panel>
  );
}
