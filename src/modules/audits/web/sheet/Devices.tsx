// Who took the sheet along, until when, and what their devices still hold.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { ReasonField } from "#web/forms/ReasonField.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { audits } from "../../contract.ts";
import type { Sheet } from "./counts.ts";

type Checkout = Sheet["checkouts"][number];

export function Devices({ sheet }: { sheet: Sheet }) {
  const t = useText();
  const [revoking, setRevoking] = useState<Checkout | null>(null);
  const out = sheet.checkouts.filter((one) => one.state === "out" || one.state === "over");
  return (
    <Panel
      title={out.length === 0 ? t("audits.devices.none") : t("audits.devices.out", { count: out.length })}
    >
      <DeviceList
        sheet={sheet}
        devices={sheet.checkouts}
        onRevoke={sheet.can.conduct ? setRevoking : undefined}
      />
      {revoking ? <RevokeDialog sheet={sheet} checkout={revoking} onClose={() => setRevoking(null)} /> : null}
    </Panel>
  );
}

type ListProps = {
  sheet: Sheet;
  devices: readonly Checkout[];
  onRevoke?: ((one: Checkout) => void) | undefined;
};

export function DeviceList({ sheet, devices, onRevoke }: ListProps) {
  const t = useText();
  const format = useFormat();
  return (
    <ul className="devices-out">
      {devices.map((one) => (
        <li key={one.id}>
          <span>
            {one.device} <small className="soft">{one.personName}</small>
            <small className="block soft">
              {t(`audits.devices.state.${one.state}`)}
              {one.state === "out" ? ` · ${t("audits.onSite.until", { day: format.moment(one.until) })}` : ""}
            </small>
            <small className="block soft">
              {one.lastSyncedAt
                ? t("audits.devices.synced", { when: format.age(one.lastSyncedAt) })
                : t("audits.devices.neverSynced")}
              {one.waiting > 0 ? ` · ${t("audits.onSite.waiting", { count: one.waiting })}` : ""}
              {knowsPlaces(sheet, one) ? "" : ` · ${t("audits.devices.oldPlaces")}`}
              {one.isKept ? "" : ` · ${t("audits.devices.notKept")}`}
            </small>
          </span>
          {onRevoke && (one.state === "out" || one.state === "over") ? (
            <Button size="s" onClick={() => onRevoke(one)}>
              {t("audits.devices.revoke")}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** Whether the device was heard of since the places were arranged. */
const knowsPlaces = ({ arrangedAt }: Sheet, { state, lastSyncedAt, takenAt }: Checkout): boolean =>
  state !== "out" || arrangedAt === null || (lastSyncedAt ?? takenAt) > arrangedAt;

function RevokeDialog({
  sheet,
  checkout,
  onClose,
}: {
  sheet: Sheet;
  checkout: Checkout;
  onClose: () => void;
}) {
  const t = useText();
  const [reason, setReason] = useState("");
  const revoke = useCommand(audits.revokeCheckout, [audits.getAuditSheet]);
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.devices.revokeTitle", { device: checkout.device })}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          revoke.mutate(
            { id: sheet.visitId, checkoutId: checkout.id, reason: reason.trim() },
            { onSuccess: onClose },
          );
        }}
      >
        <p className="soft">{t("audits.devices.revokeHelp")}</p>
        <ReasonField isRequired value={reason} onChange={setReason} />
        <FormEnds
          error={revoke.error}
          isBusy={revoke.isPending}
          offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("audits.devices.revoke")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
