/** Why the program cannot start, in plain words, and what to do about it. Printed without a stack. */
export class StartError extends Error {
  readonly hint: string;
  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartError";
    this.hint = hint;
  }
}

const hints: readonly [pattern: RegExp, hint: string][] = [
  [
    /ENOSPC|EDQUOT|No space left|quota exceeded/i,
    "The disk is full. Free some space and start again; nothing was lost.",
  ],
  [/EROFS|read-only/i, "The place is read-only. Set YAGURA_DATA to a folder that can be written."],
  [/ENOTDIR|EEXIST|Not a directory/i, "A file is in the way. Move it, or set YAGURA_DATA to another folder."],
  [
    /invalid permissions|group or world access/i,
    "This file system keeps no Unix permissions (a Windows drive?). Set YAGURA_DATA to a folder on another one.",
  ],
  [
    /EACCES|EPERM|denied|not permitted/i,
    "Check the permissions of the folder, or set YAGURA_DATA to another one.",
  ],
];

/** What to do about a message of the operating system or of PostgreSQL. */
export function hintFor(reason: string): string {
  const known = hints.find(([pattern]) => pattern.test(reason));
  return known?.[1] ?? "Set YAGURA_DATA to another folder, or DATABASE_URL to a PostgreSQL of your own.";
}

/** Runs work on files; what the operating system refuses becomes a StartError that begins with `what`. */
export function orExplain<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new StartError(`${what}: ${error.message}`, hintFor(error.message), { cause: error });
  }
}
