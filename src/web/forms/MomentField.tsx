// A moment: day and time as the clocks of a named zone show it. The zone is said beside it, because whoever enters it may sit elsewhere.
import { instantOf, wallOf } from "#core/time/wall.ts";
import { useFormat } from "../text/format.ts";
import { Field, type FieldBase } from "./fields.tsx";

type Props = FieldBase & {
  /** An instant, ISO 8601, or empty. */
  value: string;
  zone: string;
  onChange: (at: string) => void;
};

export function MomentField({ value, zone, onChange, ...base }: Props) {
  const format = useFormat();
  return (
    <Field {...base}>
      {(link) => (
        <div className="with-end moment">
          <input
            {...link}
            className="input tn"
            type="datetime-local"
            value={value ? wallOf(new Date(value), zone) : ""}
            onChange={(event) => onChange(instantOf(event.target.value, zone)?.toISOString() ?? "")}
          />
          <span className="end">{format.zone(zone)}</span>
        </div>
      )}
    </Field>
  );
}
