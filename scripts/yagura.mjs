#!/usr/bin/env node
// The command line by its name: `yagura trail verify`.
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
process.argv.splice(2, 0, join("src", "app", "cli.ts"));
await import(join(dirname(fileURLToPath(import.meta.url)), "boot.mjs"));
