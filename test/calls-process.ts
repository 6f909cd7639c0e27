// A sender of receivers' calls that can be killed: of the database named by its first argument, to what its second allows,
// with the secret in its third.
import { textFolders } from "#app/text-folders.ts";
import { useSealingKeys } from "#core/crypto/secrets.ts";
import { openDatabase } from "#core/db/pool.ts";
import { useOutgoing } from "#core/net/outgoing.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { startDeliverer } from "#modules/calls/sender.ts";

const [, , url = "", allowed = "", secret = ""] = process.argv;
useOutgoing([allowed]);
useSealingKeys([Buffer.from(secret, "base64")]);
const { db } = openDatabase({ connectionString: url, size: 6 });
await startDeliverer({
  url,
  db,
  texts: loadTexts(textFolders),
  publicUrl: "https://yagura.mihon.example",
  log: { info: () => undefined, warn: () => undefined, error: (fields, text) => console.error(text, fields) },
  patience: () => 1,
});
process.stdout.write("sending\n");
