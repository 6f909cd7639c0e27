// Reading: each call is measured in turn with its own floor, so that what else the machine does touches both alike.
import pg from "pg";
import type { Input, Operation } from "#core/contract.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { overview } from "#modules/overview/contract.ts";
import { rounds } from "#modules/rounds/contract.ts";
import { search } from "#modules/search/contract.ts";
import type { Bench } from "../bench.ts";
import type { User } from "../client.ts";
import { bareBytes, replay, statementsOf } from "../floor.ts";
import { type Line, median, quantile } from "../table.ts";

type Read<O extends Operation> = {
  scenario: string;
  user: User;
  operation: O;
  input: Input<O>;
  bar?: number;
  most?: number;
  turns?: number;
};

export async function read<O extends Operation>(bench: Bench, wanted: Read<O>): Promise<Line> {
  const { user, operation, input, turns = 30 } = wanted;
  const statements = await statementsOf(bench.place, user.token, operation, input);
  const first = await user.call(operation, input);
  const bare = await bareBytes(bench.bare, operation.name, first.text);
  const client = new pg.Client({ connectionString: bench.place.url });
  await client.connect();
  // The login takes the role that the product takes; the scope is set by the statements themselves.
  for (let turn = 0; turn < 5; turn += 1) await user.call(operation, input);
  const product: number[] = [];
  const floor: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    product.push((await user.call(operation, input)).ms);
    floor.push((await replay(client, statements)) + (await bare()));
  }
  await client.end();
  const ratio = median(product) / median(floor);
  const isSmall = wanted.most === undefined || first.bytes <= wanted.most;
  return {
    scenario: wanted.scenario,
    p50: median(product),
    p95: quantile(product, 0.95),
    bytes: first.bytes,
    statements: statements.length,
    ratio,
    ...(wanted.bar
      ? {
          bar: `≤ ${wanted.bar}×${wanted.most ? `, ≤ ${wanted.most / 1024} KB` : ""}`,
          isMet: ratio <= wanted.bar && isSmall,
        }
      : {}),
  };
}

export async function readGroup(bench: Bench): Promise<Line[]> {
  const user = bench.office;
  const { body } = await user.call(rounds.listRounds, {});
  const roundId = body.rows[0]?.id ?? "";
  const limit = 100 * 1024;
  return [
    await read(bench, {
      scenario: "group overview, 1,000 companies",
      user,
      operation: overview.getOverview,
      input: {},
      bar: 1.5,
      most: limit,
    }),
    await read(bench, {
      scenario: "heat map, companies × areas, all companies",
      user,
      operation: overview.getHeatMap,
      input: { show: "all" },
      bar: 1.5,
      most: limit,
    }),
    await read(bench, {
      scenario: "heat map, below the standard",
      user,
      operation: overview.getHeatMap,
      input: {},
      bar: 1.5,
      most: limit,
    }),
    await read(bench, {
      scenario: "year-on-year trend, five years",
      user,
      operation: overview.getTrend,
      input: {},
      bar: 1.5,
      most: limit,
    }),
    await read(bench, { scenario: "group map", user, operation: overview.getGroupMap, input: {} }),
    await read(bench, {
      scenario: "round progress",
      user,
      operation: rounds.getRoundProgress,
      input: { id: roundId },
    }),
    await read(bench, {
      scenario: "register of inspections, first page",
      user,
      operation: inspections.listInspections,
      input: { roundId },
    }),
  ];
}

export async function readInspection(bench: Bench): Promise<Line[]> {
  const { user, inspectionId } = bench.casting;
  const input = { id: inspectionId };
  return [
    await read(bench, {
      scenario: "open one inspection: head",
      user,
      operation: inspections.getInspection,
      input,
      bar: 2,
    }),
    await read(bench, {
      scenario: "open one inspection: its controls with answers",
      user,
      operation: inspections.listAskedControls,
      input,
      bar: 2,
    }),
    await read(bench, {
      scenario: "open one control",
      user,
      operation: inspections.getAskedControl,
      input: { ...input, controlId: "TEC-12" },
      bar: 2,
    }),
  ];
}

/** First page and one far behind, by the cursor the pages themselves give. */
export async function readLists(bench: Bench): Promise<Line[]> {
  const user = bench.office;
  let after: string | undefined;
  for (let page = 0; page < 100; page += 1) {
    const { body } = await user.call(organization.listPeople, { limit: 500, ...(after ? { after } : {}) });
    if (!body.next) break;
    after = body.next;
  }
  const deep = after ? { after } : {};
  const people = organization.listPeople;
  return [
    await read(bench, {
      scenario: `people (${bench.people.toLocaleString("en")}), first page of 50`,
      user,
      operation: people,
      input: { limit: 50 },
      bar: 2,
    }),
    await read(bench, {
      scenario: "people, page 1,000",
      user,
      operation: people,
      input: { limit: 50, ...deep },
      bar: 2,
    }),
    await read(bench, {
      scenario: "people, search by a name",
      user,
      operation: people,
      input: { limit: 50, search: "佐藤 健太" },
      bar: 2,
    }),
    await read(bench, {
      scenario: "search palette: people by a name, 380,000 of them",
      user,
      operation: search.searchAll,
      input: { words: "佐藤 健太" },
      bar: 2,
    }),
    await read(bench, {
      scenario: "search palette: part of a name that many bear",
      user,
      operation: search.searchAll,
      input: { words: "佐藤" },
      bar: 2,
    }),
    await read(bench, {
      scenario: "companies, first page of 50",
      user,
      operation: organization.listCompanies,
      input: { limit: 50 },
      bar: 2,
    }),
  ];
}
