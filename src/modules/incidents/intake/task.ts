// A task for the device that reports: a hash that begins with zeros is found by trying, and checked at once. What one person pays in a
// moment costs whoever sends thousands their machine, and nobody outside is asked who somebody is (docs/decisions/0110).
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { seal, unseal } from "#core/crypto/secrets.ts";
import { AppError, invalid } from "#core/errors.ts";
import { startsWithZeros, taskHours } from "./rules.ts";

type Task = { at: number; bits: number; random: string };
const sealedFor = (code: string) => ({ purpose: "report task", of: code });
const over = () => new AppError("gone", "report_link.task_over");

/** Sealed for this link: neither its age nor what it costs can be changed by whoever solves it. */
export function newTask(code: string, bits: number, now: Date): string {
  const task: Task = { at: now.getTime(), bits, random: randomBytes(12).toString("base64url") };
  return seal(JSON.stringify(task), sealedFor(code)).toString("base64url");
}

export type Solved = { taskId: string; secondsTaken: number };

/**
 * What it costs is what holds when it is sent: one that was asked for in a quiet hour is solved further, and keeps its age.
 *
 * @throws AppError where it is another link's, too old, not solved, or not far enough.
 */
export function assertSolved(
  code: string,
  task: string,
  solution: string,
  now: Date,
  bitsNow: number,
): Solved {
  const { at, bits } = opened(code, task);
  const secondsTaken = (now.getTime() - at) / 1000;
  if (secondsTaken > taskHours * 3600) throw over();
  const digest = createHash("sha256").update(`${task}.${solution}`).digest();
  if (!startsWithZeros(digest, bits)) throw invalid("report_link.task_not_solved");
  if (!startsWithZeros(digest, bitsNow))
    throw new AppError("conflict", "report_link.task_further", { extra: { bits: bitsNow } });
  return { taskId: createHash("sha256").update(task).digest("hex"), secondsTaken };
}

function opened(code: string, task: string): Task {
  try {
    const bytes = Buffer.from(task, "base64url");
    // Of the ways to write the same bytes one alone: else one solved task would be several.
    if (!timingSafeEqual(Buffer.from(bytes.toString("base64url")), Buffer.from(task))) throw over();
    return JSON.parse(unseal(bytes, sealedFor(code))) as Task;
  } catch {
    throw over();
  }
}
