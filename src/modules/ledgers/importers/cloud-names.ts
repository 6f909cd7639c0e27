// Names or addresses of cloud services, as they come out of sign-in logs, proxies and expenses: a table with the name in one
// column, or one name a line. Several lines of one service are one service.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import { nameKeyOf } from "../declared/keys.ts";
import { type Choices, type Importer, type Reading, type Said, SourceError } from "./importer.ts";
import { type Items, openItems } from "./items.ts";
import { textAt } from "./json-values.ts";
import { jsonHead, looksLikeJson } from "./looks.ts";
import { headText, opened, openedHead } from "./opened.ts";
import { isPartial } from "./paged.ts";
import { momentIn } from "./days.ts";
import { bounded } from "./raw.ts";
import { said } from "./said.ts";
import { dayOrderOf, labelsIn, openTable, type Table, type TableRow } from "./table.ts";
import { complain, gather, isNothing, put, set } from "./values.ts";
import { readNumber } from "#core/sheets/normalise.ts";
import { of } from "./word-lists.ts";
import { utf8 } from "./json.ts";
import type { DayOrder } from "./days.ts";

const columns: Synonyms = {
  name: of(`name|application|app|application name|app name|app display name|appdisplayname|application display name|display name|service|service name|cloud service|cloud app|saas|product|resource display name|resourcedisplayname
    アプリケーション|アプリ|アプリ名|アプリケーション名|サービス|サービス名|クラウドサービス|クラウドサービス名|製品|名称
    应用|应用程序|应用名称|应用程序名称|服务|服务名称|云服务|产品`),
  vendor: of(
    `vendor|merchant|merchant name|supplier|provider|payee|company|vendor name|description of merchant|支払先|取引先|加盟店|加盟店名|利用店名|提供元|ベンダー|仕入先|供应商|商户|商户名称|厂商|提供商|收款方`,
  ),
  url: of(
    `domain|url|host|hostname|destination|destination host|destination domain|site|website|fqdn|ドメイン|接続先|接続先ドメイン|宛先|サイト|域名|网址|目标域名`,
  ),
  users: of(
    `users|user count|usercount|number of users|unique users|distinct users|sign-ins|sign-in count|signincount|signins|count|sign ins|logins|利用者数|ユーザー数|ユーザ数|サインイン数|件数|回数|用户数|登录次数|次数|人数`,
  ),
  lastSeen: of(
    `last seen|last used|last sign-in|last signin|last activity|last access|date|last login|posting date|transaction date|created date|createddatetime|最終利用日|最終利用|最終サインイン|最終アクセス|利用日|日付|日時|最后使用|最后登录|最后访问|日期`,
  ),
  person: of(
    "user principal name|userprincipalname|email|username|user name|user|user display name|userdisplayname|ユーザー プリンシパル名|ユーザー名|ユーザー|利用者|用户主体名称|用户名|用户",
  ),
  category: of("category|app category|カテゴリ|カテゴリー|分類|类别|分类"),
  company: of("company name|entity|会社名|会社|部門会社|公司|公司名称"),
};

