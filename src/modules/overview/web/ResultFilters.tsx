import type { Input, Output } from "#core/contract.ts";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Token } from "#web/ui/choices.tsx";
import { useOperation } from "#web/api.ts";
import { overview, resultOrder, stateOrder } from "../contract.ts";

export type ResultRow = Output<typeof overview.listCompanyResults>["rows"][number];
type ResultsInput = Input<typeof overview.listCompanyResults>;
export type ResultsUrl = Omit<ResultsInput, "after" | "limit"> & { asked?: "no"; cols?: string };

/** What the URL says of this list. */
export const resultNames = [
  "roundId",
  "basis",
  "tier",
  "region",
  "division",
  "result",
  "state",
  "provisional",
  "overdue",
  "left",
  "lacking",
  "search",
  "sort",
] as const;

export function useResultsInput(): [
  ResultsInput,
  ResultsUrl,
  (part: Partial<Record<keyof ResultsUrl, string | undefined>>) => void,
] {
  const [url, setUrl] = useUrlOfUnit<ResultsUrl>("division");
  const input = Object.fromEntries(
    resultNames.flatMap((name) => (url[name] ? [[name, String(url[name])]] : [])),
  ) as ResultsInput;
  return [input, url as ResultsUrl, setUrl as never];
}

type FilterProps = {
  url: ResultsUrl;
  setUrl: (part: Partial<Record<keyof ResultsUrl, string | undefined>>) => void;
};

export function ResultFilters({ url, setUrl, end }: FilterProps & { end?: React.ReactNode }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { basis, roundId } = url;
  const board = useOperation(
    overview.getOverview,
    { ...(roundId ? { roundId } : {}), ...(basis ? { basis } : {}) },
    { keep: true },
  );
  const groups = board.data?.overview;
  const divisionName = (key: string) =>
    groups?.divisions.find((group) => group.key === key)?.name ?? t("overview.noDivision");
  const regionName = (key: string) => (key === "-" ? t("overview.noRegion") : any(`region.${key}`));
  const stateName = (key: string) =>
    key === "not_submitted" ? t("results.notSubmitted") : any(`inspection.${key}`);
  const resultName = (key: string) => (key === "below" ? t("results.below") : any(`result.${key}`));
  const choices: Choice[] = [
    { name: "result", label: t("results.result"), values: [...resultOrder, "below"], text: resultName },
    { name: "state", label: t("results.state"), values: [...stateOrder, "not_submitted"], text: stateName },
    {
      name: "tier",
      label: t("results.tier"),
      values: groups?.tiers.map((group) => group.key) ?? [],
      text: (key) => `${key} ${any(`tier.${key}`)}`,
    },
    {
      name: "region",
      label: t("results.region"),
      values: groups?.regions.map((group) => group.key) ?? [],
      text: regionName,
    },
    {
      name: "division",
      label: t("results.division"),
      values: groups?.divisions.map((group) => group.key) ?? [],
      text: divisionName,
    },
  ];
  const flags = (["overdue", "provisional", "left"] as const).filter((name) => url[name]);
  return (
    <div className="filters">
      <input
        className="find"
        type="search"
        aria-label={t("results.find")}
        placeholder={t("results.find")}
        defaultValue={url.search ?? ""}
        onChange={(event) => setUrl({ search: event.target.value || undefined })}
      />
      {choices.map((choice) => (
        <FilterChoice key={choice.name} {...choice} url={url} setUrl={setUrl} />
      ))}
      {flags.map((name) => (
        <Token
          key={name}
          name={t("results.filter")}
          value={t(`results.${name}`)}
          onRemove={() => setUrl({ [name]: undefined })}
        />
      ))}
      {url.lacking ? (
        <Token
          name={t("results.lackingName")}
          value={url.lacking}
          onRemove={() => setUrl({ lacking: undefined })}
        />
      ) : null}
      {basis && basis !== "standing" ? (
        <Token
          name={t("overview.basis")}
          value={t(`overview.basis.${basis}`)}
          onRemove={() => setUrl({ basis: undefined })}
        />
      ) : null}
      {roundId && groups ? (
        <Token
          name={t("overview.round")}
          value={format.fiscalYear(groups.round.fiscalYear)}
          onRemove={() => setUrl({ roundId: undefined })}
        />
      ) : null}
      {url.asked === "no" ? (
        <Token
          name={t("results.filter")}
          value={t("results.notAsked")}
          onRemove={() => setUrl({ asked: undefined })}
        />
      ) : null}
      {end ? <span className="end">{end}</span> : null}
    </div>
  );
}

type Choice = {
  name: "result" | "state" | "tier" | "region" | "division";
  label: string;
  values: readonly string[];
  text: (value: string) => string;
};

function FilterChoice({ name, label, values, text, url, setUrl }: Choice & FilterProps) {
  const chosen = url[name];
  if (chosen)
    return <Token name={label} value={text(chosen)} onRemove={() => setUrl({ [name]: undefined })} />;
  return (
    <select
      className="input s auto"
      aria-label={label}
      value=""
      onChange={(event) => setUrl({ [name]: event.target.value || undefined })}
    >
      <option value="">{label}</option>
      {values.map((value) => (
        <option key={value} value={value}>
          {text(value)}
        </option>
      ))}
    </select>
  );
}
