import { module } from "#core/module.ts";
import { acknowledgeByReceiver, acknowledgeCall, getCall } from "./calling.ts";
import { calls } from "./contract.ts";
import * as deliveries from "./deliveries.ts";
import { expireDeliveries } from "./expiring.ts";
import * as listing from "./listing.ts";
import { receiversTold } from "./making.ts";
import {
  addReceiver,
  changeReceiver,
  changeReceiverSecret,
  listReceivers,
  removeReceiver,
} from "./receivers.ts";
import { routes } from "./routes.ts";

const all = ["receiver.read", "receiver.manage"];

export const callsModule = module({
  name: "calls",
  contract: calls,
  service: {
    ...deliveries,
    ...listing,
    listReceivers,
    addReceiver,
    changeReceiver,
    changeReceiverSecret,
    removeReceiver,
    getCall,
    acknowledgeCall,
    acknowledgeByReceiver,
  },
  roles: { administrator: all, group_office: all, division_secretary: all, security_officer: all },
  subscribers: [receiversTold],
  timed: [expireDeliveries],
  routes,
});
