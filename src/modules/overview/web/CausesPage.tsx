// What happened against what is done about it: incidents by cause and kind, and how the controls against each cause stand.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { DateField } from "#web/forms/fields.tsx";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Token } from "#web/ui/choices.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { overview } from "../contract.ts";
import { CauseControls } from "./causes/CauseControls.tsx";
import { CauseKinds } from "./causes/CauseKinds.tsx";
import { type Causes, leading } from "./causes/shown.ts";

type Url = { division: string; from: string; to: string; roundId: string };

export default function CausesPage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const [url, set] = useUrlOfUnit<Url>("division");
  const causes = useOperation(
    overview.getCauses,
    {
      ...(url.division ? { division: url.division } : {}),
      ...(url.from ? { from: String(url.from) } : {}),
      ...(url.to ? { to: String(url.to) } : {}),
      ...(url.roundId ? { roundId: url.roundId } : {}),
    },
    { keep: true },
  );
  const { data } = causes;
  const title = useTitle(data);
  return (
    <Page
      title={title}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group/overview" },
        { label: t("causes.tab") },
      ]}
    >
      <GroupTabs />
      <div className="filters dated">
        <DateField
          label={t("incidentFigures.from")}
          value={url.from ?? data?.from ?? ""}
          onChange={(from) => set({ from: from || undefined } as never)}
        />
        <DateField
          label={t("incidentFigures.to")}
          value={url.to ?? data?.to ?? ""}
          onChange={(to) => set({ to: to || undefined } as never)}
        />
        <DivisionChoice
          divisions={data?.divisions ?? []}
          chosen={url.division}
          onChange={(division) => set({ division } as never)}
        />
      </div>
      {causes.isError ? <ErrorState error={causes.error} onRetry={() => void causes.refetch()} /> : null}
      {causes.isPending ? <Loading rows={10} /> : null}
      {data ? (
        <div className="stack">
          {data.incidents === 0 ? (
            <EmptyState title={t("causes.none")}>{t("causes.noneHelp")}</EmptyState>
          ) : (
            <CauseKinds data={data} divisionId={url.division} />
          )}
          {data.round ? (
            <CauseControls data={data} round={data.round} divisionId={url.division} />
          ) : (
            <EmptyState icon="group" title={t("overview.empty")} example={t("overview.emptyExample")}>
              {t("overview.emptyHelp")}
            </EmptyState>
          )}
        </div>
      ) : null}
    </Page>
  );
}

/** The cause that most reviews found; else what the page is. */
function useTitle(data: Causes | undefined): string {
  const t = useText();
  const any = useAnyText();
  const first = data ? leading(data) : null;
  if (!data || !first) return t("causes.title");
  return t("causes.sentence", {
    cause: any(`after.cause.${first.id}`),
    count: first.incidents,
    of: data.incidents,
  });
}

type DivisionProps = {
  divisions: Causes["divisions"];
  chosen: string | undefined;
  onChange: (id: string | undefined) => void;
};
function DivisionChoice({ divisions, chosen, onChange }: DivisionProps) {
  const t = useText();
  const label = t("overview.by.division");
  if (chosen)
    return (
      <Token
        name={label}
        value={divisions.find(({ id }) => id === chosen)?.name ?? chosen}
        onRemove={() => onChange(undefined)}
      />
    );
  if (divisions.length < 2) return null;
  return (
    <select
      className="input s auto"
      aria-label={label}
      value=""
      onChange={({ target }) => onChange(target.value || undefined)}
    >
      <option value="">{label}</option>
      {divisions.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
