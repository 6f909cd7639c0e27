// With whom a supporter may look along now, and when they did.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";

import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText, Tag, Written } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { viewings } from "../contract.ts";

type Taken = Output<typeof viewings.listViewings>["rows"][number];

export default function ViewingsPage() {
  const t = useText();
  const mine = useOperation(viewings.listViewings, {});
  const [starting, start] = useState<Taken | null>(null);
  return (
    <Page title={t("viewing.title")} crumbs={[{ label: t("rail.viewings") }]}>
      <p className="soft below">{t("viewing.intro")}</p>
      {mine.isError ? (
        <ErrorState error={mine.error} onRetry={() => void mine.refetch()} />
      ) : !mine.data ? (
        <Loading rows={4} />
      ) : mine.data.rows.length === 0 ? (
        <EmptyState icon="lock" title={t("viewing.none")}>
          {t("viewing.noneHelp")}
        </EmptyState>
      ) : (
        <Panel isFlush>
          <table className="grid stacked">
            <Heads
              of={[
                [t("viewing.withPerson")],
                [t("viewing.reason")],
                [t("viewing.until")],
                [t("viewing.state")],
                [t("viewing.start")],
              ]}
            />
            <tbody>
              {mine.data.rows.map((row) => (
                <TakenRow key={row.id} row={row} onStart={() => start(row)} />
              ))}
            </tbody>
          </table>
        </Panel>
      )}
      {starting ? <StartDialog of={starting} onClose={() => start(null)} /> : null}
    </Page>
  );
}

function TakenRow({ row, onStart }: { row: Taken; onStart: () => void }) {
  const t = useText();
  const format = useFormat();
  return (
    <tr>
      <td data-label={t("viewing.withPerson")}>
        <LangText text={row.withName} />
        {row.companyName ? (
          <small className="block soft">
            <LangText text={row.companyName} />
          </small>
        ) : null}
      </td>
      <td data-label={t("viewing.reason")}>
        <Written text={row.reason} />
      </td>
      <td data-label={t("viewing.until")}>{format.moment(row.endsAt)}</td>
      <td data-label={t("viewing.state")}>
        <Tag>{t(`viewing.state.${row.state}`)}</Tag>
      </td>
      <td>
        {row.state === "over" ? null : (
          <Button size="s" look="main" onClick={onStart}>
            {t("viewing.start")}
          </Button>
        )}
      </td>
    </tr>
  );
}

function StartDialog({ of, onClose }: { of: Taken; onClose: () => void }) {
  const t = useText();
  const start = useCommand(viewings.startViewing);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("viewing.start")}
      effect={t("viewing.startEffect", { name: of.withName })}
      action={t("viewing.start")}
      isBusy={start.isPending}
      error={<FormError error={start.error} />}
      // What was read as oneself goes with the page.
      onConfirm={() => start.mutate({ id: of.id }, { onSuccess: () => window.location.assign("/") })}
    />
  );
}
