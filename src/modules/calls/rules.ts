// What receivers are told of, and how long it is tried. Pure.

/** `clock.hard`: somebody is asked to take note now. The others are told for whoever wants more. */
export const kinds = ["clock.hard", "clock.acknowledged", "duty.risen", "duty.reminded"] as const;
export type Kind = (typeof kinds)[number];
export const defaultKinds: readonly Kind[] = ["clock.hard"];
/** Sent when somebody asks for it. */
export const testKind = "receiver.test";

/** The events of the trail that receivers are told of. */
export const verbs: readonly string[] = [
  "duty.reminded",
  "duty.risen",
  "duty.call_unanswered",
  "duty.call_acknowledged",
];

/** What an event is to a receiver. */
export function kindOf(verb: string, data: Readonly<Record<string, unknown>>): Kind | null {
  if (verb === "duty.call_acknowledged") return "clock.acknowledged";
  if (typeof data["callId"] === "string") return "clock.hard";
  return verb === "duty.risen" || verb === "duty.reminded" ? verb : null;
}

/** A call that is a day old is nobody's alarm any more; the inbox and the mail have it. */
export const maxAgeHours = 24;
/** Half a minute, one, two ... up to an hour. */
export const patience = (tries: number): number => Math.min(3600, 30 * 2 ** Math.min(tries - 1, 10));

/** The receiver did not answer, or is broken or busy (RFC 9110 15.5.9, 15.5.20, 15.6): nothing of this call's. */
const ofTheReceiver = (status: number) => status >= 500 || status === 408 || status === 429;

export type Outcome =
  | { is: "sent"; status: number }
  /** `later`: this one is tried again; `down`: so are all of its receiver; `never`: not again. */
  | { is: "later" | "down" | "never"; status: number | null; problem: string };

/** What an answer amounts to. A redirect is not followed: the address that was checked is the one that is called. */
export function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return { is: "sent", status };
  // Standard Webhooks: 410 asks to be called no more.
  if (status === 410) return { is: "never", status, problem: "receiver.gone" };
  if (status >= 300 && status < 400) return { is: "later", status, problem: "receiver.redirects" };
  if (ofTheReceiver(status)) return { is: "down", status, problem: "receiver.broken" };
  return { is: "later", status, problem: "receiver.refused" };
}

/** Hours for which the secret before counts beside a new one. */
export const overlapHours = [0, 1, 24, 72, 168] as const;
