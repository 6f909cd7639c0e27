// Lent to later modules.
import { sql } from "kysely";

/** Companies below the division in view; all without one. */
export const standsUnder = (company: string, divisionId: string | undefined) =>
  divisionId
    ? sql<boolean>`${sql.ref(company)} in (select companies_under(${divisionId}::uuid))`
    : sql<boolean>`true`;
