// Documents that an audit asks for: what is still to come first, what was brought and said beneath each.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Written } from "#web/ui/small.tsx";
import { audits } from "../../contract.ts";
import { type Preparation, refreshedByWork, type Request } from "./report.ts";
import { AnswerDialog, AskDialog, JudgeDialog } from "./RequestDialogs.tsx";
import { FileLinks, useTitle } from "./words.tsx";

export function RequestsPanel({ of }: { of: Preparation }) {
  const t = useText();
  const [isAsking, setAsking] = useState(false);
  const live = of.requests.filter((one) => one.state !== "withdrawn");
  const open = live.filter((one) => one.state === "asked").length;
  const given = live.filter((one) => one.state === "answered").length;
  const title =
    live.length === 0
      ? t("audits.request.titleNone")
      : open > 0
        ? t(of.isOver ? "audits.request.titleNever" : "audits.request.titleOpen", {
            count: open,
            all: live.length,
          })
        : given > 0
          ? t("audits.request.titleGiven", { count: given })
          : t("audits.request.titleDone", { count: live.length });
  return (
    <Panel
      title={title}
      footer={
        of.can.conduct ? <Button onClick={() => setAsking(true)}>{t("audits.request.ask")}</Button> : null
      }
    >
      {of.requests.length === 0 ? (
        <p className="soft">{t(of.can.conduct ? "audits.request.noneHelp" : "audits.request.noneOwn")}</p>
      ) : (
        <ul className="asked">
          {of.requests.map((one) => (
            <One key={one.id} one={one} of={of} />
          ))}
        </ul>
      )}
      {isAsking ? <AskDialog of={of} onClose={() => setAsking(false)} /> : null}
    </Panel>
  );
}

function One({ one, of }: { one: Request; of: Preparation }) {
  const t = useText();
  const format = useFormat();
  const title = useTitle();
  const [open, setOpen] = useState<"answer" | "again" | "withdraw" | null>(null);
  const judge = useCommand(audits.judgeAuditRequest, refreshedByWork);
  const isOpen = one.state === "asked" || one.state === "answered";
  const close = () => setOpen(null);
  return (
    <li>
      <div className="row between wrap">
        <span>
          <b className="soft small">{one.number}</b> <LangText text={one.what} />
        </span>
        <span className={one.isOverdue ? "late-ink small" : "soft small"}>
          {t(`audits.request.state.${one.state}`)}
          {one.state === "asked"
            ? ` · ${t("audits.report.due", { day: format.day(one.dueOn, "short") })}`
            : ""}
        </span>
      </div>
      {one.controlId ? (
        <small className="soft">
          {one.controlId} {one.title ? <LangText text={title(one.title)} /> : null}
        </small>
      ) : null}
      <Turns one={one} />
      <FormError error={judge.error} />
      {of.can.answer && isOpen ? (
        <div className="row">
          <Button
            size="s"
            look={one.state === "asked" ? "accent" : "quiet"}
            onClick={() => setOpen("answer")}
          >
            {t("audits.request.answer")}
          </Button>
        </div>
      ) : null}
      {of.can.conduct && one.state !== "withdrawn" ? (
        <div className="row wrap">
          {one.state === "answered" ? (
            <Button
              size="s"
              look="accent"
              isBusy={judge.isPending}
              onClick={() =>
                judge.mutate({ id: one.id, judgement: "accepted", words: "", rowVersion: one.rowVersion })
              }
            >
              {t("audits.request.accept")}
            </Button>
          ) : null}
          {one.state === "asked" ? null : (
            <Button size="s" look="quiet" onClick={() => setOpen("again")}>
              {t("audits.request.again")}
            </Button>
          )}
          {isOpen ? (
            <Button size="s" look="quiet" onClick={() => setOpen("withdraw")}>
              {t("audits.request.withdraw")}
            </Button>
          ) : null}
        </div>
      ) : null}
      {open === "answer" ? <AnswerDialog one={one} companyId={of.companyId} onClose={close} /> : null}
      {open === "again" || open === "withdraw" ? (
        <JudgeDialog one={one} judgement={open === "again" ? "asked_again" : "withdrawn"} onClose={close} />
      ) : null}
    </li>
  );
}

function Turns({ one }: { one: Request }) {
  const t = useText();
  const format = useFormat();
  if (one.turns.length === 0) return null;
  return (
    <ul className="asked-turns">
      {one.turns.map((turn) => (
        <li key={turn.id}>
          <small className="soft">
            {t(`audits.request.turn.${turn.kind}`)} · {turn.byName ?? ""} · {format.moment(turn.saidAt)}
          </small>
          {turn.words ? (
            <p>
              <Written text={turn.words} />
            </p>
          ) : null}
          <FileLinks files={turn.files} />
        </li>
      ))}
    </ul>
  );
}
