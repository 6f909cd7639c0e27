import type { Input } from "#core/contract.ts";
import type { organization } from "../contract.ts";

/** What the register's URL says. */
export type CompanyFilter = Pick<
  Input<typeof organization.listCompanies>,
  "search" | "tier" | "relation" | "region" | "divisionId" | "sort" | "withEnded"
> & { columns?: string };
