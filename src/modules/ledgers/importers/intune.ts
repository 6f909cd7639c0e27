// Microsoft Intune: the list of all devices as its portal or its export interface writes it (CSV, or that within a ZIP), in
// whichever columns and language somebody chose. Source: Microsoft's "Intune reports and properties available using Graph API".
import { type Importer, type Said } from "./importer.ts";
import { intuneColumns, onlyIntune } from "./intune-words.ts";
import { managedDevice } from "./managed-devices.ts";
import { headText, openedHead } from "./opened.ts";
import { dayOrderOf, labelsIn, needsOneOf, openTable, type Table } from "./table.ts";
import type { DayOrder } from "./days.ts";

export const intune: Importer = {
  kind: "intune",
  ledgers: ["devices", "servers"],
  sees: true,
  recognise(head, fileName) {
    const { bytes, isWorkbook, name } = openedHead(head);
    const named = /DevicesWithInventory|DeviceCompliance|intune|^Devices_/i.test(`${fileName} ${name ?? ""}`)
      ? 0.2
      : 0;
    if (isWorkbook) return named;
    const text = headText(bytes);
    const known = labelsIn(text, intuneColumns).size;
    const own = labelsIn(text, { own: onlyIntune }).size;
    if (known < 3) return 0;
    return own > 0 ? Math.min(1, 0.8 + named) : Math.min(0.7, 0.3 + named + known / 50);
  },
  async read(bytes, choices) {
    const table = needsOneOf(await openTable(bytes, intuneColumns, choices), [
      "id",
      "entraId",
      "serial",
      "name",
    ]);
    const order = await dayOrderOf(table, ["lastCheckIn"], choices);
    return { extent: "whole", capturedAt: null, rows: rowsOf(table, order) };
  },
};

async function* rowsOf(table: Table, order: DayOrder | null): AsyncGenerator<Said> {
  for await (const { row, raw, get } of table.rows()) yield managedDevice({ row, raw, order, get });
}
