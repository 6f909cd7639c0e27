// The population of a round on a page of its own.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUnit } from "#web/layout/units.ts";
import { useParam, useUrl } from "#web/navigation.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { useText } from "#web/text/i18n.ts";
import { Loading } from "#web/ui/states.tsx";
import { rounds } from "../contract.ts";
import { MemberTable } from "./MemberTable.tsx";
import { type Lack, MissingOf } from "./Missing.tsx";
import "./rounds.css";

type MembersUrl = { view: "in" | "out" | "joined" | "left"; search: string; lacks: Lack };
const viewNames = ["view", "search", "lacks"];

export default function MembersPage() {
  const t = useText();
  const id = useParam("id");
  const [{ view, search, lacks }, set] = useUrl<MembersUrl>();
  const round = useOperation(rounds.getRound, { id });
  const progress = useOperation(rounds.getRoundProgress, { id, ...useUnit() });
  if (round.isError) return <ErrorState error={round.error} onRetry={() => void round.refetch()} />;
  if (!round.data || !progress.data) return <Loading rows={10} />;
  const { name } = round.data.round;
  const { companies, left, exempt } = progress.data;
  const asked = companies + left;
  return (
    <Page
      title={t("round.populationFinding", { in: asked, out: exempt })}
      crumbs={[
        { label: t("rail.inspections"), to: "/rounds" },
        { label: name, to: `/rounds/${id}` },
        { label: t("round.population") },
      ]}
    >
      <SavedViews list="members" names={viewNames} />
      {lacks ? null : <MissingOf roundId={id} lacks={progress.data.lacks} />}
      <MemberTable
        roundId={id}
        inCount={asked}
        outCount={exempt}
        joined={progress.data.joined}
        left={left}
        shown={{ ...(view ? { view } : {}), ...(search ? { search: String(search) } : {}) }}
        onShow={set}
        {...(lacks && lacks in progress.data.lacks ? { lacks } : {})}
        onAllLacks={() => set({ lacks: undefined })}
      />
    </Page>
  );
}
