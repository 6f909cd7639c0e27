// Taking in a file: the form's fields, then the content as a stream to the disk.
import type { MultipartFile } from "@fastify/multipart";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Compile } from "typebox/compile";
import type { Static } from "typebox";
import { invalid } from "#core/errors.ts";
import { refuseHidden } from "#core/files/hidden.ts";
import { mediaTypeOf } from "#core/files/media-type.ts";
import { fileStore } from "#core/files/store.ts";
import type { Door } from "#core/http/door.ts";
import { askerOf } from "#core/http/server.ts";
import { files, UploadForm } from "./contract.ts";
import { isInfected, mayUpload, noteInfected, uploadFile } from "./service.ts";

const form = Compile(UploadForm);

export function routes(api: FastifyInstance, door: Door): void {
  api.route({
    method: files.uploadFile.method,
    url: files.uploadFile.path,
    schema: {
      operationId: "uploadFile",
      summary: files.uploadFile.summary,
      tags: ["files"],
      security: [{ session: [] }],
      consumes: ["multipart/form-data"],
      body: {
        type: "object",
        required: ["purpose", "file"],
        properties: { ...UploadForm.properties, file: { type: "string", format: "binary" } },
      },
      response: { 200: files.uploadFile.output },
    },
    // The body of a multipart form is no JSON; its fields are checked where they are read.
    validatorCompiler: () => () => true,
    handler: (request) => take(request, door),
  });
}

async function take(request: FastifyRequest, door: Door) {
  const { fields, part } = await readUpToFile(request);
  const asker = askerOf(request);
  const input = { ...fields, name: part.filename, sha256: "0".repeat(64), sizeBytes: 1, mediaType: null };
  const check = async (ctx: Parameters<typeof mayUpload>[0]) => void (await mayUpload(ctx, fields));
  await door.perform({ ...files.uploadFile, readOnly: true }, check, asker, input);
  const { sha256, sizeBytes, path } = await fileStore()
    .receive(part.file)
    .catch(async (error: unknown) => {
      if (isInfected(error))
        await door.perform(files.uploadFile, (ctx) => noteInfected(ctx, fields, error), asker, input);
      throw error;
    });
  const mediaType = await mediaTypeOf(path);
  if (mediaType !== null) await refuseHidden(path, mediaType);
  const found = { sha256: sha256.toString("hex"), sizeBytes, mediaType };
  return door.perform(files.uploadFile, uploadFile, asker, { ...input, ...found });
}

async function readUpToFile(
  request: FastifyRequest,
): Promise<{ fields: Static<typeof UploadForm>; part: MultipartFile }> {
  if (!request.isMultipart()) throw invalid("file.form_unreadable");
  // One byte more than the store takes, so that the store is the one that refuses.
  const limits = { files: 1, fields: 10, fieldSize: 1000, fileSize: fileStore().limitBytes + 1 };
  const given: Record<string, unknown> = {};
  const parts = request.parts({ limits });
  for (;;) {
    // Not `for await`: leaving that loop would end the stream of the file.
    const { value: part, done } = await parts.next().catch(unreadable);
    if (done || !part) throw invalid("file.form_unreadable");
    if (part.type === "file") {
      if (!form.Check(given)) throw invalid("file.form_unreadable");
      return { fields: given, part };
    }
    if (part.value !== "") given[part.fieldname] = part.value;
  }
}

function unreadable(error: Error & { statusCode?: number }): never {
  throw error.statusCode === 413 ? error : invalid("file.form_unreadable");
}
