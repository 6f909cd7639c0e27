// Where a receiver says that it took note: a signed body, as Standard Webhooks signs it, without cookie or header of ours.
import type { FastifyInstance } from "fastify";
import { forbidden } from "#core/errors.ts";
import type { Door } from "#core/http/door.ts";
import { calledByMachines } from "#core/http/forgery.ts";
import { acknowledgeByReceiver } from "./calling.ts";
import { calls } from "./contract.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const longest = 4000;

export function routes(api: FastifyInstance, door: Door): void {
  void api.register(async (machines) => {
    // The signature is over the bytes: they are not read before it holds.
    machines.removeContentTypeParser("application/json");
    machines.addContentTypeParser(
      "application/json",
      { parseAs: "string", bodyLimit: longest },
      async (_request: unknown, body: string | Buffer) => ({ payload: String(body) }),
    );
    machines.post(
      "/receivers/:id/acknowledgements",
      {
        schema: { hide: true },
        config: { ...calledByMachines, rateLimit: { max: 600, timeWindow: "1 minute" } },
      },
      async (request, reply) => {
        const { id = "" } = request.params as { id?: string };
        const { payload } = (request.body ?? {}) as { payload?: string };
        const header = (name: string, longest: number) => {
          const value = request.headers[name];
          return typeof value === "string" && value.length <= longest ? value : null;
        };
        const webhookId = header("webhook-id", 200);
        const webhookTimestamp = header("webhook-timestamp", 20);
        const webhookSignature = header("webhook-signature", 1000);
        if (!uuid.test(id) || !payload || !webhookId || !webhookTimestamp || !webhookSignature)
          throw forbidden("receiver.not_signed");
        const said = await door.perform(
          calls.acknowledgeByReceiver,
          acknowledgeByReceiver,
          { token: null, requestId: request.id },
          { id, payload, webhookId, webhookTimestamp, webhookSignature },
        );
        return reply.header("cache-control", "no-store").send(said);
      },
    );
  });
}
