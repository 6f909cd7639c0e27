// Where the round is stuck: companies by state, the names behind each bar.
import { Picture } from "#web/charts/Picture.tsx";
import { Go } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { SentBack } from "#modules/rounds/web/parts.tsx";
import { type Board, shareDown } from "./board.ts";
import type { View } from "./view.ts";

const tones: Partial<Record<Board["funnel"][number]["state"], string>> = {
  not_begun: "hatched",
  answering: "hatched",
  submitted: "pale",
  returned: "returned",
  reviewed: "pale",
};

const dayMs = 86_400_000;

export function FunnelPanel({ board, view }: { board: Board; view: View }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const most = Math.max(1, ...board.funnel.map((one) => one.companies));
  const daysLeft = Math.round((Date.parse(board.round.confirmDueOn) - Date.parse(today)) / dayMs);
  const shown = board.funnel.filter((one) => one.state !== "locked" || one.companies > 0);
  return (
    <Picture
      className="funnel-panel"
      title={useTitle(board)}
      more={
        board.round.state === "closed"
          ? t("funnel.closed")
          : daysLeft >= 0
            ? t("funnel.daysLeft", { count: daysLeft })
            : t("funnel.daysOver", { count: -daysLeft })
      }
      summary={shown
        .map((one) => t("funnel.summary", { state: t(`inspection.${one.state}`), count: one.companies }))
        .join(" ")}
      table={{
        heads: [t("funnel.state"), t("funnel.companies"), t("funnel.oldest")],
        rows: shown.map((one) => [
          t(`inspection.${one.state}`),
          one.companies,
          one.oldestAt ? format.momentWithZone(one.oldestAt) : null,
        ]),
      }}
      fileName="yagura-round"
    >
      <table className="funnel">
        <tbody>
          {shown.map((one) => (
            <tr key={one.state}>
              <th scope="row">{t(`inspection.${one.state}`)}</th>
              <td className="n">
                {one.companies > 0 ? (
                  <Go to="/group/results" search={{ ...view, state: one.state }}>
                    {format.number(one.companies)}
                  </Go>
                ) : (
                  <span className="mute">0</span>
                )}
              </td>
              <td className="kc" aria-hidden="true">
                {one.companies > 0 ? (
                  // The number beside it is the same link for keys and readers.
                  <Go to="/group/results" search={{ ...view, state: one.state }} tabIndex={-1}>
                    <span
                      className={`k ${tones[one.state] ?? ""}`}
                      style={{ width: `${(100 * one.companies) / most}%` }}
                    />
                  </Go>
                ) : null}
              </td>
              <td className="o">
                {one.companies > 0 && one.oldestAt && one.state !== "locked" && one.state !== "confirmed"
                  ? t("funnel.oldestSince", { span: format.age(one.oldestAt) })
                  : one.state === "confirmed" || one.state === "locked"
                    ? format.percent(shareDown(one.companies, board.companies))
                    : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <SentBack
        by={board.sentBack}
        returned={board.funnel.find((one) => one.state === "returned")?.companies ?? 0}
      />
    </Picture>
  );
}

/** What the round waits for: answers until the due day, then checks, then signatures. */
function useTitle(board: Board): string {
  const t = useText();
  const count = (state: string) => board.funnel.find((one) => one.state === state)?.companies ?? 0;
  const answering = count("not_begun") + count("answering") + count("returned");
  const most = Math.max(answering, count("submitted"), count("reviewed"));
  if (most === 0) return t("funnel.allConfirmed");
  if (most === count("reviewed")) return t("funnel.waitSignature", { count: most });
  if (most === count("submitted")) return t("funnel.waitReview", { count: most });
  const returned = count("returned");
  return returned > 0
    ? t("funnel.waitAgain", { count: answering, returned })
    : t("funnel.waitAnswers", { count: answering });
}
