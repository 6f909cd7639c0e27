// What people work with: computers and phones, and the user IDs by which they come in.
import { createHash } from "node:crypto";
import { addDays } from "#core/time/fiscal-year.ts";
import type { Values } from "#modules/ledgers/contract/words.ts";
import { columnOf, type FieldName } from "#modules/ledgers/declared/fields.ts";
import { instantAt } from "./calendar.ts";
import type { Company } from "./company.ts";
import { entryOf, type SourceOf, type Sources, type Standing } from "./entry.ts";
import type { Plan } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { mailDomain, seatHolder } from "./staff.ts";

/** Computers, phones and tablets for each worker; of the stress group 1.3 × 380,000 is half a million. */
const perWorker = 1.3;
const makers = [
  ["Dell Inc.", "Latitude 5440"],
  ["HP", "EliteBook 840 G10"],
  ["Lenovo", "ThinkPad X1 Carbon"],
  ["Panasonic", "Let's note FV4"],
] as const;

type Said = ReturnType<typeof entryOf>;

/** What one source says of an entry. */
export function sight(source: SourceOf, ledger: string, entry: Said, values: Values, to: Sheet): void {
  const told = Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === null ? [] : [[columnOf(name as FieldName), value]],
    ),
  );
  to.add("sightings", {
    sourceId: source.id,
    ledger,
    sourceKey: entry.serialKey ?? entry.nameKey ?? entry.name,
    companyId: entry.companyId,
    entryId: entry.id,
    name: entry.name,
    person: null,
    state: "in_use",
    serialKey: entry.serialKey,
    tagKey: entry.tagKey,
    nameKey: entry.nameKey,
    rank: source.rank,
    sees: source.sees,
    records: source.records,
    values: JSON.stringify(told),
    seenAt: source.sees ? entry.seenAt : null,
    firstAt: entry.createdAt,
    saidAt: source.saidAt,
    digest: createHash("md5").update(JSON.stringify(told)).digest(),
    raw: JSON.stringify(told),
    loadId: source.id,
  });
}

export function addDevices(
  plan: Plan,
  company: Company,
  sources: Sources,
  chance: Random,
  to: Sheet,
): number {
  const count = Math.max(2, Math.round(company.workers * perWorker));
  const isSilent = sources.manager.saidAt < instantAt(addDays(plan.calendar.today, -8), 0, company.timeZone);
  for (let nth = 1; nth <= count; nth += 1) {
    const isPhone = chance.chance(0.25);
    const [manufacturer, model] = isPhone ? (["Apple", "iPhone 15"] as const) : chance.pick(makers);
    const isListed = chance.chance(0.97);
    const isManaged = !isListed || chance.chance(0.9);
    const seen = !isManaged
      ? null
      : chance.chance(0.04)
        ? chance.int(35, 120)
        : isSilent
          ? 9
          : chance.int(0, 3);
    const serial = `${isPhone ? "F" : "5C"}${company.code}${String(nth).padStart(5, "0")}${chance.int(10, 99)}`;
    const differs = isListed && isManaged && chance.chance(0.03);
    const name = `${company.slug.slice(0, 6).toUpperCase()}-${isPhone ? "M" : "N"}${String(nth).padStart(5, "0")}`;
    const values = {
      form: isPhone ? "phone" : chance.chance(0.8) ? "laptop" : "desktop",
      serial,
      assetTag: isListed ? `${company.code}-${nth}` : null,
      hostname: name,
      manufacturer,
      model,
      os: isPhone ? "ios" : "windows",
      osVersion: isPhone ? "26.1" : chance.pick(["10.0.26100", "10.0.22631", "10.0.19045"]),
      managed: isManaged ? true : null,
      encrypted: isManaged ? chance.chance(0.96) : null,
      malwareProtected: isManaged && !isPhone ? chance.chance(0.97) : null,
      patched: isManaged ? chance.chance(0.9) : null,
    };
    const { list, manager } = sources;
    const standing: Standing = {
      takenIn: isListed ? chance.int(60, 900) : null,
      seen,
      class: chance.chance(0.9) ? (chance.chance(0.08) ? 3 : chance.chance(0.3) ? 2 : 1) : null,
      ownerId: isListed && nth % 19 > 0 ? seatHolder(plan, company, "officer") : null,
      conflicts: differs ? ["model"] : [],
      sourceIds: [...(isListed ? [list.id] : []), ...(isManaged ? [manager.id] : [])],
      reviewed: isListed && chance.chance(0.8) ? chance.int(10, 380) : null,
    };
    const entry = entryOf(plan, company, "devices", serial, name, values, standing);
    to.add("devices", { ...entry, ...values, lastCheckIn: entry.seenAt });
    if (isListed)
      sight(
        list,
        "devices",
        entry,
        {
          serial,
          assetTag: values.assetTag,
          hostname: name,
          manufacturer,
          model: differs ? `${model} (old)` : model,
          form: values.form,
        },
        to,
      );
    if (isManaged) sight(manager, "devices", entry, { ...values, assetTag: null }, to);
  }
  return count;
}

export function addUserIds(
  plan: Plan,
  company: Company,
  sources: Sources,
  chance: Random,
  to: Sheet,
): number {
  const people = company.workers;
  const count = people + Math.max(1, Math.round(people * 0.06));
  const domain = mailDomain(company);
  for (let nth = 1; nth <= count; nth += 1) {
    const isPerson = nth <= people;
    const kind = isPerson ? "person" : chance.pick(["service", "guest", "shared"] as const);
    const name = isPerson
      ? `u${String(nth).padStart(5, "0")}@${domain}`
      : `${kind}-${nth - people}@${domain}`;
    const isCapable = isPerson ? chance.chance(0.93) : kind === "guest" && chance.chance(0.4);
    const values = {
      system: "Entra ID",
      accountKind: kind,
      email: isPerson ? name : null,
      subject: plan.id(addDays(plan.calendar.today, -800), "subject", company.code, nth),
      isEnabled: chance.chance(0.98),
      isPrivileged: chance.chance(0.01),
      mfaCapable: isCapable,
      mfaRegistered: isCapable,
    };
    const seen = chance.chance(0.92) ? chance.int(0, 6) : chance.int(40, 300);
    const standing = {
      takenIn: chance.int(60, 900),
      seen: 2,
      class: values.isPrivileged ? 3 : 1,
      ownerId: nth % 23 > 0 ? seatHolder(plan, company, "officer") : null,
      reviewed: nth % 11 > 0 ? 20 + ((nth * 37) % 300) : null,
      sourceIds: [sources.directory.id],
    };
    const entry = entryOf(plan, company, "user_ids", name, name, values, standing);
    to.add("userIds", {
      ...entry,
      ...values,
      lastSignIn: instantAt(addDays(plan.calendar.today, -seen), 9 * 60, company.timeZone),
    });
    sight(sources.directory, "user_ids", entry, values, to);
  }
  return count;
}
