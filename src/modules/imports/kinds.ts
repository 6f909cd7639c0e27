// The lists the pipeline knows. A list is a description: its columns, how its rows are judged, how they are written.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { applySeats } from "#modules/access/importing/seats-apply.ts";
import { heldHolders, heldSeats, heldSeatUnits } from "#modules/access/importing/seats-held.ts";
import { judgeSeats, type SeatFields, seatKeys, seatMeant } from "#modules/access/importing/seats.ts";
import { type Extras, seatWorld } from "#modules/access/importing/seat-world.ts";
import { seatColumns } from "#modules/access/importing/seat-words.ts";
import { applyAudits, auditWorld, heldAudits } from "#modules/history/audits/applying.ts";
import {
  type AuditFields,
  auditKey,
  auditKeys,
  auditMeant,
  judgeAudits,
} from "#modules/history/audits/judging.ts";
import { auditColumns } from "#modules/history/audits/words.ts";
import { applyEarlier, heldEarlier, heldWorld } from "#modules/history/importing/applying.ts";
import {
  type EarlierFields,
  earlierKeys,
  earlierMeant,
  judgeEarlier,
  keyOf,
} from "#modules/history/importing/judging.ts";
import { earlierColumns } from "#modules/history/importing/words.ts";
import {
  companyKeys,
  companyWorld,
  type CompanyFields,
  type FileRow,
  judgeCompanies,
} from "#modules/organization/importing/companies.ts";
import {
  type Applied,
  applyCompanies,
  type Applying,
} from "#modules/organization/importing/company-apply.ts";
import { companyColumns } from "#modules/organization/importing/company-words.ts";
import { heldUnits } from "#modules/organization/importing/held.ts";
import type { GivenRow, Judged } from "#modules/organization/importing/judging.ts";
import { applyPeople } from "#modules/organization/importing/people-apply.ts";
import { heldPeople, heldPlaces } from "#modules/organization/importing/people-held.ts";
import {
  companyOfRow,
  judgePeople,
  type PersonFields,
  personKeys,
} from "#modules/organization/importing/people.ts";
import { peopleWorld } from "#modules/organization/importing/people-world.ts";
import { peopleColumns } from "#modules/organization/importing/people-words.ts";
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import { applyConnections, heldServices, standingsOf } from "#modules/services/importing/applying.ts";
import {
  type ConnectionFields,
  connectionKeys,
  connectionWorld,
  judgeConnections,
  meantBy,
  standingKey,
} from "#modules/services/importing/judging.ts";
import { connectionColumns } from "#modules/services/importing/words.ts";
import { permissions } from "./contract.ts";
import { twinsAmong } from "./twins.ts";

/** Lists of later modules, which join by themselves (lists.ts). */
type Joining = "findings" | "plans";
type Own = "companies" | "people" | "services" | "seats" | "history" | "audits";
export type KindName = Own | Joining;
/** What an import is about, as far as judging needs to know. */
export type Load = {
  id: string;
  companyId: string | null;
  appliedFrom?: string | null;
  options?: Partial<Extras>;
};
export type Judge = (rows: readonly GivenRow[]) => Promise<Judged<unknown>[]>;

export type ImportKind = {
  kind: KindName;
  permission: string;
  columns: Synonyms;
  /** A longer list is refused, by this number. */
  mostRows: number;
  /** A list without these columns says nothing; the mapping page asks for them first. */
  required: readonly string[];
  keysOf: (fields: Record<string, string>) => { code: string; name: string };
  /** Names of the fields that a list shows of a row. */
  shown: { code: string; name: readonly string[] };
  /** Reads once what all batches of a check need, then judges batch after batch. */
  judge: (ctx: Ctx, load: Load) => Promise<(ctx: Ctx) => Judge>;
  apply: (
    ctx: Ctx,
    rows: readonly Judged<unknown>[],
    how: Applying & { source: string },
  ) => Promise<Applied[]>;
  /** Rows per step. */
  batch: number;
  /** What the list says is approved, where whoever applies it may approve and says so; some at a time, once every row is in. */
  approve?: (
    ctx: Ctx,
    importId: string,
    after: string | null,
    reason: string | null,
  ) => Promise<string | null>;
  /** Of an empty list to be filled in: its columns after the company's code, and what may be chosen in them. */
  template?: { fields: readonly string[]; choices?: Readonly<Record<string, readonly string[]>> };
};

