import Type from "typebox";
import { contract, Day, Id, list, Moment, nullable, optional, page, paging, text } from "#core/contract.ts";
import { ById, dated, OutsideRole, permissions } from "./words.ts";

const verdict = nullable(text(20));

const Proof = Type.Object({
  id: Id,
  title: text(200),
  kind: text(20),
  place: nullable(text(1000)),
  validFrom: Day,
  validUntil: Day,
  /** Where it is a file, and the engagement opens files. */
  fileName: nullable(text(255)),
  sizeBytes: nullable(Type.Integer()),
});

export const engaged = contract({
  listMyEngagements: {
    method: "GET",
    path: "/engaged",
    summary: "What one from outside is engaged for, from when and until when",
    permission: "signed_in",
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          title: text(200),
          purpose: text(2000),
          firmName: text(200),
          roleId: OutsideRole,
          orderedByName: nullable(text(201)),
          companies: Type.Integer(),
          inspections: Type.Integer(),
          ...dated,
        }),
        100,
      ),
    }),
  },
  listEngagedRecords: {
    method: "GET",
    path: "/engaged/:id/records",
    summary: "The records that one of one's own engagements opens",
    permission: permissions.engaged,
    params: ById,
    query: Type.Object({ ...paging, search: optional(text(100)) }),
    output: page(
      Type.Object({
        id: Id,
        kind: text(20),
        companyId: Id,
        companyName: text(200),
        roundName: nullable(text(200)),
        fiscalYear: nullable(Type.Integer()),
        state: nullable(text(20)),
      }),
    ),
  },
  getEngagedInspection: {
    method: "GET",
    path: "/engaged/inspections/:id",
    summary:
      "An inspection that an engagement opens: what was asked, what was answered and by what it is shown",
    permission: permissions.readAnswers,
    params: ById,
    output: Type.Object({
      id: Id,
      companyId: Id,
      companyName: text(200),
      roundName: text(200),
      fiscalYear: Type.Integer(),
      state: text(20),
      tier: text(10),
      edition: text(100),
      opensFiles: Type.Boolean(),
      controls: list(
        Type.Object({
          controlId: text(40),
          area: text(200),
          title: text(2000),
          requirement: text(20_000),
          auditTest: nullable(text(20_000)),
          isMandatory: Type.Boolean(),
          verdict,
          how: nullable(text(4000)),
          missing: nullable(text(4000)),
          reason: nullable(text(4000)),
          exceptions: nullable(text(4000)),
          owner: nullable(text(200)),
          dueOn: nullable(Day),
          answeredAt: nullable(Moment),
          evidence: list(Proof, 200),
        }),
        2000,
      ),
      papers: list(
        Type.Object({ id: Id, language: text(2), verb: text(40), madeAt: Moment, sizeBytes: Type.Integer() }),
        100,
      ),
    }),
    events: ["engagement.answers_read"],
  },
  downloadEngagedEvidence: {
    method: "GET",
    path: "/engaged/evidence/:id/file",
    summary: "A file of evidence in an inspection that an engagement opens",
    permission: permissions.readEvidence,
    carries: "download",
    params: ById,
    output: ById,
    events: ["file.read"],
  },
  downloadEngagedPaper: {
    method: "GET",
    path: "/engaged/papers/:id",
    summary: "The signed answers of an inspection that an engagement opens",
    permission: permissions.readPapers,
    carries: "download",
    params: ById,
    output: ById,
    events: ["paper.read"],
  },
});
