// At the door: a report by a link is put aside. Nothing is looked up for whoever sends it but the name of the company and what they
// sent themselves; what becomes of it the product decides seconds later (dealing.ts).
import { createHash, randomInt, randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { keyedMark } from "#core/crypto/secrets.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { AppError, conflict, invalid } from "#core/errors.ts";
import { safeName } from "#core/files/name.ts";
import { fileStore } from "#core/files/store.ts";
import { holdContents } from "#core/files/sweep.ts";
import { tooMany } from "#core/http/limits.ts";
import { assertDiscovery } from "../reporting.ts";
import type { intake } from "./contract.ts";
import {
  bitsFor,
  codeLetters,
  fewestSeconds,
  isRefused,
  likeness,
  mostPhotoBytesInDay,
  mostPhotos,
  mostWords,
  networkOf,
  type Traffic,
  typedCode,
} from "./rules.ts";
import { assertSolved, newTask } from "./task.ts";

type In<K extends keyof typeof intake> = Input<(typeof intake)[K]>;
type Out<K extends keyof typeof intake> = Promise<Output<(typeof intake)[K]>>;

type Link = {
  id: string;
  companyId: string;
  unitId: string | null;
  companyName: string;
  placeName: string | null;
  languages: Language[];
  phone: string;
};

/** A link that is over, one that was renewed, one that never was: the same. */
async function openLink(ctx: Ctx, code: string): Promise<Link> {
  const { rows } =
    await sql<Link>`select l.id, l.company_id, l.unit_id, ${nameOfUnit(ctx.language, "l")} as company_name,
      case when l.place is not null then ${placeName(ctx.language)} end as place_name, l.languages, l.phone
    from report_link_at_door(${typedCode(code)}) l`.execute(ctx.db);
  if (!rows[0]) throw new AppError("gone", "report_link.not_valid");
  return rows[0];
}

const placeName = (language: Language) =>
  sql<string>`coalesce(nullif(${sql.ref(`l.place_${language}`)}, ''), l.place)`;

export async function readReportLink(ctx: Ctx, { code }: In<"readReportLink">): Out<"readReportLink"> {
  const link = await openLink(ctx, code);
  const bits = bitsFor(await trafficOf(ctx, link, senderMark(ctx, ctx.from?.address ?? "")));
  return {
    companyName: link.companyName,
    placeName: link.placeName ?? "",
    languages: link.languages,
    phone: link.phone,
    task: newTask(typedCode(code), bits, ctx.now),
    bits,
  };
}

const hashOf = (text: string) => createHash("sha256").update(text).digest();
export const newNumber = (): string =>
  `R-${Array.from({ length: 6 }, () => codeLetters[randomInt(codeLetters.length)]).join("")}`;

/** What came by the link lately, from how many, and from this sender. */
async function trafficOf(ctx: Ctx, { id }: Pick<Link, "id">, mark: Buffer): Promise<Traffic> {
  const { rows } =
    await sql<Traffic>`select count(*)::int as in_day, count(*) filter (where k.sender_hash = ${mark})::int as of_sender_in_day,
      count(distinct k.sender_hash) filter (where k.sent_at > app_now() - interval '1 hour')::int as senders_in_hour
    from incident_intakes k where k.link_id = ${id}::uuid and k.sent_at > app_now() - interval '1 day'`.execute(
      ctx.db,
    );
  return rows[0] ?? { inDay: 0, ofSenderInDay: 0, sendersInHour: 0 };
}

export const senderMark = (ctx: Ctx, from: string): Buffer =>
  keyedMark(networkOf(from), { purpose: "report sender", of: ctx.today });
/** Keyed: the words of a report do not lie about as a hash that anybody can try out. */
export const alikeMark = (companyId: string | null, alike: string | null): Buffer | null =>
  alike === null ? null : keyedMark(alike, { purpose: "report words", of: companyId ?? "" });

export async function sendByLink(ctx: Ctx, input: In<"sendByLink">): Out<"sendByLink"> {
  const link = await openLink(ctx, input.code);
  const answer = (number: string) => ({ number, companyName: link.companyName, phone: link.phone });
  const before = await sentBefore(ctx, input.sendingId, hashOf(input.secret));
  if (before) return answer(before);
  const what = input.what.trim();
  if (what === "" && input.kind === "other" && input.photos === 0) throw invalid("incident.nothing_said");
  assertDiscovery(ctx, input.discoveredAt, input.zone);
  const mark = senderMark(ctx, ctx.from?.address ?? "");
  const traffic = await trafficOf(ctx, link, mark);
  const { taskId, secondsTaken } = assertSolved(
    typedCode(input.code),
    input.task,
    input.solution,
    ctx.now,
    bitsFor(traffic),
  );
  if (isRefused(traffic)) throw tooMany(3600);
  const isTrapped = (input.website ?? "") !== "";
  const number = newNumber();
  const { rows } = await sql`
    insert into incident_intakes (id, company_id, unit_id, link_id, channel, number, held_because, secret_hash, task_id, kind, what, answers,
      discovered_at, zone, said_name, said_contact, language, sent_at, sender_hash, alike_hash)
    values (${input.sendingId}::uuid, ${link.companyId}::uuid, ${link.unitId}::uuid, ${link.id}::uuid, 'link', ${number},
      ${isTrapped ? "trap" : secondsTaken < fewestSeconds ? "too_fast" : null}, ${hashOf(input.secret)}, ${taskId}, ${input.kind}, ${what},
      ${JSON.stringify(input.answers ?? {})}::jsonb, ${input.discoveredAt}::timestamptz, ${input.zone}, ${input.name?.trim() ?? ""},
      ${input.contact?.trim() ?? ""}, ${ctx.language}, app_now(), ${mark},
      ${alikeMark(link.companyId, likeness(input.kind, what))})
    on conflict (task_id) do nothing returning id`.execute(ctx.db);
  // A task that was used already: whoever sends the same report again has come back above.
  if (rows.length === 0) throw new AppError("gone", "report_link.task_over");
  return answer(number);
}

async function sentBefore(ctx: Ctx, id: string, secretHash: Buffer): Promise<string | undefined> {
  const { rows } = await sql<{ number: string; isSame: boolean }>`
    select k.number, k.secret_hash = ${secretHash} as is_same from incident_intakes k where k.id = ${id}::uuid`.execute(
    ctx.db,
  );
  // Somebody else's, or made up: told apart from one that is over by nothing.
  if (rows[0] && !rows[0].isSame) throw new AppError("gone", "report_link.task_over");
  return rows[0]?.number;
}

type Sent = {
  id: string;
  companyId: string;
  number: string;
  companyName: string;
  phone: string;
  sentAt: string;
  state: Output<typeof intake.readReportStatus>["state"];
  photos: number;
  photoBytesInDay: number;
};

async function openSent(ctx: Ctx, secret: string): Promise<Sent> {
  const { rows } =
    await sql<Sent>`select s.id, s.company_id, s.number, ${nameOfUnit(ctx.language, "s")} as company_name, s.phone, s.sent_at,
      s.state, s.photos, s.photo_bytes_in_day::float8 as photo_bytes_in_day from intake_at_door(${hashOf(secret)}) s`.execute(
      ctx.db,
    );
  if (!rows[0]) throw new AppError("gone", "report_status.not_valid");
  return rows[0];
}

export async function readReportStatus(
  ctx: Ctx,
  { secret }: In<"readReportStatus">,
): Out<"readReportStatus"> {
  const { id, companyId: _, photoBytesInDay: __, ...sent } = await openSent(ctx, secret);
  const { rows: words } = await sql<{ id: string; at: string; isMine: boolean; said: string }>`
    select w.id, w.at, w.is_senders as is_mine, w.said from incident_intake_words w where w.intake_id = ${id}::uuid
    order by w.at, w.id limit 100`.execute(ctx.db);
  const own = words.filter((one) => one.isMine).length;
  return { ...sent, words, mayAdd: sent.state !== "ended" && own < mostWords };
}

export async function addToSentReport(ctx: Ctx, input: In<"addToSentReport">): Out<"addToSentReport"> {
  const sent = await openSent(ctx, input.secret);
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from incident_intake_words w
    where w.intake_id = ${sent.id}::uuid and w.is_senders and w.id <> ${input.wordsId}::uuid`.execute(ctx.db);
  if (sent.state === "ended" || (rows[0]?.count ?? 0) >= mostWords)
    throw conflict("report_status.words_full");
  await sql`insert into incident_intake_words (id, intake_id, company_id, at, is_senders, said)
    values (${input.wordsId}::uuid, ${sent.id}::uuid, ${sent.companyId}::uuid, app_now(), true, ${input.said.trim()})
    on conflict (id) do nothing`.execute(ctx.db);
  return { id: input.wordsId };
}

/** Before the bytes are taken in: a secret that opens nothing, or a report that is full, costs no disk. */
export async function mayAddPhoto(ctx: Ctx, secret: string): Promise<Sent> {
  const sent = await openSent(ctx, secret);
  if (sent.state === "ended" || sent.photos >= mostPhotos) throw conflict("report_status.photos_full");
  if (sent.photoBytesInDay >= mostPhotoBytesInDay) throw conflict("report_status.no_room");
  return sent;
}

export async function addReportPhoto(ctx: Ctx, input: In<"addReportPhoto">): Out<"addReportPhoto"> {
  const sent = await mayAddPhoto(ctx, input.secret);
  const hash = Buffer.from(input.sha256, "hex");
  await holdContents(ctx.db);
  if (!(await fileStore().has(hash))) throw conflict("file.send_again");
  const name = safeName(input.name, input.mediaType);
  // Named here: the door may write a file and read none.
  const id = randomUUID();
  await sql`insert into files (id, company_id, sha256, size_bytes, media_type, name, purpose)
    values (${id}::uuid, ${sent.companyId}::uuid, ${hash}, ${input.sizeBytes}, ${input.mediaType}, ${name}, 'incident_sent')`.execute(
    ctx.db,
  );
  await sql`insert into incident_intake_files (intake_id, company_id, file_id, sent_at)
    values (${sent.id}::uuid, ${sent.companyId}::uuid, ${id}::uuid, app_now())`.execute(ctx.db);
  return { photos: sent.photos + 1 };
}
