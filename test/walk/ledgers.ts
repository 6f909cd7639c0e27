// What each company of the walk has in its ledgers, and how the operations on it are aimed.
import type pg from "pg";
import { addPersonal, personalAims, type PersonalTarget } from "./personal.ts";

export type LedgerTarget = {
  /** A device of the company, one that is gone, a rule of the company, and another one to be ended. */
  entryId: string;
  goneEntryId: string;
  assetRuleId: string;
  endingAssetRuleId: string;
  /** A source of the company with a load that waits, another load to be left aside, a source without any, and one to be ended. */
  sourceId: string;
  idleSourceId: string;
  endingSourceId: string;
  loadId: string;
  droppedLoadId: string;
  sourceFileId: string;
  /** A server that a load saw and nobody has taken in, one question about many such, and a server that is in the ledger. */
  unknownId: string;
  unknownAskId: string;
  knownServerId: string;
} & PersonalTarget;

export async function addWalkLedger(owner: pg.Client, companyId: string): Promise<LedgerTarget> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into devices (company_id, name, serial, serial_key, registered_at, state, retired_on, labels)
     select $1::uuid, n || ' of ' || $1, n || $1, upper(n || replace($1::text, '-', '')), now(), s, case when s = 'retired' then current_date end, array['walk ' || $1]
     from (values ('walk', 'in_use'), ('gone', 'retired')) v (n, s) returning id`,
    [companyId],
  );
  const rules = await owner.query<{ id: string }>(
    `insert into asset_rules (company_id, name, valid_from, review_due_on)
     select $1::uuid, n || $1, current_date - 10, current_date + 300 from unnest(array['rule ', 'ending ']) n returning id`,
    [companyId],
  );
  await owner.query(
    "insert into asset_rule_covers (rule_id, company_id, ledger) select id, company_id, 'devices' from asset_rules where company_id = $1",
    [companyId],
  );
  await owner.query(
    `insert into ledger_nones (company_id, ledger, said_on, said_by)
     select $1::uuid, 'product_components', current_date - 1, (select p.id from people p where p.company_id = $1 order by p.id limit 1)`,
    [companyId],
  );
  const id = (from: { id: string }[], at: number) => from[at]?.id ?? "";
  const sources = await addSources(owner, companyId);
  return {
    entryId: id(rows, 0),
    goneEntryId: id(rows, 1),
    assetRuleId: id(rules.rows, 0),
    endingAssetRuleId: id(rules.rows, 1),
    ...sources,
    ...(await addPersonal(owner, companyId)),
    ...(await addUnknown(owner, companyId, sources)),
  };
}

async function addUnknown(
  owner: pg.Client,
  companyId: string,
  { sourceId, loadId }: { sourceId: string; loadId: string },
) {
  const one = async (sql: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(sql, values)).rows[0]?.id ?? "";
  const asked = await one(
    "insert into people (company_id, family_name, given_name) values ($1, 'Asked', 'Walk') returning id",
    [companyId],
  );
  const knownServerId = await one(
    "insert into servers (company_id, name, registered_at) values ($1::uuid, 'known of ' || $1, now()) returning id",
    [companyId],
  );
  const seen = await one(
    "insert into servers (company_id, name) values ($1::uuid, 'seen of ' || $1) returning id",
    [companyId],
  );
  const unknownAskId = await one(
    "insert into unknown_asks (company_id, load_id, things) values ($1, $2, 1) returning id",
    [companyId, loadId],
  );
  const unknownId = await one(
    `insert into unknown_things (company_id, ledger, entry_id, name, faces_internet, source_id, load_id, asked_at, due_on, asked_id, ask_id)
     values ($1::uuid, 'servers', $2, 'seen of ' || $1, false, $3, $4, now(), current_date + 14, $5, $6) returning id`,
    [companyId, seen, sourceId, loadId, asked, unknownAskId],
  );
  return { unknownId, unknownAskId, knownServerId };
}

async function addSources(owner: pg.Client, companyId: string) {
  const { rows } = await owner.query<{ id: string; name: string }>(
    `insert into asset_sources (company_id, name, kind, sees, records, created_by)
     select $1::uuid, n || $1, 'plain', false, true, (select p.id from people p where p.company_id = $1 order by p.id limit 1)
     from unnest(array['busy ', 'idle ', 'ending ']) n returning id, name`,
    [companyId],
  );
  const sourceOf = (name: string) => rows.find((one) => one.name.startsWith(name))?.id ?? "";
  const file = await owner.query<{ id: string }>(
    `insert into files (company_id, sha256, size_bytes, media_type, name, purpose)
     values ($1::uuid, sha256(convert_to('list of ' || $1::text, 'utf8')), 20, 'text/plain', 'list of ' || $1::text || '.csv', 'asset_source') returning id`,
    [companyId],
  );
  const loads = await owner.query<{ id: string }>(
    `insert into source_loads (source_id, company_id, file_id, file_name, ordered_by, state, extent)
     select s.id, s.company_id, $2, 'list of ' || $1::text || '.csv', s.created_by, 'ready', 'whole'
     from asset_sources s where s.company_id = $1::uuid and s.name not like 'idle %' order by s.name returning id`,
    [companyId, file.rows[0]?.id],
  );
  return {
    sourceId: sourceOf("busy"),
    idleSourceId: sourceOf("idle"),
    endingSourceId: sourceOf("ending"),
    loadId: loads.rows[0]?.id ?? "",
    droppedLoadId: loads.rows[1]?.id ?? "",
    sourceFileId: file.rows[0]?.id ?? "",
  };
}

const rule = (today: string) => ({
  name: "Walk",
  reference: "",
  fileId: null,
  ownerId: null,
  reviewDueOn: `${Number(today.slice(0, 4)) + 1}${today.slice(4, 7)}-01`,
  covers: [{ ledger: "devices", nature: "", fromRank: 1 }],
});
const source = { name: "Walk", rank: 5, records: false, expectedHours: null, isAutomatic: false };
const words = { en: "Walk", ja: "歩", zh: "步" };
const devices = { ledger: "devices" };

export type Aim = {
  at: "company" | "group";
  input: (
    target: LedgerTarget & { companyId: string; personId: string },
    world: { today: string },
  ) => Record<string, unknown>;
};

export const ledgerAims: Record<string, Aim> = {
  ...personalAims,
  listLedgers: { at: "company", input: ({ companyId }) => ({ companyId }) },
  listEntries: { at: "company", input: ({ companyId }) => ({ ...devices, companyId }) },
  countEntries: { at: "company", input: ({ companyId }) => ({ ...devices, companyId }) },
  listLabels: { at: "company", input: ({ companyId }) => ({ ...devices, companyId }) },
  exportEntries: { at: "company", input: ({ companyId }) => ({ ...devices, companyId, format: "csv" }) },
  getEntry: { at: "company", input: ({ entryId }) => ({ ...devices, id: entryId }) },
  listEntryChanges: { at: "company", input: ({ entryId }) => ({ ...devices, id: entryId }) },
  addEntry: {
    at: "company",
    input: ({ companyId }) => ({ ...devices, companyId, name: "Walk", values: { os: "linux" } }),
  },
  changeEntry: {
    at: "company",
    input: ({ entryId }) => ({ ...devices, id: entryId, rowVersion: 1, values: { os: "linux" } }),
  },
  retireEntry: {
    at: "company",
    input: ({ entryId }, { today }) => ({ ...devices, id: entryId, on: today, reason: "walk" }),
  },
  restoreEntry: { at: "company", input: ({ goneEntryId }) => ({ ...devices, id: goneEntryId }) },
  previewChange: {
    at: "company",
    input: ({ entryId }) => ({ ...devices, ids: [entryId], change: { class: 2 } }),
  },
  changeEntries: {
    at: "company",
    input: ({ entryId }) => ({ ...devices, ids: [entryId], change: { class: 2 }, expected: 1 }),
  },
  listCoverage: { at: "group", input: () => ({}) },
  sumCoverage: { at: "group", input: () => ({}) },
  listFacts: { at: "company", input: ({ companyId }) => ({ companyId }) },
  listBeginnings: { at: "company", input: ({ companyId }) => ({ companyId }) },
  sayNone: { at: "company", input: ({ companyId }) => ({ companyId, ledger: "plant_equipment" }) },
  takeBackNone: { at: "company", input: ({ companyId }) => ({ companyId, ledger: "product_components" }) },
  listClasses: { at: "group", input: () => ({}) },
  changeClass: {
    at: "group",
    input: () => ({
      rank: 1,
      rowVersion: 1,
      name: words,
      criteria: words,
      reviewMonths: 12,
      demands: [{ ...devices, measures: ["managed"] }],
    }),
  },
  countRules: { at: "company", input: ({ companyId }) => ({ companyId }) },
  listRules: { at: "company", input: ({ companyId }) => ({ companyId }) },
  addRule: {
    at: "company",
    input: ({ companyId }, { today }) => ({ ...rule(today), companyId, from: today }),
  },
  changeRule: {
    at: "company",
    input: ({ assetRuleId }, { today }) => ({ ...rule(today), id: assetRuleId, rowVersion: 1 }),
  },
  reviewRule: {
    at: "company",
    input: ({ assetRuleId }, { today }) => ({
      id: assetRuleId,
      outcome: "kept",
      remark: "",
      nextOn: rule(today).reviewDueOn,
    }),
  },
  countSources: { at: "company", input: ({ companyId }) => ({ companyId }) },
  listSources: { at: "company", input: ({ companyId }) => ({ companyId }) },
  addSource: { at: "company", input: ({ companyId }) => ({ ...source, kind: "plain", companyId }) },
  changeSource: {
    at: "company",
    input: ({ idleSourceId }) => ({ ...source, name: "Walked", id: idleSourceId, rowVersion: 1 }),
  },
  endSource: { at: "company", input: ({ endingSourceId }) => ({ id: endingSourceId, reason: "walk" }) },
  openLoad: {
    at: "company",
    input: ({ idleSourceId, sourceFileId }) => ({ id: idleSourceId, fileId: sourceFileId }),
  },
  listLoads: { at: "company", input: ({ sourceId }) => ({ sourceId }) },
  getLoad: { at: "company", input: ({ loadId }) => ({ id: loadId }) },
  listLoadRows: { at: "company", input: ({ loadId }) => ({ id: loadId }) },
  foreseeLoad: { at: "company", input: ({ loadId }) => ({ id: loadId }) },
  decideLoad: {
    at: "company",
    input: ({ loadId, companyId }) => ({ id: loadId, words: [{ word: "walk", companyId }] }),
  },
  applyLoad: { at: "company", input: ({ loadId }) => ({ id: loadId, rowVersion: 1 }) },
  dropLoad: { at: "company", input: ({ droppedLoadId }) => ({ id: droppedLoadId, reason: "" }) },
  listSightings: { at: "company", input: ({ entryId }) => ({ ...devices, id: entryId }) },
  endRule: { at: "company", input: ({ endingAssetRuleId }) => ({ id: endingAssetRuleId, reason: "walk" }) },
  listUnknowns: { at: "company", input: ({ companyId }) => ({ companyId }) },
  countUnknowns: { at: "company", input: ({ companyId }) => ({ companyId }) },
  getUnknownAsk: { at: "company", input: ({ unknownAskId }) => ({ id: unknownAskId }) },
  getUnknown: { at: "company", input: ({ unknownId }) => ({ id: unknownId }) },
  takeInUnknown: {
    at: "company",
    input: ({ unknownId, personId }) => ({ id: unknownId, ownerId: personId, class: 2, rowVersion: 1 }),
  },
  mergeUnknown: {
    at: "company",
    input: ({ unknownId, knownServerId }) => ({ id: unknownId, intoId: knownServerId, rowVersion: 1 }),
  },
  passUnknown: {
    at: "company",
    input: ({ unknownId }) => ({ id: unknownId, toId: null, reason: "walk", rowVersion: 1 }),
  },
  dismissUnknown: {
    at: "company",
    input: ({ unknownId }) => ({ id: unknownId, reason: "walk", rowVersion: 1 }),
  },
  switchOffUnknown: {
    at: "company",
    input: ({ unknownId }, { today }) => ({ id: unknownId, on: today, reason: "", rowVersion: 1 }),
  },
  previewUnknowns: {
    at: "company",
    input: ({ unknownId }) => ({ ids: [unknownId], answer: { dismiss: { reason: "walk" } } }),
  },
  answerUnknowns: {
    at: "company",
    input: ({ unknownId }) => ({ ids: [unknownId], answer: { dismiss: { reason: "walk" } }, expected: 1 }),
  },
};
