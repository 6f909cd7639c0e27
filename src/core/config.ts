// Configuration is environment variables, read once at start. Every wrong one is named, all at once.
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { isIP } from "node:net";
import { dirname, join, resolve } from "node:path";
import { type BackupConfig, backupConfig, backupProblem, backupVariables } from "./backup/config.ts";
import { type MailSettings, mailProblem, mailSettingsFrom, mailVariables } from "./mail/settings.ts";
import {
  type MailInSettings,
  mailInProblem,
  mailInSettingsFrom,
  mailInVariables,
} from "./mail/settings-in.ts";
import { orExplain, StartError } from "./start-error.ts";

type Variable = {
  name: string;
  meaning: string;
  default: string | null;
  isSecret?: boolean;
  /** Why the value does not do, or null. */
  problem?: (value: string) => string | null;
};

const integer = (from: number, to: number) => (value: string) =>
  /^\d+$/.test(value) && Number(value) >= from && Number(value) <= to
    ? null
    : `a whole number from ${from} to ${to} is expected`;
const oneOf =
  (...words: string[]) =>
  (value: string) =>
    words.includes(value) ? null : `one of ${words.join(", ")} is expected`;
const isFile = (value: string) => (existsSync(value) ? null : "there is no such file");
const isPostgres = (value: string) =>
  /^postgres(ql)?:\/\//.test(value) ? null : "an address like postgres://user@host/database is expected";
const isHttp = (value: string) =>
  /^https?:\/\/[^/]+$/.test(value)
    ? null
    : "an address like https://yagura.example without a path is expected";
const keyBytes = 32;
const isKey = (value: string) =>
  Buffer.from(value, "base64").length >= keyBytes ? null : "at least 32 bytes in base64 are expected";

const isNetwork = (text: string) => {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
};
/** Which of those before us are believed: none, the nearest so many, or the ones at these addresses. */
function proxies(value: string): Config["trustProxy"] | null {
  if (value === "no") return false;
  if (value === "yes") return 1;
  if (/^[1-9]$/.test(value)) return Number(value);
  const list = value.split(",").map((one) => one.trim());
  return list.every(isNetwork) ? list : null;
}

/** The whole list; docs/reference/config.md is written from it. */
export const configVariables: readonly Variable[] = [
  { name: "PORT", default: "8080", meaning: "Port to listen on.", problem: integer(0, 65535) },
  { name: "HOST", default: "127.0.0.1", meaning: "Address to listen on; 0.0.0.0 for every interface." },
  {
    name: "PUBLIC_URL",
    default: null,
    meaning: "How people reach Yagura, used in links. Derived from host and port when absent.",
    problem: isHttp,
  },
  {
    name: "YAGURA_DATA",
    default: "./data",
    meaning: "Folder for the embedded database, evidence and the key.",
  },
  {
    name: "DATABASE_URL",
    default: null,
    meaning:
      "PostgreSQL of one's own: the application's login, neither owner nor superuser. Absent: embedded.",
    isSecret: true,
    problem: isPostgres,
  },
  {
    name: "DATABASE_OWNER_URL",
    default: null,
    meaning: "The owner of the schema, for migrations at start.",
    isSecret: true,
    problem: isPostgres,
  },
  {
    name: "TLS_CERT_FILE",
    default: null,
    meaning: "Certificate chain (PEM) to serve https.",
    problem: isFile,
  },
  { name: "TLS_KEY_FILE", default: null, meaning: "Private key (PEM) of that certificate.", problem: isFile },
  {
    name: "TRUST_PROXY",
    default: "no",
    meaning:
      "yes: one proxy in front sets X-Forwarded-For and -Proto. Of several: how many, or their addresses (10.0.0.5, 10.1.0.0/16).",
    problem: (value) =>
      proxies(value) === null ? "yes, no, a number from 1 to 9 or addresses with commas are expected" : null,
  },
  {
    name: "LOG_LEVEL",
    default: "info",
    meaning: "How much is logged.",
    problem: oneOf("fatal", "error", "warn", "info", "debug", "silent"),
  },
  {
    name: "WORKERS",
    default: "4",
    meaning: "How many jobs run at once in this process; 0 for none.",
    problem: integer(0, 64),
  },
  {
    name: "UPLOAD_LIMIT_MB",
    default: "100",
    meaning: "Largest file that may be uploaded.",
    problem: integer(1, 2048),
  },
  { name: "EVIDENCE_FOLDER", default: null, meaning: "Where files are kept. Absent: inside YAGURA_DATA." },
  {
    name: "SECRET_KEY",
    default: null,
    meaning:
      "32 bytes or more in base64, for what is encrypted at rest. Absent: made once, kept in YAGURA_DATA.",
    isSecret: true,
    problem: isKey,
  },
  {
    name: "SECRET_KEY_BEFORE",
    default: null,
    meaning:
      "The key before that one, while what it has sealed is sealed anew (docs/operations/keys.md); several with commas.",
    isSecret: true,
    problem: (value) =>
      value
        .split(",")
        .map(isKey)
        .find((problem) => problem !== null) ?? null,
  },
  ...backupVariables,
  {
    name: "CLAMD",
    default: null,
    meaning:
      "A malware scanner for what people upload: the socket of clamd (/run/clamav/clamd.ctl) or host:port. Absent: nothing is scanned.",
  },
  {
    name: "CLAMD_DOWN",
    default: "refuse",
    meaning: "Uploads while that scanner cannot be asked: refuse them, or accept them unseen.",
    problem: oneOf("refuse", "accept"),
  },
  {
    name: "COMMON_PASSWORDS_FILE",
    default: null,
    meaning:
      "A list of passwords to refuse beside the one that comes along: text in UTF-8, one a line, of any size. Read through once, in the background.",
    problem: isFile,
  },
  {
    name: "OUTGOING_ALLOW",
    default: null,
    meaning:
      "Hosts and networks inside that Yagura may call (sign-in providers, webhooks): names, addresses, 10.1.0.0/16, with commas. Without it only the internet, over https.",
  },
  ...mailVariables,
  ...mailInVariables,
];

