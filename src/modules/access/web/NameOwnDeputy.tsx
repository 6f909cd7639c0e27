// Who stands in at a position of one's own while one is away.
import { type FormEvent, useState } from "react";
import { organization } from "#modules/organization/contract.ts";
import { personToChoose } from "#modules/organization/web/parts.tsx";
import { standingIn } from "#modules/organization/standing-in/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { PersonChoice } from "#web/forms/PersonChoice.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { access } from "../contract.ts";

type Props = { seat: { id: string; name: string }; onClose: () => void };

export function NameOwnDeputy({ seat, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const [search, setSearch] = useState("");
  const [personId, choose] = useState("");
  const people = useOperation(
    organization.listPeople,
    { companyId: session.companyId, limit: 30, ...(search.trim() ? { search: search.trim() } : {}) },
    { keep: true },
  );
  const name = useCommand(access.nameOwnDeputy, [standingIn.getOwnAway]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    name.mutate({ id: seat.id, personId, from: session.today }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("position.deputyTitle", { name: seat.name })}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("away.deputyHelp")}</p>
        <PersonChoice
          label={t("grant.deputy")}
          findLabel={t("account.findPerson")}
          search={search}
          onSearch={setSearch}
          people={(people.data?.rows ?? [])
            .filter((one) => one.id !== session.personId)
            .map((one) => personToChoose(one, format.person(one)))}
          isThere={people.data !== undefined}
          chosen={personId}
          onChoose={({ id }) => choose(id)}
          nobody={t("grant.nobodyFound")}
        />
        <FormEnds
          error={name.error}
          isBusy={name.isPending}
          offBecause={personId ? null : t("forms.first", { field: t("grant.deputy") })}
          onClose={onClose}
        >
          {t("position.nameDeputy")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
