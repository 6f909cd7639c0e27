// Packs for the day the network is down: which units keep one, how old it is, taking it along, its passphrase.
import { useState } from "react";
import { queryClient, useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useUrl } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { oldAfterHours, type PackView, packViews, takenWithinDays } from "../rules.ts";
import { PackDialog } from "./PackDialog.tsx";
import { type Pack, refreshed } from "./pack-shown.ts";
import "../../web/incidents.css";

/** One that fails is tried again hours later: only what was set just now is waited for. */
const isBeingMade = ({ madeAt, isEnded, passphraseSetAt }: Pack) =>
  madeAt === null && !isEnded && Date.now() - Date.parse(passphraseSetAt) < 10 * 60_000;

type Open = { pack: Pack; what: "change" | "end" } | "add" | null;

export default function PacksPage() {
  const t = useText();
  const format = useFormat();
  const [url, set] = useUrl<{ view: PackView; search: string }>();
  const view = url.view ?? "all";
  const narrowing = url.search ? { search: String(url.search) } : {};
  const counts = useOperation(incidents.countOfflinePacks, narrowing, { keep: true }).data;
  const pages = usePages<Pack>(
    incidents.listOfflinePacks,
    { ...narrowing, view },
    { refetchEvery: (rows) => (rows.some(isBeingMade) ? 5000 : false) },
  );
  const [open, setOpen] = useState<Open>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const close = () => setOpen(null);
  const take = async (unitId: string) => {
    setFailed(null);
    await downloadFrom(incidents.downloadOfflinePack, { unitId }).catch(setFailed);
    // Who has taken it when is said by the trail, and stands there by now.
    for (const one of refreshed) void queryClient.invalidateQueries({ queryKey: [one.name] });
  };
  const columns = useColumns((pack, what) => setOpen({ pack, what }), take);
  const action =
    (counts?.without ?? 0) > 0 ? (
      <Button look="main" onClick={() => setOpen("add")}>
        {t("incident.packs.add")}
      </Button>
    ) : null;
  const isEmpty = counts?.all === 0 && !url.search;
  return (
    <Page
      title={t("incident.packs.title")}
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("incident.packs.title") }]}
      after={
        counts && counts.without > 0 ? (
          <span className="age">{t("incident.packs.without", { count: counts.without })}</span>
        ) : null
      }
      actions={
        <>
          <GoButton to="/incidents/contacts">{t("contacts.title")}</GoButton>
          {isEmpty ? null : action}
        </>
      }
    >
      <p className="soft">{t("incident.packs.lead")}</p>
      {isEmpty ? (
        <EmptyState title={t("incident.packs.none")} action={action}>
          {t("incident.packs.noneHelp")}
        </EmptyState>
      ) : (
        <>
          <Tabs
            label={t("table.views")}
            value={view}
            choices={packViews.map((one) => ({
              value: one,
              label: t(`incident.packs.view.${one}`, { hours: oldAfterHours, days: takenWithinDays }),
              count: counts ? format.number(counts[one]) : undefined,
            }))}
            onChange={(one) => set({ view: one === "all" ? undefined : one }, { push: true })}
          />
          <div className="filters">
            <FindBox
              isOnKey
              label={t("list.find")}
              value={url.search ?? ""}
              onFind={(search) => set({ search })}
            />
          </div>
          <FormError error={failed} />
          <DataTable
            label={t("incident.packs.title")}
            columns={columns}
            pages={pages}
            total={counts?.[view]}
            keyOfRow={(row) => row.unitId}
            empty={<EmptyState title={t("incident.packs.noneFit")}>{t("incidents.noneFitHelp")}</EmptyState>}
          />
        </>
      )}
      {open === "add" ? <PackDialog onClose={close} /> : null}
      {open !== null && open !== "add" && open.what === "change" ? (
        <PackDialog pack={open.pack} onClose={close} />
      ) : null}
      {open !== null && open !== "add" && open.what === "end" ? (
        <EndDialog pack={open.pack} onClose={close} />
      ) : null}
    </Page>
  );
}

function EndDialog({ pack, onClose }: { pack: Pack; onClose: () => void }) {
  const t = useText();
  const end = useCommand(incidents.endOfflinePack, refreshed);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("incident.packs.endTitle", { name: pack.unitName })}
      action={t("incident.packs.end")}
      isBusy={end.isPending}
      error={end.error ? <FormError error={end.error} /> : null}
      effect={t("incident.packs.endHelp")}
      onConfirm={() => end.mutate({ unitId: pack.unitId }, { onSuccess: onClose })}
    />
  );
}

function useColumns(
  onOpen: (pack: Pack, what: "change" | "end") => void,
  onTake: (unitId: string) => Promise<void>,
): Column<Pack>[] {
  const t = useText();
  const format = useFormat();
  const made = ({ isEnded, isOld, madeAt }: Pack) => {
    if (isEnded) return <span className="mute">{t("incident.packs.noMore")}</span>;
    if (!madeAt) return t("incident.packs.making");
    return (
      <>
        <span className="tn">{format.momentWithZone(madeAt)}</span>
        {isOld ? (
          <span className="sub inc-state open">{t("incident.packs.old", { hours: oldAfterHours })}</span>
        ) : null}
      </>
    );
  };
  const acts = (pack: Pack) => (
    <span className="row wrap">
      <Button
        size="s"
        icon="download"
        offBecause={pack.madeAt ? null : t(pack.isEnded ? "incident.packs.noMore" : "incident.packs.making")}
        onClick={() => {
          void onTake(pack.unitId);
        }}
      >
        {t("incident.packs.take")}
      </Button>
      {pack.isEnded ? null : (
        <Button size="s" look="quiet" onClick={() => onOpen(pack, "change")}>
          {t("incident.packs.change")}
        </Button>
      )}
      <Button size="s" look="quiet" onClick={() => onOpen(pack, "end")}>
        {t("incident.packs.end")}
      </Button>
    </span>
  );
  return [
    {
      id: "unit",
      head: t("incident.packs.unit"),
      cell: (pack) => (
        <>
          <LangText text={pack.unitName} /> {pack.isEnded ? <Tag>{t("incident.packs.ended")}</Tag> : null}
          <span className="sub inc-sub">
            {format.tongue(pack.language)}
            {" · "}
            {pack.told.length > 0
              ? t("incident.packs.toldTo", { names: format.list(pack.told.map((one) => one.name)) })
              : t("incident.packs.toldNobody")}
          </span>
          <span className="narrow-only">
            <span className="sub inc-sub">{made(pack)}</span>
            {acts(pack)}
          </span>
        </>
      ),
    },
    { id: "made", head: t("incident.packs.made"), width: "190px", isWideOnly: true, cell: made },
    {
      id: "taken",
      head: t("incident.packs.taken"),
      width: "170px",
      isWideOnly: true,
      cell: ({ takenAt }) =>
        takenAt ? (
          <span className="tn">{format.momentWithZone(takenAt)}</span>
        ) : (
          <span className="mute">{t("incident.packs.never")}</span>
        ),
    },
    {
      id: "passphrase",
      head: t("incident.packs.passphrase"),
      width: "170px",
      isWideOnly: true,
      cell: (pack) => (
        <>
          <span className="tn">{format.momentWithZone(pack.passphraseSetAt)}</span>
          {pack.passphraseSetByName ? <span className="sub inc-sub">{pack.passphraseSetByName}</span> : null}
        </>
      ),
    },
    { id: "do", head: "", width: "300px", isWideOnly: true, cell: acts },
  ];
}
