import type { FastifyInstance } from "fastify";

/**
 * Ends the server once every request under way has its answer. Node closes the connections that are idle at the first
 * moment; one whose last request was under way then would stay open for as long as its browser keeps it.
 */
export async function stopServer(server: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => server.server.closeIdleConnections(), 50);
  await server.close().finally(() => clearInterval(sweep));
}
