// An edition as a file: one row per control, in the reader's language.
import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { Output } from "#core/contract.ts";
import { type CsvColumn, writeCsv } from "#core/exports/csv.ts";
import type { Door } from "#core/http/door.ts";
import { languageOf } from "#core/http/problem.ts";
import { askerOf } from "#core/http/server.ts";
import { standards } from "./contract.ts";
import { readEdition } from "./service.ts";

type Row = Output<typeof standards.readEdition>["controls"][number];

const columns: readonly CsvColumn<Row>[] = [
  { label: "id", value: (row) => row.id },
  { label: "area", value: (row) => row.area },
  { label: "topic", value: (row) => row.topic },
  { label: "title", value: (row) => row.title.text },
  { label: "requirement", value: (row) => row.requirement.text },
  { label: "evidence", value: (row) => row.evidence.map((one) => one.text).join("\n") },
  { label: "audit_test", value: (row) => row.auditTest?.text ?? null },
  { label: "guidance", value: (row) => row.guidance?.text ?? null },
  { label: "examples", value: (row) => row.examples.map((one) => one.text).join("\n") },
  { label: "mandatory", value: (row) => (row.mandatory ? 1 : 0) },
  { label: "weight", value: (row) => row.weight },
  ...["T1", "T2", "T3", "T4"].map(
    (tier): CsvColumn<Row> => ({
      label: tier,
      value: (row) => row.tiers[tier] ?? "none",
    }),
  ),
  { label: "functions", value: (row) => row.functions.join(" ") },
  { label: "harms", value: (row) => row.harms.join(" ") },
  { label: "applies_when", value: (row) => row.appliesWhen },
  { label: "cadence", value: (row) => row.cadence },
  {
    label: "references",
    value: (row) => row.references.map((one) => `${one.setId}: ${one.items.join(" ")}`).join("\n"),
  },
];

export function routes(server: FastifyInstance, door: Door): void {
  server.get<{ Params: { id: string } }>(
    "/editions/:id/controls.csv",
    { schema: { hide: true, params: standards.readEdition.params } },
    async (request, reply) => {
      const edition = await door.perform(
        { ...standards.readEdition, carries: "download" },
        readEdition,
        { ...askerOf(request), language: languageOf(request) },
        { id: request.params.id },
      );
      const name = encodeURIComponent(`${edition.standard}-${edition.edition}.csv`);
      return reply
        .header("content-type", "text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename*=UTF-8''${name}`)
        .send(Readable.from(writeCsv(columns, edition.controls)));
    },
  );
}
