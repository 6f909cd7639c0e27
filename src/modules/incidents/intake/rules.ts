// What is decided about a report that comes without a session: whether it is put aside to be looked through, and of what. Pure.
import { kinds, type Kind } from "../rules.ts";

/** Nothing that is mistaken for something else when it is read from a poster: no 0 O, 1 I L, U. */
export const codeLetters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
export const codeLength = 8;
/** As it is printed: in two groups. */
export const shownCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;
/** As somebody types it: small letters, with or without the stroke. */
export const typedCode = (text: string): string =>
  text
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, "");

export const states = ["arrived", "held", "to_assign", "entered", "same", "set_aside"] as const;
export type State = (typeof states)[number];
export const heldBecause = [
  "burst",
  "same_sender",
  "too_fast",
  "trap",
  "links",
  "not_entered",
  "unreadable",
  "passed_on",
] as const;
export type HeldBecause = (typeof heldBecause)[number];

/** What a sender is told of: never who, nor what else is known. */
export const toldStates = ["waiting", "with_company", "in_work", "ended"] as const;
export type ToldState = (typeof toldStates)[number];

/** Those that a person who just saw something can tell apart; the others are for the company to find out. */
export const askedKinds: readonly Kind[] = kinds.slice(0, 6);

/** Zero bits that the hash of a solved task begins with: a moment for a telephone, a cost for whoever sends thousands. */
const usualBits = 12;
const mostBits = 19;
/** The more senders there were by a link within the hour, the more each further report costs; and the more one sent today, the more theirs. */
export const bitsFor = ({ sendersInHour, ofSenderInDay }: Traffic): number =>
  Math.min(mostBits, usualBits + Math.floor(1.5 * Math.log2(1 + sendersInHour / 4 + ofSenderInDay / 2)));

export type Traffic = { sendersInHour: number; ofSenderInDay: number; inDay: number };
/** What is kept has an end. Many more than a site sends on its worst day: the one sender is refused, everybody else goes on. */
const mostOfSender = 100;
/** Whoever has sent nothing by the link today is taken far beyond what others filled it with. */
const mostInDay = 2000;
const mostInDayAtAll = 10_000;
export const isRefused = ({ ofSenderInDay, inDay }: Traffic): boolean =>
  ofSenderInDay >= mostOfSender || inDay >= (ofSenderInDay === 0 ? mostInDayAtAll : mostInDay);
/** Of what senders' photos of one company may weigh in a day. */
export const mostPhotoBytesInDay = 2 * 1024 ** 3;

/** A task that somebody solved may be used for a day's work of filling in, once. */
export const taskHours = 12;
export const mostPhotos = 5;
export const mostPhotoBytes = 10 * 1_048_576;
export const photoTypes = ["image/jpeg", "image/png", "image/webp", "image/heic"] as const;
export const mostWords = 30;

export const fewestSeconds = 4;
const windowOfLink = 8;
const windowOfSender = 3;
const mostLinks = 3;
/** The minutes in which several count together. */
export const windowMinutes = 10;
/** The hours in which the same words of the same sender are the same report, and those of another may be about the same. */
export const sameHours = 24;
/** Two that were noticed further apart are two, whatever they say. */
export const sameDiscoveryMinutes = 60;

export type Looked = {
  channel: "link" | "mail";
  /** The field that nobody sees was filled in. */
  isTrapped: boolean;
  secondsTaken: number | null;
  /** Other senders by the same link, or by mail to the same company, in the window before. */
  before: number;
  ofSenderBefore: number;
  words: string;
};

/**
 * Why it is put aside until somebody has looked, or null. Never a reason to throw it away: a true report may come in a hurry, and in
 * the middle of a storm of false ones.
 */
export function whyHeld(looked: Looked): HeldBecause | null {
  if (looked.isTrapped) return "trap";
  if (looked.secondsTaken !== null && looked.secondsTaken < fewestSeconds) return "too_fast";
  if (looked.ofSenderBefore >= windowOfSender) return "same_sender";
  if (looked.before >= windowOfLink) return "burst";
  if (looked.channel === "link" && linksIn(looked.words) > mostLinks) return "links";
  return null;
}

const linksIn = (words: string) => words.match(/https?:\/\/|www\./gi)?.length ?? 0;

/** What two reports share that may be about the same: the kind and the words, whatever their spaces, widths and capitals. Null: too little is said. */
export function likeness(kind: Kind, words: string): string | null {
  const said = words
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s\p{P}]+/gu, "");
  return [...said].length < 12 ? null : `${kind} ${said}`;
}

/** Whether a hash begins with so many zero bits: what the device looks for and the door checks. */
export function startsWithZeros(digest: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  for (let at = 0; at < whole; at += 1) if (digest[at] !== 0) return false;
  const rest = bits & 7;
  return rest === 0 || (digest[whole] ?? 255) >> (8 - rest) === 0;
}

/** Of an IPv6 address its network of 56 bits, which one customer has at least (RFC 6177): they have as many addresses as they like. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(":")) return mapped ?? address;
  const [before = "", after] = (address.split("%")[0] ?? "").split("::");
  const [first, last] = [before, after ?? ""].map((part) => part.split(":").filter(Boolean)) as [
    string[],
    string[],
  ];
  const zeros = after === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array.from({ length: zeros }, () => "0"), ...last].map(
    (one) => Number.parseInt(one, 16) || 0,
  );
  return [...groups.slice(0, 3), (groups[3] ?? 0) & 0xff00].map((one) => one.toString(16)).join(":");
}

/** So many that wait at a company are told one by one; what comes beyond is one list. */
export const mostAlone = 10;
/** Hours within which what may be grave rings once for all that wait at a company. */
export const ringsOnceIn = 1;

const hour = 3_600_000;
/** R-18 of what waits: 24 hours from discovery; of what was discovered long before it was sent four are left to look at it. */
export function hoursToLook(discoveredAt: Date, sentAt: Date): { startsAt: Date; dueAt: Date } {
  const earliest = Math.max(discoveredAt.getTime(), sentAt.getTime() - 20 * hour);
  const startsAt = new Date(Math.min(earliest, sentAt.getTime()));
  return { startsAt, dueAt: new Date(startsAt.getTime() + 24 * hour) };
}
