// Two clocks of contract in the words of the sample group.
import type { Condition } from "#modules/clock-rules/mechanism/conditions.ts";

const named: Condition = { fact: "contract_named", is: true };

export const contracts = {
  "own-insurer": {
    slug: null,
    daysAgo: 430,
    stage: "partner",
    amount: 48,
    appliesWhen: named,
    sourceTitle: "サイバー保険証券 第7条",
    words: {
      ja: {
        name: "保険会社への通知",
        duty: "発見から48時間以内に保険会社の窓口へ知らせる。遅れると補償の対象外となることがある。",
        recipient: "保険会社の事故受付",
        notes: "",
      },
      en: {
        name: "Tell the insurer",
        duty: "Tell the insurer's desk within 48 hours of the discovery; what comes later may not be covered.",
        recipient: "The insurer's desk for claims",
        notes: "",
      },
      zh: {
        name: "通知保险公司",
        duty: "发现后48小时内通知保险公司受理窗口；逾期可能不予赔付。",
        recipient: "保险公司理赔窗口",
        notes: "",
      },
    },
  },
  "own-customer": {
    slug: "forge",
    daysAgo: 60,
    stage: "partner",
    amount: 24,
    appliesWhen: named,
    sourceTitle: "部品取引基本契約 付属書3",
    words: {
      ja: {
        name: "納入先への通知",
        duty: "納入に関わるインシデントは、発見から24時間以内に納入先の窓口へ知らせる。",
        recipient: "納入先のセキュリティ窓口",
        notes: "",
      },
      en: {
        name: "Tell the customer we deliver to",
        duty: "Tell the customer's security desk within 24 hours of the discovery when deliveries are concerned.",
        recipient: "The customer's security desk",
        notes: "",
      },
      zh: {
        name: "通知供货客户",
        duty: "涉及供货的事件，发现后24小时内通知客户安全窗口。",
        recipient: "客户安全窗口",
        notes: "",
      },
    },
  },
} as const;
