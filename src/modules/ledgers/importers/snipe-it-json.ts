// Snipe-IT's assets as its interface lists them (`/api/v1/hardware`), asked for by the names of the columns of its export.
import { plain, type Synonyms } from "#modules/organization/importing/spelling.ts";
import { at, isObject, type JsonObject, textAt } from "./json-values.ts";

/** Where the interface keeps what the export has a column of. */
const places: Record<string, readonly string[][]> = {
  id: [["id"]],
  company: [["company", "name"]],
  name: [["name"]],
  assetTag: [["asset_tag"]],
  serial: [["serial"]],
  category: [["category", "name"]],
  manufacturer: [["manufacturer", "name"]],
  model: [["model", "name"]],
  modelNumber: [["model_number"]],
  location: [["location", "name"]],
  defaultLocation: [["rtd_location", "name"]],
  purchasedOn: [["purchase_date", "date"], ["purchase_date"]],
  byod: [["byod"]],
  auditedAt: [["last_audit_date", "datetime"], ["last_audit_date"]],
  notes: [["notes"]],
  checkoutType: [["assigned_to", "type"]],
};
/** Of whoever has it, where it is a person: things are handed out to places and to other things as well. */
const ofPerson: Record<string, readonly string[]> = {
  username: ["username"],
  firstName: ["first_name"],
  lastName: ["last_name"],
  fullName: ["name"],
  email: ["email"],
  employeeNumber: ["employee_number"],
};

export function getterOf(asset: JsonObject, columns: Synonyms): (field: string) => string {
  const isWithPerson = /^(user|)$/i.test(textAt(asset, "assigned_to", "type"));
  const own = customFields(asset);
  return (field) => {
    if (field === "status") return statusOf(asset);
    if (field === "checkoutLocation")
      return isWithPerson ? "" : unescaped(textAt(asset, "assigned_to", "name"));
    const person = isWithPerson ? ofPerson[field] : undefined;
    if (person) return unescaped(textAt(asset, "assigned_to", ...person));
    const found = (places[field] ?? []).map((path) => textAt(asset, ...path)).find((text) => text !== "");
    return unescaped(found ?? customOf(own, columns[field] ?? []));
  };
}

/** "Ready to Deploy (deployed)", as the export writes it. */
function statusOf(asset: JsonObject): string {
  const [name, meta] = [textAt(asset, "status_label", "name"), textAt(asset, "status_label", "status_meta")];
  return unescaped(meta === "" ? name : `${name} (${meta})`);
}

/** Fields that a company added, by their labels: the system and the host name are kept in such. */
function customFields(asset: JsonObject): ReadonlyMap<string, string> {
  const fields = at(asset, "custom_fields");
  if (!isObject(fields)) return new Map();
  return new Map(Object.keys(fields).map((label) => [plain(label), textAt(fields, label, "value")]));
}

const customOf = (own: ReadonlyMap<string, string>, labels: readonly string[]) =>
  labels.map((label) => own.get(plain(label)) ?? "").find((text) => text !== "") ?? "";

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#039": "'", "#39": "'" };

/** The interface writes texts as they would stand in a page. */
const unescaped = (text: string) =>
  text.includes("&")
    ? text.replace(/&(amp|lt|gt|quot|#0?39);/g, (_, name: string) => entities[name] ?? "")
    : text;
