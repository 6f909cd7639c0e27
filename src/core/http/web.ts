// The built screens: hashed files for ever, the page itself fresh with a nonce for what the style engine adds.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import { AppError } from "../errors.ts";

const installed: Readonly<Record<string, string>> = {
  "manifest.webmanifest": "application/manifest+json",
  "icon.svg": "image/svg+xml",
};

export async function serveWeb(server: FastifyInstance, folder: string): Promise<void> {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const worker = readFileSync(join(folder, "worker.js"), "utf8");
  await server.register(fastifyStatic, {
    root: join(folder, "assets"),
    prefix: "/assets/",
    immutable: true,
    maxAge: "365d",
    preCompressed: true,
    index: false,
  });
  // The service worker: checked anew at every visit, allowed to answer for every page.
  server.get("/worker.js", { schema: { hide: true } }, (_request, reply) =>
    reply.header("cache-control", "no-cache").type("text/javascript; charset=utf-8").send(worker),
  );
  // What a device needs to keep the product as an app of its own; it opens at the sheets that were taken along.
  for (const [name, type] of Object.entries(installed)) {
    const content = readFileSync(join(folder, name), "utf8");
    server.get(`/${name}`, { schema: { hide: true } }, (_request, reply) =>
      reply.header("cache-control", "no-cache").type(type).send(content),
    );
  }
  const sendPage = (reply: FastifyReply) =>
    reply
      .header("cache-control", "no-store")
      .type("text/html; charset=utf-8")
      .send(page.replaceAll("__CSP_NONCE__", reply.cspNonce.style));
  server.get("/", { schema: { hide: true } }, (_request, reply) => sendPage(reply));
  server.setNotFoundHandler((request, reply) => {
    const wantsPage =
      request.method === "GET" && !request.url.startsWith("/api/") && !request.url.startsWith("/assets/");
    if (wantsPage) return sendPage(reply);
    throw new AppError("not_found", "path.not_found");
  });
}
