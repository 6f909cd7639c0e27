import type { Unsent } from "#web/unsent.ts";
import { countWaiting, forgetPerson } from "./kept.ts";
import { sendWaiting } from "./sending.ts";

export const unsent: Unsent = {
  count: countWaiting,
  send: async (personId) => {
    await sendWaiting(personId);
  },
  forget: forgetPerson,
};
