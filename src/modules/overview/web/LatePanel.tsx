// Who is late, and whether their office is open now: whom one can call.
import { useState } from "react";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { Board } from "./board.ts";
import { isOfficeOpen } from "./officeHours.ts";
import type { View } from "./view.ts";

export function LatePanel({ board, view }: { board: Board; view: View }) {
  const t = useText();
  const format = useFormat();
  const [now] = useState(() => new Date());
  if (board.lateCount === 0) return null;
  const shown = board.late.map((company) => ({ ...company, isOpen: isOfficeOpen(company.timeZone, now) }));
  const open = shown.filter((company) => company.isOpen).length;
  return (
    <Panel
      className="late-panel"
      title={t(open > 0 ? "late.titleOpen" : "late.title", { count: board.lateCount, open })}
      more={
        <Go to="/group/results" search={{ ...view, overdue: "yes" }}>
          {t("late.all")} ›
        </Go>
      }
    >
      <ul className="late-list">
        {shown.map((company) => (
          <li key={company.companyId}>
            <span className="l">
              <Go to="/companies/$id" params={{ id: company.companyId }}>
                <LangText text={company.name} isCut />
              </Go>
              <small>
                {company.tier} · {t(`inspection.${company.state}`)}
                {company.required > 0
                  ? ` · ${t("late.answered", { answered: company.answered, required: company.required })}`
                  : ""}
              </small>
            </span>
            <span className="tm">
              <i className={company.isOpen ? "dot o" : "dot"} aria-hidden="true" />
              <span className="tn">{format.timeIn(company.timeZone)}</span>
              <small>{t(company.isOpen ? "late.open" : "late.closed")}</small>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