export type Config = {
  port: number;
  host: string;
  publicUrl: string;
  dataFolder: string;
  evidenceFolder: string;
  databaseUrl: string | null;
  databaseOwnerUrl: string | null;
  tls: { certFile: string; keyFile: string } | null;
  trustProxy: false | number | string[];
  logLevel: string;
  workers: number;
  uploadLimitBytes: number;
  secretKey: string | null;
  secretKeysBefore: string[];
  outgoingAllow: string[];
  mail: MailSettings | null;
  mailIn: MailInSettings | null;
  scanner: { clamd: string; whenDown: "refuse" | "accept" } | null;
  commonPasswordsFile: string | null;
} & BackupConfig;

const listOf = (value: string | null) =>
  (value ?? "").split(",").flatMap((one) => (one.trim() === "" ? [] : [one.trim()]));

/** @throws StartError naming every wrong variable and what is expected of it. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const value = (name: string) =>
    env[name]?.trim() || configVariables.find((one) => one.name === name)?.default || null;
  const problems = configVariables.flatMap((variable) => {
    const given = env[variable.name]?.trim();
    const problem = given ? (variable.problem?.(given) ?? null) : null;
    return problem ? [`${variable.name}${variable.isSecret ? "" : `=${given}`}: ${problem}`] : [];
  });
  if ((value("TLS_CERT_FILE") === null) !== (value("TLS_KEY_FILE") === null)) {
    problems.push("TLS_CERT_FILE and TLS_KEY_FILE: both or neither are expected");
  }
  const wrongMail = mailProblem(value);
  if (wrongMail) problems.push(wrongMail);
  const wrongMailIn = mailInProblem(value);
  if (wrongMailIn) problems.push(wrongMailIn);
  const wrongBackup = backupProblem(value);
  if (wrongBackup) problems.push(wrongBackup);
  if (problems.length > 0) {
    throw new StartError(
      `The configuration is wrong:\n  ${problems.join("\n  ")}`,
      "Correct these environment variables and start again.",
    );
  }
  const dataFolder = resolve(value("YAGURA_DATA") ?? "data");
  const certFile = value("TLS_CERT_FILE");
  const keyFile = value("TLS_KEY_FILE");
  const tls = certFile && keyFile ? { certFile, keyFile } : null;
  const clamd = value("CLAMD");
  const [host, port] = [value("HOST") ?? "127.0.0.1", Number(value("PORT"))];
  return {
    port,
    host,
    publicUrl:
      value("PUBLIC_URL") ?? `${tls ? "https" : "http"}://${host === "0.0.0.0" ? "localhost" : host}:${port}`,
    dataFolder,
    evidenceFolder: resolve(value("EVIDENCE_FOLDER") ?? join(dataFolder, "files")),
    databaseUrl: value("DATABASE_URL"),
    databaseOwnerUrl: value("DATABASE_OWNER_URL"),
    tls,
    trustProxy: proxies(value("TRUST_PROXY") ?? "no") ?? false,
    logLevel: value("LOG_LEVEL") ?? "info",
    workers: Number(value("WORKERS")),
    uploadLimitBytes: Number(value("UPLOAD_LIMIT_MB")) * 1_048_576,
    secretKey: value("SECRET_KEY"),
    secretKeysBefore: listOf(value("SECRET_KEY_BEFORE")),
    outgoingAllow: listOf(value("OUTGOING_ALLOW")),
    mail: mailSettingsFrom(value),
    mailIn: mailInSettingsFrom(value),
    scanner: clamd ? { clamd, whenDown: value("CLAMD_DOWN") === "accept" ? "accept" : "refuse" } : null,
    ...backupConfig(value),
    commonPasswordsFile: value("COMMON_PASSWORDS_FILE"),
  };
}

/**
 * The key for secrets at rest: the given one, or one made once and readable by the owner alone.
 *
 * @throws StartError where the file holds less than a key: another one in its place would make unreadable what the
 * first has sealed.
 */
export function secretKey(config: Config): Buffer {
  if (config.secretKey) return Buffer.from(config.secretKey, "base64");
  const path = join(config.dataFolder, "secret.key");
  if (!existsSync(path)) orExplain(`The key ${path} cannot be made`, () => makeKey(path));
  const key = Buffer.from(readFileSync(path, "utf8"), "base64");
  if (key.length >= keyBytes) return key;
  throw new StartError(
    `The key ${path} holds ${key.length} bytes, ${keyBytes} or more are expected`,
    "Put the file back from a backup. Only where nothing was signed or kept yet: delete it, and a new one is made.",
  );
}

/** Whole or not there: of two first starts the slower one takes the other's key. */
function makeKey(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.${randomBytes(6).toString("hex")}`;
  const file = openSync(draft, "wx", 0o600);
  try {
    writeSync(file, randomBytes(keyBytes).toString("base64"));
    fsyncSync(file);
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    closeSync(file);
    rmSync(draft);
  }
}
