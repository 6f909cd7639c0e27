import { module } from "#core/module.ts";
import { jobs } from "./contract.ts";
import * as service from "./service.ts";

export const jobsModule = module({
  name: "jobs",
  contract: jobs,
  service,
  roles: {
    administrator: ["job.read", "job.stop"],
    group_office: ["job.read", "job.stop"],
  },
});
