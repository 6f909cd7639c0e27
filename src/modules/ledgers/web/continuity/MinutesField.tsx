// A length of time, entered in hours and minutes.
import { NumberField } from "#web/forms/NumberField.tsx";
import { useText } from "#web/text/i18n.ts";

type Props = {
  label: string;
  /** In minutes; null where nothing is entered. */
  value: number | null;
  onChange: (minutes: number | null) => void;
  isDisabled?: boolean;
};

export function MinutesField({ label, value, onChange, isDisabled = false }: Props) {
  const t = useText();
  const hours = value === null ? null : Math.floor(value / 60);
  const minutes = value === null ? null : value % 60;
  const set = (h: number | null, m: number | null) =>
    onChange(h === null && m === null ? null : (h ?? 0) * 60 + (m ?? 0));
  return (
    <fieldset className="field minutes" aria-label={label} disabled={isDisabled}>
      <span className="label">{label}</span>
      <span className="pair">
        <NumberField
          label={t("continuity.hours")}
          value={hours}
          onChange={(to) => set(to, minutes)}
          isDisabled={isDisabled}
        />
        <NumberField
          label={t("continuity.minutes")}
          value={minutes}
          onChange={(to) => set(hours, to)}
          isDisabled={isDisabled}
        />
      </span>
    </fieldset>
  );
}
