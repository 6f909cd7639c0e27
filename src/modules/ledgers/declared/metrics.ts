// What the metrics of a standard are measured by (`metric` of a control), as facts of ledgers. A metric that no ledger can
// count is not here: what was trained, reported or tested is counted elsewhere.

export type Metric = {
  /** Facts, `<ledger>.<fact>`; of several the numbers are added up. */
  facts: readonly string[];
  /** `share`: so many of so many hold. `offenders`: so many of so many should not be. */
  form: "share" | "offenders";
  /** Of offenders: all there is, as a fact. */
  of?: readonly string[];
};

const share = (...facts: string[]): Metric => ({ facts, form: "share" });
const none = (facts: string[], of: string[]): Metric => ({ facts, form: "offenders", of });

const metrics: Readonly<Record<string, Metric>> = {
  device_register_match_rate: share("devices.matched"),
  standard_build_rate: share("devices.standardBuild", "servers.standardBuild"),
  central_management_rate: share("devices.managed"),
  // TEC-04 asks it of portable devices.
  device_encryption_rate: share("devices.portableEncrypted"),
  malware_protection_rate: share("devices.malwareProtected", "servers.malwareProtected"),
  edr_coverage_rate: share("devices.watched", "servers.watched"),
  local_admin_user_rate: share("devices.noAdmin"),
  dormant_account_rate: share("user_ids.signedInLately"),
  central_signin_rate: share("cloud_services.centralSignIn"),
  mfa_coverage_rate: share("user_ids.mfaCapable"),
  server_ledger_match_rate: share("servers.matched"),
  cloud_ledger_review_rate: share("cloud_services.reviewed"),
  remote_access_points_unpatched: share("internet_exits.remotePatched"),
  unknown_public_assets: none(["internet_exits.onlyThere"], ["internet_exits.entries"]),
  patch_within_14_days_rate: share("devices.patched", "servers.patched"),
  unsupported_assets: none(
    ["devices.unsupported", "servers.unsupported", "plant_equipment.unsupported"],
    ["devices.registered", "servers.registered", "plant_equipment.registered"],
  ),
  // TEC-33: each important system restored within its interval; how fast it came back is a gap of its own.
  restore_test_age_days: share("continuity.tested"),
  log_source_coverage_rate: share("servers.logged", "cloud_services.logged"),
  component_list_coverage_rate: share("product_components.hasComponentList"),
  ot_inventory_coverage_rate: share("plant_equipment.matched"),
  shared_environment_adoption_rate: share("servers.shared"),
};

export const metricOf = (name: string): Metric | undefined => metrics[name];
export const metricNames: readonly string[] = Object.keys(metrics);

/** The ledgers that a metric is counted from. */
export const ledgersOf = ({ facts, of = [] }: Metric): string[] => [
  ...new Set([...facts, ...of].map((fact) => fact.split(".")[0] ?? "")),
];

/** Questions on scope that a ledger answers by what it holds. */
export const scopeLedgers: Readonly<Record<string, string>> = {
  has_plant: "plant_equipment",
  has_servers: "servers",
  develops_products: "product_components",
};
