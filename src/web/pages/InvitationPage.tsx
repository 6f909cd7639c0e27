import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { access } from "#modules/access/contract.ts";
import { InvitationWays } from "#modules/connections/web/parts.tsx";
import { queryClient, useCommand, useOperation } from "../api.ts";
import { ErrorState, FormError } from "../errors/ErrorState.tsx";
import { PasswordField } from "../identity/PasswordField.tsx";
import { LonePage } from "../layout/LonePage.tsx";
import { useText } from "../text/i18n.ts";
import { Button, Loading } from "../ui/parts.tsx";

/** Taking up a one-time link. The token stands behind # and so reaches no server log. */
export default function InvitationPage() {
  const t = useText();
  const navigate = useNavigate();
  const [token] = useState(() => location.hash.slice(1));
  const invitation = useOperation(access.readInvitation, { token });
  const accept = useCommand(access.acceptInvitation);
  const [password, setPassword] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { owes } = await accept.mutateAsync({ token, password });
    queryClient.clear();
    await navigate({ to: owes ? "/sign-in" : "/" });
  };
  if (invitation.isError) {
    return (
      <LonePage title={t("invitation.title")}>
        <ErrorState error={invitation.error} />
      </LonePage>
    );
  }
  return (
    <LonePage title={t("invitation.title")}>
      {invitation.data ? (
        <form className="form" onSubmit={(event) => void submit(event).catch(() => undefined)}>
          <p>
            {t("invitation.intro", {
              group: invitation.data.groupName,
              loginName: invitation.data.loginName,
            })}
          </p>
          <PasswordField value={password} onChange={setPassword} isFirst />
          <FormError error={accept.error} />
          <Button type="submit" look="main" isBusy={accept.isPending}>
            {t("invitation.submit")}
          </Button>
          <InvitationWays token={token} />
        </form>
      ) : (
        <Loading />
      )}
    </LonePage>
  );
}
