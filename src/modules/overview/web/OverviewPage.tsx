// The group in one sentence and what stands behind it. Every number opens its rows.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { BoardPanels } from "#web/board-panels.tsx";
import { overview } from "../contract.ts";
import { noGroup } from "../rules.ts";
import { FunnelPanel } from "./FunnelPanel.tsx";
import { GapsPanel } from "./GapsPanel.tsx";
import { HeatMap } from "./HeatMap.tsx";
import { LatePanel } from "./LatePanel.tsx";
import { Lead } from "./Lead.tsx";
import { MaturityPanel } from "./MaturityPanel.tsx";
import { ResultsPanel } from "./ResultsPanel.tsx";
import { TrendPanel } from "./TrendPanel.tsx";
import { type View, useView } from "./view.ts";
import { ViewBar } from "./ViewBar.tsx";
import { ViewsPanel } from "./ViewsPanel.tsx";

export default function OverviewPage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const [view] = useView();
  const board = useOperation(overview.getOverview, view, { keep: true });
  return (
    <Page
      title={t("overview.title")}
      crumbs={[{ label: session.group.names[format.language] ?? session.group.name }]}
      actions={
        <>
          <GoButton to="/group/figures" search={view} look="quiet">
            {t("overview.figures")}
          </GoButton>
          <GoButton to="/group/results" search={view} look="main">
            {t("overview.asList")}
          </GoButton>
        </>
      }
    >
      <GroupTabs />
      {board.isError ? (
        <ErrorState error={board.error} onRetry={() => void board.refetch()} />
      ) : !board.data ? (
        <Loading rows={12} />
      ) : (
        <Board data={board.data} view={view} />
      )}
    </Page>
  );
}

type Data = NonNullable<ReturnType<typeof useOperation<typeof overview.getOverview>>["data"]>;

function Board({ data, view }: { data: Data; view: View }) {
  const t = useText();
  const { overview: board, rounds } = data;
  const part = partOf(view);
  if (!board)
    return (
      <EmptyState
        icon="group"
        title={t("overview.empty")}
        example={t("overview.emptyExample")}
        action={
          <GoButton to="/rounds" look="main">
            {t("overview.toRounds")}
          </GoButton>
        }
      >
        {t("overview.emptyHelp")}
      </EmptyState>
    );
  return (
    <div className="board">
      <ViewBar rounds={rounds} board={board} />
      <Lead board={board} view={view} />
      <div className="board-3">
        <ResultsPanel board={board} view={view} />
        <TrendPanel view={view} />
        <FunnelPanel board={board} view={view} />
      </div>
      <div className="board-2">
        <HeatMap view={view} />
        <div className="stack">
          <GapsPanel board={board} view={view} />
          <LatePanel board={board} view={view} />
          <BoardPanels place="beside" part={part} />
        </div>
      </div>
      <section className="board-follows" aria-labelledby="board-follows">
        <div>
          <h2 id="board-follows">{t("overview.follows")}</h2>
          <p className="age">
            {t(view.tier || view.region ? "overview.followsWider" : "overview.followsNow")}
          </p>
        </div>
        <div className="board-thirds">
          <BoardPanels place="below" part={part} />
        </div>
      </section>
      <div className="board-even">
        <ViewsPanel board={board} of="harms" />
        <ViewsPanel board={board} of="functions" />
      </div>
      <MaturityPanel view={view} />
    </div>
  );
}

/** What is not a group of its own ("no division") narrows nothing. */
const partOf = ({ division, tier, region }: View) => ({
  ...(division && division !== noGroup ? { divisionId: division } : {}),
  ...(tier ? { tier } : {}),
  ...(region && region !== noGroup ? { region } : {}),
});
