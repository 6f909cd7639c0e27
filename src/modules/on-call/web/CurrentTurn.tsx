// A turn that runs: taken over from those before, and handed over to the next with what is open.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag, Written } from "#web/ui/small.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { onCall } from "../contract.ts";
import { type Mine, nameIn, refreshed, runs, type Turn } from "./rows.ts";

type Props = { turn: Turn; mine: Mine; personId: string; now: Date };

export function CurrentTurn({ turn, mine, personId, now }: Props) {
  const t = useText();
  const format = useFormat();
  const roster = mine.rosters.find((one) => one.id === turn.rosterId);
  const isRunning = runs(turn, now);
  const title = isRunning
    ? t("onCall.youUntil", { until: format.moment(turn.endsAt, "week") })
    : t("onCall.youFrom", { from: format.moment(turn.startsAt, "week") });
  const people = roster?.people ?? [];
  const before = mine.handovers.filter(
    (one) =>
      one.rosterId === turn.rosterId && one.tier === turn.tier && !one.takenAt && one.personId !== personId,
  );
  const own = mine.handovers.find((one) => one.turnId === turn.id);
  return (
    <Panel title={title} more={turn.tier === 2 ? <Tag>{t("onCall.tier.2")}</Tag> : null}>
      <div className="stack">
        <p>
          <LangText text={roster?.name ?? ""} />
          {roster ? (
            <span className="small soft">
              {" "}
              {format.moment(turn.startsAt, "week", roster.timeZone)} –{" "}
              {format.moment(turn.endsAt, "week", roster.timeZone)} ({roster.timeZone})
            </span>
          ) : null}
        </p>
        {before.map((one) => (
          <div key={one.turnId}>
            <p className="small soft">
              {t("onCall.handoverBy", {
                name: nameIn(people, one.personId),
                moment: format.moment(one.writtenAt, "week"),
              })}
            </p>
            <p className="on-call-note">
              <Written text={one.note} />
            </p>
          </div>
        ))}
        <TakeOver turn={turn} />
        {isRunning ? (
          <HandOver turn={turn} own={own} takenBy={own ? nameIn(people, own.takenBy) : ""} />
        ) : null}
      </div>
    </Panel>
  );
}

function TakeOver({ turn }: { turn: Turn }) {
  const t = useText();
  const format = useFormat();
  const take = useCommand(onCall.takeOverOnCall, refreshed);
  if (turn.takenAt)
    return <p className="soft">{t("onCall.tookOver", { moment: format.moment(turn.takenAt, "week") })}</p>;
  return (
    <div className="on-call-acts">
      <Button
        look="main"
        isBusy={take.isPending}
        onClick={() => take.mutate({ id: turn.id }, { onSuccess: () => toast(t("onCall.tookOverToast")) })}
      >
        {t("onCall.takeOver")}
      </Button>
      <FormError error={take.error} />
    </div>
  );
}

type HandOverProps = { turn: Turn; own: Mine["handovers"][number] | undefined; takenBy: string };

function HandOver({ turn, own, takenBy }: HandOverProps) {
  const t = useText();
  const format = useFormat();
  const [note, setNote] = useState<string | null>(null);
  const write = useCommand(onCall.handOverOnCall, refreshed);
  if (own?.takenAt)
    return (
      <div>
        <p className="small soft">
          {t("onCall.takenBy", { name: takenBy, moment: format.moment(own.takenAt, "week") })}
        </p>
        <p className="on-call-note">
          <Written text={own.note} />
        </p>
      </div>
    );
  const text = note ?? own?.note ?? "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    write.mutate(
      { id: turn.id, note: text.trim() },
      {
        onSuccess: () => {
          setNote(null);
          toast(t("onCall.handedOver"));
        },
      },
    );
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextArea
        label={t("onCall.note")}
        hint={own ? t("onCall.notTaken") : t("onCall.noteHint")}
        value={text}
        maxLength={4000}
        onChange={setNote}
      />
      <FormError error={write.error} />
      <div className="on-call-acts">
        <Button
          type="submit"
          isBusy={write.isPending}
          offBecause={text.trim() ? null : t("forms.first", { field: t("onCall.note") })}
        >
          {t("onCall.handOver")}
        </Button>
      </div>
    </form>
  );
}
