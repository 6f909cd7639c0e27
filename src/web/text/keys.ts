// Every key a screen may ask for. A key that the Japanese catalogues lack is a compile error.
import type access from "#modules/access/text.ja.json";
import type audits from "#modules/audits/text.ja.json";
import type connections from "#modules/connections/text.ja.json";
import type catalogues from "#modules/catalogues/text.ja.json";
import type history from "#modules/history/text.ja.json";
import type imports from "#modules/imports/text.ja.json";
import type duties from "#modules/duties/text.ja.json";
import type figures from "#modules/figures/text.ja.json";
import type inspections from "#modules/inspections/text.ja.json";
import type findings from "#modules/findings/text.ja.json";
import type files from "#modules/files/text.ja.json";
import type ledgers from "#modules/ledgers/text.ja.json";
import type incidents from "#modules/incidents/text.ja.json";
import type instructions from "#modules/instructions/text.ja.json";
import type lateralChecks from "#modules/lateral-checks/text.ja.json";
import type onboarding from "#modules/onboarding/text.ja.json";
import type jobs from "#modules/jobs/text.ja.json";
import type mappings from "#modules/mappings/text.ja.json";
import type calls from "#modules/calls/text.ja.json";
import type feeds from "#modules/feeds/text.ja.json";
import type messages from "#modules/messages/text.ja.json";
import type organization from "#modules/organization/text.ja.json";
import type plans from "#modules/plans/text.ja.json";
import type papers from "#modules/papers/text.ja.json";
import type rounds from "#modules/rounds/text.ja.json";
import type services from "#modules/services/text.ja.json";
import type standards from "#modules/standards/text.ja.json";
import type system from "#modules/system/text.ja.json";
import type emergencies from "#modules/emergencies/text.ja.json";
import type viewings from "#modules/viewings/text.ja.json";
import type engagements from "#modules/engagements/text.ja.json";
import type tokens from "#modules/tokens/text.ja.json";
import type views from "#modules/views/text.ja.json";
import type workbooks from "#modules/workbooks/text.ja.json";
import type trail from "#modules/trail/text.ja.json";
import type overview from "#modules/overview/text.ja.json";
import type terms from "../../core/text/text.ja.json";
import type shell from "./text.ja.json";

export type TextKey =
  | keyof typeof shell
  | keyof typeof terms
  | keyof typeof access
  | keyof typeof audits
  | keyof typeof connections
  | keyof typeof catalogues
  | keyof typeof history
  | keyof typeof imports
  | keyof typeof duties
  | keyof typeof figures
  | keyof typeof inspections
  | keyof typeof findings
  | keyof typeof files
  | keyof typeof ledgers
  | keyof typeof incidents
  | keyof typeof instructions
  | keyof typeof lateralChecks
  | keyof typeof onboarding
  | keyof typeof jobs
  | keyof typeof trail
  | keyof typeof mappings
  | keyof typeof messages
  | keyof typeof calls
  | keyof typeof feeds
  | keyof typeof organization
  | keyof typeof papers
  | keyof typeof plans
  | keyof typeof rounds
  | keyof typeof services
  | keyof typeof standards
  | keyof typeof system
  | keyof typeof tokens
  | keyof typeof emergencies
  | keyof typeof viewings
  | keyof typeof engagements
  | keyof typeof views
  | keyof typeof workbooks
  | keyof typeof overview;
