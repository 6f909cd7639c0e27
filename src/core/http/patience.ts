// How long and how much this process waits for the other side: a connection that sends a letter a minute holds nothing up.
import type { FastifyInstance, FastifyRequest } from "fastify";

export type Patience = {
  /** From the first byte of a request to the end of its headers. */
  headersMs: number;
  /** Of a whole request: the largest file on a slow line. */
  requestMs: number;
  /** Of a body that is no file. */
  bodyMs: number;
  /** No byte in either direction; the slowest answer, pages of a document being set, takes a minute. */
  silenceMs: number;
  connections: number;
};
export const usualPatience: Patience = {
  headersMs: 20_000,
  requestMs: 1_800_000,
  bodyMs: 30_000,
  silenceMs: 150_000,
  connections: 5_000,
};

/** Given when the server is made: how often Node looks for those that are late cannot be said afterwards. */
export const waits = ({ headersMs, requestMs }: Patience) => ({
  headersTimeout: headersMs,
  requestTimeout: requestMs,
  connectionsCheckingInterval: Math.min(5_000, Math.ceil(headersMs / 2)),
});

export function setPatience(server: FastifyInstance, { silenceMs, connections, bodyMs }: Patience): void {
  server.server.setTimeout(silenceMs);
  server.server.maxConnections = connections;
  server.addHook("onRequest", async (request) => {
    if (!isForm(request)) endLateBody(request, bodyMs);
  });
}

const isForm = (request: FastifyRequest) =>
  request.headers["content-type"]?.startsWith("multipart/form-data") ?? false;

/** Cuts the line of a body that has not come in time. */
function endLateBody({ raw }: FastifyRequest, bodyMs: number): void {
  if (raw.headers["content-length"] === undefined && raw.headers["transfer-encoding"] === undefined) return;
  const late = setTimeout(() => {
    if (!raw.complete) raw.destroy();
  }, bodyMs);
  late.unref();
  raw.once("close", () => clearTimeout(late));
  raw.once("end", () => clearTimeout(late));
}
