// Pages of docs/reference that need no database: the interface, the configuration, the events.
import { globSync, readFileSync } from "node:fs";
import { modules } from "#app/modules.ts";
import { EditionDocument } from "#modules/standards/besides.ts";
import { version } from "#app/version.ts";
import { configVariables } from "#core/config.ts";
import { isWrite } from "#core/contract.ts";
import { makeDoor } from "#core/http/door.ts";
import { makeServer } from "#core/http/server.ts";

/** Every operation of every module as OpenAPI 3.1. */
export async function openApi(): Promise<string> {
  const server = await makeServer({
    modules,
    // Nobody is asked anything: routes are only described.
    door: makeDoor({ db: undefined as never }),
    translate: (_language, key) => key,
    version,
    ready: async () => true,
  });
  await server.ready();
  const text = JSON.stringify(server.swagger(), null, 1);
  await server.close();
  return `${text}\n`;
}

export function configPage(): string {
  return [
    "# Configuration",
    "",
    "Environment variables, read once at start; every wrong one is named. Written by `npm run gen` from `src/core/config.ts`.",
    "",
    "| variable | default | meaning |",
    "|---|---|---|",
    ...configVariables.map((one) => {
      const secret = one.isSecret ? " Secret: never logged." : "";
      return `| \`${one.name}\` | ${one.default === null ? "–" : `\`${one.default}\``} | ${one.meaning}${secret} |`;
    }),
    "",
  ].join("\n");
}

/** Verbs that the source records, with the files that do. */
function recordedInSource(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const paths = globSync("src/**/*.ts").filter((path) => !path.endsWith(".test.ts"));
  for (const path of paths.sort()) {
    const text = readFileSync(path, "utf8");
    const verbs = text.matchAll(
      /(?:record(?:Each)?\(\s*\w+,\s*|record_event\(|verb: (?:[^"',\n]+\? )?)["']([a-z_]+\.[a-z_.]+)["'](?: : "([a-z_]+\.[a-z_.]+)")?|\b(?:done|failed|cancelled): "(job\.[a-z]+)"/g,
    );
    const folder = path.split("/").slice(1, 3).join("/");
    for (const [, ...names] of verbs)
      for (const name of names) if (name) found.set(name, [...new Set([...(found.get(name) ?? []), folder])]);
  }
  return found;
}

/** Verbs that a migration records when it corrects what stands, once; with its name. */
function recordedInMigrations(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of globSync("db/migrations/*.sql").sort())
    for (const [, verb] of readFileSync(path, "utf8").matchAll(/record_event\(\s*'([a-z_]+\.[a-z_.]+)'/g))
      if (verb) found.set(verb, [...new Set([...(found.get(verb) ?? []), path])]);
  return found;
}

export function eventsPage(): string {
  const writers = new Map<string, string[]>();
  for (const module of modules) {
    for (const operation of Object.values(module.contract)) {
      for (const verb of operation.events ?? []) {
        const by = `\`${operation.name}\`${isWrite(operation) ? "" : " (a read)"}`;
        writers.set(verb, [...(writers.get(verb) ?? []), by]);
      }
    }
  }
  const source = recordedInSource();
  const migrations = recordedInMigrations();
  const verbs = [...new Set([...writers.keys(), ...source.keys(), ...migrations.keys()])].sort();
  return [
    "# Events of the trail",
    "",
    "Every code that stands in the trail, and the operation that writes it. Codes are public: fields may be added to one,",
    "its name does not change. Written by `npm run gen` from the contracts and the sources.",
    "",
    "| event | written by |",
    "|---|---|",
    ...verbs.map((verb) => {
      const by =
        writers.get(verb) ??
        [...(source.get(verb) ?? migrations.get(verb) ?? [])].map(
          (place) => `the product itself (\`${place}\`)`,
        );
      return `| \`${verb}\` | ${by.join(", ")} |`;
    }),
    "",
  ].join("\n");
}

/** What an edition is when it is written as a file (YAML or JSON), for editors and for programs of others. */
export function editionSchema(): string {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Edition of a standard",
    description: "One edition with its frame and all its controls, in the languages it is written in.",
    ...EditionDocument,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
