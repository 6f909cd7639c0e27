import { module } from "#core/module.ts";
import { imports } from "./contract.ts";
import * as service from "./service.ts";

export const importsModule = module({
  name: "imports",
  contract: imports,
  service,
  roles: { administrator: ["organization.import"], group_office: ["organization.import"] },
});
