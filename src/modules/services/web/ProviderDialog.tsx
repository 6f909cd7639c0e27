// Which company provides a service from a day on, or that nobody does any more.
import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { organization } from "#modules/organization/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField } from "#web/forms/fields.tsx";
import { beginsInThePast, ReasonField } from "#web/forms/ReasonField.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { services } from "../contract.ts";
import type { Service } from "./rows.ts";

const refreshes = [services.listServices, services.listServiceCompanies];

export function ProviderDialog({ service, onClose }: { service: Service; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const [change, setChange] = useState<"set" | "end">("set");
  const [search, setSearch] = useState("");
  const [form, setForm] = useState({ companyId: "", from: today, until: "", reason: "" });
  const found = useOperation(
    organization.searchUnits,
    { search: search.trim() || "-", kind: "company", limit: 30 },
    { keep: true, enabled: search.trim() !== "" },
  );
  const set = useCommand(services.setServiceProvider, refreshes);
  const end = useCommand(services.endServiceProvider, refreshes);
  const isBackdated = beginsInThePast(form.from, today);
  const missing =
    form.from === ""
      ? t("forms.first", { field: t("change.from") })
      : change === "set" && !form.companyId
        ? t("forms.first", { field: t("services.provider") })
        : isBackdated && !form.reason.trim()
          ? t("forms.first", { field: t("change.reason") })
          : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const reason = form.reason.trim() ? { reason: form.reason.trim() } : {};
    if (change === "end")
      end.mutate({ service: service.service, on: form.from, ...reason }, { onSuccess: onClose });
    else
      set.mutate(
        {
          service: service.service,
          companyId: form.companyId,
          from: form.from,
          ...(form.until ? { until: form.until } : {}),
          ...reason,
        },
        { onSuccess: onClose },
      );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("services.providerTitle", { service: service.name })}>
      <form className="form" onSubmit={submit}>
        {service.provider || service.next ? (
          <Tabs
            label={t("services.what")}
            value={change}
            onChange={setChange}
            choices={[
              { value: "set", label: t("services.otherProvider") },
              { value: "end", label: t("services.nobodyAnyMore") },
            ]}
          />
        ) : null}
        {change === "set" ? (
          <Select
            label={t("services.provider")}
            placeholder={t("group.find")}
            searchable
            searchValue={search}
            onSearchChange={setSearch}
            filter={({ options }) => options}
            nothingFoundMessage={search.trim() ? t("companies.none") : null}
            data={(found.data?.rows ?? []).map((unit) => ({
              value: unit.id,
              label: `${unit.code}  ${nameFor(unit)}`,
            }))}
            value={form.companyId || null}
            onChange={(companyId) => setForm({ ...form, companyId: companyId ?? "" })}
          />
        ) : null}
        <div className="two">
          <DateField
            label={t(change === "end" ? "services.firstDayWithout" : "change.from")}
            value={form.from}
            onChange={(from) => setForm({ ...form, from })}
          />
          {change === "set" ? (
            <DateField
              label={t("services.untilDay")}
              isOptional
              value={form.until}
              onChange={(until) => setForm({ ...form, until })}
            />
          ) : null}
        </div>
        <ReasonField
          isBackdated={isBackdated}
          value={form.reason}
          onChange={(reason) => setForm({ ...form, reason })}
        />
        <Note>
          {t(change === "end" ? "services.endProviderEffect" : "services.providerEffect", {
            count: service.connected,
          })}
        </Note>
        <FormError error={set.error ?? end.error} />
        <div className="ends">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button
            type="submit"
            look={change === "end" ? "danger" : "main"}
            isBusy={set.isPending || end.isPending}
            offBecause={missing}
          >
            {t("change.submit", { day: form.from ? format.day(form.from) : "" })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
