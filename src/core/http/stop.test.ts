import assert from "node:assert/strict";
import { Agent, get } from "node:http";
import { test } from "node:test";
import Fastify from "fastify";
import { stopServer } from "./stop.ts";

test("a connection whose last request was under way when the server was told to stop does not hold it", async () => {
  const server = Fastify({ keepAliveTimeout: 600_000 });
  const arrived = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  server.get("/", async () => {
    arrived.resolve();
    await mayEnd.promise;
    return "done";
  });
  const address = await server.listen({ port: 0, host: "127.0.0.1" });
  const agent = new Agent({ keepAlive: true });
  const status = new Promise<number | undefined>((done, fail) => {
    get(address, { agent }, (reply) => {
      reply.resume().on("end", () => done(reply.statusCode));
    }).on("error", fail);
  });
  await arrived.promise;
  const stopped = stopServer(server);
  mayEnd.resolve();
  assert.equal(await status, 200, "what was under way gets its answer");
  await stopped;
  agent.destroy();
});
