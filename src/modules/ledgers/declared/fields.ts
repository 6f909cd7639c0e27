// What an entry may hold beside what every entry has: a field is declared once, with its type and bounds, and used by each
// ledger that keeps it. Columns of the tables, the contract, forms, lists, exports and imports are read from here.
import { readMoment, snake } from "./reading.ts";

export { readMoment };

type Common = {
  /** About a person: withheld from whoever reads the company's people by pseudonym only. */
  isPersonal?: true;
};
export type Field = Common &
  (
    | { type: "text"; max: number }
    /** Yes, no or not known: null is never taken for no. */
    | { type: "flag" }
    | { type: "number"; from: number; to: number; isWhole: boolean }
    | { type: "day" }
    | { type: "moment" }
    | { type: "word"; words: readonly string[] }
    | { type: "words"; words: readonly string[] }
    /** A number of people by country, ISO 3166-1 alpha-2: `{"JP": 1200}`. */
    | { type: "countries" }
  );

const text = (max: number) => ({ type: "text", max }) as const;
const flag = { type: "flag" } as const;
const day = { type: "day" } as const;
const moment = { type: "moment" } as const;
const word = <const W extends readonly string[]>(...words: W) => ({ type: "word", words }) as const;
const words = <const W extends readonly string[]>(...of: W) => ({ type: "words", words: of }) as const;
const whole = (to: number) => ({ type: "number", from: 0, to, isWhole: true }) as const;
const personal = <F extends Field>(field: F) => ({ ...field, isPersonal: true }) as const;

/** CycloneDX 1.7 `data.classification` is free text; these are what its authors and ours use for it. */
const dataClasses = words(
  "public",
  "internal",
  "confidential",
  "personal",
  "special_personal",
  "payment",
  "credentials",
);

export const fields = {
  // What a thing is called and made of
  serial: text(100),
  assetTag: text(100),
  hostname: text(255),
  manufacturer: text(120),
  model: text(160),
  location: text(200),
  note: text(1000),
  os: word("windows", "macos", "linux", "chromeos", "ios", "android", "other"),
  osVersion: text(80),
  supportedUntil: day,
  address: text(255),
  // Computers, phones and tablets
  form: word("desktop", "laptop", "tablet", "phone", "thin_client", "other"),
  belongsTo: word("company", "leased", "person"),
  userName: personal(text(255)),
  standardBuild: flag,
  managed: flag,
  encrypted: flag,
  malwareProtected: flag,
  watched: flag,
  userIsAdmin: flag,
  patched: flag,
  jailbroken: flag,
  lastCheckIn: moment,
  purchasedOn: day,
  // Servers
  purpose: text(500),
  environment: word("shared", "own", "hosted", "cloud"),
  isVirtual: flag,
  facesInternet: flag,
  backedUp: flag,
  logged: flag,
  provider: text(160),
  cloudAccount: text(160),
  resourceId: text(400),
  region: text(80),
  // Cloud services (the view of CycloneDX services)
  url: text(400),
  dataClasses,
  crossesBoundary: flag,
  centralSignIn: flag,
  approvedOn: day,
  contractUntil: day,
  dataCountry: text(2),
  users: whole(10_000_000),
  // User IDs
  system: text(160),
  subject: text(255),
  accountKind: word("person", "shared", "service", "guest", "administrator", "unknown"),
  isPrivileged: flag,
  isEnabled: flag,
  mfaCapable: flag,
  mfaRegistered: flag,
  mfaDemanded: flag,
  signInMethods: text(400),
  lastSignIn: moment,
  createdOn: day,
  expiresOn: day,
  displayName: personal(text(255)),
  email: personal(text(255)),
  // Information
  nature: word("confidential", "personal"),
  medium: word("system", "file_share", "cloud", "paper", "media", "other"),
  keptIn: text(200),
  peopleByCountry: { type: "countries" },
  isSpecial: flag,
  retentionMonths: whole(1200),
  collectedFrom: text(300),
  accessLimited: flag,
  // Internet exits and public addresses
  exitKind: word("line", "vpn", "remote_desktop", "web", "mail", "dns", "address", "domain", "other"),
  product: text(160),
  version: text(80),
  adminReachable: flag,
  // Plant equipment (IEC 62443 zones and conduits, Purdue levels)
  line: text(120),
  zone: text(120),
  conduit: text(160),
  level: word("0", "1", "2", "3", "3.5", "4", "5"),
  protocols: text(300),
  remoteAccess: flag,
  safetyRelated: flag,
  firmware: text(80),
  // Products and their components (UN R156 names the identification of a vehicle's software RXSWIN)
  productType: text(160),
  ecu: text(160),
  partNumber: text(160),
  softwareVersion: text(120),
  supplier: text(160),
  interfaces: text(300),
  hasComponentList: flag,
  rxswin: text(120),
  inCra: flag,
  isVehicleType: flag,
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as FieldName[];
export const fieldOf = (name: FieldName): Field => fields[name];

const columns = new Map<string, string>(fieldNames.map((name) => [name, snake(name)]));
/** Its column, in every table that has it; kept, as a load of a million rows asks for it twenty million times. */
export const columnOf = (name: string): string => columns.get(name) ?? snake(name);
