// The dialog before what is far-reaching: who sits there proves to be it, and the call goes on by itself.
import { useEffect, useState } from "react";
import { access } from "#modules/access/contract.ts";
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
  if (!answer) return null;
  const close = (isConfirmed: boolean) => {
    answer(isConfirmed);
    setAnswer(null);
  };
  return (
    <Dialog isOpen onClose={() => close(false)} title={t("prove.title")} size="s">
      <p className="soft below">{t("prove.why")}</p>
      <Ways onProved={() => close(true)} />
    </Dialog>
  );
}

function Ways({ onProved }: { onProved: () => void }) {
  const t = useText();
  const own = useOperation(access.getSignIn, {});
  if (!own.data) return <Loading rows={2} />;
  const { has } = own.data;
  const ways: ProofWay[] = [
    ...(has.passkey && canPasskey() ? (["passkey"] as const) : []),
    ...(has.totp ? (["totp"] as const) : []),
    ...(has.password ? (["password"] as const) : []),
    ...(has.recoveryCodes > 0 ? (["recoveryCode"] as const) : []),
  ];
  // Whoever comes in at a provider has nothing here to prove it by: coming in anew is the proof.
  if (ways.length === 0) return <Note>{t("prove.none")}</Note>;
  return <Prove ways={ways} onProved={onProved} />;
}
