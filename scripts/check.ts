// Everything a machine can say about the code without running the product, at once.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";

type Check = { name: string; command: string; args: string[] };

const bin = (name: string) => `node_modules/.bin/${name}`;
const checks: Check[] = [
  { name: "types of the server", command: bin("tsc"), args: ["-p", "tsconfig.json"] },
  { name: "types of the screens", command: bin("tsc"), args: ["-p", "tsconfig.web.json"] },
  {
    name: "lint",
    command: bin("oxlint"),
    args: ["--deny-warnings", "src", "test", "scripts", "sample"].filter(
      (path) => path.startsWith("-") || existsSync(path),
    ),
  },
  { name: "format", command: bin("biome"), args: ["format", "src", "test", "scripts"] },
  { name: "dead code", command: bin("knip"), args: ["--no-progress", "--no-config-hints"] },
  {
    name: "house rules",
    command: process.execPath,
    args: ["--test", "test/architecture.test.ts", "test/words.test.ts"],
  },
];

function run(check: Check): Promise<{ isGood: boolean; output: string; seconds: number }> {
  const began = Date.now();
  const child = spawn(check.command, check.args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (piece: Buffer) => (output += piece));
  child.stderr.on("data", (piece: Buffer) => (output += piece));
  return new Promise((done) => {
    child.on("error", (error) => done({ isGood: false, output: error.message, seconds: 0 }));
    child.on("close", (code) => done({ isGood: code === 0, output, seconds: (Date.now() - began) / 1000 }));
  });
}

const results = await Promise.all(checks.map(async (check) => ({ check, ...(await run(check)) })));
for (const { check, isGood, output, seconds } of results) {
  console.log(`${isGood ? "good " : "WRONG"} ${check.name} (${seconds.toFixed(1)} s)`);
  if (!isGood) console.log(output.trim().split("\n").slice(0, 60).join("\n"));
}
process.exitCode = results.every((result) => result.isGood) ? 0 : 1;
