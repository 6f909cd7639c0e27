// Lent to later modules. A report by mail: matched to a person and a company as far as that can be said, kept with the mail itself, and
// put beside what comes by links. What it says is never rendered (core/mail/incoming.ts).
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import type { Tables } from "#core/db/tables.generated.ts";
import { AppError } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { refuseHidden } from "#core/files/hidden.ts";
import { mediaTypeOf } from "#core/files/media-type.ts";
import { safeName } from "#core/files/name.ts";
import { fileStore } from "#core/files/store.ts";
import { holdContents } from "#core/files/sweep.ts";
import { type Attached, type Envelope, type Incoming, readIncoming } from "#core/mail/incoming.ts";
import { enqueueMail } from "#core/mail/outbox.ts";
import { mailSettings } from "#core/mail/settings.ts";
import { mailInSettings } from "#core/mail/settings-in.ts";
import { asSystem } from "#core/system.ts";
import { receivedMail } from "./answer.ts";
import { likeness } from "./rules.ts";
import { alikeMark, newNumber, senderMark } from "./sending.ts";

export type Taken =
  | { is: "kept" | "kept_before" | "unreadable"; number: string }
  | { is: "refused"; because: string };

const mostAttached = 20;
const mostBytesEach = 20 * 1_048_576;
/** A mail says when it was sent; what lies further off is a wrong clock or an old mail passed on. */
const mostHoursAgo = 48;

const addressIn = (sender: string) => (/<([^>]+)>/.exec(sender)?.[1] ?? sender).toLowerCase();

/** Ours, with or without a company's code before the @. */
export function isReportAddress(address: string): boolean {
  const settings = mailInSettings();
  return settings !== null && bare(address) === settings.address;
}
const bare = (address: string) => address.toLowerCase().replace(/\+[^@]*@/, "@");
const codeIn = (address: string) => /\+([^@]+)@/.exec(address)?.[1]?.toUpperCase() ?? null;

export async function takeReportMail(
  db: Kysely<Tables>,
  source: Buffer,
  envelope: Envelope,
  now?: Date,
): Promise<Taken> {
  const own = [mailInSettings()?.address, addressIn(mailSettings()?.from ?? "")].filter(Boolean) as string[];
  const read = await readIncoming(source, {
    envelope,
    server: mailInSettings()?.server ?? null,
    own,
  }).catch(() => null);
  const mail = read ?? unreadable(envelope);
  if (mail.automatic) {
    const because = mail.automatic;
    await asSystem(
      db,
      "incidents.mail",
      (ctx) =>
        record(ctx, "incident_mail.refused", {
          subject: { kind: "incident_intake", id: null, companyId: null },
          data: { because },
          personal: { from: mail.from },
        }),
      now,
    );
    return { is: "refused", because };
  }
  const files = await keepFiles(mail.attached, source);
  const taken = await asSystem(
    db,
    "incidents.mail",
    (ctx) => write(ctx, mail, files, source, read === null),
    now,
  );
  return taken;
}

/** Kept whole for somebody to look at: what cannot be read must not come again and again. */
const unreadable = ({ from, to }: Envelope): Incoming => ({
  messageId: null,
  from: (from ?? "").toLowerCase().slice(0, 320),
  fromName: "",
  to: [...to],
  subject: "",
  text: "",
  date: null,
  attached: [],
  isVouched: false,
  automatic: null,
  isPassedOn: false,
});

type KeptFile = { name: string; mediaType: string; sha256: Buffer; sizeBytes: number };
type Files = { kept: KeptFile[]; leftOut: { name: string; because: string }[] };

/** Before the transaction: seconds of disk and scanner. What is not taken is named; the mail itself still holds it. */
async function keepFiles(attached: readonly Attached[], source: Buffer): Promise<Files> {
  const files: Files = { kept: [], leftOut: [] };
  const whole = { name: "mail.eml", content: source, isMail: true };
  for (const part of [whole, ...attached.slice(0, mostAttached)]) {
    const name = part.name || (part.isMail ? "mail.eml" : "attachment");
    try {
      files.kept.push(await keepOne(name, part));
    } catch (error) {
      // The disk or the scanner is not there: the mail comes again.
      if (!(error instanceof AppError) || error.kind === "unavailable") throw error;
      files.leftOut.push({ name: name.slice(0, 255), because: error.code });
    }
  }
  for (const { name } of attached.slice(mostAttached, 50))
    files.leftOut.push({ name: name.slice(0, 255), because: "file.too_many" });
  return files;
}

async function keepOne(name: string, { content, isMail }: Attached): Promise<KeptFile> {
  if (content.length > mostBytesEach && name !== "mail.eml")
    throw new AppError("too_large", "file.too_large", { values: { megabytes: mostBytesEach / 1_048_576 } });
  const { sha256, sizeBytes, path } = await fileStore().receive(piecesOf(content));
  // A mail is evidence as it came, whatever is inside; it is handed out as a file and opened by nobody here.
  if (isMail && !/\.msg$/i.test(name))
    return {
      name: safeName(name, "text/plain").replace(/(\.eml)?\.txt$/, ".eml"),
      mediaType: "message/rfc822",
      sha256,
      sizeBytes,
    };
  const mediaType = await mediaTypeOf(path);
  if (mediaType === null) throw new AppError("invalid", "file.kind_refused");
  await refuseHidden(path, mediaType);
  return { name: safeName(name, mediaType), mediaType, sha256, sizeBytes };
}

async function* piecesOf(content: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536);
}

type Sender = { personId: string; companyId: string; language: Language };
type Place = { companyId: string | null; zone: string };

