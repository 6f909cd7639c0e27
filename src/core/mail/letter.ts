// A letter as text and as HTML that old mail programs show: tables and inline styles, no pictures, no script, nothing
// fetched. Pure.
import type { Language } from "../text/format.ts";
import type { Letter, LetterRow } from "./kind.ts";

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => escapes[one] ?? one);

/** One line: what a name holds must not end a header (RFC 5322 section 2.2). */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

const fonts: Record<Language, string> = {
  ja: "'Hiragino Sans','Yu Gothic UI',Meiryo,sans-serif",
  en: "'Segoe UI',Helvetica,Arial,sans-serif",
  zh: "'PingFang SC','Microsoft YaHei',sans-serif",
};
const ink = "#1c2430";
const quiet = "#5b6675";
const line = "#d9dee5";
const accent = "#1f4e8c";

export type Frame = { language: Language; baseUrl: string; product: string };

export function textOf(letter: Letter, { baseUrl }: Frame): string {
  const row = ({ title, detail, path }: LetterRow) =>
    [`- ${oneLine(title)}`, detail ? `  ${oneLine(detail)}` : "", path ? `  ${baseUrl}${path}` : ""]
      .filter(Boolean)
      .join("\n");
  return `${[
    oneLine(letter.subject),
    letter.lead ?? "",
    letter.body ?? "",
    letter.rows.map(row).join("\n\n"),
    letter.action ? `${letter.action.label}:\n${baseUrl}${letter.action.path}` : "",
    ...(letter.notes ?? []),
    letter.foot ? `--\n${letter.foot.text}\n${baseUrl}${letter.foot.path}` : "",
  ]
    .filter(Boolean)
    .join("\n\n")}\n`;
}

const link = (url: string, text: string) =>
  `<a href="${escaped(url)}" style="color:${accent};text-decoration:underline">${escaped(text)}</a>`;
const cell = (inside: string, style: string) =>
  `<tr><td style="font-family:inherit;font-size:15px;line-height:1.6;color:${ink};${style}">${inside}</td></tr>`;

export function htmlOf(letter: Letter, { language, baseUrl, product }: Frame): string {
  const row = ({ title, detail, path }: LetterRow) =>
    cell(
      `${path ? link(`${baseUrl}${path}`, title) : `<strong>${escaped(title)}</strong>`}${
        detail ? `<br><span style="color:${quiet};font-size:13px">${escaped(detail)}</span>` : ""
      }`,
      `padding:10px 24px;border-top:1px solid ${line}`,
    );
  const action = letter.action
    ? cell(
        `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="${accent}" style="background:${accent};border-radius:4px;padding:10px 18px"><a href="${escaped(`${baseUrl}${letter.action.path}`)}" style="color:#ffffff;text-decoration:none;font-size:15px">${escaped(letter.action.label)}</a></td></tr></table>`,
        "padding:18px 24px",
      )
    : "";
  const foot = letter.foot
    ? cell(
        `${escaped(letter.foot.text)} ${link(`${baseUrl}${letter.foot.path}`, `${baseUrl}${letter.foot.path}`)}`,
        `padding:16px 24px;border-top:1px solid ${line};font-size:12px;color:${quiet}`,
      )
    : "";
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>${escaped(letter.subject)}</title></head>
<body style="margin:0;padding:0;background:#f4f6f8">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f4f6f8"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="width:100%;max-width:600px;background:#ffffff;border:1px solid ${line};font-family:${fonts[language]}">
${cell(escaped(letter.heading ?? product), `padding:16px 24px 4px;font-size:13px;color:${quiet}`)}
${cell(`<strong style="font-size:17px">${escaped(letter.subject)}</strong>`, "padding:0 24px 10px")}
${letter.lead ? cell(escaped(letter.lead), "padding:0 24px 12px") : ""}
${letter.body ? cell(escaped(letter.body).replace(/\r?\n/g, "<br>"), "padding:0 24px 12px") : ""}
${letter.rows.map(row).join("\n")}
${action}
${(letter.notes ?? []).map((note) => cell(escaped(note), `padding:4px 24px 10px;font-size:13px;color:${quiet}`)).join("\n")}
${foot || cell("", "padding:0 24px 10px")}
</table></td></tr></table></body></html>
`;
}
