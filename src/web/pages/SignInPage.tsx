import { PasswordInput, TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { access } from "#modules/access/contract.ts";
import { ProviderWays } from "#modules/connections/web/parts.tsx";
import { queryClient, useCommand, useOperation } from "../api.ts";
import { FormError } from "../errors/ErrorState.tsx";
import { LonePage } from "../layout/LonePage.tsx";
import { changeLanguage, currentLanguage, useText } from "../text/i18n.ts";
import { Button, Note } from "../ui/parts.tsx";

export default function SignInPage() {
  const t = useText();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { to?: string };
  const setup = useOperation(access.getSetup, {});
  const signIn = useCommand(access.signIn);
  const [met] = useState(currentLanguage);
  const [loginName, setLoginName] = useState("");
  const [password, setPassword] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { language } = await signIn.mutateAsync({
      loginName: loginName.normalize("NFKC").trim(),
      password,
    });
    queryClient.clear();
    // The account's own language from here on, also on this page the next time, unless the reader has just chosen another.
    if (currentLanguage() === met) await changeLanguage(language);
    // Only a place within this product: a link from elsewhere must not lead away after signing in.
    const to = search.to?.startsWith("/") && !search.to.startsWith("//") ? search.to : "/";
    await navigate({ to });
  };
  return (
    <LonePage title={t("signIn.title")}>
      <form className="form" onSubmit={(event) => void submit(event).catch(() => undefined)}>
        <TextInput
          label={t("signIn.loginName")}
          value={loginName}
          onChange={(event) => setLoginName(event.target.value)}
          autoComplete="username"
          required
          autoFocus
        />
        <PasswordInput
          label={t("signIn.password")}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
          required
        />
        <FormError error={signIn.error} />
        <Button type="submit" look="main" isBusy={signIn.isPending}>
          {t("signIn.submit")}
        </Button>
        <ProviderWays loginName={loginName} to={search.to} />
        {setup.data?.isDemo ? <Note>{t("signIn.demo")}</Note> : null}
        <p className="small mute">{t("signIn.help")}</p>
      </form>
    </LonePage>
  );
}
