// Each company alone, the least ready first.
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText, Tag } from "#web/ui/small.tsx";
import { mappings } from "../contract.ts";
import { NarrowFigures } from "./NarrowFigures.tsx";
import { ReadingBar } from "./ReadingMark.tsx";
import { countsOf, type Looked, type Readiness, type ReadyCompany, searchOf } from "./readiness.ts";
import { ShowMore } from "./ShowMore.tsx";

export function ReadinessRows({ one, input }: { one: Readiness; input: Looked }) {
  const t = useText();
  const format = useFormat();
  const pages = usePages<ReadyCompany>(mappings.listReadyCompanies, input);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const search = searchOf(one, input);
  return (
    <Panel isFlush title={t("readiness.companies", { count: one.companies })}>
      {/* A region that scrolls must be reachable by the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className="scroll readiness-rows" aria-label={t("readiness.company")} tabIndex={0}>
        <table className="grid">
          <Heads
            of={[
              [t("readiness.company")],
              [t("readiness.tier"), "wide-only"],
              [t("readiness.share"), "wide-only"],
              [t("readiness.metDirectly"), "num wide-only"],
              [t("readiness.metByChain"), "num wide-only"],
              [t("readiness.partly"), "num wide-only"],
              [t("readiness.open"), "num wide-only"],
              [t("readiness.rest"), "num wide-only"],
              [t("readiness.silent"), "num wide-only"],
            ]}
          />
          <tbody>
            {rows.map((row) => {
              const counts = countsOf(row.counts);
              const figures = [
                [t("readiness.metDirectly"), row.metDirectly],
                [t("readiness.metByChain"), counts.met - row.metDirectly],
                [t("readiness.partly"), counts.partly],
                [t("readiness.open"), counts.not_met + counts.not_known],
                [t("readiness.rest"), counts.not_asked + counts.not_applicable],
                [t("readiness.silent"), counts.touched + counts.unclear + counts.not_covered],
              ] as const;
              return (
                <tr key={row.companyId}>
                  <td>
                    <Go to="/companies/$id/reading" params={{ id: row.companyId }} search={search}>
                      <LangText text={row.name} />
                    </Go>{" "}
                    {row.isReadable ? null : <Tag>{t("readiness.notHandedInOne")}</Tag>}
                    <div className="narrow-only">
                      <ReadingBar counts={counts} />
                    </div>
                    <NarrowFigures of={figures} />
                  </td>
                  <td className="wide-only">{row.tier}</td>
                  <td className="wide-only readiness-bar">
                    <ReadingBar counts={counts} />
                  </td>
                  {figures.map(([label, count]) => (
                    <td key={label} className="num wide-only">
                      {format.number(count)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
        {pages.isError ? <ErrorState error={pages.error} /> : null}
        <ShowMore pages={pages} of={one.companies} />
      </section>
    </Panel>
  );
}
