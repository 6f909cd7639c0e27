// A sender that can be killed: sends the mail of the database named by its first argument to the server at the port of its
// second, with its journal in the folder of its third.
import { modules } from "#app/modules.ts";
import { textFolders } from "#app/text-folders.ts";
import { openDatabase } from "#core/db/pool.ts";
import { startSender } from "#core/mail/sender.ts";
import { loadTexts } from "#core/text/catalogue.ts";

const [, , url = "", port, folder = ""] = process.argv;
const { db } = openDatabase({ connectionString: url, size: 8 });
await startSender({
  url,
  db,
  kinds: modules.flatMap((module) => module.mails ?? []),
  settings: {
    host: "127.0.0.1",
    port: Number(port),
    user: null,
    password: null,
    tls: "none",
    from: "Yagura <yagura@mihon.example>",
    connections: 4,
    perMinute: 60_000,
  },
  texts: loadTexts(textFolders),
  publicUrl: "https://yagura.mihon.example",
  folder,
  log: { info: () => undefined, warn: () => undefined, error: (fields, text) => console.error(text, fields) },
  patience: () => 1,
});
process.stdout.write("sending\n");
