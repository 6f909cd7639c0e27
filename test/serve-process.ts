// A server that can be killed: the product's operations on the database named by its first argument. Says where it listens.
import { modules } from "#app/modules.ts";
import { textFolders } from "#app/text-folders.ts";
import { openDatabase } from "#core/db/pool.ts";
import { makeDoor } from "#core/http/door.ts";
import { makeServer } from "#core/http/server.ts";
import { loadTexts } from "#core/text/catalogue.ts";

const [, , url = ""] = process.argv;
const { db } = openDatabase({ connectionString: url, size: 4 });
const server = await makeServer({
  modules,
  door: makeDoor({ db }),
  translate: loadTexts(textFolders),
  version: "test",
  callsPerMinute: 1_000_000,
  ready: async () => true,
});
process.stdout.write(`${await server.listen({ port: 0, host: "127.0.0.1" })}\n`);
