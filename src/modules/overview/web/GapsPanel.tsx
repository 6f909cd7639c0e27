// The worst mandatory gaps: control by control, with the companies behind each.
import { Picture } from "#web/charts/Picture.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import type { Board } from "./board.ts";
import type { View } from "./view.ts";

const mostBoxes = 8;

export function GapsPanel({ board, view }: { board: Board; view: View }) {
  const t = useText();
  const format = useFormat();
  const serious = board.counts[2] ?? 0;
  const worst = board.gaps[0];
  const none = useNone(board);
  return (
    <Picture
      title={
        worst ? t("gaps.title", { control: worst.title, companies: worst.companies, serious }) : none.title
      }
      more={
        board.gapControls > 0 ? (
          <Go to="/group/gaps" search={view}>
            {t("gaps.all", { count: board.gapControls })} ›
          </Go>
        ) : null
      }
      summary={board.gaps
        .map((gap) => t("gaps.summary", { control: gap.title, companies: gap.companies, people: gap.people }))
        .join(" ")}
      table={{
        heads: [t("gaps.control"), t("gaps.controlTitle"), t("gaps.companies"), t("gaps.people")],
        rows: board.gaps.map((gap) => [gap.controlId, gap.title, gap.companies, gap.people]),
      }}
      fileName="yagura-mandatory-gaps"
    >
      {board.gaps.length === 0 ? (
        <p className="soft small">{none.help}</p>
      ) : (
        <>
          <ul className="gap-list">
            {board.gaps.map((gap) => (
              <li key={gap.controlId}>
                <Go to="/group/results" search={{ ...view, lacking: gap.controlId }}>
                  <span className="id">{gap.controlId}</span>
                  <span className="t">{gap.title}</span>
                  <span className="q">
                    <span className="bx" aria-hidden="true">
                      {Array.from({ length: Math.min(mostBoxes, gap.companies) }, (_, at) => (
                        // oxlint-disable-next-line react/no-array-index-key
                        <i key={at} />
                      ))}
                    </span>
                    <span className="small">
                      <b>{t("gaps.count", { count: gap.companies })}</b>{" "}
                      <span className="mute">
                        {t("gaps.peopleCount", { people: format.number(gap.people) })}
                      </span>
                    </span>
                  </span>
                </Go>
              </li>
            ))}
          </ul>
          <p className="age ruled">{t("gaps.note", { unknown: board.counts[3] ?? 0 })}</p>
        </>
      )}
    </Picture>
  );
}

/** Nothing missing is good news only where there is something that could be, and something is known of somebody. */
function useNone({ mandatoryControls, companies, counts }: Board) {
  const t = useText();
  if (mandatoryControls === 0) return { title: t("gaps.noMandatory"), help: t("gaps.noMandatoryHelp") };
  if (counts[3] === companies) return { title: t("gaps.notKnown"), help: t("gaps.notKnownHelp") };
  return { title: t("gaps.none"), help: t("gaps.noneHelp", { count: mandatoryControls }) };
}
