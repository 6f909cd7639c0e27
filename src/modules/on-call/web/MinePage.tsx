// My own turns: what runs, handing over and taking over, swaps, my number. Made for a phone first.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { useNow } from "#web/ui/now.ts";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { onCall } from "../contract.ts";
import { MyContact } from "./MyContact.tsx";
import { CurrentTurn } from "./CurrentTurn.tsx";
import { ComingTurns, SwapsToAnswer } from "./MyTurns.tsx";
import { runs } from "./rows.ts";

/** Taking over begins a little before the turn, as the server has it. */
const aheadMs = 2 * 3_600_000;

export default function MinePage() {
  const t = useText();
  const now = useNow();
  const { personId } = useSession();
  const mayRead = useMay("on_call.read");
  const read = useOperation(onCall.getMyOnCall, {}, { refetchEvery: 60_000 });
  const mine = read.data;
  const near = (startsAt: string) => Date.parse(startsAt) - now.getTime() <= aheadMs;
  const current = mine?.turns.filter(
    (turn) => runs(turn, now) || (new Date(turn.startsAt) > now && near(turn.startsAt)),
  );
  return (
    <Page
      title={t("onCall.mineTitle")}
      crumbs={[
        mayRead ? { label: t("onCall.crumb"), to: "/on-call" } : { label: t("onCall.crumb") },
        { label: t("onCall.mine") },
      ]}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : !mine || !current ? (
        <Loading rows={6} />
      ) : (
        <div className="stack">
          <SwapsToAnswer mine={mine} personId={personId} />
          {current.map((turn) => (
            <CurrentTurn key={turn.id} turn={turn} mine={mine} personId={personId} now={now} />
          ))}
          {mine.turns.length > 0 && !mine.hasNumber ? (
            <Note kind="warn">{t("onCall.youNoNumber")}</Note>
          ) : null}
          {mine.turns.length === 0 ? (
            <EmptyState icon="clock" title={t("onCall.mineNone")}>
              {t("onCall.mineNoneHelp")}
            </EmptyState>
          ) : (
            <ComingTurns mine={mine} personId={personId} now={now} />
          )}
          <MyContact />
        </div>
      )}
    </Page>
  );
}
