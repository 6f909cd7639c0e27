// What the lateral checks of the sample ask: Japanese as the group writes it, with English and Chinese beside.

type Words = { title: string; why: string; look: string };
export type Asked = {
  ja: Words;
  en: Words;
  zh: Words;
  source: string;
  questions: {
    id: string;
    kind: string;
    words: Record<"ja" | "en" | "zh", string>;
    options: never[];
    isRequired: boolean;
  }[];
};

const count = {
  id: "q1",
  kind: "number",
  words: { ja: "対象は何台ですか", en: "How many boxes are concerned?", zh: "涉及多少台？" },
  options: [],
  isRequired: true,
};
const outside = {
  id: "q2",
  kind: "yes_no",
  words: {
    ja: "管理画面に社外から接続できますか",
    en: "Can its administration be reached from outside?",
    zh: "能否从外部访问其管理界面？",
  },
  options: [],
  isRequired: false,
};

export const asked = {
  running: {
    ja: {
      title: "台帳にない古いVPN装置が残っていないか",
      why: "外部の診断で、台帳にない古いVPN装置が見つかりました。保守が切れ、管理画面が社外から見える状態でした。",
      look: "拠点の回線ごとに、VPN装置の機種と版を実物で確かめてください。台帳にないものが残っていれば「該当する」です。",
    },
    en: {
      title: "Is there an old VPN box that no ledger knows?",
      why: "An outside assessment found an old VPN box that stood in no ledger, without maintenance, its administration open to the internet.",
      look: "Look at the box itself at each line of your sites: make and version. If one stands there that is not in your ledger, you are affected.",
    },
    zh: {
      title: "是否仍有台账之外的旧VPN设备",
      why: "外部评估发现一台未登记在台账中的旧VPN设备，已停止维护，且管理界面暴露在互联网上。",
      look: "请逐条线路现场核对VPN设备的型号和版本。如有未登记的设备，即为受影响。",
    },
    source: "",
    questions: [count, outside],
  },
  closed: {
    ja: {
      title: "VPN製品の脆弱性（認証の回避）",
      why: "利用の多いVPN製品に、認証を回避できる脆弱性が公表されました。すでに攻撃に使われています。",
      look: "VPN装置の版が、公表された修正版より古くないかを管理画面で確かめてください。",
    },
    en: {
      title: "A hole in a VPN product: sign-in can be passed by",
      why: "A hole was published in a VPN product that many use: whoever knows it needs no sign-in. It is being used already.",
      look: "Look in its administration whether the version of your VPN box is older than the one that closes the hole.",
    },
    zh: {
      title: "VPN产品漏洞（绕过认证）",
      why: "一款广泛使用的VPN产品公布了可绕过认证的漏洞，且已被利用。",
      look: "请在管理界面确认VPN设备的版本是否低于已公布的修复版本。",
    },
    source: "JPCERT/CC 注意喚起",
    questions: [count],
  },
} as const satisfies Record<string, Asked>;

export const notes = {
  affected: {
    ja: "倉庫の回線に1台残っていました。",
    en: "One was left at the line of the warehouse.",
    zh: "仓库线路上还留有一台。",
  },
  fixed: {
    ja: "修正版に更新しました。",
    en: "Brought to the version that closes it.",
    zh: "已更新至修复版本。",
  },
  fixing: {
    ja: "月初の保守で入れ替えます。",
    en: "It is exchanged at the maintenance of early next month.",
    zh: "将在下月初维护时更换。",
  },
  not_known: {
    ja: "工場の回線を保守会社に確認中です。",
    en: "We are asking the maintenance firm about the plant's line.",
    zh: "正在向维保公司确认工厂线路。",
  },
  not_affected: { ja: "", en: "", zh: "" },
} as const;
