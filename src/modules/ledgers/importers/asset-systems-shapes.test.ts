// The same asset systems in other shapes: interfaces, other languages, machines whose maker set nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { problemsOf, readAll } from "#test/importing.ts";
import { recogniseSource } from "./importers.ts";

const best = (content: string | object) =>
  recogniseSource(Buffer.from(typeof content === "string" ? content : JSON.stringify(content)), "x")[0]?.kind;

const asset = (more: object) => ({
  id: 7,
  name: "PC-7",
  asset_tag: "AT-7",
  serial: "1XQPGK2",
  model: { id: 33, name: "Precision 5810" },
  model_number: "5810",
  byod: false,
  status_label: { id: 1, name: "Ready to Deploy", status_type: "deployable", status_meta: "deployed" },
  category: { id: 2, name: "Desktop" },
  manufacturer: { id: 3, name: "Dell" },
  company: { id: 1, name: "Kreiger &amp; Sons" },
  location: { id: 4, name: "Tokyo" },
  rtd_location: { id: 5, name: "Osaka" },
  assigned_to: {
    id: 1,
    username: "ann",
    name: "Ann A",
    first_name: "Ann",
    last_name: "A",
    email: "ann@a.example",
    type: "user",
  },
  last_audit_date: { datetime: "2026-11-01 09:00:00", formatted: "x" },
  purchase_date: { date: "2025-04-26", formatted: "x" },
  custom_fields: { "Operating System": { field: "_snipeit_os_1", value: "Windows 11", field_format: "ANY" } },
  deleted_at: null,
  ...more,
});

test("Snipe-IT: what its interface lists, a page of many among them", async () => {
  const page = {
    total: 4,
    rows: [
      asset({}),
      asset({
        id: 8,
        assigned_to: { id: 2, name: "Server room", type: "location" },
        category: { name: "Servers" },
      }),
      asset({
        id: 9,
        assigned_to: null,
        status_label: { name: "Lost &amp; gone", status_meta: "undeployable" },
      }),
      asset({ id: 10, category: { name: "Displays" }, deleted_at: { datetime: "2026-01-01 00:00:00" } }),
    ],
  };
  assert.equal(best(page), "snipe_it");
  const { extent, rows } = await readAll("snipe_it", page);
  assert.equal(extent, "whole");
  assert.deepEqual(
    rows.map(({ sourceKey, ledger, belongsTo, person, state, isGone }) => [
      sourceKey,
      ledger,
      belongsTo,
      person,
      state,
      isGone,
    ]),
    [
      ["7", "devices", "Kreiger & Sons", "ann@a.example", "in_use", false],
      ["8", "servers", "Kreiger & Sons", null, "in_use", false],
      ["9", "devices", "Kreiger & Sons", null, "stored", false],
      ["10", "devices", "Kreiger & Sons", "ann@a.example", "in_use", true],
    ],
  );
  assert.deepEqual(
    [rows[0]?.values.os, rows[0]?.values.purchasedOn, rows[0]?.seenAt, rows[0]?.values.location],
    ["windows", "2025-04-26", "2026-11-01T09:00:00.000Z", "Tokyo"],
  );
  assert.deepEqual(problemsOf(rows), [[], [], [], ["not_a_ledger_thing"]]);
  // One page of 2547 is not the whole.
  assert.equal((await readAll("snipe_it", { total: 2547, rows: [asset({})] })).extent, "changes");
  assert.equal((await readAll("snipe_it", asset({}))).rows[0]?.sourceKey, "7");
});

test("Snipe-IT: its list downloaded in German, Japanese and Chinese", async () => {
  const lists = [
    `"ID","Firma","Asset Name","Asset Tag","Seriennummer","Modell","Kategorie","Status","Herausgegeben an","Standort","Hersteller","Kaufdatum"
"1","A GmbH","PC-1","AT-1","PF3ABCDE","ThinkPad T14","Laptops","Einsatzbereit Herausgegeben","Ann A","Berlin","Lenovo","2024-01-05"
`,
    `ID,会社,資産名,資産タグ,シリアル,モデル,カテゴリー,状態,チェックアウト先,場所,製造元,購入日
1,A GmbH,PC-1,AT-1,PF3ABCDE,ThinkPad T14,ノートPC,配備完了,Ann A,Berlin,Lenovo,2024-01-05
`,
    `ID,公司,资产名称,资产标签,序列号,型号,类别,状态,借出至,位置,生产厂家,购买日期
1,A GmbH,PC-1,AT-1,PF3ABCDE,ThinkPad T14,笔记本,已借出,Ann A,Berlin,Lenovo,2024-01-05
`,
  ];
  const said = await Promise.all(lists.map(async (list) => (await readAll("snipe_it", list)).rows[0]));
  for (const one of said)
    assert.deepEqual(
      [one?.belongsTo, one?.person, one?.state, one?.values, one?.problems],
      [
        "A GmbH",
        "Ann A",
        "in_use",
        {
          form: "laptop",
          assetTag: "AT-1",
          serial: "PF3ABCDE",
          manufacturer: "Lenovo",
          model: "ThinkPad T14",
          location: "Berlin",
          purchasedOn: "2024-01-05",
          userName: "Ann A",
        },
        [],
      ],
    );
  for (const list of lists) assert.equal(best(list), "snipe_it");
});

test("Snipe-IT: what a company calls lost is lost, whatever Snipe-IT makes of it", async () => {
  const { rows } = await readAll(
    "snipe_it",
    "Asset Tag,Category,Status\nT1,Laptops,Lost/Stolen (Undeployable)\nT2,Laptops,Broken (Undeployable)\n",
  );
  assert.deepEqual(
    rows.map(({ state }) => state),
    ["lost", "stored"],
  );
});

test("GLPI: a machine put together from parts, and the zone of its clock", async () => {
  const { rows } = await readAll("glpi_agent", {
    action: "inventory",
    deviceid: "pc-1",
    itemtype: "Computer",
    content: {
      accesslog: { logdate: "2026-06-09 10:58:08" },
      bios: {
        ssn: "To be filled by O.E.M.",
        assettag: "To Be Filled By O.E.M.",
        smodel: "System Product Name",
        smanufacturer: "System manufacturer",
        mmodel: "PRIME B450M-A",
        mmanufacturer: "ASUSTeK",
      },
      hardware: { name: "pc-1", uuid: "4c4c4544-0034-3010-8048-b4c04f503732" },
      operatingsystem: { full_name: "Fedora 40", timezone: { name: "CEST", offset: "+0200" } },
    },
  });
  assert.deepEqual(
    [
      rows[0]?.values.manufacturer,
      rows[0]?.values.model,
      rows[0]?.seenAt,
      rows[0]?.values.serial,
      rows[0]?.values.assetTag,
    ],
    ["ASUSTeK", "PRIME B450M-A", "2026-06-09T08:58:08.000Z", undefined, undefined],
  );
});

test("serial numbers that tell nothing are not kept as if they did", async () => {
  const { rows } = await readAll(
    "plain",
    "Hostname,Serial number,Asset tag,Model\nA,0,No Asset Tag,X1\nB,None,Default string,To be filled by O.E.M.\nC,System Serial Number,A-1,T14\nD,VMware-56 4d 1f,,T14\n",
  );
  assert.deepEqual(
    rows.map(({ values }) => [values.serial ?? null, values.assetTag ?? null, values.model ?? null]),
    [
      [null, null, "X1"],
      [null, null, null],
      [null, "A-1", "T14"],
      ["VMware-56 4d 1f", null, "T14"],
    ],
  );
});
