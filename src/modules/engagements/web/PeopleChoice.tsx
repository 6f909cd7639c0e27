import { useOperation } from "#web/api.ts";
import { Tick } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Loading } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";

type Props = {
  firmId: string;
  /** Those who are in it already are not offered. */
  besides?: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
};

/** People of one firm whose account is not closed. */
export function PeopleChoice({ firmId, besides = [], chosen, onChange }: Props) {
  const t = useText();
  const format = useFormat();
  const people = useOperation(engagements.listOutsidePeople, { firmId, limit: 500 });
  if (!people.data) return <Loading rows={2} />;
  const offered = people.data.rows.filter((one) => one.state !== "closed" && !besides.includes(one.id));
  if (offered.length === 0) return <p className="soft">{t("outside.peopleFirst")}</p>;
  return (
    <fieldset className="people" aria-label={t("outside.choosePeople")}>
      {offered.map((one) => (
        <Tick
          key={one.id}
          label={`${format.person(one)} · ${one.email ?? ""}`}
          isOn={chosen.includes(one.id)}
          onChange={(on) => onChange(on ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))}
        />
      ))}
    </fieldset>
  );
}
