// One receiver: how it is set up, its secret, and what was sent to it.
import { useState } from "react";
import { History } from "#modules/trail/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo, useParam } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { calls } from "../contract.ts";
import type { Kind } from "../rules.ts";
import { Deliveries } from "./Deliveries.tsx";
import { type Given, ReceiverFields, useMissing } from "./ReceiverFields.tsx";
import { type Listed, StateOf } from "./ReceiversPage.tsx";
import { SecretPanel } from "./SecretPanel.tsx";

export default function ReceiverPage() {
  const t = useText();
  const id = useParam("id");
  const list = useOperation(calls.listReceivers, {}, { refetchEvery: 5000 });
  const row = list.data?.rows.find((one) => one.id === id);
  const crumbs = [{ label: t("rail.receivers"), to: "/receivers" }, { label: row?.name ?? "…" }];
  if (list.isError)
    return (
      <Page title={t("receiver.title")} crumbs={crumbs}>
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      </Page>
    );
  if (list.data && !row)
    return (
      <Page title={t("receiver.title")} crumbs={crumbs}>
        <EmptyState title={t("errors.receiver.not_found")}>{t("receiver.emptyHelp")}</EmptyState>
      </Page>
    );
  return (
    <Page
      title={row?.name ?? t("receiver.title")}
      crumbs={crumbs}
      actions={row ? <TestButton row={row} /> : null}
    >
      {row ? (
        <div className="cols">
          <Panel className="c7" title={t("receiver.edit")}>
            {/* A new row begins a new form: what somebody else saved is not written over. */}
            <Settings key={row.rowVersion} row={row} />
          </Panel>
          <Panel className="c5" title={t("receiver.secret")}>
            <SecretPanel row={row} />
          </Panel>
          <div className="c12">
            <Deliveries row={row} />
            <History kind="receiver" id={row.id} isOfGroup={row.companyId === null} />
          </div>
        </div>
      ) : (
        <Loading />
      )}
    </Page>
  );
}

const givenOf = ({ name, url, kinds, language, tellsCompany }: Listed): Given => ({
  name,
  url,
  kinds: kinds as Kind[],
  language,
  tellsCompany,
});

function Settings({ row }: { row: Listed }) {
  const t = useText();
  const go = useGo();
  const mayManage = useMay("receiver.manage");
  const [form, setForm] = useState({ ...givenOf(row), isOn: row.isOn });
  const [isRemoving, setRemoving] = useState(false);
  const change = useCommand(calls.changeReceiver, [calls.listReceivers]);
  const remove = useCommand(calls.removeReceiver, [calls.listReceivers]);
  const missing = useMissing(form);
  const isSame = JSON.stringify(form) === JSON.stringify({ ...givenOf(row), isOn: row.isOn });
  const off = !mayManage ? t("receiver.notYours") : (missing ?? (isSame ? t("message.unchanged") : null));
  return (
    <form
      className="form wide"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ id: row.id, rowVersion: row.rowVersion, ...form, name: form.name.trim() });
      }}
    >
      <p>
        <StateOf row={row} /> <span className="soft">{row.companyName ?? t("receiver.forGroup")}</span>
      </p>
      <ReceiverFields of={form} isOff={!mayManage} onChange={(changed) => setForm({ ...form, ...changed })} />
      <label className="tick">
        <input
          type="checkbox"
          checked={form.isOn}
          disabled={!mayManage}
          onChange={({ target }) => setForm({ ...form, isOn: target.checked })}
        />
        <span>{t("receiver.isOn")}</span>
      </label>
      <FormError error={change.error} />
      <div className="ends">
        {mayManage ? (
          <Button look="danger" onClick={() => setRemoving(true)}>
            {t("receiver.remove")}
          </Button>
        ) : null}
        <Button type="submit" look="main" isBusy={change.isPending} offBecause={off}>
          {t("receiver.save")}
        </Button>
      </div>
      {isRemoving ? (
        <ConfirmDialog
          isOpen
          isDanger
          onClose={() => setRemoving(false)}
          title={t("receiver.remove")}
          effect={t("receiver.removeHelp", { name: row.name })}
          action={t("receiver.remove")}
          isBusy={remove.isPending}
          error={<FormError error={remove.error} />}
          onConfirm={() =>
            remove.mutate(
              { id: row.id, rowVersion: row.rowVersion },
              { onSuccess: () => go({ to: "/receivers" }) },
            )
          }
        />
      ) : null}
    </form>
  );
}

function TestButton({ row }: { row: Listed }) {
  const t = useText();
  const any = useAnyText();
  const mayManage = useMay("receiver.manage");
  const [sent, setSent] = useState<string | null>(null);
  const test = useCommand(calls.testReceiver, [calls.listReceivers, calls.listDeliveries]);
  const last = useOperation(
    calls.listDeliveries,
    { id: row.id, limit: 20 },
    { enabled: sent !== null, refetchEvery: 1000 },
  );
  const made = last.data?.rows.find((one) => one.id === sent);
  const off = !mayManage ? t("receiver.notYours") : row.isOn ? null : t("errors.receiver.is_off");
  return (
    <>
      <Button
        offBecause={off}
        isBusy={test.isPending}
        onClick={() => test.mutate({ id: row.id }, { onSuccess: ({ id }) => setSent(id) })}
      >
        {t("receiver.test")}
      </Button>
      <span role="status">
        {sent === null
          ? null
          : made?.state === "sent"
            ? t("receiver.testSent")
            : made?.problem
              ? t("receiver.testFailed", { why: any(`delivery.problem.${made.problem}`) })
              : t("receiver.testWaits")}
      </span>
      <FormError error={test.error} />
    </>
  );
}
