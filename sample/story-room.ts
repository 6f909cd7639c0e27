// What a story tells of the room of its incident. Hours count from the discovery.
import type { AffectedRole, EntryKind } from "#modules/incidents/room/rules.ts";
import type { Seat } from "./staff.ts";

export type Entry = {
  kind: EntryKind;
  at: number;
  said: string;
  /** Entered so many hours afterwards. */
  later?: number;
  /** Takes the place of the entry with this place in the list, because. */
  corrects?: readonly [nth: number, why: string];
};
export type Piece = {
  what: string;
  mark: string;
  where: string;
  at: number;
  by: Seat | string;
  /** A content of its own: lines of a log. */
  lines?: readonly string[];
  chain: readonly { to: Seat | string; at: number; why: string; isConfirmed: boolean }[];
};
export type StoryRoom = {
  /** So many tasks of the playbook are done. */
  done: number;
  counsel?: string;
  entries: readonly Entry[];
  handover?: { at: number; isOpen: string; comesNext: string; isTaken: boolean };
  affected?: readonly { slug: string; role: AffectedRole; at: number; told: string; isNoted: boolean }[];
  people?: readonly {
    country: string;
    counts: readonly (readonly [at: number, count: number, isExact: boolean])[];
  }[];
  said?: string;
  evidence?: readonly Piece[];
  briefs?: readonly { at: number; happened: string; affected: string; doing: string; decide: string }[];
};
