// Proposals for the standard that incidents led to: the group office takes each up or says why not.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { SelectField, TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../../contract.ts";
import "../../web/incidents.css";

type Row = Output<typeof incidents.listStandardProposals>["rows"][number];

export default function ProposalsPage() {
  const t = useText();
  const format = useFormat();
  const [asked, ask] = useState<Row | null>(null);
  const list = useOperation(incidents.listStandardProposals, {});
  const rows = list.data?.rows ?? [];
  const waiting = rows.filter((one) => one.isTakenUp === null).length;
  return (
    <Page
      title={
        !list.data
          ? t("proposals.title")
          : waiting > 0
            ? t("proposals.titleWaiting", { count: waiting })
            : t("proposals.titleNone")
      }
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("proposals.title") }]}
    >
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Loading rows={4} /> : null}
      {list.data && rows.length === 0 ? (
        <EmptyState title={t("proposals.none")}>{t("proposals.noneHelp")}</EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <Panel title={t("proposals.title")}>
          <ul className="inc-moments">
            {rows.map((one) => (
              <li key={one.id}>
                <span>
                  <LangText text={one.lesson} />
                </span>
                {one.controlId ? <span className="mono">{one.controlId}</span> : null}
                <Go to="/incidents/$id" params={{ id: one.incidentId }}>
                  {one.reference}
                </Go>
                <LangText text={one.companyName} />
                <span className="small mute tn">{format.moment(one.addedAt)}</span>
                {one.because ? <span className="small soft">{one.because}</span> : null}
                {one.isTakenUp === null ? null : (
                  <span className="small soft">
                    {t(one.isTakenUp ? "after.proposalTaken" : "after.proposalNot")} {one.answer ?? ""}
                  </span>
                )}
                {one.mayAnswer ? (
                  <Button size="s" onClick={() => ask(one)}>
                    {t("proposals.answer")}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      {asked ? <AnswerDialog row={asked} onClose={() => ask(null)} /> : null}
    </Page>
  );
}

function AnswerDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useText();
  const [as, setAs] = useState<"taken" | "not">("taken");
  const [words, setWords] = useState("");
  const answer = useCommand(incidents.answerProposal, [
    incidents.listStandardProposals,
    incidents.getIncidentReview,
  ]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    answer.mutate({ id: row.id, isTakenUp: as === "taken", answer: words.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("proposals.answer")}>
      <form className="form" onSubmit={submit}>
        <p className="inc-words">
          <LangText text={row.lesson} />
        </p>
        <SelectField
          label={t("proposals.decision")}
          value={as}
          choices={[
            { value: "taken" as const, label: t("after.proposalTaken") },
            { value: "not" as const, label: t("after.proposalNot") },
          ]}
          onChange={setAs}
        />
        <TextArea
          label={t("proposals.words")}
          hint={t("proposals.wordsHint")}
          value={words}
          maxLength={2000}
          onChange={setWords}
        />
        <FormEnds
          error={answer.error}
          isBusy={answer.isPending}
          offBecause={words.trim() ? null : t("forms.first", { field: t("proposals.words") })}
          onClose={onClose}
        >
          {t("proposals.answer")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
