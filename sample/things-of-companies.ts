// What a company runs, keeps and makes: servers, cloud services, information, ways into the internet, plants, products.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Company } from "./company.ts";
import { entryOf, type Standing } from "./entry.ts";
import type { Plan } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { seatHolder } from "./staff.ts";
import { addImportant, addPurposes, isPersonalSet } from "./statements.ts";

const byHand = (plan: Plan, company: Company, chance: Random): Standing => ({
  takenIn: chance.int(60, 900),
  seen: null,
  class: chance.pick([1, 2, 2, 3]),
  ownerId: chance.chance(0.7) ? seatHolder(plan, company, "officer") : null,
  reviewed: chance.chance(0.6) ? chance.int(10, 420) : null,
});

const purposes = [
  "File share",
  "Business system",
  "Database",
  "Web",
  "Backup",
  "Directory",
  "Monitoring",
] as const;

export function addServers(plan: Plan, company: Company, chance: Random, to: Sheet): number {
  if (!company.runsServers) return 0;
  const count = Math.max(2, Math.round(company.workers / 30));
  const important: string[] = [];
  for (let nth = 1; nth <= count; nth += 1) {
    const name = `${company.slug.slice(0, 6)}-sv${String(nth).padStart(3, "0")}`;
    const isOld = chance.chance(0.08);
    const values = {
      purpose: chance.pick(purposes),
      environment: chance.chance(0.4) ? "shared" : chance.pick(["own", "hosted", "cloud"] as const),
      hostname: name,
      address: `10.${chance.int(1, 250)}.${chance.int(0, 250)}.${chance.int(2, 250)}`,
      os: chance.chance(0.7) ? "windows" : "linux",
      osVersion: isOld ? "Windows Server 2012 R2" : "Windows Server 2022",
      supportedUntil: isOld ? "2023-10-10" : "2031-10-14",
      isVirtual: chance.chance(0.8),
      facesInternet: chance.chance(0.1),
      patched: isOld ? false : chance.chance(0.9),
      malwareProtected: chance.chance(0.95),
      backedUp: chance.chance(0.92),
    };
    const seen = chance.chance(0.85) ? chance.int(0, 20) : null;
    const entry = entryOf(plan, company, "servers", name, name, values, {
      ...byHand(plan, company, chance),
      seen,
    });
    to.add("servers", { ...entry, ...values });
    if (nth <= 2) important.push(entry.id);
  }
  addImportant(plan, company, important, to);
  return count;
}

const services = [
  ["Microsoft 365", "Microsoft", "https://www.office.com", ["internal", "personal"]],
  ["Box", "Box", "https://app.box.com", ["confidential"]],
  ["Zoom", "Zoom", "https://zoom.us", ["internal"]],
  ["Salesforce", "Salesforce", "https://login.salesforce.com", ["personal"]],
  ["ServiceNow", "ServiceNow", "https://www.servicenow.com", ["internal"]],
  ["Slack", "Slack", "https://slack.com", ["internal"]],
  ["Concur", "SAP", "https://www.concursolutions.com", ["personal", "payment"]],
  ["GitHub", "GitHub", "https://github.com", ["confidential", "credentials"]],
] as const;

export function addServices(plan: Plan, company: Company, chance: Random, to: Sheet): number {
  const used = services.slice(0, Math.min(services.length, 2 + Math.floor(company.workers / 60)));
  for (const [name, provider, url, dataClasses] of used) {
    const isApproved = chance.chance(0.8);
    const values = {
      provider,
      url,
      dataClasses: [...dataClasses],
      crossesBoundary: true,
      centralSignIn: chance.chance(0.75),
      mfaDemanded: chance.chance(0.8),
      approvedOn: isApproved ? addDays(plan.calendar.today, -chance.int(100, 900)) : null,
    };
    to.add("cloudServices", {
      ...entryOf(plan, company, "cloud_services", name, name, values, byHand(plan, company, chance)),
      ...values,
    });
  }
  return used.length;
}

const kept = [
  ["設計図面", "confidential", "Design drawings"],
  ["取引先単価表", "confidential", "Price lists"],
  ["経営会議資料", "confidential", "Papers of the board"],
  ["従業員名簿", "personal", "Staff register"],
  ["顧客名簿", "personal", "Customer register"],
  ["採用応募者", "personal", "Applicants"],
] as const;

export function addInformation(plan: Plan, company: Company, chance: Random, to: Sheet): number {
  for (const [ja, nature, en] of kept) {
    const name = company.language === "ja" ? ja : en;
    const people =
      nature === "personal"
        ? Math.round((company.personalDataPeople || company.workers) * (0.4 + chance.next()))
        : 0;
    const values = {
      nature,
      purpose:
        nature === "personal"
          ? company.language === "ja"
            ? "契約の履行と連絡"
            : "To perform contracts and to keep in touch"
          : null,
      medium: chance.pick(["system", "file_share", "cloud", "paper"] as const),
      keptIn: chance.pick(["Box", "File server", "SAP"]),
      retentionMonths: nature === "personal" ? chance.pick([36, 60, 84]) : null,
      accessLimited: chance.chance(0.9),
      encrypted: chance.chance(0.6),
      backedUp: chance.chance(0.85),
    };
    const entry = entryOf(plan, company, "information", en, name, values, {
      ...byHand(plan, company, chance),
      class: nature === "personal" ? 3 : 2,
    });
    to.add("information", {
      ...entry,
      ...values,
      peopleByCountry: people > 0 ? JSON.stringify([{ country: company.country, people }]) : null,
    });
    if (isPersonalSet(en)) addPurposes(plan, company, en, entry.id, to);
  }
  return kept.length;
}

