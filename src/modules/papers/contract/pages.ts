// Confirmation by hand for many companies of a round: the pages to sign as one file, the signed pages on the way back.
import Type from "typebox";
import {
  contract,
  Id,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";

const permission = "inspection.confirm_for";
const ById = Type.Object({ id: Id });
const Code = text(80);

/** Most companies of one order, and most signed pages of one request. */
export const mostPages = 5000;
export const mostSigned = 50;
/** Of a company, those to choose from; whoever is not among them is found by name. */
export const mostSigners = 50;

/** Told apart by seat and number: names repeat. */
export const PossibleSigner = Type.Object({
  id: Id,
  name: text(201),
  position: nullable(text(200)),
  code: nullable(text(60)),
  /** Whose person, where not of the company that is confirmed. */
  unit: nullable(text(200)),
  /** Executive by seat, or confirming here otherwise; anybody else signs with a reason. */
  mayHaveSigned: Type.Boolean(),
});

export const pages = contract({
  getRoundPages: {
    method: "GET",
    path: "/rounds/:id/confirmation-pages",
    summary:
      "How many companies of a round wait for confirmation, and the pages that were issued for signing",
    permission,
    params: ById,
    query: Type.Object({ divisionId: optional(Id) }),
    output: Type.Object({
      roundId: Id,
      roundName: text(200),
      /** Reviewed and waiting for their executives, those of them that answer by workbook, and those confirmed by now. */
      waiting: Type.Integer(),
      byWorkbook: Type.Integer(),
      confirmed: Type.Integer(),
      /** Entered for their signers and not compared with their scans yet. */
      toCompare: Type.Integer(),
      batches: list(
        Type.Object({
          id: Id,
          orderedAt: Moment,
          orderedByName: nullable(text(201)),
          jobId: nullable(Id),
          jobState: nullable(text(20)),
          companies: Type.Integer(),
          issued: Type.Integer(),
          /** Confirmed or sent back before their turn came. */
          movedOn: Type.Integer(),
        }),
        50,
      ),
    }),
  },
  orderPages: {
    method: "POST",
    path: "/rounds/:id/confirmation-pages",
    summary: "Issues the pages to sign by hand for many companies, each in its company's language",
    permission,
    params: ById,
    body: Type.Object({ who: oneOf("by_workbook", "all"), divisionId: optional(Id) }),
    output: Type.Object({ id: Id, jobId: Id, count: Type.Integer() }),
    events: ["paper.pages_ordered", "job.ordered"],
    errors: ["paper.none_waiting"],
  },
  goOnWithPages: {
    method: "POST",
    path: "/confirmation-pages/:id/work",
    summary: "Takes up pages where issuing them was stopped",
    permission,
    params: ById,
    output: Type.Object({ id: Id, jobId: Id }),
    events: ["job.ordered"],
    errors: ["paper.pages_working", "paper.pages_done"],
  },
  downloadPages: {
    method: "GET",
    path: "/confirmation-pages/:id/download",
    summary: "The pages issued so far: one PDF to print, or a ZIP with a PDF for each company",
    permission,
    carries: "download",
    params: ById,
    query: Type.Object({ format: oneOf("pdf", "zip") }),
    output: ById,
    events: ["paper.pages_downloaded"],
    errors: ["paper.no_page_yet", "pdf.too_large", "pdf.too_slow"],
  },
  listWaiting: {
    method: "GET",
    path: "/rounds/:id/waiting-confirmations",
    summary: "The companies that wait for confirmation, with those who may have signed",
    permission,
    params: ById,
    query: Type.Object({ divisionId: optional(Id), search: optional(text(100)), ...paging }),
    output: page(
      Type.Object({
        inspectionId: Id,
        rowVersion: RowVersion,
        companyId: Id,
        code: text(40),
        name: text(200),
        byWorkbook: Type.Boolean(),
        /** The page that was issued last says what stood before the last review. */
        isPageOld: Type.Boolean(),
        /** Executives first, then those with a seat. */
        signers: list(PossibleSigner, mostSigners),
      }),
    ),
  },
  listToCompare: {
    method: "GET",
    path: "/rounds/:id/uncompared-confirmations",
    summary: "The confirmations by hand that a second person has yet to compare with their scans",
    permission,
    params: ById,
    query: Type.Object({ divisionId: optional(Id), ...paging }),
    output: page(
      Type.Object({
        inspectionId: Id,
        code: text(40),
        name: text(200),
        signerName: nullable(text(201)),
        enteredByName: nullable(text(201)),
        enteredAt: Moment,
        /** Entered by the reader: somebody else compares it. */
        isOwn: Type.Boolean(),
      }),
    ),
  },
  listCodes: {
    method: "GET",
    path: "/rounds/:id/company-codes",
    summary: "The codes of all companies of a round, by which scans find theirs",
    permission,
    params: ById,
    output: Type.Object({ codes: list(text(40), mostPages) }),
  },
  confirmManyOnPaper: {
    method: "POST",
    path: "/rounds/:id/signed-pages",
    summary: "Confirms inspections on behalf of those who signed their pages by hand; each by itself",
    permission,
    params: ById,
    body: Type.Object({
      pages: list(
        Type.Object({
          inspectionId: Id,
          rowVersion: RowVersion,
          personId: Id,
          fileId: Id,
          /** Why a signature counts that is not the executive's. */
          why: optional(text(1000)),
        }),
        mostSigned,
      ),
    }),
    output: Type.Object({
      confirmed: Type.Integer(),
      refused: list(Type.Object({ inspectionId: Id, code: Code }), mostSigned),
    }),
    events: ["inspection.confirmed"],
    noEventBecause: "where each of them is refused nothing is confirmed",
  },
});
