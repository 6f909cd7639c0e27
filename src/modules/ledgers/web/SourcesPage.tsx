// Where entries come from: what each source names, when it spoke last, and which are silent.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useGo, useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { uploadFile } from "#web/transfer.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button, buttonClass } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { ledgers } from "../contract.ts";
import { EndSource } from "./EndSource.tsx";
import { LedgerTabs } from "./LedgerTabs.tsx";
import { LoadsPanel } from "./LoadsPanel.tsx";
import { PagedPanel } from "./PagedPanel.tsx";
import type { Source } from "./source.ts";
import { SourceDialog } from "./SourceDialog.tsx";
import "./ledgers.css";

type Asked = { what: "add" } | { what: "change" | "end"; source: Source } | null;

export default function SourcesPage() {
  const t = useText();
  const mayManage = useMay("ledger.manage");
  const [{ company, search, silent: onlySilent }, setUrl] = useUrl<{
    company: string;
    search: string;
    silent: boolean;
  }>();
  const [asked, ask] = useState<Asked>(null);
  const of = company ? { companyId: company } : {};
  const count = useOperation(ledgers.countSources, of);
  const pages = usePages<Source>(
    ledgers.listSources,
    { ...of, ...(search ? { search } : {}), ...(onlySilent ? { isSilent: true } : {}) },
    { size: 50 },
  );
  const failed = count.isError ? count : pages.isError ? pages : null;
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!count.data || !pages.data) return <Loading rows={6} />;
  const { all, silent } = count.data;
  const add = mayManage ? (
    <Button look="main" onClick={() => ask({ what: "add" })}>
      {t("sources.add")}
    </Button>
  ) : null;
  return (
    <Page
      title={
        all === 0
          ? t("sources.titleNone")
          : silent > 0
            ? t("sources.titleSilent", { count: silent, all })
            : t("sources.titleWell", { count: all })
      }
      crumbs={[{ label: t("ledgers.crumb"), to: "/ledgers" }, { label: t("ledgers.sources") }]}
      actions={all > 0 ? add : null}
    >
      <LedgerTabs at="/ledgers/sources" />
      {all === 0 ? (
        <EmptyState title={t("sources.titleNone")} action={add}>
          {t("sources.noneHelp")}
        </EmptyState>
      ) : (
        <div className="stack">
          <PagedPanel
            pages={pages}
            find={t("sources.find")}
            search={search}
            tick={t("sources.onlySilent")}
            isTicked={onlySilent}
            isTickOffered={silent > 0}
            noneFound={t("sources.noneFound")}
            more={t("sources.more")}
            onFind={(words) => setUrl({ search: words })}
            onTick={(isOn) => setUrl({ silent: isOn || undefined })}
          >
            {(rows) => <SourceTable rows={rows} onAsk={(what, source) => ask({ what, source })} />}
          </PagedPanel>
          <LoadsPanel />
        </div>
      )}
      {asked?.what === "add" ? <SourceDialog source={null} onClose={() => ask(null)} /> : null}
      {asked?.what === "change" ? <SourceDialog source={asked.source} onClose={() => ask(null)} /> : null}
      {asked?.what === "end" ? <EndSource source={asked.source} onClose={() => ask(null)} /> : null}
    </Page>
  );
}

function SourceTable({
  rows,
  onAsk,
}: {
  rows: Source[];
  onAsk: (what: "change" | "end", source: Source) => void;
}) {
  const t = useText();
  const format = useFormat();
  return (
    <table className="grid roomy">
      <thead>
        <tr>
          <th scope="col">{t("sources.source")}</th>
          <th scope="col" className="wide-only">
            {t("assetRule.of")}
          </th>
          <th scope="col" className="num wide-only">
            {t("sources.named")}
          </th>
          <th scope="col" className="num wide-only">
            {t("sources.rank")}
          </th>
          <th scope="col">{t("sources.spoke")}</th>
          <th scope="col" aria-label={t("sources.bring")} />
        </tr>
      </thead>
      <tbody>
        {rows.map((source) => (
          <tr key={source.id}>
            <td>
              <LangText text={source.name} />
              <span className="sub small soft">
                {" "}
                {t(`source.kind.${source.kind}`)} · {t(source.records ? "sources.records" : "sources.sees")}
              </span>
              <span className="narrow-only small soft">{source.companyName ?? t("assetRule.group")}</span>
            </td>
            <td className="wide-only">
              {source.companyName ? <LangText text={source.companyName} /> : t("assetRule.group")}
            </td>
            <td className="num wide-only">{format.number(source.named)}</td>
            <td className="num wide-only">{source.rank}</td>
            <td>
              {source.silentSince ? (
                <span className="badge serious first">
                  {t("sources.silentSince", { at: format.momentDay(source.silentSince) })}
                </span>
              ) : source.loadedAt ? (
                format.age(source.loadedAt)
              ) : (
                <span className="mute">{t("sources.never")}</span>
              )}
            </td>
            <td className="ends-cell">
              {source.lastLoad && ["ready", "held", "reading", "applying"].includes(source.lastLoad.state) ? (
                <Go to="/ledgers/loads/$id" params={{ id: source.lastLoad.id }}>
                  {t(`load.state.${source.lastLoad.state}`)}
                </Go>
              ) : source.mayChange ? (
                <Bring source={source} />
              ) : null}
              {source.mayChange ? (
                <ActionMenu
                  label={`${source.name}: ${t("assetRule.change")}`}
                  actions={[
                    { label: t("assetRule.change"), onClick: () => onAsk("change", source) },
                    { label: t("sources.end"), isDanger: true, onClick: () => onAsk("end", source) },
                  ]}
                />
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A file of the source, sent and read at once; its page tells what it would do. */
function Bring({ source }: { source: Source }) {
  const t = useText();
  const go = useGo();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error | null>(null);
  const open = useCommand(ledgers.openLoad, [ledgers.listSources, ledgers.countSources, ledgers.listLoads]);
  const send = async (file: File) => {
    setBusy(true);
    setProblem(null);
    try {
      const stored = await uploadFile({
        purpose: "asset_source",
        file,
        ...(source.companyId ? { companyId: source.companyId } : {}),
      });
      const { id } = await open.mutateAsync({ id: source.id, fileId: stored.id });
      go({ to: "/ledgers/loads/$id", params: { id } });
    } catch (error) {
      setProblem(error as Error);
      setBusy(false);
    }
  };
  return (
    <>
      <label className={`${buttonClass("outlined", "s")} file-btn`} aria-disabled={isBusy}>
        {t("sources.bring")}
        <input
          type="file"
          aria-label={`${t("sources.bring")}: ${source.name}`}
          disabled={isBusy}
          onChange={(event) => event.target.files?.[0] && void send(event.target.files[0])}
        />
      </label>
      <FormError error={problem} />
    </>
  );
}
