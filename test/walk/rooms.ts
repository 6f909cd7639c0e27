// The room of the walk's open incident: what each of its acts begins from.
import type pg from "pg";
import { signedIn } from "../factories.ts";

export type RoomTarget = {
  logEntryId: string;
  taskId: string;
  endedTaskId: string;
  incidentRoleId: string;
  /** To somebody who is none of the walk's. */
  handoverId: string;
  affectedId: string;
  /** Told, and nobody has taken note. */
  toldId: string;
  incidentEvidenceId: string;
  custodyId: string;
  thingId: string;
  /** Of personal data, named, with three people of Germany. */
  dataSetId: string;
  contactId: string;
  /** Who may keep it. */
  contactOwnerId: string;
  /** Who may take a part in it. */
  roomPersonId: string;
};

export async function addWalkRoom(
  owner: pg.Client,
  companyId: string,
  incidentId: string,
): Promise<RoomTarget> {
  const one = async (text: string, more: unknown[] = []) =>
    (await owner.query<{ id: string }>(text, [incidentId, companyId, ...more])).rows[0]?.id ?? "";
  const { personId } = await signedIn(owner, { companyId, role: "responder", name: "Room" });
  const { rows: others } = await owner.query<{ id: string }>(
    "select id from people where company_id = $1 and id <> $2 order by id limit 1",
    [companyId, personId],
  );
  const scribeId = others[0]?.id ?? null;
  const task = (state: string) =>
    one(
      `insert into incident_tasks (incident_id, company_id, phase, nth, title, state, ended_at)
       values ($1, $2, 'contain', 1, 'walk', $3, case when $3 <> 'open' then now() end) returning id`,
      [state],
    );
  const affected = (role: string, told: string) =>
    one(
      `insert into incident_affected (incident_id, company_id, role, told, told_at)
       values ($1, $2, $3, $4, case when $4 <> '' then now() end) returning id`,
      [role, told],
    );
  const evidenceId = await one(
    `insert into incident_evidence (incident_id, company_id, number, what, taken_at, zone, taken_by_said)
     values ($1, $2, 1, 'walk', now(), 'UTC', 'walk') returning id`,
  );
  await one(
    `with file as (insert into files (company_id, unit_id, sha256, size_bytes, media_type, name, purpose)
       select $2, $2, sha256('x'), 1, 'application/pdf', 'x.pdf', 'offline_pack' where $1::uuid is not null returning id)
     insert into offline_packs (unit_id, company_id, language, passphrase, file_id, made_at) select $2, $2, 'en', 'walk', f.id, now() from file f
     on conflict do nothing returning id`,
  );
  const { personId: contactOwnerId } = await signedIn(owner, {
    companyId,
    role: "security_officer",
    name: "Contacts",
  });
  return {
    contactOwnerId,
    contactId: await one(
      `insert into incident_contacts (unit_id, company_id, kind, name, telephone, owner_id, checked_on)
       select $2, $2, 'police', 'walk', '110', $3, now()::date where $1::uuid is not null returning id`,
      [contactOwnerId],
    ),
    logEntryId: await one(
      "insert into incident_entries (incident_id, company_id, kind, at, zone, said) values ($1, $2, 'note', now(), 'UTC', 'walk') returning id",
    ),
    taskId: await task("open"),
    endedTaskId: await task("done"),
    incidentRoleId: await one(
      "insert into incident_roles (incident_id, company_id, role, person_id) values ($1, $2, 'scribe', $3) returning id",
      [scribeId],
    ),
    handoverId: await one(
      "insert into incident_handovers (incident_id, company_id, role, to_id, is_open) values ($1, $2, 'liaison', $3, 'walk') returning id",
      [personId],
    ),
    affectedId: await affected("hit", ""),
    toldId: await affected("processor", "walk"),
    incidentEvidenceId: evidenceId,
    custodyId: await one(
      `insert into incident_custody (incident_id, company_id, evidence_id, nth, from_said, to_id, to_said, at, zone, why)
       values ($1, $2, $3, 1, 'walk', $4, 'walk', now(), 'UTC', 'walk') returning id`,
      [evidenceId, personId],
    ),
    thingId: await one(
      "insert into incident_assets (incident_id, company_id, ledger, entry_id, name) values ($1, $2, 'devices', gen_random_uuid(), 'walk') returning entry_id as id",
    ),
    dataSetId: await one(
      `with set as (insert into information (company_id, name, nature, people_by_country, state, registered_at)
         values ($2, 'walk', 'personal', '[{"country":"DE","people":3}]', 'in_use', now()) returning id)
       insert into incident_assets (incident_id, company_id, ledger, entry_id, name) select $1, $2, 'information', s.id, 'walk' from set s
       returning entry_id as id`,
    ),
    roomPersonId: personId,
  };
}

type Aim = {
  at: "company" | "group" | "self";
  input: (
    target: RoomTarget & { companyId: string; openIncidentId: string; entryId: string },
    world: { today: string },
  ) => Record<string, unknown>;
};
const moment = () => new Date(Date.now() - 60_000).toISOString();
const entry = () => ({ kind: "note", at: moment(), zone: "UTC", said: "walk" });
const contact = {
  kind: "police",
  name: "walk",
  ruleKey: null,
  telephone: "110",
  mail: "",
  portal: "",
  note: "",
};
const ofIncident = (more: Record<string, unknown> = {}): Aim => ({
  at: "company",
  input: ({ openIncidentId }) => ({ id: openIncidentId, ...more }),
});
const of = (name: keyof RoomTarget, more: Record<string, unknown> = {}): Aim => ({
  at: "company",
  input: (target) => ({ id: target[name], ...more }),
});

