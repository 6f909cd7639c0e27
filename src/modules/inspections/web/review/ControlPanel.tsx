// One answer as the desk decides on it: what is asked, three opinions, what was said and shown, accept or return.
import { useRef, useState } from "react";
import { addDays } from "#core/time/fiscal-year.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Chips, Segmented } from "#web/ui/choices.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { Sym, symbolOfVerdict } from "#web/ui/marks.tsx";
import { Lang } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { inspections } from "../../contract.ts";
import { daysToAnswerAgain } from "../../review/rules.ts";
import {
  type Desk,
  likelyReason,
  proposedVerdict,
  reasonKinds,
  type Sheet,
  type SheetRow,
  type Verdict,
} from "./desk.ts";
import { Opinions } from "./Opinions.tsx";
import { Said } from "./Said.tsx";
import { useWhy } from "./whys.tsx";

type PanelProps = {
  id: string;
  row: SheetRow;
  sheet: Sheet;
  desk: Desk;
  canReview: boolean;
  canReply: boolean;
};

/** What the desk may be of the opinion of; that a control does not apply only where the company says so. */
const verdictsOf = ({ verdict }: SheetRow): Verdict[] => [
  "met",
  "partly",
  "not_met",
  "unknown",
  ...(verdict === "not_applicable" ? (["not_applicable"] as const) : []),
];

export function ControlPanel({ id, row, sheet, desk, canReview, canReply }: PanelProps) {
  const t = useText();
  const format = useFormat();
  const why = useWhy();
  const control = useOperation(inspections.getAskedControl, { id, controlId: row.controlId });
  const [verdict, setVerdict] = useState<Verdict>(proposedVerdict(row));
  const [kind, setKind] = useState(likelyReason(row));
  const [reason, setReason] = useState(row.review?.reason ?? "");
  const words = useRef<HTMLTextAreaElement>(null);
  const { today } = useSession();
  const giveBack = () => {
    if (reason.trim() === "") words.current?.focus();
    else desk.giveBack(row, { verdict, reasonKind: kind, reason: reason.trim() }, desk.next);
  };
  const differs = verdict !== row.verdict;
  const accept = () => {
    const own = differs && reason.trim() ? { reasonKind: kind, reason: reason.trim() } : {};
    desk.acceptWith(row, { verdict, ...own }, desk.next);
  };
  useKey(canReview ? { key: "a", label: t("review.keyAccept"), run: accept } : null);
  useKey(canReview ? { key: "r", label: t("review.keyReturn"), run: giveBack } : null);
  useKey(
    canReview ? { key: "mod+enter", label: t("review.keySend"), run: giveBack, whileTyping: true } : null,
  );
  if (control.isError)
    return (
      <aside className="control-panel">
        <ErrorState error={control.error} />
      </aside>
    );
  const language = format.language;
  const ask = control.data?.texts.requirement[language] ?? control.data?.texts.requirement["en"];
  return (
    <aside className="control-panel" aria-label={`${row.controlId} ${row.title}`}>
      <div className="shut">
        <Button icon="left" onClick={() => desk.go(row.controlId, false)}>
          {t("review.backToList")}
        </Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="scroll" role="region" tabIndex={0} aria-label={row.title}>
        <section>
          <h2>
            <span className="id">{row.controlId}</span>
            {row.title}
          </h2>
          <p className="small soft">
            {[row.isMandatory ? t("demand.mandatory") : t(`demand.${row.need}`), ...row.whys.map(why)].join(
              " · ",
            )}
          </p>
          {ask ? (
            <Lang lang={language}>
              <p>{ask}</p>
            </Lang>
          ) : (
            <Loading rows={2} />
          )}
        </section>
        <section>
          <Opinions id={id} row={row} sheet={sheet} verdict={verdict} by={control.data?.answer ?? null} />
        </section>
        {control.data ? <Said replyAt={canReply ? id : null} control={control.data} /> : null}
        {canReview ? (
          <section>
            <h3>{t("review.yourVerdict")}</h3>
            <Segmented
              label={t("review.yourVerdict")}
              value={verdict}
              choices={verdictsOf(row).map((one) => ({
                value: one,
                label: (
                  <span className="row">
                    <Sym kind={symbolOfVerdict[one]} />
                    {t(`review.verdict.${one}`)}
                  </span>
                ),
              }))}
              onChange={setVerdict}
            />
            <h3 style={{ marginTop: 14 }}>{t("review.returnWithReason")}</h3>
            <Chips
              label={t("review.returnWithReason")}
              values={[kind]}
              choices={reasonKinds.map((value) => ({ value, label: t(`review.reason.${value}`) }))}
              onToggle={setKind}
            />
            <textarea
              ref={words}
              className="input"
              aria-label={t("review.reasonWords")}
              placeholder={t("review.reasonHint")}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
            <p className="by">
              <span>
                {t("review.answerBy", { day: format.day(addDays(today, daysToAnswerAgain), "week") })}
              </span>
              <span>{t("review.clockStarts")}</span>
            </p>
            {desk.error ? <FormError error={desk.error} /> : null}
          </section>
        ) : null}
      </div>
      {canReview ? (
        <div className="do">
          <Button shortcut="A" isBusy={desk.isBusy} onClick={accept}>
            {differs
              ? t("review.acceptBut", { verdict: t(`review.verdict.${verdict}`) })
              : row.verdict === "not_applicable"
                ? t("review.approveThis")
                : t("review.acceptAs", { verdict: t(`review.verdict.${row.verdict}`) })}
          </Button>
          <Button look="main" shortcut="R" isBusy={desk.isBusy} onClick={giveBack}>
            {t("review.returnAndNext")}
          </Button>
        </div>
      ) : null}
    </aside>
  );
}
