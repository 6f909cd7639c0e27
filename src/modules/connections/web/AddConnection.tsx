// The first step: for whom, and at which address; the provider is asked before anything is kept.
import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { useGo } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { connections } from "../contract.ts";
import { issuerOf } from "./connection.ts";
import { FoundNote } from "./ProviderFacts.tsx";
import { Guides } from "./Guides.tsx";

type Place = Output<typeof connections.listConnections>["addable"][number];
const group = "group";

export function AddConnection({ places, onClose }: { places: readonly Place[]; onClose: () => void }) {
  const t = useText();
  const go = useGo();
  const [first] = places;
  const [form, setForm] = useState({ place: first?.companyId ?? group, name: "", issuer: "" });
  const find = useCommand(connections.findProvider);
  const add = useCommand(connections.addConnection, [connections.listConnections]);
  const issuer = issuerOf(form.issuer);
  const found = find.data && find.variables?.issuer === issuer ? find.data : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!found) return find.mutate({ issuer });
    add.mutate(
      { companyId: form.place === group ? null : form.place, name: form.name.trim(), issuer: found.issuer },
      { onSuccess: ({ id }) => go({ to: "/connections/$id", params: { id } }) },
    );
  };
  const isReady = found !== null && found.missing.length === 0;
  const missing = !issuer
    ? t("forms.first", { field: t("connection.issuer") })
    : found && !isReady
      ? t("errors.connection.no_provider")
      : isReady && !form.name.trim()
        ? t("forms.first", { field: t("connection.name") })
        : null;
  return (
    <Dialog isOpen onClose={onClose} title={t("connection.add")} size="l">
      <form className="form wide" onSubmit={submit}>
        <Guides />
        <Select
          label={t("connection.for")}
          description={t(form.place === group ? "connection.forGroupHelp" : "connection.forCompanyHelp")}
          data={places.map((place) => ({
            value: place.companyId ?? group,
            label: place.companyId ? place.name : t("connection.forGroup"),
          }))}
          value={form.place}
          searchable
          allowDeselect={false}
          limit={100}
          onChange={(place) => setForm({ ...form, place: place ?? group })}
        />
        <TextField
          label={t("connection.issuer")}
          hint={t("connection.issuerHint")}
          value={form.issuer}
          placeholder="https://"
          maxLength={500}
          isCode
          onChange={(value) => setForm({ ...form, issuer: value })}
        />
        {found ? <FoundNote found={found} /> : null}
        {isReady ? (
          <TextField
            label={t("connection.name")}
            hint={t("connection.nameHint")}
            value={form.name}
            maxLength={80}
            onChange={(name) => setForm({ ...form, name })}
          />
        ) : null}
        <FormError error={found ? add.error : find.error} />
        <div className="ends">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button type="submit" look="main" isBusy={find.isPending || add.isPending} offBecause={missing}>
            {t(found ? "connection.add" : "connection.lookUp")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
