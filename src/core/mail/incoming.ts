// A mail as it came in, read and weighed: who is said to have sent it, whether the group's own server vouches for that, whether a
// machine sent it. What it says is text; nothing of it is rendered, fetched or followed.
import { type ParsedMail, simpleParser, type SimpleParserOptions } from "mailparser";

export type Envelope = {
  /** Empty: a notification of a mail server (RFC 5321 section 4.5.5); null: not known, the mail came through a pipe. */
  from: string | null;
  to: readonly string[];
};

export type Attached = { name: string; content: Buffer; isMail: boolean };
export type Automatic = "null_sender" | "auto_submitted" | "own";

export type Incoming = {
  messageId: string | null;
  from: string;
  fromName: string;
  /** The whole of it that names somebody: whom it was addressed to. */
  to: string[];
  subject: string;
  text: string;
  date: Date | null;
  attached: Attached[];
  isVouched: boolean;
  automatic: Automatic | null;
  /** A list or group passed it on, or it went through many servers: also a report, which somebody looks at first. */
  isPassedOn: boolean;
};

export type Reading = { envelope: Envelope; server: string | null; own: readonly string[] };

/** As much of a page of HTML as is turned into text; what is longer is kept in the mail itself. */
const longestHtml = 500_000;
const mostHops = 30;

const reading: SimpleParserOptions & { ignoreEmbedded: true } = {
  skipTextToHtml: true,
  skipImageLinks: true,
  maxHtmlLengthToParse: longestHtml,
  // A mail within is a file, also where it says that it is to be shown in its place.
  ignoreEmbedded: true,
};

/** Of a mail that is a page alone, what a reader would read; a page beside files is not turned into text by the parser. */
async function wordsOf(mail: ParsedMail): Promise<string> {
  if (mail.text?.trim() || !mail.html) return mail.text ?? "";
  const page = await simpleParser(`Content-Type: text/html; charset=utf-8\r\n\r\n${mail.html}`, reading);
  return page.text ?? "";
}

export async function readIncoming(source: Buffer, { envelope, server, own }: Reading): Promise<Incoming> {
  const mail = await simpleParser(source, reading);
  const { address: from, name: fromName } = firstFrom(mail);
  return {
    messageId: mail.messageId?.trim() || null,
    from,
    fromName,
    to: addressedTo(mail, envelope),
    subject: oneLine(mail.subject ?? ""),
    text: (await wordsOf(mail)).replaceAll("\r\n", "\n").replaceAll("\0", "").trim(),
    date: mail.date && !Number.isNaN(mail.date.getTime()) ? mail.date : null,
    attached: mail.attachments.map((part) => ({
      name: oneLine(part.filename ?? ""),
      content: part.content,
      isMail: part.contentType === "message/rfc822" || /\.(eml|msg)$/i.test(part.filename ?? ""),
    })),
    isVouched: server !== null && isVouchedFor(mail, server, from),
    automatic: automaticIn(mail, envelope, from, own),
    isPassedOn: isPassedOn(mail),
  };
}

const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

function firstFrom(mail: ParsedMail): { address: string; name: string } {
  const [first] = mail.from?.value ?? [];
  return { address: (first?.address ?? "").toLowerCase().slice(0, 320), name: oneLine(first?.name ?? "") };
}

/** By the envelope where there is one: what a header names may be anybody. */
function addressedTo(mail: ParsedMail, envelope: Envelope): string[] {
  if (envelope.to.length > 0) return envelope.to.map((one) => one.toLowerCase());
  const delivered = ["delivered-to", "x-original-to"].flatMap((name) => linesOf(mail, name));
  const fields = [mail.to, mail.cc].flatMap((field) => (field ? [field].flat() : []));
  const named = fields.flatMap((field) => field.value.flatMap((one) => one.address ?? []));
  return [...delivered, ...named].map((one) => one.trim().toLowerCase());
}

const linesOf = (mail: ParsedMail, name: string): string[] =>
  mail.headerLines
    .filter((line) => line.key === name)
    .map(({ line }) =>
      line
        .slice(line.indexOf(":") + 1)
        .replaceAll(/\s+/g, " ")
        .trim(),
    );

/** RFC 3834: what a machine sent gets no answer and is no report; what comes back to us would go round for ever. */
function automaticIn(
  mail: ParsedMail,
  envelope: Envelope,
  from: string,
  own: readonly string[],
): Automatic | null {
  if (envelope.from === "" || linesOf(mail, "return-path").some((one) => one === "<>")) return "null_sender";
  if (own.includes(from)) return "own";
  if (linesOf(mail, "auto-submitted").some((one) => !/^no\b/i.test(one))) return "auto_submitted";
  if (["x-autoreply", "x-autorespond"].some((name) => linesOf(mail, name).length > 0))
    return "auto_submitted";
  return linesOf(mail, "precedence").some((one) => /^auto_reply\b/i.test(one)) ? "auto_submitted" : null;
}

/** RFC 2919: what a mailbox such as security@ passes on as a group often says that it is a list. */
const isPassedOn = (mail: ParsedMail): boolean =>
  linesOf(mail, "list-id").length > 0 ||
  linesOf(mail, "precedence").some((one) => /^(bulk|junk|list)\b/i.test(one)) ||
  linesOf(mail, "received").length > mostHops;

/**
 * Whether the group's own server says that the address in From is the sender's (RFC 8601). Only fields under its own name count: a
 * sender writes as many others as they like, and the server takes away those that feign its own (section 5).
 */
function isVouchedFor(mail: ParsedMail, server: string, from: string): boolean {
  const domain = from.split("@")[1] ?? "";
  if (domain === "") return false;
  return linesOf(mail, "authentication-results").some((line) => {
    const [id = "", ...results] = withoutComments(line).split(";");
    if ((id.trim().split(" ")[0] ?? "").toLowerCase() !== server) return false;
    return results.some((result) => passes(result.trim().toLowerCase(), domain));
  });
}

const withoutComments = (line: string) => line.replaceAll(/\([^()]*\)/g, "");
const isOf = (claimed: string | undefined, domain: string) =>
  claimed !== undefined &&
  (claimed === domain || domain.endsWith(`.${claimed}`) || claimed.endsWith(`.${domain}`));

/** DMARC says it of the From itself; of SPF and DKIM the domain has to be that of the From (RFC 7489 section 3.1). */
function passes(result: string, domain: string): boolean {
  if (/^dmarc=pass\b/.test(result)) return isOf(/header\.from=([^\s;]+)/.exec(result)?.[1] ?? domain, domain);
  if (/^dkim=pass\b/.test(result)) return isOf(/header\.d=([^\s;]+)/.exec(result)?.[1], domain);
  if (/^spf=pass\b/.test(result))
    return isOf(/smtp\.mailfrom=(?:[^\s;@]*@)?([^\s;]+)/.exec(result)?.[1], domain);
  return false;
}
