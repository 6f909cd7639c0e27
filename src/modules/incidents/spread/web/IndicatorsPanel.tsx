// What gives the attack away: pasted line by line, shown so that nobody opens it by a slip, taken along as STIX.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Tag } from "#web/ui/small.tsx";
import { Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { incidents } from "../../contract.ts";
import type { Incident } from "../../web/incident.ts";
import { harmless, type Marking, markings, readLines } from "../rules.ts";
import type { Spread } from "./spread.ts";

type Props = { incident: Incident; spread: Spread };
type Indicator = Spread["indicators"][number];

export function IndicatorsPanel({ incident, spread }: Props) {
  const t = useText();
  const [isAdding, setAdding] = useState(false);
  const [gone, setGone] = useState<Indicator | null>(null);
  const [upTo, setUpTo] = useState<Marking>("amber");
  const [failed, setFailed] = useState<unknown>(null);
  const live = spread.indicators.filter((one) => one.withdrawnBecause === null);
  const taken = live.filter((one) => markings.indexOf(one.marking) <= markings.indexOf(upTo)).length;
  return (
    <Panel
      title={live.length > 0 ? t("spread.indicators", { count: live.length }) : t("spread.indicatorsNone")}
      more={
        spread.mayChange ? (
          <Button size="s" onClick={() => setAdding(true)}>
            {t("spread.add")}
          </Button>
        ) : null
      }
    >
      {live.length === 0 ? <p className="soft">{t("spread.indicatorsHelp")}</p> : null}
      <ul className="inc-moments">
        {spread.indicators.map((one) => (
          <li key={one.id} className={one.withdrawnBecause === null ? "" : "was"}>
            <span className="small mute">{t(`spread.kind.${one.kind}`)}</span>
            <span className="mono inc-words">{harmless(one.kind, one.value)}</span>
            <Tag>TLP:{t(`spread.marking.${one.marking}`)}</Tag>
            {one.note ? <span className="small soft">{one.note}</span> : null}
            {one.withdrawnBecause ? <span className="small soft">{one.withdrawnBecause}</span> : null}
            {spread.mayChange && one.withdrawnBecause === null ? (
              <Button size="s" look="quiet" onClick={() => setGone(one)}>
                {t("spread.withdraw")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {live.length > 0 ? (
        <div className="form">
          <SelectField
            label={t("spread.upTo")}
            hint={t("spread.upToHint")}
            value={upTo}
            choices={markings.map((value) => ({ value, label: `TLP:${t(`spread.marking.${value}`)}` }))}
            onChange={setUpTo}
          />
          <FormError error={failed} />
          <p>
            <Button
              icon="download"
              offBecause={taken === 0 ? t("spread.noneOfMarking") : null}
              onClick={() =>
                void downloadFrom(incidents.downloadIndicators, { id: incident.id, upTo }).catch(setFailed)
              }
            >
              {t("spread.take", { count: taken })}
            </Button>
          </p>
        </div>
      ) : null}
      {isAdding ? <AddDialog incident={incident} onClose={() => setAdding(false)} /> : null}
      {gone ? <WithdrawDialog indicator={gone} onClose={() => setGone(null)} /> : null}
    </Panel>
  );
}

function AddDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const t = useText();
  const [pasted, setPasted] = useState("");
  const [note, setNote] = useState("");
  const [marking, setMarking] = useState<Marking>("amber");
  const add = useCommand(incidents.addIndicators, [incidents.getSpread]);
  const read = readLines(pasted);
  const known = read.filter((one) => one.found);
  const unread = read.filter((one) => !one.found);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { id: incident.id, lines: known.map((one) => one.pasted).slice(0, 200), note: note.trim(), marking },
      {
        onSuccess: ({ added, known: before }) => {
          toast(t("spread.added", { count: added, known: before }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("spread.add")}>
      <form className="form" onSubmit={submit}>
        <TextArea
          label={t("spread.paste")}
          hint={t("spread.pasteHint")}
          value={pasted}
          maxLength={100000}
          onChange={setPasted}
        />
        {known.length > 0 ? (
          <p className="small soft">
            {known
              .slice(0, 6)
              .map((one) =>
                one.found
                  ? `${t(`spread.kind.${one.found.kind}`)}: ${harmless(one.found.kind, one.found.value)}`
                  : "",
              )
              .join(" · ")}
            {known.length > 6 ? " …" : ""}
          </p>
        ) : null}
        {unread.length > 0 ? (
          <Note kind="warn">
            {t("spread.unread", {
              lines: unread
                .slice(0, 5)
                .map((one) => `${one.line}: ${one.pasted.slice(0, 60)}`)
                .join(" / "),
            })}
          </Note>
        ) : null}
        <SelectField
          label={t("spread.markingField")}
          hint={t("spread.markingHint")}
          value={marking}
          choices={markings.map((value) => ({ value, label: `TLP:${t(`spread.marking.${value}`)}` }))}
          onChange={setMarking}
        />
        <TextField label={t("spread.note")} isOptional value={note} maxLength={500} onChange={setNote} />
        <FormEnds
          error={add.error}
          isBusy={add.isPending}
          offBecause={known.length === 0 ? t("spread.pasteFirst") : null}
          onClose={onClose}
        >
          {t("spread.addDo", { count: known.length })}
        </FormEnds>
      </form>
    </Dialog>
  );
}

function WithdrawDialog({ indicator, onClose }: { indicator: Indicator; onClose: () => void }) {
  const t = useText();
  const [because, setBecause] = useState("");
  const withdraw = useCommand(incidents.withdrawIndicator, [incidents.getSpread]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    withdraw.mutate({ id: indicator.id, because: because.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("spread.withdrawTitle")}>
      <form className="form" onSubmit={submit}>
        <p className="mono inc-words">{harmless(indicator.kind, indicator.value)}</p>
        <TextArea label={t("change.reason")} value={because} maxLength={500} onChange={setBecause} />
        <FormEnds
          error={withdraw.error}
          isBusy={withdraw.isPending}
          offBecause={because.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("spread.withdraw")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
