import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, text } from "#core/contract.ts";
import { ById, permissions, workers } from "../contract/words.ts";
import { indicatorKinds, markings } from "./rules.ts";

const Kind = oneOf(...indicatorKinds);
const Marking = oneOf(...markings);

export const spread = contract({
  getSpread: {
    method: "GET",
    path: "/incidents/:id/spread",
    summary: "Who else has what the incident is about, by the ledgers, and what gives the attack away",
    permission: permissions.read,
    params: ById,
    output: Type.Object({
      /** By what the things concerned are, the most widespread first. */
      alike: list(
        Type.Object({
          ledger: text(40),
          words: text(200),
          companies: Type.Integer(),
          entries: Type.Integer(),
        }),
        20,
      ),
      indicators: list(
        Type.Object({
          id: Id,
          kind: Kind,
          value: text(2000),
          note: text(500),
          marking: Marking,
          seenAt: Moment,
          addedByName: nullable(text(201)),
          withdrawnBecause: nullable(text(500)),
        }),
        500,
      ),
      mayChange: Type.Boolean(),
    }),
  },
  addIndicators: {
    method: "POST",
    path: "/incidents/:id/indicators",
    summary:
      "Add what gives the attack away, with how far it may be passed on; what is known already stays as it is",
    permission: workers,
    params: ById,
    body: Type.Object({
      lines: list(text(2000, 1), 200),
      note: text(500),
      marking: Marking,
    }),
    output: Type.Object({
      added: Type.Integer(),
      known: Type.Integer(),
      unread: list(Type.Object({ line: Type.Integer(), said: text(2000) }), 200),
    }),
    events: ["incident.indicators_added"],
    errors: ["incident.no_indicator"],
  },
  withdrawIndicator: {
    method: "POST",
    path: "/incident-indicators/:id/withdrawal",
    summary: "Take an indicator back, with the reason: it stays to be read and is passed on no more",
    permission: workers,
    params: ById,
    body: Type.Object({ because: text(500, 1) }),
    output: Type.Object({ id: Id }),
    events: ["incident.indicator_withdrawn"],
    errors: ["incident.withdrawn_already"],
  },
  downloadIndicators: {
    method: "GET",
    path: "/incidents/:id/indicators/file",
    summary: "The indicators up to a marking as a STIX 2.1 bundle that names neither company nor incident",
    permission: permissions.read,
    params: ById,
    query: Type.Object({ upTo: Marking }),
    output: Type.Object({ count: Type.Integer() }),
    carries: "download",
    events: ["incident.indicators_taken"],
  },
});