export const roomAims: Record<string, Aim> = {
  getRoom: ofIncident(),
  listOfflinePacks: { at: "self", input: () => ({}) },
  countOfflinePacks: { at: "self", input: () => ({}) },
  listPackUnits: { at: "self", input: () => ({}) },
  setOfflinePack: {
    at: "company",
    input: ({ companyId }) => ({ unitId: companyId, language: "en", passphrase: "walk walk walk walk" }),
  },
  listPackPeople: { at: "company", input: ({ companyId }) => ({ unitId: companyId }) },
  endOfflinePack: { at: "company", input: ({ companyId }) => ({ unitId: companyId }) },
  downloadOfflinePack: { at: "company", input: ({ companyId }) => ({ unitId: companyId }) },
  listIncidentContacts: { at: "self", input: () => ({}) },
  addIncidentContact: { at: "company", input: ({ companyId }) => ({ unitId: companyId, ...contact }) },
  changeIncidentContact: {
    at: "company",
    input: ({ contactId, contactOwnerId }) => ({
      id: contactId,
      ...contact,
      ownerId: contactOwnerId,
      rowVersion: 1,
    }),
  },
  checkIncidentContact: of("contactId", { rowVersion: 1 }),
  endIncidentContact: of("contactId"),
  downloadBrief: ofIncident({ language: "en" }),
  listIncidentLog: ofIncident(),
  addLogEntry: { at: "company", input: ({ openIncidentId }) => ({ id: openIncidentId, ...entry() }) },
  correctLogEntry: {
    at: "company",
    input: ({ logEntryId }) => ({ id: logEntryId, ...entry(), why: "walk" }),
  },
  findIncidentPeople: ofIncident(),
  addTask: ofIncident({ phase: "contain", title: "walk" }),
  getTask: of("taskId"),
  giveTask: of("taskId", { ownerId: null, dueAt: null, rowVersion: 1 }),
  endTask: of("taskId", { as: "done", said: "", rowVersion: 1 }),
  openTaskAgain: of("endedTaskId", { reason: "walk", rowVersion: 1 }),
  giveIncidentRole: ofIncident({ role: "counsel", outsider: "walk" }),
  endIncidentRole: of("incidentRoleId"),
  handOverRole: {
    at: "company",
    input: ({ openIncidentId, roomPersonId }) => ({
      id: openIncidentId,
      role: "scribe",
      toId: roomPersonId,
      isOpen: "walk",
      comesNext: "",
    }),
  },
  takeOver: of("handoverId"),
  withdrawHandover: of("handoverId"),
  listPlaybooks: { at: "self", input: () => ({}) },
  getPlaybook: { at: "self", input: () => ({ kind: "malware" }) },
  setPlaybook: {
    at: "group",
    input: () => ({
      kind: "malware",
      tasks: [{ phase: "contain", hours: 1, en: "walk", ja: "walk", zh: "walk" }],
      reason: "walk",
      version: 1,
    }),
  },
  getAffected: ofIncident(),
  findAffectable: ofIncident({ search: "walk", of: "things" }),
  addAffected: {
    at: "company",
    input: ({ openIncidentId, companyId }) => ({ id: openIncidentId, companyId, role: "controller" }),
  },
  tellAffected: of("affectedId", { told: "walk", rowVersion: 1 }),
  takeOutAffected: of("affectedId", { because: "walk", rowVersion: 1 }),
  getTold: of("toldId"),
  noteTold: of("toldId"),
  countPeople: ofIncident({ country: "JP", count: 3, isExact: true, categories: [] }),
  takePeople: {
    at: "company",
    input: ({ openIncidentId, dataSetId }) => ({
      id: openIncidentId,
      entryId: dataSetId,
      countries: [{ country: "DE", count: 3, as: "first", after: null }],
      isExact: false,
      categories: [],
    }),
  },
  addThing: {
    at: "company",
    input: ({ openIncidentId, entryId }) => ({ id: openIncidentId, ledger: "devices", entryId }),
  },
  takeOutThing: {
    at: "company",
    input: ({ openIncidentId, thingId }) => ({ id: openIncidentId, entryId: thingId }),
  },
  listIncidentEvidence: ofIncident(),
  takeEvidence: {
    at: "company",
    input: ({ openIncidentId }) => ({
      id: openIncidentId,
      what: "walk",
      mark: "",
      takenAt: moment(),
      zone: "UTC",
      takenWhere: "",
      takenBySaid: "walk",
    }),
  },
  handOverEvidence: {
    at: "company",
    input: ({ incidentEvidenceId }) => ({
      id: incidentEvidenceId,
      toSaid: "walk",
      at: new Date().toISOString(),
      zone: "UTC",
      why: "walk",
    }),
  },
  confirmCustody: of("custodyId"),
  getBrief: ofIncident(),
  writeBrief: ofIncident({ happened: "walk", affected: "", doing: "", decide: "", nextAt: null, after: 0 }),
  getCircle: ofIncident(),
  setCircle: ofIncident({ isConfidential: false, knows: [], about: [], reason: "walk", rowVersion: 1 }),
  countConfidential: { at: "self", input: () => ({}) },
  setCountedFrom: { at: "group", input: () => ({ countedFrom: 5, reason: "walk" }) },
};
