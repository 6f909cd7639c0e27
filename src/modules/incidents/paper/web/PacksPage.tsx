// Packs for the day the network is down: which units keep one, how old it is, taking it along, its passphrase.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { FactStrip, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { oldAfterHours } from "../rules.ts";
import type { Pack } from "./pack-shown.ts";
import { PackDialog } from "./PackDialog.tsx";

export default function PacksPage() {
  const t = useText();
  const packs = useOperation(
    incidents.listOfflinePacks,
    {},
    {
      refetchEvery: (last) => (last?.packs.some((one) => one.madeAt === null) ? 5000 : false),
    },
  );
  const [isAdding, add] = useState(false);
  if (packs.isError) return <ErrorState error={packs.error} onRetry={() => void packs.refetch()} />;
  if (!packs.data) return <Loading rows={6} />;
  const { packs: kept, units } = packs.data;
  const action =
    units.length > 0 ? (
      <Button look="main" onClick={() => add(true)}>
        {t("incident.packs.add")}
      </Button>
    ) : null;
  return (
    <Page
      title={t("incident.packs.title")}
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("incident.packs.title") }]}
      actions={
        <>
          <GoButton to="/incidents/contacts">{t("contacts.title")}</GoButton>
          {kept.length > 0 ? action : null}
        </>
      }
    >
      <p className="soft">{t("incident.packs.lead")}</p>
      {kept.length === 0 ? (
        <EmptyState title={t("incident.packs.none")} action={action}>
          {t("incident.packs.noneHelp")}
        </EmptyState>
      ) : (
        <div className="stack below">
          {kept.map((pack) => (
            <OnePack key={pack.unitId} pack={pack} />
          ))}
        </div>
      )}
      {isAdding ? <PackDialog units={units} onClose={() => add(false)} /> : null}
    </Page>
  );
}

function OnePack({ pack }: { pack: Pack }) {
  const t = useText();
  const format = useFormat();
  const [open, setOpen] = useState<"change" | "end" | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const end = useCommand(incidents.endOfflinePack, [incidents.listOfflinePacks]);
  const close = () => setOpen(null);
  const { unitId, madeAt } = pack;
  return (
    <Panel title={<LangText text={pack.unitName} />}>
      {pack.isOld ? <Note kind="warn">{t("incident.packs.old", { hours: oldAfterHours })}</Note> : null}
      <FactStrip
        facts={[
          {
            label: t("incident.packs.made"),
            value: madeAt ? format.momentWithZone(madeAt) : t("incident.packs.making"),
          },
          {
            label: t("incident.packs.taken"),
            value: pack.takenAt ? format.momentWithZone(pack.takenAt) : t("incident.packs.never"),
          },
          { label: t("incident.packs.language"), value: format.tongue(pack.language) },
          {
            label: t("incident.packs.passphrase"),
            value: format.momentWithZone(pack.passphraseSetAt),
            notes: pack.passphraseSetByName ? [pack.passphraseSetByName] : [],
          },
          {
            label: t("incident.packs.told"),
            value:
              pack.told.length > 0
                ? format.list(pack.told.map((one) => one.name))
                : t("incident.packs.toldNobody"),
          },
        ]}
      />
      <FormError error={failed} />
      <div className="row wrap below">
        <Button
          look="main"
          icon="download"
          offBecause={madeAt ? null : t("incident.packs.making")}
          onClick={() => {
            setFailed(null);
            downloadFrom(incidents.downloadOfflinePack, { unitId }).catch(setFailed);
          }}
        >
          {t("incident.packs.take")}
        </Button>
        <Button onClick={() => setOpen("change")}>{t("incident.packs.change")}</Button>
        <Button look="quiet" onClick={() => setOpen("end")}>
          {t("incident.packs.end")}
        </Button>
      </div>
      {open === "change" ? <PackDialog pack={pack} units={[]} onClose={close} /> : null}
      <ConfirmDialog
        isOpen={open === "end"}
        onClose={close}
        title={t("incident.packs.endTitle", { name: pack.unitName })}
        action={t("incident.packs.end")}
        isBusy={end.isPending}
        error={end.error ? <FormError error={end.error} /> : null}
        effect={t("incident.packs.endHelp")}
        onConfirm={() => end.mutate({ unitId }, { onSuccess: close })}
      />
    </Panel>
  );
}
