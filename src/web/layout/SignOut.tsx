// Signing out: first what still waits on this device is sent; what cannot be sent is asked about, never dropped silently.
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { access } from "#modules/access/contract.ts";
import { connections } from "#modules/connections/contract.ts";
import { viewings } from "#modules/viewings/contract.ts";
import { ApiError, call, queryClient } from "../api.ts";
import { webModules } from "../modules.ts";
import { forgetReads } from "../offline/register.ts";
import { useSession } from "../session.ts";
import { useText } from "../text/i18n.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { toast } from "../ui/Toasts.tsx";
import type { Unsent } from "../unsent.ts";
import { forgetRecentUnits } from "./units.ts";

/** Those that can be loaded: what never was on this device keeps nothing on it either. */
async function keepers(): Promise<Unsent[]> {
  const all = await Promise.allSettled(
    webModules.flatMap((module) => (module.unsent ? [module.unsent()] : [])),
  );
  return all.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}

/** Whether the server knows that the session is over: told now, or it had ended before. */
const tellServer = (): Promise<boolean> =>
  call(access.signOut, {}).then(
    () => true,
    (error: unknown) => error instanceof ApiError && error.status === 401,
  );

/** Where the provider that this sign-in came through signs out as well; asked for while the session is there. */
const providersEnd = (): Promise<string | null> =>
  call(connections.getMyWayIn, {}).then(
    ({ signOutAddress }) => signOutAddress,
    () => null,
  );

/** Everything of this person on this device; one part that fails keeps no other from being forgotten. */
async function forgetHere(personId: string): Promise<void> {
  forgetRecentUnits();
  queryClient.clear();
  await Promise.allSettled([...(await keepers()).map((one) => one.forget(personId)), forgetReads()]);
}

async function countUnsent(personId: string): Promise<number> {
  const all = await keepers();
  const before = await Promise.all(all.map((one) => one.count(personId)));
  if (before.every((count) => count === 0)) return 0;
  await Promise.all(all.map((one) => one.send(personId)));
  return (await Promise.all(all.map((one) => one.count(personId)))).reduce((sum, count) => sum + count, 0);
}

/** Gives the action of "sign out" and the question it may need. */
export function useSignOut() {
  const t = useText();
  const navigate = useNavigate();
  const { personId, viewing } = useSession();
  const [waiting, setWaiting] = useState(0);
  const leave = async () => {
    setWaiting(0);
    const elsewhere = await providersEnd();
    const isTold = await tellServer();
    await forgetHere(personId);
    if (isTold && elsewhere) return window.location.assign(elsewhere);
    await navigate({ to: "/sign-in" });
    if (!isTold) toast(t("signOut.notTold"), t("signOut.notToldHelp"), { stays: true });
  };
  const signOut = async () => {
    // Whoever looks along leaves that first: nothing of the other's is theirs to send or forget.
    if (viewing) {
      await call(viewings.leaveViewing, {});
      return window.location.assign("/");
    }
    const count = await countUnsent(personId);
    if (count > 0) setWaiting(count);
    else await leave();
  };
  const question = (
    <Dialog
      isOpen={waiting > 0}
      onClose={() => setWaiting(0)}
      title={t("signOut.unsent", { count: waiting })}
      size="s"
    >
      <div className="form">
        <p className="soft">{t("signOut.unsentHelp")}</p>
        <div className="ends">
          <Button look="danger" onClick={() => void leave()}>
            {t("signOut.discard", { count: waiting })}
          </Button>
          <Button look="main" onClick={() => setWaiting(0)}>
            {t("signOut.stay")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
  return { signOut, question };
}
