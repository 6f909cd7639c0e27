import assert from "node:assert/strict";
import { test } from "node:test";
import { writeXlsx } from "hucre/xlsx";
import { ledgerNames, ledgerOf } from "../declared/ledgers.ts";
import { plain } from "#modules/organization/importing/spelling.ts";
import { problemsOf, readAll } from "#test/importing.ts";
import { headingsOf } from "./headings.ts";

test("a Japanese ledger with a title above its heading, in full and half width", async () => {
  const { extent, rows } = await readAll(
    "plain",
    [
      "情報機器管理台帳,,,,,,,,,,,",
      "2026年4月1日現在,,,,,,,,,,,",
      "管理番号,製造番号,ホスト名,メーカー,機種,種別,使用者,設置場所,会社名,OS,購入日,暗号化",
      "Ａ-００１,PF3ABCDE,PC-001,レノボ,ThinkPad T14,ノートPC,山田 太郎,東京本社,子会社A,Windows 11 Pro,令和5年4月1日,○",
      "A-002,To be filled by O.E.M.,PC-002,NEC,Mate,デスクトップ,,大阪,子会社A,Ｗｉｎｄｏｗｓ １０,2020/1/5,×",
      "A-003,,,,,スマホ,,,子会社B,iOS 17.2,不明,−",
    ].join("\r\n"),
  );
  assert.equal(extent, "whole");
  assert.deepEqual(
    rows.map(({ row, ledger, sourceKey, name, belongsTo, person }) => [
      row,
      ledger,
      sourceKey,
      name,
      belongsTo,
      person,
    ]),
    [
      [4, "devices", "serial:PF3ABCDE", "PC-001", "子会社A", "山田 太郎"],
      [5, "devices", "tag:子会社A|A002", "PC-002", "子会社A", null],
      [6, "devices", "tag:子会社B|A003", "A-003", "子会社B", null],
    ],
  );
  assert.deepEqual(rows[0]?.values, {
    form: "laptop",
    serial: "PF3ABCDE",
    assetTag: "Ａ-００１",
    hostname: "PC-001",
    manufacturer: "レノボ",
    model: "ThinkPad T14",
    os: "windows",
    osVersion: "Windows 11 Pro",
    userName: "山田 太郎",
    location: "東京本社",
    encrypted: true,
    purchasedOn: "2023-04-01",
  });
  assert.deepEqual(
    [rows[1]?.values.form, rows[1]?.values.encrypted, rows[1]?.values.purchasedOn],
    ["desktop", false, "2020-01-05"],
  );
  assert.deepEqual(
    [rows[2]?.values.form, rows[2]?.values.os, rows[2]?.values.encrypted],
    ["phone", "ios", undefined],
  );
  assert.deepEqual(problemsOf(rows), [[], [], []]);
  assert.equal(rows[0]?.raw["機種"], "ThinkPad T14");
});

test("a Chinese ledger in UTF-16 with tabs, and one whose lines end in CR alone", async () => {
  const text =
    "资产编号\t序列号\t类型\t使用人\t公司\t是否加密\t状态\nZ-1\tSN777\t笔记本电脑\t王伟\t上海公司\t是\t闲置\n";
  const { rows } = await readAll("plain", new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le")), {
    ledger: "devices",
  });
  assert.deepEqual(
    [rows[0]?.sourceKey, rows[0]?.values.form, rows[0]?.values.encrypted, rows[0]?.state],
    ["serial:SN777", "laptop", true, "stored"],
  );
  const old = await readAll("plain", "Asset tag,Serial number,Status\rT1,S1234,In use\rT2,S1235,Disposed\r", {
    ledger: "devices",
  });
  assert.deepEqual(
    old.rows.map(({ sourceKey, state }) => [sourceKey, state]),
    [
      ["serial:S1234", "in_use"],
      ["serial:S1235", "retired"],
    ],
  );
});

