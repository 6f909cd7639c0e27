// On the company's page: what it was told and has still to do.
import { useOperation } from "#web/api.ts";
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { instructions } from "../contract.ts";
import { issuerOf, unitOf } from "./rows.ts";
import { Progress } from "./State.tsx";

const shown = 6;

export default function CompanyInstructions({ companyId, asOf }: CompanySectionProps) {
  const t = useText();
  const format = useFormat();
  const read = useOperation(
    instructions.listReceived,
    { companyId, isOpen: true, limit: shown + 1 },
    { enabled: asOf === undefined },
  );
  if (!read.data || asOf !== undefined) return null;
  const { rows } = read.data;
  const late = rows.filter((row) => row.isLate).length;
  return (
    <Panel
      className="c6"
      title={
        rows.length === 0
          ? t("instruction.companyNone")
          : late > 0
            ? t("instruction.companyLate", { count: late })
            : t("instruction.companyOpen", { count: rows.length })
      }
      more={
        <Go to="/instructions" search={{ show: "received" }}>
          {t("instruction.all")}
        </Go>
      }
    >
      {rows.length === 0 ? (
        <p className="soft">{t("instruction.companyNoneHelp")}</p>
      ) : (
        <ul className="lines">
          {rows.slice(0, shown).map((row) => (
            <li key={row.recipientId}>
              <Go to="/instructions/received/$id" params={{ id: row.recipientId }}>
                <LangText text={row.title} />
              </Go>{" "}
              <span className="small soft">
                <LangText text={row.unitId === companyId ? issuerOf(row) : unitOf(row)} /> ·{" "}
                {format.day(row.dueOn, "plain")} · <Progress of={row.progress} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
