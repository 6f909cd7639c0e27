import Type from "typebox";
import { contract, Id, Moment, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";

export const permissions = { read: "job.read", stop: "job.stop" } as const;

export const JobState = oneOf("queued", "running", "done", "failed", "cancelled");

export const Job = Type.Object({
  id: Id,
  /** Named in the catalogues as `jobs.<kind>`. */
  kind: text(80),
  state: JobState,
  done: Type.Integer({ minimum: 0 }),
  /** null while nobody knows how much there is. */
  total: nullable(Type.Integer({ minimum: 0 })),
  companyId: nullable(Id),
  companyName: nullable(text(200)),
  subjectId: nullable(Id),
  orderedBy: nullable(Type.Object({ id: Id, familyName: text(100), givenName: text(100) })),
  isMine: Type.Boolean(),
  mayStop: Type.Boolean(),
  stopAskedAt: nullable(Moment),
  /** What came of it, in the words of its module: counts and ids. */
  outcome: nullable(Type.Record(Type.String({ maxLength: 60 }), Type.Unknown())),
  problem: nullable(
    Type.Object({
      code: text(120),
      values: optional(Type.Record(Type.String({ maxLength: 60 }), Type.Unknown())),
    }),
  ),
  createdAt: Moment,
  startedAt: nullable(Moment),
  finishedAt: nullable(Moment),
});

export const jobs = contract({
  getJob: {
    method: "GET",
    path: "/jobs/:id",
    summary: "How far a job is and what came of it: one's own, or one within the reach of job.read",
    permission: "signed_in",
    byToken: true,
    params: Type.Object({ id: Id }),
    output: Job,
  },
  listJobs: {
    method: "GET",
    path: "/jobs",
    summary: "Long work, newest first: one's own and what job.read reaches",
    permission: "signed_in",
    byToken: true,
    query: Type.Object({ ...paging, state: optional(JobState), subjectId: optional(Id) }),
    output: page(Job),
  },
  cancelJob: {
    method: "POST",
    path: "/jobs/:id/cancellation",
    summary: "Stops a job: one that waits at once, a running one after the step it is in",
    permission: "signed_in",
    byToken: true,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id, state: JobState }),
    events: ["job.stop_asked"],
    errors: ["job.ended_already"],
  },
});
