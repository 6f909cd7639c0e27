// The answers behind the result, filtered by part, verdict and assurance; each opens with its evidence.
import { inspections } from "#modules/inspections/contract.ts";
import { standards } from "#modules/standards/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Token } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { AnswerTable, type Asked } from "./AnswerTable.tsx";
import type { CompanyResult } from "./years.ts";

const verdicts = ["below", "met", "partly", "not_met", "unknown", "not_applicable", "none"] as const;
const assurances = ["declared", "documented", "measured", "verified"] as const;
type AnswersUrl = {
  part?: string;
  verdict?: (typeof verdicts)[number];
  assurance?: (typeof assurances)[number];
};

export function AnswersPanel({ result }: { result: CompanyResult }) {
  const t = useText();
  const mayRead = useMay("inspection.read");
  if (!result.inspectionId) return null;
  return (
    <div id="answers">
      {mayRead ? (
        <Answers inspectionId={result.inspectionId} result={result} />
      ) : (
        <Note>{t("answers.notYours")}</Note>
      )}
    </div>
  );
}

function Answers({ inspectionId, result }: { inspectionId: string; result: CompanyResult }) {
  const t = useText();
  const asked = useOperation(inspections.listAskedControls, { id: inspectionId });
  const edition = useTagsOf(result);
  const [url, setUrl] = useUrl<AnswersUrl>();
  if (asked.isError) return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />;
  if (!asked.data) return <Loading rows={8} />;
  const set = setUrl as (part: Record<string, string | undefined>) => void;
  const required = asked.data.rows.filter((row) => row.need === "required");
  const rows = required.filter(
    (row) =>
      isInPart(row, url.part, edition) &&
      isVerdict(row, url.verdict) &&
      (!url.assurance || row.assurance === url.assurance),
  );
  const parts = [...result.areas, ...result.harms, ...result.functions];
  const partName =
    parts.find((part) => part.id === url.part)?.name ?? edition.topics.get(url.part ?? "") ?? url.part;
  return (
    <Panel
      title={t("answers.title", { count: rows.length, all: required.length })}
      more={t("answers.more")}
      isFlush
    >
      <div className="filters in-panel">
        {url.part ? (
          <Token name={t("answers.part")} value={partName} onRemove={() => set({ part: undefined })} />
        ) : (
          <Choice
            label={t("answers.part")}
            values={parts.map((part) => [part.id, part.name])}
            onChange={(part) => set({ part })}
          />
        )}
        {url.verdict ? (
          <Token
            name={t("answers.verdict")}
            value={verdictName(t, url.verdict)}
            onRemove={() => set({ verdict: undefined })}
          />
        ) : (
          <Choice
            label={t("answers.verdict")}
            values={verdicts.map((one) => [one, verdictName(t, one)])}
            onChange={(verdict) => set({ verdict })}
          />
        )}
        {url.assurance ? (
          <Token
            name={t("answers.assurance")}
            value={t(`assurance.${url.assurance}`)}
            onRemove={() => set({ assurance: undefined })}
          />
        ) : (
          <Choice
            label={t("answers.assurance")}
            values={assurances.map((one) => [one, t(`assurance.${one}`)])}
            onChange={(assurance) => set({ assurance })}
          />
        )}
      </div>
      {rows.length === 0 ? (
        <EmptyState title={t("answers.none")}>{t("results.noneHelp")}</EmptyState>
      ) : (
        <AnswerTable rows={rows} inspectionId={inspectionId} />
      )}
    </Panel>
  );
}

const verdictName = (t: ReturnType<typeof useText>, verdict: (typeof verdicts)[number]) =>
  verdict === "below" ? t("answers.below") : t(`verdict.${verdict}`);

function isVerdict(row: Asked, verdict: AnswersUrl["verdict"]): boolean {
  if (!verdict) return true;
  if (verdict === "below")
    return row.verdict !== "met" && !(row.verdict === "not_applicable" && row.naIsAllowed === true);
  return (row.verdict ?? "none") === verdict;
}

type Tags = { of: ReadonlyMap<string, readonly string[]>; topics: ReadonlyMap<string, string> };

/** Harms and functions of the controls: the edition says them, the list of answers does not. */
function useTagsOf({ round }: CompanyResult): Tags {
  const may = useMay("standard.read");
  const controls = useOperation(
    standards.listControls,
    { id: round?.editionId ?? "", limit: 500 },
    { enabled: may && round !== null },
  );
  return {
    of: new Map(controls.data?.rows.map((row) => [row.id, [...row.harms, ...row.functions]])),
    topics: new Map(),
  };
}

function isInPart(row: Asked, part: string | undefined, tags: Tags): boolean {
  if (!part) return true;
  return row.area === part || row.topic === part || (tags.of.get(row.controlId)?.includes(part) ?? false);
}

type ChoiceProps = {
  label: string;
  values: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
};

function Choice({ label, values, onChange }: ChoiceProps) {
  return (
    <select
      className="input s auto"
      aria-label={label}
      value=""
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{label}</option>
      {values.map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  );
}
