// The manifest of a capability: what the house needs to know to run it. The ordered list is src/app/modules.ts.
import type { FastifyInstance } from "fastify";
import type { Contract, Input, Output } from "./contract.ts";
import type { Handler } from "./context.ts";
import type { JobKind } from "./jobs/job.ts";
import type { TimedWork } from "./jobs/timed.ts";
import type { Subscriber } from "./events/dispatch.ts";
import type { Door } from "./http/door.ts";
import type { MailKind } from "./mail/kind.ts";

export const builtInRoles = [
  "administrator",
  "group_office",
  "reader",
  "committee_member",
  "division_secretary",
  "security_officer",
  "contributor",
  "company_executive",
  "auditor",
  "assessor",
  "adviser",
  "responder",
  "product_engineer",
  "manager",
  "employee",
] as const;
export type BuiltInRole = (typeof builtInRoles)[number];

export type Handlers<C extends Contract> = { [K in keyof C]: Handler<Input<C[K]>, Output<C[K]>> };

export type Module = {
  name: string;
  contract: Contract;
  service: Record<string, Handler<never, unknown>>;
  /** Which built-in role holds which of this module's permissions. */
  roles: Partial<Record<BuiltInRole, readonly string[]>>;
  jobs?: readonly JobKind[];
  subscribers?: readonly Subscriber[];
  timed?: readonly TimedWork[];
  /** Mail that it asks for (core/mail). */
  mails?: readonly MailKind[];
  /** Streams and call-backs that are not operations. */
  routes?: (server: FastifyInstance, door: Door) => void;
};

/** Checks at compile time that every operation of the contract has its function. */
export function module<C extends Contract>(
  manifest: Omit<Module, "contract" | "service"> & { contract: C; service: Handlers<C> },
): Module {
  return manifest as unknown as Module;
}