export const cloudNames: Importer = {
  kind: "cloud_names",
  ledgers: ["cloud_services"],
  sees: true,
  recognise(head, fileName) {
    const { bytes, isWorkbook } = openedHead(head);
    if (isWorkbook) return 0.15;
    if (jsonHead(head) !== "")
      return looksLikeJson(head, {
        every: ["appDisplayName"],
        some: ["createdDateTime", "userPrincipalName"],
        most: 0.8,
      });
    const text = headText(bytes);
    if (/^\s*[{[<]/.test(text)) return 0;
    const known = labelsIn(text, columns);
    const named =
      /app(lication)?s?[-_ ]?(usage|list|discover)|saas|cloud|expense|sign-?in|利用|经费|経費/i.test(fileName)
        ? 0.25
        : 0;
    if (known.has("name") || known.has("vendor") || known.has("url"))
      return Math.min(0.75, 0.2 + named + (known.has("users") || known.has("lastSeen") ? 0.25 : 0.08));
    return isList(text) ? 0.25 + named : 0;
  },
  async read(bytes, choices) {
    if (jsonHead(bytes.subarray(0, 65_536)) !== "") {
      const items = await openItems(bytes, ["value"]);
      const extent = isPartial(items) ? "changes" : "whole";
      return { extent, capturedAt: null, rows: gathered(signIns(items), null) } satisfies Reading;
    }
    const plainText = await opened(bytes);
    const table = await tableIn(plainText, choices);
    const rows = table
      ? gathered(table.rows(), await dayOrderOf(table, ["lastSeen"], choices))
      : lines(plainText);
    return { extent: "whole", capturedAt: null, rows } satisfies Reading;
  },
};

/** Lines of one name each: no commas to speak of, none of them long. */
function isList(text: string): boolean {
  const all = text
    .split(/\r\n|\n|\r/)
    .slice(0, 200)
    .filter((line) => line.trim() !== "");
  return (
    all.length > 0 &&
    all.every((line) => line.length <= 200 && !/[\t;"{}<>]/.test(line)) &&
    all.filter((line) => line.includes(",")).length < all.length / 4
  );
}

async function tableIn(bytes: Uint8Array, choices: Choices): Promise<Table | null> {
  try {
    const table = await openTable(bytes, columns, choices, 1);
    const isUseful = ["name", "vendor", "url"].some((field) => table.columns.has(field));
    if (isUseful) return table;
  } catch (error) {
    if (!(error instanceof SourceError) || error.code !== "no_heading") throw error;
  }
  if (!isList(headText(bytes)) || bytes[0] === 0x50) throw new SourceError("no_heading");
  return null;
}

type Seen = {
  row: number;
  name: string;
  vendor: string;
  url: string;
  users: number;
  lines: number;
  /** Who appears with it in how many lines, as far as they are counted. */
  people: Map<string, number>;
  last: string;
  company: string;
  category: string;
  raw: Record<string, unknown>;
  trouble: [string, string, string][];
};

const mostServices = 200_000;
/** People of one service; beyond, a log says no more than that they are many. */
const mostPeople = 20_000;

type Line = Pick<TableRow, "row" | "raw" | "get">;

/** Sign-ins as Microsoft Graph and the portal's download write them (JSON), line by line as a table would. */
async function* signIns(items: Items): AsyncGenerator<Line> {
  const names: Record<string, string> = {
    name: "appDisplayName",
    lastSeen: "createdDateTime",
    person: "userPrincipalName",
  };
  for await (const item of items.items())
    if (!("broken" in item))
      yield {
        row: item.row,
        raw: bounded(item.value),
        get: (field) => (names[field] ? textAt(item.value, names[field]) : ""),
      };
}

/** Gathered by service, as a log names one in thousands of lines; what is held is one entry a service. */
async function* gathered(rows: AsyncIterable<Line>, order: DayOrder | null): AsyncGenerator<Said> {
  const services = new Map<string, Seen>();
  for await (const { row, raw, get } of rows) {
    const name = [get("name"), get("vendor"), get("url")].find((text) => !isNothing(text)) ?? "";
    const key = `${get("company")}|${nameKeyOf(name) ?? ""}`;
    const known = services.get(key);
    if (!known && services.size >= mostServices) throw new SourceError("too_large", { row });
    const seen = known ?? {
      row,
      name,
      vendor: get("vendor"),
      url: get("url"),
      users: 0,
      lines: 0,
      people: new Map(),
      last: "",
      company: get("company"),
      category: get("category"),
      raw,
      trouble: [],
    };
    add(seen, get("users"), get("lastSeen"), order);
    const person = isNothing(get("person")) ? "" : get("person").trim().toLowerCase();
    if (person !== "" && (seen.people.size < mostPeople || seen.people.has(person)))
      seen.people.set(person, (seen.people.get(person) ?? 0) + 1);
    services.set(key, seen);
  }
  for (const service of services.values()) yield serviceSaid(service);
}

function add(seen: Seen, users: string, last: string, order: DayOrder | null): void {
  seen.lines += 1;
  const count = users === "" ? null : readNumber(users);
  if (users !== "" && count === null && seen.trouble.length < 5)
    seen.trouble.push(["not_understood", "users", users]);
  // Lines of one service count the same people on other days: the most of them is kept, never their sum.
  if (count !== null && count > seen.users) seen.users = count;
  const read = isNothing(last) ? "never" : momentIn(last, order);
  if (typeof read === "object" && read.at > seen.last) seen.last = read.at;
  if ((read === "unclear" || read === "not_understood") && seen.trouble.length < 5)
    seen.trouble.push([read === "unclear" ? "day_order_unclear" : read, "seenAt", last]);
}

function serviceSaid(seen: Seen): Said {
  const into = gather("cloud_services");
  set(into, "provider", seen.vendor);
  set(into, "url", seen.url || (isAddress(seen.name) ? seen.name : ""));
  set(
    into,
    "note",
    [seen.category, seen.lines > 1 ? `× ${seen.lines}` : ""].filter((part) => part !== "").join(" "),
  );
  const users = Math.max(seen.users, seen.people.size);
  if (users > 0 && users <= 10_000_000) put(into, "users", Math.round(users));
  for (const [code, field, value] of seen.trouble) complain(into, code, field, value);
  return said(
    {
      row: seen.row,
      id:
        seen.name === ""
          ? ""
          : `${seen.company === "" ? "" : `${seen.company}|`}${nameKeyOf(seen.name) ?? ""}`,
      name: seen.name,
      belongsTo: seen.company,
      person: mostOften(seen.people),
      seenAt: seen.last,
      raw: seen.raw,
    },
    into,
  );
}

/** Whoever signs in or claims most; nobody where two do it alike. */
function mostOften(people: ReadonlyMap<string, number>): string {
  const [first, second] = [...people].toSorted(([, one], [, other]) => other - one);
  return first && first[1] !== second?.[1] ? first[0] : "";
}

const isAddress = (name: string) => /^(https?:\/\/)?[a-z0-9-]+(\.[a-z0-9-]+)+(\/|$)/i.test(name);

async function* lines(bytes: Uint8Array): AsyncGenerator<Said> {
  const known = new Set<string>();
  let row = 0;
  for (const line of textOf(bytes).split(/\r\n|\n|\r/)) {
    row += 1;
    const name = line.trim();
    const key = nameKeyOf(name);
    if (isNothing(name) || key === null || known.has(key)) continue;
    if (known.size >= mostServices) throw new SourceError("too_large", { row });
    known.add(key);
    yield serviceSaid({
      row,
      name,
      vendor: "",
      url: "",
      users: 0,
      lines: 1,
      people: new Map(),
      last: "",
      company: "",
      category: "",
      raw: bounded({ line: name }),
      trouble: [],
    });
  }
}

const mostOfList = 50_000_000;

function textOf(bytes: Uint8Array): string {
  if (bytes.length > mostOfList) throw new SourceError("too_large");
  return new TextDecoder("utf-8").decode(utf8(bytes));
}
