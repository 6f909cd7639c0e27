import { module } from "#core/module.ts";
import { changeServiceCompanies, previewServiceChange } from "./connecting.ts";
import { services } from "./contract.ts";
import { endServiceProvider, setServiceProvider } from "./providing.ts";
import { listServiceCompanies, listServices } from "./reading.ts";

export const servicesModule = module({
  name: "services",
  contract: services,
  service: {
    listServices,
    listServiceCompanies,
    setServiceProvider,
    endServiceProvider,
    previewServiceChange,
    changeServiceCompanies,
  },
  roles: {
    group_office: ["service.read", "service.provide", "service.connect"],
    reader: ["service.read"],
    committee_member: ["service.read"],
    division_secretary: ["service.read", "service.connect"],
    security_officer: ["service.read"],
    company_executive: ["service.read"],
    auditor: ["service.read"],
  },
});
