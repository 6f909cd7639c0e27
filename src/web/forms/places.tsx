// Where a company is, as forms ask for it: country, time zone, language; each found by typing.
import { Select } from "@mantine/core";
import { useMemo } from "react";
import { useFormat } from "../text/format.ts";
import { useText } from "../text/i18n.ts";

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
// Codes that Intl names and that are no country a company can stand in (ISO 3166-1, exceptionally reserved and private).
const noCountry = new Set("AC CP DG EA EU EZ IC QO TA UN XA XB ZZ CQ".split(" "));

function countriesIn(tag: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([tag], { type: "region", fallback: "none" });
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !noCountry.has(code))
    .flatMap((code) => {
      const name = names.of(code);
      return name ? [{ value: code, label: `${name} (${code})` }] : [];
    })
    .toSorted((a, b) => a.label.localeCompare(b.label, tag));
}

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")].map((zone) => ({
  value: zone,
  label: zone,
}));

const tongues =
  "ja en zh ko th vi id ms tl my km hi ta de fr es pt it nl pl cs sk hu ro bg el tr ru uk ar he sv da nb fi".split(
    " ",
  );

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** May be left open: then `onChange` gets an empty value. */
  isClearable?: boolean;
};

function Search({ data, ...field }: Props & { data: { value: string; label: string }[] }) {
  const t = useText();
  return (
    <Select
      label={field.label}
      data={data}
      value={field.value || null}
      onChange={(value) => {
        if (value || field.isClearable) field.onChange(value ?? "");
      }}
      searchable
      allowDeselect={false}
      clearable={field.isClearable ?? false}
      clearButtonProps={{ "aria-label": t("form.clear", { field: field.label }) }}
      limit={300}
    />
  );
}

export function CountryField(props: Props) {
  const { language } = useFormat();
  const data = useMemo(() => countriesIn(language), [language]);
  return <Search {...props} data={data} />;
}

export const ZoneField = (props: Props) => <Search {...props} data={zones} />;

/** The language people there work in; codes as in BCP 47. */
export function TongueField(props: Props) {
  const format = useFormat();
  const codes = tongues.includes(props.value) || !props.value ? tongues : [props.value, ...tongues];
  const data = codes.map((code) => ({ value: code, label: format.tongue(code) }));
  return <Search {...props} data={data} />;
}
