import { changes } from "./contract/changes.ts";
import { companies } from "./contract/companies.ts";
import { people } from "./contract/people.ts";
import { person } from "./contract/person.ts";
import { units } from "./contract/units.ts";

export { CompanyRow } from "./contract/companies.ts";
export { EmploymentKind } from "./contract/people.ts";
export { UnitRow } from "./contract/units.ts";
export {
  Facts,
  Named,
  permissions,
  Region,
  RelationKind,
  regions,
  Tier,
  UnitKind,
} from "./contract/words.ts";

export const organization = { ...units, ...companies, ...changes, ...people, ...person };
