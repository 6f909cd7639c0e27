// The secret of a receiver: since when, making a new one, and where the receiver acknowledges.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField } from "#web/forms/fields.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { calls } from "../contract.ts";
import { overlapHours } from "../rules.ts";
import type { Listed } from "./ReceiversPage.tsx";
import { SecretOnce } from "./SecretOnce.tsx";

export function SecretPanel({ row }: { row: Listed }) {
  const t = useText();
  const format = useFormat();
  const mayManage = useMay("receiver.manage");
  const [isChanging, setChanging] = useState(false);
  return (
    <div className="form">
      <p>{t("receiver.secretMade", { at: format.moment(row.secretMadeAt) })}</p>
      {row.secretBeforeUntil ? (
        <p>{t("receiver.secretBefore", { at: format.moment(row.secretBeforeUntil) })}</p>
      ) : null}
      <div>
        <Button offBecause={mayManage ? null : t("receiver.notYours")} onClick={() => setChanging(true)}>
          {t("receiver.secretChange")}
        </Button>
      </div>
      <div className="field">
        <span className="label">{t("receiver.acknowledgeAt")}</span>
        <input
          className="input mono"
          readOnly
          value={row.acknowledgeAt}
          aria-label={t("receiver.acknowledgeAt")}
          onFocus={(event) => event.target.select()}
        />
      </div>
      {isChanging ? <ChangeSecret row={row} onClose={() => setChanging(false)} /> : null}
    </div>
  );
}

function ChangeSecret({ row, onClose }: { row: Listed; onClose: () => void }) {
  const t = useText();
  const [hours, setHours] = useState("24");
  const change = useCommand(calls.changeReceiverSecret, [calls.listReceivers]);
  return (
    <Dialog isOpen onClose={onClose} title={t("receiver.secretChange")}>
      {change.data ? (
        <SecretOnce secret={change.data.secret} onDone={onClose} />
      ) : (
        <form
          className="form wide"
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate({ id: row.id, rowVersion: row.rowVersion, overlapHours: Number(hours) });
          }}
        >
          <p className="soft">{t("receiver.secretChangeHelp")}</p>
          <SelectField
            label={t("receiver.overlap")}
            value={hours}
            choices={overlapHours.map((count) => ({
              value: String(count),
              label: count === 0 ? t("receiver.overlapNone") : t("receiver.overlapHours", { count }),
            }))}
            onChange={setHours}
          />
          <FormEnds error={change.error} isBusy={change.isPending} offBecause={null} onClose={onClose}>
            {t("receiver.secretChange")}
          </FormEnds>
        </form>
      )}
    </Dialog>
  );
}
