// Where the round is stuck, in one's own part of the group: each line opens its rows.
import { useOperation } from "#web/api.ts";
import { useUnit } from "#web/layout/units.ts";
import { Go } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Age } from "#web/ui/figures.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { reviewing } from "../../review/contract.ts";
import { states } from "../register/filter.ts";
import { useOpenRounds } from "./NotBegun.tsx";

/** One a round under way: of two on different standards neither hides the other. */
export function RoundFunnels() {
  const open = useOpenRounds();
  return open.map((round) => <RoundFunnel key={round.id} round={round} isNamed={open.length > 1} />);
}

type Props = { round: ReturnType<typeof useOpenRounds>[number]; isNamed: boolean };

function RoundFunnel({ round, isNamed }: Props) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const mayRead = useMay("inspection.read");
  const mayReview = useMay("inspection.review");
  const unit = useUnit();
  const counts = useOperation(
    reviewing.countInspections,
    { roundId: round.id, ...unit },
    { enabled: mayRead },
  ).data;
  // One company has a way, not a funnel.
  if (!counts || counts.total < 2) return null;
  const most = Math.max(...states.map((state) => counts.states[state] ?? 0), 1);
  const daysLeft = Math.round((Date.parse(round.dueOn) - Date.parse(today)) / 86_400_000);
  const isMine = mayReview && counts.toReview > 0;
  const waiting = isMine ? counts.toReview : counts.notSubmitted;
  return (
    <Panel
      title={
        isNamed
          ? t(isMine ? "home.funnelMineOf" : "home.funnelOf", { waiting, name: round.name })
          : t(isMine ? "home.funnelMine" : "home.funnel", { waiting })
      }
      more={
        daysLeft >= 0
          ? t("home.daysLeft", { count: daysLeft })
          : t("home.dueDayWas", { day: format.day(round.dueOn, "short") })
      }
      footer={
        <>
          <span>{t("home.late", { count: counts.late })}</span>
          <Age at={counts.at} />
        </>
      }
    >
      <ul className="funnel-lines">
        {states.map((state) => {
          const count = counts.states[state] ?? 0;
          return (
            <li key={state} className={isMine && state === "submitted" ? "mine" : undefined}>
              <Go to="/rounds/$id/inspections" params={{ id: round.id }} search={{ state }}>
                {t(`inspection.${state}`)}
              </Go>
              <b>{format.number(count)}</b>
              <span aria-hidden="true">
                {count > 0 ? <i style={{ width: `${(count / most) * 100}%` }} /> : null}
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
