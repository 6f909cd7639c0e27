// When somebody should look after the backups. Pure.
import type { Output } from "#core/contract.ts";
import type { system } from "./contract.ts";

type Backups = Output<typeof system.getSystem>["backups"];
type Run = Backups["runs"][number];
export type Warning = Backups["warnings"][number];

const dayMs = 86_400_000;
/** A day that was missed is not yet seen by everybody; the second one is. */
const backupDays = 2;
/** A quarter with some days of grace: NIST SP 800-34 asks for tests of recovery at regular times, not how often. */
const drillDays = 100;

export function warningsOf(
  state: { lastDone: Run | null; lastDrill: Run | null; last: Run | null; isOnSameDisk: boolean },
  now: Date,
): Warning[] {
  const { lastDone, lastDrill, last } = state;
  const age = (run: Run) => (now.getTime() - Date.parse(run.takenAt ?? run.startedAt)) / dayMs;
  const drilled = lastDrill && (now.getTime() - Date.parse(lastDrill.startedAt)) / dayMs;
  return [
    ...(last?.state === "failed" ? ["backup_failed" as const] : []),
    ...(lastDone === null ? ["never_backed_up" as const] : []),
    ...(lastDone && age(lastDone) > backupDays ? ["backup_old" as const] : []),
    // Without a backup there is nothing to drill.
    ...(lastDone && drilled === null ? ["never_drilled" as const] : []),
    ...(drilled !== null && drilled > drillDays ? ["drill_old" as const] : []),
    ...(state.isOnSameDisk ? ["same_disk" as const] : []),
  ];
}

/** Less than a tenth and less than five gigabytes: a large disk with a small share left is not full yet. */
export const isLow = (free: number, total: number): boolean => free < total / 10 && free < 5 * 2 ** 30;

type Shown = Output<typeof system.getSystem>;
export type Attention =
  | Warning
  | "disk_low"
  | "disk_unseen"
  | "work_failing"
  | "no_workers"
  | "certificate_ends"
  | "certificate_unread"
  | "clock_off"
  | "trail_waits";

const certificateDays = 30;
/** One-time codes of sign-in allow for half a minute (RFC 6238 section 5.2). */
const clockMs = 30_000;
const unsealedMany = 1000;

/** Everything on the page that somebody should look after, the gravest first. */
export function attentionOf({ disks, work, certificate, clock, trail, backups }: Shown): Attention[] {
  const { kind, daysLeft } = certificate;
  return [
    ...(disks.some((disk) => disk.isLow) ? ["disk_low" as const] : []),
    ...(disks.some((disk) => disk.freeBytes === null) ? ["disk_unseen" as const] : []),
    ...backups.warnings,
    ...(daysLeft !== null && daysLeft < certificateDays ? ["certificate_ends" as const] : []),
    ...(kind === "file" && daysLeft === null ? ["certificate_unread" as const] : []),
    ...(work.failing.length > 0 ? ["work_failing" as const] : []),
    ...(work.queued > 0 && work.running === 0 && work.workers === 0 ? ["no_workers" as const] : []),
    ...(Math.abs(clock.skewMs) > clockMs ? ["clock_off" as const] : []),
    ...(trail.unsealed > unsealedMany ? ["trail_waits" as const] : []),
  ];
}
