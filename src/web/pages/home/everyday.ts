// Whoever only reads the standard, says what a thing is and reports what they notice is no officer: their home is another one.
const everyday: readonly string[] = [
  "organization.read",
  "standard.read",
  "ledger.identify",
  "incident.report",
];

export const isEveryday = (permissions: readonly string[]): boolean =>
  permissions.includes("incident.report") && permissions.every((one) => everyday.includes(one));
