// How mail leaves: environment variables, read with the others (core/config.ts).

export type MailSettings = {
  host: string;
  port: number;
  user: string | null;
  password: string | null;
  /** starttls: refused without; tls: from the first byte; none: in the open, for a server on this very machine. */
  tls: "starttls" | "tls" | "none";
  from: string;
  /** How many at once, and how many a minute at most, in this process. */
  connections: number;
  perMinute: number;
};

const integer = (from: number, to: number) => (value: string) =>
  /^\d+$/.test(value) && Number(value) >= from && Number(value) <= to
    ? null
    : `a whole number from ${from} to ${to} is expected`;
const isSmtp = (value: string) =>
  /^smtps?:\/\/[^/\s]+\/?$/.test(value) && URL.canParse(value)
    ? null
    : "an address like smtp://user:password@mail.example:587 is expected; smtps:// for TLS from the first byte";
const isSender = (value: string) =>
  /^([^<>@\r\n"]*<)?[^<>@\s]+@[^<>@\s]+>?$/.test(value)
    ? null
    : "an address like Yagura <yagura@example.com> is expected";
const isTls = (value: string) =>
  ["starttls", "tls", "none"].includes(value) ? null : "one of starttls, tls, none is expected";

export const mailVariables = [
  {
    name: "SMTP_URL",
    default: null,
    meaning:
      "The mail server in one: smtp://user:password@mail.example:587, smtps:// for TLS from the first byte. Absent, and SMTP_HOST too: no mail leaves, messages stay in the inbox.",
    isSecret: true,
    problem: isSmtp,
  },
  { name: "SMTP_HOST", default: null, meaning: "The mail server, instead of SMTP_URL." },
  {
    name: "SMTP_PORT",
    default: null,
    meaning: "Its port. Absent: 587, with SMTP_TLS=tls 465.",
    problem: integer(1, 65535),
  },
  { name: "SMTP_USER", default: null, meaning: "Whom it knows us as, where it asks." },
  { name: "SMTP_PASSWORD", default: null, meaning: "The password of SMTP_USER.", isSecret: true },
  {
    name: "SMTP_TLS",
    default: "starttls",
    meaning:
      "starttls: encrypted, or not at all; tls: from the first byte; none: in the open, for a server on this very machine.",
    problem: isTls,
  },
  {
    name: "MAIL_FROM",
    default: null,
    meaning: "Whom mail comes from: Yagura <yagura@example.com>. Expected where a mail server is named.",
    problem: isSender,
  },
  {
    name: "MAIL_CONNECTIONS",
    default: "4",
    meaning: "How many mails leave at once.",
    problem: integer(1, 50),
  },
  {
    name: "MAIL_PER_MINUTE",
    default: "300",
    meaning: "How many mails leave in a minute at most.",
    problem: integer(1, 60_000),
  },
] as const;

/** @returns null where no mail server is named. */
export function mailSettingsFrom(value: (name: string) => string | null): MailSettings | null {
  const url = value("SMTP_URL") ? new URL(value("SMTP_URL") ?? "") : null;
  const host = url?.hostname ?? value("SMTP_HOST");
  if (!host) return null;
  const tls = url?.protocol === "smtps:" ? "tls" : (value("SMTP_TLS") as MailSettings["tls"]);
  const port = Number(url?.port || value("SMTP_PORT") || (tls === "tls" ? 465 : 587));
  return {
    host,
    port,
    user: url?.username ? decodeURIComponent(url.username) : value("SMTP_USER"),
    password: url?.password ? decodeURIComponent(url.password) : value("SMTP_PASSWORD"),
    tls,
    from: value("MAIL_FROM") ?? "",
    connections: Number(value("MAIL_CONNECTIONS")),
    perMinute: Number(value("MAIL_PER_MINUTE")),
  };
}

/** What is wrong between the variables. */
export function mailProblem(value: (name: string) => string | null): string | null {
  if ((value("SMTP_URL") ?? value("SMTP_HOST")) === null || value("MAIL_FROM") !== null) return null;
  return "MAIL_FROM: an address is expected where a mail server is named";
}

let current: { settings: MailSettings | null; publicUrl: string } = { settings: null, publicUrl: "" };

/** Set once at start, before requests and jobs. */
export function useMail(settings: MailSettings | null, publicUrl: string): void {
  current = { settings, publicUrl };
}

export const mailSettings = (): MailSettings | null => current.settings;
/** Where links of a mail lead. */
export const publicUrl = (): string => current.publicUrl;
