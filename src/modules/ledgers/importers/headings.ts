// Of each ledger, what the columns of a plain table about it may be called.
import { type LedgerName, ledgerOf } from "../declared/ledgers.ts";
import { plain, type Synonyms } from "#modules/organization/importing/spelling.ts";
import {
  accountHeadings,
  accountNames,
  exitHeadings,
  informationHeadings,
  plantHeadings,
  productHeadings,
  serviceHeadings,
} from "./headings-of-services.ts";
import { commonHeadings, idHeadings, nameHeadings, thingHeadings } from "./headings-of-things.ts";

const own: { [L in LedgerName]: Synonyms } = {
  devices: {},
  servers: {},
  cloud_services: {},
  user_ids: accountHeadings,
  information: informationHeadings,
  internet_exits: exitHeadings,
  plant_equipment: plantHeadings,
  product_components: productHeadings,
};
const made = new Map<LedgerName, Synonyms>();

/**
 * Field -> words: the fields of the ledger first, then `company`, `person`, `personId`, `state`, `seenAt`, `name` and `id`. A
 * word belongs to one of them, the first that claims it.
 */
export function headingsOf(ledgerName: LedgerName): Synonyms {
  const known = made.get(ledgerName);
  if (known) return known;
  const ledger = ledgerOf(ledgerName);
  const taken = new Set<string>();
  const headings: Synonyms = {};
  const claim = (field: string, words: readonly string[]) => {
    const free = words.filter((word) => !taken.has(plain(word)));
    for (const word of [field, ...free]) taken.add(plain(word));
    headings[field] = free;
  };
  // The ledger's own words go before those that all ledgers share.
  const fields = ledger.fields.toSorted(
    (one, other) => Number(other in own[ledgerName]) - Number(one in own[ledgerName]),
  );
  for (const field of fields)
    claim(field, own[ledgerName][field] ?? serviceHeadings[field] ?? thingHeadings[field] ?? []);
  if (ledgerName === "user_ids") claim("name", [...accountNames, ...nameHeadings]);
  for (const [field, words] of Object.entries(commonHeadings)) claim(field, words);
  if (ledgerName !== "user_ids") claim("name", nameHeadings);
  claim("id", idHeadings);
  made.set(ledgerName, headings);
  return headings;
}
