// What a sign-in still owes: proving it by what is set up, or setting it up first where the rules ask for it.
import type { Output } from "#core/contract.ts";
import { access } from "#modules/access/contract.ts";
import { queryClient, useCommand, useOperation } from "../api.ts";
import { useText } from "../text/i18n.ts";
import { Loading, Note } from "../ui/states.tsx";
import type { useArriving } from "./arriving.ts";
import { Prove, type ProofWay } from "./Prove.tsx";
import { SetUpFactor } from "./SetUpFactor.tsx";

type Own = NonNullable<Output<typeof access.getSignIn>>;

/** Asks again after each step, until nothing is owed. */
export function SecondStep({ arrive }: { arrive: ReturnType<typeof useArriving> }) {
  const own = useOperation(access.getSignIn, {});
  const signOut = useCommand(access.leaveSignIn);
  const t = useText();
  const goOn = async () => {
    const { data } = await own.refetch();
    if (data?.isComplete) await arrive(data.language);
  };
  if (!own.data) return <Loading rows={3} />;
  return (
    <div className="form">
      <p className="soft">{t("signIn.as", { loginName: own.data.loginName })}</p>
      <Step own={own.data} onStep={() => void goOn()} />
      <button
        type="button"
        className="linkish"
        onClick={() => signOut.mutate({}, { onSuccess: () => void queryClient.resetQueries() })}
      >
        {t("signIn.another")}
      </button>
    </div>
  );
}

function Step({ own, onStep }: { own: Own; onStep: () => void }) {
  const t = useText();
  const { owes } = own;
  // While new recovery codes are looked at, the sign-in is whole already.
  if (!owes || owes.enrols) {
    const needsPasskey = (owes?.demands ?? own.demanded) === "phishing_resistant";
    return (
      <>
        <Note>{t(needsPasskey ? "signIn.enrolPasskey" : "signIn.enrol")}</Note>
        <SetUpFactor
          kinds={needsPasskey ? ["passkey"] : ["passkey", "totp"]}
          passkeysPossible={own.passkeysPossible}
          onDone={onStep}
        />
      </>
    );
  }
  const ways: ProofWay[] = [
    ...(owes.ways.passkey ? (["passkey"] as const) : []),
    ...(owes.ways.totp ? (["totp"] as const) : []),
    ...(owes.ways.recoveryCode ? (["recoveryCode"] as const) : []),
  ];
  return (
    <>
      <Prove ways={ways} onProved={onStep} />
      <p className="small mute">{t("signIn.lost")}</p>
    </>
  );
}
