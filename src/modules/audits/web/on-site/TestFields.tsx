// How the control was tested, and how many items were looked at: folded, because most checks need none of it.
import { SelectField } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { tests, toLookAt } from "../../visits/rules.ts";
import { type Check, type Control, valueOf } from "./entries.ts";
import { enter, type Work } from "./work.ts";

type Props = { work: Work; check: Check; control: Control; said: string | null };

export function TestFields({ work, check, control, said }: Props) {
  const t = useText();
  const format = useFormat();
  const value = (field: "test" | "looked_at" | "deviating") =>
    valueOf(work.living, work.entries, check.id, field);
  const count = (field: "looked_at" | "deviating") => {
    const held = value(field);
    return typeof held === "number" ? held : null;
  };
  const isDoubted = said === "met" && control.saidAssurance === "declared";
  const kept = value("test");
  return (
    <details className="test-of">
      <summary>{t("audits.onSite.testOf")}</summary>
      <SelectField
        label={t("audits.field.test")}
        value={typeof kept === "string" ? kept : ""}
        choices={[
          { value: "", label: t("audits.test.none") },
          ...tests.map((one) => ({ value: one as string, label: t(`audits.test.${one}`) })),
        ]}
        onChange={(test) => void enter(check.id, "test", test === "" ? null : test)}
      />
      <div className="two">
        <NumberField
          label={t("audits.field.looked_at")}
          hint={t("audits.onSite.lookAt", {
            count: toLookAt(control.cadence, isDoubted),
            shown: format.number(toLookAt(control.cadence, isDoubted)),
          })}
          value={count("looked_at")}
          onChange={(number) => void enter(check.id, "looked_at", number)}
        />
        <NumberField
          label={t("audits.field.deviating")}
          value={count("deviating")}
          onChange={(number) => void enter(check.id, "deviating", number)}
        />
      </div>
    </details>
  );
}
