// The turns to come, each of which a colleague may be asked to take; and what colleagues ask of me.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextArea } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag, Written } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { onCall } from "../contract.ts";
import { type Mine, nameIn, refreshed, runs, type Turn } from "./rows.ts";

type Props = { mine: Mine; personId: string };

export function ComingTurns({ mine, personId, now }: Props & { now: Date }) {
  const t = useText();
  const format = useFormat();
  const [asking, setAsking] = useState<Turn | null>(null);
  const turns = mine.turns.filter((turn) => new Date(turn.endsAt) > now).slice(0, 40);
  const rosterOf = (turn: Turn) => mine.rosters.find((one) => one.id === turn.rosterId);
  const askedFor = (turn: Turn) =>
    mine.swaps.find((one) => one.turnId === turn.id && one.state === "asked" && one.askedBy === personId);
  return (
    <Panel title={t("onCall.comingTurns")}>
      {turns.length === 0 ? <p className="soft">{t("onCall.noComing")}</p> : null}
      <ul className="lines">
        {turns.map((turn) => {
          const asked = askedFor(turn);
          return (
            <li key={turn.id}>
              <div>
                <b>
                  {format.moment(turn.startsAt, "week")} – {format.moment(turn.endsAt, "week")}
                </b>{" "}
                {turn.tier === 2 ? <Tag>{t("onCall.tier.2")}</Tag> : null}
                {runs(turn, now) ? <Tag>{t("onCall.runs")}</Tag> : null}
                <small>
                  <LangText text={rosterOf(turn)?.name ?? ""} />
                  {asked
                    ? ` · ${t("onCall.askedOf", { name: nameIn(rosterOf(turn)?.people ?? [], asked.askedOf) })}`
                    : ""}
                </small>
              </div>
              <span className="end">
                {asked ? (
                  <Withdraw id={asked.id} />
                ) : (
                  <Button size="s" onClick={() => setAsking(turn)}>
                    {t("onCall.askSwap")}
                  </Button>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {asking ? <SwapDialog turn={asking} onClose={() => setAsking(null)} /> : null}
    </Panel>
  );
}

function Withdraw({ id }: { id: string }) {
  const t = useText();
  const withdraw = useCommand(onCall.withdrawOnCallSwap, refreshed);
  return (
    <Button size="s" isBusy={withdraw.isPending} onClick={() => withdraw.mutate({ id })}>
      {t("onCall.withdrawSwap")}
    </Button>
  );
}

function SwapDialog({ turn, onClose }: { turn: Turn; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const [personId, setPerson] = useState("");
  const [words, setWords] = useState("");
  const found = useOperation(onCall.listOnCallColleagues, { id: turn.rosterId });
  const ask = useCommand(onCall.askOnCallSwap, refreshed);
  const people = found.data?.rows ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate(
      { id: turn.id, personId, words: words.trim() },
      {
        onSuccess: () => {
          toast(t("onCall.swapAskedToast", { name: nameIn(people, personId) }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("onCall.askSwap")} size="s">
      <form className="form" onSubmit={submit}>
        <p className="soft">
          {t("onCall.swapEffect", {
            from: format.moment(turn.startsAt, "week"),
            until: format.moment(turn.endsAt, "week"),
          })}
        </p>
        {found.data ? (
          people.length === 0 ? (
            <p>{t("onCall.noColleague")}</p>
          ) : (
            <SelectField
              label={t("onCall.colleague")}
              value={personId}
              emptyLabel={t("onCall.choose")}
              choices={people.map((one) => ({ value: one.id, label: one.name }))}
              onChange={setPerson}
            />
          )
        ) : (
          <Loading rows={2} />
        )}
        <TextArea
          label={t("onCall.swapWords")}
          isOptional
          value={words}
          maxLength={500}
          onChange={setWords}
        />
        <FormEnds
          error={ask.error}
          isBusy={ask.isPending}
          offBecause={personId ? null : t("forms.first", { field: t("onCall.colleague") })}
          onClose={onClose}
        >
          {t("onCall.ask")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function SwapsToAnswer({ mine, personId }: Props) {
  const t = useText();
  const format = useFormat();
  const answer = useCommand(onCall.answerOnCallSwap, refreshed);
  const asked = mine.swaps.filter((swap) => swap.state === "asked" && swap.askedOf === personId);
  if (asked.length === 0) return null;
  return (
    <Panel title={t("onCall.swapsToAnswer", { count: asked.length })}>
      <FormError error={answer.error} />
      <ul className="stack">
        {asked.map((swap) => {
          const roster = mine.rosters.find((one) => one.id === swap.rosterId);
          return (
            <li key={swap.id} className="stack s">
              <p>
                <b>{nameIn(roster?.people ?? [], swap.askedBy)}</b>{" "}
                {t("onCall.asksYou", {
                  from: format.moment(swap.startsAt, "week"),
                  until: format.moment(swap.endsAt, "week"),
                })}
                <span className="small soft">
                  {" "}
                  <LangText text={roster?.name ?? ""} />
                </span>
              </p>
              {swap.words ? (
                <p className="on-call-note">
                  <Written text={swap.words} />
                </p>
              ) : null}
              <div className="on-call-acts">
                <Button
                  look="main"
                  isBusy={answer.isPending && answer.variables?.id === swap.id}
                  onClick={() =>
                    answer.mutate(
                      { id: swap.id, accepts: true },
                      { onSuccess: () => toast(t("onCall.swapTaken")) },
                    )
                  }
                >
                  {t("onCall.accept")}
                </Button>
                <Button onClick={() => answer.mutate({ id: swap.id, accepts: false })}>
                  {t("onCall.decline")}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
