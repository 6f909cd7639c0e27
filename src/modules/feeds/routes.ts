// Where a calendar program reads: without cookie and header of ours; what opens it is the token in its address. The
// request's line of the log names the route and never the address (core/http/server.ts).
import type { FastifyInstance } from "fastify";
import { notFound } from "#core/errors.ts";
import type { Door } from "#core/http/door.ts";
import { calledByMachines } from "#core/http/forgery.ts";
import { feeds } from "./contract.ts";
import { readFeed } from "./service.ts";

const file = /^([A-Za-z0-9_-]{43})\.ics$/;

export function routes(api: FastifyInstance, door: Door): void {
  api.get(
    "/feeds/:file",
    {
      schema: { hide: true },
      config: { ...calledByMachines, rateLimit: { max: 60, timeWindow: "1 minute" } },
    },
    async (request, reply) => {
      const token = file.exec((request.params as { file?: string }).file ?? "")?.[1];
      if (!token) throw notFound("calendar_feed");
      const { calendar } = await door.perform(
        feeds.readFeed,
        readFeed,
        { token: null, requestId: request.id },
        { token },
      );
      return reply
        .header("cache-control", "private, no-store")
        .header("content-disposition", 'inline; filename="yagura.ics"')
        .header("x-robots-tag", "noindex")
        .type("text/calendar; charset=utf-8")
        .send(calendar);
    },
  );
}
