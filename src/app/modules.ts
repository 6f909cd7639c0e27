// The table of contents of the product, in rings: a module may reach only those before it.
import type { Module } from "#core/module.ts";
import { accessModule } from "#modules/access/module.ts";
import { auditsModule } from "#modules/audits/module.ts";
import { clockRulesModule } from "#modules/clock-rules/module.ts";
import { connectionsModule } from "#modules/connections/module.ts";
import { cataloguesModule } from "#modules/catalogues/module.ts";
import { dutiesModule } from "#modules/duties/module.ts";
import { emergenciesModule } from "#modules/emergencies/module.ts";
import { engagementsModule } from "#modules/engagements/module.ts";
import { feedsModule } from "#modules/feeds/module.ts";
import { findingsModule } from "#modules/findings/module.ts";
import { filesModule } from "#modules/files/module.ts";
import { figuresModule } from "#modules/figures/module.ts";
import { historyModule } from "#modules/history/module.ts";
import { importsModule } from "#modules/imports/module.ts";
import { inspectionsModule } from "#modules/inspections/module.ts";
import { incidentsModule } from "#modules/incidents/module.ts";
import { instructionsModule } from "#modules/instructions/module.ts";
import { jobsModule } from "#modules/jobs/module.ts";
import { ledgersModule } from "#modules/ledgers/module.ts";
import { callsModule } from "#modules/calls/module.ts";
import { lateralChecksModule } from "#modules/lateral-checks/module.ts";
import { messagesModule } from "#modules/messages/module.ts";
import { onboardingModule } from "#modules/onboarding/module.ts";
import { organizationModule } from "#modules/organization/module.ts";
import { mappingsModule } from "#modules/mappings/module.ts";
import { onCallModule } from "#modules/on-call/module.ts";
import { overviewModule } from "#modules/overview/module.ts";
import { plansModule } from "#modules/plans/module.ts";
import { papersModule } from "#modules/papers/module.ts";
import { roundsModule } from "#modules/rounds/module.ts";
import { searchModule } from "#modules/search/module.ts";
import { servicesModule } from "#modules/services/module.ts";
import { standardsModule } from "#modules/standards/module.ts";
import { systemModule } from "#modules/system/module.ts";
import { tokensModule } from "#modules/tokens/module.ts";
import { viewingsModule } from "#modules/viewings/module.ts";
import { viewsModule } from "#modules/views/module.ts";
import { workbooksModule } from "#modules/workbooks/module.ts";
import { trailModule } from "#modules/trail/module.ts";

export const modules: readonly Module[] = [
  // who
  organizationModule,
  accessModule,
  connectionsModule,
  tokensModule,
  viewingsModule,
  viewsModule,
  filesModule,
  jobsModule,
  // shared
  dutiesModule,
  emergenciesModule,
  trailModule,
  standardsModule,
  cataloguesModule,
  servicesModule,
  roundsModule,
  historyModule,
  importsModule,
  ledgersModule,
  findingsModule,
  clockRulesModule,
  // work
  inspectionsModule,
  plansModule,
  workbooksModule,
  papersModule,
  engagementsModule,
  onboardingModule,
  onCallModule,
  instructionsModule,
  lateralChecksModule,
  auditsModule,
  incidentsModule,
  // readers
  figuresModule,
  overviewModule,
  mappingsModule,
  searchModule,
  messagesModule,
  callsModule,
  feedsModule,
  systemModule,
];
