// One question on scope: what it would add or take out, yes or no, and the reason where a "no" needs one.
import { type ReactNode, useId, useState } from "react";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import type { Inspection } from "./rules.ts";

export type Question = Inspection["scope"][number];

type Props = {
  question: Question;
  isNext: boolean;
  isOff: boolean;
  /** "No" was said and its reason is being given. */
  isAsking: boolean;
  onSay: (isTrue: boolean) => void;
  onWhy: (note: string) => void;
  onLeave: () => void;
  children: ReactNode;
};

export function ScopeLine({ question, isNext, isOff, isAsking, onSay, onWhy, onLeave, children }: Props) {
  const t = useText();
  const any = useAnyText();
  const { isTrue, proposed, controlCount, requiredCount, answeredCount, note, needsReason, inLedger } =
    question;
  // An unanswered question leaves its controls in: only a given "no" takes them out.
  const isIn = isTrue !== false;
  const effect = isIn
    ? t("answering.scopeIfNo", { count: controlCount, required: requiredCount })
    : t("answering.scopeIfYes", { count: controlCount, required: requiredCount });
  return (
    <li className={isNext ? "next" : ""}>
      <div>
        <p className="ask-small">{question.question}</p>
        <p className="small soft">
          {isTrue === null && proposed !== null
            ? inLedger
              ? `${t("answering.scopeInLedger", { count: inLedger.count, ledger: any(`ledger.${inLedger.ledger}`) })} `
              : `${t(proposed ? "answering.scopeProposedYes" : "answering.scopeProposedNo")} `
            : ""}
          {effect}
          {isIn && answeredCount > 0 ? ` ${t("answering.scopeAnswered", { count: answeredCount })}` : ""}
        </p>
        {isTrue === false && inLedger ? (
          <p className="small lack">
            {t("answering.scopeNoInLedger", {
              count: inLedger.count,
              ledger: any(`ledger.${inLedger.ledger}`),
            })}
          </p>
        ) : null}
        {note && !isAsking ? <p className="small said">{t("answering.scopeReasonSaid", { note })}</p> : null}
        {needsReason && !isAsking ? <p className="small lack">{t("answering.scopeReasonLacks")}</p> : null}
      </div>
      <fieldset className="yes-no" aria-label={question.question}>
        {[true, false].map((value) => (
          <button
            key={String(value)}
            type="button"
            className={`btn${isTrue === null && proposed === value ? " proposed" : ""}`}
            aria-pressed={isTrue === value}
            disabled={isOff}
            onClick={() => onSay(value)}
          >
            {t(value ? "answering.yes" : "answering.no")}
            {isTrue === null && proposed === value ? <small>{t("answering.tag.proposed")}</small> : null}
          </button>
        ))}
      </fieldset>
      {isAsking ? <Why question={question} isOff={isOff} onWhy={onWhy} onLeave={onLeave} /> : null}
      {children}
    </li>
  );
}

type WhyProps = Pick<Props, "question" | "isOff" | "onWhy" | "onLeave">;

/** Last year's reason stands there to be thought over. */
function Why({ question, isOff, onWhy, onLeave }: WhyProps) {
  const t = useText();
  const id = useId();
  const [note, setNote] = useState(question.note ?? question.lastNote ?? "");
  const give = () => {
    if (note.trim() !== "") onWhy(note.trim());
  };
  return (
    <form
      className="why field"
      onSubmit={(event) => {
        event.preventDefault();
        give();
      }}
    >
      <label htmlFor={id}>{t("answering.scopeWhy", { count: question.mandatoryCount })}</label>
      <textarea
        id={id}
        className="input"
        rows={2}
        maxLength={1000}
        value={note}
        // The question was just answered by key or click: its reason is what comes next.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onChange={(event) => setNote(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            // The page's own key would go on to the next control.
            event.stopPropagation();
            give();
          }
          if (event.key === "Escape") onLeave();
        }}
      />
      <div className="row">
        <Button
          type="submit"
          look="accent"
          offBecause={note.trim() === "" ? t("dialog.reasonFirst") : null}
          isBusy={isOff}
        >
          {t("answering.scopeNoBecause")}
        </Button>
        <Button onClick={onLeave}>{t("action.cancel")}</Button>
      </div>
    </form>
  );
}
