// Who is signed in, for every screen below the frame.
import { createContext, useContext } from "react";
import type { Output } from "#core/contract.ts";
import type { access } from "#modules/access/contract.ts";

export type Session = NonNullable<Output<typeof access.getSession>>;
export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("this screen is shown only to somebody who is signed in");
  return session;
}

/** Whether a permission is held anywhere; what exactly may be done with a record, the server says with it. */
export const useMay = (permission: string) => useSession().permissions.includes(permission);
