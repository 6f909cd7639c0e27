import Type from "typebox";
import { contract, Id, nullable, oneOf, optional, text } from "#core/contract.ts";
import { attachers, purposes, readers } from "./rules.ts";

export const Purpose = oneOf(...purposes);

/** The fields of the form that an upload sends before its `file`. */
export const UploadForm = Type.Object({
  purpose: Purpose,
  /** Whose file it is; absent for the group's own. */
  companyId: optional(nullable(Id)),
  /** Of what a unit sends for itself, a department say: that unit; its company is found. */
  unitId: optional(nullable(Id)),
});

const File = Type.Object({
  id: Id,
  name: text(255),
  sizeBytes: Type.Integer({ minimum: 1 }),
  mediaType: text(120),
});

export const files = contract({
  uploadFile: {
    method: "POST",
    path: "/files",
    summary: "Stores a file for a company: multipart with purpose and companyId, then the file",
    permission: attachers,
    carries: "upload",
    limitPerMinute: 120,
    body: Type.Object({
      ...UploadForm.properties,
      name: text(1000),
      // Found by the server from the content; the form does not send them.
      sha256: Type.String({ pattern: "^[0-9a-f]{64}$", maxLength: 64 }),
      sizeBytes: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
      mediaType: nullable(text(120)),
    }),
    output: File,
    events: ["file.uploaded", "file.refused"],
    errors: [
      "file.kind_refused",
      "file.too_large",
      "file.empty",
      "file.form_unreadable",
      "file.send_again",
      "file.too_many_pixels",
      "file.unpacks_too_far",
      "file.has_macros",
      "file.two_kinds",
      "file.infected",
      "file.not_scanned",
    ],
  },
  downloadFile: {
    method: "GET",
    path: "/files/:id",
    summary: "The content of a file within one's scope, to be saved",
    permission: readers,
    carries: "download",
    params: Type.Object({ id: Id }),
    output: File,
    events: ["file.read"],
    errors: ["file.content_lost"],
  },
});
