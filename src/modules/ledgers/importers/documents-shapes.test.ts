// Documents in other shapes: lists of no product, scans of silent addresses, logs without a clock, hosts within.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readAll } from "#test/importing.ts";
import { recogniseSource } from "./importers.ts";

test("CycloneDX: the number of a list is no product and no part of a key; a list of libraries says so", async () => {
  const list = (serialNumber: string) => ({
    bomFormat: "CycloneDX",
    specVersion: "1.7",
    serialNumber,
    components: [{ type: "firmware", name: "fw", version: "1.0" }],
  });
  const first = await readAll("cyclonedx", list("urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"));
  const second = await readAll("cyclonedx", list("urn:uuid:9c1f0000-0000-4000-8000-000000000001"));
  assert.deepEqual([first.rows[0]?.sourceKey, first.rows[0]?.values.product], ["fw/1.0", undefined]);
  assert.equal(second.rows[0]?.sourceKey, first.rows[0]?.sourceKey);
  const library = {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    components: [{ type: "library", name: "zlib" }],
  };
  await assert.rejects(readAll("cyclonedx", library), { code: "not_a_ledger_thing" });
});

test("nmap: with -Pn an address that nothing answered from is nobody's; services tell the system", async () => {
  const host = (address: string, inner: string) =>
    `<host><status state="up" reason="user-set"/><address addr="${address}" addrtype="ipv4"/>${inner}</host>`;
  const { rows } = await readAll(
    "nmap",
    `<?xml version="1.0"?><nmaprun start="1795328647">${[
      host("10.0.0.1", '<ports><extraports state="filtered" count="1000"/></ports>'),
      host(
        "10.0.0.2",
        '<ports><port protocol="tcp" portid="3389"><state state="open"/><service name="ms-wbt-server" ostype="Windows"/></port></ports>',
      ),
      host("10.0.0.3", '<ports><extraports state="closed" count="1000"/></ports>'),
      host("10.0.0.4", '<address addr="00:11:22:33:44:55" addrtype="mac"/>'),
      host(
        "10.0.0.5",
        '<ports><port protocol="udp" portid="53"><state state="open|filtered"/></port></ports>',
      ),
    ].join("")}</nmaprun>`,
  );
  assert.deepEqual(
    rows.map(({ sourceKey, values }) => [sourceKey, values.os ?? null]),
    [
      ["10.0.0.2", "windows"],
      ["10.0.0.3", null],
      ["10.0.0.4", null],
    ],
  );
});

test("osquery: a time in words alone, and who is signed in as the decorations say", async () => {
  const { rows } = await readAll("osquery_log", {
    name: "system_info",
    hostIdentifier: "h-1",
    calendarTime: "Tue Sep 30 17:37:30 2014 UTC",
    decorations: { username: "ann" },
    action: "snapshot",
    snapshot: [{ hardware_serial: "ABC1234", hostname: "h-1" }],
  });
  assert.deepEqual(
    rows.map(({ seenAt, person }) => [seenAt, person]),
    [["2014-09-30T17:37:30.000Z", "ann"]],
  );
});

test("Fleet: hosts as its command line writes them", async () => {
  const line = (id: number) =>
    JSON.stringify({
      kind: "host",
      apiVersion: "v1",
      spec: {
        id,
        uuid: `309a4b7d-0000-4000-8e7f-26ae0815ede${id}`,
        hostname: `h${id}`,
        platform: "darwin",
        hardware_serial: `C02X${id}`,
      },
    });
  const { rows } = await readAll("fleet", `${line(1)}\n${line(2)}\n`);
  assert.deepEqual(
    rows.map(({ name, values }) => [name, values.serial]),
    [
      ["h1", "C02X1"],
      ["h2", "C02X2"],
    ],
  );
});

