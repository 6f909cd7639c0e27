import { module } from "#core/module.ts";
import { callClock } from "./calls.ts";
import { dutyClock } from "./clock.ts";
import { duties } from "./contract.ts";
import { askPostponement, decidePostponement, listPostponements } from "./postponing.ts";
import { getMyWork, listMyDuties } from "./service.ts";

export const dutiesModule = module({
  name: "duties",
  contract: duties,
  service: { getMyWork, listMyDuties, askPostponement, listPostponements, decidePostponement },
  timed: [dutyClock, callClock],
  roles: {
    group_office: ["duty.decide_postponement"],
    division_secretary: ["duty.decide_postponement", "duty.ask_postponement"],
    security_officer: ["duty.ask_postponement"],
    manager: ["duty.ask_postponement"],
  },
});
