// Who is known at a provider under which subject.
import { contract, Id, list, Moment, nullable, optional, page, paging, text } from "#core/contract.ts";
import Type from "typebox";
import { permissions } from "./words.ts";

const Subject = Type.String({ minLength: 1, maxLength: 255, pattern: "^[\\x21-\\x7e]+$" });

const Identity = Type.Object({
  id: Id,
  accountId: Id,
  familyName: text(100),
  givenName: text(100),
  companyName: text(200),
  loginName: text(254),
  subject: text(255),
  linkedHow: text(20),
  createdAt: Moment,
  lastUsedAt: nullable(Moment),
  /** Its issuer or claim is no longer the connection's: it opens nothing. */
  isStale: Type.Boolean(),
});

export const identities = contract({
  listIdentities: {
    method: "GET",
    path: "/connections/:id/identities",
    summary: "Whom a provider may sign in, and under which subject",
    permission: permissions.readConnections,
    params: Type.Object({ id: Id }),
    query: Type.Object({ ...paging, search: optional(text(100)) }),
    output: page(Identity),
  },
  addIdentities: {
    method: "POST",
    path: "/connections/:id/identities",
    summary: "Register subjects of accounts beforehand, one or a list; each line says what became of it",
    permission: permissions.manageConnections,
    confirms: true,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      rows: Type.Array(Type.Object({ loginName: text(254, 1), subject: Subject }), {
        minItems: 1,
        maxItems: 500,
      }),
    }),
    output: Type.Object({
      rows: list(Type.Object({ loginName: text(254), result: text(40) }), 500),
      added: Type.Integer(),
    }),
    events: ["identity.added", "connection.people_registered"],
    errors: ["connection.removed_already"],
  },
  removeIdentity: {
    method: "DELETE",
    path: "/identities/:id",
    summary: "A provider's subject opens this account no more; its sign-ins end at once",
    permission: permissions.manageConnections,
    confirms: true,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id, endedSessions: Type.Integer() }),
    events: ["identity.removed"],
  },
  listMyIdentities: {
    method: "GET",
    path: "/identities/mine",
    summary: "Providers one comes in through oneself, and those that could be connected",
    permission: "signed_in",
    output: Type.Object({
      rows: list(
        Type.Object({
          connectionId: Id,
          name: text(80),
          companyName: nullable(text(200)),
          identityId: nullable(Id),
          subject: nullable(text(255)),
          createdAt: nullable(Moment),
          lastUsedAt: nullable(Moment),
          /** Why it may not be connected from this sign-in; null where it may. */
          offBecause: nullable(text(60)),
        }),
        100,
      ),
    }),
  },
  beginLinking: {
    method: "POST",
    path: "/connections/:id/linking",
    summary: "Connect one's own account with a provider: where to go",
    permission: "signed_in",
    confirms: true,
    params: Type.Object({ id: Id }),
    output: Type.Object({ address: text(8000) }),
    events: ["identity.linking_begun"],
    errors: [
      "connection.unreachable",
      "connection.no_provider",
      "connection.not_on",
      "connection.bound_elsewhere",
    ],
  },
  removeMyIdentity: {
    method: "DELETE",
    path: "/identities/mine/:id",
    summary: "Come in through this provider no more",
    permission: "signed_in",
    confirms: true,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id, endedSessions: Type.Integer() }),
    events: ["identity.removed"],
    errors: ["identity.only_way"],
  },
});
