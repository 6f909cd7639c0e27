// How far it is, division by division; each row narrows the list below to its units.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { FactStrip, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { instructions } from "../contract.ts";
import type { Instruction } from "./rows.ts";
import { ToldBar } from "./State.tsx";

export function Board({ of }: { of: Instruction }) {
  const t = useText();
  const format = useFormat();
  const board = useOperation(instructions.getBoard, { id: of.id });
  const [url, set] = useUrl<{ divisionId: string }>();
  if (board.isError) return <ErrorState error={board.error} onRetry={() => void board.refetch()} />;
  if (!board.data) return <Loading rows={4} />;
  const here = of.told - of.left;
  return (
    <>
      <FactStrip
        isFigures
        facts={[
          {
            label: t("instruction.told"),
            value: format.number(of.told),
            notes: of.left > 0 ? [t("instruction.leftCount", { count: of.left })] : [],
          },
          {
            label: t("instruction.acknowledged"),
            value: t("instruction.of", { done: of.acknowledged, count: here }),
          },
          {
            label: t("instruction.done"),
            value: t("instruction.of", { done: of.done, count: here }),
            isLive: true,
          },
          { label: t("instruction.late"), value: format.number(of.late) },
        ]}
      />
      <Panel
        isFlush
        title={
          of.late > 0
            ? t("instruction.boardLate", { count: of.late })
            : t("instruction.boardDone", { done: of.done, count: here })
        }
      >
        <div className="scroll-x">
          <table className="grid">
            <thead>
              <tr>
                <th>{t("instruction.division")}</th>
                <th className="num">{t("instruction.told")}</th>
                <th className="num">{t("instruction.acknowledged")}</th>
                <th className="num">{t("instruction.done")}</th>
                <th className="num">{t("instruction.late")}</th>
                <th>
                  <span className="unseen">{t("instruction.progress")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {board.data.rows.map((row) => (
                <tr key={row.divisionId ?? "none"} className={row.divisionId === url.divisionId ? "on" : ""}>
                  <td>
                    {row.divisionId && row.name ? (
                      <button
                        type="button"
                        className="linkish"
                        onClick={() =>
                          set({
                            divisionId:
                              row.divisionId === url.divisionId ? undefined : (row.divisionId ?? undefined),
                          })
                        }
                      >
                        <LangText text={row.name} />
                      </button>
                    ) : (
                      t("instruction.noDivision")
                    )}
                  </td>
                  <td className="num">{format.number(row.told)}</td>
                  <td className="num">{format.number(row.acknowledged)}</td>
                  <td className="num">{format.number(row.done)}</td>
                  <td className="num">
                    {row.late > 0 ? <span className="told-late">{format.number(row.late)}</span> : "0"}
                  </td>
                  <td style={{ width: "26%" }}>
                    <ToldBar of={row} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </>
  );
}
