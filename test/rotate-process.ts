// A change of the secret as a process that can be killed: data folder, owner's address, columns as JSON.
import { rotateSecrets } from "#app/rotating.ts";
import { loadConfig } from "#core/config.ts";

const [ownerUrl = "", columns = "[]"] = process.argv.slice(2);
await rotateSecrets(loadConfig(process.env), ownerUrl, (line) => console.log(line), JSON.parse(columns));
