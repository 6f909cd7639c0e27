// Turning it on, off and away, and whether passwords stay beside it.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useGo } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { connections } from "../contract.ts";
import type { Connection } from "./connection.ts";

const refreshes = [connections.getConnection, connections.listConnections];

export function OperationStep({ of, mayManage }: { of: Connection; mayManage: boolean }) {
  const t = useText();
  const [passwordsAllowed, allow] = useState(of.passwordsAllowed);
  const [asks, ask] = useState<"off" | "removal" | null>(null);
  const turnOn = useCommand(connections.turnOnConnection, refreshes);
  const isOn = of.state === "on";
  const offBecause = !mayManage
    ? t("connection.notYours")
    : !of.testedAt
      ? t("connection.testFirst")
      : !passwordsAllowed && !of.isOwn
        ? t("connection.adoptFirst")
        : null;
  return (
    <div className="form wide">
      <p>
        {isOn
          ? t("connection.onNow", { known: of.identities, accounts: of.accounts })
          : t("connection.offNow")}
      </p>
      <fieldset className="choices">
        <legend>{t("connection.passwords")}</legend>
        {[true, false].map((value) => (
          <label key={String(value)} className="tick">
            <input
              type="radio"
              name="passwords"
              checked={passwordsAllowed === value}
              disabled={!mayManage}
              onChange={() => allow(value)}
            />
            <span>{t(value ? "connection.passwordsStay" : "connection.passwordsEnd")}</span>
          </label>
        ))}
      </fieldset>
      <p className="small soft">{t("connection.passwordsHelp")}</p>
      <FormError error={turnOn.error} />
      <div className="ends">
        {mayManage ? <Button onClick={() => ask("removal")}>{t("connection.remove")}</Button> : null}
        {isOn && mayManage ? <Button onClick={() => ask("off")}>{t("connection.turnOff")}</Button> : null}
        {isOn && passwordsAllowed === of.passwordsAllowed ? null : (
          <Button
            look="main"
            isBusy={turnOn.isPending}
            offBecause={offBecause}
            onClick={() => turnOn.mutate({ id: of.id, rowVersion: of.rowVersion, passwordsAllowed })}
          >
            {t(isOn ? "connection.apply" : "connection.turnOn")}
          </Button>
        )}
      </div>
      {asks ? <Ending of={of} way={asks} onClose={() => ask(null)} /> : null}
    </div>
  );
}

function Ending({ of, way, onClose }: { of: Connection; way: "off" | "removal"; onClose: () => void }) {
  const t = useText();
  const go = useGo();
  const turnOff = useCommand(connections.turnOffConnection, refreshes);
  const remove = useCommand(connections.removeConnection, [connections.listConnections]);
  const own = { id: of.id, rowVersion: of.rowVersion };
  if (way === "off")
    return (
      <ConfirmDialog
        isOpen
        onClose={onClose}
        title={t("connection.turnOff")}
        effect={t("connection.turnOffEffect")}
        action={t("connection.turnOff")}
        isDanger
        isBusy={turnOff.isPending}
        error={<FormError error={turnOff.error} />}
        onConfirm={() => turnOff.mutate(own, { onSuccess: onClose })}
      />
    );
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("connection.remove")}
      effect={t("connection.removeEffect")}
      action={t("connection.remove")}
      isDanger
      reason={{ label: t("connection.removeReason") }}
      isBusy={remove.isPending}
      error={<FormError error={remove.error} />}
      onConfirm={(reason) =>
        remove.mutate({ ...own, reason }, { onSuccess: () => go({ to: "/connections" }) })
      }
    />
  );
}
