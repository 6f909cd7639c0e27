// What each company has in its ledgers and who says so: a list of its own, a device manager, the directory. Planted: a VPN box
// that a scan sees and nobody answers for, and a device manager that has gone silent.
import { addDays } from "#core/time/fiscal-year.ts";
import { instantAt } from "./calendar.ts";
import type { Company } from "./company.ts";
import type { SourceOf, Sources } from "./entry.ts";
import { groupZone, type Plan } from "./plan.ts";
import { randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson, seatHolder } from "./staff.ts";
import { addDevices, addUserIds } from "./things-of-people.ts";
import {
  addExits,
  addInformation,
  addPlants,
  addProducts,
  addServers,
  addServices,
} from "./things-of-companies.ts";
import { addUnknown } from "./unknown.ts";

const text = {
  ja: { list: "端末管理台帳", manager: "端末管理（Intune）", directory: "認証基盤の登録状況" },
  en: { list: "Device list", manager: "Device manager (Intune)", directory: "Sign-in registration" },
  zh: { list: "设备台账", manager: "设备管理（Intune）", directory: "登录登记情况" },
} as const;

/** The company whose device manager has not spoken for nine days. */
const silent = "late_office";

export function addLedgers(plan: Plan, company: Company, to: Sheet): void {
  const { today } = plan.calendar;
  if (company.leftOn !== null && company.leftOn <= today) return;
  const sources = addSources(plan, company, to);
  const chance = randomOf(plan.seed, "ledgers", company.code);
  const counts = {
    devices: addDevices(plan, company, sources, chance, to),
    user_ids: addUserIds(plan, company, sources, chance, to),
    servers: addServers(plan, company, chance, to) + addUnknown(plan, company, to),
    cloud_services: addServices(plan, company, chance, to),
    information: addInformation(plan, company, chance, to),
    internet_exits: addExits(plan, company, chance, to),
    plant_equipment: addPlants(plan, company, chance, to),
    product_components: addProducts(plan, company, chance, to),
  };
  for (const [ledger, count] of Object.entries(counts))
    if (count > 0)
      to.add("ledgerCounts", {
        companyId: company.id,
        ledger,
        countedAt: "1970-01-01T00:00:00Z",
        isDue: true,
        entries: count,
      });
  addEarlierFacts(plan, company, counts.devices, to);
}

function addSources(plan: Plan, company: Company, to: Sheet): Sources {
  const { today } = plan.calendar;
  const names = text[company.language];
  const createdAt = instantAt(addDays(today, -420), 10 * 60, company.timeZone);
  const add = (
    what: keyof typeof names,
    kind: string,
    rank: number,
    records: boolean,
    age: number,
    expectedHours: number | null,
  ): SourceOf => {
    const saidAt = instantAt(addDays(today, -age), 6 * 60, company.timeZone);
    const id = plan.id(addDays(today, -420), "asset source", company.code, what);
    to.add("assetSources", {
      id,
      companyId: company.id,
      name: names[what],
      kind,
      rank,
      sees: !records,
      records,
      expectedHours,
      loadedAt: saidAt,
      saidAt,
      createdAt,
      createdBy: seatHolder(plan, company, "officer"),
    });
    return { id, saidAt, rank, records, sees: !records };
  };
  return {
    list: add("list", "plain", 6, true, 40, null),
    manager: add("manager", "intune", 2, false, company.story === silent ? 9 : 1, 36),
    directory: add("directory", "mfa_registration", 3, false, 2, 192),
  };
}

/** Shares of all devices by year, the oldest first: enrolled in the manager, and encrypted. */
const byYear = [
  [0.49, 0.71],
  [0.66, 0.8],
  [0.81, 0.89],
] as const;

/** What was counted at the end of earlier quarters, so that a list of then has its figures. */
function addEarlierFacts(plan: Plan, company: Company, devices: number, to: Sheet): void {
  const { today } = plan.calendar;
  for (const [nth, [managed, encrypted]] of byYear.entries())
    for (const quarter of [0, 1, 2, 3]) {
      const day = addDays(today, -(byYear.length - nth) * 365 + quarter * 91);
      if (day <= company.joinedOn || day >= today) continue;
      const all = Math.max(1, Math.round(devices * (0.94 + nth * 0.02)));
      const share = (of: number) => Math.round(all * Math.min(0.99, of + quarter * 0.02));
      const fact = (measure: string, numerator: number, denominator: number | null, unknown: number | null) =>
        to.add("ledgerFacts", {
          companyId: company.id,
          measure,
          fromDay: day,
          numerator,
          denominator,
          unknown,
        });
      fact("devices.registered", all, null, null);
      fact("devices.matched", share(managed), all, 0);
      fact("devices.managed", share(managed), all, all - share(managed));
      fact(
        "devices.encrypted",
        share(encrypted),
        all,
        Math.min(all - share(encrypted), Math.round(all * 0.08)),
      );
    }
}

const rules = [
  [
    "端末管理規程",
    "IT-07",
    [
      ["devices", ""],
      ["user_ids", ""],
    ],
  ],
  [
    "サーバー・クラウド利用規程",
    "IT-11",
    [
      ["servers", ""],
      ["cloud_services", ""],
    ],
  ],
  ["個人情報取扱規程", "GA-03", [["information", "personal"]]],
] as const;

/** Of the group: what they leave open (confidential information, plants, exits, products) is a gap until somebody rules it. */
export function addGroupRules(plan: Plan, to: Sheet): void {
  const { today } = plan.calendar;
  for (const [nth, [name, reference, covers]] of rules.entries()) {
    const validFrom = addDays(today, -700 + nth * 30);
    const id = plan.id(validFrom, "asset rule", reference);
    to.add("assetRules", {
      id,
      companyId: null,
      name,
      reference,
      ownerId: groupPerson(plan, "office"),
      validFrom,
      // The last of them is past its day.
      reviewDueOn: addDays(today, nth === rules.length - 1 ? -20 : 120 + nth * 60),
      reviewedOn: addDays(today, -300),
      createdAt: instantAt(validFrom, 10 * 60, groupZone),
    });
    for (const [ledger, nature] of covers)
      to.add("assetRuleCovers", { ruleId: id, companyId: null, ledger, nature, fromRank: 1 });
  }
}
