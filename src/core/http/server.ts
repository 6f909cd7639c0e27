// Fastify with every operation of every module as a route. Routes, validation and OpenAPI come from the contracts.
import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
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
import { AppError } from "../errors.ts";
import { contentOf } from "../files/content.ts";
import type { Module } from "../module.ts";
import type { Door } from "./door.ts";
import { bearerOf, limitTokens, sessionCookie, tokenOf } from "./bearer.ts";
import { makeLog, type ProcessLog } from "./log.ts";
import { validate } from "./validation.ts";
import { answerError, languageOf, type Translate } from "./problem.ts";
import { sendContent } from "./send.ts";

export { sessionCookie };

export type ServerOptions = {
  modules: readonly Module[];
  door: Door;
  translate: Translate;
  version: string;
  log?: ProcessLog;
  /** Who is believed about where a request came from: so many hops, or these addresses; never everybody. */
  trustProxy?: false | number | string[];
  isSecure?: boolean;
  https?: { cert: Buffer; key: Buffer };
  /** More calls per minute than a person makes, fewer than a flood. */
  callsPerMinute?: number;
  ready: () => Promise<boolean>;
};

export async function makeServer(options: ServerOptions): Promise<FastifyInstance> {
  const server = Fastify({
    loggerInstance: options.log ?? makeLog("silent"),
    // Request lines hold no personal data: path without its query, status, time.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: () => randomUUID(),
    trustProxy: believed(options.trustProxy ?? false),
    bodyLimit: 1_048_576,
    ...(options.https ? { https: options.https } : {}),
  }) as unknown as FastifyInstance;
  server.setValidatorCompiler(validate);
  server.setErrorHandler(answerError(options.translate));
  await register(server, options);
  logRequests(server);
  addHealth(server, options);
  await server.register(
    async (api) => {
      api.addHook("onRequest", refuseForgery);
      api.addHook("onRequest", limitTokens(api));
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
    max: options.callsPerMinute ?? 1200,
    timeWindow: "1 minute",
  });
  await server.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", "data:", "blob:"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
      },
    },
    frameguard: { action: "deny" },
    hsts: options.isSecure ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
  });
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
          session: { type: "apiKey", in: "cookie", name: sessionCookie },
          token: { type: "http", scheme: "bearer", bearerFormat: "ygr_<key>_<secret>" },
        },
      },
    },
  });
}

function logRequests(server: FastifyInstance) {
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

/** A header that no other site's form or image can send: with a SameSite cookie the lock against forged calls. */
async function refuseForgery(request: FastifyRequest) {
  const isSafe = request.method === "GET" || request.method === "HEAD";
  // What a program sends in a header of its own, no other site can make a browser send.
  if (bearerOf(request) !== null) return;
  if (!isSafe && request.headers["x-yagura"] !== "1") throw new AppError("forbidden", "request.forged");
}

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
    ...(operation.limitPerMinute
      ? { config: { rateLimit: { max: operation.limitPerMinute, timeWindow: "1 minute" } } }
      : {}),
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const input = {
        ...(request.params as object),
        ...(request.query as object),
        ...(request.body as object | undefined),
      };
      const output = await options.door.perform(operation, handler, askerOf(request), input as never);
      const content = contentOf(output);
      if (content) return sendContent(reply, content);
      reply.header("cache-control", "no-store");
      // A body that is null would be sent as none.
      if (output === null) return reply.type("application/json; charset=utf-8").send("null");
      return applySession(reply, output, options.isSecure ?? false);
    },
  });
}

const fileAnswer = {
  description: "The file",
  content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
};

/** Undeclared fields are refused, not dropped: a misspelt field must not pass for an accepted one. */
const closed = <T extends object>(schema: T) => ({ ...schema, additionalProperties: false });

export function askerOf(request: FastifyRequest) {
  return {
    token: tokenOf(request),
    requestId: request.id,
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
    if (token) reply.setCookie(sessionCookie, token, attributes);
    else reply.clearCookie(sessionCookie, attributes);
  }
  return output;
}
