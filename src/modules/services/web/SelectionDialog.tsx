// Another share for the selected companies from a day on, or the end of their connection.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField, TextField } from "#web/forms/fields.tsx";
import { beginsInThePast, ReasonField } from "#web/forms/ReasonField.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { services } from "../contract.ts";
import type { Consumer, Service } from "./rows.ts";
import { shareIn } from "./share.ts";

type Props = { service: Service; rows: readonly Consumer[]; onClose: (isDone: boolean) => void };

export function SelectionDialog({ service, rows, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const [change, setChange] = useState<"connect" | "end">("connect");
  const [form, setForm] = useState({ share: "100", from: today, reason: "" });
  const send = useCommand(services.changeServiceCompanies, [
    services.listServices,
    services.listServiceCompanies,
  ]);
  const own = rows.flatMap((row) => row.companyId ?? []);
  const share = shareIn(form.share);
  const isBackdated = beginsInThePast(form.from, today);
  const missing =
    own.length === 0
      ? t("services.notYours")
      : change === "connect" && share === null
        ? t("forms.first", { field: t("services.share") })
        : form.from === ""
          ? t("forms.first", { field: t("change.from") })
          : isBackdated && !form.reason.trim()
            ? t("forms.first", { field: t("change.reason") })
            : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate(
      {
        service: service.service,
        change,
        pick: { companyIds: own },
        from: form.from,
        ...(change === "connect" && share !== null ? { sharePercent: share } : {}),
        ...(form.reason.trim() ? { reason: form.reason.trim() } : {}),
      },
      { onSuccess: () => onClose(true) },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={() => onClose(false)}
      title={t("services.selectionTitle", { count: own.length, service: service.name })}
    >
      <form className="form" onSubmit={submit}>
        <Tabs
          label={t("services.what")}
          value={change}
          onChange={setChange}
          choices={[
            { value: "connect", label: t("services.otherShare") },
            { value: "end", label: t("services.end") },
          ]}
        />
        <div className="two">
          {change === "connect" ? (
            <TextField
              label={t("services.sharePercent")}
              isCode
              value={form.share}
              maxLength={6}
              error={share === null ? t("services.shareWrong") : null}
              onChange={(value) => setForm({ ...form, share: value })}
            />
          ) : null}
          <DateField
            label={t(change === "end" ? "services.firstDayWithout" : "change.from")}
            value={form.from}
            onChange={(from) => setForm({ ...form, from })}
          />
        </div>
        <ReasonField
          isBackdated={isBackdated}
          value={form.reason}
          onChange={(reason) => setForm({ ...form, reason })}
        />
        {change === "end" ? <Note>{t("services.endEffect")}</Note> : null}
        <FormError error={send.error} />
        <div className="ends">
          <Button onClick={() => onClose(false)}>{t("action.cancel")}</Button>
          <Button
            type="submit"
            look={change === "end" ? "danger" : "main"}
            isBusy={send.isPending}
            offBecause={missing}
          >
            {t(change === "end" ? "services.endAction" : "services.shareAction", {
              count: own.length,
              day: form.from ? format.day(form.from) : "",
            })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
