import Type from "typebox";
import { contract, Day, Id, list, Moment, nullable, oneOf, text } from "#core/contract.ts";

export const permissions = { read: "system.read" } as const;

const Bytes = Type.Integer({ minimum: 0 });
const Count = Type.Integer({ minimum: 0 });

export const BackupRun = Type.Object({
  id: Id,
  kind: oneOf("backup", "drill", "restore"),
  state: oneOf("running", "done", "failed"),
  isTimed: Type.Boolean(),
  /** The file or folder, as the machine that made it names it. */
  place: text(1000),
  startedAt: Moment,
  finishedAt: nullable(Moment),
  /** Everything committed until then is in it. */
  takenAt: nullable(Moment),
  rowCount: nullable(Count),
  contentCount: nullable(Count),
  contentBytes: nullable(Bytes),
  sizeBytes: nullable(Bytes),
  /** Files that are cited and were not on the disk, or not as they were. */
  lostCount: nullable(Count),
  /** Its words stand in the catalogues as `backup.problem.<code>`. */
  problem: nullable(text(80)),
});

const Disk = Type.Object({
  what: oneOf("data", "files", "backups"),
  path: text(1000),
  /** null where the folder cannot be looked at. */
  freeBytes: nullable(Bytes),
  totalBytes: nullable(Bytes),
  isLow: Type.Boolean(),
});

export const system = contract({
  getSystem: {
    method: "GET",
    path: "/system",
    summary:
      "How the installation stands: version, database, background work, disks, backups, certificate, key",
    permission: permissions.read,
    output: Type.Object({
      version: text(40),
      node: text(40),
      /** Of the process that answers. */
      startedAt: Moment,
      clock: Type.Object({
        now: Moment,
        timeZone: text(64),
        /** The machine's clock minus the database's. */
        skewMs: Type.Integer(),
      }),
      database: Type.Object({
        kind: oneOf("embedded", "own"),
        version: text(40),
        sizeBytes: Bytes,
        migrations: Count,
        lastMigration: text(200),
        migratedAt: Moment,
      }),
      disks: list(Disk, 3),
      work: Type.Object({
        workers: Count,
        queued: Count,
        running: Count,
        failedLately: Count,
        /** Timed work, subscribers of the trail: how many there are, and those that fail. */
        timed: Count,
        subscribers: Count,
        failing: list(
          Type.Object({
            kind: oneOf("timed", "subscriber"),
            name: text(120),
            failures: Count,
            problem: nullable(text(200)),
            lastAt: nullable(Moment),
          }),
          50,
        ),
      }),
      trail: Type.Object({ unsealed: Count, lastSealAt: nullable(Moment), era: Count }),
      certificate: Type.Object({
        kind: oneOf("file", "proxy", "none"),
        name: nullable(text(300)),
        /** Last day in UTC; null where it cannot be read. */
        validTo: nullable(Day),
        daysLeft: nullable(Type.Integer()),
      }),
      key: Type.Object({ place: oneOf("environment", "file"), id: text(16), earlier: Count }),
      backups: Type.Object({
        plan: nullable(
          Type.Object({ folder: text(1000), at: list(text(5), 24), keep: Count, recipients: Count }),
        ),
        /** On the disk of the data: what takes one takes the other. */
        isOnSameDisk: Type.Boolean(),
        lastDone: nullable(BackupRun),
        lastDrill: nullable(BackupRun),
        /** Why somebody should look; codes with words in the catalogues as `system.warning.<code>`. */
        warnings: list(
          oneOf("never_backed_up", "backup_old", "backup_failed", "never_drilled", "drill_old", "same_disk"),
          6,
        ),
        runs: list(BackupRun, 20),
      }),
    }),
    errors: ["system.needs_whole_group"],
  },
});