test("ragged rows, headings of one name twice, empty rows and a heading said again", async () => {
  const { rows } = await readAll(
    "plain",
    "Serial,Hostname,Note,Note\nS0001,h1,,second\n\nS0002\nSerial,Hostname,Note,Note\nS0003,h3,first,second,third,fourth\n",
    { ledger: "devices" },
  );
  assert.deepEqual(
    rows.map(({ row, values }) => [row, values.serial, values.hostname, values.note]),
    [
      [2, "S0001", "h1", "second"],
      [4, "S0002", undefined, undefined],
      [6, "S0003", "h3", "first"],
    ],
  );
  assert.deepEqual(rows[2]?.raw, {
    Serial: "S0003",
    Hostname: "h3",
    Note: "first",
    "Note (4)": "second",
    "5": "third",
    "6": "fourth",
  });
});

test("what a person said of one column adds to what was recognised, and goes before it", async () => {
  const table = "Purchases 2026\nHostname,Serial,Maker of it,Asset tag\nPC-1,SN-1,Lenovo,A-1\n";
  const asked = async (columns: Record<string, string>) =>
    (await readAll("plain", table, { ledger: "devices", columns })).rows.map(({ name, values }) => ({
      name,
      serial: values.serial,
      maker: values.manufacturer,
      tag: values.assetTag,
    }));
  assert.deepEqual(await asked({ manufacturer: "Maker of it" }), [
    { name: "PC-1", serial: "SN-1", maker: "Lenovo", tag: "A-1" },
  ]);
  assert.deepEqual(await asked({ assetTag: "Serial" }), [
    { name: "PC-1", serial: undefined, maker: undefined, tag: "SN-1" },
  ]);
});

test("a column that a person said is for nothing is left out whatever it is called, and stays in the row as it came", async () => {
  const table = "Hostname,Serial,Maker,Manufacturer\nPC-1,SN-1,Shop 7,Lenovo\n";
  const { rows } = await readAll("plain", table, { ledger: "devices", unused: ["Maker"] });
  assert.deepEqual(
    rows.map(({ values, raw }) => [values.manufacturer, raw]),
    [["Lenovo", { Hostname: "PC-1", Serial: "SN-1", Maker: "Shop 7", Manufacturer: "Lenovo" }]],
  );
});

test("columns that a person mapped need no known label, and a row without any key says so", async () => {
  const { rows } = await readAll("plain", "Liste;\nGerät;Nummer;Wert\nNotebook;X-99;ja\n;;ja\n", {
    ledger: "devices",
    columns: { form: "Gerät", serial: "Nummer", encrypted: "Wert" },
  });
  assert.deepEqual(
    rows.map(({ values }) => values),
    [{ form: "laptop", serial: "X-99", encrypted: true }, { encrypted: true }],
  );
  assert.deepEqual(rows[1]?.problems, [{ code: "no_key", isFatal: true }]);
});

test("days whose order nobody can tell are asked about, and one that tells decides the file", async () => {
  const file = (days: string[]) =>
    `Serial,Hostname,Purchase date\n${days.map((day, at) => `SN10${at},h${at},${day}`).join("\n")}`;
  const days = async (given: string[], choices = {}) => {
    const { rows } = await readAll("plain", file(given), { ledger: "devices", ...choices });
    return { days: rows.map(({ values }) => values.purchasedOn ?? null), problems: problemsOf(rows) };
  };
  assert.deepEqual(await days(["1/2/26", "3/4/2026"]), {
    days: [null, null],
    problems: [["day_order_unclear purchasedOn"], ["day_order_unclear purchasedOn"]],
  });
  assert.deepEqual((await days(["1/2/26", "1/23/23"])).days, ["2026-01-02", "2023-01-23"]);
  assert.deepEqual((await days(["1/2/26", "23/1/23"])).days, ["2026-02-01", "2023-01-23"]);
  assert.deepEqual((await days(["1/2/26"], { dayOrder: "day_first" })).days, ["2026-02-01"]);
  assert.deepEqual(await days(["23/1/23", "1/23/23", "5/6/24", "5/5/24"]), {
    days: ["2023-01-23", "2023-01-23", null, "2024-05-05"],
    problems: [[], [], ["day_order_unclear purchasedOn"], []],
  });
});

