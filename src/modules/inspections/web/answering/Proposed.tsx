// One proposed answer: what it says, and whether it is still true.
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { Sym, symbolOfVerdict } from "#web/ui/marks.tsx";
import { LangText } from "#web/ui/small.tsx";
import { type Answer, fieldsOf, type Origin, type WholeControl } from "./kept.ts";
import type { Row } from "./rules.ts";
import { useTakeOver } from "./useTakeOver.ts";
import { useAnswering } from "./work.ts";

/** What was answered in words, and what closes a gap. */
export function Said({ answer }: { answer: Answer }) {
  const t = useText();
  const format = useFormat();
  const said = [answer.missing, answer.reason, answer.how, answer.exceptions].filter(Boolean);
  return (
    <>
      <p>
        <Sym kind={symbolOfVerdict[answer.verdict]} /> <b>{t(`verdict.${answer.verdict}`)}</b>
        {answer.coveragePercent === null ? "" : ` ${format.number(answer.coveragePercent)}%`}
      </p>
      {said.map((text) => (
        <p key={text} className="said">
          <LangText text={text ?? ""} />
        </p>
      ))}
      {answer.owner || answer.dueOn ? (
        <p className="small soft">
          {[answer.owner, answer.dueOn ? format.day(answer.dueOn, "plain") : null]
            .filter(Boolean)
            .join(" · ")}
        </p>
      ) : null}
    </>
  );
}

type ChoiceProps = { row: Row; whole: WholeControl; origin: Origin; answer: Answer };

/** "Still true" takes the proposal over; "changed" begins from it, so that nothing is typed twice. */
export function Choice({ row, whole, origin, answer }: ChoiceProps) {
  const t = useText();
  const any = useAnyText();
  const { mayAnswer, kept, drafts } = useAnswering();
  const takeOver = useTakeOver();
  const isAnswered = row.verdict !== null;
  const from = origin === "inherited" ? "service" : "last_year";
  const isOffered = !isAnswered && row.proposal?.from === from;
  const still = () => takeOver.take(from, [row.controlId]);
  const changed = () =>
    drafts.edit(row.controlId, fieldsOf(answer), {
      base: row.rowVersion,
      errata: whole.corrected?.number ?? 0,
    });
  useKey(
    isOffered && mayAnswer
      ? { key: "l", label: t("answering.keys.stillTrue"), run: () => void still() }
      : null,
  );
  if (!mayAnswer) return null;
  if (isAnswered) {
    const isSame = row.verdict === answer.verdict;
    return (
      <p className="small soft">
        {kept.drafts.get(row.controlId)?.state === "pending"
          ? ""
          : t(isSame ? "answering.sameAsLast" : "answering.otherThanLast")}
      </p>
    );
  }
  if (!isOffered) return null;
  return (
    <>
      <div className="prop">
        <Button shortcut="L" isBusy={takeOver.isBusy} onClick={() => void still()}>
          {t("answering.stillTrue")}
        </Button>
        <Button onClick={changed}>{t("answering.changed")}</Button>
      </div>
      {row.proposal && row.proposal.lacks.length > 0 ? (
        <p className="small soft">
          {t("answering.takenLacks", {
            what: row.proposal.lacks.map((code) => any(`answering.lacks.${code}`)).join(t("list.comma")),
          })}
        </p>
      ) : null}
      {takeOver.error ? <p className="small over">{any(`errors.${takeOver.error}`)}</p> : null}
    </>
  );
}
