// Where a provider sends the browser back to. What it brought is handed on once and leaves the address at once, so that it
// stands neither in the history nor on the screen.
import { useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { connections } from "#modules/connections/contract.ts";
import { ApiError, queryClient, useCommand } from "../api.ts";
import { FormError } from "../errors/ErrorState.tsx";
import { tellConfirmed } from "../identity/confirming.ts";
import { LonePage } from "../layout/LonePage.tsx";
import { changeLanguage, useText } from "../text/i18n.ts";
import type { Language } from "../text/i18n.ts";

export default function ProviderReturnPage() {
  const t = useText();
  const { connection = "" } = useParams({ strict: false }) as { connection?: string };
  const [query] = useState(() => location.search.slice(1));
  const end = useCommand(connections.endAtProvider);
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    history.replaceState(history.state, "", location.pathname);
    void end
      .mutateAsync({ id: connection, query })
      .then(async ({ purpose, to, language }) => {
        if (purpose === "test") return;
        // In a tab of its own: the page that asks for it waits beside.
        if (purpose === "confirm") {
          tellConfirmed();
          window.close();
          return;
        }
        queryClient.clear();
        if (language && purpose !== "link") await changeLanguage(language as Language);
        window.location.replace(to);
      })
      .catch(() => undefined);
  });
  const purpose = end.data?.purpose;
  const isTest = purpose === "test";
  const isConfirmed = purpose === "confirm";
  return (
    <LonePage title={t(isTest ? "ways.testDone" : isConfirmed ? "ways.confirmDone" : "ways.goingTitle")}>
      {isTest ? (
        <p role="status">{t("ways.testDoneHelp")}</p>
      ) : isConfirmed ? (
        <div className="form">
          <p role="status">{t("ways.confirmDoneHelp")}</p>
          <p className="small">
            <a href={end.data?.to}>{t("ways.confirmBack")}</a>
          </p>
        </div>
      ) : end.error ? (
        <div className="form">
          <FormError error={end.error} />
          {end.error instanceof ApiError ? (
            <p className="small">
              <a href={`/sign-in/${connection}`}>{t("ways.again")}</a> ·{" "}
              <a href="/sign-in">{t("ways.back")}</a>
            </p>
          ) : null}
        </div>
      ) : (
        <p role="status">{t("ways.returning")}</p>
      )}
    </LonePage>
  );
}
