// For every operation an input that aims at one company, so that the walks can try it from everywhere.
// An operation without an entry fails the walk.

export type Target = {
  companyId: string;
  personId: string;
  freePersonId: string;
  accountId: string;
  grantId: string;
  positionId: string;
  jobId: string;
  importId: string;
};

export type World = { group: string; division: string; today: string };

type Builder = (target: Target, world: World) => Record<string, unknown>;

const facts = {
  country: "JP", region: "japan", timeZone: "Asia/Tokyo", language: "ja", industry: null, workers: 80, personalDataPeople: 0,
  hasPlant: false, runsServers: false, hasRestrictedRooms: false, developsSoftware: false, developsProducts: false,
  isRegionalHeadquarters: false, isFinance: false, providesSharedServices: false, answersByWorkbook: false,
};

/** How an operation is aimed: at a company, at the group as a whole, or only at oneself. */
export const aims: Record<string, { at: "company" | "group" | "self"; input: Builder }> = {
  getSession: { at: "self", input: () => ({}) },
  signOut: { at: "self", input: () => ({}) },
  listMySessions: { at: "self", input: () => ({}) },
  endSession: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  changePassword: { at: "self", input: () => ({ currentPassword: "x", newPassword: "twelve letters and more" }) },
  changeLanguage: { at: "self", input: () => ({ language: "en" }) },
  listAccounts: { at: "company", input: ({ companyId }) => ({ companyId }) },
  inviteAccount: { at: "company", input: ({ freePersonId }) => ({ personId: freePersonId, loginName: "walk@example.test", language: "en" }) },
  renewInvitation: { at: "company", input: ({ accountId }) => ({ id: accountId }) },
  closeAccount: { at: "company", input: ({ accountId }) => ({ id: accountId, reason: "walk", rowVersion: 1 }) },
  listRoles: { at: "group", input: () => ({}) },
  listGrants: { at: "company", input: ({ personId }) => ({ personId }) },
  giveGrant: {
    at: "company",
    input: ({ personId, companyId }, { today }) => ({ personId, roleId: "contributor", unitId: companyId, withSubtree: true, validFrom: today, reason: "walk" }),
  },
  endGrant: { at: "company", input: ({ grantId }, { today }) => ({ id: grantId, validTo: today, reason: "walk", rowVersion: 1 }) },
  listChildren: { at: "group", input: () => ({}) },
  searchUnits: { at: "group", input: () => ({ search: "Ltd" }) },
  listCompanies: { at: "group", input: () => ({}) },
  countCompanies: { at: "group", input: () => ({}) },
  getCompany: { at: "company", input: ({ companyId }) => ({ id: companyId }) },
  listCompanyHistory: { at: "company", input: ({ companyId }) => ({ id: companyId }) },
  addUnit: { at: "company", input: ({ companyId }, { today }) => ({ kind: "department", code: "WALK", name: "Walk", parentId: companyId, from: today }) },
  addCompany: {
    at: "group",
    input: (_, { division, today }) => ({ code: "WALK", name: "Walk Ltd.", parentId: division, from: today, relation: "consolidated", facts }),
  },
  renameUnit: { at: "company", input: ({ companyId }, { today }) => ({ id: companyId, name: "Walk", from: today, rowVersion: 1 }) },
  changeRelation: { at: "company", input: ({ companyId }, { today }) => ({ id: companyId, kind: "dealer", ownershipPercent: 10, from: today, rowVersion: 1 }) },
  changeFacts: { at: "company", input: ({ companyId }, { today }) => ({ id: companyId, facts, from: today, rowVersion: 1 }) },
  moveUnit: { at: "company", input: ({ companyId }, { group, today }) => ({ id: companyId, parentId: group, from: today, rowVersion: 1 }) },
  setTier: { at: "company", input: ({ companyId }, { today }) => ({ id: companyId, basis: "criteria", from: today, rowVersion: 1 }) },
  endCompany: { at: "company", input: ({ companyId }, { today }) => ({ id: companyId, on: today, reason: "walk", rowVersion: 1 }) },
  listPeople: { at: "company", input: ({ companyId }) => ({ companyId }) },
  addPerson: { at: "company", input: ({ companyId }, { today }) => ({ companyId, familyName: "Walk", givenName: "W", employment: "regular", from: today }) },
  addPosition: { at: "company", input: ({ companyId }, { today }) => ({ unitId: companyId, name: "Walk", from: today }) },
  holdPosition: { at: "company", input: ({ positionId, personId }, { today }) => ({ id: positionId, personId, from: today }) },
};
