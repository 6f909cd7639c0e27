// The gate: without a session the reader is sent to sign in, without a group to the first set-up.
import { Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { access } from "#modules/access/contract.ts";
import { ApiError, useOperation } from "../api.ts";
import { ErrorState } from "../errors/ErrorState.tsx";
import { SessionContext } from "../session.ts";
import { Loading } from "../ui/parts.tsx";
import { Frame } from "./Frame.tsx";

export function SignedIn() {
  const session = useOperation(access.getSession, {});
  const setup = useOperation(access.getSetup, {}, { enabled: session.isError });
  const location = useLocation();
  if (session.data) {
    return (
      <SessionContext value={session.data}>
        <Frame>
          <Outlet />
        </Frame>
      </SessionContext>
    );
  }
  if (session.error instanceof ApiError && session.error.status === 401) {
    if (!setup.data) return setup.isError ? <ErrorState error={setup.error} /> : <Loading />;
    const after = location.href === "/" ? {} : { to: location.href };
    return setup.data.isSetUp ? <Navigate to="/sign-in" search={after} /> : <Navigate to="/set-up" />;
  }
  if (session.isError) return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  return <Loading />;
}
