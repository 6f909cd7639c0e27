// Who answers for something: somebody of the company, found by what is typed.
import { useState } from "react";
import { organization } from "../contract.ts";
import { useOperation } from "#web/api.ts";
import { PersonChoice } from "#web/forms/PersonChoice.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { personToChoose } from "./person.ts";

type Props = {
  label: string;
  /** The field says what is chosen, where nothing above it does. */
  isLabelled?: boolean;
  companyId?: string | undefined;
  chosen: { id: string; name: string } | null;
  onChoose: (person: { id: string; name: string } | null) => void;
};

/** A form may hold several of these: few are listed, and what is typed on narrows them. */
const most = 8;

export function OwnerChoice({ label, isLabelled = false, companyId, chosen, onChoose }: Props) {
  const t = useText();
  const format = useFormat();
  const [search, setSearch] = useState("");
  const people = useOperation(
    organization.listPeople,
    {
      limit: most + 1,
      ...(companyId ? { companyId } : {}),
      ...(search.trim() ? { search: search.trim() } : {}),
    },
    { keep: true },
  );
  const found = (people.data?.rows ?? []).map((one) => personToChoose(one, format.person(one)));
  const listed =
    chosen && !found.some((one) => one.id === chosen.id) ? [{ ...chosen, note: null }, ...found] : found;
  return (
    <PersonChoice
      label={label}
      findLabel={isLabelled ? label : t("ownerChoice.find")}
      search={search}
      onSearch={setSearch}
      people={[
        { id: "", name: t("ownerChoice.nobody"), note: null },
        // Names come with the first letter: a company has hundreds.
        ...(search.trim() ? listed : listed.filter((one) => one.id === chosen?.id)),
      ]}
      isThere={people.data !== undefined}
      chosen={chosen?.id ?? ""}
      onChoose={({ id, name }) => onChoose(id === "" ? null : { id, name })}
      nobody={t("ownerChoice.nobody")}
      most={most}
    />
  );
}
