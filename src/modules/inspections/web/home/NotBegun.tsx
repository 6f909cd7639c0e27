// Companies that have not begun, for whoever may remind them.
import type { Output } from "#core/contract.ts";
import { rounds } from "#modules/rounds/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { GoButton } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Clock } from "#web/ui/figures.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { useNow } from "#web/ui/now.ts";
import { inspections } from "../../contract.ts";
import { reviewing } from "../../review/contract.ts";

type Round = Output<typeof rounds.listRounds>["rows"][number];

/** All rounds under way: one on another standard beside the group's own is asked at the same time. */
export function useOpenRounds(): Round[] {
  const mayRead = useMay("round.read");
  const all = useOperation(rounds.listRounds, {}, { enabled: mayRead });
  const { today } = useSession();
  const open = all.data?.rows.filter((round) => round.state === "open") ?? [];
  // One launched ahead of its opening day does not yet stand beside those under way.
  const begun = open.filter((round) => round.opensOn <= today);
  return begun.length > 0 ? begun : open.slice(0, 1);
}

/** The rounds that some company has not begun, for whoever may remind it. */
export function useNotBegun(): Round[] {
  const mayRemind = useMay("inspection.remind");
  const open = useOpenRounds();
  return mayRemind ? open.filter((round) => (round.states["not_begun"] ?? 0) > 0) : [];
}

/** No duty of the reader's and counted as none: whom one may remind. */
export function NotBegun({ rounds: those }: { rounds: readonly Round[] }) {
  const t = useText();
  if (those.length === 0) return null;
  return (
    <Panel isFlush title={t("home.mayRemind")}>
      <ul className="needs">
        {those.map((round) => (
          <NotBegunRow key={round.id} round={round} />
        ))}
      </ul>
    </Panel>
  );
}

function NotBegunRow({ round: { id: roundId, name } }: { round: Round }) {
  const list = useOperation(inspections.listInspections, {
    roundId,
    state: "not_begun",
    sort: "due",
    limit: 500,
  });
  const rows = (list.data?.rows ?? []).filter((row) => row.leftOn === null);
  const now = useNow();
  const t = useText();
  const format = useFormat();
  const remind = useCommand(reviewing.remindInspections, [inspections.listInspections]);
  const clock = rows.find((row) => row.clock)?.clock;
  const last = rows
    .map((row) => row.clock?.remindedAt ?? "")
    .toSorted()
    .at(-1);
  const rested = Boolean(last && Date.parse(last) > now.getTime() - 20 * 3_600_000);
  if (rows.length === 0) return null;
  return (
    <li>
      {clock ? (
        <Clock
          from={clock.startsAt}
          due={clock.dueAt}
          now={now}
          dueText={format.moment(clock.dueAt, "week", clock.timeZone)}
        />
      ) : (
        <span />
      )}
      <div className="what">
        <b>
          <Icon name="bell" />
          <span>{t("home.notBegun", { count: rows.length })}</span>
        </b>
        <p>
          {name} · {format.list(rows.slice(0, 4).map((row) => nameFor(row)))}
          {rows.length > 4 ? ` +${rows.length - 4}` : ""}
          {last ? ` · ${t("duty.remindedOn", { day: format.moment(last, "short") })}` : ""}
        </p>
      </div>
      <div className="act">
        <Button
          isBusy={remind.isPending}
          offBecause={rested ? t("inspections.remindedToday") : null}
          onClick={() =>
            remind.mutate(
              { roundId, inspectionIds: rows.map((row) => row.id) },
              { onSuccess: (done) => toast(t("inspections.reminded", { count: done.reminded })) },
            )
          }
        >
          {t("inspections.remind", { count: rows.length })}
        </Button>
        <GoButton
          to="/rounds/$id/inspections"
          params={{ id: roundId }}
          search={{ state: "not_begun" }}
          look="quiet"
        >
          {t("needs.see", { count: rows.length })}
        </GoButton>
      </div>
    </li>
  );
}
