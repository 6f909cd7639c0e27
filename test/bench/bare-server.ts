// The floor of HTTP: a process that hands out bytes it was given, and does nothing else.
import { createServer } from "node:http";

const kept = new Map<string, Buffer>();

createServer((request, response) => {
  const name = request.url ?? "";
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    if (request.method === "PUT" && name.startsWith("/keep")) kept.set(name.slice(5), Buffer.concat(pieces));
    response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
    response.end(kept.get(name) ?? "{}");
  });
}).listen(0, "127.0.0.1", function (this: { address(): unknown }) {
  console.log(`http://127.0.0.1:${(this.address() as { port: number }).port}`);
});
