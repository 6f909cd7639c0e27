import assert from "node:assert/strict";
import { test } from "node:test";
import { problemsOf, readAll, sample } from "#test/importing.ts";

test("Snipe-IT: the sample that it hands out itself, and the same twice", async (context) => {
  const file = sample(context, "assets/snipe-it/assets-sample.csv");
  if (!file) return;
  const { extent, rows } = await readAll("snipe_it", file);
  assert.equal(extent, "whole");
  assert.equal(rows.length, 22);
  assert.equal(new Set(rows.map(({ sourceKey }) => sourceKey)).size, 22);
  assert.ok(
    rows.every(
      ({ values, ledger }) => ledger === "devices" && /^\d{4}-\d\d-\d\d$/.test(String(values.purchasedOn)),
    ),
  );
  assert.deepEqual(
    [rows[0]?.belongsTo, rows[0]?.state, rows[0]?.values.form, rows[0]?.values.purchasedOn],
    ["Abshire and Sons", "stored", "laptop", "2023-01-23"],
  );
  assert.equal(rows[1]?.state, "in_use");
  assert.match(rows[1]?.person ?? "", /@/);
  assert.deepEqual((await readAll("snipe_it", file)).rows, rows);
});

test("Snipe-IT: states, what is no thing of a ledger, own devices, days that nobody can order", async () => {
  const { rows } = await readAll(
    "snipe_it",
    `Company,Asset Name,Asset Tag,Serial,Category,Model,Status,BYOD,Purchase Date,Checked Out To: Email
A,PC,T1,S1001,Laptops,ThinkPad,Ready to Deploy (Deployed),No,1/2/23,ann@a.example
A,PC,T2,S1002,Laptops,ThinkPad,Ready to Deploy,Yes,,
A,PC,T3,S1003,Desktops,OptiPlex,Lost/Stolen,,,
A,PC,T4,S1004,Tablets,iPad,Archived,,,
A,Screen,T5,S1005,Monitors,U2720,Deployed,,,
A,Keys,T6,,Keyboards,K120,Deployed,,,
A,Box,T7,S1007,Servers,PowerEdge,Deployable,,,
A,,,,Laptops,,,,,
`,
  );
  assert.deepEqual(
    rows.map(({ ledger, state, values }) => [ledger, state, values.form ?? null, values.belongsTo ?? null]),
    [
      ["devices", "in_use", "laptop", "company"],
      ["devices", "stored", "laptop", "person"],
      ["devices", "lost", "desktop", null],
      ["devices", "retired", "tablet", null],
      ["devices", "in_use", null, null],
      ["devices", "in_use", null, null],
      ["servers", "stored", null, null],
      ["devices", "stored", "laptop", null],
    ],
  );
  assert.deepEqual(problemsOf(rows), [
    ["day_order_unclear purchasedOn"],
    [],
    [],
    [],
    ["not_a_ledger_thing"],
    ["not_a_ledger_thing"],
    [],
    ["no_key"],
  ]);
  const chosen = await readAll("snipe_it", "Asset Tag,Model,Purchase Date\nT1,iMac,1/2/23\n", {
    dayOrder: "month_first",
  });
  assert.deepEqual([chosen.rows[0]?.values.purchasedOn, chosen.rows[0]?.state], ["2023-01-02", "in_use"]);
});

test("Snipe-IT: headings twice, columns without one, numbers that a spreadsheet spoiled, lines that end in CR", async () => {
  const { rows } = await readAll(
    "snipe_it",
    [
      "Full Name,Email,Username,,item Name,Category,Model name,Serial,Asset Tag,Category,Notes,Purchase Date,Company,Company,Status",
      "Ann A,ann@a.example,ann,,PC,,Model,6.37702E+15,970-8,Laptops,,4/25/16,,Alpha,Undeployable",
      ",,,,PC,,,3.7E+14,,quam,,,,,Pending Diagnostics",
    ].join("\r"),
  );
  assert.deepEqual(
    rows.map(({ sourceKey, belongsTo, person, state, values }) => [
      sourceKey,
      belongsTo,
      person,
      state,
      values.form ?? null,
      values.purchasedOn ?? null,
    ]),
    [
      ["tag:9708", "Alpha", "ann@a.example", "stored", "laptop", "2016-04-25"],
      ["name:PC", null, null, "stored", null, null],
    ],
  );
  assert.deepEqual(problemsOf(rows), [
    ["not_understood serial"],
    ["not_understood serial", "kind_unclear form"],
  ]);
});

test("Snipe-IT: its lists of users and places are other formats", async (context) => {
  for (const name of ["users", "locations"]) {
    const file = sample(context, `assets/snipe-it/${name}-sample.csv`);
    if (file)
      await assert.rejects(readAll("snipe_it", file), (error: { code: string }) =>
        ["other_format", "no_heading"].includes(error.code),
      );
  }
});

