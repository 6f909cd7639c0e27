// Sources: where entries come from, whose word counts first, and how often each is expected.
import Type from "typebox";
import {
  contract,
  Id,
  Moment,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import { importerKinds } from "../declared/kinds.ts";
import { LoadState } from "./loads.ts";
import { LedgerOf, permissions } from "./words.ts";

const Kind = oneOf(...importerKinds);
const Rank = Type.Integer({ minimum: 1, maximum: 9 });
const Hours = Type.Integer({ minimum: 1, maximum: 8784 });
const Count = Type.Integer();

const Given = {
  name: text(120, 1),
  rank: Rank,
  records: Type.Boolean(),
  expectedHours: nullable(Hours),
  isAutomatic: Type.Boolean(),
};

const Source = Type.Object({
  id: Id,
  companyId: nullable(Id),
  companyName: nullable(text(200)),
  ...Given,
  kind: Kind,
  sees: Type.Boolean(),
  loadedAt: nullable(Moment),
  saidAt: nullable(Moment),
  /** Since when nothing has come although something should have; null while it speaks. */
  silentSince: nullable(Moment),
  /** Of the things it names now: how many another source or the ledger knows too, how many it alone names. */
  named: Count,
  lastLoad: nullable(Type.Object({ id: Id, state: LoadState, openedAt: Moment })),
  rowVersion: RowVersion,
  mayChange: Type.Boolean(),
});

const Sought = {
  companyId: optional(Id),
  search: optional(text(100)),
  /** Those alone that owe their next load. */
  isSilent: optional(Type.Boolean()),
};

export const sources = contract({
  listSources: {
    method: "GET",
    path: "/asset-sources",
    summary: "The sources of one's companies and of the group: when each spoke last, and which are silent",
    permission: permissions.read,
    query: Type.Object({ ...Sought, ...paging }),
    output: page(Source),
  },
  countSources: {
    method: "GET",
    path: "/asset-sources/count",
    summary: "How many sources there are within one's scope, and how many of them are silent",
    permission: permissions.read,
    query: Type.Object(Sought),
    output: Type.Object({ all: Type.Integer(), silent: Type.Integer() }),
  },
  addSource: {
    method: "POST",
    path: "/asset-sources",
    summary: "Name a source: its format, whose it is, how far its word counts, and how often it is expected",
    permission: permissions.manage,
    /** `ledger`: of a list that keeps one ledger, which; an own choice for its files until they say otherwise. */
    body: Type.Object({ ...Given, kind: Kind, companyId: nullable(Id), ledger: optional(LedgerOf) }),
    output: Type.Object({ id: Id }),
    events: ["asset_source.added"],
    errors: ["ledger.source_of_the_group", "asset_sources_own_name", "company.not_found"],
  },
  changeSource: {
    method: "PUT",
    path: "/asset-sources/:id",
    summary: "Change how far a source counts, or how often it is expected",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ ...Given, rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["asset_source.changed"],
    errors: ["ledger.source_of_the_group", "asset_sources_own_name", "asset_source.changed_meanwhile"],
  },
  endSource: {
    method: "POST",
    path: "/asset-sources/:id/end",
    summary: "A source speaks no more; what it said stays, and counts as not seen from now on",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ reason: text(500, 1) }),
    output: Type.Object({}),
    events: ["asset_source.ended", "job.ordered"],
    errors: ["ledger.source_of_the_group", "ledger.source_busy"],
  },
});
