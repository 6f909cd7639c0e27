// One's inbox: what happened that concerns one, the newest first, each opening its record.
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useGo, useUrl } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { useSession } from "#web/session.ts";
import { BulkBar } from "#web/ui/BulkBar.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { messages } from "../contract.ts";
import { detailOf, kinds, titleOf } from "../rules.ts";

type Row = Output<typeof messages.listMessages>["rows"][number];
type Filter = { show: "all" | "unread"; kind: string };

const mostCounted = 1000;
const refreshed = [messages.listMessages, messages.countMessages];

export default function MessagesPage() {
  const t = useText();
  const any = useAnyText();
  const go = useGo();
  const [{ show = "all", kind }, set] = useUrl<Filter>();
  const count = useOperation(messages.countMessages, {}, { refetchEvery: 60_000 });
  const unread = count.data?.unread ?? 0;
  const pages = usePages<Row>(messages.listMessages, {
    ...(show === "unread" ? { unread: true } : {}),
    ...(kind ? { kind } : {}),
  });
  const newest = pages.data?.pages[0]?.rows[0];
  const readAll = useCommand(messages.readAllMessages, refreshed);
  const title =
    unread >= mostCounted
      ? t("message.titleMany", { count: mostCounted })
      : unread > 0
        ? t("message.title", { count: unread })
        : t("message.titleNone");
  return (
    <Page
      title={count.data ? title : t("message.inbox")}
      crumbs={[{ label: t("message.inbox") }]}
      actions={
        <>
          <GoButton to="/me/messages">{t("message.settings")}</GoButton>
          <Button
            offBecause={unread === 0 || !newest ? t("message.nothingUnread") : null}
            isBusy={readAll.isPending}
            onClick={() => {
              if (newest) readAll.mutate({ upTo: newest.id });
            }}
          >
            {t("message.readAll")}
          </Button>
        </>
      }
    >
      <div className="tools">
        <Segmented
          label={t("message.show")}
          value={show}
          choices={[
            { value: "all", label: t("message.showAll") },
            { value: "unread", label: t("message.showUnread") },
          ]}
          onChange={(next) => set({ show: next === "all" ? undefined : next })}
        />
        <select
          className="input"
          style={{ width: "auto" }}
          aria-label={t("message.kind")}
          value={kind ?? ""}
          onChange={(event) => set({ kind: event.target.value })}
        >
          <option value="">{t("message.anyKind")}</option>
          {kinds.map((one) => (
            <option key={one} value={one}>
              {any(`message.kind.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <DataTable
        label={t("message.inbox")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => row.id}
        onOpen={(row) => go({ to: `/messages/${row.id}` })}
        bulk={(rows, clear) => <Marking rows={rows} onDone={clear} />}
        empty={
          <EmptyState title={show === "unread" ? t("message.emptyUnread") : t("message.empty")} icon="check">
            {t("message.emptyHelp")}
          </EmptyState>
        }
      />
    </Page>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { timeZone } = useSession();
  const speech = { say: any, language: format.language, timeZone: timeZone ?? "UTC" };
  return [
    {
      id: "what",
      head: t("message.what"),
      cell: (row) => {
        const detail = row.isReachable ? detailOf(row, speech) : undefined;
        return (
          <span className={row.readAt ? "message" : "message unread"}>
            {row.readAt ? null : <span className="unseen">{t("message.unread")}</span>}
            <Go to={`/messages/${row.id}`}>
              {row.isReachable ? titleOf(row, speech) : t("message.outOfReach")}
            </Go>
            {row.isUrgent ? <Tag isMust>{t("message.urgent")}</Tag> : null}
            {row.isSettled && row.isReachable ? <Tag>{t("message.settled")}</Tag> : null}
            {detail ? <span className="sub">{detail}</span> : null}
          </span>
        );
      },
    },
    {
      id: "kind",
      head: t("message.kind"),
      width: "190px",
      isWideOnly: true,
      cell: (row) => any(`message.kind.${row.kind}`),
    },
    {
      id: "at",
      head: t("message.at"),
      width: "160px",
      isWideOnly: true,
      cell: (row) => format.moment(row.madeAt),
    },
  ];
}

function Marking({ rows, onDone }: { rows: Row[]; onDone: () => void }) {
  const t = useText();
  const mark = useCommand(messages.markMessages, refreshed);
  const set = (isRead: boolean) =>
    mark.mutate({ ids: rows.map((row) => row.id), isRead }, { onSuccess: onDone });
  return (
    <BulkBar title={t("table.selected", { count: rows.length })} onClear={onDone}>
      <Button size="s" onClick={() => set(true)} isBusy={mark.isPending}>
        {t("message.markRead")}
      </Button>
      <Button size="s" onClick={() => set(false)} isBusy={mark.isPending}>
        {t("message.markUnread")}
      </Button>
    </BulkBar>
  );
}
