import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { SheetError } from "#core/sheets/sheet.ts";
import { fieldOf } from "../declared/fields.ts";
import { ledgerOf } from "../declared/ledgers.ts";
import { bytesOf, readAll, sample } from "#test/importing.ts";
import { type Said, SourceError } from "./importer.ts";
import { importers, recogniseSource } from "./importers.ts";

const kinds = importers.map(({ kind }) => kind);
const inPlainCode = (error: unknown) => error instanceof SheetError || error instanceof SourceError;

/** What is promised of any row of any format. */
function isKept(row: Said): void {
  const ledger = ledgerOf(row.ledger);
  const fatal = row.problems.some(({ isFatal }) => isFatal);
  assert.ok(row.sourceKey.length <= 400 && row.name.length <= 255);
  assert.ok(row.sourceKey !== "" || fatal, "a row without a key says so");
  assert.ok(Buffer.byteLength(JSON.stringify(row.raw)) <= 16_384);
  assert.ok(row.seenAt === null || /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(row.seenAt));
  for (const [name, value] of Object.entries(row.values)) {
    const field = fieldOf(name as never);
    assert.ok((ledger.fields as readonly string[]).includes(name), `${row.ledger} keeps no ${name}`);
    if (field.type === "text")
      assert.ok(typeof value === "string" && value.length <= field.max && value !== "");
    if (field.type === "flag") assert.equal(typeof value, "boolean");
    if (field.type === "word") assert.ok(field.words.includes(value as string), `${name}: ${value}`);
    if (field.type === "day") assert.match(value as string, /^\d{4}-\d\d-\d\d$/);
  }
  for (const { value } of row.problems) assert.ok((value ?? "").length <= 200);
  const kept = JSON.stringify(row);
  assert.ok(!kept.includes("\\u0000") && kept.isWellFormed(), "PostgreSQL keeps it");
}

async function readsOrRefuses(kind: string, bytes: Uint8Array): Promise<string> {
  try {
    const { rows } = await readAll(kind, bytes);
    for (const row of rows) isKept(row);
    return `${rows.length}`;
  } catch (error) {
    if (!inPlainCode(error)) throw error;
    return (error as { code: string }).code;
  }
}

const seeds: readonly string[] = [
  "Asset Tag,Serial,Category,Model,Purchase Date\nT1,S1234,Laptop,X,1/2/23\n",
  "Device ID,Device name,Last check-in,OS,Serial number\n1,PC,2026-01-01,Windows,SN1234\n",
  "管理番号,製造番号,機種\nA-1,PF3,ノート\n",
  '{"value":[{"id":"1","deviceName":"PC","isMfaCapable":true,"userPrincipalName":"a@b"}],"@odata.nextLink":"x"}',
  '{"itemtype":"Computer","deviceid":"d","content":{"bios":{"ssn":"S1"},"hardware":{"name":"n"}}}\n{"content":{}}\n',
  '{"name":"os","hostIdentifier":"h","unixTime":"1","epoch":"1","counter":"0","action":"added","columns":{"version":"1","platform":"x"}}\n',
  '{"configurationItems":[{"resourceType":"AWS::EC2::Instance","resourceId":"i","awsAccountId":"1","configuration":"{}"}]}',
  '{"data":[{"id":"/subscriptions/s/x","type":"microsoft.compute/virtualmachines","properties":{}}],"resultTruncated":"false"}',
  '{"name":"//c/projects/p/i","asset_type":"compute.googleapis.com/Instance","resource":{"data":{"networkInterfaces":[{}]}}}\n',
  '{"bomFormat":"CycloneDX","components":[{"type":"device","name":"d"}],"services":[{"name":"s","services":[{}]}]}',
  '{"results":[{"id":1,"name":"n","role":{"name":"Server"},"status":{"value":"active"}}],"next":null}',
  '{"hosts":[{"uuid":"u-1234","hostname":"h","platform":"darwin"}]}',
  '<?xml version="1.0"?><nmaprun start="1795328647"><host><status state="up"/><address addr="10.0.0.1" addrtype="ipv4"/></host></nmaprun>',
  "app.box.com\nslack.com\n",
  '{"total":9,"rows":[{"id":1,"asset_tag":"T1","status_label":{"name":"A","status_meta":"deployed"},"assigned_to":{"name":"a &amp; b","type":"user"},"custom_fields":{"OS":{"value":"x"}}}]}',
  '{"Results":["{\\"resourceId\\":\\"i-1\\",\\"resourceType\\":\\"AWS::EC2::Instance\\"}"],"NextToken":"t"}',
  "resourceId,resourceType,configuration.state.name\ni-1,AWS::EC2::Instance,running\n",
  '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="device"><name>d</name></component></components><services><service><name>s</name><data><classification flow="inbound">PII</classification></data></service></services></bom>',
];

const isDeep = process.env["YAGURA_TEST_DEEP"] === "1";

