// Whether this device may still have what it took along: asked without a session and before anybody has typed a PIN, so that
// a lost device, and that of somebody who has left, lets go as soon as its page is opened where there is a network.
import { ApiError, call } from "#web/api.ts";
import { audits } from "../../contract.ts";
import { device, letGo, letSheetGo, type Pack } from "./store.ts";

/** What the server takes in one question. */
const most = 50;

export type Answered = "held" | "over" | "revoked";

/** Lets go of what is over, and says of each whether it was; nothing is known of any while there is no connection. */
export async function askWhatHolds(): Promise<Map<string, Answered>> {
  const packs = await device.packs.toArray();
  const said = new Map<string, Answered>();
  for (let at = 0; at < packs.length; at += most)
    await askOf(packs.slice(at, at + most), said).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
    });
  return said;
}

async function askOf(packs: readonly Pack[], said: Map<string, Answered>): Promise<void> {
  const { over } = await call(audits.askCheckouts, { ids: packs.map((pack) => pack.checkoutId) });
  const how = new Map(over.map((one) => [one.id, one.isRevoked]));
  for (const { visitId, checkoutId } of packs) {
    const isRevoked = how.get(checkoutId);
    if (isRevoked === true) await letGo(visitId);
    if (isRevoked === false) await letSheetGo(visitId);
    said.set(visitId, isRevoked === undefined ? "held" : isRevoked ? "revoked" : "over");
  }
}
