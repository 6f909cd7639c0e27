import { module } from "#core/module.ts";
import { calendar } from "./calendar/contract.ts";
import { getCalendar, setCalendar } from "./calendar/service.ts";
import * as changing from "./changing.ts";
import { organization } from "./contract.ts";
import { ending } from "./ending/contract.ts";
import * as employments from "./ending/employments.ts";
import * as units from "./ending/units.ts";
import { exportCompanies, exportPeople } from "./exporting.ts";
import { exportSeats } from "./exporting-seats.ts";
import { companiesLeave, endCompany } from "./leaving.ts";
import * as people from "./people.ts";
import * as person from "./person.ts";
import * as service from "./service.ts";
import * as absences from "./standing-in/absences.ts";
import { standingIn } from "./standing-in/contract.ts";
import * as deputies from "./standing-in/deputies.ts";

const readers = ["organization.read", "person.read"] as const;

export const organizationModule = module({
  name: "organization",
  contract: { ...organization, ...ending, ...calendar, ...standingIn },
  service: {
    ...service,
    ...changing,
    ...people,
    ...person,
    ...units,
    ...employments,
    ...deputies,
    ...absences,
    endCompany,
    exportCompanies,
    exportPeople,
    exportSeats,
    getCalendar,
    setCalendar,
  },
  timed: [companiesLeave],
  roles: {
    administrator: [
      "organization.read",
      "organization.manage",
      "organization.manage_calendar",
      "person.read",
      "person.manage",
    ],
    group_office: [
      "organization.read",
      "organization.manage",
      "organization.set_tier",
      "organization.manage_calendar",
      "person.read",
      "person.manage",
    ],
    reader: ["organization.read"],
    committee_member: ["organization.read"],
    division_secretary: [...readers, "person.manage", "organization.manage_calendar"],
    security_officer: [...readers, "person.manage", "organization.manage_calendar"],
    company_executive: readers,
    auditor: readers,
    contributor: ["organization.read"],
    manager: ["organization.read"],
    employee: ["organization.read"],
  },
});
