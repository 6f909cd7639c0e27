#!/usr/bin/env node
// The command line by its name: `yagura trail verify`.
import { join } from "node:path";

process.argv.splice(2, 0, join("src", "app", "cli.ts"));
await import("./boot.mjs");
