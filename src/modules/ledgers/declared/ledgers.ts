// Lent to later modules.
// The eight ledgers in the order in which they are shown.
import { columnOf } from "./fields.ts";
import type { Ledger } from "./ledger.ts";
import { devices, servers, cloudServices, userIds, information } from "./of-offices.ts";
import { internetExits, plantEquipment, productComponents } from "./of-plants.ts";

export type { Ledger, Measure } from "./ledger.ts";

export const ledgers = [
  devices,
  servers,
  cloudServices,
  userIds,
  information,
  internetExits,
  plantEquipment,
  productComponents,
] as const;

export type LedgerName = (typeof ledgers)[number]["name"];
export const ledgerNames = ledgers.map((one) => one.name);
const byName: ReadonlyMap<string, Ledger> = new Map(ledgers.map((one) => [one.name, one]));

/** @throws Error for a name that no schema let through. */
export function ledgerOf(name: string): Ledger {
  const found = byName.get(name);
  if (!found) throw new Error(`no ledger ${name}`);
  return found;
}

export const columnsOf = (ledger: Ledger) => ledger.fields.map(columnOf);
