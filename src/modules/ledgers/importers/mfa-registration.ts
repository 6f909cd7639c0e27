// Who can sign in with more than a password: Microsoft Entra's registration details, as Microsoft Graph hands them out (JSON)
// or as the portal's download writes them (CSV). Guests are accounts of other tenants and stand apart.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import { type DayOrder } from "./days.ts";
import type { Importer, Said } from "./importer.ts";
import { openItems } from "./items.ts";
import { asText } from "./values.ts";
import { at, isObject, listAt, lowered, textAt } from "./json-values.ts";
import { jsonHead, looksLikeJson } from "./looks.ts";
import { domainOf } from "./managed-devices.ts";
import { headText, openedHead } from "./opened.ts";
import { isPartial, itemsSaid } from "./paged.ts";
import { said } from "./said.ts";
import { dayOrderOf, labelsIn, needsOneOf, openTable, type Table } from "./table.ts";
import { gather, put, set } from "./values.ts";
import { of } from "./word-lists.ts";

const columns: Synonyms = {
  id: of(`id|object id|objectid|user id|userid|ユーザー id|オブジェクト id|用户 id|对象 id`),
  upn: of(
    `userprincipalname|user principal name|upn|user|ユーザー プリンシパル名|ユーザープリンシパル名|用户主体名称|用户主体名`,
  ),
  name: of(`userdisplayname|display name|displayname|name|user display name|表示名|名前|显示名称|名称`),
  userType: of(`usertype|user type|type|ユーザーの種類|ユーザー タイプ|用户类型`),
  isAdmin: of(`isadmin|is admin|admin|administrator|管理者|管理员`),
  capable: of(
    `ismfacapable|mfa capable|multifactor authentication capable|multi-factor authentication capable|is mfa capable|多要素認証対応|多要素認証可能|mfa 対応|支持多重身份验证|支持 mfa`,
  ),
  registered: of(
    `ismfaregistered|mfa registered|multifactor authentication registered|multi-factor authentication registered|is mfa registered|多要素認証登録済み|mfa 登録済み|已注册多重身份验证|已注册 mfa`,
  ),
  passwordless: of(
    `ispasswordlesscapable|passwordless capable|is passwordless capable|パスワードレス対応|支持无密码`,
  ),
  methods: of(
    `methodsregistered|methods registered|registered methods|authentication methods registered|登録済みの方法|登録された方法|登録済みの認証方法|已注册的方法|已注册方法`,
  ),
  updated: of(
    `lastupdateddatetime|last updated|last updated date time|lastupdated|最終更新日時|最終更新|上次更新时间|上次更新`,
  ),
};

export const mfaRegistration: Importer = {
  kind: "mfa_registration",
  ledgers: ["user_ids"],
  sees: true,
  recognise(head) {
    if (jsonHead(head) !== "")
      return looksLikeJson(head, {
        some: ["isMfaCapable", "isMfaRegistered", "userRegistrationDetails"],
        most: 0.98,
      });
    const { bytes, isWorkbook } = openedHead(head);
    if (isWorkbook) return 0;
    const known = labelsIn(headText(bytes), columns);
    return known.has("capable") || known.has("registered") ? (known.has("upn") ? 0.95 : 0.6) : 0;
  },
  async read(bytes, choices) {
    if (jsonHead(bytes.subarray(0, 65_536)) === "") {
      const table = needsOneOf(await openTable(bytes, columns, choices), ["capable", "registered"]);
      const order = await dayOrderOf(table, ["updated"], choices);
      return { extent: "whole", capturedAt: null, rows: tableRows(table, order) };
    }
    const items = await openItems(bytes, ["value"]);
    const rows = itemsSaid(items, "user_ids", (row, value, raw) => {
      const inner = at(value, "value");
      const account = lowered(isObject(inner) ? inner : value);
      const get = (name: string) =>
        name === "methods"
          ? [...listAt(account, "methodsregistered"), ...listAt(account, "authmethods")]
              .map(asText)
              .filter(Boolean)
              .join(", ")
          : textAt(account, (jsonNames[name] ?? name).toLowerCase());
      return accountOf({ row, raw, get, order: null });
    });
    return { extent: isPartial(items) ? "changes" : "whole", capturedAt: null, rows };
  },
};

const jsonNames: Record<string, string> = {
  upn: "userPrincipalName",
  name: "userDisplayName",
  capable: "isMfaCapable",
  registered: "isMfaRegistered",
  passwordless: "isPasswordlessCapable",
  updated: "lastUpdatedDateTime",
};

async function* tableRows(table: Table, order: DayOrder | null): AsyncGenerator<Said> {
  for await (const { row, raw, get } of table.rows()) yield accountOf({ row, raw, get, order });
}

type Account = {
  row: number;
  raw: Record<string, unknown>;
  get: (name: string) => string;
  order: DayOrder | null;
};

function accountOf({ row, raw, get, order }: Account): Said {
  const into = gather("user_ids", order);
  const upn = get("upn");
  put(into, "system", "Entra ID");
  put(into, "accountKind", kindOf(get("userType"), upn));
  set(into, "displayName", get("name"));
  if (/^[^@\s]+@[^@\s]+$/.test(upn) && !isGuestName(upn)) set(into, "email", upn);
  set(into, "subject", get("id"));
  set(into, "isPrivileged", get("isAdmin"));
  set(into, "mfaCapable", get("capable"));
  set(into, "mfaRegistered", get("registered"));
  set(into, "signInMethods", get("methods"));
  return said(
    {
      row,
      id: get("id") || upn.toLowerCase(),
      name: upn || get("name"),
      belongsTo: domainOf(upn),
      person: upn,
      seenAt: get("updated"),
      raw,
    },
    into,
  );
}

const isGuestName = (upn: string) => /#ext#/i.test(upn);

/** Whoever administers stays a person: what they may do, `isPrivileged` says. */
function kindOf(type: string, upn: string): string {
  if (/guest|ゲスト|来宾|外部/i.test(type) || isGuestName(upn)) return "guest";
  return type === "" ? "unknown" : "person";
}
