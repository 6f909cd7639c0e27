// Asking for a link by mail: to come in without a password, or to set a new one. The answer tells nothing of accounts.
import { TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { access } from "#modules/access/contract.ts";
import { useCommand } from "../api.ts";
import { FormError } from "../errors/ErrorState.tsx";
import { useText } from "../text/i18n.ts";
import { Button } from "../ui/Button.tsx";
import { Note } from "../ui/states.tsx";
import { browserKey } from "./arriving.ts";

type AskProps = { purpose: "sign_in" | "password"; loginName: string; onBack: () => void };

export function AskForLink({ purpose, loginName: given, onBack }: AskProps) {
  const t = useText();
  const ask = useCommand(access.askForLink);
  const [loginName, setLoginName] = useState(given);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({ loginName: loginName.normalize("NFKC").trim(), purpose, browserKey: browserKey() });
  };
  return (
    <form className="form" onSubmit={submit}>
      <p className="soft">{t(purpose === "password" ? "link.passwordWhat" : "link.signInWhat")}</p>
      <TextInput
        label={t("signIn.loginName")}
        value={loginName}
        onChange={(event) => setLoginName(event.target.value)}
        autoComplete="username"
        required
        autoFocus
      />
      <FormError error={ask.error} />
      {ask.data ? <Note kind="good">{t("link.asked")}</Note> : null}
      <div className="ends">
        <Button onClick={onBack}>{t("action.cancel")}</Button>
        <Button type="submit" look="main" isBusy={ask.isPending}>
          {t("link.ask")}
        </Button>
      </div>
    </form>
  );
}
