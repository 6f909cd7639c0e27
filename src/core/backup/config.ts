// The variables of planned backups; one list with the others in core/config.ts.
import { resolve } from "node:path";

export type BackupConfig = {
  backups: { folder: string; recipients: string[]; at: string[]; keep: number } | null;
  backupDatabaseUrl: string | null;
};

const split = (value: string) => value.split(",").map((one) => one.trim());
const each = (pattern: RegExp, expected: string) => (value: string) =>
  split(value).every((one) => pattern.test(one)) ? null : `${expected} are expected, several with commas`;

export const backupVariables = [
  {
    name: "BACKUP_FOLDER",
    default: null,
    meaning: "Where planned backups are kept, best on another machine's disk. Absent: none are planned.",
  },
  {
    name: "BACKUP_RECIPIENT",
    default: null,
    meaning: "Public key (age1...) that planned backups are encrypted for; several with commas.",
    problem: each(/^age1[a-z0-9]+$/, "public keys that begin with age1"),
  },
  {
    name: "BACKUP_AT",
    default: "02:00",
    meaning: "Times of day of planned backups, in the group's zone; several with commas.",
    problem: each(/^([01]\d|2[0-3]):[0-5]\d$/, "times of day like 02:00"),
  },
  {
    name: "BACKUP_KEEP",
    default: "14",
    meaning: "How many planned backups are kept; the oldest goes first.",
    problem: (value: string) =>
      /^[1-9]\d{0,2}$/.test(value) ? null : "a whole number from 1 to 999 is expected",
  },
  {
    name: "BACKUP_DATABASE_URL",
    default: null,
    meaning:
      "Login that may read everything, for backups (pg_read_all_data and BYPASSRLS). Absent: DATABASE_OWNER_URL.",
    isSecret: true,
    problem: (value: string) =>
      /^postgres(ql)?:\/\//.test(value) ? null : "an address like postgres://user@host/database is expected",
  },
];

/** Why these do not go together, or null. */
export const backupProblem = (value: (name: string) => string | null): string | null =>
  (value("BACKUP_FOLDER") === null) === (value("BACKUP_RECIPIENT") === null)
    ? null
    : "BACKUP_FOLDER and BACKUP_RECIPIENT: both or neither are expected";

export function backupConfig(value: (name: string) => string | null): BackupConfig {
  const folder = value("BACKUP_FOLDER");
  return {
    backups: folder
      ? {
          folder: resolve(folder),
          recipients: split(value("BACKUP_RECIPIENT") ?? ""),
          at: split(value("BACKUP_AT") ?? ""),
          keep: Number(value("BACKUP_KEEP")),
        }
      : null,
    backupDatabaseUrl: value("BACKUP_DATABASE_URL"),
  };
}
