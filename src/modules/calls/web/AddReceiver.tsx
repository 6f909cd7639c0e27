// Setting up a receiver: for whom, where, what it is told; then its secret, once.
import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useGo } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { calls } from "../contract.ts";
import { defaultKinds } from "../rules.ts";
import { type Given, ReceiverFields, useMissing } from "./ReceiverFields.tsx";
import { SecretOnce } from "./SecretOnce.tsx";

type Place = Output<typeof calls.listReceivers>["addable"][number];
const group = "group";

export function AddReceiver({ places, onClose }: { places: readonly Place[]; onClose: () => void }) {
  const t = useText();
  const go = useGo();
  const format = useFormat();
  const [place, setPlace] = useState(places[0]?.companyId ?? group);
  const [form, setForm] = useState<Given>({
    name: "",
    url: "",
    kinds: [...defaultKinds],
    language: format.language,
    tellsCompany: false,
  });
  const add = useCommand(calls.addReceiver, [calls.listReceivers]);
  const missing = useMissing(form);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ ...form, name: form.name.trim(), companyId: place === group ? null : place });
  };
  const made = add.data;
  return (
    <Dialog
      isOpen
      onClose={made ? () => go({ to: "/receivers/$id", params: { id: made.id } }) : onClose}
      title={t("receiver.add")}
      size="m"
    >
      {made ? (
        <SecretOnce
          secret={made.secret}
          onDone={() => go({ to: "/receivers/$id", params: { id: made.id } })}
        />
      ) : (
        <form className="form wide" onSubmit={submit}>
          <Select
            label={t("receiver.for")}
            data={places.map((one) => ({
              value: one.companyId ?? group,
              label: one.companyId ? one.name : t("receiver.forGroup"),
            }))}
            value={place}
            searchable
            allowDeselect={false}
            limit={100}
            onChange={(value) => setPlace(value ?? group)}
          />
          <ReceiverFields of={form} onChange={(change) => setForm({ ...form, ...change })} />
          <FormEnds error={add.error} isBusy={add.isPending} offBecause={missing} onClose={onClose}>
            {t("receiver.add")}
          </FormEnds>
        </form>
      )}
    </Dialog>
  );
}