test("NetBox: devices as CSV, by what their role is for", async () => {
  const { rows } = await readAll(
    "netbox",
    `name,role,tenant,manufacturer,device_type,platform,serial,asset_tag,status,site,location,rack,position,face
srv-1,Server,Sub A,Dell,PowerEdge R650,Ubuntu 22.04,SER-0001,AT-1,active,Tokyo,DC1,R1,10,front
sw-1,Access switch,Sub A,Cisco,C9300,IOS-XE 17,SER-0002,,offline,Tokyo,,,,
plc-1,PLC,Sub B,Siemens,S7-1500,,SER-0003,,planned,Plant,,,,
pp-1,Patch panel,,Generic,PP24,,,,active,Tokyo,,,,
srv-2,Server,,Dell,R650,,,,decommissioning,Tokyo,,,,
`,
  );
  assert.deepEqual(
    rows.map(({ ledger, sourceKey, state, belongsTo, values }) => [
      ledger,
      sourceKey,
      state,
      belongsTo,
      values.os ?? null,
    ]),
    [
      ["servers", "serial:SER0001", "in_use", "Sub A", "linux"],
      ["servers", "serial:SER0002", "stored", "Sub A", "other"],
      ["plant_equipment", "serial:SER0003", "planned", "Sub B", null],
      ["servers", "name:PP-1", "in_use", null, null],
      ["servers", "name:SRV-2", "retired", null, null],
    ],
  );
  assert.deepEqual(problemsOf(rows), [[], [], [], ["not_a_ledger_thing"], []]);
  assert.equal(rows[0]?.values.location, "Tokyo / DC1 / R1");
});

test("NetBox: the list of its interface, nested objects and a next page", async () => {
  const device = {
    id: 12,
    name: "srv-1",
    device_type: { id: 1, model: "PowerEdge R650", manufacturer: { name: "Dell" } },
    role: { name: "Server", slug: "server" },
    tenant: { name: "Sub A" },
    platform: { name: "Windows Server 2022" },
    serial: "",
    asset_tag: null,
    status: { value: "active", label: "Active" },
    primary_ip4: { address: "10.0.0.5/24" },
  };
  const { extent, rows } = await readAll("netbox", {
    count: 2,
    next: null,
    results: [device, { id: 13, name: "vm-1", vcpus: 2, role: null, status: { value: "staged" } }],
  });
  assert.equal(extent, "whole");
  assert.deepEqual(
    rows.map(({ sourceKey, state, values }) => [
      sourceKey,
      state,
      values.address ?? null,
      values.model ?? null,
      values.os ?? null,
      values.isVirtual,
    ]),
    [
      ["12", "in_use", "10.0.0.5", "PowerEdge R650", "windows", false],
      ["13", "planned", null, null, null, true],
    ],
  );
  assert.equal(
    (await readAll("netbox", { count: 9, next: "https://n/?offset=1", results: [device] })).extent,
    "changes",
  );
});

test("GLPI agent: a computer, a telephone, a printer", async (context) => {
  const files = ["computer_2", "phone_1", "printer_1"].map((name) =>
    sample(context, `assets/glpi/${name}.json`),
  );
  if (files.includes(null)) return;
  const all = [];
  for (const file of files) all.push(...(await readAll("glpi_agent", file as Uint8Array)).rows);
  const [computer, phone, printer] = all;
  assert.deepEqual(
    [computer?.values.serial, computer?.values.form, computer?.values.model, computer?.person],
    ["2FAGP34", "laptop", "XPS 13 9350", "local"],
  );
  assert.deepEqual(
    [phone?.values.serial, phone?.values.form, phone?.values.os, phone?.values.assetTag],
    ["af8d8fcfa6fa4794", "phone", "android", undefined],
  );
  assert.deepEqual(printer?.problems, [{ code: "not_a_ledger_thing", value: "Printer", isFatal: true }]);
});

test("GLPI agent: lines, servers, virtual machines and serials that are none", async () => {
  const envelope = (content: object, more = {}) =>
    JSON.stringify({
      action: "inventory",
      deviceid: "pc-2026-01-01",
      itemtype: "Computer",
      content,
      ...more,
    });
  const lines = [
    envelope({
      bios: { ssn: "To be filled by O.E.M.", smodel: "System Product Name" },
      hardware: {
        name: "SRV",
        uuid: "03000200-0400-0500-0006-000700080009",
        chassis_type: "Rack Mount Chassis",
      },
      operatingsystem: { full_name: "Ubuntu 22.04 LTS" },
    }),
    "{broken}",
    envelope(
      {
        network_device: {
          name: "sw-1",
          serial: "FOC1234",
          model: "C9300",
          manufacturer: "Cisco",
          ips: ["10.0.0.2"],
        },
      },
      { itemtype: "NetworkEquipment" },
    ),
    envelope({
      bios: { ssn: "VMware-56 4d" },
      hardware: { name: "VM", uuid: "564D0000-1111-2222-3333-444455556666", vmsystem: "VMware" },
      operatingsystem: { full_name: "Windows Server 2019" },
      antivirus: [{ enabled: true }],
    }),
  ];
  const { extent, rows } = await readAll("glpi_agent", lines.join("\n"));
  assert.equal(extent, "changes");
  assert.deepEqual(
    rows.map(({ row, ledger, sourceKey, values }) => [
      row,
      ledger,
      sourceKey,
      values.serial ?? null,
      values.isVirtual ?? null,
      values.os ?? null,
    ]),
    [
      [1, "servers", "pc-2026-01-01", null, null, "linux"],
      [2, "devices", "", null, null, null],
      [3, "servers", "serial:FOC1234", "FOC1234", null, "other"],
      [4, "servers", "564D0000-1111-2222-3333-444455556666", "VMware-56 4d", true, "windows"],
    ],
  );
  assert.deepEqual(problemsOf(rows), [[], ["bad_row"], [], []]);
});
