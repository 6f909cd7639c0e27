// Editions, the newest first; for an empty group the one step to begin: take over the standard the product brings along.
import type { Output } from "#core/contract.ts";
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { StandardTabs } from "#web/layout/StandardTabs.tsx";
import { Go, GoButton, useGo } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { download, downloadFrom } from "#web/transfer.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Lang, Tag, Written } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { standards } from "../contract.ts";
import { BringIn } from "./BringIn.tsx";
import { Discard } from "./draft/Discard.tsx";
import { NextEdition } from "./draft/NextEdition.tsx";
import "./standards.css";

type Editions = Output<typeof standards.listEditions>;
type Row = Editions["rows"][number];

export default function EditionsPage() {
  const t = useText();
  const editions = useOperation(standards.listEditions, {});
  if (editions.isError) return <ErrorState error={editions.error} onRetry={() => void editions.refetch()} />;
  const { rows = [], offered = [], inForceId = null } = editions.data ?? {};
  const inForce = rows.find((row) => row.id === inForceId);
  return (
    <Page
      title={
        inForce
          ? t("standard.editionOf", { name: inForce.name.text, edition: inForce.edition })
          : t(editions.data ? "standard.none" : "editions.title")
      }
      crumbs={[{ label: t("rail.standards"), to: "/standards" }, { label: t("editions.title") }]}
    >
      <StandardTabs />
      {!editions.data ? (
        <Loading />
      ) : (
        <div className="stack">
          {offered.map((one) => (
            <Offer key={one.edition} offer={one} isFirst={rows.length === 0} />
          ))}
          {rows.length > 0 ? (
            <Panel title={t("editions.title")} isFlush>
              <EditionTable rows={rows} mayWrite={editions.data.can.publish} />
            </Panel>
          ) : offered.length === 0 ? (
            <EmptyState icon="standards" title={t("editions.none")}>
              {t("standard.noneHelp")}
            </EmptyState>
          ) : null}
          {editions.data.can.publish ? <BringIn /> : null}
        </div>
      )}
    </Page>
  );
}

function Offer({ offer, isFirst }: { offer: Editions["offered"][number]; isFirst: boolean }) {
  const t = useText();
  const go = useGo();
  const draft = useCommand(standards.draftEdition, [standards.listEditions]);
  const take = () =>
    draft.mutate(
      { from: "built_in" },
      { onSuccess: ({ id }) => go({ to: "/standards/$id/publication", params: { id } }) },
    );
  return (
    <section className="panel offer">
      <Icon name="standards" className="pic" />
      <div>
        <h2 lang={offer.name.lang}>
          {t("editions.offer", { name: offer.name.text, edition: offer.edition })}
        </h2>
        <p className="soft">{t("editions.offerHelp", { controls: offer.controls })}</p>
        {draft.isError ? <ErrorState error={draft.error} /> : null}
      </div>
      <Button look={isFirst ? "main" : "outlined"} isBusy={draft.isPending} onClick={take}>
        {t("editions.take")}
      </Button>
    </section>
  );
}

type TableProps = { rows: readonly Row[]; mayWrite: boolean };

function EditionTable({ rows, mayWrite }: TableProps) {
  const t = useText();
  const [copied, copy] = useState<Row | null>(null);
  return (
    <div className="scroll">
      <table className="grid roomy editions">
        <thead>
          <tr>
            <th scope="col">{t("editions.edition")}</th>
            <th scope="col">{t("editions.state")}</th>
            <th scope="col">{t("editions.effectiveOn")}</th>
            <th scope="col" className="num">
              {t("editions.controls")}
            </th>
            <th scope="col">{t("editions.changes")}</th>
            <th scope="col">{t("editions.content")}</th>
            <th scope="col">
              <span className="unseen">{t("editions.read")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <EditionLine key={row.id} row={row} onCopy={mayWrite ? copy : null} />
          ))}
        </tbody>
      </table>
      {copied ? <NextEdition from={copied} onClose={() => copy(null)} /> : null}
    </div>
  );
}

/** Everything that asks something else than before is one number here; the page behind it tells the kinds apart. */
const changeWords = ({ changed, reworded, split, merged, ...rest }: NonNullable<Row["changes"]>) => ({
  ...rest,
  changed: changed + reworded + split + merged,
});

type LineProps = { row: Row; onCopy: ((row: Row) => void) | null };

function EditionLine({ row, onCopy }: LineProps) {
  const t = useText();
  const go = useGo();
  const [isDiscarding, discard] = useState(false);
  const format = useFormat();
  const params = { id: row.id };
  return (
    <tr>
      <td>
        <Go to="/standards/$id" params={params} className="strong">
          <Lang lang={row.name.lang}>{row.name.text}</Lang> {row.edition}
        </Go>
        {row.publishReason ? <Written text={row.publishReason} className="sub beside" /> : null}
      </td>
      <td>
        <Tag isMust={row.isInForce}>
          {t(row.isInForce ? "editions.inForce" : `editions.state.${row.state}`)}
        </Tag>
        {row.errata > 0 ? (
          <Go to="/standards/$id/errata" params={params} className="sub beside">
            {t("erratum.count", { count: row.errata })}
          </Go>
        ) : null}
      </td>
      <td className="nowrap" data-head={t("editions.effectiveOn")}>
        {row.effectiveOn ? format.day(row.effectiveOn, "plain") : "–"}
      </td>
      <td className="num nowrap" data-head={t("editions.controls")}>
        {format.number(row.controls)} <small className="mute">({format.number(row.mandatory)})</small>
      </td>
      <td>
        {row.changes ? (
          <Go to="/standards/$id/changes" params={params}>
            {row.previousId === null
              ? t("editions.first")
              : t("editions.changesSaid", changeWords(row.changes))}
          </Go>
        ) : (
          "–"
        )}
      </td>
      <td>
        <span className="mono mute" title={`${t("editions.contentHelp")} ${row.contentSha256}`}>
          {row.contentSha256.slice(0, 12)}
        </span>
      </td>
      <td>
        <span className="row end">
          {row.state === "draft" ? (
            <GoButton size="s" look="accent" to="/standards/$id/draft" params={params}>
              {t("draft.write")}
            </GoButton>
          ) : row.state === "in_review" ? (
            <GoButton size="s" look="accent" to="/standards/$id/publication" params={params}>
              {t("draft.review")}
            </GoButton>
          ) : (
            <GoButton size="s" to="/standards/$id" params={params}>
              {t("editions.read")}
            </GoButton>
          )}
          {onCopy ? (
            <ActionMenu
              label={t("draft.actions", { edition: row.edition })}
              actions={[
                { label: t("draft.next"), onClick: () => onCopy(row) },
                ...(row.state === "published"
                  ? [{ label: t("erratum.list"), onClick: () => go({ to: "/standards/$id/errata", params }) }]
                  : []),
                ...(row.state === "draft"
                  ? [{ label: t("draft.discard"), isDanger: true, onClick: () => discard(true) }]
                  : []),
                { label: t("editions.export"), onClick: () => void download(`/editions/${row.id}/file`) },
                {
                  label: t("editions.exportOscal"),
                  onClick: () => void downloadFrom(standards.exportEditionAsOscal, params),
                },
              ]}
            />
          ) : null}
          {isDiscarding ? <Discard row={row} onClose={() => discard(false)} /> : null}
        </span>
      </td>
    </tr>
  );
}
