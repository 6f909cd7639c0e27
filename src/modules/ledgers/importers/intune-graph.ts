// Microsoft Graph: deviceManagement/managedDevices, one page or several. A page that names a next one is part of a set: what
// is missing from it is not missing from the tenant, so it is read as changes and its first row says so.
import type { Importer, Said } from "./importer.ts";
import { type Items, openItems } from "./items.ts";
import { at, firstAt, isObject, type JsonObject, lowered } from "./json-values.ts";
import { looksLikeJson } from "./looks.ts";
import { managedDevice } from "./managed-devices.ts";
import { isPartial, itemsSaid } from "./paged.ts";

const names: Record<string, readonly string[]> = {
  id: ["id"],
  entraId: ["azureADDeviceId", "azureActiveDirectoryDeviceId"],
  name: ["deviceName"],
  managementName: ["managedDeviceName"],
  serial: ["serialNumber"],
  manufacturer: ["manufacturer"],
  model: ["model"],
  os: ["operatingSystem"],
  osVersion: ["osVersion"],
  skuFamily: ["skuFamily"],
  compliance: ["complianceState"],
  ownership: ["managedDeviceOwnerType", "ownerType"],
  encrypted: ["isEncrypted"],
  jailbroken: ["jailBroken"],
  lastCheckIn: ["lastSyncDateTime"],
  upn: ["userPrincipalName"],
  userEmail: ["emailAddress"],
  userName: ["userDisplayName"],
  category: ["deviceCategoryDisplayName"],
  deviceState: ["managementState"],
  deviceType: ["deviceType", "chassisType"],
};

export const intuneGraph: Importer = {
  kind: "intune_graph",
  ledgers: ["devices", "servers"],
  sees: true,
  recognise: (head) =>
    looksLikeJson(head, {
      some: ["managedDeviceOwnerType", "azureADDeviceId", "managedDevices", "lastSyncDateTime", "jailBroken"],
      most: 0.97,
    }),
  async read(bytes) {
    const items = await openItems(bytes, ["value"]);
    return { extent: isPartial(items) ? "changes" : "whole", capturedAt: null, rows: rowsOf(items) };
  },
};

const rowsOf = (items: Items) => itemsSaid(items, "devices", deviceOf);

function deviceOf(row: number, value: JsonObject, raw: Record<string, unknown>): Said {
  // One device alone comes as `{"value": {…}}`; PowerShell begins each name with a capital.
  const inner = at(value, "value");
  const device = lowered(isObject(inner) ? inner : value);
  const get = (name: string) => firstAt(device, ...(names[name] ?? []).map((one) => one.toLowerCase()));
  // An id and nothing else is a page of other objects.
  return managedDevice({ row, raw, order: null, get });
}
