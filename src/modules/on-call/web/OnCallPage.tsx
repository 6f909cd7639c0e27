// All rosters that one may look at: who is there now, and a week of them as a picture.
import { addDays } from "#core/time/fiscal-year.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useUrl } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { onCall } from "../contract.ts";
import { mondayOf } from "../rules.ts";
import { OnCallNowList } from "./OnCallNow.tsx";
import { type Listed, unitOf } from "./rows.ts";
import { WeekPicture } from "./WeekPicture.tsx";

type Url = { from: string; zone: string };

export default function OnCallPage() {
  const t = useText();
  const session = useSession();
  const mayKeep = useMay("on_call.keep");
  const now = useOperation(
    onCall.listOnCallRosters,
    { from: session.today, days: 3 },
    { refetchEvery: 60_000 },
  );
  return (
    <Page
      title={t("onCall.title")}
      crumbs={[{ label: t("onCall.crumb") }]}
      actions={
        <>
          <GoButton to="/on-call/mine">{t("onCall.mine")}</GoButton>
          {mayKeep ? (
            <GoButton look="main" to="/on-call/rosters/new">
              {t("onCall.new")}
            </GoButton>
          ) : null}
        </>
      }
    >
      <GroupTabs />
      {now.isError ? (
        <ErrorState error={now.error} onRetry={() => void now.refetch()} />
      ) : !now.data ? (
        <Loading rows={8} />
      ) : now.data.rows.length === 0 ? (
        <EmptyState icon="people" title={t("onCall.none")}>
          {t(mayKeep ? "onCall.noneHelpKeep" : "onCall.noneHelp")}
        </EmptyState>
      ) : (
        <div className="stack">
          <Week />
          <div className="cols">
            <Panel className="c7" title={t("onCall.now")}>
              <NowOf rows={now.data.rows} />
            </Panel>
            <Gaps />
          </div>
          {now.data.isCut ? <Note>{t("onCall.cut", { count: now.data.rows.length })}</Note> : null}
        </div>
      )}
    </Page>
  );
}

function NowOf({ rows }: { rows: readonly Listed[] }) {
  const mayRing = useMay("on_call.ring");
  return (
    <OnCallNowList
      mayRing={mayRing}
      rows={rows.map((row) => ({ ...row, unit: unitOf(row), isOpen: true }))}
    />
  );
}

function Week() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const [url, set] = useUrl<Url>();
  const from = /^\d{4}-\d\d-\d\d$/.test(url.from ?? "") ? (url.from ?? "") : mondayOf(session.today);
  const read = useOperation(onCall.listOnCallRosters, { from, days: 7 }, { keep: true });
  const own = session.timeZone;
  const zones = [...new Set([own, ...(read.data?.rows ?? []).map((row) => row.timeZone)])].slice(0, 4);
  const zone = zones.includes(url.zone ?? "") ? (url.zone ?? own) : own;
  const move = (days: number) => set({ from: addDays(from, days) });
  return (
    <Panel
      title={t("onCall.weekOf", { day: format.day(from, "plain") })}
      more={
        <span className="on-call-acts">
          <Button size="s" onClick={() => move(-7)}>
            {t("onCall.weekBefore")}
          </Button>
          <Button size="s" onClick={() => set({ from: undefined })}>
            {t("onCall.thisWeek")}
          </Button>
          <Button size="s" onClick={() => move(7)}>
            {t("onCall.weekAfter")}
          </Button>
        </span>
      }
    >
      {zones.length > 1 ? (
        <div className="tools">
          <Segmented
            label={t("onCall.clocks")}
            value={zone}
            choices={zones.map((value) => ({ value, label: value }))}
            onChange={(value) => set({ zone: value === own ? undefined : value })}
          />
        </div>
      ) : null}
      {read.isError ? (
        <ErrorState error={read.error} />
      ) : read.data ? (
        <WeekPicture
          isLinked
          label={t("onCall.weekOf", { day: format.day(from, "plain") })}
          from={read.data.from}
          until={read.data.until}
          zone={zone}
          rows={read.data.rows.map((row) => ({ ...row, unit: unitOf(row) }))}
        />
      ) : (
        <Loading rows={6} />
      )}
    </Panel>
  );
}

/** The hours without anybody of the coming two weeks. */
function Gaps() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const read = useOperation(onCall.listOnCallRosters, { from: session.today, days: 14 });
  const gaps = (read.data?.rows ?? []).flatMap((row) => row.gaps.map((gap) => ({ row, gap })));
  return (
    <Panel
      className="c5"
      title={gaps.length === 0 ? t("onCall.noGaps") : t("onCall.gaps", { count: gaps.length })}
    >
      {read.isError ? <ErrorState error={read.error} /> : null}
      {gaps.length === 0 ? <p className="soft">{t("onCall.noGapsHelp")}</p> : null}
      <ul className="lines">
        {gaps.slice(0, 12).map(({ row, gap }) => (
          <li key={`${row.id} ${gap.startsAt}`}>
            <div>
              <Go to="/on-call/rosters/$id" params={{ id: row.id }}>
                <LangText text={row.name} />
              </Go>
              <small>
                <span className="over-text">
                  {t("onCall.gap", {
                    from: format.moment(gap.startsAt, "week"),
                    until: format.moment(gap.endsAt, "week"),
                  })}
                </span>
              </small>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
