// What every capability brings to the shell: pages and rail items. Adding a capability adds one line here.
import { routes as accessRoutes } from "#modules/access/web/routes.tsx";
import { routes as auditsRoutes } from "#modules/audits/web/routes.tsx";
import { routes as cataloguesRoutes } from "#modules/catalogues/web/routes.tsx";
import { routes as connectionsRoutes } from "#modules/connections/web/routes.tsx";
import { routes as dutiesRoutes } from "#modules/duties/web/routes.tsx";
import { routes as emergenciesRoutes } from "#modules/emergencies/web/routes.tsx";
import { routes as engagementsRoutes } from "#modules/engagements/web/routes.tsx";
import { routes as findingsRoutes } from "#modules/findings/web/routes.tsx";
import { routes as importsRoutes } from "#modules/imports/web/routes.tsx";
import { routes as figuresRoutes } from "#modules/figures/web/routes.tsx";
import { routes as inspectionsRoutes } from "#modules/inspections/web/routes.tsx";
import { routes as incidentsRoutes } from "#modules/incidents/web/routes.tsx";
import { routes as instructionsRoutes } from "#modules/instructions/web/routes.tsx";
import { routes as lateralChecksRoutes } from "#modules/lateral-checks/web/routes.tsx";
import { routes as ledgersRoutes } from "#modules/ledgers/web/routes.tsx";
import { routes as jobsRoutes } from "#modules/jobs/web/routes.tsx";
import { routes as mappingsRoutes } from "#modules/mappings/web/routes.tsx";
import { routes as callsRoutes } from "#modules/calls/web/routes.tsx";
import { routes as feedsRoutes } from "#modules/feeds/web/routes.tsx";
import { routes as messagesRoutes } from "#modules/messages/web/routes.tsx";
import { routes as onboardingRoutes } from "#modules/onboarding/web/routes.tsx";
import { routes as organizationRoutes } from "#modules/organization/web/routes.tsx";
import { routes as overviewRoutes } from "#modules/overview/web/routes.tsx";
import { routes as roundsRoutes } from "#modules/rounds/web/routes.tsx";
import { routes as plansRoutes } from "#modules/plans/web/routes.tsx";
import { routes as papersRoutes } from "#modules/papers/web/routes.tsx";
import { routes as servicesRoutes } from "#modules/services/web/routes.tsx";
import { routes as standardsRoutes } from "#modules/standards/web/routes.tsx";
import { routes as systemRoutes } from "#modules/system/web/routes.tsx";
import { routes as tokensRoutes } from "#modules/tokens/web/routes.tsx";
import { routes as viewingsRoutes } from "#modules/viewings/web/routes.tsx";
import { routes as workbooksRoutes } from "#modules/workbooks/web/routes.tsx";
import { routes as trailRoutes } from "#modules/trail/web/routes.tsx";
import type { WebModule } from "./web-module.ts";

export const webModules: readonly WebModule[] = [
  // One a line: capabilities are added side by side.
  organizationRoutes,
  onboardingRoutes,
  standardsRoutes,
  cataloguesRoutes,
  servicesRoutes,
  roundsRoutes,
  instructionsRoutes,
  lateralChecksRoutes,
  auditsRoutes,
  inspectionsRoutes,
  findingsRoutes,
  incidentsRoutes,
  plansRoutes,
  dutiesRoutes,
  overviewRoutes,
  figuresRoutes,
  mappingsRoutes,
  workbooksRoutes,
  papersRoutes,
  accessRoutes,
  connectionsRoutes,
  tokensRoutes,
  viewingsRoutes,
  emergenciesRoutes,
  engagementsRoutes,
  importsRoutes,
  ledgersRoutes,
  jobsRoutes,
  messagesRoutes,
  callsRoutes,
  feedsRoutes,
  trailRoutes,
  systemRoutes,
];
