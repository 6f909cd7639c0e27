import { module } from "#core/module.ts";
import { duties } from "./contract.ts";
import { askPostponement, decidePostponement, listMyDuties, listPostponements } from "./service.ts";

export const dutiesModule = module({
  name: "duties",
  contract: duties,
  service: { listMyDuties, askPostponement, listPostponements, decidePostponement },
  roles: {
    group_office: ["duty.decide_postponement"],
    division_secretary: ["duty.decide_postponement"],
    security_officer: ["duty.ask_postponement"],
  },
});
