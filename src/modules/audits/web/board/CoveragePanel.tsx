// On the board: how many subsidiaries were audited within their cycle, and who was not.
import { BoardLines, BoardRead, FigureLinks } from "#web/board-panels.tsx";
import { useOperation } from "#web/api.ts";
import { Picture } from "#web/charts/Picture.tsx";
import { Go } from "#web/navigation.tsx";
import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import type { BoardPart } from "#web/web-module.ts";
import { audits } from "../../contract.ts";
import { auditPart, searchOf } from "./part.ts";

type Counts = Output<typeof audits.countAuditCoverage>;
type Outside = Output<typeof audits.listAuditCoverage>["rows"];
const named = 5;

export default function CoveragePanel(part: BoardPart) {
  const t = useText();
  const of = auditPart(part);
  const counts = useOperation(audits.countAuditCoverage, of, { keep: true });
  const outside = useOperation(
    audits.listAuditCoverage,
    { ...of, outside: true, limit: named },
    { keep: true },
  );
  return (
    <BoardRead read={counts} name={t("audits.coverage")}>
      {(data) => <Drawn counts={data} outside={outside.data?.rows ?? []} search={searchOf(part)} />}
    </BoardRead>
  );
}

type Search = Record<string, unknown>;

function Drawn({ counts, outside, search }: { counts: Counts; outside: Outside; search: Search }) {
  const t = useText();
  const format = useFormat();
  const { withinCycle: within, states, proof } = counts;
  const all = proof.listed;
  const state = (name: string) => states.find((one) => one.state === name)?.count ?? 0;
  const rows = [
    { key: "within", count: within, to: search },
    { key: "outside", count: all - within, to: { ...search, outside: true } },
    ...(["overdue", "never", "late"] as const).map((key) => ({
      key,
      count: state(key),
      to: { ...search, state: key },
    })),
  ];
  const label = (key: string) =>
    key === "within" || key === "outside" ? t(`audits.board.${key}`) : t(`audits.state.${key as "late"}`);
  const title =
    all === 0
      ? t("audits.titleNobody")
      : within === all
        ? t("audits.titleCovered", { count: all })
        : t("audits.board.coverage", { within, count: all });
  return (
    <Picture
      title={title}
      more={
        <Go to="/audits" search={search}>
          {t("audits.board.all")} ›
        </Go>
      }
      summary={rows.map((row) => `${label(row.key)}: ${row.count}`).join(", ")}
      table={{
        heads: [t("audits.state"), t("audits.years.companies")],
        rows: rows.map((row) => [label(row.key), row.count]),
      }}
      fileName="yagura-audit-cycle"
      footer={<FigureLinks of={["audits_within_cycle"]} />}
    >
      <BoardLines
        lines={rows.map((row) => ({
          key: row.key,
          label: label(row.key),
          share: all === 0 ? 0 : row.count / all,
          tone: row.key === "within" ? "plain" : "bad",
          isLastOfItsKind: row.key === "outside",
          count:
            row.count === 0 ? (
              <span className="mute">0</span>
            ) : (
              <Go to="/audits" search={row.to}>
                {format.number(row.count)}
              </Go>
            ),
        }))}
      />
      {outside.length > 0 ? (
        <ul className="board-names">
          {outside.map((row) => (
            <li key={row.companyId}>
              <Go to="/companies/$id" params={{ id: row.companyId }}>
                <LangText text={row.name} isCut />
              </Go>
              <small>
                {t(row.lastOn ? "audits.board.due" : "audits.board.notYet", {
                  day: format.day(row.dueOn, "plain"),
                })}
              </small>
            </li>
          ))}
        </ul>
      ) : null}
      <p className={proof.missing.length > 0 ? "age ruled late-ink" : "age ruled"}>
        {proof.missing.length > 0
          ? t("audits.proofMissing", { names: format.list(proof.missing.map((one) => one.name)) })
          : t("audits.proofLine", {
              listed: format.number(all),
              owned: format.number(proof.inOwnership),
              count: 0,
            })}
      </p>
    </Picture>
  );
}
