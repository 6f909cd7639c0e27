// The five that every company keeps: terminals, servers, user IDs, confidential information, personal data.

export const coveredParts = [
  "devices",
  "servers",
  "user_ids",
  "information.confidential",
  "information.personal",
] as const;
export type CoveredPart = (typeof coveredParts)[number];
