// Hard clocks of the companies one may look at: what waits for an acknowledgement first, then who took note and when.
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useGo, useUrl } from "#web/navigation.tsx";
import { type Column, Register, usePages } from "#web/table/Register.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented, Token } from "#web/ui/choices.tsx";
import { ClockLine } from "#web/ui/figures.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { useNow } from "#web/ui/now.ts";
import { markedExercise } from "#modules/duties/rules.ts";
import { calls } from "../contract.ts";
import "./calls.css";

type Row = Output<typeof calls.listCalls>["rows"][number];
const shows = ["all", "open", "acknowledged", "unanswered"] as const;
type Show = (typeof shows)[number];
type Url = { show: Show; find: string; company: string };

const refreshed = [calls.listCalls, calls.countCalls, calls.getCall];

export default function CallsPage() {
  const t = useText();
  const go = useGo();
  const [url, set] = useUrl<Url>();
  const show = shows.find((one) => one === url.show) ?? "all";
  const count = useOperation(calls.countCalls, {}, { refetchEvery: 30_000 });
  const pages = usePages<Row>(calls.listCalls, {
    ...(show === "all" ? {} : { show }),
    ...(url.find ? { search: url.find } : {}),
    ...(url.company ? { companyId: url.company } : {}),
  });
  const acknowledge = useCommand(calls.acknowledgeCall, refreshed);
  const one = pages.data?.pages[0]?.rows[0];
  const isNarrowed = show !== "all" || Boolean(url.find) || Boolean(url.company);
  return (
    <Page title={useTitle(count.data)} crumbs={[{ label: t("rail.calls") }]}>
      <p className="soft lead-in">{t("calls.intro")}</p>
      <div className="tools">
        <Segmented<Show>
          label={t("calls.show")}
          value={show}
          choices={shows.map((value) => ({ value, label: t(`calls.show.${value}`) }))}
          onChange={(next) => set({ show: next === "all" ? undefined : next })}
        />
        {url.company ? (
          <Token
            name={t("calls.company")}
            value={one ? <LangText text={one.companyName} /> : t("calls.thisCompany")}
            onRemove={() => set({ company: undefined })}
          />
        ) : (
          <FindBox
            label={t("calls.find")}
            value={url.find ?? ""}
            onFind={(words) => set({ find: words || undefined })}
          />
        )}
      </div>
      <FormError error={acknowledge.error} />
      <div className="calls-list">
        <Register
          label={t("rail.calls")}
          columns={useColumns((id) => acknowledge.mutate({ id }), acknowledge.isPending)}
          pages={pages}
          keyOfRow={(row) => row.id}
          onOpen={(row) => go({ to: "/calls/$id", params: { id: row.id } })}
          empty={
            isNarrowed ? (
              <EmptyState title={t("calls.noneHere")}>{t("calls.noneHereHelp")}</EmptyState>
            ) : (
              <EmptyState title={t("calls.none")} icon="check">
                {t("calls.noneHelp")}
              </EmptyState>
            )
          }
        />
      </div>
    </Page>
  );
}

function useTitle(count: Output<typeof calls.countCalls> | undefined): string {
  const t = useText();
  if (!count) return t("rail.calls");
  if (count.open === 0) return t("calls.titleNone");
  if (count.mine === count.open) return t("calls.titleAllMine", { count: count.mine });
  return count.mine > 0
    ? t("calls.titleMine", { count: count.open, mine: count.mine })
    : t("calls.title", { count: count.open });
}

function useColumns(acknowledge: (id: string) => void, isBusy: boolean): Column<Row>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const now = useNow();
  const isWaiting = (row: Row) => row.state === "open" && row.isDutyOpen;
  return [
    {
      id: "answerBy",
      head: t("call.answerBy"),
      width: "112px",
      cell: (row) =>
        isWaiting(row) ? (
          <ClockLine from={row.openedAt} due={row.answerBy} now={now} />
        ) : (
          <span className="mute">{format.moment(row.answerBy, "short")}</span>
        ),
    },
    {
      id: "what",
      head: t("calls.what"),
      cell: (row) => (
        <>
          <Go to="/calls/$id" params={{ id: row.id }}>
            {markedExercise(row, any(`duty.kind.${row.dutyKind}`), any)}
          </Go>
          <span className="sub narrow-only">
            <LangText text={row.companyName} />
          </span>
        </>
      ),
    },
    {
      id: "company",
      head: t("calls.company"),
      isWideOnly: true,
      cell: (row) => (
        <Go to="/calls" search={{ company: row.companyId }}>
          <LangText text={row.companyName} />
        </Go>
      ),
    },
    {
      id: "due",
      head: t("call.due"),
      isWideOnly: true,
      width: "160px",
      cell: (row) => format.moment(row.dueAt),
    },
    {
      id: "asks",
      head: t("calls.asked"),
      isWideOnly: true,
      width: "190px",
      cell: (row) => (
        <>
          {any(`duty.level.${row.level}`)}
          {row.nth > 1 ? <span className="sub"> {t("call.nth", { nth: row.nth })}</span> : null}
        </>
      ),
    },
    {
      id: "outcome",
      head: t("call.outcome"),
      cell: (row) =>
        row.offBecause === null ? (
          <Button size="s" look="accent" isBusy={isBusy} onClick={() => acknowledge(row.id)}>
            {t("call.acknowledge")}
          </Button>
        ) : (
          <Outcome row={row} />
        ),
    },
  ];
}

function Outcome({ row }: { row: Row }) {
  const t = useText();
  const format = useFormat();
  if (row.state === "open") return <Tag>{t(row.isDutyOpen ? "call.state.open" : "call.dutyDone")}</Tag>;
  const at = row.endedAt ? <span className="sub"> {format.moment(row.endedAt, "short")}</span> : null;
  if (row.state !== "acknowledged")
    return (
      <>
        {t(`call.state.${row.state}`)}
        {at}
      </>
    );
  return (
    <>
      {t("calls.by", { who: row.acknowledgedBy ?? t("call.somebody") })}
      {at}
    </>
  );
}
