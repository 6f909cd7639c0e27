import assert from "node:assert/strict";
import { test } from "node:test";
import { problemsOf, readAll, sample } from "#test/importing.ts";

test("CycloneDX: hardware is components of a product, services are cloud services with their data", async (context) => {
  const hardware = sample(context, "assets/cyclonedx/hbom-pcie-sata.json");
  const services = sample(context, "assets/cyclonedx/saasbom-apigateway.json");
  if (!hardware || !services) return;
  const board = await readAll("cyclonedx", hardware);
  assert.equal(board.capturedAt, "2022-01-09T12:00:00.000Z");
  assert.equal(board.rows.length, 7);
  assert.deepEqual(
    [board.rows[0]?.values.hasComponentList, board.rows[1]?.values.product, board.rows[1]?.values.supplier],
    [true, "pcie-sata-adaptor-board", "Samtec"],
  );
  const { rows } = await readAll("cyclonedx", services);
  assert.equal(rows.length, 6);
  assert.deepEqual(
    [
      rows[0]?.ledger,
      rows[0]?.name,
      rows[0]?.values.dataClasses,
      rows[0]?.values.crossesBoundary,
      rows[0]?.values.url,
    ],
    ["cloud_services", "API Gateway", ["personal", "payment", "public"], true, "https://example.com/"],
  );
  assert.match(String(rows[0]?.values.note), /authenticated: false/);
  assert.equal(rows[1]?.values.crossesBoundary, false);
});

test("CycloneDX: references made up anew, libraries, other data classes, another document", async () => {
  const bom = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: { component: { type: "application", name: "Car" } },
  };
  const { rows } = await readAll("cyclonedx", {
    ...bom,
    components: [
      { type: "library", name: "zlib" },
      {
        type: "firmware",
        "bom-ref": "4fa1c0de-0000-4000-8000-000000000001",
        group: "sup",
        name: "gateway-fw",
        version: "4.1",
        properties: [{ name: "RXSWIN", value: "RX-9" }],
      },
    ],
    services: [{ name: "Mail", data: [{ classification: "Top" }] }],
  });
  assert.deepEqual(
    rows.map(({ row, sourceKey, values }) => [row, sourceKey, values.rxswin ?? null]),
    [
      [2, "Car|sup/gateway-fw/4.1", "RX-9"],
      [3, "Car|Mail", null],
    ],
  );
  assert.deepEqual(problemsOf(rows), [[], ["not_understood dataClasses"]]);
  await assert.rejects(readAll("cyclonedx", { spdxVersion: "SPDX-2.3" }), { code: "other_format" });
});

test("nmap: hosts that are up, whatever stands before the declaration", async (context) => {
  const expected: Record<string, [string, string | undefined, RegExp]> = {
    "nmap-before.xml": ["127.0.0.1", "localhost", /18080\/tcp SimpleHTTPServer 0\.6/],
    "nmap-leading-comment.xml": ["10.50.0.2", "example.com", /443\/tcp nginx/],
    "nmap-multiple-port.xml": ["198.38.82.159", "joaquinlp.me", /3306\/tcp mysql/],
    "nmap-script-vulners.xml": ["192.168.0.1", undefined, /OpenSSH 7\.4/],
  };
  for (const [name, [address, hostname, note]] of Object.entries(expected)) {
    const scan = sample(context, `scans/${name}`);
    if (!scan) continue;
    const { extent, rows } = await readAll("nmap", scan);
    assert.deepEqual(
      [extent, rows.map(({ sourceKey, values }) => [sourceKey, values.hostname])],
      ["changes", [[address, hostname]]],
      name,
    );
    assert.match(String(rows[0]?.values.note), note);
    assert.match(rows[0]?.seenAt ?? "", /^20\d\d-.*Z$/);
  }
});

test("nmap: hosts that are down, guesses of systems, declared entities, a file cut in the middle", async () => {
  const host = (address: string, inner: string) =>
    `<host endtime="1795328653"><status state="up"/><address addr="${address}" addrtype="ipv4"/>${inner}</host>`;
  const run = (hosts: string) =>
    `<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun start="1795328647">${hosts}</nmaprun>`;
  const { rows, capturedAt } = await readAll(
    "nmap",
    run(
      `${host("10.0.0.1", '<os><osmatch name="Linux 5.4" accuracy="98"><osclass osfamily="Linux"/></osmatch></os>')}<host><status state="down"/><address addr="10.0.0.2" addrtype="ipv4"/></host>${host("10.0.0.3", '<os><osmatch name="Windows 10" accuracy="70"/></os><ports><port protocol="udp" portid="161"><state state="open|filtered"/></port></ports>')}`,
    ),
  );
  assert.equal(capturedAt, "2026-11-22T06:24:07.000Z");
  assert.deepEqual(
    rows.map(({ row, values }) => [row, values.address, values.os ?? null, values.note ?? null]),
    [
      [1, "10.0.0.1", "linux", null],
      [3, "10.0.0.3", null, null],
    ],
  );
  await assert.rejects(
    readAll("nmap", '<?xml version="1.0"?><!DOCTYPE nmaprun [<!ENTITY a "aaaa">]><nmaprun>&a;</nmaprun>'),
    { code: "xml_entities" },
  );
  await assert.rejects(readAll("nmap", run(host("10.0.0.1", "")).slice(0, -30)), { code: "ends_early" });
  await assert.rejects(readAll("nmap", run("<host><status state=up/></host>")), { code: "not_xml" });
  await assert.rejects(readAll("nmap", run("<a>".repeat(200))), { code: "too_deep" });
});

test("names of cloud services: sign-in logs, expenses, one name a line", async () => {
  const log = await readAll(
    "cloud_names",
    "Application,User,Sign-in count,Last sign-in\nBox,ann,3,2026-11-01T00:00:00Z\nSlack,bob,9,2026-11-03T00:00:00Z\nBOX,bob,5,2026-11-02T00:00:00Z\n",
  );
  assert.deepEqual(
    log.rows.map(({ sourceKey, name, seenAt, values }) => [sourceKey, name, seenAt, values.users]),
    [
      ["BOX", "Box", "2026-11-02T00:00:00.000Z", 5],
      ["SLACK", "Slack", "2026-11-03T00:00:00.000Z", 9],
    ],
  );
  const expenses = await readAll(
    "cloud_names",
    "利用日,会社名,加盟店名,金額\n2026/10/03,子会社A,DROPBOX,1200\n2026/10/05,子会社B,DROPBOX,1200\n",
  );
  assert.deepEqual(
    expenses.rows.map(({ name, belongsTo, values }) => [name, belongsTo, values.provider]),
    [
      ["DROPBOX", "子会社A", "DROPBOX"],
      ["DROPBOX", "子会社B", "DROPBOX"],
    ],
  );
  const lines = await readAll(
    "cloud_names",
    "\uFEFFapp.box.com\nhttps://slack.com/x\n\napp.box.com\nNotion\n",
  );
  assert.deepEqual(
    lines.rows.map(({ row, name, values }) => [row, name, values.url ?? null]),
    [
      [1, "app.box.com", "app.box.com"],
      [2, "https://slack.com/x", "https://slack.com/x"],
      [5, "Notion", null],
    ],
  );
});
