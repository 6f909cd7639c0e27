import assert from "node:assert/strict";
import { test } from "node:test";
import yazl from "yazl";
import { problemsOf, readAll, sample } from "#test/importing.ts";

test("Intune: the portal's headings, an export's raw names with companions, and a localised subset", async () => {
  const portal = await readAll(
    "intune",
    `Device ID,Device name,Last check-in,OS version,Serial number,Manufacturer,Model,Category,Primary user UPN,Primary user display name,Compliance,Ownership,Encrypted,OS,Jailbroken
d-1,PC-1,2026-11-20 08:15:30.0000000,10.0.22631.1,PF1234,LENOVO,ThinkPad T14,,ann@sub-a.example,Ann,Compliant,Corporate,True,Windows,Unknown
d-2,Phone,1/2/0001 12:00:00 AM,17.2,,Apple,iPhone 14,Sub B,,,Noncompliant,Personal,False,iOS/iPadOS,False
d-3,SRV-3,11/23/2026 1:05:00 PM,10.0.20348,S-3333,Dell,PowerEdge,,,,Not evaluated,Company,True,Windows Server 2022,N/A
,,,,,,,,,,,,,,
`,
  );
  assert.deepEqual(
    portal.rows.map(({ ledger, sourceKey, belongsTo, person, seenAt, values }) => [
      ledger,
      sourceKey,
      belongsTo,
      person,
      seenAt,
      values.form,
      values.belongsTo,
      values.encrypted,
    ]),
    [
      [
        "devices",
        "d-1",
        "sub-a.example",
        "ann@sub-a.example",
        "2026-11-20T08:15:30.000Z",
        "laptop",
        "company",
        true,
      ],
      ["devices", "d-2", "Sub B", null, null, "phone", "person", false],
      ["servers", "d-3", null, null, "2026-11-23T13:05:00.000Z", undefined, undefined, undefined],
    ],
  );
  assert.deepEqual(problemsOf(portal.rows), [[], [], []]);
  const raw = await readAll(
    "intune",
    "DeviceId,DeviceName,OwnerType,OwnerType_loc,IsEncrypted,LastContact,CompliantState,CompliantState_loc,SerialNumber,ReferenceId,OS\nid-9,PC-9,1,Company,1,2026-11-20T08:15:30Z,2,Noncompliant,SN-900,aad-9,Windows\n",
  );
  assert.deepEqual(
    [
      raw.rows[0]?.sourceKey,
      raw.rows[0]?.values.belongsTo,
      raw.rows[0]?.values.encrypted,
      raw.rows[0]?.values.os,
      raw.rows[0]?.values.serial,
    ],
    ["id-9", "company", true, "windows", "SN-900"],
  );
  const japanese = await readAll(
    "intune",
    "デバイス名,シリアル番号,所有権,暗号化,OS,プライマリ ユーザーの UPN\nPC-7,SN-700,会社,はい,Windows,b@b.example\n",
  );
  assert.deepEqual(
    [japanese.rows[0]?.sourceKey, japanese.rows[0]?.values.belongsTo, japanese.rows[0]?.values.encrypted],
    ["serial:SN700", "company", true],
  );
});

test("Intune: the documented heading and an export within a ZIP", async (context) => {
  const header = sample(context, "assets/intune/DevicesWithInventory-header.csv");
  if (header) assert.deepEqual((await readAll("intune", header)).rows, []);
  const zip = new yazl.ZipFile();
  zip.addBuffer(
    Buffer.from("Device ID,Device name,Serial number\nd-1,PC-1,SN-100\n"),
    "DevicesWithInventory_1.csv",
  );
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer);
  assert.deepEqual(
    (await readAll("intune", Buffer.concat(pieces))).rows.map(({ sourceKey }) => sourceKey),
    ["d-1"],
  );
});

const managed = (id: string, more = {}) => ({
  id,
  deviceName: `PC-${id}`,
  managedDeviceOwnerType: "company",
  operatingSystem: "Windows",
  osVersion: "10.0.22631",
  serialNumber: `SN-${id}00`,
  complianceState: "compliant",
  isEncrypted: true,
  jailBroken: "Unknown",
  lastSyncDateTime: "2026-11-20T08:15:30Z",
  userPrincipalName: "ann@sub-a.example",
  ...more,
});

test("Graph: a page, a page of a set, pages in a list or line by line, a bare list", async () => {
  const keys = async (content: object | string) => {
    const { extent, rows } = await readAll("intune_graph", content);
    return [
      extent,
      rows.map(({ sourceKey }) => sourceKey),
      rows.flatMap(({ problems }) => problems.map(({ code }) => code)),
    ];
  };
  assert.deepEqual(await keys({ value: [managed("1"), managed("2")] }), ["whole", ["1", "2"], []]);
  assert.deepEqual(await keys({ value: [managed("1")], "@odata.nextLink": "https://graph.example/next" }), [
    "changes",
    ["1"],
    ["part_of_a_set"],
  ]);
  assert.deepEqual(
    await keys([{ value: [managed("1")], "@odata.nextLink": "x" }, { value: [managed("2")] }]),
    ["whole", ["1", "2"], []],
  );
  assert.deepEqual(await keys([managed("1"), 7, managed("2")]), ["whole", ["1", "", "2"], ["bad_row"]]);
  assert.deepEqual(
    await keys(
      `${JSON.stringify({ value: [managed("1")] })}\n${JSON.stringify({ value: [managed("2")] })}\n`,
    ),
    ["whole", ["1", "2"], []],
  );
  const { rows } = await readAll(
    "intune_graph",
    new Uint8Array(
      Buffer.from(
        `\uFEFF${JSON.stringify({ value: [managed("1", { isEncrypted: null, lastSyncDateTime: "0001-01-01T00:00:00Z" })] })}`,
        "utf16le",
      ),
    ),
  );
  assert.deepEqual(
    [rows[0]?.values.encrypted, rows[0]?.seenAt, rows[0]?.values.jailbroken],
    [undefined, null, undefined],
  );
});

