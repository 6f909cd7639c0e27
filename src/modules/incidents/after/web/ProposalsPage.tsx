// Proposals for the standard that incidents led to: the group office takes each up or says why not.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { SelectField, TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useUrl } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../../contract.ts";
import { proposalViews } from "../rules.ts";
import "../../web/incidents.css";

type Row = Output<typeof incidents.listStandardProposals>["rows"][number];

type View = (typeof proposalViews)[number];

export default function ProposalsPage() {
  const t = useText();
  const format = useFormat();
  const [url, set] = useUrl<{ view: View }>();
  const [asked, ask] = useState<Row | null>(null);
  const view = url.view ?? "all";
  const counts = useOperation(incidents.listStandardProposals, { limit: 1 }, { keep: true }).data?.counts;
  const pages = usePages<Row>(incidents.listStandardProposals, { view });
  const columns = useColumns(ask);
  return (
    <Page
      title={
        !counts
          ? t("proposals.title")
          : counts.waiting > 0
            ? t("proposals.titleWaiting", { count: counts.waiting })
            : t("proposals.titleNone")
      }
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("proposals.title") }]}
    >
      <Tabs
        label={t("table.views")}
        value={view}
        choices={proposalViews.map((one) => ({
          value: one,
          label: t(`proposals.view.${one}`),
          count: counts ? format.number(counts[one]) : undefined,
        }))}
        onChange={(one) => set({ view: one === "all" ? undefined : one } as never, { push: true })}
      />
      <DataTable
        label={t("proposals.title")}
        columns={columns}
        pages={pages}
        total={counts?.[view]}
        keyOfRow={(row) => row.id}
        empty={<EmptyState title={t("proposals.none")}>{t("proposals.noneHelp")}</EmptyState>}
      />
      {asked ? <AnswerDialog row={asked} onClose={() => ask(null)} /> : null}
    </Page>
  );
}

function useColumns(ask: (row: Row) => void): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "lesson",
      head: t("after.lesson"),
      cell: (row) => (
        <>
          {row.isExercise ? <Tag>{t("incident.exercise")}</Tag> : null} <LangText text={row.lesson} />
          {row.because ? (
            <span className="sub inc-sub">
              <LangText text={row.because} />
            </span>
          ) : null}
        </>
      ),
    },
    {
      id: "control",
      head: t("proposals.control"),
      width: "90px",
      isWideOnly: true,
      cell: (row) => <span className="mono">{row.controlId ?? ""}</span>,
    },
    {
      id: "from",
      head: t("proposals.from"),
      width: "210px",
      isWideOnly: true,
      cell: (row) => (
        <>
          <Go to="/incidents/$id" params={{ id: row.incidentId }}>
            {row.reference}
          </Go>{" "}
          <span className="sub tn">{format.moment(row.addedAt)}</span>
          <span className="sub inc-sub">
            <LangText text={row.companyName} />
          </span>
        </>
      ),
    },
    {
      id: "answer",
      head: t("proposals.answered"),
      width: "30%",
      cell: (row) =>
        row.mayAnswer ? (
          <Button size="s" onClick={() => ask(row)}>
            {t("proposals.answer")}
          </Button>
        ) : row.isTakenUp === null ? (
          <span className="mute">{t("after.proposalWaits")}</span>
        ) : (
          <>
            <Tag>{t(row.isTakenUp ? "after.proposalTaken" : "after.proposalNot")}</Tag>
            <span className="sub inc-sub">
              <LangText text={row.answer ?? ""} />
            </span>
          </>
        ),
    },
  ];
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