/** One person of the group alone: an address that two have says nothing of either. */
async function senderOf(ctx: Ctx, from: string): Promise<Sender | null> {
  if (from === "") return null;
  const { rows } = await sql<Sender>`select p.id as person_id, p.company_id, p.language from people p
    where lower(p.email) = ${from} and not has_left(p.id) limit 2`.execute(ctx.db);
  return rows.length === 1 ? (rows[0] ?? null) : null;
}

/** By the code in the address, else by whose mail it is. */
async function placeOf(ctx: Ctx, mail: Incoming, sender: Sender | null): Promise<Place> {
  const codes = mail.to.filter(isReportAddress).flatMap((one) => codeIn(one) ?? []);
  const { rows } = await sql<{ companyId: string; zone: string | null }>`
    select u.id as company_id, f.time_zone as zone from units u
    left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)
    where u.kind = 'company' and (u.ended_on is null or u.ended_on > ${ctx.today}::date)
      and (upper(u.code) = any (${codes}::text[]) or ${codes.length === 0} and u.id = ${sender?.companyId ?? null}::uuid) limit 2`.execute(
    ctx.db,
  );
  const { rows: group } = await sql<{
    zone: string | null;
  }>`select time_zone as zone from group_settings`.execute(ctx.db);
  const zone = group[0]?.zone ?? "UTC";
  const [only] = rows;
  return rows.length === 1 && only
    ? { companyId: only.companyId, zone: only.zone ?? zone }
    : { companyId: null, zone };
}

const languageOf = (text: string): Language =>
  /[\u3040-\u30ff]/.test(text) ? "ja" : /[\u4e00-\u9fff]/.test(text) ? "zh" : "en";

function discoveredAt(ctx: Ctx, date: Date | null): Date {
  if (!date) return ctx.now;
  const ago = ctx.now.getTime() - date.getTime();
  return ago < 0 || ago > mostHoursAgo * 3_600_000 ? ctx.now : date;
}

async function write(
  ctx: Ctx,
  mail: Incoming,
  files: Files,
  source: Buffer,
  isUnreadable: boolean,
): Promise<Taken> {
  const sender = await senderOf(ctx, mail.from);
  const { companyId, zone } = await placeOf(ctx, mail, sender);
  const messageHash = createHash("sha256")
    .update(mail.messageId ?? source)
    .digest();
  const isKnown = mail.isVouched && sender !== null;
  // Nothing is answered to a list (RFC 3834 section 2), and nobody knows yet that it is a report.
  const isAnswered = isKnown && !mail.isPassedOn;
  const secret = randomBytes(32).toString("base64url");
  const kind = mail.attached.some((one) => one.isMail) ? "suspicious_mail" : "other";
  const [id, number] = [randomUUID(), newNumber()];
  const words = `${mail.subject}\n${mail.text}`;
  const { rows } = await sql`
    insert into incident_intakes (id, company_id, channel, number, held_because, secret_hash, kind, title, what, discovered_at, zone, said_name,
      language, sent_at, sender_hash, alike_hash, message_hash, from_address, is_vouched, person_id, left_out)
    values (${id}::uuid, ${companyId}::uuid, 'mail', ${number}, ${isUnreadable ? "unreadable" : mail.isPassedOn ? "passed_on" : null},
      ${isAnswered ? createHash("sha256").update(secret).digest() : null}, ${kind}, ${mail.subject.slice(0, 300)}, ${mail.text.slice(0, 8000)},
      ${discoveredAt(ctx, mail.date).toISOString()}::timestamptz, ${zone}, ${mail.fromName.slice(0, 120)},
      ${sender?.language ?? languageOf(words)}, app_now(), ${senderMark(ctx, mail.from)}, ${alikeMark(companyId, likeness(kind, words))},
      ${messageHash}, ${mail.from}, ${isKnown}, ${sender?.personId ?? null}::uuid, ${JSON.stringify(files.leftOut)}::jsonb)
    on conflict (message_hash) do nothing returning id`.execute(ctx.db);
  if (rows.length === 0) return { is: "kept_before", number: await numberOf(ctx, messageHash) };
  await writeFiles(ctx, id, companyId, files.kept);
  if (isAnswered && sender)
    await enqueueMail(ctx, receivedMail, {
      personId: sender.personId,
      companyId: sender.companyId,
      data: { number },
      secret,
      isUrgent: true,
    });
  await record(ctx, "incident_mail.kept", {
    subject: { kind: "incident_intake", id, companyId },
    data: { isVouched: isKnown, files: files.kept.length, leftOut: files.leftOut.length },
  });
  return { is: isUnreadable ? "unreadable" : "kept", number };
}

async function numberOf(ctx: Ctx, messageHash: Buffer): Promise<string> {
  const { rows } = await sql<{
    number: string;
  }>`select k.number from incident_intakes k where k.message_hash = ${messageHash}`.execute(ctx.db);
  return rows[0]?.number ?? "";
}

async function writeFiles(
  ctx: Ctx,
  intakeId: string,
  companyId: string | null,
  kept: readonly KeptFile[],
): Promise<void> {
  await holdContents(ctx.db);
  for (const { name, mediaType, sha256, sizeBytes } of kept) {
    const id = randomUUID();
    await sql`insert into files (id, company_id, sha256, size_bytes, media_type, name, purpose)
      values (${id}::uuid, ${companyId}::uuid, ${sha256}, ${sizeBytes}, ${mediaType}, ${name}, 'incident_sent')`.execute(
      ctx.db,
    );
    await sql`insert into incident_intake_files (intake_id, company_id, file_id, sent_at)
      values (${intakeId}::uuid, ${companyId}::uuid, ${id}::uuid, app_now())`.execute(ctx.db);
  }
}