const companies: ImportKind = {
  kind: "companies",
  permission: permissions.companies,
  columns: companyColumns,
  // The names of all rows are held while they are judged.
  mostRows: 100_000,
  required: ["code", "name", "parent", "relation", "country"],
  keysOf: companyKeys,
  shown: { code: "code", name: ["name"] },
  judge: async (ctx, load) => {
    const world = companyWorld(await heldUnits(ctx), await fileRows(ctx, load.id), ctx.today);
    return () => async (rows) => judgeCompanies(rows, world);
  },
  apply: (ctx, rows, how) => applyCompanies(ctx, rows as readonly Judged<CompanyFields>[], how),
  batch: 100,
};

async function fileRows(ctx: Ctx, importId: string): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`
    select row_number, coalesce(code_key, '') as code_key, coalesce(name_key, '') as name_key,
      coalesce(fields->>'name', cells->>0, '') as name
    from import_rows
    where import_id = ${importId}::uuid and (code_key is not null or name_key is not null)
      and coalesce((decision->>'leaveOut')::boolean, false) is false
    order by row_number`.execute(ctx.db);
  return rows;
}

const people: ImportKind = {
  kind: "people",
  permission: permissions.people,
  columns: peopleColumns,
  mostRows: 1_048_576,
  required: ["code", "name"],
  keysOf: (fields) => personKeys(fields),
  shown: { code: "code", name: ["name", "familyName", "givenName"] },
  judge: async (first, load) => {
    const world = peopleWorld(await heldPlaces(first, load.companyId), load.companyId, first.today);
    return (ctx) => async (rows) => {
      const wanted = rows.flatMap((row) => {
        const companyId = companyOfRow(row, world);
        const [code, email] = ["code", "email"].map((field) => fold(row.fields[field]));
        return companyId === null ? [] : [{ companyId, code: code ?? null, email: email ?? null }];
      });
      const held = await heldPeople(ctx, wanted);
      const keyed = rows.flatMap((row) => {
        const codeKey = personKeys(row.fields, companyOfRow(row, world)).code;
        return codeKey === "" ? [] : [{ rowNumber: row.number, codeKey }];
      });
      return judgePeople(rows, world, { ...held, twins: await twinsAmong(ctx, load.id, keyed) });
    };
  },
  apply: (ctx, rows, how) => applyPeople(ctx, rows as readonly Judged<PersonFields>[], how),
  batch: 1000,
};

const fold = (text: string | undefined) => text?.normalize("NFKC").trim().toLowerCase() || null;

const services: ImportKind = {
  kind: "services",
  permission: permissions.services,
  columns: connectionColumns,
  mostRows: 100_000,
  required: ["code", "service"],
  keysOf: connectionKeys,
  shown: { code: "code", name: ["name", "service"] },
  judge: async (first, load) => {
    const from = load.appliedFrom ?? first.today;
    const world = connectionWorld(await heldUnits(first), await heldServices(first), from);
    return (ctx) => async (rows) => {
      const meant = rows.map((row) => ({ row, meant: meantBy(row, world) }));
      const standings = await standingsOf(
        ctx,
        meant.flatMap((one) => one.meant ?? []),
      );
      const keyed = meant.flatMap((one) =>
        one.meant ? [{ rowNumber: one.row.number, codeKey: standingKey(one.meant) }] : [],
      );
      return judgeConnections(rows, world, standings, await twinsAmong(ctx, load.id, keyed));
    };
  },
  apply: (ctx, rows, how) => applyConnections(ctx, rows as readonly Judged<ConnectionFields>[], how),
  batch: 1000,
};

