// What is generated and committed is what the sources give today, and the interface says what the server does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { differing, fromDatabase, withoutDatabase } from "../scripts/gen.ts";
import { freshDatabase } from "./db.ts";

const reference = await withoutDatabase();
const advice = "run npm run gen and look at the difference";

test("the reference pages are those of the contracts and the configuration", () => {
  assert.deepEqual(differing(reference), [], advice);
});

test("table types and schema are those of the migrated database", async () => {
  const { ownerUrl } = await freshDatabase();
  assert.deepEqual(differing(await fromDatabase(ownerUrl)), [], advice);
});

type Described = { operationId: string; security?: unknown[]; responses: Record<string, unknown> };
const described = JSON.parse(reference["docs/reference/openapi.json"] ?? "{}") as {
  openapi: string;
  paths: Record<string, Record<string, Described>>;
};

test("OpenAPI 3.1 describes every operation once, under its own name, path and method", () => {
  assert.equal(described.openapi, "3.1.0");
  const found = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => `${one.operationId} ${method.toUpperCase()} ${path}`),
  );
  const declared = modules.flatMap((module) =>
    Object.values(module.contract).map(
      (one) => `${one.name} ${one.method} /api${one.path.replaceAll(/:(\w+)/g, "{$1}")}`,
    ),
  );
  assert.deepEqual(found.toSorted(), declared.toSorted());
});

test("S-01 only public operations are described as open", () => {
  const open = Object.values(described.paths).flatMap((methods) =>
    Object.values(methods)
      .filter((one) => !one.security)
      .map((one) => one.operationId),
  );
  const declared = modules.flatMap((module) =>
    Object.values(module.contract)
      .filter((one) => one.permission === "public")
      .map((one) => one.name),
  );
  assert.deepEqual(open.toSorted(), declared.toSorted());
});
