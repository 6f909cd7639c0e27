// Signed answers to read, fetch and verify, and the page for signing by hand.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { isKeyOfOurs, keysOfBefore, tellKey } from "#core/crypto/endorsement.ts";
import { isSignedBy, keyId, publicKeyPem, signingKey } from "#core/crypto/signing.ts";
import { outside } from "#core/db/outside.ts";
import { found, held, within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { asPart, safeName } from "#core/files/name.ts";
import { fileStore } from "#core/files/store.ts";
import { inspectionInScope } from "#modules/inspections/loading.ts";
import { isPageOld } from "#modules/inspections/signed-page.ts";
import { canonicalJson } from "#modules/standards/canonical.ts";
import type { Content } from "./content.ts";
import { pagePermissions, type papers } from "./contract.ts";
import { keepPaper, pdfType, preparePaper, setPages, sha256 } from "./keeping.ts";
import { pageAsPdf } from "./pages-file.ts";
import { issuePage } from "./pages-job.ts";
import { signersAt } from "./signers.ts";

type In<K extends keyof typeof papers> = Input<(typeof papers)[K]>;
type Out<K extends keyof typeof papers> = Promise<Output<(typeof papers)[K]>>;

/** Of paper `p`: the confirmation that it tells of was taken back since. */
const isTakenBack = sql`(p.verb = 'inspection.confirmed' and exists (select from events b where b.subject_id = p.inspection_id
  and b.verb = 'inspection.confirmation_taken_back' and b.id > p.event_id)) as is_taken_back`;

export async function listPapers(ctx: Ctx, { id }: In<"listPapers">): Out<"listPapers"> {
  const inspection = await inspectionInScope(ctx, id);
  const { rows } = await sql<Output<typeof papers.listPapers>["rows"][number]>`
    select p.id, p.language, p.verb, p.made_at, p.event_id, encode(p.content_sha256, 'hex') as content_sha256,
      encode(p.pdf_sha256, 'hex') as pdf_sha256, left(encode(sha256(p.public_key), 'hex'), 16) as key_id, ${isTakenBack}
    from papers p where p.inspection_id = ${id}::uuid and ${within(ctx, "p.company_id")} order by p.made_at desc limit 100`.execute(
    ctx.db,
  );
  const company = await sql<{ name: string; language: Language; confirmedByName: string | null }>`
    select ${nameOfUnit(ctx.language, "n")} as name, case when f.language in ('ja', 'en', 'zh') then f.language else 'en' end as language,
      ${nameOfActor(ctx.language, sql`coalesce(${inspection.confirmedFor}::uuid, ${inspection.confirmedBy}::uuid)`)} as confirmed_by_name
    from unit_names n left join company_facts f on f.company_id = n.unit_id and holds_on(f.valid_from, f.valid_to, group_today())
    where n.unit_id = ${inspection.companyId}::uuid order by n.valid_from desc limit 1`.execute(ctx.db);
  const { name, language, confirmedByName } = found(company.rows[0], "company");
  const own = await held(ctx, pagePermissions, inspection.companyId);
  const mayBring = own.has("inspection.confirm_for");
  const isReviewed = inspection.state === "reviewed";
  return {
    inspectionId: id,
    companyId: inspection.companyId,
    companyName: name,
    companyLanguage: language,
    roundName: inspection.roundName,
    state: inspection.state,
    rowVersion: inspection.rowVersion,
    confirmedAt: inspection.confirmedAt,
    confirmedByName,
    rows,
    ...(await waitingOf(ctx, id)),
    executives:
      mayBring && isReviewed
        ? (await signersAt(ctx, sql`${inspection.companyId}::uuid`).execute(ctx.db)).rows
        : [],
    can: {
      make: ["confirmed", "locked"].includes(inspection.state) ? null : "paper.off.not_confirmed",
      page: own.size === 0 ? "paper.off.not_yours" : isReviewed ? null : "paper.off.not_reviewed",
      confirmFor: !mayBring ? "paper.off.not_yours" : isReviewed ? null : "paper.off.not_reviewed",
    },
  };
}

type TakenBack = NonNullable<Output<typeof papers.listPapers>["takenBack"]>;

/** While nobody has confirmed since: how the last page came to nothing, and whether the next needs issuing first. */
async function waitingOf(
  ctx: Ctx,
  inspectionId: string,
): Promise<{ takenBack: TakenBack | null; isPageOld: boolean }> {
  const { rows } = await sql<{ takenBack: TakenBack | null; isPageOld: boolean }>`
    select ${isPageOld(sql`i.id`)} as is_page_old, (select jsonb_build_object('at', b.taken_back_at, 'side', b.side, 'reason', b.reason,
        'byName', ${nameOfActor(ctx.language, sql`b.taken_back_by`)}, 'signerName', ${nameOfActor(ctx.language, sql`b.signer_id`)})
      from confirmations_taken_back b where b.inspection_id = i.id and b.taken_back_at >= i.reviewed_at
      order by b.taken_back_at desc, b.id desc limit 1) as taken_back
    from inspections i where i.id = ${inspectionId}::uuid and i.state = 'reviewed' and ${within(ctx, "i.company_id")}`.execute(
    ctx.db,
  );
  return rows[0] ?? { takenBack: null, isPageOld: false };
}

export async function makePaper(ctx: Ctx, { id, language }: In<"makePaper">) {
  const paper = await preparePaper(ctx, id, language);
  if ("thereAs" in paper) return { id: paper.thereAs, isNew: false };
  return outside(
    () => setPages(paper),
    (second, pdf) => keepPaper(second, paper, pdf),
  );
}

type Row = {
  id: string;
  companyId: string;
  inspectionId: string;
  fileName: string;
  sizeBytes: number;
  fileSha256: Buffer;
  language: Language;
  verb: string;
  madeAt: string;
  eventId: number;
  eventHash: Buffer;
  content: Content;
  contentSha256: Buffer;
  pdfSha256: Buffer;
  manifest: string;
  signature: Buffer;
  publicKey: Buffer;
};

const paperRow = sql`p.id, p.company_id, p.inspection_id, f.name as file_name, f.size_bytes, f.sha256 as file_sha256, p.language, p.verb,
  p.made_at, p.event_id, p.event_hash, p.content, p.content_sha256, p.pdf_sha256, p.manifest, p.signature, p.public_key
  from papers p join files f on f.id = p.file_id`;

async function paperInScope(ctx: Ctx, id: string): Promise<Row> {
  const { rows } =
    await sql<Row>`select ${paperRow} where p.id = ${id}::uuid and ${within(ctx, "p.company_id")}`.execute(
      ctx.db,
    );
  return found(rows[0], "paper");
}

export async function downloadPaper(ctx: Ctx, { id }: In<"downloadPaper">): Out<"downloadPaper"> {
  const paper = await paperInScope(ctx, id);
  const output = asSensitiveRead(
    { id },
    {
      verb: "paper.read",
      subject: { kind: "inspection", id: paper.inspectionId, companyId: paper.companyId },
      data: { paperId: id },
    },
  );
  return withContent(output, {
    name: paper.fileName,
    mediaType: pdfType,
    sizeBytes: paper.sizeBytes,
    open: () => fileStore().read(paper.fileSha256),
  });
}

export async function downloadSignature(ctx: Ctx, { id }: In<"downloadSignature">): Out<"downloadSignature"> {
  const paper = await paperInScope(ctx, id);
  const text = `${JSON.stringify(
    {
      about: "Detached signature of a PDF made by Yagura: Ed25519 over the UTF-8 bytes of `manifest`.",
      algorithm: "Ed25519",
      keyId: keyId(paper.publicKey),
      publicKey: publicKeyPem(paper.publicKey),
      manifest: paper.manifest,
      signature: paper.signature.toString("base64"),
    },
    null,
    2,
  )}\n`;
  const name = `${paper.fileName}.signature.json`;
  const output = asSensitiveRead(
    { id },
    {
      verb: "paper.signature_read",
      subject: { kind: "inspection", id: paper.inspectionId, companyId: paper.companyId },
      data: { paperId: id },
    },
  );
  return withContent(output, { name, mediaType: "application/json", open: () => Buffer.from(text) });
}

export async function verifyPaper(ctx: Ctx, { pdfSha256 }: In<"verifyPaper">): Out<"verifyPaper"> {
  const hash = Buffer.from(pdfSha256, "hex");
  const { rows } = await sql<Row & { eventIsThere: boolean; isTakenBack: boolean }>`
    select exists (select from events e where e.id = p.event_id and e.hash = p.event_hash) as event_is_there, ${isTakenBack}, ${paperRow}
    where p.pdf_sha256 = ${hash} and ${within(ctx, "p.company_id")} limit 1`.execute(ctx.db);
  const paper = found(rows[0], "paper");
  const said = JSON.parse(paper.manifest) as { pdfSha256: string; contentSha256: string; paper: string };
  const isOfThese =
    said.paper === paper.id &&
    said.pdfSha256 === pdfSha256 &&
    said.contentSha256 === paper.contentSha256.toString("hex");
  return {
    paper: {
      id: paper.id,
      inspectionId: paper.inspectionId,
      companyName: paper.content.company.name,
      roundName: paper.content.round.name,
      language: paper.language,
      verb: paper.verb,
      madeAt: paper.madeAt,
      eventId: paper.eventId,
      contentSha256: paper.contentSha256.toString("hex"),
      keyId: keyId(paper.publicKey),
      isTakenBack: paper.isTakenBack,
    },
    checks: {
      signature:
        isOfThese &&
        (await isKeyOfOurs(ctx.db, paper.publicKey)) &&
        isSignedBy(paper.publicKey, paper.manifest, paper.signature),
      content: sha256(canonicalJson(paper.content)).equals(paper.contentSha256),
      file: paper.fileSha256.equals(hash) && (await fileStore().has(hash)),
      event: paper.eventIsThere,
    },
  };
}

export async function getSigningKey(ctx: Ctx): Out<"getSigningKey"> {
  const key = signingKey();
  const before = (await keysOfBefore(ctx.db)).map(tellKey);
  return { algorithm: "Ed25519", keyId: key.id, publicKeyPem: publicKeyPem(key.publicKey), before };
}

export async function issueConfirmationPage(
  ctx: Ctx,
  input: In<"issueConfirmationPage">,
): Out<"issueConfirmationPage"> {
  const inspection = await inspectionInScope(ctx, input.id);
  if (inspection.state !== "reviewed") throw conflict("paper.not_reviewed");
  const { page, code } = await issuePage(ctx, inspection, input.language ?? ctx.language);
  const name = safeName(`${asPart(`${code} ${inspection.roundName}`)}.pdf`, pdfType);
  return withContent(
    { id: input.id, on: ctx.today },
    { name, mediaType: pdfType, open: () => pageAsPdf(page) },
  );
}
