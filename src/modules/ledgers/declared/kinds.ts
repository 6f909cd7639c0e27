// The formats that sources come in, by the names under which they are kept and told (`source.kind.<kind>`).

export const importerKinds = [
  "plain",
  "intune",
  "intune_graph",
  "mfa_registration",
  "snipe_it",
  "glpi_agent",
  "fleet",
  "netbox",
  "jamf",
  "osquery_log",
  "aws_config",
  "azure_resource_graph",
  "gcp_cai",
  "cyclonedx",
  "nmap",
  "cloud_names",
] as const;
export type ImporterKind = (typeof importerKinds)[number];

/**
 * What a source of a format brings as a rule, so that naming it begins those ledgers; a plain list brings what somebody says
 * it does, and every format what it was seen to bring.
 */
export const broughtBy: Readonly<Record<ImporterKind, readonly string[]>> = {
  plain: [],
  intune: ["devices"],
  intune_graph: ["devices"],
  mfa_registration: ["user_ids"],
  snipe_it: ["devices"],
  glpi_agent: ["devices"],
  fleet: ["devices"],
  netbox: ["servers"],
  jamf: ["devices"],
  osquery_log: ["devices"],
  aws_config: ["servers", "cloud_services", "internet_exits"],
  azure_resource_graph: ["servers", "cloud_services", "internet_exits"],
  gcp_cai: ["servers", "cloud_services", "internet_exits"],
  cyclonedx: ["product_components"],
  nmap: ["servers"],
  cloud_names: ["cloud_services"],
};
