import { notices as ofIncidents } from "./contract/notices.ts";
import { omissions } from "./contract/omissions.ts";
import { table } from "./contract/table.ts";

export const notices = { ...table, ...ofIncidents, ...omissions };
