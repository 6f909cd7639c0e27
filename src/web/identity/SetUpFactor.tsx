// Setting up what one proves oneself by: an authenticator app or a passkey, and with the first of them the recovery codes.
import { TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { access } from "#modules/access/contract.ts";
import { ApiError, call, useCommand } from "../api.ts";
import { FormError } from "../errors/ErrorState.tsx";
import { useText } from "../text/i18n.ts";
import { Button } from "../ui/Button.tsx";
import { Loading, Note } from "../ui/states.tsx";
import { agentInWords } from "./agent.ts";
import { withProof } from "./confirming.ts";
import { canPasskey, isGivenUp, makePasskey } from "./passkey.ts";
import { QrCode } from "./QrCode.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";

type Kind = "totp" | "passkey";
type SetUpProps = {
  /** Which of them will do. */
  kinds: readonly Kind[];
  passkeysPossible: boolean;
  onDone: () => void;
  onCancel?: () => void;
};

/** Chooses among what will do; straight to it where there is one. */
export function SetUpFactor({ kinds, passkeysPossible, onDone, onCancel }: SetUpProps) {
  const t = useText();
  const [kind, setKind] = useState<Kind | null>(kinds.length === 1 ? (kinds[0] ?? null) : null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const isOff = !passkeysPossible || !canPasskey();
  const added = ({ recoveryCodes }: { recoveryCodes: readonly string[] | null }) =>
    recoveryCodes ? setCodes(recoveryCodes) : onDone();
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (kind === "totp") return <AppSetUp onAdded={added} onCancel={onCancel ?? (() => setKind(null))} />;
  if (kind === "passkey")
    return <PasskeySetUp onAdded={added} onCancel={onCancel ?? (() => setKind(null))} />;
  return (
    <div className="ways">
      <button type="button" className="way" disabled={isOff} onClick={() => setKind("passkey")}>
        <b>{t("factor.kind.passkey")}</b>
        <span>{t(isOff ? "factor.passkeyOff" : "factor.passkeyWhat")}</span>
      </button>
      <button type="button" className="way" onClick={() => setKind("totp")}>
        <b>{t("factor.kind.totp")}</b>
        <span>{t("factor.totpWhat")}</span>
      </button>
      {onCancel ? <Button onClick={onCancel}>{t("action.cancel")}</Button> : null}
    </div>
  );
}

type PartProps = {
  onAdded: (added: { recoveryCodes: string[] | null }) => void;
  onCancel: () => void;
};

function AppSetUp({ onAdded, onCancel }: PartProps) {
  const t = useText();
  const begin = useCommand(access.beginTotp);
  const confirm = useCommand(access.confirmTotp, [access.listMyFactors]);
  const [code, setCode] = useState("");
  const begun: Output<typeof access.beginTotp> | undefined = begin.data;
  const start = () => begin.mutate({ name: t("factor.kind.totp") });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (begun) confirm.mutate({ id: begun.id, code }, { onSuccess: onAdded, onError: () => setCode("") });
  };
  if (begin.isPending) return <Loading rows={4} />;
  if (!begun)
    return (
      <div className="form">
        <p>{t("factor.totpFirst")}</p>
        <FormError error={begin.error} />
        <div className="ends">
          <Button onClick={onCancel}>{t("action.cancel")}</Button>
          <Button look="main" onClick={start}>
            {t("factor.totpStart")}
          </Button>
        </div>
      </div>
    );
  return (
    <form className="form" onSubmit={submit}>
      <p>{t("factor.totpScan")}</p>
      <QrCode text={begun.uri} label={t("factor.qr")} />
      <details>
        <summary>{t("factor.byHand")}</summary>
        <p className="mono key">{begun.secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</p>
      </details>
      <TextInput
        label={t("factor.code")}
        description={t("factor.codeFirst")}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        required
        autoFocus
      />
      <FormError error={confirm.error} />
      <div className="ends">
        <Button onClick={onCancel}>{t("action.cancel")}</Button>
        <Button type="submit" look="main" isBusy={confirm.isPending}>
          {t("factor.finish")}
        </Button>
      </div>
    </form>
  );
}

function PasskeySetUp({ onAdded, onCancel }: PartProps) {
  const t = useText();
  const add = useCommand(access.addPasskey, [access.listMyFactors]);
  const [name, setName] = useState(() => agentInWords(navigator.userAgent) ?? "");
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    setBusy(true);
    try {
      const asked = await withProof(() => call(access.beginPasskey, {}));
      const credential = await makePasskey(asked);
      onAdded(await add.mutateAsync({ name: name.trim(), credential }));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <p>{t("factor.passkeyHow")}</p>
      <TextInput
        label={t("factor.name")}
        description={t("factor.nameHelp")}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={100}
        required
      />
      <PasskeyProblem error={problem} />
      <div className="ends">
        <Button onClick={onCancel}>{t("action.cancel")}</Button>
        <Button type="submit" look="main" isBusy={isBusy}>
          {t("factor.passkeyMake")}
        </Button>
      </div>
    </form>
  );
}

/** What a browser says of a passkey is for programmers; whoever gave up knows it, too. */
export function PasskeyProblem({ error }: { error: unknown }) {
  const t = useText();
  if (!error) return null;
  if (error instanceof ApiError) return <FormError error={error} />;
  return <Note kind="bad">{t(isGivenUp(error) ? "factor.passkeyGivenUp" : "factor.passkeyFailed")}</Note>;
}
