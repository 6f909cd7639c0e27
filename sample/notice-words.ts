// Words of the sample's notices: what stands where the table leaves a gap, and why one was not given.
import type { Text } from "#modules/incidents/notices/drafting.ts";

/** A gap is filled by what its own line asks for; in the order in which the lines of the table ask. */
const filling: Readonly<Record<Text["language"], readonly (readonly [asks: RegExp, says: string])[]>> = {
  ja: [
    [/起きたこと/, "上記のとおりです。影響の範囲は確認を続けています。"],
    [/措置|実施/, "該当箇所の利用を止め、記録を保全しました。"],
    [/連絡先|問い合わせ/, "当社 情報セキュリティ担当"],
    [/人数/, "確認できた分から順次お知らせします。"],
    [/日時/, "本日17時、オンライン"],
    [/判断/, "現時点ではありません。"],
    [/番号/, "S-0417"],
    [/復旧/, "明日午後を見込んでいます。"],
  ],
  en: [
    [/What happened/, "as above; what is affected is still being established."],
    [/What was done/, "use was stopped where it was needed, and logs are kept."],
    [/contact/i, "our security officer"],
    [/Number of pe/, "told as it becomes known."],
    [/time/i, "today at 17:00, online"],
    [/Decisions/, "none for the moment."],
    [/umber/, "S-0417"],
    [/expect/, "tomorrow afternoon."],
  ],
  zh: [
    [/发生了什么/, "如上所述，影响范围仍在确认。"],
    [/措施/, "已停用相关部分并留存日志。"],
    [/联系/, "本公司信息安全负责人"],
    [/人数/, "确认后陆续告知。"],
    [/时间/, "今日17时，线上"],
    [/决定|判断/, "目前没有。"],
    [/号/, "S-0417"],
    [/恢复/, "预计明日下午。"],
  ],
};
const otherwise = { ja: "別途ご連絡します。", en: "will follow.", zh: "另行告知。" };

export const filledIn = (text: Text): Text => ({
  ...text,
  body: text.body
    .split("\n")
    .map((line) =>
      line.includes("____")
        ? line.replace(
            "____",
            filling[text.language].find(([asks]) => asks.test(line))?.[1] ?? otherwise[text.language],
          )
        : line,
    )
    .join("\n"),
});

export const omission = {
  ja: { reason: "免責金額を下回る見込みで、請求しない。", criteria: "保険証券の免責金額" },
  en: {
    reason: "What it costs stays below what we bear ourselves; nothing is claimed.",
    criteria: "The amount of the policy that we bear ourselves",
  },
  zh: { reason: "预计损失低于免赔额，不申请理赔。", criteria: "保险单规定的免赔额" },
} as const;
