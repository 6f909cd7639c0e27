// What a change of connections means for one company. Pure; a connection holds from its first day to the day before `validTo`.

export type Effect =
  | "new"
  | "changed"
  | "ended"
  | "same"
  | "not_connected"
  | "unknown"
  | "twice"
  | "not_in_group"
  | "is_provider";

/** The effects that write something; all others leave the company as it is. */
export const doing: readonly Effect[] = ["new", "changed", "ended"];

export type Held = { sharePercent: number; validTo: string | null };

export type Standing = {
  isInGroup: boolean;
  isProvider: boolean;
  /** What holds on the day of the change. */
  held: Held | null;
  /** The first day of a later connection that is entered already. */
  nextFrom: string | null;
};

export type Wanted = { sharePercent: number; until: string | null };

/** The day before which the wanted connection ends: its own last day, or a later one that is entered already. */
export const endOf = (until: string | null, nextFrom: string | null): string | null =>
  until === null ? nextFrom : nextFrom === null || until < nextFrom ? until : nextFrom;

export function effectOfConnecting(
  { isInGroup, isProvider, held, nextFrom }: Standing,
  wanted: Wanted,
): Effect {
  if (!isInGroup) return "not_in_group";
  // A company that provides the service answers for itself; it inherits from nobody.
  if (isProvider) return "is_provider";
  if (!held) return "new";
  const isSame = held.sharePercent === wanted.sharePercent && held.validTo === endOf(wanted.until, nextFrom);
  return isSame ? "same" : "changed";
}

/** Ending takes what holds on the day, and what was entered for later days. */
export const effectOfEnding = ({ held, nextFrom }: Standing): Effect =>
  held || nextFrom ? "ended" : "not_connected";

/** "C012", "C012 80", "C012,80%", also from a sheet with tabs and with full-width digits; empty lines are left out. */
export function readPasted(pasted: string): { code: string; sharePercent?: number; isWrong?: true }[] {
  return pasted
    .normalize("NFKC")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [code = "", given = "", ...rest] = line.split(/\s*[\t,;]\s*|\s+/);
      const share = given.replace(/%$/, "");
      if (share === "" && rest.length === 0) return { code };
      const sharePercent = Number(share);
      const isShare = rest.join("").replace("%", "") === "" && sharePercent > 0 && sharePercent <= 100;
      return isShare ? { code, sharePercent } : { code, isWrong: true };
    });
}
