import { module } from "#core/module.ts";
import { standards } from "./contract.ts";
import { routes } from "./routes.ts";
import * as service from "./service.ts";

const readers = ["standard.read"] as const;

export const standardsModule = module({
  name: "standards",
  contract: standards,
  service: { ...service },
  routes,
  roles: {
    administrator: readers,
    group_office: ["standard.read", "standard.publish"],
    reader: readers,
    committee_member: readers,
    division_secretary: readers,
    security_officer: readers,
    contributor: readers,
    company_executive: readers,
    auditor: readers,
    responder: readers,
    product_engineer: readers,
    manager: readers,
    employee: readers,
  },
});
