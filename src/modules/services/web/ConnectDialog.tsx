// Many companies at once: chosen by a filter or pasted as codes, looked at one by one, then connected.
import { type FormEvent, useState } from "react";
import type { Input } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { beginsInThePast, ReasonField } from "#web/forms/ReasonField.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { services } from "../contract.ts";
import { doing, readPasted } from "../rules.ts";
import { FilterFields, type Filter } from "./FilterFields.tsx";
import { PreviewTable } from "./PreviewTable.tsx";
import type { Service } from "./rows.ts";
import { shareIn } from "./share.ts";

type Change = Input<typeof services.previewServiceChange>;
type Props = { service: Service; services: readonly Service[]; onClose: () => void };

export function ConnectDialog({ service, services: all, onClose }: Props) {
  const t = useText();
  const { today } = useSession();
  const [by, setBy] = useState<"filter" | "codes">("filter");
  const [filter, setFilter] = useState<Filter>({});
  const [form, setForm] = useState({
    service: service.service,
    pasted: "",
    share: "100",
    from: today,
    until: "",
    reason: "",
  });
  const [asked, setAsked] = useState<Change | null>(null);
  const preview = useCommand(services.previewServiceChange, []);
  const apply = useCommand(services.changeServiceCompanies, [
    services.listServices,
    services.listServiceCompanies,
  ]);
  const lines = readPasted(form.pasted);
  const wrong = lines.filter((line) => line.isWrong).map((line) => line.code);
  const share = shareIn(form.share);
  const isBackdated = beginsInThePast(form.from, today);
  const missing =
    share === null
      ? t("forms.first", { field: t("services.share") })
      : form.from === ""
        ? t("forms.first", { field: t("change.from") })
        : isBackdated && !form.reason.trim()
          ? t("forms.first", { field: t("change.reason") })
          : by === "codes" && lines.length === 0
            ? t("forms.first", { field: t("services.codes") })
            : by === "codes" && wrong.length > 0
              ? t("services.linesWrong", { count: wrong.length })
              : null;
  const look = (event: FormEvent) => {
    event.preventDefault();
    if (share === null) return;
    const change: Change = {
      service: form.service,
      change: "connect",
      pick:
        by === "filter"
          ? { filter }
          : {
              codes: lines.map(({ code, sharePercent }) =>
                sharePercent === undefined ? { code } : { code, sharePercent },
              ),
            },
      sharePercent: share,
      from: form.from,
      ...(form.until ? { until: form.until } : {}),
    };
    apply.reset();
    preview.mutate(change, { onSuccess: () => setAsked(change) });
  };
  const shown = asked && preview.data ? preview.data : null;
  const count = doing.reduce((sum, effect) => sum + (shown?.counts[effect] ?? 0), 0);
  const send = () =>
    asked &&
    shown &&
    apply.mutate(
      { ...asked, seal: shown.seal, ...(form.reason.trim() ? { reason: form.reason.trim() } : {}) },
      { onSuccess: onClose },
    );
  const name = all.find((one) => one.service === form.service)?.name ?? form.service;
  if (shown)
    return (
      <Dialog
        isOpen
        onClose={onClose}
        size="l"
        title={t(count > 0 ? "services.previewTitle" : "services.previewNone", { count, service: name })}
      >
        <div className="stack s">
          <PreviewTable rows={shown.rows} counts={shown.counts} />
          <FormError error={apply.error} />
          <div className="dialog-ends">
            <Button onClick={() => setAsked(null)}>{t("services.back")}</Button>
            <Button
              look="main"
              isBusy={apply.isPending}
              offBecause={count === 0 ? t("services.nothingChanges") : null}
              onClick={send}
            >
              {t("services.apply", { count })}
            </Button>
          </div>
        </div>
      </Dialog>
    );
  return (
    <Dialog isOpen onClose={onClose} title={t("services.connectTitle")}>
      <form className="form" onSubmit={look}>
        <SelectField
          label={t("services.service")}
          value={form.service}
          choices={all.map((one) => ({ value: one.service, label: one.name }))}
          onChange={(value) => setForm({ ...form, service: value })}
        />
        <Tabs
          label={t("services.which")}
          value={by}
          onChange={setBy}
          choices={[
            { value: "filter", label: t("services.byFilter") },
            { value: "codes", label: t("services.byCodes") },
          ]}
        />
        {by === "filter" ? (
          <FilterFields value={filter} onChange={setFilter} />
        ) : (
          <TextArea
            label={t("services.codes")}
            hint={t("services.codesHelp")}
            placeholder={"C012\nC013\t80"}
            value={form.pasted}
            maxLength={200_000}
            error={
              wrong.length > 0 ? t("services.linesWrongWhich", { codes: wrong.slice(0, 5).join(", ") }) : null
            }
            onChange={(pasted) => setForm({ ...form, pasted })}
          />
        )}
        <TextField
          label={t("services.sharePercent")}
          hint={t("services.shareHelp")}
          isCode
          value={form.share}
          maxLength={6}
          error={share === null ? t("services.shareWrong") : null}
          onChange={(value) => setForm({ ...form, share: value })}
        />
        <div className="two">
          <DateField
            label={t("change.from")}
            value={form.from}
            onChange={(from) => setForm({ ...form, from })}
          />
          <DateField
            label={t("services.untilDay")}
            isOptional
            value={form.until}
            onChange={(until) => setForm({ ...form, until })}
          />
        </div>
        <ReasonField
          isBackdated={isBackdated}
          value={form.reason}
          onChange={(reason) => setForm({ ...form, reason })}
        />
        <FormEnds error={preview.error} isBusy={preview.isPending} offBecause={missing} onClose={onClose}>
          {t("services.preview")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
