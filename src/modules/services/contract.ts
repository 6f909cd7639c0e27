import Type from "typebox";
import { contract, Day, Id, list, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";
import { Named, Region, RelationKind, Tier } from "#modules/organization/contract.ts";

export const permissions = {
  read: "service.read",
  /** Which company provides a service: a decision of the whole group. */
  provide: "service.provide",
  /** Which companies are connected, each desk within its own scope. */
  connect: "service.connect",
} as const;

export const mostCompanies = 5000;

const ServiceId = text(60, 1);
const Share = Type.Number({ exclusiveMinimum: 0, maximum: 100 });
const Reason = optional(text(500));
const asOf = { asOf: optional(Day) };

const Provider = Type.Object({
  /** Null where the company lies outside the reader's scope: its name is all that the connected know of it. */
  companyId: nullable(Id),
  name: text(200),
  validFrom: Day,
  validTo: nullable(Day),
});

/** Whose connection changes: companies by id, codes as pasted, or everything that fits a filter. */
const Picked = Type.Object({
  companyIds: optional(Type.Array(Id, { minItems: 1, maxItems: mostCompanies })),
  codes: optional(
    Type.Array(Type.Object({ code: text(40, 1), sharePercent: optional(Share) }), {
      minItems: 1,
      maxItems: mostCompanies,
    }),
  ),
  filter: optional(
    Type.Object({
      divisionId: optional(Id),
      tier: optional(Tier),
      relation: optional(RelationKind),
      region: optional(Region),
    }),
  ),
});

const Change = {
  change: oneOf("connect", "end"),
  pick: Picked,
  /** Of the company's use; what a pasted line says goes before it. 100 where nothing is said. */
  sharePercent: optional(Share),
  /** First day connected, or first day no longer. */
  from: Day,
  /** First day on which the connection no longer holds. */
  until: optional(nullable(Day)),
};

export const Effect = oneOf(
  "new",
  "changed",
  "ended",
  "same",
  "not_connected",
  "unknown",
  "twice",
  "not_in_group",
  "is_provider",
);

const Judged = Type.Object({
  code: text(40),
  name: nullable(text(200)),
  effect: Effect,
  shareBefore: nullable(Type.Number()),
  sharePercent: nullable(Type.Number()),
});

const ByService = Type.Object({ service: ServiceId });
const provided = {
  output: Type.Object({ service: ServiceId }),
  events: ["service.provider_changed"],
} as const;

export const services = contract({
  listServices: {
    method: "GET",
    path: "/shared-services",
    summary:
      "The shared services of the standards in force on a day: who provides them, how many companies are connected",
    permission: permissions.read,
    query: Type.Object(asOf),
    output: Type.Object({
      companies: Type.Integer(),
      /** Companies connected to at least one service. */
      connected: Type.Integer(),
      rows: list(
        Type.Object({
          service: ServiceId,
          name: text(200),
          /** Controls that its provider can answer first. */
          controls: Type.Integer(),
          provider: nullable(Provider),
          /** A provider that begins on a later day. */
          next: nullable(Provider),
          connected: Type.Integer(),
          /** Of those, connected for a part of their use only. */
          inPart: Type.Integer(),
        }),
        200,
      ),
    }),
  },
  listServiceCompanies: {
    method: "GET",
    path: "/shared-services/:service/companies",
    summary:
      "The companies connected to a service on a day, for whoever supervises them and for its provider",
    permission: permissions.read,
    params: ByService,
    query: Type.Object({ ...paging, search: optional(text(100)), inPart: optional(Type.Boolean()), ...asOf }),
    output: page(
      Type.Object({
        /** Null where only the service makes the reader know the company. */
        companyId: nullable(Id),
        code: text(40),
        ...Named,
        tier: nullable(Tier),
        sharePercent: Type.Number(),
        validFrom: Day,
        validTo: nullable(Day),
      }),
    ),
  },
  setServiceProvider: {
    method: "POST",
    path: "/shared-services/:service/providers",
    summary:
      "Which company provides the service from a day on; the provider before keeps the days until then",
    permission: permissions.provide,
    params: ByService,
    body: Type.Object({ companyId: Id, from: Day, until: optional(nullable(Day)), reason: Reason }),
    ...provided,
    errors: [
      "service.unknown",
      "service.needs_whole_group",
      "service.provider_not_in_group",
      "service.ends_before_it_begins",
      "change.backdated_needs_reason",
    ],
  },
  endServiceProvider: {
    method: "PUT",
    path: "/shared-services/:service/providers/end",
    summary: "From a day on nobody provides the service: its answers are no longer proposed",
    permission: permissions.provide,
    params: ByService,
    body: Type.Object({ on: Day, reason: Reason }),
    ...provided,
    errors: ["service.needs_whole_group", "service.nothing_to_change", "change.backdated_needs_reason"],
  },
  previewServiceChange: {
    method: "POST",
    path: "/shared-services/:service/companies/preview",
    summary: "What connecting or disconnecting these companies would do, company by company",
    permission: permissions.connect,
    readOnly: true,
    params: ByService,
    body: Type.Object(Change),
    output: Type.Object({
      counts: Type.Record(text(20), Type.Integer()),
      rows: list(Judged, mostCompanies),
      /** Stands for what was shown; given back with the change it makes sure that nothing else happens. */
      seal: text(64),
    }),
    errors: ["service.unknown", "service.pick_one_way", "service.ends_before_it_begins"],
  },
  changeServiceCompanies: {
    method: "POST",
    path: "/shared-services/:service/companies",
    summary: "Connect companies to the service for a share of their use, or end connections, from a day on",
    permission: permissions.connect,
    params: ByService,
    body: Type.Object({ ...Change, reason: Reason, seal: optional(text(64)) }),
    output: Type.Object({ changed: Type.Integer() }),
    events: ["service.connected", "service.disconnected"],
    errors: [
      "service.unknown",
      "service.pick_one_way",
      "service.ends_before_it_begins",
      "service.nothing_to_change",
      "service.changed_meanwhile",
      "change.backdated_needs_reason",
    ],
  },
});
