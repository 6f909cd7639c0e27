export const permissions = {
  readReceivers: "receiver.read",
  /** Of one's own company; the group's own only for whoever answers for the whole group. */
  manageReceivers: "receiver.manage",
} as const;
