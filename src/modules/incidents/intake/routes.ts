// A photo from somebody without a session: the secret first, then the picture as a stream to the disk.
import type { MultipartFile } from "@fastify/multipart";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Ctx } from "#core/context.ts";
import { AppError, invalid } from "#core/errors.ts";
import { refuseHidden } from "#core/files/hidden.ts";
import { mediaTypeOf } from "#core/files/media-type.ts";
import { fileStore } from "#core/files/store.ts";
import type { Door } from "#core/http/door.ts";
import { askerOf } from "#core/http/server.ts";
import { intake } from "./contract.ts";
import { mostPhotoBytes, photoTypes } from "./rules.ts";
import { addReportPhoto, mayAddPhoto } from "./sending.ts";

export function routes(api: FastifyInstance, door: Door): void {
  const { method, path, summary, output, limitPerMinute } = intake.addReportPhoto;
  api.route({
    method,
    url: path,
    schema: {
      operationId: "addReportPhoto",
      summary,
      tags: ["incidents"],
      consumes: ["multipart/form-data"],
      body: {
        type: "object",
        required: ["secret", "file"],
        properties: {
          secret: intake.addReportPhoto.body.properties.secret,
          file: { type: "string", format: "binary" },
        },
      },
      response: { 200: output },
    },
    config: { rateLimit: { max: limitPerMinute, timeWindow: "1 minute" } },
    // The body of a multipart form is no JSON; its fields are checked where they are read.
    validatorCompiler: () => () => true,
    handler: (request) => take(request, door),
  });
}

async function take(request: FastifyRequest, door: Door) {
  const { secret, part } = await readUpToFile(request);
  const asker = askerOf(request);
  const input = { secret, name: part.filename, sha256: "0".repeat(64), sizeBytes: 1, mediaType: "" };
  await door.perform(
    intake.addReportPhoto,
    async (ctx: Ctx) => {
      await mayAddPhoto(ctx, secret);
    },
    asker,
    input,
  );
  const { sha256, sizeBytes, path } = await fileStore().receive(bounded(part.file));
  const mediaType = await mediaTypeOf(path);
  // By its content, whatever it is called; what lies on the disk without a row is swept away within a day.
  if (!photoTypes.includes(mediaType as (typeof photoTypes)[number])) throw invalid("report_status.no_photo");
  await refuseHidden(path, mediaType ?? "");
  return door.perform(intake.addReportPhoto, addReportPhoto, asker, {
    ...input,
    sha256: sha256.toString("hex"),
    sizeBytes,
    mediaType: mediaType ?? "",
  });
}

async function* bounded(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of content) {
    size += piece.byteLength;
    if (size > mostPhotoBytes)
      throw new AppError("too_large", "file.too_large", {
        values: { megabytes: Math.round(mostPhotoBytes / 1_048_576) },
      });
    yield piece;
  }
}

async function readUpToFile(request: FastifyRequest): Promise<{ secret: string; part: MultipartFile }> {
  if (!request.isMultipart()) throw invalid("file.form_unreadable");
  const parts = request.parts({
    limits: { files: 1, fields: 2, fieldSize: 200, fileSize: mostPhotoBytes + 1 },
  });
  let secret = "";
  for (;;) {
    // Not `for await`: leaving that loop would end the stream of the file.
    const { value: part, done } = await parts.next().catch(unreadable);
    if (done || !part) throw invalid("file.form_unreadable");
    if (part.type === "file") {
      if (!/^[A-Za-z0-9_-]{43}$/.test(secret)) throw invalid("file.form_unreadable");
      return { secret, part };
    }
    if (part.fieldname === "secret") secret = String(part.value);
  }
}

function unreadable(error: Error & { statusCode?: number }): never {
  throw error.statusCode === 413 ? error : invalid("file.form_unreadable");
}
