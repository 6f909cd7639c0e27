import { module } from "#core/module.ts";
import { papers } from "./contract.ts";
import { papersDue, papersWanted } from "./due.ts";
import * as pages from "./pages.ts";
import { pagesJob } from "./pages-job.ts";
import * as service from "./service.ts";

/** Its permissions are those of the inspections whose answers it sets. */
export const papersModule = module({
  name: "papers",
  contract: papers,
  service: { ...service, ...pages },
  jobs: [pagesJob],
  roles: {},
  subscribers: [papersWanted],
  timed: [papersDue],
});
