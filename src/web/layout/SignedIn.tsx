// The gate: without a session the reader is sent to sign in, without a group to the first set-up.
import { Outlet, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { access } from "#modules/access/contract.ts";
import { ApiError, useOperation } from "../api.ts";
import { CompanySectionsProvider, loadedSections } from "../company-sections.tsx";
import { ErrorState } from "../errors/ErrorState.tsx";
import { ConfirmIdentity } from "../identity/ConfirmIdentity.tsx";
import { webModules } from "../modules.ts";
import { SessionContext } from "../session.ts";
import { LentContext, lentBy } from "../slots.tsx";
import { KeysProvider } from "../ui/keys.tsx";
import { Loading } from "../ui/parts.tsx";
import { Frame } from "./Frame.tsx";

const lent = lentBy(webModules);
const companySections = loadedSections(webModules.flatMap((module) => module.companySections ?? []));

export function SignedIn() {
  const session = useOperation(access.getSession, {});
  const isNobody =
    session.data === null || (session.error instanceof ApiError && session.error.status === 401);
  // What was read before stays beside a later refusal: a rule made meanwhile asks this sign-in for more.
  const isAskedAgain = session.error instanceof ApiError && session.error.code === "session.incomplete";
  const whose = session.data ? `${session.data.personId} ${session.data.viewing?.id ?? ""}` : null;
  const [first, keepFirst] = useState(whose);
  if (first === null && whose !== null) keepFirst(whose);
  // Another tab has begun or left looking along: what this one shows is no longer what its reader is.
  const isAnothers = whose !== null && first !== null && first !== whose;
  useEffect(() => {
    if (isAnothers) window.location.assign("/");
  }, [isAnothers]);
  const setup = useOperation(access.getSetup, {}, { enabled: isNobody });
  if (isAskedAgain) return <Leave to="/sign-in" />;
  if (session.data) {
    return (
      <SessionContext value={session.data}>
        <LentContext value={lent}>
          <CompanySectionsProvider value={companySections}>
            <KeysProvider>
              <Frame>
                <Outlet />
              </Frame>
              <ConfirmIdentity />
            </KeysProvider>
          </CompanySectionsProvider>
        </LentContext>
      </SessionContext>
    );
  }
  if (isNobody) {
    if (!setup.data) return setup.isError ? <ErrorState error={setup.error} /> : <Loading />;
    return <Leave to={setup.data.isSetUp ? "/sign-in" : "/set-up"} />;
  }
  if (session.isError) return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  return <Loading />;
}

/** Goes elsewhere once, remembering where the reader wanted to be. */
function Leave({ to }: { to: "/sign-in" | "/set-up" }) {
  const navigate = useNavigate();
  useEffect(() => {
    const wanted = `${location.pathname}${location.search}`;
    const search = to === "/sign-in" && wanted !== "/" ? { to: wanted } : {};
    void navigate({ to, search, replace: true } as never);
  }, [navigate, to]);
  return <Loading />;
}
