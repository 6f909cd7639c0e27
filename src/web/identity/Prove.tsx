// Proving oneself by whatever one has: after the first step of a sign-in, and before what asks for a fresh proof.
import { PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { access } from "#modules/access/contract.ts";
import { call, useCommand } from "../api.ts";
import { FormError } from "../errors/ErrorState.tsx";
import { useText } from "../text/i18n.ts";
import { Button } from "../ui/Button.tsx";
import { askPasskey, canPasskey } from "./passkey.ts";
import { PasskeyProblem } from "./SetUpFactor.tsx";

export type ProofWay = "password" | "totp" | "passkey" | "recoveryCode";
type ProveProps = { ways: readonly ProofWay[]; onProved: () => void };

/** One way at a time, the others a press away. */
export function Prove({ ways, onProved }: ProveProps) {
  const t = useText();
  const [way, setWay] = useState<ProofWay | undefined>(ways[0]);
  const others = ways.filter((one) => one !== way);
  return (
    <div className="form">
      {way === "passkey" ? <ByPasskey onProved={onProved} /> : null}
      {way === "totp" ? <ByCode onProved={onProved} /> : null}
      {way === "recoveryCode" ? <ByRecoveryCode onProved={onProved} /> : null}
      {way === "password" ? <ByPassword onProved={onProved} /> : null}
      {others.length > 0 ? (
        <ul className="other-ways">
          {others.map((one) => (
            <li key={one}>
              <button type="button" className="linkish" onClick={() => setWay(one)}>
                {t(`prove.by.${one}`)}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

type ByProps = { onProved: () => void };

function ByCode({ onProved }: ByProps) {
  const t = useText();
  const prove = useCommand(access.proveTotp);
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    prove.mutate({ code }, { onSuccess: onProved, onError: () => setCode("") });
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextInput
        label={t("factor.code")}
        description={t("factor.codeWhere")}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        required
        autoFocus
        data-autofocus
      />
      <FormError error={prove.error} />
      <Button type="submit" look="main" isBusy={prove.isPending}>
        {t("prove.go")}
      </Button>
    </form>
  );
}

function ByRecoveryCode({ onProved }: ByProps) {
  const t = useText();
  const prove = useCommand(access.proveRecoveryCode);
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    prove.mutate({ code }, { onSuccess: onProved, onError: () => setCode("") });
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextInput
        label={t("recovery.code")}
        description={t("recovery.codeHelp")}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        autoComplete="off"
        maxLength={40}
        required
        autoFocus
        data-autofocus
      />
      <FormError error={prove.error} />
      <Button type="submit" look="main" isBusy={prove.isPending}>
        {t("prove.go")}
      </Button>
    </form>
  );
}

function ByPassword({ onProved }: ByProps) {
  const t = useText();
  const prove = useCommand(access.confirmByPassword);
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    prove.mutate({ password }, { onSuccess: onProved, onError: () => setPassword("") });
  };
  return (
    <form className="form" onSubmit={submit}>
      <PasswordInput
        label={t("signIn.password")}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
        autoComplete="current-password"
        required
        autoFocus
        data-autofocus
      />
      <FormError error={prove.error} />
      <Button type="submit" look="main" isBusy={prove.isPending}>
        {t("prove.go")}
      </Button>
    </form>
  );
}

function ByPasskey({ onProved }: ByProps) {
  const t = useText();
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const prove = async () => {
    setProblem(null);
    setBusy(true);
    try {
      const asked = await call(access.askForPasskey, {});
      await call(access.provePasskey, { credential: await askPasskey(asked) });
      onProved();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="form">
      <p>{t("prove.passkey")}</p>
      <PasskeyProblem error={problem} />
      <Button
        look="main"
        isBusy={isBusy}
        offBecause={canPasskey() ? null : t("factor.passkeyNotHere")}
        onClick={() => void prove()}
      >
        {t("prove.usePasskey")}
      </Button>
    </div>
  );
}
