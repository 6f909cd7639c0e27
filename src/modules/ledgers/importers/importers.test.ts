import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesOf, gzipped, sample } from "#test/importing.ts";
import { importerOf, importers, recogniseSource } from "./importers.ts";

const best = (content: string | Uint8Array | object, fileName: string) =>
  recogniseSource(bytesOf(content), fileName)[0]?.kind;

test("each sample is recognised as what it is", (context) => {
  const kinds: Record<string, string> = {
    "assets/snipe-it/assets-sample.csv": "snipe_it",
    "assets/glpi/computer_2.json": "glpi_agent",
    "assets/glpi/phone_1.json": "glpi_agent",
    "assets/cyclonedx/hbom-pcie-sata.json": "cyclonedx",
    "assets/cyclonedx/saasbom-apigateway.json": "cyclonedx",
    "assets/gcp-cai/compute_instances.json": "gcp_cai",
    "assets/aws-config/config-snapshot-docs.json": "aws_config",
    "assets/azure-arg/ResourcesBasicQuery.json": "azure_resource_graph",
    "assets/ms-graph/userRegistrationDetails.json": "mfa_registration",
    "assets/intune/DevicesWithInventory-header.csv": "intune",
    "assets/osquery/results-examples.ndjson": "osquery_log",
    "assets/fleet/hosts-report-docs.csv": "fleet",
    "scans/nmap-before.xml": "nmap",
    "scans/nmap-leading-comment.xml": "nmap",
  };
  for (const [path, kind] of Object.entries(kinds)) {
    const file = sample(context, path);
    if (file) assert.equal(best(file.subarray(0, 65_536), path.split("/").at(-1) ?? ""), kind, path);
  }
});

test("what the samples have no file of is recognised as well, and packed files by what is in them", () => {
  const cases: [string, string | object, string][] = [
    ["plain", "管理番号,製造番号,機種,使用者\n1,2,3,4\n", "PC台帳.csv"],
    ["jamf", "Computer Name,Serial Number,JSS Computer ID,FileVault 2 Status,Last Check-in\n", "export.csv"],
    ["netbox", "name,role,tenant,manufacturer,device_type,platform,serial,site,rack\n", "netbox_devices.csv"],
    [
      "netbox",
      { count: 1, results: [{ id: 1, device_type: {}, asset_tag: null, virtual_chassis: null }] },
      "d.json",
    ],
    [
      "intune_graph",
      { value: [{ id: "1", managedDeviceOwnerType: "company", azureADDeviceId: "x" }] },
      "page.json",
    ],
    [
      "mfa_registration",
      "User principal name,Multifactor authentication capable,Methods registered\n",
      "u.csv",
    ],
    ["fleet", { hosts: [{ osquery_version: "5", hardware_serial: "x", detail_updated_at: "" }] }, "h.json"],
    [
      "azure_resource_graph",
      "ID,NAME,TYPE,SUBSCRIPTIONID\n/subscriptions/a/x,vm,microsoft.compute/virtualmachines,a\n",
      "q.csv",
    ],
    ["cloud_names", "app.box.com\nslack.com\nnotion.so\n", "saas.txt"],
    ["cloud_names", "Application,Users,Last used\nBox,3,2026-01-01\n", "app-usage.csv"],
  ];
  for (const [kind, content, name] of cases) assert.equal(best(content, name), kind, `${kind} ${name}`);
  const packed = gzipped({ fileVersion: "1.0", configSnapshotId: "s", configurationItems: [] });
  assert.equal(best(packed, "123_Config_snapshot.json.gz"), "aws_config");
  assert.deepEqual(
    recogniseSource(bytesOf("%PDF-1.7 nothing of ours"), "x.pdf").filter(({ score }) => score > 0.3),
    [],
  );
  assert.deepEqual(recogniseSource(new Uint8Array(), "nothing"), []);
});

test("lists in the encodings of Japanese and Chinese offices are recognised as those in UTF-8", () => {
  // デバイス名,シリアル番号,製造元,プライマリ ユーザーの UPN in Shift_JIS; 设备名称,序列号,制造商,主用户 UPN in GB18030
  const shiftJis =
    "8366836f8343835896bc2c8356838a8341838b94d48d862c90bb91a28cb32c837683898343837d838a208386815b8355815b82cc2055504e0a";
  const gb18030 = "c9e8b1b8c3fbb3c62cd0f2c1d0bac52cd6c6d4ecc9cc2cd6f7d3c3bba72055504e0a";
  for (const hex of [shiftJis, gb18030]) assert.equal(best(Buffer.from(hex, "hex"), "export.csv"), "intune");
});

test("each kind is found by its name", () => {
  for (const one of importers) assert.equal(importerOf(one.kind), one);
  assert.equal(new Set(importers.map(({ kind }) => kind)).size, importers.length);
  assert.throws(() => importerOf("nothing"));
});
