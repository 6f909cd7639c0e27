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
