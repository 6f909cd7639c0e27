// Files to and from the server, with progress.
import type { Output } from "#core/contract.ts";
import type { files } from "#modules/files/contract.ts";
import type { Purpose } from "#modules/files/rules.ts";
import type { Input, Operation } from "#core/contract.ts";
import { addressOf, ApiError } from "./api.ts";
import { withProof } from "./identity/confirming.ts";
import { currentLanguage } from "./text/i18n.ts";

type UploadOptions = { onProgress?: (share: number) => void; signal?: AbortSignal };

/** Sends files to an upload route below /api. fetch tells no progress of what is sent, hence the older request. */
export const upload = <T>(path: string, form: FormData, options: UploadOptions = {}): Promise<T> =>
  withProof(() => uploadOnce<T>(path, form, options));

function uploadOnce<T>(path: string, form: FormData, { onProgress, signal }: UploadOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    const send = new XMLHttpRequest();
    send.open("POST", `/api${path}`);
    send.setRequestHeader("x-yagura", "1");
    send.setRequestHeader("x-yagura-language", currentLanguage());
    send.responseType = "json";
    send.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    });
    send.addEventListener("load", () => {
      if (send.status >= 200 && send.status < 300) resolve(send.response as T);
      else reject(new ApiError(send.status, (send.response ?? {}) as object));
    });
    send.addEventListener("error", () => reject(new ApiError(0, { code: "network.down" })));
    send.addEventListener("abort", () => reject(new ApiError(0, { code: "network.stopped" })));
    signal?.addEventListener("abort", () => send.abort());
    send.send(form);
  });
}

export type StoredFile = Output<typeof files.uploadFile>;
type NewFile = { purpose: Purpose; companyId?: string | null; unitId?: string; file: File };

/** Stores a file; records then name it by the id that comes back. Refusals are those of `uploadFile`. */
export function uploadFile(
  { purpose, companyId, unitId, file }: NewFile,
  options?: UploadOptions,
): Promise<StoredFile> {
  const form = new FormData();
  // The server decides by the fields before it takes the content, so the file comes last.
  form.append("purpose", purpose);
  if (companyId) form.append("companyId", companyId);
  if (unitId) form.append("unitId", unitId);
  form.append("file", file, file.name);
  return upload("/files", form, options);
}

/** Saves a stored file under its name. */
export const downloadFile = (id: string) => download(`/files/${id}`);

/** Saves what an operation that `carries: "download"` hands out. */
export function downloadFrom<O extends Operation>(operation: O, input: Input<O>): Promise<void> {
  const { path, body } = addressOf(operation, input);
  return download(path, undefined, { method: operation.method, body });
}

type Sending = { method: string; body: string | null };

/** Saves what a route below /api streams (an export, evidence) under the name the server gives. */
export const download = (
  path: string,
  onProgress?: (bytes: number) => void,
  sending: Sending = { method: "GET", body: null },
): Promise<void> => withProof(() => downloadOnce(path, onProgress, sending));

/** The same for what is shown in the page: a picture. */
export function blobFrom<O extends Operation>(operation: O, input: Input<O>): Promise<Blob> {
  const { path, body } = addressOf(operation, input);
  return withProof(async () => (await read(path, undefined, { method: operation.method, body })).blob);
}

async function downloadOnce(
  path: string,
  onProgress: ((bytes: number) => void) | undefined,
  sending: Sending,
): Promise<void> {
  const { blob, name } = await read(path, onProgress, sending);
  saveFile(blob, name ?? "yagura");
}

async function read(
  path: string,
  onProgress: ((bytes: number) => void) | undefined,
  sending: Sending,
): Promise<{ blob: Blob; name: string | null }> {
  const response = await fetch(`/api${path}`, {
    ...sending,
    credentials: "same-origin",
    headers: {
      "x-yagura": "1",
      "x-yagura-language": currentLanguage(),
      ...(sending.body ? { "content-type": "application/json" } : {}),
    },
  }).catch(() => {
    throw new ApiError(0, { code: "network.down" });
  });
  if (!response.ok || !response.body)
    throw new ApiError(response.status, (await response.json().catch(() => ({}))) as object);
  const parts: BlobPart[] = [];
  let bytes = 0;
  for await (const part of response.body) {
    parts.push(part);
    bytes += part.byteLength;
    onProgress?.(bytes);
  }
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  return {
    blob: new Blob(parts, { type: response.headers.get("content-type") ?? "" }),
    name: name ? decodeURIComponent(name) : null,
  };
}

/** Hands a blob to the browser as a file. */
export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
