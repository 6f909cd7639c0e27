// The dialog before what is far-reaching: who sits there proves to be it, and the call goes on by itself.
import { useCallback, useEffect, useState } from "react";
import { access } from "#modules/access/contract.ts";
import { ConfirmAtProvider, useOwnWay } from "#modules/connections/web/parts.tsx";
import { useOperation } from "../api.ts";
import { useText } from "../text/i18n.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Loading, Note } from "../ui/states.tsx";
import { setProofDialog } from "./confirming.ts";
import { canPasskey } from "./passkey.ts";
import { Prove, type ProofWay } from "./Prove.tsx";

export function ConfirmIdentity() {
  const t = useText();
  const [answer, setAnswer] = useState<((isConfirmed: boolean) => void) | null>(null);
  useEffect(() => {
    setProofDialog((then) => setAnswer(() => then));
    return () => setProofDialog(null);
  }, []);
  const close = useCallback(
    (isConfirmed: boolean) => {
      answer?.(isConfirmed);
      setAnswer(null);
    },
    [answer],
  );
  const proved = useCallback(() => close(true), [close]);
  if (!answer) return null;
  return (
    <Dialog isOpen onClose={() => close(false)} title={t("prove.title")} size="s">
      <div className="form">
        <p className="soft">{t("prove.why")}</p>
        <Ways onProved={proved} />
      </div>
    </Dialog>
  );
}

/** By what one has here, and at the provider that one came in through. */
function Ways({ onProved }: { onProved: () => void }) {
  const t = useText();
  const own = useOperation(access.getSignIn, {});
  const { isPending, way } = useOwnWay();
  if (!own.data || isPending) return <Loading rows={2} />;
  const { has } = own.data;
  const ways: ProofWay[] = [
    ...(has.passkey && canPasskey() ? (["passkey"] as const) : []),
    ...(has.totp ? (["totp"] as const) : []),
    ...(has.password ? (["password"] as const) : []),
    ...(has.recoveryCodes > 0 ? (["recoveryCode"] as const) : []),
  ];
  if (ways.length === 0 && !way) return <Note>{t("prove.none")}</Note>;
  return (
    <>
      {ways.length > 0 ? <Prove ways={ways} onProved={onProved} /> : null}
      {ways.length > 0 && way ? <p className="sso-or">{t("ways.or")}</p> : null}
      {way ? <ConfirmAtProvider way={way} isOnly={ways.length === 0} onProved={onProved} /> : null}
    </>
  );
}
