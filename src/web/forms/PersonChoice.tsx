// One person out of many: found by what is typed, chosen from a short list, the likely ones first.
import { useId } from "react";
import { useText } from "../text/i18n.ts";
import { TextField } from "./fields.tsx";

export type PersonToChoose = { id: string; name: string; note?: string | null; warning?: string | null };

type Props = {
  /** What the choice is for, read with the list. */
  label: string;
  findLabel: string;
  search: string;
  onSearch: (search: string) => void;
  people: readonly PersonToChoose[];
  /** The list is that of the search. */
  isThere: boolean;
  chosen: string;
  onChoose: (person: PersonToChoose) => void;
  nobody: string;
  /** How many are listed at once. */
  most?: number;
};

export function PersonChoice({
  label,
  findLabel,
  search,
  onSearch,
  people,
  isThere,
  chosen,
  onChoose,
  nobody,
  most = 20,
}: Props) {
  const t = useText();
  // Two choices with the same words on one page are two groups of radios.
  const group = useId();
  // For nobody stands first where it is offered, and is none of them.
  const shown = people[0]?.id === "" ? most + 1 : most;
  return (
    <>
      <TextField label={findLabel} type="search" value={search} maxLength={100} onChange={onSearch} />
      <fieldset className="people" aria-label={label}>
        {people.slice(0, shown).map((one) => (
          <label key={one.id} className="tick">
            <input
              type="radio"
              name={group}
              value={one.id}
              checked={chosen === one.id}
              onChange={() => onChoose(one)}
            />
            <span>
              {one.name} {one.note ? <small className="soft">{one.note}</small> : null}
              {one.warning ? <small className="block over">{one.warning}</small> : null}
            </span>
          </label>
        ))}
      </fieldset>
      {people.length > shown ? <p className="small soft">{t("form.morePeople", { count: most })}</p> : null}
      {isThere && people.length === 0 ? <p className="soft">{nobody}</p> : null}
    </>
  );
}
