import { connectedSince, connectionOf } from "./answers.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";

/** The group's information systems company provides every shared service; most others use most of them. */
export function addServices(plan: Plan, to: Sheet): void {
  const provider = plan.companies.find((company) => company.providesSharedServices);
  const services = plan
    .editionAt(plan.calendar.rounds.length - 1)
    .content.sharedServices.map((service) => service.id);
  for (const service of services) {
    if (provider) to.add("serviceProviders", { service, companyId: provider.id, validFrom: connectedSince });
    for (const company of plan.companies) {
      const sharePercent = connectionOf(plan, company, service);
      const validFrom = company.joinedOn > connectedSince ? company.joinedOn : connectedSince;
      if (sharePercent !== null)
        to.add("serviceConnections", { companyId: company.id, service, sharePercent, validFrom });
    }
  }
}
