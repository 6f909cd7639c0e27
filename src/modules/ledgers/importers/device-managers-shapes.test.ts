// The same device managers in other shapes: other languages, PowerShell, one thing alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { problemsOf, readAll } from "#test/importing.ts";
import { recogniseSource } from "./importers.ts";

const best = (content: string) => recogniseSource(Buffer.from(content), "export")[0]?.kind;

test("Intune: headings and words of a German and of a Japanese portal", async () => {
  const german = `Geräte-ID;Gerätename;Letztes Einchecken;Betriebssystemversion;Seriennummer;Hersteller;Modell;UPN des primären Benutzers;Konformität;Besitz;Verschlüsselt;Betriebssystem
d-1;PC-1;06.05.2026 07:08:09;10.0.22631;5CG1234ABC;HP;HP EliteBook 840 G8;ann@sub-a.example;Konform;Unternehmen;Wahr;Windows
`;
  assert.equal(best(german), "intune");
  const { rows } = await readAll("intune", german);
  assert.deepEqual(
    rows.map(({ sourceKey, belongsTo, seenAt, values }) => [
      sourceKey,
      belongsTo,
      seenAt,
      values.serial,
      values.belongsTo,
      values.encrypted,
    ]),
    [["d-1", "sub-a.example", "2026-05-06T07:08:09.000Z", "5CG1234ABC", "company", true]],
  );
  const japanese = await readAll(
    "intune",
    "デバイス名,シリアル番号,所有権,OS\nPC-1,S-1001,個人用,Windows\nPC-2,S-1002,企業所有,Windows\n",
  );
  assert.deepEqual(
    japanese.rows.map(({ values }) => values.belongsTo),
    ["person", "company"],
  );
  assert.deepEqual(problemsOf(japanese.rows), [[], []]);
});

test("Intune: a category that nobody chose is nobody's, an id of zeros tells nothing apart, numbers are said in words", async () => {
  const none = "00000000-0000-0000-0000-000000000000";
  const { rows } = await readAll(
    "intune",
    `DeviceName,SerialNumber,ReferenceId,Category,UPN,CompliantState
PC-1,S-1001,${none},Unknown,ann@sub-a.example,2
PC-2,S-1002,${none},Unassigned,bob@sub-b.example,0
PC-3,S-1003,7c1f0000-0000-4000-8000-000000000003,Plant,bob@sub-b.example,1
`,
  );
  assert.deepEqual(
    rows.map(({ sourceKey, belongsTo, values }) => [sourceKey, belongsTo, values.note ?? null]),
    [
      ["serial:S1001", "sub-a.example", "Intune: noncompliant"],
      ["serial:S1002", "sub-b.example", null],
      ["7c1f0000-0000-4000-8000-000000000003", "Plant", "Intune: compliant"],
    ],
  );
});

test("Graph: one device alone, and what PowerShell makes of a list", async () => {
  const one = await readAll("intune_graph", {
    value: {
      id: "d-1",
      deviceName: "PC-1",
      serialNumber: "S-1001",
      lastSyncDateTime: "2026-11-20T00:02:49.3205976-08:00",
    },
  });
  assert.deepEqual(
    one.rows.map(({ sourceKey, name, seenAt }) => [sourceKey, name, seenAt]),
    [["d-1", "PC-1", "2026-11-20T08:02:49.000Z"]],
  );
  const shell = JSON.stringify([
    {
      Id: "d-2",
      DeviceName: "PC-2",
      SerialNumber: "S-1002",
      LastSyncDateTime: "/Date(1795000000000)/",
      ManagedDeviceOwnerType: "company",
      AzureAdDeviceId: "x",
    },
  ]);
  assert.equal(best(shell), "intune_graph");
  const { rows } = await readAll("intune_graph", shell);
  assert.deepEqual(
    rows.map(({ sourceKey, seenAt, values }) => [sourceKey, seenAt, values.serial]),
    [["d-2", "2026-11-18T11:06:40.000Z", "S-1002"]],
  );
});

test("MFA registration: PowerShell's list, and the report that came before", async () => {
  const shell = JSON.stringify([
    {
      Id: "1",
      UserPrincipalName: "ann@a.example",
      IsMfaCapable: true,
      IsMfaRegistered: true,
      MethodsRegistered: ["email"],
    },
  ]);
  assert.equal(best(shell), "mfa_registration");
  const { rows } = await readAll("mfa_registration", shell);
  assert.deepEqual(
    rows.map(({ sourceKey, values }) => [sourceKey, values.mfaCapable, values.signInMethods]),
    [["1", true, "email"]],
  );
  const older = await readAll("mfa_registration", {
    value: [
      {
        id: "2",
        userPrincipalName: "bob@a.example",
        isMfaRegistered: false,
        authMethods: ["mobilePhone", "email"],
      },
    ],
  });
  assert.equal(older.rows[0]?.values.signInMethods, "mobilePhone, email");
});

test("Jamf: the computers of its interface, one page of several", async () => {
  const page = {
    totalCount: 3,
    results: [
      {
        id: "12",
        udid: "5F3A0000-0000-4000-8000-00000000000C",
        general: {
          name: "ann-mbp",
          assetTag: "AT1",
          lastContactTime: "2026-11-20T10:11:12.123Z",
          remoteManagement: { managed: true },
          site: { id: "-1", name: "None" },
        },
        hardware: { make: "Apple", model: "MacBook Pro (14-inch, 2021)", serialNumber: "C02ABCDEFG" },
        operatingSystem: {
          name: "macOS",
          version: "14.4.1",
          build: "23E224",
          fileVault2Status: "BOOT_ENCRYPTED",
        },
        userAndLocation: { username: "ann", realname: "Ann A", email: "ann@a.example" },
      },
      {
        id: "13",
        udid: "5F3A0000-0000-4000-8000-00000000000D",
        general: { name: "mini", remoteManagement: { managed: false }, site: { name: "Site B" } },
        operatingSystem: { name: "macOS", fileVault2Status: "NOT_ENCRYPTED" },
      },
    ],
  };
  assert.equal(best(JSON.stringify(page)), "jamf");
  const { extent, rows } = await readAll("jamf", page);
  assert.equal(extent, "changes");
  assert.deepEqual(
    rows.map(({ sourceKey, belongsTo, person, seenAt, values }) => [
      sourceKey,
      belongsTo,
      person,
      seenAt,
      values.form ?? null,
      values.osVersion ?? null,
      values.managed,
      values.encrypted,
    ]),
    [
      ["12", null, "ann@a.example", "2026-11-20T10:11:12.000Z", "laptop", "14.4.1 (23E224)", true, true],
      ["13", "Site B", null, null, null, null, false, false],
    ],
  );
});

test("Jamf: a computer of no site belongs to its department", async () => {
  const { rows } = await readAll(
    "jamf",
    "Computer Name,Serial Number,JSS Computer ID,Last Check-in,Site,Department\nA,C02ABCDEFG,1,2026-11-20 10:11:12,None,IT\nB,C02ABCDEFH,2,2026-11-20 10:11:12,Site B,IT\n",
  );
  assert.deepEqual(
    rows.map(({ belongsTo }) => belongsTo),
    ["IT", "Site B"],
  );
});
