// The pairs of a mapping, or those of an id.
import type { Output } from "#core/contract.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useUrl } from "#web/navigation.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { mappings } from "../contract.ts";
import { Related } from "./Related.tsx";

type Row = Output<typeof mappings.listMappingLinks>["rows"][number];

export function LinksPanel({ id }: { id: string }) {
  const t = useText();
  const [url, set] = useUrl<{ find: string }>();
  const pages = usePages<Row>(mappings.listMappingLinks, { id, ...(url.find ? { search: url.find } : {}) });
  const rows = pages.data?.pages.flatMap((one) => one.rows) ?? [];
  return (
    <Panel
      isFlush
      title={t("mapping.browse")}
      more={
        <input
          className="find"
          type="search"
          aria-label={t("mapping.find")}
          placeholder={t("mapping.find")}
          maxLength={80}
          defaultValue={url.find ?? ""}
          onChange={(event) => set({ find: event.target.value.trim() || undefined })}
        />
      }
      footer={
        pages.hasNextPage ? (
          <Button size="s" isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("mapping.more")}
          </Button>
        ) : null
      }
    >
      {pages.isError ? (
        <ErrorState error={pages.error} />
      ) : !pages.data ? (
        <Loading />
      ) : rows.length === 0 ? (
        <EmptyState title={t("mapping.noneFound")}>{t("mapping.noneFoundHelp")}</EmptyState>
      ) : (
        <div className="scroll">
          <table className="grid roomy mapping-pairs">
            <Heads
              of={[
                [t("mapping.column.source")],
                [t("mapping.column.relation")],
                [t("mapping.column.target"), "wide-only"],
                [t("mapping.column.confidence"), "num wide-only"],
                [t("mapping.column.remark"), "wide-only"],
              ]}
            />
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.mapping} ${row.position}`}>
                  <td>
                    <Item id={row.sourceId} title={row.sourceTitle} />
                  </td>
                  <td>
                    <Related relation={row.relation} />
                    <div className="narrow-only">
                      <Item id={row.targetId} title={row.targetTitle} />
                      {row.confidence === null ? null : <p className="small mute">{row.confidence} %</p>}
                      {row.remark ? <LangText text={row.remark} className="small mute" /> : null}
                    </div>
                  </td>
                  <td className="wide-only">
                    <Item id={row.targetId} title={row.targetTitle} />
                  </td>
                  <td className="num wide-only">{row.confidence === null ? "–" : `${row.confidence} %`}</td>
                  <td className="wide-only">{row.remark ? <LangText text={row.remark} /> : null}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Item({ id, title }: { id: string; title: string | null }) {
  return (
    <>
      <span className="mono">{id}</span>{" "}
      {title && title !== id ? <LangText text={title} className="small soft" /> : null}
    </>
  );
}