test("names of cloud services: sign-ins as JSON, and the account before the name of whoever signs in", async () => {
  const signIn = (app: string, user: string, day: string) => ({
    createdDateTime: `${day}T10:00:00Z`,
    appDisplayName: app,
    userPrincipalName: user,
    userDisplayName: "Ann A",
  });
  const page = {
    value: [
      signIn("Box", "ann@a.example", "2026-11-20"),
      signIn("Box", "ann@a.example", "2026-11-22"),
      signIn("Slack", "bob@a.example", "2026-11-21"),
    ],
    "@odata.nextLink": "more",
  };
  assert.equal(recogniseSource(Buffer.from(JSON.stringify(page)), "SignIns.json")[0]?.kind, "cloud_names");
  const { extent, rows } = await readAll("cloud_names", page);
  assert.equal(extent, "changes");
  const table = await readAll(
    "cloud_names",
    "Date (UTC),User,Username,Application\n2026-11-22T10:00:00Z,Ann A,ann@a.example,Box\n2026-11-21T10:00:00Z,Bob B,bob@a.example,Slack\n",
  );
  for (const said of [rows, table.rows])
    assert.deepEqual(
      said.map(({ name, person, seenAt, values }) => [name, person, seenAt, values.users]),
      [
        ["Box", "ann@a.example", "2026-11-22T10:00:00.000Z", 1],
        ["Slack", "bob@a.example", "2026-11-21T10:00:00.000Z", 1],
      ],
    );
});

test("CycloneDX: a list as XML says what the same list says as JSON", async () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" version="1">
  <metadata><timestamp>2026-01-10T12:00:00Z</timestamp>
    <component type="device" bom-ref="board"><name>Board &amp; case</name><version>2</version></component></metadata>
  <components>
    <component type="library"><name>zlib</name><version>1</version></component>
    <component type="firmware" bom-ref="fw"><supplier><name>Sup</name></supplier><group>sup</group><name>gateway-fw</name><version>4.1</version>
      <licenses><license><name>own</name></license></licenses>
      <properties><property name="cdx:device:function">Gateway</property></properties>
      <components><component type="device"><name>radio</name></component></components></component>
  </components>
  <services><service bom-ref="ticker"><provider><name>Partner</name><url>https://partner.example</url></provider>
    <name>Ticker</name><endpoints><endpoint>https://partner.example/v1</endpoint></endpoints>
    <authenticated>true</authenticated><x-trust-boundary>true</x-trust-boundary>
    <data><classification flow="inbound">PII</classification><dataflow name="x"><classification flow="outbound">public</classification></dataflow></data>
  </service></services>
</bom>`;
  const json = {
    bomFormat: "CycloneDX",
    metadata: {
      timestamp: "2026-01-10T12:00:00Z",
      component: { type: "device", "bom-ref": "board", name: "Board & case", version: "2" },
    },
    components: [
      { type: "library", name: "zlib", version: "1" },
      {
        type: "firmware",
        "bom-ref": "fw",
        supplier: { name: "Sup" },
        group: "sup",
        name: "gateway-fw",
        version: "4.1",
        properties: [{ name: "cdx:device:function", value: "Gateway" }],
        components: [{ type: "device", name: "radio" }],
      },
    ],
    services: [
      {
        "bom-ref": "ticker",
        provider: { name: "Partner", url: ["https://partner.example"] },
        name: "Ticker",
        endpoints: ["https://partner.example/v1"],
        authenticated: true,
        "x-trust-boundary": true,
        data: [
          { classification: "PII", flow: "inbound" },
          { name: "x", classification: "public", flow: "outbound" },
        ],
      },
    ],
  };
  assert.equal(recogniseSource(Buffer.from(xml), "bom.xml")[0]?.kind, "cyclonedx");
  const [one, other] = [await readAll("cyclonedx", xml), await readAll("cyclonedx", json)];
  const said = ({ capturedAt, rows }: typeof one) => ({
    capturedAt,
    rows: rows.map((row) => ({ ...row, raw: null })),
  });
  assert.equal(one.rows.length, 4);
  assert.deepEqual(said(one), said(other));
  await assert.rejects(readAll("cyclonedx", "<?xml version='1.0'?><nmaprun><host/></nmaprun>"), {
    code: "other_format",
  });
  await assert.rejects(readAll("cyclonedx", xml.slice(0, 900)), { code: "ends_early" });
  await assert.rejects(readAll("cyclonedx", xml.replace("<bom", "<!DOCTYPE bom [<!ENTITY a 'aa'>]><bom")), {
    code: "xml_entities",
  });
});

test("CycloneDX as XML: a document of very many small elements is refused, and many addresses of one provider end", async () => {
  const open = '<bom xmlns="http://cyclonedx.org/schema/bom/1.6">';
  await assert.rejects(readAll("cyclonedx", `${open}${"<a/>".repeat(1_000_001)}</bom>`), {
    code: "too_large",
  });
  const urls = "<url>https://one.example</url>".repeat(100_000);
  const { rows } = await readAll(
    "cyclonedx",
    `${open}<services><service><provider><name>P</name>${urls}</provider><name>s</name></service></services></bom>`,
  );
  assert.equal(rows.length, 1);
});
