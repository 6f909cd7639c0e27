import { module } from "#core/module.ts";
import { journeysForgotten, providersLookedAt, secretsLookedAt } from "./clock.ts";
import { connections } from "./contract.ts";
import { addIdentities, listIdentities, removeIdentity } from "./identities.ts";
import { endByProvider } from "./logout.ts";
import * as mine from "./mine.ts";
import * as operating from "./operating.ts";
import { endAtProvider } from "./returning.ts";
import { routes } from "./routes.ts";
import * as settingUp from "./setting-up.ts";
import { adoptTest, beginTest, readTest } from "./testing.ts";
import * as ways from "./ways.ts";

const all = ["connection.read", "connection.manage"];

export const connectionsModule = module({
  name: "connections",
  contract: connections,
  service: {
    ...settingUp,
    ...operating,
    ...ways,
    ...mine,
    beginTest,
    readTest,
    adoptTest,
    listIdentities,
    addIdentities,
    removeIdentity,
    endAtProvider,
    endByProvider,
  },
  roles: { administrator: all, group_office: all, division_secretary: all, security_officer: all },
  timed: [providersLookedAt, secretsLookedAt, journeysForgotten],
  routes,
});
