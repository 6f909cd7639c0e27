// Mail for whoever keeps the system: whether it leaves, what failed and why, whom it does not reach.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { EmptyState, Note } from "#web/ui/states.tsx";
import { mails } from "../contract.ts";
import { Troubles } from "./Troubles.tsx";

type State = Output<typeof mails.getMailState>;
type Row = Output<typeof mails.listMails>["rows"][number];
const shown = ["all", "waiting", "sent", "failed", "dropped", "expired"] as const;
type Shown = (typeof shown)[number];

export default function MailsPage() {
  const t = useText();
  const [{ state = "all" }, set] = useUrl<{ state: Shown }>();
  const mail = useOperation(mails.getMailState, {}, { refetchEvery: 5000 });
  const pages = usePages<Row>(mails.listMails, state === "all" ? {} : { state });
  return (
    <Page
      title={useTitle(mail.data)}
      crumbs={[{ label: t("rail.mails") }]}
      actions={<TestButton mail={mail.data} />}
    >
      {mail.isError ? <ErrorState error={mail.error} onRetry={() => void mail.refetch()} /> : null}
      {mail.data ? <Server mail={mail.data} /> : null}
      {mail.data && mail.data.troubles > 0 ? <Troubles /> : null}
      <div className="tools">
        <Segmented
          label={t("mail.state")}
          value={state}
          choices={shown.map((one) => ({
            value: one,
            label: one === "all" ? t("mail.anyState") : t(`mail.state.${one}`),
          }))}
          onChange={(next) => set({ state: next === "all" ? undefined : next } as { state?: Shown })}
        />
      </div>
      <DataTable
        label={t("rail.mails")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => row.id}
        empty={<EmptyState title={t("mail.empty")}>{t("mail.emptyHelp")}</EmptyState>}
      />
    </Page>
  );
}

function useTitle(mail: State | undefined): string {
  const t = useText();
  if (!mail) return t("rail.mails");
  if (!mail.isConfigured) return t("mail.titleOff");
  if (mail.failingSince) return t("mail.titleDown");
  if (mail.failed > 0) return t("mail.titleFailed", { count: mail.failed });
  return mail.waiting > 0 ? t("mail.titleWaiting", { count: mail.waiting }) : t("mail.titleWell");
}

function Server({ mail }: { mail: State }) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      {mail.isConfigured ? null : <Note kind="warn">{t("mail.offHelp")}</Note>}
      {mail.failingSince ? (
        <Note kind="bad">
          {t("mail.downHelp", {
            at: format.moment(mail.failingSince),
            reply: mail.reply ?? mail.problem ?? "",
          })}
        </Note>
      ) : null}
      {mail.isConfigured ? (
        <p className="soft">
          {[
            `${t("mail.server")} ${mail.server}`,
            `${t("mail.from")} ${mail.from}`,
            `${t("mail.lastSent")} ${mail.lastSentAt ? format.moment(mail.lastSentAt) : t("mail.never")}`,
            `${t("mail.waiting")} ${format.number(mail.waiting)}`,
          ].join(" · ")}
        </p>
      ) : null}
    </>
  );
}

function TestButton({ mail }: { mail: State | undefined }) {
  const t = useText();
  const may = useMay("mail.manage");
  const [sent, setSent] = useState<string | null>(null);
  const test = useCommand(mails.sendTestMail, [mails.listMails, mails.getMailState]);
  const last = useOperation(mails.listMails, { limit: 20 }, { enabled: sent !== null, refetchEvery: 1000 });
  const row = last.data?.rows.find((one) => one.id === sent);
  const off = !may ? t("mail.testMayNot") : mail && !mail.isConfigured ? t("mail.testOff") : null;
  return (
    <>
      <Button
        offBecause={off}
        isBusy={test.isPending}
        onClick={() => test.mutate({}, { onSuccess: ({ id }) => setSent(id) })}
      >
        {t("mail.sendTest")}
      </Button>
      <span role="status">
        {sent === null
          ? null
          : row?.state === "sent"
            ? t("mail.testSent")
            : row?.reply || row?.state === "failed" || row?.state === "dropped"
              ? t("mail.testFailed", { reply: row.reply || row.problem || "" })
              : t("mail.testWaits")}
      </span>
      <FormError error={test.error} />
    </>
  );
}

/** Words for a code: our own reasons by name, the servers' by what they amount to. */
const problemKey = (problem: string) =>
  problem.startsWith("bounce.")
    ? "bounced"
    : problem.startsWith("smtp.")
      ? "refused"
      : /^(mail|message)\./.test(problem)
        ? problem
        : "unreached";

function useColumns(): Column<Row>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const mayManage = useMay("mail.manage");
  const resend = useCommand(mails.resendMail, [mails.listMails, mails.getMailState]);
  return [
    {
      id: "to",
      head: t("mail.person"),
      cell: (row) => (
        <>
          <Go to={`/people/${row.personId}`}>{row.personName ?? "…"}</Go>{" "}
          <span className="sub">{row.address}</span>
        </>
      ),
    },
    {
      id: "what",
      head: t("mail.what"),
      width: "120px",
      isWideOnly: true,
      cell: (row) => any(`mail.kind.${row.kind}`),
    },
    { id: "state", head: t("mail.state"), width: "110px", cell: (row) => t(`mail.state.${row.state}`) },
    {
      id: "why",
      head: t("mail.why"),
      isWideOnly: true,
      cell: (row) =>
        row.problem ? (
          <>
            {any(`mail.problem.${problemKey(row.problem)}`)} <span className="sub">{row.reply}</span>
          </>
        ) : null,
    },
    {
      id: "at",
      head: t("mail.at"),
      width: "160px",
      isWideOnly: true,
      cell: (row) => format.moment(row.endedAt ?? row.madeAt),
    },
    {
      id: "again",
      head: t("mail.resend"),
      width: "110px",
      cell: (row) =>
        mayManage && (row.state === "failed" || row.state === "expired") ? (
          <Button size="s" isBusy={resend.isPending} onClick={() => resend.mutate({ id: row.id })}>
            {t("mail.resend")}
          </Button>
        ) : null,
    },
  ];
}
