import Type from "typebox";
import {
  contract,
  Day,
  Id,
  Language,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  text,
} from "#core/contract.ts";
import { mostSigned, mostSigners, pages, PossibleSigner } from "./contract/pages.ts";

export { mostSigned };

/** Papers show what their inspection shows, so its readers read them. */
const read = "inspection.read";
/** Whoever has the page signed: the division that brings it, the company's officer, the executive. */
export const pagePermissions = ["inspection.confirm_for", "inspection.answer", "inspection.confirm"] as const;

const ById = Type.Object({ id: Id });
const Hash = Type.String({ pattern: "^[0-9a-f]{64}$", maxLength: 64 });

const Paper = Type.Object({
  id: Id,
  language: Language,
  verb: text(40),
  madeAt: Moment,
  eventId: Type.Integer(),
  contentSha256: Hash,
  pdfSha256: Hash,
  keyId: text(16),
  /** The confirmation that it tells of was taken back since. */
  isTakenBack: Type.Boolean(),
});

const single = contract({
  listPapers: {
    method: "GET",
    path: "/inspections/:id/papers",
    summary:
      "The signed answers of an inspection, and whether they or the page to sign by hand can be made now",
    permission: read,
    params: ById,
    output: Type.Object({
      inspectionId: Id,
      companyId: Id,
      companyName: text(200),
      companyLanguage: Language,
      roundName: text(200),
      state: text(20),
      rowVersion: Type.Integer(),
      confirmedAt: nullable(Moment),
      confirmedByName: nullable(text(201)),
      rows: list(Paper, 100),
      /** A confirmation by hand that was taken back, while the inspection waits for the next. */
      takenBack: nullable(
        Type.Object({
          at: Moment,
          /** Whose word it was. */
          side: oneOf("signer", "executive", "desk"),
          reason: text(1000),
          byName: nullable(text(201)),
          signerName: nullable(text(201)),
        }),
      ),
      /** The page that was issued last confirms nothing any more. */
      isPageOld: Type.Boolean(),
      executives: list(PossibleSigner, mostSigners),
      can: Type.Object({
        make: nullable(text(80)),
        page: nullable(text(80)),
        confirmFor: nullable(text(80)),
      }),
    }),
  },
  makePaper: {
    method: "POST",
    path: "/inspections/:id/papers",
    summary: "The signed answers in a language; made once per confirmation or lock and kept",
    permission: read,
    limitPerMinute: 20,
    params: ById,
    body: Type.Object({ language: Language }),
    output: Type.Object({ id: Id, isNew: Type.Boolean() }),
    events: ["paper.made"],
    noEventBecause: "where the paper is there already nothing is made",
    errors: ["paper.not_confirmed", "pdf.too_large", "pdf.too_slow"],
  },
  downloadPaper: {
    method: "GET",
    path: "/papers/:id",
    summary: "The signed answers as PDF",
    permission: read,
    carries: "download",
    params: ById,
    output: Type.Object({ id: Id }),
    events: ["paper.read"],
    errors: ["file.content_lost"],
  },
  downloadSignature: {
    method: "GET",
    path: "/papers/:id/signature",
    summary: "What was signed, the signature and the public key, for verification without this installation",
    permission: read,
    carries: "download",
    params: ById,
    output: Type.Object({ id: Id }),
    events: ["paper.signature_read"],
  },
  verifyPaper: {
    method: "GET",
    path: "/papers/verification/:pdfSha256",
    summary:
      "Whether a PDF with this SHA-256 was made here, and whether words, event and signature still agree",
    permission: read,
    params: Type.Object({ pdfSha256: Hash }),
    output: Type.Object({
      paper: Type.Object({
        id: Id,
        inspectionId: Id,
        companyName: text(200),
        roundName: text(200),
        language: Language,
        verb: text(40),
        madeAt: Moment,
        eventId: Type.Integer(),
        contentSha256: Hash,
        keyId: text(16),
        isTakenBack: Type.Boolean(),
      }),
      checks: Type.Object({
        signature: Type.Boolean(),
        content: Type.Boolean(),
        file: Type.Boolean(),
        event: Type.Boolean(),
      }),
    }),
  },
  getSigningKey: {
    method: "GET",
    path: "/papers/key",
    summary: "The public key with which this installation's papers verify, and those of before",
    permission: "signed_in",
    output: Type.Object({
      algorithm: text(20),
      keyId: text(16),
      publicKeyPem: text(400),
      /** Papers of before a change of the secret verify with these. */
      before: list(Type.Object({ keyId: text(16), publicKeyPem: text(400), until: Moment }), 200),
    }),
  },
  issueConfirmationPage: {
    method: "POST",
    path: "/inspections/:id/confirmation-pages",
    summary: "The page an executive signs by hand, for a company that does not sign in",
    permission: pagePermissions,
    carries: "download",
    limitPerMinute: 20,
    params: ById,
    body: Type.Object({ language: optional(Language) }),
    output: Type.Object({ id: Id, on: Day }),
    events: ["paper.page_issued"],
    errors: ["paper.not_reviewed", "pdf.too_slow"],
  },
});

export const papers = { ...single, ...pages };
