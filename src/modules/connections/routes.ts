// Where a provider itself calls: a form, as Back-Channel Logout 1.0 (2.5) sends it, without cookie or header of ours. What
// proves it is the signed token.
import type { FastifyInstance } from "fastify";
import { AppError } from "#core/errors.ts";
import type { Door } from "#core/http/door.ts";
import { calledByMachines } from "#core/http/forgery.ts";
import { connections } from "./contract.ts";
import { endByProvider } from "./logout.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const longest = 20_000;

export function routes(api: FastifyInstance, door: Door): void {
  void api.register(async (machines) => {
    machines.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: longest },
      async (_request: unknown, body: string | Buffer) =>
        Object.fromEntries(new URLSearchParams(String(body))),
    );
    machines.post(
      "/connections/:id/back-channel-logout",
      {
        schema: { hide: true },
        config: { ...calledByMachines, rateLimit: { max: 600, timeWindow: "1 minute" } },
      },
      async (request, reply) => {
        const { id = "" } = request.params as { id?: string };
        const { logout_token: logoutToken } = (request.body ?? {}) as { logout_token?: unknown };
        if (!uuid.test(id) || typeof logoutToken !== "string")
          throw new AppError("invalid", "logout_token.not_valid");
        await door.perform(
          connections.endByProvider,
          endByProvider,
          { token: null, requestId: request.id },
          { id, logoutToken },
        );
        return reply.header("cache-control", "no-store").send("");
      },
    );
  });
}
