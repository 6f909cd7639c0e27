// For how long somebody may be looked along with. Pure.
export const minutesOffered = [30, 60, 120, 240, 480] as const;
export const usualMinutes = 60;
export const mostMinutes = 480;

export type ViewingState = "allowed" | "running" | "over";

export function stateOf(of: { endsAt: string; startedAt: string | null }, now: Date): ViewingState {
  if (new Date(of.endsAt) <= now) return "over";
  return of.startedAt === null ? "allowed" : "running";
}