type Exit = {
  exitKind: string;
  address: string;
  provider?: string;
  product?: string;
  version?: string;
  supportedUntil?: string;
  watched: boolean;
  patched: boolean;
  adminReachable: boolean;
};

/** The VPN boxes that companies have: three makes, so that asking by what a ledger holds asks some and not all. */
const vpnProducts = ["FortiGate 100F", "FortiGate 60F", "Firepower 1010"] as const;
/** Of each company its VPN, for what is asked about it later. */
export const vpnOf = new Map<string, { entryId: string; name: string; about: string }>();

/** One line and one VPN; where the story says so, one box more that a scan has seen and nobody answers for. */
export function addExits(plan: Plan, company: Company, chance: Random, to: Sheet): number {
  const network = `203.0.113.${chance.int(1, 250)}`;
  const add = (name: string, values: Exit, standing: Standing) => {
    const entry = entryOf(plan, company, "internet_exits", name, name, values, standing);
    to.add("internetExits", { ...entry, ...values });
    return entry.id;
  };
  const product = vpnProducts[Number(company.code.replace(/\D/g, "")) % vpnProducts.length] ?? vpnProducts[0];
  const own = byHand(plan, company, chance);
  add(
    "Main line",
    {
      exitKind: "line",
      address: network,
      provider: "Mihon Telecom",
      watched: true,
      patched: true,
      adminReachable: false,
    },
    { ...own, seen: 3 },
  );
  const entryId = add(
    "VPN",
    {
      exitKind: "vpn",
      address: `198.51.100.${chance.int(1, 250)}`,
      product,
      version: "7.4.9",
      watched: true,
      patched: chance.chance(0.9),
      adminReachable: false,
    },
    { ...own, seen: 3 },
  );
  vpnOf.set(company.id, { entryId, name: "VPN", about: `${product} 7.4.9` });
  if (company.story !== "forgotten_vpn") return 2;
  add(
    "198.51.100.77",
    {
      exitKind: "vpn",
      address: "198.51.100.77",
      product: "SSL VPN (old)",
      version: "5.2.1",
      supportedUntil: "2022-06-30",
      watched: false,
      patched: false,
      adminReachable: true,
    },
    { takenIn: null, seen: 4 },
  );
  return 3;
}

export function addPlants(plan: Plan, company: Company, chance: Random, to: Sheet): number {
  const count = company.plants * 24;
  for (let nth = 1; nth <= count; nth += 1) {
    const line = `Line ${1 + (nth % 6)}`;
    const name = `PLC-${String(nth).padStart(4, "0")}`;
    const values = {
      line,
      zone: `Zone ${1 + (nth % 4)}`,
      level: chance.pick(["1", "2", "3"] as const),
      manufacturer: chance.pick(["Mitsubishi Electric", "Omron", "Siemens", "Keyence"]),
      model: chance.pick(["Q03UDVCPU", "NX102", "S7-1500", "KV-8000"]),
      serial: `P${company.code}${String(nth).padStart(5, "0")}`,
      firmware: `${chance.int(1, 4)}.${chance.int(0, 9)}`,
      address: `192.168.${nth % 200}.${chance.int(2, 250)}`,
      remoteAccess: chance.chance(0.15),
      safetyRelated: chance.chance(0.1),
      backedUp: chance.chance(0.7),
    };
    to.add("plantEquipment", {
      ...entryOf(plan, company, "plant_equipment", name, name, values, {
        ...byHand(plan, company, chance),
        seen: chance.chance(0.7) ? chance.int(0, 25) : null,
      }),
      ...values,
    });
  }
  return count;
}

export function addProducts(plan: Plan, company: Company, chance: Random, to: Sheet): number {
  if (!company.developsProducts) return 0;
  const parts = ["Telematics unit", "Body control", "Gateway", "Camera", "Battery management"] as const;
  for (const [nth, part] of parts.entries()) {
    const values = {
      product: `${company.slug} series ${1 + (nth % 3)}`,
      productType: `M${1 + (nth % 3)}`,
      ecu: part,
      partNumber: `${company.code}-${4400 + nth * 17}`,
      softwareVersion: `${chance.int(1, 6)}.${chance.int(0, 9)}.${chance.int(0, 40)}`,
      supplier: chance.pick(["Mihon Electronics", "Mihon Optics"]),
      hasComponentList: chance.chance(0.6),
      // Type-approved vehicles and their parts are out of the Cyber Resilience Act; the telematics unit is sold for other uses too.
      inCra: part === "Telematics unit",
      isVehicleType: part !== "Telematics unit",
    };
    to.add("productComponents", {
      ...entryOf(plan, company, "product_components", part, part, values, byHand(plan, company, chance)),
      ...values,
    });
  }
  return parts.length;
}
