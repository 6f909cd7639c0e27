// Findings from before they were kept here, as a list of the import pipeline.
import { type ImportKind, twinsAmong } from "#modules/imports/lists.ts";
import { type Judged, readerOf } from "#modules/organization/importing/judging.ts";
import { heldOwners, ownerSought } from "#modules/organization/importing/owner-named.ts";
import { heldSites } from "#modules/organization/importing/site-named.ts";
import { permissions } from "../contract/words.ts";
import { applyFindings } from "./applying.ts";
import { heldOrigins, listWorld, weighedBy } from "./held.ts";
import { findingKeys, findingMeant, judgeFindings, ownerFields } from "./judging.ts";
import { keyText, type ListedFinding } from "./known.ts";
import { findingColumns } from "./columns.ts";
import { severityWords, sourceWords, stateWords } from "./words.ts";

export const findingsList: ImportKind = {
  kind: "findings",
  permission: permissions.load,
  columns: findingColumns,
  mostRows: 100_000,
  required: ["code", "ownNumber", "headline", "severity", "foundOn"],
  keysOf: findingKeys,
  shown: { code: "code", name: ["name", "ownNumber", "headline"] },
  judge: async (first, load) => {
    const world = await listWorld(first);
    return (ctx) => async (rows) => {
      const meant = rows.flatMap((row) => {
        const key = findingMeant(row, world);
        return key ? [{ key, rowNumber: row.number, row }] : [];
      });
      const named = (field: string) => meant.filter((one) => (one.row.fields[field] ?? "").trim() !== "");
      const keyed = meant.map(({ key, rowNumber }) => ({ rowNumber, codeKey: keyText(key) }));
      return judgeFindings(rows, world, {
        held: await heldOrigins(
          ctx,
          meant.map((one) => one.key),
        ),
        twins: await twinsAmong(ctx, load.id, keyed),
        owners: await heldOwners(
          ctx,
          meant.flatMap(({ row, key }) => ownerSought(readerOf(row), key.companyId, ownerFields)),
        ),
        sites: await heldSites(
          ctx,
          named("place").map((one) => one.key.companyId),
        ),
        weighed: await weighedBy(
          ctx,
          meant.map((one) => one.key.companyId),
        ),
      });
    };
  },
  apply: (ctx, rows, how) => applyFindings(ctx, rows as readonly Judged<ListedFinding>[], how),
  batch: 1000,
  template: {
    fields: [
      "ownNumber",
      "headline",
      "detail",
      "severity",
      "foundOn",
      "dueOn",
      "controls",
      "whereFound",
      "saidSource",
      "cause",
      "state",
      "closedOn",
      "closedBy",
      "acceptedUntil",
      "answerable",
      "email",
      "place",
    ],
    choices: {
      severity: Object.keys(severityWords),
      whereFound: Object.keys(sourceWords),
      state: Object.keys(stateWords),
    },
  },
};
