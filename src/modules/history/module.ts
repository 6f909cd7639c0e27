import { module } from "#core/module.ts";
import { history, permissions } from "./contract.ts";
import * as service from "./service.ts";

/** Reading is the figures' own permission; loading is for whoever answers for the whole group. */
export const historyModule = module({
  name: "history",
  contract: history,
  service,
  roles: { group_office: [permissions.load, permissions.loadAudits] },
});
