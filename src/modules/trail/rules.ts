// Which right opens the timeline of which kind of record.

export const timelineRights: Readonly<Record<string, readonly string[]>> = {
  inspection: ["inspection.read", "inspection.answer", "inspection.review"],
  duty: ["inspection.read", "inspection.answer", "inspection.review"],
  round: ["round.read"],
  unit: ["organization.read"],
  person: ["person.read"],
  position: ["person.read"],
  edition: ["standard.read", "standard.publish"],
  account: ["account.read"],
  file: ["inspection.read"],
  job: ["job.read"],
  import: ["organization.import", "person.import"],
  catalogue: ["standard.read", "standard.publish"],
  mapping: ["standard.read", "standard.publish"],
  erasure: ["trail.erase"],
  connection: ["connection.read"],
  receiver: ["receiver.read"],
  engagement: ["engagement.read"],
  devices: ["ledger.read"],
  servers: ["ledger.read"],
  cloud_services: ["ledger.read"],
  user_ids: ["ledger.read"],
  information: ["ledger.read"],
  internet_exits: ["ledger.read"],
  plant_equipment: ["ledger.read"],
  product_components: ["ledger.read"],
  asset_rule: ["ledger.read"],
  asset_source: ["ledger.read"],
  asset_load: ["ledger.read"],
  finding: ["finding.read"],
  plan: ["plan.read"],
  instruction: ["instruction.read"],
  lateral_check: ["lateral.read"],
  incident: ["incident.read"],
};

export const timelineReaders: readonly string[] = [...new Set(Object.values(timelineRights).flat())];

/** What happens to a shared service happens to companies: its timeline is of these events that name it. */
export const serviceVerbs = [
  "service.provider_changed",
  "service.connected",
  "service.disconnected",
] as const;
