// Which rights take two people: pure, from the role's permissions and where it is held.

/** Permissions that make a role powerful wherever it is held: they are the way to every other one, or to what is sealed. */
const powers = ["grant.give_any", "role.manage", "trail.read_values"];
const reads = /\.(read|read_values|like_for_like)$/;

export type Weighed = { id: string; needsTwo: boolean; permissions: readonly string[] };

export const isPowerfulRole = ({ id, needsTwo, permissions }: Weighed): boolean =>
  needsTwo ||
  id === "administrator" ||
  id === "group_office" ||
  permissions.some((one) => powers.includes(one));

/** Beside those roles, whatever changes anything in the whole group. */
export const isPowerful = (role: Weighed, at: { isGroup: boolean; withSubtree: boolean }): boolean =>
  isPowerfulRole(role) || (at.isGroup && at.withSubtree && role.permissions.some((one) => !reads.test(one)));

/** How long a proposal waits for the second person. */
export const proposalDays = 7;
