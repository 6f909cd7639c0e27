// Answers as rows: control, verdict, how sure, proof, last year, weight. Each opens with its evidence.
import type { Output } from "#core/contract.ts";
import type { inspections } from "#modules/inspections/contract.ts";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Assurance, Verdict } from "#web/ui/marks.tsx";
import { Heads, Tag } from "#web/ui/small.tsx";

export type Asked = Output<typeof inspections.listAskedControls>["rows"][number];

export function AnswerTable({ rows, inspectionId }: { rows: readonly Asked[]; inspectionId: string }) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="scroll">
      <table className="grid">
        <Heads
          of={[
            [t("gaps.control")],
            [t("gaps.controlTitle")],
            [t("answers.verdict")],
            [t("answers.assurance"), "wide-only"],
            [t("answers.evidence"), "num wide-only"],
            [t("answers.lastYear"), "wide-only"],
            [t("answers.weight"), "num"],
          ]}
        />
        <tbody>
          {rows.map((row) => (
            <tr key={row.controlId}>
              <td className="mute nowrap">{row.controlId}</td>
              <td>
                <Go
                  to="/inspections/$id/controls/$controlId"
                  params={{ id: inspectionId, controlId: row.controlId }}
                >
                  {row.title}
                </Go>
                {row.isMandatory ? (
                  <>
                    {" "}
                    <Tag isMust>{t("demand.mandatoryShort")}</Tag>
                  </>
                ) : null}
              </td>
              <td>
                <Verdict verdict={row.verdict} />
                {row.verdict === "not_applicable" && row.naIsAllowed !== true ? (
                  <small className="sub"> {t("answers.naWaiting")}</small>
                ) : null}
              </td>
              <td className="wide-only">{row.assurance ? <Assurance level={row.assurance} /> : "–"}</td>
              <td className="num wide-only">
                {row.evidenceCount === 0 ? (
                  <span className="mute">0</span>
                ) : (
                  <span
                    title={
                      row.evidenceUntil
                        ? t("answers.until", { day: format.day(row.evidenceUntil) })
                        : undefined
                    }
                  >
                    {row.evidenceCount}
                  </span>
                )}
              </td>
              <td className="wide-only">
                {row.lastVerdict ? <Verdict verdict={row.lastVerdict} isPast /> : "–"}
              </td>
              <td className="num">{row.weight}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