test("what is too long is cut and what is not understood left out, each told", async () => {
  const { rows } = await readAll(
    "plain",
    `Serial,Hostname,Encrypted,Type,Note,Purchase date,Status\nS1234,${"h".repeat(300)},perhaps,Toaster,${"n".repeat(1500)},soon,Exploded\n`,
    { ledger: "devices" },
  );
  assert.deepEqual(problemsOf(rows), [
    [
      "not_understood form",
      "cut hostname",
      "not_understood encrypted",
      "not_understood purchasedOn",
      "cut note",
      "not_understood state",
    ],
  ]);
  assert.equal(rows[0]?.values.hostname?.toString().length, 255);
  assert.equal(rows[0]?.problems.find(({ field }) => field === "note")?.value?.length, 200);
  assert.deepEqual(rows[0]?.problems[2], { code: "not_understood", field: "encrypted", value: "perhaps" });
});

test("lists of every other ledger", async () => {
  const one = async (ledger: (typeof ledgerNames)[number], text: string) =>
    (await readAll("plain", text, { ledger })).rows[0];
  const account = await one(
    "user_ids",
    "システム,アカウント名,種別,氏名,メールアドレス,最終ログイン,特権,MFA登録\n会計,yamada,個人,山田,Y@a.example,2026/10/01 08:30,無,済\n",
  );
  assert.deepEqual([account?.name, account?.sourceKey], ["yamada", "name:会計|YAMADA".normalize()]);
  assert.deepEqual(
    [
      account?.values.accountKind,
      account?.values.lastSignIn,
      account?.values.isPrivileged,
      account?.values.mfaRegistered,
    ],
    ["person", "2026-10-01T08:30:00.000Z", false, true],
  );
  const information = await one(
    "information",
    '情報資産名称,情報区分,媒体,保管場所,国別件数,保存期間,要配慮\n顧客名簿,個人情報,ファイルサーバ,共有フォルダ1,"JP: 1,200; CN 30",36か月,あり\n',
  );
  assert.deepEqual(information?.values, {
    nature: "personal",
    medium: "file_share",
    keptIn: "共有フォルダ1",
    peopleByCountry: [
      { country: "JP", people: 1200 },
      { country: "CN", people: 30 },
    ],
    isSpecial: true,
    retentionMonths: 36,
  });
  const service = await one(
    "cloud_services",
    "サービス名,提供元,URL,データ区分,SSO連携,多要素認証,利用者数\nBox,Box Inc,https://a.box.com,社外秘、個人情報,有,有,120名\n",
  );
  assert.deepEqual(
    [service?.values.dataClasses, service?.values.centralSignIn, service?.values.users],
    [["internal", "personal"], true, 120],
  );
  const plant = await one(
    "plant_equipment",
    "設備名,ライン,ゾーン,レベル,メーカー,型式,製造番号,ファームウェア,リモート保守\nPLC-1,第1,A,レベル1,三菱,Q03,SER-1001,1.2,無\n",
  );
  assert.deepEqual(
    [plant?.name, plant?.values.level, plant?.values.firmware, plant?.values.remoteAccess],
    ["PLC-1", "1", "1.2", false],
  );
  const exit = await one(
    "internet_exits",
    "名称,種別,IPアドレス,製品,バージョン,管理画面公開\n本社VPN,SSL-VPN,203.0.113.5,FortiGate,7.2.4,不可\n",
  );
  assert.deepEqual(
    [exit?.values.exitKind, exit?.values.adminReachable, exit?.values.version],
    ["vpn", false, "7.2.4"],
  );
  const component = await one(
    "product_components",
    "車種,ECU名,部品番号,ソフトウェアバージョン,サプライヤ,SBOM,RXSWIN\nX1,Gateway,89-001,4.1.0,部品社,有,RX-1\n",
  );
  assert.deepEqual(
    [component?.sourceKey, component?.values.hasComponentList, component?.values.rxswin],
    ["serial:89-001", true, "RX-1"],
  );
});

