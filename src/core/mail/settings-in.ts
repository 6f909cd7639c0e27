// How mail comes in: environment variables, read with the others (core/config.ts).
import { isIP } from "node:net";

export type MailInSettings = {
  /** Where people write to; `incident+CODE@…` names a company. */
  address: string;
  /** Null: nothing is listened on, mail comes through a pipe alone. */
  port: number | null;
  host: string;
  /** Mail servers that may hand mail over. */
  peers: string[];
  /** The name under which the group's own mail server says whom it vouches for (RFC 8601, authserv-id). */
  server: string | null;
};

const isPort = (value: string) =>
  /^\d+$/.test(value) && Number(value) <= 65535 ? null : "a whole number from 0 to 65535 is expected";
const isPlainAddress = (value: string) =>
  /^[^\s<>@+"]+@[^\s<>@"]+$/.test(value) ? null : "an address like incident@example.com is expected";
const listOf = (value: string | null) =>
  (value ?? "").split(",").flatMap((one) => (one.trim() === "" ? [] : [one.trim()]));
const isPeers = (value: string) =>
  listOf(value).every((one) => isIP(one.split("/")[0] ?? "") !== 0 && /^[^/]+(\/\d{1,3})?$/.test(one))
    ? null
    : "addresses and networks like 10.0.0.5, 10.1.0.0/16 are expected";

export const mailInVariables = [
  {
    name: "MAIL_IN_ADDRESS",
    default: null,
    meaning:
      "The address to which people report incidents by mail; with +CODE before the @ for a company. Absent: no report is taken from mail.",
    problem: isPlainAddress,
  },
  {
    name: "MAIL_IN_PORT",
    default: null,
    meaning:
      "The port on which mail for that address is taken from the group's mail server (SMTP). Absent: by the command `mail take` alone.",
    problem: isPort,
  },
  {
    name: "MAIL_IN_HOST",
    default: "127.0.0.1",
    meaning: "The address to listen on for it; 0.0.0.0 for every interface.",
  },
  {
    name: "MAIL_IN_PEERS",
    default: "127.0.0.1,::1",
    meaning: "The mail servers that may hand it over: addresses and networks, with commas.",
    problem: isPeers,
  },
  {
    name: "MAIL_IN_SERVER",
    default: null,
    meaning:
      "The name in Authentication-Results of the group's own mail server: senders it vouches for are known. Absent: every sender is only said to be.",
  },
] as const;

/** @returns null where no report is taken from mail. */
export function mailInSettingsFrom(value: (name: string) => string | null): MailInSettings | null {
  const address = value("MAIL_IN_ADDRESS");
  if (!address) return null;
  const port = value("MAIL_IN_PORT");
  return {
    address: address.toLowerCase(),
    port: port === null ? null : Number(port),
    host: value("MAIL_IN_HOST") ?? "127.0.0.1",
    peers: listOf(value("MAIL_IN_PEERS")),
    server: value("MAIL_IN_SERVER")?.toLowerCase() ?? null,
  };
}

/** What is wrong between the variables. */
export function mailInProblem(value: (name: string) => string | null): string | null {
  return value("MAIL_IN_PORT") !== null && value("MAIL_IN_ADDRESS") === null
    ? "MAIL_IN_ADDRESS: an address is expected where mail is listened for"
    : null;
}

let current: MailInSettings | null = null;

/** Set once at start, before requests and jobs. */
export function useMailIn(settings: MailInSettings | null): void {
  current = settings;
}

export const mailInSettings = (): MailInSettings | null => current;
