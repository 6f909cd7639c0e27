// What the instructions of the sample say: Japanese as the group writes it, with English and Chinese beside.

type Words = { title: string; body: string };
export type Told = { ja: Words; en: Words; zh: Words; why: string; decision: string };

export const told = {
  vpn: {
    ja: {
      title: "保守の切れたVPN装置の撤去",
      body: "保守の切れたVPN装置を撤去し、後継機またはゼロトラスト接続へ切り替えてください。\n1. 対象の有無を台帳で確認する\n2. 外部からの接続を止める\n3. 撤去し、台帳から外す",
    },
    en: {
      title: "Take VPN boxes out of service that nobody maintains any more",
      body: "Take out of service every VPN box whose maintenance has ended, and move to its successor or to zero-trust access.\n1. Look in the ledger whether you have one\n2. Stop connections from outside\n3. Take it away, and out of the ledger",
    },
    zh: {
      title: "停用已停止维护的VPN设备",
      body: "请停用已停止维护的VPN设备，改用后继机型或零信任接入。\n1. 在台账中确认是否有该设备\n2. 停止来自外部的连接\n3. 拆除并从台账中移除",
    },
    why: "社外の同種の装置が攻撃を受け、被害が続いています。",
    decision: "情報セキュリティ統括委員会 議題3",
  },
  leavers: {
    ja: {
      title: "退職者の利用者IDの停止状況の確認",
      body: "配下の会社について、退職者の利用者IDが3営業日以内に停止されていることを確認してください。停止されていないIDは、その日のうちに停止してください。",
    },
    en: {
      title: "Check that user IDs of leavers are stopped",
      body: "Check for your companies that user IDs of people who left are stopped within three working days. Stop on the same day what is still in use.",
    },
    zh: {
      title: "确认离职人员用户ID的停用情况",
      body: "请确认下属公司的离职人员用户ID在3个工作日内停用。尚未停用的，请当日停用。",
    },
    why: "監査で、停止の遅れが複数の会社で見つかりました。",
    decision: "経営会議 情報セキュリティ報告",
  },
  leaversBelow: {
    ja: {
      title: "自社の退職者IDの確認と報告",
      body: "今年度の退職者の一覧と利用者IDの台帳を突き合わせ、結果を件数で報告してください。停止漏れがあれば、停止した日も書いてください。",
    },
    en: {
      title: "Compare your leavers with your user IDs and report",
      body: "Compare the list of this year's leavers with the ledger of user IDs and report the numbers. Where one was still in use, say on which day it was stopped.",
    },
    zh: {
      title: "核对本公司离职人员ID并报告",
      body: "请将本年度离职人员名单与用户ID台账核对，并报告数量。如有遗漏，请写明停用日期。",
    },
    why: "グループからの指示を、事業部門の会社に合わせて具体化したものです。",
    decision: "事業部門情報セキュリティ委員会",
  },
  drill: {
    ja: {
      title: "不審メール訓練の結果の共有",
      body: "訓練の結果を部内・社内で共有し、報告の手順を全員が知っている状態にしてください。共有した日と方法を報告してください。",
    },
    en: {
      title: "Share the result of the phishing drill",
      body: "Share the result of the drill in your department or company, so that everybody knows how to report. Say when and how it was shared.",
    },
    zh: {
      title: "共享钓鱼邮件演练结果",
      body: "请在部门或公司内共享演练结果，让每个人都知道如何报告。请报告共享的日期和方式。",
    },
    why: "報告した人の割合が前回より下がりました。",
    decision: "事業部門情報セキュリティ委員会 議題1",
  },
  restore: {
    ja: {
      title: "重要システムの復旧手順の見直し",
      body: "重要システムの復旧手順を見直し、連絡先と復旧の順番が今の体制に合っていることを確認してください。",
    },
    en: {
      title: "Look again at how important systems are brought back",
      body: "Look again at how your important systems are brought back, and make sure that whom to call and what comes first are right today.",
    },
    zh: {
      title: "重新审视重要系统的恢复步骤",
      body: "请重新审视重要系统的恢复步骤，确认联系人和恢复顺序符合当前体制。",
    },
    why: "前年度の点検で、手順が古い会社が目立ちました。",
    decision: "情報セキュリティ統括委員会 議題5",
  },
  suppliers: {
    ja: {
      title: "委託先の再委託の確認",
      body: "個人情報を預ける委託先について、再委託の有無と契約上の条件を確認してください。",
    },
    en: {
      title: "Ask suppliers whom they pass work on to",
      body: "Ask each supplier that holds personal data whether it passes work on, and under which terms.",
    },
    zh: {
      title: "确认受托方的再委托情况",
      body: "请对保管个人信息的受托方，确认是否再委托及合同条件。",
    },
    why: "",
    decision: "次回の統括委員会に諮る予定",
  },
  own: {
    ja: {
      title: "持出しパソコンの暗号化の確認",
      body: "部内の持出し用パソコンの暗号化が有効であることを確認し、台数を報告してください。",
    },
    en: {
      title: "Check that notebooks that leave are encrypted",
      body: "Check that the notebooks of your department that leave the office are encrypted, and report how many they are.",
    },
    zh: {
      title: "确认外带电脑已加密",
      body: "请确认部门外带电脑的加密已启用，并报告台数。",
    },
    why: "台帳で暗号化が不明なパソコンが残っています。",
    decision: "社内情報セキュリティ委員会",
  },
} as const satisfies Record<string, Told>;

export const replies = {
  done: "対象を確認し、対応を完了しました。",
  none: "対象となるものはありませんでした。台帳で確認済みです。",
  progress: "手配済みです。来週、作業を行います。",
  back: "台数と実施日が分かりません。書き足してください。",
} as const;