const seats: ImportKind = {
  kind: "seats",
  permission: permissions.seats,
  columns: seatColumns,
  mostRows: 100_000,
  required: ["role"],
  keysOf: seatKeys,
  shown: { code: "code", name: ["name", "role", "person", "familyName", "givenName"] },
  judge: async (first, load) => {
    const { withRights = false, withAccounts = false } = load.options ?? {};
    const world = seatWorld(await heldSeatUnits(first), {
      today: first.today,
      from: load.appliedFrom ?? first.today,
      extras: { withRights, withAccounts },
    });
    return (ctx) => async (rows) => {
      const meant = rows.flatMap((row) => {
        const one = seatMeant(row, world);
        return one ? [{ ...one, rowNumber: row.number }] : [];
      });
      const keyed = meant.map(({ rowNumber, key }) => ({ rowNumber, codeKey: key }));
      return judgeSeats(rows, world, {
        seats: await heldSeats(
          ctx,
          meant.map((one) => one.unit.id),
        ),
        people: await heldHolders(
          ctx,
          meant.flatMap((one) => one.person ?? []),
        ),
        twins: await twinsAmong(ctx, load.id, keyed),
      });
    };
  },
  apply: (ctx, rows, how) => applySeats(ctx, rows as readonly Judged<SeatFields>[], how),
  batch: 100,
};

const history: ImportKind = {
  kind: "history",
  permission: permissions.history,
  columns: earlierColumns,
  mostRows: 100_000,
  required: ["code", "year"],
  keysOf: earlierKeys,
  shown: { code: "code", name: ["name", "year", "area"] },
  judge: async (first, load) => {
    const world = await heldWorld(first);
    return (ctx) => async (rows) => {
      const meant = rows.flatMap((row) => {
        const one = earlierMeant(row, world);
        return one ? [{ ...one, rowNumber: row.number }] : [];
      });
      const keyed = meant.map(({ rowNumber, companyId, fiscalYear, area }) => ({
        rowNumber,
        codeKey: keyOf(companyId, fiscalYear, area),
      }));
      return judgeEarlier(rows, world, {
        held: await heldEarlier(ctx, meant),
        twins: await twinsAmong(ctx, load.id, keyed),
      });
    };
  },
  apply: (ctx, rows, how) => applyEarlier(ctx, rows as readonly Judged<EarlierFields>[], how),
  batch: 1000,
};

const audits: ImportKind = {
  kind: "audits",
  permission: permissions.audits,
  columns: auditColumns,
  mostRows: 100_000,
  required: ["code", "heldOn"],
  keysOf: auditKeys,
  shown: { code: "code", name: ["name", "heldOn"] },
  judge: async (first, load) => {
    const world = await auditWorld(first);
    return (ctx) => async (rows) => {
      const meant = rows.flatMap((row) => {
        const one = auditMeant(row, world);
        return one ? [{ ...one, rowNumber: row.number }] : [];
      });
      const keyed = meant.map(({ rowNumber, companyId, heldOn }) => ({
        rowNumber,
        codeKey: auditKey(companyId, heldOn),
      }));
      return judgeAudits(rows, world, {
        held: await heldAudits(ctx, meant),
        twins: await twinsAmong(ctx, load.id, keyed),
      });
    };
  },
  apply: (ctx, rows, how) => applyAudits(ctx, rows as readonly Judged<AuditFields>[], how),
  batch: 1000,
  template: { fields: ["heldOn", "kind", "auditors", "result", "findings", "report"] },
};

export const ownKinds: Record<Own, ImportKind> = { companies, people, services, seats, history, audits };
export const kinds: Partial<Record<KindName, ImportKind>> = { ...ownKinds };

export function kindOf(name: string): ImportKind {
  const kind = kinds[name as KindName];
  if (!kind) throw new Error(`no module has joined the list ${name}`);
  return kind;
}
