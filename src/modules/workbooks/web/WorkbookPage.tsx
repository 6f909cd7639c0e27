// The workbook of one inspection: out in the company's language, back from it, and what came of each return.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { History } from "#modules/trail/web/parts.tsx";
import { type ApiError, call, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useGo, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { type Language, languageNames, useAnyText, useText } from "#web/text/i18n.ts";
import { downloadFrom, upload } from "#web/transfer.ts";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { FactStrip } from "#web/ui/Panel.tsx";
import { Button, EmptyState, Loading, Note, Panel, Progress, Segmented } from "#web/ui/parts.tsx";
import { workbooks } from "../contract.ts";
import type { Output } from "#core/contract.ts";
import { useCounts } from "./counts.ts";

type Workbook = Output<typeof workbooks.getWorkbook>;
const languages = ["ja", "en", "zh"] as const;

export default function WorkbookPage() {
  const id = useParam("id");
  const workbook = useOperation(workbooks.getWorkbook, { id });
  if (workbook.isError) return <ErrorState error={workbook.error} onRetry={() => void workbook.refetch()} />;
  if (!workbook.data) return <Loading rows={8} />;
  return <Workbook of={workbook.data} onIssued={() => void workbook.refetch()} />;
}

function Workbook({ of, onIssued }: { of: Workbook; onIssued: () => void }) {
  const t = useText();
  const format = useFormat();
  const last = of.issued[0];
  return (
    <Page
      title={t("workbook.page.title", {
        company: of.companyName,
        answered: of.answeredCount,
        asked: of.requiredCount,
      })}
      crumbs={[
        { label: of.roundName },
        { label: of.companyName, to: `/inspections/${of.inspectionId}` },
        { label: t("workbook.page.crumb") },
      ]}
    >
      <section className="panel">
        <FactStrip
          facts={[
            {
              label: t("workbook.page.way"),
              value: t(of.answersByWorkbook ? "workbook.page.byWorkbook" : "workbook.page.online"),
              notes: [t(of.answersByWorkbook ? "workbook.page.byWorkbookNote" : "workbook.page.onlineNote")],
            },
            { label: t("workbook.page.due"), value: format.day(of.dueOn) },
            {
              label: t("workbook.page.lastIssued"),
              value: last ? format.age(last.issuedAt) : "–",
              notes: last ? [`${languageNames[last.language]} · ${last.issuedByName ?? ""}`] : [],
            },
            {
              label: t("workbook.page.lastReturned"),
              value: of.returns[0] ? format.age(of.returns[0].receivedAt) : "–",
              notes: of.returns[0] ? [t(`workbook.state.${of.returns[0].state}`)] : [],
            },
          ]}
        />
      </section>
      <div className="cols" style={{ marginTop: 16 }}>
        <Out of={of} onIssued={onIssued} />
        <Back of={of} />
        <Returns of={of} />
      </div>
      <History kind="inspection" id={of.inspectionId} />
    </Page>
  );
}

function Out({ of, onIssued }: { of: Workbook; onIssued: () => void }) {
  const t = useText();
  const any = useAnyText();
  const more = of.recommendedCount + of.otherwiseCount;
  const [language, setLanguage] = useState<Language>(of.companyLanguage);
  const issue = useMutation<void, ApiError>({
    mutationFn: () => downloadFrom(workbooks.issueWorkbook, { id: of.inspectionId, language }),
    onSuccess: onIssued,
  });
  return (
    <Panel className="c6" title={t("workbook.out.title", { count: of.requiredCount + more })}>
      <div className="form">
        <p className="soft">{t("workbook.out.about")}</p>
        {more > 0 ? (
          <p className="soft">
            {t("workbook.out.counts", {
              count: of.requiredCount,
              recommended: of.recommendedCount,
              otherwise: of.otherwiseCount,
            })}
          </p>
        ) : null}
        <div>
          <Segmented
            label={t("workbook.out.language")}
            value={language}
            choices={languages.map((value) => ({
              value,
              label: <span lang={value}>{languageNames[value]}</span>,
            }))}
            onChange={setLanguage}
          />
        </div>
        <FormError error={issue.error} />
        <div>
          <Button
            look="main"
            isBusy={issue.isPending}
            offBecause={of.can.issue ? any(of.can.issue) : null}
            onClick={() => issue.mutate()}
          >
            {t("workbook.out.download")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function Back({ of }: { of: Workbook }) {
  const t = useText();
  const any = useAnyText();
  const go = useGo();
  const [share, setShare] = useState<number | null>(null);
  const bring = useMutation<{ id: string }, ApiError, File>({
    mutationFn: async (file) => {
      const form = new FormData();
      form.append("purpose", "workbook");
      form.append("companyId", of.companyId);
      form.append("file", file);
      const stored = await upload<{ id: string }>("/files", form, { onProgress: setShare });
      setShare(1);
      return call(workbooks.returnWorkbook, { id: of.inspectionId, fileId: stored.id });
    },
    onSuccess: ({ id }) =>
      go({ to: "/inspections/$id/workbook/$returnId", params: { id: of.inspectionId, returnId: id } }),
    onSettled: () => setShare(null),
  });
  const off = of.can.bringBack;
  return (
    <Panel className="c6" title={t("workbook.back.title")}>
      <div className="form">
        <p className="soft">{t("workbook.back.about", { company: of.companyName })}</p>
        {off ? (
          <Note>{any(off)}</Note>
        ) : share === null ? (
          <FileDrop accept=".xlsx" onFiles={(files) => files[0] && bring.mutate(files[0])}>
            {t("workbook.back.drop")}
          </FileDrop>
        ) : (
          <div role="status">
            <p>{t(share < 1 ? "workbook.back.sending" : "workbook.back.checking")}</p>
            <Progress
              done={Math.round(share * 100)}
              total={share < 1 ? 100 : null}
              label={t("workbook.back.checking")}
            />
          </div>
        )}
        <FormError error={bring.error} />
      </div>
    </Panel>
  );
}

function Returns({ of }: { of: Workbook }) {
  const t = useText();
  const countsOf = useCounts();
  const format = useFormat();
  return (
    <Panel className="c12" title={t("workbook.returns.title", { count: of.returns.length })} isFlush>
      {of.returns.length === 0 ? (
        <EmptyState title={t("workbook.returns.none")}>{t("workbook.returns.noneHelp")}</EmptyState>
      ) : (
        <div className="scroll-x">
          <table className="grid roomy">
            <thead>
              <tr>
                <th scope="col">{t("workbook.returns.file")}</th>
                <th scope="col">{t("workbook.returns.received")}</th>
                <th scope="col">{t("workbook.returns.by")}</th>
                <th scope="col">{t("workbook.returns.found")}</th>
                <th scope="col">{t("workbook.returns.state")}</th>
              </tr>
            </thead>
            <tbody>
              {of.returns.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    <Go
                      to="/inspections/$id/workbook/$returnId"
                      params={{ id: of.inspectionId, returnId: one.id }}
                    >
                      {one.fileName}
                    </Go>
                  </th>
                  <td>{format.moment(one.receivedAt)}</td>
                  <td>{one.receivedByName}</td>
                  <td>{countsOf(one.counts)}</td>
                  <td>{t(`workbook.state.${one.state}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
