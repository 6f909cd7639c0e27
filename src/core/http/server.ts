// Fastify with every operation of every module as a route. Routes, validation and OpenAPI come from the contracts.
import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import Fastify, {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import { isForTokens, type Operation } from "../contract.ts";
import { contentOf } from "../files/content.ts";
import type { Module } from "../module.ts";
import { saysWhoAsks, sessionCookieName, tokenOf } from "./bearer.ts";
import type { Asker, Door } from "./door.ts";
import { refuseForgery } from "./forgery.ts";
import { addHeaders } from "./headers.ts";
import { refuseOddInput } from "./input-shape.ts";
import { type AccountLimits, accountLimits, leavingAtTheEnd, type Limits, usualLimits } from "./limits.ts";
import { applyBrowserKey, browserKeyOf } from "./browser-key.ts";
import { makeLog, type ProcessLog } from "./log.ts";
import { type Patience, setPatience, usualPatience, waits } from "./patience.ts";
import { validate } from "./validation.ts";
import { answerError, languageOf, type Translate } from "./problem.ts";
import { sendContent } from "./send.ts";
import { serialize } from "./serialization.ts";

export { sessionCookieName };

declare module "fastify" {
  interface FastifyInstance {
    isSecure: boolean;
    accountLimits: AccountLimits;
  }
}

export type ServerOptions = {
  modules: readonly Module[];
  door: Door;
  translate: Translate;
  version: string;
  log?: ProcessLog;
  /** Who is believed about where a request came from: so many hops, or these addresses; never everybody. */
  trustProxy?: false | number | string[];
  isSecure?: boolean;
  /** How people reach this installation. */
  publicUrl?: string;
  https?: { cert: Buffer; key: Buffer; minVersion?: "TLSv1.2" };
  /**
   * Of one address: more calls per minute than a person makes, fewer than a flood. An office behind one address has five
   * times as many once its people are signed in.
   */
  callsPerMinute?: number;
  /** Of one account. */
  limits?: Limits;
  patience?: Patience;
  ready: () => Promise<boolean>;
};

export async function makeServer(options: ServerOptions): Promise<FastifyInstance> {
  const patience = options.patience ?? usualPatience;
  const server = Fastify({
    loggerInstance: options.log ?? makeLog("silent"),
    // Request lines hold no personal data: path without its query, status, time.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: () => randomUUID(),
    trustProxy: believed(options.trustProxy ?? false),
    bodyLimit: 1_048_576,
    requestTimeout: patience.requestMs,
    ...(options.https ? { https: { ...options.https, ...waits(patience) } } : { http: waits(patience) }),
  }) as unknown as FastifyInstance;
  server.setValidatorCompiler(validate);
  server.setSerializerCompiler(serialize);
  server.setErrorHandler(answerError(options.translate));
  // A text is no body of ours, and one that a form of another site may send.
  server.removeContentTypeParser("text/plain");
  server.decorate("isSecure", options.isSecure ?? false);
  server.decorate("accountLimits", accountLimits(limitsOf(options)));
  setPatience(server, patience);
  await register(server, options);
  logRequests(server);
  addHealth(server, options);
  await server.register(
    async (api) => {
      api.addHook("onRequest", refuseForgery(options.publicUrl));
      api.addHook("onRequest", leavingAtTheEnd(server.accountLimits));
      api.addHook("preValidation", refuseOddInput);
      for (const module of options.modules) {
        for (const operation of Object.values(module.contract)) addOperation(api, module, operation, options);
        module.routes?.(api, options.door);
      }
      api.get("/openapi.json", { schema: { hide: true } }, async () => server.swagger());
    },
    { prefix: "/api" },
  );
  return server;
}

/** Fastify believes nobody where only a number is given, so the hops are counted here; the nearest one is 0. */
const believed = (proxies: false | number | string[]) =>
  typeof proxies === "number" ? (_address: string, hop: number) => hop < proxies : proxies;

async function register(server: FastifyInstance, options: ServerOptions) {
  await server.register(cookie);
  await server.register(multipart, {
    // A route that takes files says how large; this is for one that forgot.
    limits: { fileSize: 1_048_576, files: 1, fields: 50, fieldSize: 100_000 },
  });
  await server.register(rateLimit, {
    global: true,
    max: (request) => (options.callsPerMinute ?? 1200) * (saysWhoAsks(request) ? 5 : 1),
    keyGenerator: (request) => `${request.ip}${saysWhoAsks(request) ? " signed in" : ""}`,
    timeWindow: "1 minute",
  });
  await addHeaders(server, options.isSecure ?? false);
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Yagura",
        version: options.version,
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      components: {
        securitySchemes: {
          session: { type: "apiKey", in: "cookie", name: sessionCookieName(options.isSecure ?? false) },
          token: { type: "http", scheme: "bearer", bearerFormat: "ygr_<key>_<secret>" },
        },
      },
    },
  });
}

function logRequests(server: FastifyInstance) {
  server.addHook("onSend", keepNothingLent);
  server.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    const level = reply.statusCode >= 500 ? "error" : "info";
    request.log[level](
      {
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      "request",
    );
  });
}

