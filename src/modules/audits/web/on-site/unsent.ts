import { keepForOffline } from "#web/offline/register.ts";
import type { Unsent } from "#web/unsent.ts";
import { device } from "./store.ts";

/**
 * A sheet that was taken along is sealed by its own PIN and made to outlive a session: signing out takes nothing of it, and sending
 * needs the PIN. What is done here is that the pages for it are at hand without a network, also after the product was updated.
 */
export const unsent: Unsent = {
  count: async () => 0,
  send: async () => {
    if ((await device.packs.count()) === 0) return;
    await Promise.all([import("./OnSitePage.tsx"), import("./OnSiteListPage.tsx")]);
    await keepForOffline([]);
  },
  forget: async () => undefined,
};
