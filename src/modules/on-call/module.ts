import { module } from "#core/module.ts";
import { onCall } from "./contract.ts";
import * as keeping from "./keeping.ts";
import * as own from "./own.ts";
import * as reading from "./reading.ts";
import * as shifts from "./shifts.ts";
import * as swapping from "./swapping.ts";
import { checkOnCallTurns, takeOnCallTurns } from "./turns-in.ts";
import { exportOnCallTurns } from "./turns-list.ts";
import { onCallClock, onCallFollows } from "./watching.ts";

export const onCallModule = module({
  name: "on-call",
  contract: onCall,
  service: {
    ...keeping,
    ...own,
    ...reading,
    ...shifts,
    ...swapping,
    exportOnCallTurns,
    checkOnCallTurns,
    takeOnCallTurns,
  },
  subscribers: [onCallFollows],
  timed: [onCallClock],
  // Whoever is on call has no right by it: the record opens by the role.
  roles: {
    group_office: ["on_call.read", "on_call.keep", "on_call.ring"],
    reader: ["on_call.read"],
    committee_member: ["on_call.read"],
    division_secretary: ["on_call.read", "on_call.keep", "on_call.ring"],
    security_officer: ["on_call.read", "on_call.keep", "on_call.ring"],
    company_executive: ["on_call.read", "on_call.ring"],
    responder: ["on_call.read", "on_call.ring"],
    auditor: ["on_call.read"],
  },
});
