// A control that turns out to matter here: one of the sheet is looked at in this place as well; one that was not drawn is taken up
// with a reason, also without a network.
import { useState } from "react";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Verdict as VerdictMark } from "#web/ui/marks.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import type { Check, Control, Other, Whole } from "./entries.ts";
import { textIn } from "./useWords.ts";
import { keep } from "./work.ts";

type Choice = Control | Other;
type Props = {
  sheet: Whole;
  others: readonly Other[];
  checks: readonly Check[];
  placeId: string;
  onAdded: (checkId: string) => void;
};

/** More than a thumb goes through; a word more narrows it. */
const mostShown = 8;
const folded = (text: string) => text.normalize("NFKC").toLowerCase();

const isOther = (one: Choice): one is Other => "isAsked" in one;

export function AddCheck({ sheet, others, checks, placeId, onAdded }: Props) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const here = new Set(
    checks.flatMap((one) => (one.placeId === placeId && one.point === null ? [one.controlId] : [])),
  );
  const known = new Set(sheet.controls.map((one) => one.id));
  const left: Choice[] = [
    ...sheet.controls.filter((one) => !here.has(one.id)),
    ...others.filter((one) => !known.has(one.id)),
  ].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const [chosen, setChosen] = useState<Choice | null>(null);
  if (left.length === 0) return null;
  const add = async (reason: string) => {
    if (!chosen) return;
    const id = crypto.randomUUID();
    await keep({ kind: "check", id, at: new Date().toISOString(), placeId, controlId: chosen.id, reason });
    setOpen(false);
    setChosen(null);
    onAdded(id);
  };
  if (!isOpen)
    return (
      <Button look="quiet" icon="plus" onClick={() => setOpen(true)}>
        {t("audits.onSite.addCheck")}
      </Button>
    );
  return (
    <section className="add-check" aria-label={t("audits.onSite.addCheck")}>
      {chosen ? (
        <Chosen one={chosen} onAdd={(reason) => void add(reason)} onBack={() => setChosen(null)} />
      ) : (
        <Find left={left} onChoose={setChosen} onCancel={() => setOpen(false)} />
      )}
    </section>
  );
}

type FindProps = { left: readonly Choice[]; onChoose: (one: Choice) => void; onCancel: () => void };

function Find({ left, onChoose, onCancel }: FindProps) {
  const t = useText();
  const [search, setSearch] = useState("");
  const words = folded(search).split(/\s+/).filter(Boolean);
  const fitting = left.filter((one) => {
    const text = folded(`${one.id} ${textIn(one.title)} ${textIn(one.requirement)}`);
    return words.every((word) => text.includes(word));
  });
  return (
    <>
      <TextField
        label={t("audits.onSite.findControl")}
        hint={t("audits.onSite.findControlHelp", { count: fitting.length })}
        value={search}
        onChange={setSearch}
      />
      <ul>
        {fitting.slice(0, mostShown).map((one) => (
          <li key={one.id}>
            <button type="button" onClick={() => onChoose(one)}>
              <span>
                <b>
                  <LangText text={textIn(one.title)} />
                </b>
                <small>
                  {one.id} · {t(isOther(one) ? "audits.onSite.notDrawn" : "audits.onSite.onSheet")}
                </small>
              </span>
              <VerdictMark verdict={one.saidVerdict} isPast />
            </button>
          </li>
        ))}
      </ul>
      <div className="acts">
        <Button onClick={onCancel}>{t("action.cancel")}</Button>
      </div>
    </>
  );
}

type ChosenProps = { one: Choice; onAdd: (reason: string) => void; onBack: () => void };

function Chosen({ one, onAdd, onBack }: ChosenProps) {
  const t = useText();
  const [reason, setReason] = useState("");
  const isNew = isOther(one);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        onAdd(reason.trim());
      }}
    >
      <p>
        <b>
          <LangText text={textIn(one.title)} />
        </b>{" "}
        <span className="code">{one.id}</span> {isNew ? <Tag>{t("audits.onSite.notDrawn")}</Tag> : null}
      </p>
      <p>
        <LangText text={textIn(one.test ?? one.requirement)} />
      </p>
      {isNew && !one.isAsked ? <p className="small soft">{t("audits.onSite.notAsked")}</p> : null}
      <TextArea
        label={t("audits.onSite.addReason")}
        hint={isNew ? t("audits.onSite.addReasonHelp") : null}
        isOptional={!isNew}
        value={reason}
        maxLength={500}
        onChange={setReason}
      />
      <div className="acts">
        <Button onClick={onBack}>{t("audits.onSite.toList")}</Button>
        <Button
          type="submit"
          look="accent"
          offBecause={isNew && !reason.trim() ? t("audits.onSite.off.reason") : null}
        >
          {t("audits.onSite.addHere")}
        </Button>
      </div>
    </form>
  );
}
