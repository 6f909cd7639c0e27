// Times of a list as the clocks of the roster's zone show them: what is skipped when clocks are put forward is no time, what comes twice
// needs its offset from UTC. Pure.
import { wallOf } from "#core/time/wall.ts";

export type Wrong =
  | "on_call.list_time"
  | "on_call.list_skipped"
  | "on_call.list_twice"
  | "on_call.list_offset";
type Read = { at: Date } | { wrong: Wrong };

const dayMs = 86_400_000;
const shape =
  /^(\d{4})-(\d{1,2})-(\d{1,2})[ T]+(\d{1,2}):(\d{2})(?::00)?(?:\s*(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})|\s*(Z|UTC))?$/i;

/** `wall` is YYYY-MM-DDTHH:mm: every instant at which the clocks show it, none or one or two. */
function instantsOf(wall: string, zone: string): number[] {
  const meant = Date.parse(`${wall}:00Z`);
  const offsetAt = (at: number) => Date.parse(`${wallOf(new Date(at), zone)}:00Z`) - at;
  const tried = new Set([meant - dayMs, meant, meant + dayMs].map((at) => meant - offsetAt(at)));
  return [...tried].filter((at) => wallOf(new Date(at), zone) === wall).sort((a, b) => a - b);
}

export function readWall(given: string, zone: string): Read {
  const found = shape.exec(given.normalize("NFKC").trim().replaceAll("/", "-"));
  if (!found) return { wrong: "on_call.list_time" };
  const [, year, month, day, hour, minute, sign, hours, minutes, utc] = found;
  const two = (text = "") => text.padStart(2, "0");
  const wall = `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}`;
  const meant = Date.parse(`${wall}:00Z`);
  if (Number.isNaN(meant) || new Date(meant).toISOString().slice(0, 16) !== wall)
    return { wrong: "on_call.list_time" };
  const instants = instantsOf(wall, zone);
  if (sign || utc) {
    const offset = utc ? 0 : (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
    const at = meant - offset;
    return instants.includes(at) ? { at: new Date(at) } : { wrong: "on_call.list_offset" };
  }
  const [first, second] = instants;
  if (first === undefined) return { wrong: "on_call.list_skipped" };
  return second === undefined ? { at: new Date(first) } : { wrong: "on_call.list_twice" };
}

/** The offset is said where the clocks show the same twice, and nowhere else. */
export function sayWall(at: Date, zone: string): string {
  const wall = wallOf(at, zone);
  const shown = wall.replace("T", " ");
  if (instantsOf(wall, zone).length < 2) return shown;
  const minutes = Math.round((Date.parse(`${wall}:00Z`) - at.getTime()) / 60_000);
  const two = (number: number) => String(number).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${shown} ${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
