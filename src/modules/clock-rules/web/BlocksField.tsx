// Conditions as they are written: blocks that all have to hold, each with its "or".
import { MultiSelect } from "@mantine/core";
import { useState } from "react";
import { Field, SelectField, TextField } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import type { Leaf } from "../mechanism/conditions.ts";
import { caseFactIds, caseFacts, companyLawIds, companyLaws, type FactKind } from "../mechanism/facts.ts";
import { leafFor, readPlaces, whatOf } from "./rule-draft.ts";
import type { Blocks, Term } from "./rows.ts";

type Props = { label: string; hint: string; blocks: Blocks; onChange: (blocks: Blocks) => void };

export function BlocksField({ label, hint, blocks, onChange }: Props) {
  const t = useText();
  const put = (at: number, block: Term[]) =>
    onChange(blocks.flatMap((one, nth) => (nth !== at ? [one] : block.length === 0 ? [] : [block])));
  const first: Term = { isNot: false, leaf: leafFor("fact:personal_data") };
  return (
    <fieldset className="clock-conditions">
      <legend>{label}</legend>
      <p className="hint">{blocks.length === 0 ? t("clockRule.always") : hint}</p>
      {blocks.map((block, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- blocks have no name of their own
        <div key={at} className="clock-block">
          {block.map((term, nth) => (
            // oxlint-disable-next-line react/no-array-index-key -- as above
            <div key={nth} className="clock-term">
              {nth > 0 ? <em>{t("clockRule.orElse")}</em> : null}
              <TermFields
                term={term}
                onChange={(to) =>
                  put(
                    at,
                    block.map((one, which) => (which === nth ? to : one)),
                  )
                }
              />
              <Button
                size="s"
                onClick={() =>
                  put(
                    at,
                    block.filter((_, which) => which !== nth),
                  )
                }
              >
                {t("clockTry.remove")}
              </Button>
            </div>
          ))}
          <Button size="s" onClick={() => put(at, [...block, first])}>
            {t("clockForm.addTerm")}
          </Button>
        </div>
      ))}
      <div className="row">
        <Button size="s" onClick={() => onChange([...blocks, [first]])}>
          {t("clockForm.addBlock")}
        </Button>
      </div>
    </fieldset>
  );
}

type TermProps = { term: Term; onChange: (term: Term) => void };

function TermFields({ term, onChange }: TermProps) {
  const t = useText();
  return (
    <>
      <Field label={t("clockForm.what")}>
        {(link) => (
          <select
            {...link}
            className="input"
            value={whatOf(term.leaf)}
            onChange={(event) => onChange({ isNot: false, leaf: leafFor(event.target.value) })}
          >
            <optgroup label={t("clockForm.group.case")}>
              {caseFactIds.map((one) => (
                <option key={one} value={`fact:${one}`}>
                  {t(`clockFact.is.${one}`)}
                </option>
              ))}
            </optgroup>
            <optgroup label={t("clockForm.group.company")}>
              {companyLawIds.map((one) => (
                <option key={one} value={`law:${one}`}>
                  {t(`companyLaw.is.${one}`)}
                </option>
              ))}
            </optgroup>
            <optgroup label={t("clockForm.group.other")}>
              <option value="people">{t("clockSay.peopleAnywhere")}</option>
              <option value="country">{t("clockSay.country")}</option>
              <option value="entrusted">{t("clockSay.entrusted")}</option>
            </optgroup>
          </select>
        )}
      </Field>
      <Compared term={term} onChange={onChange} />
    </>
  );
}

function Compared({ term, onChange }: TermProps) {
  const t = useText();
  const { leaf, isNot } = term;
  const set = (to: Leaf) => onChange({ ...term, leaf: to });
  if ("entrusted" in leaf)
    return (
      <YesNoField
        value={leaf.entrusted !== isNot}
        onChange={(entrusted) => onChange({ isNot: false, leaf: { entrusted } })}
      />
    );
  if ("country" in leaf)
    return <PlacesField places={leaf.country} onChange={(country) => set({ country })} />;
  if ("people" in leaf)
    return (
      <>
        <PlacesField places={leaf.people} onChange={(people) => set({ ...leaf, people })} />
        <NumberField
          label={t("clockTry.count")}
          value={leaf.atLeast}
          onChange={(count) => set({ ...leaf, atLeast: Math.max(1, count ?? 1) })}
        />
      </>
    );
  if ("is" in leaf)
    return (
      <YesNoField
        value={leaf.is !== isNot}
        onChange={(is) => onChange({ isNot: false, leaf: { ...leaf, is } })}
      />
    );
  if ("atLeast" in leaf)
    return (
      <NumberField
        label={t("clockForm.amount")}
        value={leaf.atLeast}
        onChange={(count) => set({ ...leaf, atLeast: count ?? 0 })}
      />
    );
  return <OptionsFields term={term} leaf={leaf} onChange={onChange} />;
}

function YesNoField({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) {
  const t = useText();
  return (
    <SelectField<"yes" | "no">
      label={t("clockForm.is")}
      value={value ? "yes" : "no"}
      choices={[
        { value: "yes", label: t("clockFact.yes") },
        { value: "no", label: t("clockFact.no") },
      ]}
      onChange={(to) => onChange(to === "yes")}
    />
  );
}

function OptionsFields({
  term,
  leaf,
  onChange,
}: TermProps & { leaf: Extract<Leaf, { in: readonly string[] }> }) {
  const t = useText();
  const any = useAnyText();
  const of: FactKind = "fact" in leaf ? caseFacts[leaf.fact] : companyLaws[leaf.law];
  const prefix = "fact" in leaf ? "clockFact.option" : "companyLaw.value";
  const options = "options" in of ? of.options : [];
  return (
    <>
      <SelectField<"in" | "not">
        label={t("clockForm.is")}
        value={term.isNot ? "not" : "in"}
        choices={[
          { value: "in", label: t("clockForm.oneOf") },
          { value: "not", label: t("clockForm.not") },
        ]}
        onChange={(to) => onChange({ ...term, isNot: to === "not" })}
      />
      <MultiSelect
        label={t("companyLaw.value")}
        data={options.map((one) => ({ value: one, label: any(`${prefix}.${one}`) }))}
        value={[...leaf.in]}
        onChange={(to) => (to.length > 0 ? onChange({ ...term, leaf: { ...leaf, in: to } }) : undefined)}
      />
    </>
  );
}

function PlacesField({
  places,
  onChange,
}: {
  places: readonly string[];
  onChange: (places: string[]) => void;
}) {
  const t = useText();
  const [typed, setTyped] = useState(places.join(", "));
  return (
    <TextField
      label={t("clockForm.places")}
      hint={t("clockForm.placesHelp")}
      value={typed}
      maxLength={300}
      isCode
      onChange={(to) => {
        setTyped(to);
        onChange(readPlaces(to));
      }}
    />
  );
}
