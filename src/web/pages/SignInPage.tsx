import { PasswordInput, TextInput } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { type FormEvent, useCallback, useEffect, useRef, useState } from "react";
import { access } from "#modules/access/contract.ts";
import { ProviderWays } from "#modules/connections/web/parts.tsx";
import { call, useCommand, useOperation } from "../api.ts";
import { FormError } from "../errors/ErrorState.tsx";
import { AskForLink } from "../identity/AskForLink.tsx";
import { useArriving } from "../identity/arriving.ts";
import { askPasskey, canOfferPasskey, canPasskey, isGivenUp, stopOffering } from "../identity/passkey.ts";
import { SecondStep } from "../identity/SecondStep.tsx";
import { PasskeyProblem } from "../identity/SetUpFactor.tsx";
import { LonePage } from "../layout/LonePage.tsx";
import { type Language, useText } from "../text/i18n.ts";
import { Button, Loading, Note } from "../ui/parts.tsx";

/** First the way in, then what the rules or the account ask for besides. */
export default function SignInPage() {
  const t = useText();
  // Kept while another language is chosen, so that what was typed stays.
  const own = useOperation(access.getSignIn, {}, { keep: true });
  const arrive = useArriving();
  const [asksFor, setAsksFor] = useState<"sign_in" | "password" | null>(null);
  const [loginName, setLoginName] = useState("");
  const [isFurther, setFurther] = useState(false);
  const isOwed = own.data != null && !own.data.isComplete;
  // Once in the second step the page stays there: new recovery codes are looked at after the sign-in is whole.
  if (isOwed && !isFurther) setFurther(true);
  if (own.data === null && isFurther) setFurther(false);
  if (own.isPending)
    return (
      <LonePage title={t("signIn.title")}>
        <Loading rows={3} />
      </LonePage>
    );
  if (isOwed || (isFurther && own.data))
    return (
      <LonePage title={t("signIn.further")}>
        <SecondStep arrive={arrive} />
      </LonePage>
    );
  if (asksFor)
    return (
      <LonePage title={t(asksFor === "password" ? "link.password" : "link.signIn")}>
        <AskForLink purpose={asksFor} loginName={loginName} onBack={() => setAsksFor(null)} />
      </LonePage>
    );
  return (
    <LonePage title={t("signIn.title")}>
      <FirstStep
        loginName={loginName}
        onLoginName={setLoginName}
        onAsk={setAsksFor}
        onOwed={() => void own.refetch()}
        arrive={arrive}
      />
    </LonePage>
  );
}

type FirstProps = {
  loginName: string;
  onLoginName: (loginName: string) => void;
  onAsk: (purpose: "sign_in" | "password") => void;
  onOwed: () => void;
  arrive: ReturnType<typeof useArriving>;
};

function FirstStep({ loginName, onLoginName, onAsk, onOwed, arrive }: FirstProps) {
  const t = useText();
  const { to } = useSearch({ strict: false }) as { to?: string };
  const setup = useOperation(access.getSetup, {});
  const signIn = useCommand(access.signIn);
  const [password, setPassword] = useState("");
  const come = useCallback(
    async ({ language, owes }: { language: Language; owes: unknown }) => (owes ? onOwed() : arrive(language)),
    [arrive, onOwed],
  );
  const passkey = usePasskeySignIn(come);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    passkey.giveWay();
    await come(await signIn.mutateAsync({ loginName: loginName.normalize("NFKC").trim(), password }));
  };
  return (
    <>
      <form className="form" onSubmit={(event) => void submit(event).catch(() => undefined)}>
        <TextInput
          label={t("signIn.loginName")}
          value={loginName}
          onChange={(event) => onLoginName(event.target.value)}
          name="username"
          autoComplete={passkey.isOffered ? "username webauthn" : "username"}
          required
          autoFocus
        />
        <PasswordInput
          label={t("signIn.password")}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword"), tabIndex: 0 }}
          autoComplete="current-password"
          required
        />
        <FormError error={signIn.error} />
        <Button type="submit" look="main" isBusy={signIn.isPending}>
          {t("signIn.submit")}
        </Button>
      </form>
      <div className="ways">
        <span className="or">{t("signIn.or")}</span>
        {canPasskey() ? (
          <Button isBusy={passkey.isBusy} onClick={() => void passkey.go()}>
            {t("signIn.passkey")}
          </Button>
        ) : null}
        <PasskeyProblem error={passkey.problem} />
        {setup.data?.sendsMail ? <Button onClick={() => onAsk("sign_in")}>{t("link.signIn")}</Button> : null}
      </div>
      <ProviderWays loginName={loginName} to={to} />
      {setup.data?.isDemo ? <Note>{t("signIn.demo")}</Note> : null}
      {setup.data?.sendsMail ? (
        <button type="button" className="linkish" onClick={() => onAsk("password")}>
          {t("link.password")}
        </button>
      ) : (
        <p className="small mute">{t("signIn.help")}</p>
      )}
    </>
  );
}

/** By a passkey alone: pressed for, or chosen from what the browser offers to fill in. */
function usePasskeySignIn(come: (outcome: { language: Language; owes: unknown }) => Promise<void>) {
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const [isOffered, setOffered] = useState(false);
  const latest = useRef(come);
  // A browser has one of these at a time: an offer that is still being asked for must not begin behind what was pressed
  // meanwhile, and end it.
  const hasGivenWay = useRef(false);
  const isComing = useRef(false);
  useEffect(() => {
    latest.current = come;
  }, [come]);
  const giveWay = useCallback(() => {
    hasGivenWay.current = true;
    stopOffering();
  }, []);
  const trial = useCallback(async (isOffer: boolean) => {
    const asked = await call(access.askForAnyPasskey, {});
    if (isOffer && hasGivenWay.current) return;
    const credential = await askPasskey(asked, isOffer);
    // Of the same passkey offered and pressed for, one comes in: two would be two sign-ins, and one of them nobody's.
    if (isComing.current || (isOffer && hasGivenWay.current)) return;
    isComing.current = true;
    try {
      await latest.current(await call(access.signInWithPasskey, { credential }));
    } finally {
      isComing.current = false;
    }
  }, []);
  useEffect(() => {
    hasGivenWay.current = false;
    const offer = async () => {
      if (!(await canOfferPasskey()) || hasGivenWay.current) return;
      setOffered(true);
      await trial(true);
    };
    offer().catch((error: unknown) => {
      // What the browser offers beside the form is no error of whoever types in it, unless they chose it.
      if (!hasGivenWay.current && !isGivenUp(error) && error instanceof Error && error.name === "Error")
        setProblem(error);
    });
    return giveWay;
  }, [trial, giveWay]);
  const go = async () => {
    if (isComing.current) return;
    giveWay();
    setProblem(null);
    setBusy(true);
    await trial(false).catch(setProblem);
    setBusy(false);
  };
  return { problem, isBusy, isOffered, giveWay, go };
}
