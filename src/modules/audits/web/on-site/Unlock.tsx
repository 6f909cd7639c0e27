import { useState } from "react";
import { TextField } from "#web/forms/fields.tsx";
import { LonePage } from "#web/layout/LonePage.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Note } from "#web/ui/parts.tsx";
import { canPrf, secretOf } from "./prf.ts";
import { openByPin, openBySecret } from "./sealing.ts";
import type { Pack } from "./store.ts";
import { openWork } from "./work.ts";

export function Unlock({ pack }: { pack: Pack }) {
  const t = useText();
  const format = useFormat();
  const [pin, setPin] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [isWrong, setWrong] = useState(false);
  const unlock = async (getKey: () => Promise<CryptoKey | null>) => {
    setBusy(true);
    setWrong(false);
    const key = await getKey();
    if (key) await openWork(pack, key);
    else setWrong(true);
    setBusy(false);
  };
  const { passkey } = pack.keys;
  const byPasskey = async () => {
    const given = passkey ? await secretOf(passkey.salt, passkey.credentialId) : null;
    return given && passkey ? openBySecret(passkey, given.secret) : null;
  };
  return (
    <LonePage title={t("audits.onSite.unlock", { reference: pack.reference })}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void unlock(() => openByPin(pack.keys, pin));
        }}
      >
        <p className="soft">
          {pack.device} ·{" "}
          {t("audits.onSite.until", { day: format.moment(new Date(pack.until).toISOString()) })}
        </p>
        {pack.sheet ? null : <Note kind="warn">{t("audits.onSite.over")}</Note>}
        <TextField
          label={t("audits.onSite.pin")}
          type="password"
          autoComplete="current-password"
          value={pin}
          onChange={setPin}
          error={isWrong ? t("audits.onSite.wrong") : undefined}
        />
        <Button
          type="submit"
          look="main"
          size="l"
          isBusy={isBusy}
          offBecause={pin ? null : t("audits.onSite.off.typePin")}
        >
          {t("audits.onSite.open")}
        </Button>
        {passkey && canPrf() ? (
          <Button size="l" isBusy={isBusy} onClick={() => void unlock(byPasskey)}>
            {t("audits.onSite.openByPasskey")}
          </Button>
        ) : null}
        <p className="small">
          <Go to="/on-site">{t("audits.onSite.list")}</Go>
        </p>
      </form>
    </LonePage>
  );
}
