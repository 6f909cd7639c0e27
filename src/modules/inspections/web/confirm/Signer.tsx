// Who signed a page by hand: any of the company's people, the likely ones before anything is typed.
import { useState } from "react";
import { organization } from "#modules/organization/contract.ts";
import { personToChoose } from "#modules/organization/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { PersonChoice, type PersonToChoose } from "#web/forms/PersonChoice.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";

type Props = {
  companyId: string;
  likely?: readonly PersonToChoose[];
  chosen: string;
  onChoose: (person: PersonToChoose) => void;
};

export function Signer({ companyId, likely = [], chosen, onChoose }: Props) {
  const t = useText();
  const format = useFormat();
  const [typed, type] = useState("");
  const search = typed.trim();
  const isAsked = search !== "" || likely.length === 0;
  const found = useOperation(
    organization.listPeople,
    { companyId, limit: 50, ...(search ? { search } : {}) },
    { enabled: isAsked, keep: true },
  );
  const people = isAsked
    ? (found.data?.rows ?? []).map((one) => personToChoose(one, format.person(one)))
    : likely;
  return (
    <PersonChoice
      label={t("confirm.signedBy")}
      findLabel={t("confirm.findSigner")}
      search={typed}
      onSearch={type}
      people={people}
      isThere={!isAsked || found.data !== undefined}
      chosen={chosen}
      onChoose={onChoose}
      nobody={t("confirm.noSigner")}
    />
  );
}
