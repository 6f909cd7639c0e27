// On the home page: that one is on call, until when, and what waits for an answer because of it.
import { useOperation } from "#web/api.ts";
import { GoButton } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { useNow } from "#web/ui/now.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { useSession } from "#web/session.ts";
import { onCall } from "../contract.ts";
import { runs } from "./rows.ts";

const dayMs = 86_400_000;

export function MyOnCall() {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const { personId } = useSession();
  const { data } = useOperation(onCall.getMyOnCall, {}, { refetchEvery: 120_000 });
  if (!data) return null;
  const current = data.turns.filter((turn) => runs(turn, now));
  const near = data.turns.filter(
    (turn) => new Date(turn.startsAt) > now && Date.parse(turn.startsAt) - now.getTime() < dayMs,
  );
  const asked = data.swaps.filter((swap) => swap.state === "asked" && swap.askedOf === personId);
  const shown = [...current, ...(current.length === 0 ? near.slice(0, 1) : [])];
  if (shown.length === 0 && asked.length === 0) return null;
  const nameOf = (rosterId: string) => data.rosters.find((one) => one.id === rosterId)?.name ?? "";
  return (
    <Panel isFlush title={t("onCall.home")}>
      <ul className="needs">
        {shown.map((turn) => (
          <li key={turn.id}>
            <span className="clock">
              {format.moment(turn.startsAt, "week")} – {format.moment(turn.endsAt, "week")}
            </span>
            <div className="what">
              <b>
                {runs(turn, now)
                  ? t("onCall.youUntil", { until: format.moment(turn.endsAt, "week") })
                  : t("onCall.youFrom", { from: format.moment(turn.startsAt, "week") })}
              </b>
              <p>
                <LangText text={nameOf(turn.rosterId)} />
                {data.hasNumber ? "" : ` · ${t("onCall.youNoNumber")}`}
              </p>
            </div>
            <div className="act">
              <GoButton to="/on-call/mine">{t("onCall.mine")}</GoButton>
            </div>
          </li>
        ))}
        {asked.map((swap) => (
          <li key={swap.id}>
            <span className="clock">{format.moment(swap.startsAt, "week")}</span>
            <div className="what">
              <b>{t("onCall.swapAsked", { from: format.moment(swap.startsAt, "week") })}</b>
              <p>
                <LangText text={nameOf(swap.rosterId)} />
              </p>
            </div>
            <div className="act">
              <GoButton to="/on-call/mine">{t("onCall.answer")}</GoButton>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
