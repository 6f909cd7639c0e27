// The groups of a catalogue, the items of one of them or those that were searched for, and the chosen one beside them.
import type { Output } from "#core/contract.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useUrl } from "#web/navigation.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Lang, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { catalogues } from "../contract.ts";
import { ItemPanel } from "./ItemPanel.tsx";

type Catalogue = Output<typeof catalogues.getCatalogue>;
type Row = Output<typeof catalogues.listCatalogueItems>["rows"][number];
type Url = { under: string; find: string; live: "yes"; item: string };

export function ItemBrowser({ of }: { of: Catalogue }) {
  const t = useText();
  const [url, set] = useUrl<Url>();
  const under = url.find ? undefined : (url.under ?? of.tops[0]?.id);
  const pages = usePages<Row>(catalogues.listCatalogueItems, {
    id: of.id,
    ...(under ? { under } : {}),
    ...(url.find ? { search: url.find } : {}),
    ...(url.live ? { isLive: true } : {}),
  });
  const rows = pages.data?.pages.flatMap((one) => one.rows) ?? [];
  return (
    <Panel title={t("catalogue.browse")}>
      <div className="tools">
        <FindBox
          label={t("catalogue.find")}
          value={url.find ?? ""}
          onFind={(words) => set({ find: words || undefined })}
        />
        <label className="tick">
          <input
            type="checkbox"
            checked={url.live === "yes"}
            onChange={(event) => set({ live: event.target.checked ? "yes" : undefined })}
          />
          <span>{t("catalogue.liveOnly")}</span>
        </label>
      </div>
      <div className="catalogue">
        <Tops of={of} under={under} onChoose={(id) => set({ under: id, find: undefined })} />
        {pages.isError ? (
          <ErrorState error={pages.error} />
        ) : !pages.data ? (
          <Loading />
        ) : rows.length === 0 ? (
          <EmptyState title={t("catalogue.noneFound")}>{t("catalogue.noneFoundHelp")}</EmptyState>
        ) : (
          <div>
            <Items of={of} rows={rows} chosen={url.item} onChoose={(item) => set({ item })} />
            {pages.hasNextPage ? (
              <Button size="s" isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t("catalogue.more")}
              </Button>
            ) : null}
          </div>
        )}
        {url.item ? (
          <ItemPanel of={of} itemId={url.item} onChoose={(item) => set({ item })} />
        ) : (
          <p className="soft small">{t("catalogue.choose")}</p>
        )}
      </div>
    </Panel>
  );
}

type TopsProps = { of: Catalogue; under: string | undefined; onChoose: (id: string) => void };

function Tops({ of, under, onChoose }: TopsProps) {
  const t = useText();
  return (
    <fieldset className="facet">
      <legend>{t("catalogue.groups")}</legend>
      {of.tops.map((top) => (
        <button key={top.id} type="button" aria-pressed={top.id === under} onClick={() => onChoose(top.id)}>
          <Lang lang={of.language}>{top.title}</Lang>
          <small title={t("catalogue.topCount", { live: top.live, controls: top.controls })}>
            {top.live}
          </small>
        </button>
      ))}
    </fieldset>
  );
}

type ItemsProps = {
  of: Catalogue;
  rows: readonly Row[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
};

function Items({ of, rows, chosen, onChoose }: ItemsProps) {
  const t = useText();
  const isHeading = (row: Row) => row.kind === "group" || of.headings.includes(row.class ?? row.kind);
  return (
    <table className="grid catalogue-items">
      <thead>
        <tr>
          <th scope="col">{t("catalogue.item")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.id}
            className={`${isHeading(row) ? "heading" : ""}${row.withdrawnBy ? " gone" : ""}`}
            {...(row.id === chosen ? { "aria-current": true as const } : {})}
          >
            <td style={{ paddingLeft: 8 + row.depth * 16 }}>
              <button type="button" onClick={() => onChoose(row.id)}>
                <span className="mono">{row.id}</span>{" "}
                {row.title === row.id ? null : <Lang lang={of.language}>{row.title}</Lang>}
              </button>{" "}
              {row.withdrawnBy ? <Tag>{t(`catalogue.withdrawnBy.${row.withdrawnBy}`)}</Tag> : null}
              {isHeading(row) ? null : (
                <Lang lang={of.language} className="words">
                  {row.words}
                </Lang>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
