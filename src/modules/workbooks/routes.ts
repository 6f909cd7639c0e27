// Taking in the files of a delivery: each as a stream to the disk, whatever it is. What it is worth is said file by file
// once it was read; one that cannot be kept at all is noted with its reason and refuses none of the others.
import type { MultipartFile } from "@fastify/multipart";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Ctx } from "#core/context.ts";
import { AppError, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { fileStore } from "#core/files/store.ts";
import type { Door } from "#core/http/door.ts";
import { askerOf } from "#core/http/server.ts";
import { workbooks } from "./contract.ts";
import { mostAtOnce } from "./contract/deliveries.ts";
import { labelOf } from "./deliveries/rules.ts";
import { addToDelivery, full, roomIn } from "./deliveries/service.ts";

const operation = workbooks.addToDelivery;

export function routes(api: FastifyInstance, door: Door): void {
  api.route<{ Params: { id: string } }>({
    method: operation.method,
    url: operation.path,
    schema: {
      operationId: operation.name,
      summary: operation.summary,
      tags: ["workbooks"],
      security: [{ session: [] }],
      consumes: ["multipart/form-data"],
      params: operation.params,
      body: {
        type: "object",
        required: ["file"],
        properties: { file: { type: "array", items: { type: "string", format: "binary" } } },
      },
      response: { 200: operation.output },
    },
    // A multipart form is no JSON; the id is checked below.
    validatorCompiler: () => () => true,
    handler: (request) => take(request, request.params.id, door),
  });
}

const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Taken = { name: string; sha256: string | null; sizeBytes: number; problem: string | null };

async function take(request: FastifyRequest, id: string, door: Door) {
  if (!isId.test(id) || !request.isMultipart()) throw invalid("file.form_unreadable");
  const asker = askerOf(request);
  let room = await door.perform({ ...operation, readOnly: true }, (ctx) => roomIn(ctx, id), asker, { id });
  const files: Taken[] = [];
  // One byte more than the store takes, so that the store is the one that refuses.
  const limits = { files: mostAtOnce, fields: 0, fileSize: fileStore().limitBytes + 1 };
  const parts = request.files({ limits, preservePath: true });
  for (;;) {
    const { value: part, done } = await parts.next().catch(unreadable);
    if (done || !part) break;
    const taken = await takeOne(part);
    if (taken.problem === "file.infected") await door.perform(operation, noteInfected, asker, { id });
    room -= taken.sizeBytes;
    if (room < 0) throw full();
    files.push(taken);
  }
  if (files.length === 0) throw invalid("file.form_unreadable");
  return door.perform(operation, addToDelivery, asker, { id, files });
}

/** The content is gone already; that somebody sent it is told at once, whatever becomes of the others. */
const noteInfected = (ctx: Ctx, { id }: { id: string }) =>
  record(ctx, "file.refused", {
    subject: { kind: "workbook_delivery", id, companyId: null },
    data: { purpose: "workbook" },
  });

/** A part may come without a name, whatever its type says. */
async function takeOne(part: Omit<MultipartFile, "filename"> & { filename?: string }): Promise<Taken> {
  const name = labelOf(part.filename ?? "");
  try {
    const { sha256, sizeBytes } = await fileStore().receive(part.file);
    return { name, sha256: sha256.toString("hex"), sizeBytes, problem: null };
  } catch (error) {
    if (
      !(error instanceof AppError) ||
      !["file.empty", "file.too_large", "file.infected"].includes(error.code)
    )
      throw error;
    part.file.resume();
    return { name, sha256: null, sizeBytes: 0, problem: error.code };
  }
}

function unreadable(error: Error & { statusCode?: number }): never {
  throw error.statusCode === 413 ? error : invalid("file.form_unreadable");
}
