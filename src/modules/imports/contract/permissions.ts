export const permissions = {
  companies: "organization.import",
  people: "person.import",
  services: "service.connect",
  seats: "organization.manage",
  history: "result.import",
  audits: "audit.import",
  findings: "finding.import",
  plans: "plan.import",
} as const;
/** Whoever may import anything; what a certain list asks for is checked once its kind is known. */
export const either = [
  permissions.companies,
  permissions.people,
  permissions.services,
  permissions.seats,
  permissions.history,
  permissions.audits,
  permissions.findings,
  permissions.plans,
] as const;
