// The same in numbers: the sample with its interval, what is mandatory beside it; every row opens what it is made of.
import type { ReactNode } from "react";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText } from "#web/ui/small.tsx";
import { type Grouping, tierWeighs } from "../../opinions/rules.ts";
import { byCertainty, type Claims as Row, type Overclaim } from "./claims.ts";
import { useGroupName } from "./useGroupName.ts";

type Props = { data: Overclaim; by: Grouping; fiscalYear: number | undefined };

export function ClaimsTable({ data, by, fiscalYear }: Props) {
  const t = useText();
  const format = useFormat();
  const nameOf = useGroupName(by);
  const isCompany = by === "company";
  const rows = isCompany
    ? data.rows.toSorted((a, b) => (b.shrunk ?? 0) - (a.shrunk ?? 0))
    : data.rows.toSorted(byCertainty);
  return (
    <Panel title={t("audits.opinions.table")} isFlush>
      <div className="scroll">
        <table className="grid roomy">
          <Heads
            of={[
              [t(`audits.opinions.by.${by}`)],
              ...(isCompany ? ([[t("company.tier")], [t("audits.opinions.shrunk"), "num"]] as const) : []),
              [t("audits.opinions.sample"), "num"],
              [t("audits.opinions.interval"), "num"],
              [t("audits.opinions.census"), "num"],
              [t("audits.drawn.added"), "num"],
            ]}
          />
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <td>
                  <Opened row={row} by={by} fiscalYear={fiscalYear}>
                    <LangText text={nameOf(row)} />
                  </Opened>
                </td>
                {isCompany ? (
                  <>
                    <td>{row.tier ?? "–"}</td>
                    <td className="num">{row.shrunk === null ? "–" : format.percent(row.shrunk)}</td>
                  </>
                ) : null}
                <td className="num">{counted(row.sample, format.percent)}</td>
                <td className="num soft">
                  {row.sample.claims === 0
                    ? "–"
                    : `${format.percent(row.sample.low)}–${format.percent(row.sample.high)}`}
                </td>
                <td className="num">{counted(row.census, format.percent)}</td>
                <td className="num soft">
                  {row.added.claims === 0 ? "–" : `${row.added.overturned}/${row.added.claims}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small soft opinions-note">
        {t("audits.opinions.note")} {isCompany ? t("audits.opinions.shrunkHelp", { count: tierWeighs }) : ""}
      </p>
    </Panel>
  );
}

const counted = (
  { claims, overturned }: { claims: number; overturned: number },
  percent: (share: number) => string,
) => (claims === 0 ? "–" : `${overturned}/${claims} · ${percent(overturned / claims)}`);

type OpenedProps = { row: Row; by: Grouping; fiscalYear: number | undefined; children: ReactNode };

/** A company opens its three opinions; a group the companies, or the controls, that it is made of. */
function Opened({ row, by, fiscalYear, children }: OpenedProps) {
  if (by === "company")
    return (
      <Go to="/audits/opinions/$id" params={{ id: row.companyId ?? row.key }}>
        {children}
      </Go>
    );
  const year = fiscalYear ? { fiscalYear } : {};
  const narrowed = {
    control: { by: "company", controlId: row.key },
    area: { by: "control", area: row.key },
    tier: { by: "company", tier: row.key },
    division: { by: "company", divisionId: row.key },
    region: { by: "company", region: row.key },
  }[by];
  if (row.key === "") return children;
  return (
    <Go to="/audits/opinions" search={{ ...year, ...narrowed }}>
      {children}
    </Go>
  );
}
