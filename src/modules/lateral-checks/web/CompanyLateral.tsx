// On the company's page: what it is asked and has not answered, and where it stands in what runs.
import { useOperation } from "#web/api.ts";
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { lateralChecks } from "../contract.ts";
import { ExerciseMark, StandingMark } from "./marks.tsx";

const shown = 5;

export default function CompanyLateral({ companyId, asOf }: CompanySectionProps) {
  const t = useText();
  const format = useFormat();
  const read = useOperation(
    lateralChecks.listLateralChecks,
    { companyId, state: "open", limit: shown + 1 },
    { enabled: asOf === undefined },
  );
  const rows = (read.data?.rows ?? []).filter((row) => row.mine);
  // Most companies are asked nothing on most days: then the page has no room for it.
  if (asOf !== undefined || rows.length === 0) return null;
  const open = rows.filter(
    (row) => row.mine?.standing === "open" || row.mine?.standing === "not_known",
  ).length;
  return (
    <Panel
      className="c6"
      title={open === 0 ? t("lateral.companyAnswered") : t("lateral.companyOpen", { count: open })}
      more={<Go to="/lateral-checks">{t("lateral.all")}</Go>}
    >
      <ul className="lines">
        {rows.slice(0, shown).map((row) => (
          <li key={row.id}>
            <Go to="/lateral-checks/asked/$id" params={{ id: row.mine?.memberId ?? "" }}>
              <LangText text={row.title} />
            </Go>{" "}
            <ExerciseMark of={row} />{" "}
            <span className="small soft">
              {row.mine ? (
                <StandingMark of={row.mine.standing} isLate={row.mine.isLate} on={row.mine.fixedOn} />
              ) : null}{" "}
              · {format.day(row.dueOn, "plain")}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
