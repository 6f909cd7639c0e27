// What SECURITY.md says is known by a test is known by one that is there.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const lines = readFileSync("SECURITY.md", "utf8").split("\n");
const rows = lines.filter((line) => /^\| \d/.test(line));

test("every test and place that SECURITY.md names is there, by its file and by its name", () => {
  const missing: string[] = [];
  let named = 0;
  for (const row of rows) {
    for (const [, path = "", name] of row.matchAll(/`([\w./-]+\.(?:ts|md|sql|json))`(?: "([^"]+)")?/g)) {
      if (!existsSync(path)) missing.push(path);
      else if (name !== undefined) {
        named += 1;
        const text = readFileSync(path, "utf8");
        const titles = [...text.matchAll(/(?:test|^\w+)\(\s*(["`])([\s\S]*?)\1/gm)].map(
          (one) => one[2] ?? "",
        );
        // A name that a test puts together from a table stands there as it is.
        if (!titles.some((title) => title.includes(name)) && !text.includes(`"${name}"`))
          missing.push(`${path} "${name}"`);
      }
    }
  }
  assert.deepEqual(missing, []);
  assert.ok(named > 60, String(named));
});

test("every row says where it stands, and one that is met by a test names it", () => {
  const states = /^(met|not met|partly|n\/a|the operator's)\b/;
  const wrong = rows.filter((row) => !states.test(row.split("|")[3]?.trim() ?? ""));
  assert.deepEqual(wrong, []);
  assert.ok(rows.length > 80, String(rows.length));
});