test("each word of a heading means one field of its ledger", () => {
  for (const name of ledgerNames) {
    const owners = new Map<string, string>();
    for (const [field, words] of Object.entries(headingsOf(name)))
      for (const word of words) {
        const key = plain(word);
        assert.ok(key !== "", `${name} ${field}: ${word}`);
        assert.ok(
          [undefined, field].includes(owners.get(key)),
          `${name}: ${word} means ${owners.get(key)} and ${field}`,
        );
        owners.set(key, field);
      }
    for (const field of ledgerOf(name).fields)
      assert.ok((headingsOf(name)[field] ?? []).length >= 3, `${name}.${field} is called by hardly any word`);
  }
});

test("a workbook: the sheet whose heading is known, merged cells, a row that a filter hides", async () => {
  const book = await writeXlsx({
    sheets: [
      { name: "記入要領", rows: [["この表の使い方"], ["番号は変更しないこと"]] },
      {
        name: "PC一覧",
        rows: [
          ["PC管理台帳", null, null, null],
          ["会社名", "管理番号", "種別", "使用者"],
          ["子会社A", "A-1", "ノートPC", "山田"],
          [null, "A-2", "デスクトップ", "佐藤"],
          ["子会社B", "B-1", "タブレット", null],
        ],
        merges: [{ startRow: 2, startCol: 0, endRow: 3, endCol: 0 }],
        rowDefs: new Map([[4, { hidden: true }]]),
      },
    ],
  });
  const { rows } = await readAll("plain", book, { ledger: "devices" });
  assert.deepEqual(
    rows.map(({ row, belongsTo, sourceKey, values }) => [row, belongsTo, sourceKey, values.form]),
    [
      [3, "子会社A", "tag:子会社A|A1", "laptop"],
      [4, "子会社A", "tag:子会社A|A2", "desktop"],
      [5, "子会社B", "tag:子会社B|B1", "tablet"],
    ],
  );
});

test("the ledger that a table is about, where nobody has said it", async () => {
  const cases: Record<string, string> = {
    servers: "サーバ名,用途,IPアドレス,OS,環境,バックアップ\nSV01,人事,10.0.0.1,RHEL 8.6,オンプレミス,有\n",
    cloud_services: "サービス名,提供元,URL,利用目的,承認日\nBox,Box,https://box.com,文書,2024/4/1\n",
    user_ids: "システム名,ユーザーID,氏名,権限,最終ログイン日時\n会計,u001,山田,一般,2026/11/01\n",
    information: "情報資産名称,分類,媒体,保管場所,保存期間\n顧客名簿,個人情報,紙,書庫,5年\n",
    plant_equipment: "設備番号,設備名,ライン名,型番,プロトコル,ファームウェア\nE-1,PLC,L1,Q,CC-Link,1.0\n",
    internet_exits: "グローバルIPアドレス,種別,製品名,バージョン,管理画面公開\n203.0.113.1,VPN,F,7.0.1,有\n",
    product_components: "ECU名,部品番号,ソフトウェアバージョン,RXSWIN\nABS,12345,1.0,R1\n",
    devices: "Asset Tag,Serial Number,Device Type,Model,Assigned To\nA1,SN12345,Laptop,Latitude,Ann\n",
  };
  for (const [ledger, text] of Object.entries(cases)) {
    const { rows } = await readAll("plain", text);
    assert.deepEqual([rows.map((row) => row.ledger), problemsOf(rows)], [[ledger], [[]]], ledger);
  }
});

test("JSON is no table: it is refused as another format, not read as the heading of an empty one", async () => {
  for (const text of ['[{"Id":"1","Name":"PC","SerialNumber":"S1"}]', '{"value":[{"id":1}]}', "[]"])
    await assert.rejects(readAll("plain", text), { code: "other_format" }, text);
});
