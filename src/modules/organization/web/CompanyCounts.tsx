// Companies and people by tier, relation and region: number, share and bar.
import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import type { organization } from "../contract.ts";

type Rows = Output<typeof organization.countCompanies>["rows"];

export function CompanyCounts({ rows }: { rows: Rows }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const total = rows.filter((row) => row.by === "tier").reduce((sum, row) => sum + row.companies, 0);
  return (
    <>
      {(["tier", "relation", "region"] as const).map((by) => (
        <table key={by} className="grid">
          <thead>
            <tr>
              <th scope="col">{t(`group.by.${by}`)}</th>
              <th scope="col" className="num">
                {t("group.col.companies")}
              </th>
              <th scope="col" className="num">
                {t("group.col.people")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows
              .filter((row) => row.by === by)
              .map((row) => (
                <tr key={row.key}>
                  <td>
                    {by === "tier" ? `${row.key} ` : ""}
                    {row.key === "-" ? t("group.notSet") : any(`${by}.${row.key}`)}
                    <div className="bar" aria-hidden="true">
                      <i
                        style={{
                          width: `${(100 * row.companies) / Math.max(1, total)}%`,
                          background: "var(--ai)",
                        }}
                      />
                    </div>
                  </td>
                  <td className="num">{format.number(row.companies)}</td>
                  <td className="num">{format.number(row.workers)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      ))}
    </>
  );
}
