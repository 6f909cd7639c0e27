// Every format that a source can be read from, and which of them a file looks like.
import type { Importer } from "./importer.ts";
import { awsConfig } from "./aws-config.ts";
import { azureResourceGraph } from "./azure-resource-graph.ts";
import { cloudNames } from "./cloud-names.ts";
import { cyclonedx } from "./cyclonedx.ts";
import { fleet } from "./fleet.ts";
import { gcpCai } from "./gcp-cai.ts";
import { glpiAgent } from "./glpi-agent.ts";
import { intuneGraph } from "./intune-graph.ts";
import { intune } from "./intune.ts";
import { jamf } from "./jamf.ts";
import { mfaRegistration } from "./mfa-registration.ts";
import { netbox } from "./netbox.ts";
import { nmap } from "./nmap.ts";
import { osqueryLog } from "./osquery-log.ts";
import { plainTable } from "./plain.ts";
import { snipeIt } from "./snipe-it.ts";

export const importers: readonly Importer[] = [
  plainTable,
  intune,
  intuneGraph,
  mfaRegistration,
  snipeIt,
  glpiAgent,
  fleet,
  netbox,
  jamf,
  osqueryLog,
  awsConfig,
  azureResourceGraph,
  gcpCai,
  cyclonedx,
  nmap,
  cloudNames,
];

const byKind: ReadonlyMap<string, Importer> = new Map(importers.map((one) => [one.kind, one]));

/** @throws Error for a kind that no schema let through. */
export function importerOf(kind: string): Importer {
  const found = byKind.get(kind);
  if (!found) throw new Error(`no importer ${kind}`);
  return found;
}

/** The formats that a file looks like, the likeliest first, by its first 64 KB and its name; none for what is nothing known. */
export function recogniseSource(head: Uint8Array, fileName: string): { kind: string; score: number }[] {
  const start = head.subarray(0, 65_536);
  return importers
    .map(({ kind, recognise }) => ({ kind, score: recognise(start, fileName) }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score);
}
