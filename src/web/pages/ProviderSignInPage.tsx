// The address that leads straight to one provider: /sign-in/<connection>.
import { useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { connections } from "#modules/connections/contract.ts";
import { leaveFor } from "#modules/connections/web/parts.tsx";
import { useCommand, useOperation } from "../api.ts";
import { ErrorState, FormError } from "../errors/ErrorState.tsx";
import { LonePage } from "../layout/LonePage.tsx";
import { useText } from "../text/i18n.ts";
import { Button, Loading } from "../ui/parts.tsx";

export default function ProviderSignInPage() {
  const t = useText();
  const { connection = "" } = useParams({ strict: false }) as { connection?: string };
  const { to } = useSearch({ strict: false }) as { to?: string };
  const way = useOperation(connections.getWayIn, { id: connection });
  const begin = useCommand(connections.beginAtProvider);
  const hasBegun = useRef(false);
  const go = () => begin.mutate({ id: connection, ...(to ? { to } : {}) }, { onSuccess: leaveFor });
  const isThere = way.data !== undefined;
  useEffect(() => {
    if (!isThere || hasBegun.current) return;
    hasBegun.current = true;
    go();
  });
  return (
    <LonePage title={t("ways.goingTitle")}>
      {way.isError ? (
        <ErrorState error={way.error} />
      ) : !way.data ? (
        <Loading rows={2} />
      ) : begin.error ? (
        <div className="form">
          <FormError error={begin.error} />
          <Button look="main" onClick={go}>
            {t("ways.again")}
          </Button>
        </div>
      ) : (
        <p role="status">{t("ways.going", { name: way.data.name })}</p>
      )}
      <p className="small">
        <a href="/sign-in">{t("ways.back")}</a>
      </p>
    </LonePage>
  );
}