/** Some bytes changed, left out, said twice, or turned into what parsers stumble over. */
const mutated = fc
  .record({
    seed: fc.constantFrom(...seeds),
    cuts: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.integer({ min: 0, max: 12 }),
        put: fc.oneof(
          fc.constantFrom(
            "\0",
            '"',
            "\\",
            "{",
            "[",
            "]}",
            "__proto__",
            '"__proto__":{"x":1},',
            "\uD800",
            "\r",
            "\n\n",
            ",,,",
            "<!--",
            "&a;",
            "9".repeat(400),
            "1e999",
            "null",
            "-",
            "\u{1F600}",
          ),
          fc.string({ unit: "binary", maxLength: 6 }),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    keep: fc.double({ min: 0.2, max: 1, noNaN: true }),
    as: fc.constantFrom("utf8", "utf16le", "gz"),
  })
  .map(({ seed, cuts, keep, as }) => {
    let text = seed;
    for (const { at, length, put } of cuts) {
      const place = Math.floor(at * text.length);
      text = text.slice(0, place) + put + text.slice(place + length);
    }
    text = text.slice(0, Math.ceil(text.length * keep));
    if (as === "utf16le") return new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le"));
    return as === "gz"
      ? new Uint8Array(gzipSync(text))
      : new Uint8Array(
          Buffer.from(text, "latin1").length % 7 === 0 ? Buffer.from(text, "latin1") : Buffer.from(text),
        );
  });

test("no importer ends in anything but a plain code, whatever the bytes", { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(mutated, fc.constantFrom(...kinds), async (bytes, kind) => {
      recogniseSource(bytes, "file.csv");
      await readsOrRefuses(kind, bytes);
    }),
    // The deep run takes many more.
    { numRuns: isDeep ? 10_000 : 400 },
  );
});

test("a file of any other format is refused or read into rows that hold", {
  timeout: 120_000,
}, async (context) => {
  const files = [
    "assets/snipe-it/assets-sample.csv",
    "assets/glpi/phone_1.json",
    "assets/aws-config/config-snapshot-docs.json",
    "assets/cyclonedx/saasbom-apigateway.json",
    "assets/osquery/results-examples.ndjson",
    "scans/nmap-before.xml",
    "scans/zap-first-scan.xml",
  ];
  for (const path of files) {
    const file = sample(context, path);
    if (file) for (const kind of kinds) await readsOrRefuses(kind, file);
  }
});

test("deep nesting, members called __proto__, bombs and huge texts", { timeout: 120_000 }, async () => {
  const deep = `{"value":${"[".repeat(100_000)}`;
  const nested = `{"value":[${'{"a":'.repeat(300)}1${"}".repeat(300)}]}`;
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(450_000_000, 0x20)));
  const proto =
    '{"value":[{"id":"1","deviceName":"PC","__proto__":{"isGone":true},"constructor":{"prototype":{"polluted":1}}}]}';
  const huge = JSON.stringify({
    value: [{ id: "1", deviceName: "x".repeat(5_000_000), serialNumber: "y".repeat(1_000_000) }],
  });
  for (const kind of kinds) {
    for (const [name, text] of Object.entries({ deep, nested, proto, huge }))
      assert.ok(await readsOrRefuses(kind, bytesOf(text)), `${kind} ${name}`);
  }
  assert.equal(await readsOrRefuses("intune_graph", bytesOf(deep)), "too_deep");
  assert.equal(await readsOrRefuses("intune_graph", bytesOf(nested)), "too_deep");
  assert.equal(await readsOrRefuses("aws_config", bomb), "too_large");
  assert.equal(({} as { polluted?: number }).polluted, undefined);
  const { rows } = await readAll("intune_graph", proto);
  assert.deepEqual([rows[0]?.isGone, Object.hasOwn(rows[0]?.raw ?? {}, "__proto__")], [false, false]);
  assert.equal(await readsOrRefuses("intune_graph", bytesOf(huge)), "1");
});

test("texts made to keep patterns busy are read in the time that they are long", {
  timeout: 60_000,
}, async () => {
  const labels =
    "Asset Tag,Serial,Status,Category,Model,Purchase Date,OS,Type,Encrypted,Device ID,Users,Application,IP address,Primary user UPN,role,hostname,uuid";
  for (const [turn, letter] of ["(", " ", "9", "@", ".", "/", "[", "年", "a."].entries()) {
    const cell = `x${letter.repeat(Math.floor(10_000 / letter.length))}x`;
    const table = `${labels}\n${`${labels
      .split(",")
      .map(() => cell)
      .join(",")}\n`.repeat(3)}`;
    const value = Object.fromEntries(
      "id,deviceName,operatingSystem,userPrincipalName,itemtype,hostname,platform,uuid,name,status"
        .split(",")
        .map((name) => [name, cell]),
    );
    // Every letter by half of the formats, every format by half of the letters; the deep run takes all.
    for (const kind of isDeep ? kinds : kinds.filter((_, nth) => (nth + turn) % 2 === 0)) {
      await readsOrRefuses(kind, bytesOf(table));
      await readsOrRefuses(
        kind,
        bytesOf({
          value: [value],
          results: [value],
          hosts: [value],
          data: [value],
          configurationItems: [value],
        }),
      );
    }
  }
  await readsOrRefuses(
    "nmap",
    bytesOf(`${"<!-- -->".repeat(8_000)}x<?xml version="1.0"?><nmaprun></nmaprun>`),
  );
});

test("a file that ends in the middle says so", async () => {
  for (const text of ['{"value":[{"id":"1"},{"id":', '[{"id":"1"},', '{"value":[\n{"id":"1"},\n{"id":"2"'])
    assert.equal(await readsOrRefuses("intune_graph", bytesOf(text)), "ends_early");
  assert.equal(await readsOrRefuses("intune_graph", bytesOf("")), "empty");
  assert.equal(await readsOrRefuses("intune_graph", bytesOf("hello")), "not_json");
  assert.equal(await readsOrRefuses("aws_config", new Uint8Array(gzipSync("{}").subarray(0, 12))), "damaged");
  assert.equal(await readsOrRefuses("intune", bytesOf("nothing here\nat all\n")), "no_heading");
});
