import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { access } from "#modules/access/contract.ts";
import { queryClient, useCommand } from "../api.ts";
import { FormError } from "../errors/ErrorState.tsx";
import { browserKey, useArriving } from "../identity/arriving.ts";
import { LonePage } from "../layout/LonePage.tsx";
import { useText } from "../text/i18n.ts";
import { Button } from "../ui/parts.tsx";

/**
 * Coming in by a mailed link. The token stands behind # and so reaches no server log; it is used by a press, as programs that
 * look into mails open what stands in them.
 */
export default function LinkPage() {
  const t = useText();
  const navigate = useNavigate();
  const arrive = useArriving();
  const [token] = useState(() => location.hash.slice(1));
  const enter = useCommand(access.signInByLink);
  const submit = () =>
    enter.mutate(
      { token, browserKey: browserKey() },
      {
        onSuccess: async ({ language, owes }) => {
          if (!owes) return arrive(language);
          queryClient.clear();
          await navigate({ to: "/sign-in" });
        },
      },
    );
  return (
    <LonePage title={t("link.signIn")}>
      <div className="form">
        <p>{t("link.press")}</p>
        <FormError error={enter.error} />
        <Button look="main" isBusy={enter.isPending} onClick={submit}>
          {t("signIn.submit")}
        </Button>
      </div>
    </LonePage>
  );
}
