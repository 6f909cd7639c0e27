import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, optional, RowVersion, text } from "#core/contract.ts";
import { permissions as ledgers } from "#modules/ledgers/contract.ts";
import { alikeBy } from "../rules.ts";
import { ById, Kind, LockOutcome, permissions, Severity, State, workers } from "./words.ts";

const named = { id: Id, reference: text(80), title: text(300), kind: Kind, severity: Severity };
const Alike = Type.Object({
  id: Id,
  reference: text(80),
  title: text(300),
  kind: Kind,
  state: State,
  discoveredAt: Moment,
  byName: nullable(text(300)),
  /** Why it may be the same; of one that was looked for by hand none. */
  because: list(oneOf(...alikeBy), 4),
});

export const desk = contract({
  getCompanyIncidents: {
    method: "GET",
    path: "/companies/:companyId/incidents",
    summary:
      "For the page of a company: what runs there with its next clock, what was closed last and what came of it",
    permission: permissions.read,
    params: Type.Object({ companyId: Id }),
    output: Type.Object({
      running: list(
        Type.Object({
          ...named,
          state: State,
          nextWhat: nullable(oneOf("report", "law", "notice")),
          nextAt: nullable(Moment),
        }),
        5,
      ),
      closed: list(
        Type.Object({
          ...named,
          discoveredAt: Moment,
          containedAt: nullable(Moment),
          closedAt: Moment,
          lock: nullable(Type.Object({ outcome: LockOutcome, minutes: Type.Integer() })),
        }),
        3,
      ),
    }),
  },
  listAlike: {
    method: "GET",
    path: "/incidents/:id/alike",
    summary:
      "What was reported at the same company around then and may be the same: by device, by who reported, by kind and by words",
    permission: workers,
    params: ById,
    query: Type.Object({ search: optional(text(100)) }),
    output: Type.Object({ rows: list(Alike, 8) }),
  },
  sayLocked: {
    method: "POST",
    path: "/incident-locks/:id/outcome",
    summary:
      "Say what came of asking for a device to be locked: locked, wiped, found, or why it cannot be, and when",
    permission: [...workers, ledgers.manage],
    params: ById,
    body: Type.Object({ outcome: LockOutcome, at: Moment, said: text(500), rowVersion: RowVersion }),
    output: Type.Object({ id: Id }),
    events: ["incident.lock_answered"],
    errors: [
      "incident_lock.changed_meanwhile",
      "incident.moment_ahead",
      "incident.moment_before",
      "incident.lock_why_not",
    ],
  },
});
