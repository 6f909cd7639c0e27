// Taking over people by country from a set of personal data in the ledger: all, in part, or changed with what the number rests on. What is
// counted already is said beside it, and whether these are other people or the same ones is asked, never assumed.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { SelectField, TextArea, Tick } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Chips } from "#web/ui/choices.tsx";
import { LangText } from "#web/ui/small.tsx";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { countThen, dataCategories, type TakenAs } from "../rules.ts";
import type { Affected } from "./reads.ts";
import { refreshedRoom } from "./within.tsx";

type Thing = Affected["things"][number];
type Of = Thing["people"][number];
type Category = (typeof dataCategories)[number];
type Line = { of: Of; isOn: boolean; count: number | null; as: TakenAs | "" };
type Props = { incident: Incident; affected: Affected; thing: Thing; onClose: () => void };

export function TakeDialog({ incident, affected, thing, onClose }: Props) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const take = useCommand(incidents.takePeople, refreshedRoom);
  const lastOf = (country: string) => affected.people.find((one) => one.country === country) ?? null;
  const [lines, setLines] = useState<Line[]>(
    thing.people.map((of) => ({
      of,
      isOn: of.taken === null || of.isDifferent,
      count: of.inLedger ?? 0,
      as: lastOf(of.country) === null ? "first" : of.taken ? "difference" : "",
    })),
  );
  const [isExact, setExact] = useState(false);
  const [categories, setCategories] = useState<Category[]>(thing.isSpecial ? ["special"] : []);
  const [said, setSaid] = useState("");
  const taken = lines.filter((line) => line.isOn);
  const setLine = (country: string, change: Partial<Line>) =>
    setLines(lines.map((line) => (line.of.country === country ? { ...line, ...change } : line)));
  const mustSay = taken.some(
    ({ of, count, as }) =>
      count !== (of.inLedger ?? 0) ||
      as === "same" ||
      (as === "instead" && lastOf(of.country)?.count !== count),
  );
  const unsaid = taken.find((line) => line.as === "" || line.count === null);
  const offBecause =
    taken.length === 0
      ? t("room.takeSomething")
      : unsaid
        ? t("room.takeHowFirst", { country: format.country(unsaid.of.country) })
        : mustSay && !said.trim()
          ? t("forms.first", { field: t("room.countSaid") })
          : null;
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("room.takePeople")}
      action={t("room.takeDo")}
      error={take.error}
      isBusy={take.isPending}
      offBecause={offBecause}
      onSubmit={() =>
        take.mutate(
          {
            id: incident.id,
            entryId: thing.entryId,
            countries: taken.flatMap(({ of, count, as }) =>
              as === "" || count === null
                ? []
                : [{ country: of.country, count, as, after: lastOf(of.country)?.id ?? null }],
            ),
            isExact,
            categories,
            said: said.trim(),
          },
          { onSuccess: onClose },
        )
      }
    >
      <p>
        <b>
          <LangText text={thing.name} />
        </b>
      </p>
      <p className="soft">{t("room.takeHelp")}</p>
      {lines.map((line) => (
        <CountryOfSet
          key={line.of.country}
          line={line}
          last={lastOf(line.of.country)}
          onChange={(change) => setLine(line.of.country, change)}
        />
      ))}
      <Tick label={t("room.isExact")} isOn={isExact} onChange={setExact} />
      <Chips
        label={t("room.categories")}
        values={categories}
        choices={dataCategories.map((one) => ({ value: one, label: any(`room.category.${one}`) }))}
        onToggle={(one) =>
          setCategories(
            categories.includes(one) ? categories.filter((of) => of !== one) : [...categories, one],
          )
        }
      />
      <TextArea
        label={t("room.countSaid")}
        hint={mustSay ? t("room.takeMustSay") : undefined}
        isOptional={!mustSay}
        value={said}
        maxLength={1000}
        onChange={setSaid}
      />
    </IncidentDialog>
  );
}

type LineProps = {
  line: Line;
  last: Affected["people"][number] | null;
  onChange: (change: Partial<Line>) => void;
};

function CountryOfSet({ line, last, onChange }: LineProps) {
  const t = useText();
  const format = useFormat();
  const { of, count, as } = line;
  const country = format.country(of.country);
  const takenBefore = of.taken?.count ?? null;
  const ways: Exclude<TakenAs, "first">[] =
    takenBefore === null ? ["others", "same", "instead"] : ["difference", "instead"];
  const then =
    as === "" || count === null ? null : countThen({ as, count, counted: last?.count ?? null, takenBefore });
  return (
    <fieldset className="room-take" aria-label={country}>
      <Tick
        label={t("room.takeCountry", { country, count: format.number(of.inLedger ?? 0) })}
        isOn={line.isOn}
        onChange={(isOn) => onChange({ isOn })}
      />
      {line.isOn ? (
        <>
          <NumberField
            label={t("room.takeHowMany", { country })}
            value={count}
            onChange={(value) => onChange({ count: value })}
          />
          {last ? (
            <SelectField
              label={t("room.takeAs", { count: format.number(last.count) })}
              value={as}
              emptyLabel={t("room.takeAsNone")}
              choices={ways.map((way) => ({ value: way, label: t(`room.takenAs.${way}`) }))}
              onChange={(way) => onChange({ as: way })}
            />
          ) : null}
          {then === null ? null : (
            <p className="small">{t("room.takeThen", { country, count: format.number(then) })}</p>
          )}
        </>
      ) : null}
    </fieldset>
  );
}
