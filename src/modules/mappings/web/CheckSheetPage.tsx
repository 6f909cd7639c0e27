// A check sheet of one's own that was uploaded: its columns, its rows, and taking it over.
import { useState } from "react";
import type { Input, Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam, useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText, Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { itemFields } from "../check-sheet/rules.ts";
import { mappings } from "../contract.ts";
import { ColumnsPanel } from "./ColumnsPanel.tsx";
import { TakeSheet } from "./TakeSheet.tsx";
import "./mappings.css";

type Sheet = Output<typeof mappings.previewCheckSheet>;
type Choice = Input<typeof mappings.previewCheckSheet>["sheet"];
type Url = { show: "left" };

export default function CheckSheetPage() {
  const t = useText();
  const fileId = useParam("fileId");
  const [url] = useUrl<Url>();
  const [sheet, setSheet] = useState<Choice>();
  const preview = useOperation(
    mappings.previewCheckSheet,
    { fileId, ...(sheet ? { sheet } : {}), ...(url.show ? { show: url.show } : {}) },
    { keep: true },
  );
  if (preview.isError) return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />;
  if (!preview.data) return <Loading rows={10} />;
  const one = preview.data;
  const items = one.counts.find((each) => each.verdict === "taken")?.count ?? 0;
  return (
    <Page
      title={
        items === 0 ? t("checkSheet.titleNone") : t("checkSheet.title", { items, headings: one.headings })
      }
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: t("mapping.tab"), to: "/standards/mappings" },
        { label: one.fileName },
      ]}
    >
      <div className="stack">
        <ColumnsPanel
          of={one.recognised}
          fields={itemFields}
          needed={["id", "text"]}
          labelOf={(field) => t(`checkSheet.column.${field}`)}
          onChoose={setSheet}
        />
        <SheetRows one={one} />
        <TakeSheet of={one} fileId={fileId} sheet={sheet} items={items} />
      </div>
    </Page>
  );
}

function SheetRows({ one }: { one: Sheet }) {
  const t = useText();
  const format = useFormat();
  const [url, set] = useUrl<Url>();
  return (
    <Panel
      isFlush
      title={one.counts
        .filter(({ count }) => count > 0)
        .map(({ verdict, count }) =>
          t("checkSheet.count", {
            verdict: t(`checkSheet.verdict.${verdict}`),
            count: format.number(count),
          }),
        )
        .join(" · ")}
      more={
        <Segmented
          label={t("mapping.show")}
          value={url.show ?? "all"}
          choices={(["all", "left"] as const).map((value) => ({ value, label: t(`mapping.show.${value}`) }))}
          onChange={(value) => set({ show: value === "all" ? undefined : value })}
        />
      }
      footer={one.moreRows > 0 ? t("mapping.linesMore", { count: one.moreRows }) : null}
    >
      {one.rows.length === 0 ? (
        <p className="soft mapping-none">{t("checkSheet.rowsNone")}</p>
      ) : (
        // A region that scrolls must be reachable by the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className="scroll mapping-lines" aria-label={t("checkSheet.rows")} tabIndex={0}>
          <table className="grid roomy lifts">
            <Heads
              of={[
                [t("mapping.place"), "num"],
                [t("checkSheet.column.id")],
                [t("checkSheet.column.text")],
                [t("checkSheet.column.heading")],
                [t("checkSheet.column.level")],
                [t("checkSheet.verdict")],
              ]}
            />
            <tbody>
              {one.rows.map((row) => (
                <tr key={row.row}>
                  <td className="num mute">{row.row}</td>
                  <td className="mono nowrap">{row.id}</td>
                  <td>
                    <LangText text={row.text} />
                  </td>
                  <td>
                    <LangText text={row.heading} />
                  </td>
                  <td>{row.level}</td>
                  <td className="nowrap">
                    {row.verdict === "taken" || row.verdict === "heading" ? (
                      <span className="soft">{t(`checkSheet.verdict.${row.verdict}`)}</span>
                    ) : (
                      <Tag isMust>{t(`checkSheet.verdict.${row.verdict}`)}</Tag>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  );
}
