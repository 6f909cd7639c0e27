// One adopted mapping: who answers for it, what was taken and what not, its pairs, and the way out.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { History } from "#modules/trail/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { mappings } from "../contract.ts";
import { LinksPanel } from "./LinksPanel.tsx";
import { Problems } from "./Problems.tsx";
import { Related } from "./Related.tsx";
import { useSpaceName } from "./useSpaceName.ts";
import "./mappings.css";

type Mapping = Output<typeof mappings.getMapping>;

export default function MappingPage() {
  const t = useText();
  const format = useFormat();
  const spaceName = useSpaceName();
  const id = useParam("id");
  const mapping = useOperation(mappings.getMapping, { id });
  if (mapping.isError) return <ErrorState error={mapping.error} onRetry={() => void mapping.refetch()} />;
  if (!mapping.data) return <Loading rows={10} />;
  const one = mapping.data;
  const [ends] = one.ends;
  return (
    <Page
      title={t("mapping.pageTitle", {
        count: one.links,
        source: spaceName(ends?.source),
        target: spaceName(ends?.target),
      })}
      after={<Tag isMust={one.state === "adopted"}>{t(`mapping.state.${one.state}`)}</Tag>}
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: t("mapping.tab"), to: "/standards/mappings" },
        { label: one.title },
      ]}
      actions={<Actions one={one} />}
    >
      <div className="stack">
        {one.state === "withdrawn" && one.withdrawnAt ? (
          <Note kind="warn">
            {t("mapping.withdrawnNote", {
              day: format.moment(one.withdrawnAt),
              name: one.withdrawnBy ?? "–",
              reason: one.withdrawnReason ?? "–",
            })}
          </Note>
        ) : null}
        <div className="cols">
          <Origin one={one} />
          <Problems className="c6" problems={one.parts.flatMap((part) => part.problems)} />
        </div>
        <LinksPanel id={id} />
        <History kind="mapping" id={id} isOfGroup />
      </div>
    </Page>
  );
}

function Origin({ one }: { one: Mapping }) {
  const t = useText();
  const format = useFormat();
  const said = (text: string | null) => (text ? <LangText text={text} /> : <i>{t("mapping.notSaid")}</i>);
  const { provenance } = one;
  return (
    <Panel className="c6" title={<LangText text={one.title} />} more={one.version}>
      <KeyValue
        look="wide"
        rows={[
          [
            t("mapping.adoptedOn"),
            t("mapping.adoptedBy", { day: format.moment(one.adoptedAt), name: one.adoptedBy ?? "–" }),
          ],
          [t("mapping.basis"), <LangText key="basis" text={one.basis} />],
          [
            t("mapping.relations"),
            <span key="relations" className="mapping-relations">
              {one.parts.flatMap((part) =>
                part.relations.map(({ relation, count }) => (
                  <span key={`${part.id} ${relation}`}>
                    <Related relation={relation} /> {format.number(count)}
                  </span>
                )),
              )}
            </span>,
          ],
          [t("mapping.method"), said(provenance.method)],
          [t("mapping.rationale"), said(provenance.rationale)],
          [t("mapping.status"), said(provenance.status)],
          [t("mapping.parties"), said(provenance.parties.join(", "))],
          [t("mapping.description"), said(provenance.description)],
        ]}
      />
    </Panel>
  );
}

function Actions({ one }: { one: Mapping }) {
  const t = useText();
  const [isAsking, setAsking] = useState(false);
  const withdraw = useCommand(mappings.withdrawMapping, [mappings.getMapping, mappings.listMappings]);
  const { id, rowVersion } = one;
  return (
    <>
      <Button
        icon="download"
        onClick={() => void downloadFrom(mappings.exportMapping, { id, format: "xlsx" })}
      >
        {t("mapping.exportSheet")}
      </Button>
      <Button
        icon="download"
        onClick={() => void downloadFrom(mappings.exportMapping, { id, format: "oscal" })}
      >
        {t("mapping.exportOscal")}
      </Button>
      {one.can.adopt ? (
        <Button icon="download" onClick={() => void downloadFrom(mappings.downloadMapping, { id })}>
          {t("mapping.asCame")}
        </Button>
      ) : null}
      {one.can.adopt && one.state === "adopted" ? (
        <Button look="danger" onClick={() => setAsking(true)}>
          {t("mapping.withdraw")}
        </Button>
      ) : null}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("mapping.withdrawTitle")}
        effect={t("mapping.withdrawHelp")}
        action={t("mapping.withdraw")}
        isDanger
        reason={{ label: t("mapping.withdrawReason"), isRequired: true }}
        isBusy={withdraw.isPending}
        error={<FormError error={withdraw.error} />}
        onConfirm={(reason) =>
          withdraw.mutate({ id, reason, rowVersion }, { onSuccess: () => setAsking(false) })
        }
      />
    </>
  );
}
