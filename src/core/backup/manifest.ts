// What a backup says about itself: the head before its content, the end after it. Only a backup with its end is whole.
import { StartError } from "../start-error.ts";

export const format = 1;

export type TableHead = { name: string; columns: string[] };
export type Sequence = { name: string; lastValue: string; isCalled: boolean };

export type Head = {
  format: number;
  /** Of Yagura. */
  version: string;
  takenAt: string;
  group: string | null;
  database: { kind: "embedded" | "own"; version: string; bytes: number };
  migrations: { name: string; sha256: string; appliedAt: string }[];
  tables: TableHead[];
  sequences: Sequence[];
  trail: { era: number; events: number; lastSeal: { n: number; day: string; hash: string } | null };
  /** The eight digits of the secret key (src/core/crypto/secrets.ts): a restore says at once when another one is at hand. */
  keyId: string;
  hasKey: boolean;
  contents: { count: number; bytes: number; lie: "inside" | "beside" };
};

/** Of the rows as COPY writes them: how many, how many bytes, and a sum that does not depend on their order. */
export type TableSum = { rows: number; bytes: number; sum: string };

export type End = {
  finishedAt: string;
  tables: Record<string, TableSum>;
  contents: {
    count: number;
    bytes: number;
    /** Cited by a row and not on the disk, or there with another content. */
    lost: string[];
    damaged: string[];
  };
};

/** @throws StartError for something else, or for what a later Yagura wrote. */
export function readHead(text: string): Head {
  const head = parsed(text) as Partial<Head> | null;
  if (
    !head ||
    typeof head.format !== "number" ||
    !Array.isArray(head.tables) ||
    !Array.isArray(head.migrations)
  )
    throw new StartError(
      "This is no backup of Yagura",
      "Give the file or the folder that yagura backup made.",
    );
  if (head.format > format)
    throw new StartError(
      `The backup was made by a later Yagura (${head.version})`,
      "Use that version, or a newer one.",
    );
  return head as Head;
}

export function readEnd(text: string): End {
  const end = parsed(text) as End | null;
  if (!end?.tables || !end.contents) throw broken("its end cannot be read");
  return end;
}

export const broken = (why: string) =>
  new StartError(
    `The backup is not whole: ${why}`,
    "Use another backup; this one was cut off or changed on its way.",
  );

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
