// On the board: how far self-answers hold. What surely does not stands first; of few claims the interval is wide.
import { useState } from "react";
import { BoardRead, FigureLinks } from "#web/board-panels.tsx";
import { useOperation } from "#web/api.ts";
import { Picture } from "#web/charts/Picture.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { BoardPart } from "#web/web-module.ts";
import { audits } from "../../contract.ts";
import { textIn } from "../on-site/useWords.ts";
import { byCertainty, type Claims, type Overclaim } from "../opinions/claims.ts";
import { useGroupName } from "../opinions/useGroupName.ts";
import "../audits.css";
import { auditPart } from "./part.ts";

const groupings = ["tier", "region", "control"] as const;
type By = (typeof groupings)[number];
const most = 6;
/** One of one is no finding. */
const fewest = 5;

export default function OverclaimPanel(part: BoardPart) {
  const t = useText();
  const [by, setBy] = useState<By>("tier");
  const of = auditPart(part);
  const read = useOperation(audits.getOverclaim, { ...of, by }, { keep: true });
  return (
    <BoardRead read={read} name={t("audits.opinions")}>
      {(data) => <Drawn data={data} by={by} onBy={setBy} search={of} />}
    </BoardRead>
  );
}

type Props = { data: Overclaim; by: By; onBy: (by: By) => void; search: Record<string, unknown> };

function Drawn({ data, by, onBy, search }: Props) {
  const t = useText();
  const format = useFormat();
  const nameOf = useGroupName(by);
  const { sample } = data.whole;
  const rows = data.rows.filter((row) => row.sample.claims > 0).toSorted(byCertainty);
  const shown = rows.slice(0, most);
  const mean = sample.overturned / Math.max(1, sample.claims);
  const outstanding = rows.find((row) => row.sample.claims >= fewest && row.sample.low > mean);
  const short = (row: Claims) => (by === "control" ? textIn(row.names) || row.key : nameOf(row));
  const whole = {
    count: sample.claims,
    overturned: sample.overturned,
    share: format.percent(mean),
    low: format.percent(sample.low),
    high: format.percent(sample.high),
  };
  const title =
    sample.claims === 0
      ? t("audits.opinions.titleNone")
      : outstanding
        ? t("audits.opinions.picture", {
            name: short(outstanding),
            low: format.percent(outstanding.sample.low),
          })
        : t("audits.opinions.title", whole);
  const all = (
    <Go to="/audits/opinions" search={{ ...search, by }}>
      {t("audits.board.visits", { count: data.companies })} ›
    </Go>
  );
  return (
    <Picture
      className="overclaim-panel"
      title={title}
      more={sample.claims === 0 ? null : all}
      summary={rows
        .slice(0, most)
        .map((row) =>
          t("audits.opinions.said", {
            name: nameOf(row),
            overturned: row.sample.overturned,
            count: row.sample.claims,
            low: format.percent(row.sample.low),
            high: format.percent(row.sample.high),
          }),
        )
        .join(" ")}
      table={{
        heads: [
          t(`audits.opinions.by.${by}`),
          t("audits.opinions.claims"),
          t("audits.sheet.overturned"),
          t("audits.opinions.low"),
          t("audits.opinions.high"),
        ],
        rows: rows.map((row) => [
          nameOf(row),
          row.sample.claims,
          row.sample.overturned,
          format.percent(row.sample.low),
          format.percent(row.sample.high),
        ]),
      }}
      fileName="yagura-over-claim"
      tools={
        sample.claims === 0 ? null : (
          <div className="picture-bar">
            <Segmented
              label={t("audits.opinions.by")}
              value={by}
              choices={groupings.map((value) => ({ value, label: t(`audits.opinions.by.${value}`) }))}
              onChange={onBy}
            />
          </div>
        )
      }
      footer={<FigureLinks of={["claims_overturned"]} />}
    >
      {shown.length === 0 ? (
        <p className="soft small">{t("audits.opinions.emptyHelp")}</p>
      ) : (
        <>
          <ul className="claim-list">
            {shown.map((row) => (
              <li key={row.key}>
                <Go to="/audits/opinions" search={{ ...search, ...narrowedTo(by, row.key) }}>
                  {by === "control" ? <span className="id">{row.key}</span> : null}
                  <span className="t">
                    <LangText text={short(row)} />
                  </span>
                  <span className="n">
                    {row.sample.overturned}/{row.sample.claims}{" "}
                    <b>{format.percent(row.sample.overturned / row.sample.claims)}</b>
                  </span>
                  <Interval row={row} mean={mean} />
                </Go>
              </li>
            ))}
          </ul>
          <p className="age ruled">
            {outstanding ? `${t("audits.opinions.title", whole)} ` : ""}
            {t("audits.board.interval")}
          </p>
        </>
      )}
    </Picture>
  );
}

const narrowedTo = (by: By, key: string) =>
  by === "control"
    ? { by: "company", controlId: key }
    : by === "tier"
      ? { by: "company", tier: key }
      : { by: "company", region: key };

/** Between which shares it may lie of all, the share that was counted, and the mean of the whole as a thin line. */
function Interval({ row: { sample }, mean }: { row: Claims; mean: number }) {
  const at = (share: number) => `${100 * share}%`;
  return (
    <span className="interval" aria-hidden="true">
      <i style={{ left: at(sample.low), width: at(sample.high - sample.low) }} />
      <u style={{ left: at(mean) }} />
      <b style={{ left: at(sample.overturned / sample.claims) }} />
    </span>
  );
}
