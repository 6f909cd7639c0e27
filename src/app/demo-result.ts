// The group's result as a small table on the terminal, from the same operation that fills the overview page.
import type { Database } from "#core/db/pool.ts";
import { atTheDoor, inTransaction } from "#core/db/transaction.ts";
import { permissions } from "#modules/figures/contract.ts";
import { getOverview } from "#modules/overview/board.ts";

const heads = ["Tier", "Companies", "Meets", "Improvement required", "Serious gap", "Not known"];

export async function demoResult({ db }: Database): Promise<string[]> {
  const office = await atTheDoor(db, (trx) =>
    trx
      .selectFrom("accounts")
      .select(["id", "personId", "companyId"])
      .where("loginName", "=", "office.en@mihon.example")
      .executeTakeFirstOrThrow(),
  );
  const actor = {
    accountId: office.id,
    personId: office.personId,
    companyId: office.companyId,
    sessionId: null,
    language: "en",
    timeZone: null,
  } as const;
  const standing = { actor, permission: permissions.read, reach: "group", readOnly: true } as const;
  const { overview } = await inTransaction(db, standing, (ctx) => getOverview(ctx, {}));
  if (!overview) return [];
  const { round, counts, companies, previous, lateCount } = overview;
  const [meets, , serious, notKnown] = counts;
  const rows = [...overview.tiers.map((tier) => [tier.key, tier.counts] as const), ["All", counts] as const];
  return [
    `Mihon Group, inspection of FY${round.fiscalYear}, edition ${round.edition}, due ${round.dueOn}:`,
    `${meets} of ${companies} companies meet the standard, ${serious} have a serious gap, of ${notKnown} nothing is known; ${lateCount} are late.`,
    ...(previous
      ? [
          `A year ago ${previous.meets} of ${previous.companies} met edition ${previous.edition}; the edition changed since, so compare controls, not shares.`,
        ]
      : []),
    "",
    row(heads),
    ...rows.map(([name, of]) => row([name, of.reduce((sum, one) => sum + one, 0), ...of])),
  ];
}

const row = (cells: readonly (string | number)[]) =>
  `  ${cells.map((cell, at) => (at === 0 ? String(cell).padEnd(6) : String(cell).padStart(heads[at]?.length ?? 0))).join("  ")}`;
