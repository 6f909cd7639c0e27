// A check sheet of one's own that was uploaded: its columns, its rows, and taking it over.
import { useState } from "react";
import type { Input, Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam, useUrl } from "#web/navigation.tsx";
import { Tick } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { itemFields } from "../check-sheet/rules.ts";
import { mappings } from "../contract.ts";
import { ColumnsPanel } from "./ColumnsPanel.tsx";
import { LookedRows } from "./LookedRows.tsx";
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
  const [also, setAlso] = useState<readonly number[]>([]);
  const preview = useOperation(
    mappings.previewCheckSheet,
    { fileId, ...(sheet ? { sheet } : {}), also: [...also], ...(url.show ? { show: url.show } : {}) },
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
        {one.recognised.sheets.length > 1 ? (
          <AlsoSheets of={one.recognised} also={also} onChoose={setAlso} />
        ) : null}
        <SheetRows one={one} />
        <TakeSheet of={one} fileId={fileId} sheet={sheet} also={also} items={items} />
      </div>
    </Page>
  );
}

type AlsoProps = {
  of: Sheet["recognised"];
  also: readonly number[];
  onChoose: (also: readonly number[]) => void;
};

function AlsoSheets({ of, also, onChoose }: AlsoProps) {
  const t = useText();
  return (
    <Panel title={t("checkSheet.also")}>
      <p className="small soft">{t("checkSheet.alsoHelp")}</p>
      <div className="mapping-columns">
        {of.sheets.map((sheet, at) =>
          at === of.sheet ? null : (
            <Tick
              // oxlint-disable-next-line react/no-array-index-key
              key={at}
              label={t("checkSheet.sheetRows", { name: sheet.name, rows: sheet.rows })}
              isOn={also.includes(at)}
              onChange={(isOn) => onChoose(isOn ? [...also, at] : also.filter((one) => one !== at))}
            />
          ),
        )}
      </div>
    </Panel>
  );
}

function SheetRows({ one }: { one: Sheet }) {
  const t = useText();
  const format = useFormat();
  const title = one.counts
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) =>
      t("checkSheet.count", { verdict: t(`checkSheet.verdict.${verdict}`), count: format.number(count) }),
    )
    .join(" · ");
  return (
    <LookedRows
      title={title}
      label={t("checkSheet.rows")}
      more={one.moreRows}
      none={t("checkSheet.rowsNone")}
      look="grid roomy lifts"
      heads={[
        [t("mapping.place"), "num"],
        [t("checkSheet.column.id")],
        [t("checkSheet.column.text")],
        [t("checkSheet.column.heading")],
        [t("checkSheet.column.level")],
        [t("checkSheet.verdict")],
      ]}
      rows={one.rows.map((row) => <SheetRow key={`${row.sheet} ${row.row}`} row={row} />)}
    />
  );
}

function SheetRow({ row }: { row: Sheet["rows"][number] }) {
  const t = useText();
  return (
    <tr>
      <td className="num mute">{row.sheet === "" ? row.row : `${row.sheet} ${row.row}`}</td>
      <td className="mono nowrap">{row.id}</td>
      <td>
        <LangText text={row.text} />
        {row.languages.length > 0 ? <small className="mute"> {row.languages.join(" · ")}</small> : null}
      </td>
      <td>
        <LangText text={row.heading} />
      </td>
      <td>{row.level}</td>
      <td className="nowrap">
        {row.verdict === "taken" || row.verdict === "heading" || row.verdict === "translation" ? (
          <span className="soft">{t(`checkSheet.verdict.${row.verdict}`)}</span>
        ) : (
          <Tag isMust>{t(`checkSheet.verdict.${row.verdict}`)}</Tag>
        )}
      </td>
    </tr>
  );
}
