import { connections as setUp } from "./contract/connections.ts";
import { identities } from "./contract/identities.ts";
import { ways } from "./contract/ways.ts";

export { permissions } from "./contract/words.ts";

export const connections = { ...setUp, ...identities, ...ways };
