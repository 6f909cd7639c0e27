// A moment as people say it: a day and a time on the clocks of a zone.
import { DateField, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { momentOf } from "../rules.ts";

export type Said = { day: string; time: string };
const pattern = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** ISO 8601, or null while it is none. */
export function saidAt({ day, time }: Said, zone: string): string | null {
  const parts = pattern.exec(time.normalize("NFKC").trim());
  if (!day || !parts) return null;
  return momentOf(day, `${(parts[1] ?? "").padStart(2, "0")}:${parts[2]}`, zone).toISOString();
}

export const isTime = (time: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(time);

type Props = { dayLabel: string; timeLabel: string; value: Said; onChange: (value: Said) => void };

export function MomentField({ dayLabel, timeLabel, value, onChange }: Props) {
  return (
    <div className="two">
      <DateField label={dayLabel} value={value.day} onChange={(day) => onChange({ ...value, day })} />
      <TimeField label={timeLabel} value={value.time} onChange={(time) => onChange({ ...value, time })} />
    </div>
  );
}

type TimeProps = { label: string; value: string; onChange: (time: string) => void };

export function TimeField({ label, value, onChange }: TimeProps) {
  const t = useText();
  const leave = () => {
    const parts = /^(\d{1,2})[:.]?(\d{2})$/.exec(value.normalize("NFKC").trim());
    if (parts) onChange(`${(parts[1] ?? "").padStart(2, "0")}:${parts[2]}`);
  };
  return (
    <TextField
      label={label}
      value={value}
      maxLength={5}
      placeholder="09:00"
      error={value && !pattern.test(value.normalize("NFKC")) ? t("onCall.notATime") : null}
      onChange={onChange}
      onLeave={leave}
    />
  );
}
