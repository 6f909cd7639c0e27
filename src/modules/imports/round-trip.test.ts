// What a list may carry: every field in three languages, wrong values told by row and field, and an export that comes back
// without a change.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contentOf } from "#core/files/content.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { gather, importing, shiftJis } from "#test/imports.ts";
import { imports } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const { check, apply, verdicts } = await importing(app, office);
const asOffice = app.as(office.token);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;

const companyNamed = async (search: string) => {
  const { rows } = await asOffice(organization.listCompanies, { search });
  return asOffice(organization.getCompany, { id: rows[0]?.id ?? "" });
};

const heads = {
  ja: '会社コード,会社名,所管,関係,国,"タイム\nゾーン（現地）",業務で使う言語,地　域,株式の保有会社,"コネクテッド製品\n（有無）",地域統括会社,金融会社,共通サービスの提供,立入制限区域,ソフトウェア開発,Ｅｘｃｅｌ回答',
  en: "Company code,Company name,Reports to,Relation,Country,Time zone,Working language,Region,Owner,Connected products,Regional HQ,Finance company,Shared services,Restricted rooms,Develops software,Answers by Excel",
  zh: "公司代码,公司名称,所属事业部,关系,国家,时区,工作语言,地区,持股公司,开发联网产品,地区总部,金融公司,共享服务,限制区域,软件开发,以Excel作答（不登录）",
};
const words = {
  ja: "連結子会社,タイ,Asia/Bangkok,タイ語,東南アジア,C1,有,無,○,×,あり,はい,○",
  en: "subsidiary,Thailand,asia/bangkok,Thai,ASEAN,Own Ltd.,yes,no,Y,N,true,1,yes",
  zh: "合并子公司,泰国,Asia/Bangkok,泰语,东南亚,C1,有,无,是,否,有,是,是",
};

for (const language of ["ja", "en", "zh"] as const) {
  test(`every fact of a company is read from a list headed in ${language}, and the tier follows from its marks`, async () => {
    const code = `F-${language}`;
    const file = `${heads[language]}\r\n${code},Full ${language} Ltd.,D1,${words[language]}\r\n`;
    const { id, shown } = await check(
      "companies",
      "full.csv",
      language === "ja" ? shiftJis(file) : Buffer.from(file),
    );
    assert.equal(Object.keys(shown.mapping).length, 16, JSON.stringify(shown.mapping));
    assert.deepEqual((await verdicts(id)).at(-1)?.slice(1), ["new", ""]);
    await apply(id, { from: today, reason: "joined" });
    const { facts, relation, tier, tierByCriteria } = await companyNamed(code);
    assert.deepEqual(
      [facts?.country, facts?.region, facts?.timeZone, facts?.language, relation?.owner?.id],
      ["TH", "asean", "Asia/Bangkok", "th", group.companies.own],
    );
    assert.deepEqual(
      [
        facts?.developsProducts,
        facts?.isRegionalHeadquarters,
        facts?.isFinance,
        facts?.providesSharedServices,
        facts?.hasRestrictedRooms,
        facts?.developsSoftware,
        facts?.answersByWorkbook,
      ],
      [true, false, true, false, true, true, true],
    );
    assert.deepEqual([tier?.tier, tierByCriteria?.because], ["T1", ["finance", "connected_products"]]);
  });
}

test("a wrong value is told by row and field and what to do; nothing of that row is written", async () => {
  const file = `${heads.ja}\r\nW-1,Wrong Ltd.,D1,連結子会社,日本,東京,火星語,月,誰か,たぶん,,,,,,\r\n`;
  const { id } = await check("companies", "wrong.csv", Buffer.from(file));
  const row = (await asOffice(imports.listImportRows, { id, verdict: "error" })).rows[0];
  assert.deepEqual(
    row?.problems.map((one) => [one.field, one.code, one.given]),
    [
      ["owner", "import.unknown_owner", "誰か"],
      ["developsProducts", "import.not_yes_or_no", "たぶん"],
      ["region", "import.unknown_region", "月"],
      ["timeZone", "import.unknown_time_zone", "東京"],
      ["language", "import.unknown_language", "火星語"],
    ],
  );
  const report = contentOf(await asOffice(imports.downloadImportReport, { id, format: "csv" }));
  assert.match(
    (await gather((await report?.open()) ?? Buffer.of())).toString("utf8"),
    /Time zone: ""東京"" is no time zone/,
  );
  const people = "社員番号,氏名,会社,電話番号,使用言語,タイムゾーン\nP1,青葉 薫,C1,内線12,火星語,JST\n";
  const list = await check("people", "people.csv", Buffer.from(people));
  assert.deepEqual((await verdicts(list.id)).at(-1)?.slice(1), [
    "error",
    "import.not_a_telephone import.unknown_language",
  ]);
});

test("people come with telephone, language and zone, folded; a second list changes just these", async () => {
  const list = (telephone: string, zone: string) =>
    Buffer.from(
      `社員番号,氏名,会社,"電話\n番号",使用言語,タイムゾーン\nP2,北野 翠,C1,${telephone},英語,${zone}\n`,
    );
  const first = await check("people", "people.csv", list("０３－１２３４－５６７８", "JST"));
  await apply(first.id, { from: today });
  const kept = async () =>
    (
      await owner.query("select telephone, language, time_zone, row_version from people where code = 'P2'")
    ).rows.map(Object.values);
  assert.deepEqual(await kept(), [["03-1234-5678", "en", "Asia/Tokyo", 1]]);
  const second = await check("people", "people.csv", list("03-1234-9999（内線3）", "Asia/Bangkok"));
  const row = (await asOffice(imports.listImportRows, { id: second.id, verdict: "change" })).rows[0];
  assert.deepEqual(
    row?.differences.map((one) => [one.field, one.after]),
    [
      ["telephone", "03-1234-9999 ext. 3"],
      ["timeZone", "Asia/Bangkok"],
    ],
  );
  await apply(second.id, { from: today });
  assert.deepEqual(await kept(), [["03-1234-9999 ext. 3", "en", "Asia/Bangkok", 2]]);
});

for (const language of ["ja", "en", "zh"] as const) {
  test(`an export comes back without a change (${language}): companies with every field, people with theirs`, async () => {
    await owner.query("update accounts set language = $1 where person_id = $2", [language, office.personId]);
    await owner.query(
      `insert into employments (person_id, unit_id, company_id, kind, title, valid_from, valid_to)
       select id, company_id, company_id, 'officer', 'Director', '2024-04-01', '2099-04-01' from people where code = 'P2'
       on conflict do nothing`,
    );
    // Who has neither number nor mail address nobody can find again by a list.
    await owner.query("update people set email = id || '@example.test' where code is null and email is null");
    for (const [kind, operation] of [
      ["companies", organization.exportCompanies],
      ["people", organization.exportPeople],
    ] as const) {
      for (const format of ["csv", "xlsx"] as const) {
        const content = contentOf(await asOffice(operation, { format }));
        const bytes = await gather((await content?.open()) ?? Buffer.of());
        const { id, shown } = await check(kind, `export.${format}`, bytes);
        const told = (await verdicts(id)).slice(1);
        assert.ok(told.length >= 2, `${kind} ${format}`);
        assert.deepEqual(
          told.filter(([, verdict]) => verdict !== "same"),
          [],
          `${kind} ${format}: ${JSON.stringify(shown.mapping)}`,
        );
      }
    }
  });
}
