import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { access } from "#modules/access/contract.ts";
import { queryClient, useCommand, useOperation } from "../api.ts";
import { ErrorState, FormError } from "../errors/ErrorState.tsx";
import { browserKey, useArriving } from "../identity/arriving.ts";
import { PasswordField } from "../identity/PasswordField.tsx";
import { LonePage } from "../layout/LonePage.tsx";
import { useText } from "../text/i18n.ts";
import { Button, Loading } from "../ui/parts.tsx";

/** A new password by a mailed link. Second factors are asked for afterwards, as at any sign-in. */
export default function NewPasswordPage() {
  const t = useText();
  const navigate = useNavigate();
  const arrive = useArriving();
  const [token] = useState(() => location.hash.slice(1));
  const link = useOperation(access.readPasswordLink, { token });
  const reset = useCommand(access.resetPassword);
  const [password, setPassword] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { language, owes } = await reset.mutateAsync({ token, password, browserKey: browserKey() });
    if (!owes) return arrive(language);
    queryClient.clear();
    await navigate({ to: "/sign-in" });
  };
  return (
    <LonePage title={t("link.password")}>
      {link.isError ? (
        <ErrorState error={link.error} />
      ) : link.data ? (
        <form className="form" onSubmit={(event) => void submit(event).catch(() => undefined)}>
          <p>{t("link.passwordFor", { loginName: link.data.loginName })}</p>
          <PasswordField value={password} onChange={setPassword} isFirst />
          <FormError error={reset.error} />
          <Button type="submit" look="main" isBusy={reset.isPending}>
            {t("link.setPassword")}
          </Button>
        </form>
      ) : (
        <Loading />
      )}
    </LonePage>
  );
}
