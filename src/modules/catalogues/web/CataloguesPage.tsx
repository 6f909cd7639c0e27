// Outside catalogues that were brought in, and bringing one in.
import type { Output } from "#core/contract.ts";
import { ApiError, useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { UploadPanel } from "#web/forms/UploadPanel.tsx";
import { Page } from "#web/layout/Page.tsx";
import { StandardTabs } from "#web/layout/StandardTabs.tsx";
import { Go, GoButton, useGo } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, Lang, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { catalogues } from "../contract.ts";

type Row = Output<typeof catalogues.listCatalogues>["rows"][number];

export default function CataloguesPage() {
  const t = useText();
  const list = useOperation(catalogues.listCatalogues, {});
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data?.rows ?? [];
  const taken = rows.filter((row) => row.state === "applied").length;
  return (
    <Page
      title={
        !list.data
          ? t("catalogue.tab")
          : taken > 0
            ? t("catalogue.title", { count: taken })
            : t("catalogue.titleNone")
      }
      crumbs={[{ label: t("rail.standards"), to: "/standards" }, { label: t("catalogue.tab") }]}
    >
      <StandardTabs />
      {!list.data ? (
        <Loading />
      ) : (
        <div className="stack">
          {rows.length > 0 ? (
            <Panel title={t("catalogue.tab")} isFlush>
              <CatalogueTable rows={rows} />
            </Panel>
          ) : (
            <EmptyState icon="standards" title={t("catalogue.begin")} example={t("catalogue.example")}>
              {t("catalogue.noneHelp")}
            </EmptyState>
          )}
          {list.data.can.take ? <BringIn /> : null}
        </div>
      )}
    </Page>
  );
}

function CatalogueTable({ rows }: { rows: readonly Row[] }) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="scroll">
      <table className="grid roomy">
        <Heads
          of={[
            [t("catalogue.name")],
            [t("catalogue.version")],
            [t("catalogue.items"), "num"],
            [t("catalogue.withdrawn"), "num"],
            [t("catalogue.state")],
            [t("catalogue.broughtOn")],
          ]}
        />
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Go to="/standards/catalogues/$id" params={{ id: row.id }} className="strong">
                  <Lang lang={row.language}>{row.title}</Lang>
                </Go>
                {row.setId ? <div className="small soft mono">{row.setId}</div> : null}
              </td>
              <td className="nowrap">
                {row.version} <small className="mute">OSCAL {row.oscalVersion}</small>
              </td>
              <td className="num">{format.number(row.items)}</td>
              <td className="num">{format.number(row.withdrawn)}</td>
              <td>
                <Tag isMust={row.state === "applied"}>{t(`catalogue.state.${row.state}`)}</Tag>
              </td>
              <td className="nowrap">{format.moment(row.createdAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BringIn() {
  const t = useText();
  const go = useGo();
  const open = useCommand(catalogues.openCatalogue, [catalogues.listCatalogues]);
  const isMapping = open.error instanceof ApiError && open.error.code === "catalogue.is_mapping";
  return (
    <>
      <UploadPanel
        purpose="catalogue"
        accept=".json,application/json"
        title={t("catalogue.bring")}
        help={t("catalogue.bringHelp")}
        drop={t("catalogue.drop")}
        sending={t("catalogue.uploading")}
        onSent={async ({ id: fileId }) => {
          const { id } = await open.mutateAsync({ fileId });
          go({ to: "/standards/catalogues/$id", params: { id } });
        }}
      />
      {isMapping ? (
        <div className="row">
          <GoButton to="/standards/mappings">{t("catalogue.toMappings")}</GoButton>
        </div>
      ) : null}
    </>
  );
}
