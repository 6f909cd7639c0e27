// Hard clocks that ask the reader to take note now, for the home page: acknowledged in place.
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Go, GoButton } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Clock, urgencyOf } from "#web/ui/figures.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { useNow } from "#web/ui/now.ts";
import { markedExercise } from "#modules/duties/rules.ts";
import { calls } from "../contract.ts";

type Row = Output<typeof calls.listCalls>["rows"][number];

/** So many stand on the home page; the list has them all. */
const most = 5;

export function AskedCalls() {
  const t = useText();
  const count = useOperation(calls.countCalls, {}, { refetchEvery: 60_000 });
  const mine = count.data?.mine ?? 0;
  const list = useOperation(calls.listCalls, { show: "open", limit: 100 }, { enabled: mine > 0 });
  const acknowledge = useCommand(calls.acknowledgeCall, [calls.listCalls, calls.countCalls]);
  const rows = (list.data?.rows ?? []).filter((row) => row.offBecause === null);
  if (mine === 0 || rows.length === 0) return null;
  return (
    <Panel
      isFlush
      title={t("calls.home", { count: mine })}
      more={<Go to="/calls">{t("calls.homeAll")} ›</Go>}
    >
      <FormError error={acknowledge.error} />
      <ul className="needs">
        {rows.slice(0, most).map((row) => (
          <CallRow
            key={row.id}
            row={row}
            isBusy={acknowledge.isPending}
            onAcknowledge={() => acknowledge.mutate({ id: row.id })}
          />
        ))}
      </ul>
    </Panel>
  );
}

function CallRow({ row, isBusy, onAcknowledge }: { row: Row; isBusy: boolean; onAcknowledge: () => void }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const now = useNow();
  const isOver = urgencyOf({ due: row.dueAt, now }) === "over";
  const due = format.moment(row.dueAt);
  return (
    <li className={urgencyOf({ due: row.answerBy, now }) === "over" ? "over" : undefined}>
      <Clock from={row.openedAt} due={row.answerBy} now={now} dueText={format.moment(row.answerBy, "week")} />
      <div className="what">
        <b>
          <Icon name="bell" />
          <span>
            {markedExercise(
              row,
              t(isOver ? "call.title" : "call.titleDone", {
                company: row.companyName,
                duty: any(`duty.kind.${row.dutyKind}`),
              }),
              any,
            )}
          </span>
        </b>
        <p>{t(isOver ? "calls.homeDue" : "calls.homeAhead", { due, by: format.moment(row.answerBy) })}</p>
      </div>
      <div className="act">
        <Button isBusy={isBusy} onClick={onAcknowledge}>
          {t("call.acknowledge")}
        </Button>
        <GoButton to="/calls/$id" params={{ id: row.id }} look="quiet">
          {t("calls.open")}
        </GoButton>
      </div>
    </li>
  );
}