test("MFA registration: members and guests, capable and registered, as JSON and as the portal's CSV", async (context) => {
  const document = sample(context, "assets/ms-graph/userRegistrationDetails.json");
  if (document) {
    const { extent, rows } = await readAll("mfa_registration", document);
    assert.equal(extent, "whole");
    assert.deepEqual(
      rows.map(({ values }) => [values.accountKind, values.mfaCapable, values.mfaRegistered, values.system]),
      [
        ["person", true, true, "Entra ID"],
        ["guest", false, false, "Entra ID"],
        ["person", true, true, "Entra ID"],
      ],
    );
  }
  const csv = await readAll(
    "mfa_registration",
    'User principal name,Display name,User type,Is admin,Multifactor authentication capable,Multifactor authentication registered,Methods registered,Last updated\nann@a.example,Ann,Member,True,Capable,Registered,"Phone, Authenticator",2026-11-20T00:00:00Z\ng_x.example#EXT#@t.example,G,Guest,False,Not Capable,Not Registered,,\n',
  );
  assert.deepEqual(
    csv.rows.map(({ sourceKey, values, person }) => [
      sourceKey,
      values.accountKind,
      values.mfaCapable,
      values.mfaRegistered,
      values.isPrivileged,
      values.email,
      person,
    ]),
    [
      ["ann@a.example", "person", true, true, true, "ann@a.example", "ann@a.example"],
      ["g_x.example#ext#@t.example", "guest", false, false, false, undefined, "g_x.example#EXT#@t.example"],
    ],
  );
});

test("Jamf: chosen display fields of computers and of mobile devices", async () => {
  const { rows } = await readAll(
    "jamf",
    `Computer Name,Serial Number,JSS Computer ID,Operating System Version,Last Check-in,Managed,FileVault 2 Status,Email Address,Department,Model
mac-1,C02AAA111,17,14.2,2026-11-20 at 3:45 PM,Managed,Boot Partitions Encrypted,ann@a.example,Sales,MacBook Pro (14-inch)
mac-2,C02AAA222,18,14.2,,Unmanaged,No Partitions Encrypted,,,iMac
`,
  );
  assert.deepEqual(
    rows.map(({ sourceKey, seenAt, values, belongsTo }) => [
      sourceKey,
      seenAt,
      values.os,
      values.form,
      values.managed,
      values.encrypted,
      belongsTo,
    ]),
    [
      ["17", "2026-11-20T15:45:00.000Z", "macos", "laptop", true, true, "Sales"],
      ["18", null, "macos", "desktop", false, false, null],
    ],
  );
  const mobile = await readAll(
    "jamf",
    "Display Name,Serial Number,JSS Mobile Device ID,Model\niPad,DMPAAA,17,iPad Air\n",
  );
  assert.deepEqual(
    [mobile.rows[0]?.sourceKey, mobile.rows[0]?.values.os, mobile.rows[0]?.values.form],
    ["mobile 17", "ios", "tablet"],
  );
});

test("Fleet: rows wider than the heading, and hosts as JSON with their disk", async (context) => {
  const report = sample(context, "assets/fleet/hosts-report-docs.csv");
  if (report) {
    const { rows } = await readAll("fleet", report);
    assert.deepEqual(
      rows.map(({ name, values, seenAt, problems }) => [name, values.os, seenAt, problems]),
      [
        ["foo.local0", "linux", "2022-03-15T17:23:56.000Z", []],
        ["foo.local1", "linux", "2022-03-15T17:22:56.000Z", []],
        ["foo.local2", "linux", "2022-03-15T17:21:56.000Z", []],
      ],
    );
  }
  const host = {
    id: 4,
    uuid: "4C4C4544-0052-1010-8059-B4C04F4D4D33",
    hostname: "mac-1.local",
    platform: "darwin",
    os_version: "macOS 14.2",
    hardware_model: "MacBookPro18,3",
    hardware_serial: "C02X",
    disk_encryption_enabled: true,
    seen_time: "2026-11-20T01:02:03Z",
    team_name: "Sub A",
    device_mapping: [{ email: "ann@a.example" }],
  };
  const { extent, rows } = await readAll("fleet", {
    hosts: [
      host,
      {
        ...host,
        uuid: "00000000-0000-0000-0000-000000000000",
        disk_encryption_enabled: null,
        platform: "rhel",
        os_version: "Red Hat Enterprise Linux 9",
        hardware_model: "VMware Virtual Platform",
      },
    ],
    meta: { has_next_results: true },
  });
  assert.deepEqual(
    rows.map(({ ledger, sourceKey, belongsTo, person, values }) => [
      ledger,
      sourceKey,
      belongsTo,
      person,
      values.encrypted,
      values.isVirtual,
    ]),
    [
      ["devices", "4C4C4544-0052-1010-8059-B4C04F4D4D33", "Sub A", "ann@a.example", true, undefined],
      ["servers", "4", "Sub A", "ann@a.example", undefined, true],
    ],
  );
  assert.equal(extent, "changes");
});
