// What a scan saw and nobody has taken in: seven servers of one company, four of which probably belong to somebody, and the forgotten
// box of another. The servers are those of data/scan-of-seven.xml.
import { addDays, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { advance, endOfDay, stepsOf } from "#modules/duties/rules.ts";
import { daysToAnswer, type LikelyRule } from "#modules/ledgers/declared/unknown.ts";
import { instantAt, startMonth } from "./calendar.ts";
import type { Company } from "./company.ts";
import { entryOf, type SourceOf } from "./entry.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { type Seat, seatHolder } from "./staff.ts";
import { sight } from "./things-of-people.ts";

const text = {
  ja: "社内ネットワークのスキャン",
  en: "Scan of the offices",
  zh: "办公网络扫描",
} as const;

/** Days ago. */
const scanned = 4;

type Why = { by: LikelyRule; like: string; seat: Seat; count?: number; network?: string };
type Host = { address: string; name: string; note: string; why: Why | null };

const known = [
  ["erp-db01", "10.20.30.11", "helper", 2],
  ["erp-db02", "10.20.30.12", "helper", 2],
  ["mes-hist01", "10.20.31.6", "deputy", 3],
] as const;

const hosts: readonly Host[] = [
  {
    address: "10.20.30.41",
    name: "erp-db03.mihon.example",
    note: "22/tcp OpenSSH 8.9p1, 5432/tcp PostgreSQL DB 14.2 or later",
    why: { by: "same_name", like: "erp-db01", seat: "helper", count: 2 },
  },
  {
    address: "10.20.30.42",
    name: "10.20.30.42",
    note: "445/tcp microsoft-ds, 3389/tcp Microsoft Terminal Services",
    why: { by: "neighbours", like: "erp-db01", seat: "helper", count: 2, network: "10.20.30.0/24" },
  },
  {
    address: "10.20.30.12",
    name: "old-reports.mihon.example",
    note: "8080/tcp Apache Tomcat 9.0.54",
    why: { by: "same_address", like: "erp-db02", seat: "helper", count: 1 },
  },
  {
    address: "10.20.31.7",
    name: "mes-hist02.mihon.example",
    note: "1433/tcp Microsoft SQL Server 2016",
    why: { by: "same_name", like: "mes-hist01", seat: "deputy", count: 1 },
  },
  {
    address: "203.0.113.77",
    name: "203.0.113.77",
    note: "443/tcp nginx 1.18.0, 10443/tcp cirrossp",
    why: null,
  },
  {
    address: "10.20.77.5",
    name: "nas-7f.mihon.example",
    note: "445/tcp Samba smbd 4.6.2, 5000/tcp nginx, MAC 00:11:32:5A:7F:05",
    why: null,
  },
  { address: "fd00:20:77::8", name: "labelprint.mihon.example", note: "9100/tcp jetdirect", why: null },
];

type Thing = {
  ledger: "servers" | "internet_exits";
  entryId: string;
  name: string;
  address: string;
  facesInternet: boolean;
  why: Why | null;
};

/** @returns how many servers more the company has in its list. */
export function addUnknown(plan: Plan, company: Company, to: Sheet): number {
  if (company.story === "forgotten_vpn") {
    addForgotten(plan, company, to);
    return 0;
  }
  if (company.slug !== "casting") return 0;
  const scan = addScan(plan, company, to);
  for (const [name, address, seat, rank] of known) {
    const values = { hostname: name, address, os: "linux" };
    to.add("servers", {
      ...entryOf(plan, company, "servers", name, name, values, {
        takenIn: 400,
        seen: scanned,
        class: rank,
        ownerId: seatHolder(plan, company, seat),
        reviewed: 90,
      }),
      ...values,
    });
  }
  for (const { address, name, note, why } of hosts) {
    const values = { address, ...(name === address ? {} : { hostname: name }) };
    const entry = entryOf(plan, company, "servers", name, name, values, {
      takenIn: null,
      seen: scanned,
      sourceIds: [scan.source.id],
    });
    to.add("servers", { ...entry, ...values, note });
    sight(scan.source, "servers", entry, { ...values, note }, to);
    const thing = {
      ledger: "servers",
      entryId: entry.id,
      name,
      address,
      facesInternet: why === null,
    } as const;
    ask(plan, company, scan, { ...thing, facesInternet: address.startsWith("203."), why }, to);
  }
  return known.length + hosts.length;
}

/** The box that a scan of the addresses outside saw: its entry is made with the other ways into the internet. */
function addForgotten(plan: Plan, company: Company, to: Sheet): void {
  const scan = addScan(plan, company, to);
  const address = "198.51.100.77";
  const standing = { takenIn: null, seen: scanned };
  const entry = entryOf(plan, company, "internet_exits", address, address, { address }, standing);
  const thing = { ledger: "internet_exits", entryId: entry.id, name: address, address } as const;
  ask(plan, company, scan, { ...thing, facesInternet: true, why: null }, to);
}

type Scan = { source: SourceOf; loadId: string; at: string; on: string };

function addScan(plan: Plan, company: Company, to: Sheet): Scan {
  const on = addDays(plan.calendar.today, -scanned);
  const at = instantAt(on, 9 * 60, company.timeZone);
  const orderedBy = seatHolder(plan, company, "officer");
  const id = plan.id(on, "asset source", company.code, "scan");
  const loadId = plan.id(on, "asset load", company.code, "scan");
  const source = { id, saidAt: at, rank: 5, records: false, sees: true };
  to.add("assetSources", {
    id,
    companyId: company.id,
    name: text[company.language],
    kind: "nmap",
    rank: 5,
    sees: true,
    records: false,
    expectedHours: null,
    loadedAt: at,
    saidAt: at,
    createdAt: at,
    createdBy: orderedBy,
  });
  to.add("sourceLoads", {
    id: loadId,
    sourceId: id,
    companyId: company.id,
    fileName: "scan-of-seven.xml",
    orderedBy,
    state: "applied",
    extent: "changes",
    capturedAt: at,
    openedAt: at,
    endedAt: at,
    appliedAt: at,
  });
  return { source, loadId, at, on };
}

function ask(plan: Plan, company: Company, scan: Scan, thing: Thing, to: Sheet): void {
  const id = plan.id(scan.on, "unknown thing", company.code, thing.name);
  const likelyId = thing.why ? seatHolder(plan, company, thing.why.seat) : null;
  const dueOn = addDays(scan.on, thing.facesInternet ? daysToAnswer.internet : daysToAnswer.else);
  to.add("unknownThings", {
    id,
    companyId: company.id,
    ledger: thing.ledger,
    entryId: thing.entryId,
    name: thing.name,
    address: thing.address,
    facesInternet: thing.facesInternet,
    sourceId: scan.source.id,
    loadId: scan.loadId,
    foundAt: scan.at,
    askedAt: scan.at,
    dueOn,
    likelyId,
    likelyBy: thing.why?.by ?? null,
    likelyBecause: thing.why ? JSON.stringify(becauseOf(plan, company, thing.why)) : null,
    askedId: likelyId,
  });
  const dueAt = endOfDay(dueOn, company.timeZone);
  const stood = advance(
    stepsOf("ledger.identify", new Date(scan.at), dueAt, company.timeZone),
    0,
    new Date(plan.now),
  );
  to.add("duties", {
    id: plan.id(scan.on, "duty", "ledger.identify", id),
    fiscalYear: fiscalYearOf(scan.on, startMonth),
    kind: "ledger.identify",
    subjectKind: "unknown_thing",
    subjectId: id,
    companyId: company.id,
    permission: likelyId ? "ledger.identify" : "ledger.queue",
    personId: likelyId,
    notFor: [],
    createdAt: scan.at,
    startsAt: scan.at,
    dueAt: dueAt.toISOString(),
    timeZone: company.timeZone,
    state: "open",
    nextAt: stood.nextAt?.toISOString() ?? null,
    level: stood.level,
    step: stood.step,
    postponedCount: 0,
    about: thing.name,
  });
}

function becauseOf(plan: Plan, company: Company, { like, count = 1, network }: Why) {
  const values = { hostname: like };
  const { id } = entryOf(plan, company, "servers", like, like, values, { takenIn: 400, seen: scanned });
  return {
    entryId: id,
    ledger: "servers",
    name: like,
    count,
    of: count,
    ...(network ? { network } : {}),
  };
}