/** RFC 7231 liveness and readiness: alive says the process answers, ready that the database does too. */
function addHealth(server: FastifyInstance, options: ServerOptions) {
  server.get("/health", { schema: { hide: true } }, async () => ({
    status: "alive",
    version: options.version,
  }));
  server.get("/ready", { schema: { hide: true } }, async (_request, reply) => {
    // A database that does not answer must not keep whoever asks about it waiting.
    const late = new Promise<boolean>((tell) => setTimeout(() => tell(false), 3_000).unref());
    const isReady = await Promise.race([options.ready(), late]);
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? "ready" : "not_ready" });
  });
}

/** A test that raises the one limit has no other in its way. */
const limitsOf = ({ limits, callsPerMinute: raised }: ServerOptions): Limits =>
  limits ??
  (raised ? { perMinute: raised, filesPerMinute: raised, atOnce: 1000, filesAtOnce: 1000 } : usualLimits);
function addOperation(api: FastifyInstance, module: Module, operation: Operation, options: ServerOptions) {
  const handler = module.service[operation.name];
  if (!handler) throw new Error(`${module.name}: no function for ${operation.name}`);
  if (operation.carries === "upload") return;
  api.route({
    method: operation.method,
    url: operation.path,
    schema: {
      operationId: operation.name,
      summary: operation.summary,
      tags: [module.name],
      ...(operation.params ? { params: operation.params } : {}),
      ...(operation.query ? { querystring: closed(operation.query) } : {}),
      ...(operation.body ? { body: closed(operation.body) } : {}),
      response: { 200: operation.carries === "download" ? fileAnswer : operation.output },
      ...(operation.permission === "public"
        ? {}
        : { security: [{ session: [] }, ...(isForTokens(operation) ? [{ token: [] }] : [])] }),
    },
    // By address where nobody is known yet; whoever is signed in is counted by account (limits.ts).
    ...(operation.limitPerMinute && operation.permission === "public"
      ? { config: { rateLimit: { max: operation.limitPerMinute, timeWindow: "1 minute" } } }
      : {}),
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const input = {
        ...(request.params as object),
        ...(request.query as object),
        ...(request.body as object | undefined),
      };
      const isSecure = options.isSecure ?? false;
      const asker = { ...askerOf(request), browserKey: browserKeyOf(request, isSecure) };
      const output = await options.door.perform(operation, handler, asker, input as never);
      const content = contentOf(output);
      if (content) return sendContent(reply, content);
      // A body that is null would be sent as none.
      if (output === null) return reply.type("application/json; charset=utf-8").send("null");
      applyBrowserKey(reply, output, isSecure);
      return applySession(reply, output, isSecure);
    },
  });
}

const fileAnswer = {
  description: "The file",
  content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
};

const closedOnes = new WeakMap<object, object>();

/**
 * Undeclared fields are refused, not dropped: a misspelt field must not pass for an accepted one. The same for each server,
 * so that its check is built once (validation.ts).
 */
function closed(schema: object): object {
  const one = closedOnes.get(schema) ?? { ...schema, additionalProperties: false };
  closedOnes.set(schema, one);
  return one;
}

/** Requests that were answered by a right of some hours. */
const lent = new WeakSet<FastifyRequest>();
/** Tells the service worker to keep nothing of it. */
const keepNothingLent = async (request: FastifyRequest, reply: FastifyReply) => {
  if (lent.has(request)) reply.header("x-yagura-keep", "no");
};

export function askerOf(request: FastifyRequest): Asker {
  return {
    token: tokenOf(request),
    requestId: request.id,
    lends: () => void lent.add(request),
    entered: (asker, operation) => request.server.accountLimits.enter(request, asker, operation),
    from: { agent: request.headers["user-agent"]?.slice(0, 300) ?? null, address: request.ip },
    ...(request.headers["x-yagura-language"] ? { language: languageOf(request) } : {}),
  };
}

const opensSession = Symbol("session token");

/** Marks an output so that the door sets (or with null clears) the session cookie; the token never reaches the body. */
export function withSession<T extends object>(output: T, token: string | null): T {
  return Object.defineProperty(output, opensSession, { value: { token }, enumerable: false });
}

/** The token an output carries: for commands and tests, which have no cookies. */
export function sessionTokenOf(output: unknown): string | null {
  if (typeof output !== "object" || output === null || !(opensSession in output)) return null;
  return (output as { [opensSession]: { token: string | null } })[opensSession].token;
}

function applySession(reply: FastifyReply, output: unknown, isSecure: boolean) {
  if (typeof output === "object" && output !== null && opensSession in output) {
    const token = sessionTokenOf(output);
    const attributes = { path: "/", httpOnly: true, sameSite: "lax", secure: isSecure } as const;
    const name = sessionCookieName(isSecure);
    if (token) reply.setCookie(name, token, attributes);
    // What the browser still holds of pages that were open, the way back among them. Not its storage: words of other people
    // of this device that wait to be sent lie there.
    else reply.clearCookie(name, attributes).header("clear-site-data", '"cache"');
  }
  return output;
}
