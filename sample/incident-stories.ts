// The rooms of the planted incidents in the words of whoever worked in them. Hours count from the discovery; what is still to come is left out.
import type { Story } from "./incident-draft.ts";
import { roomsInEnglish } from "./incident-stories-en.ts";
import type { StoryRoom } from "./story-room.ts";

export const rooms: Partial<Record<Story, StoryRoom>> = {
  phone: {
    done: 4,
    entries: [
      { kind: "observed", at: 0.1, said: "役員から電話。23時ごろタクシーを降りた後に紛失に気付いた。" },
      { kind: "done", at: 0.6, said: "端末管理から遠隔ロックを送信。応答あり。", later: 0.1 },
      { kind: "done", at: 0.9, said: "メールと顧客管理の接続を切り、パスワードを変更。" },
      {
        kind: "told",
        at: 1.4,
        said: "タクシー会社の遺失物係に連絡。該当車両は営業中で、戻り次第確認とのこと。",
      },
      { kind: "decided", at: 8.5, said: "見つかるまでは漏えいのおそれがあるものとして扱う。", later: 2 },
      { kind: "done", at: 9, said: "遠隔消去を実行。完了の応答を確認。SIMも停止。" },
      { kind: "observed", at: 26, said: "タクシー会社から折り返し。車内には見当たらないとの回答。" },
    ],
    handover: {
      at: 10,
      isOpen: "タクシー会社の回答待ち。端末が暗号化されていた証跡を情報システム部に依頼中。",
      comesNext: "警察への遺失届と、個人情報の件数の確認。",
      isTaken: true,
    },
    evidence: [
      {
        what: "端末管理の操作記録（ロック・消去）",
        mark: "MDM-2231",
        where: "情報システム部",
        at: 9.2,
        by: "helper",
        lines: [
          "device=sales-dir-phone action=lock result=ok",
          "device=sales-dir-phone action=wipe result=ok",
          "sim=blocked by=carrier",
        ],
        chain: [{ to: "officer", at: 9.5, why: "保全のため受領", isConfirmed: true }],
      },
    ],
    briefs: [
      {
        at: 9.8,
        happened: "営業担当役員がスマートフォンを紛失（金曜深夜、タクシー車内の可能性）。",
        affected: "メールと顧客名簿。件数は確認中。",
        doing: "遠隔ロックと消去、接続の切断、SIMの停止は完了。タクシー会社に照会中。",
        decide: "今のところなし。",
      },
      {
        at: 30,
        happened: "端末は見つかっていない。消去の完了は確認済み。",
        affected: "顧客名簿の件数を集計中。暗号化の証跡は情報システム部が取得中。",
        doing: "遺失届の提出、監督機関への報告の要否の確認。",
        decide: "名簿の件数が確定した時点で、顧客への連絡の要否をご判断ください。",
      },
    ],
  },
  five: {
    done: 7,
    counsel: "范例律师事务所 数据合规组",
    entries: [
      { kind: "observed", at: 0, said: "德国客户来电：凭链接即可打开支持名单文件夹。" },
      { kind: "done", at: 1.2, said: "已关闭文件夹的公开链接，并停用全部匿名共享。" },
      { kind: "observed", at: 3, said: "访问日志显示链接自18天前起公开，有41次来自外部的访问。", later: 2 },
      {
        kind: "observed",
        at: 5,
        said: "访问日志显示链接自17天前起公开，有39次来自外部的访问。",
        corrects: [2, "日志时区换算有误，并剔除了本公司的访问。"],
      },
      { kind: "decided", at: 20, said: "确认名单已被外部读取，按个人信息泄露处理。" },
      { kind: "told", at: 22, said: "已告知德国公司和泰国公司各自涉及的客户范围。" },
      { kind: "done", at: 30, said: "已按国家统计涉及人数，德国、韩国为精确数。" },
      { kind: "told", at: 70, said: "已向德国监管机构提交首次报告，并取得受理编号。" },
      { kind: "decided", at: 80, said: "泰国客户仅涉及公司公用邮箱，律师意见为无需报告；待第二人确认。" },
      { kind: "note", at: 100, said: "云服务商提供了更早期间的日志，正在核对。" },
    ],
    handover: {
      at: 47,
      isOpen: "日本、德国的报告已准备；泰国是否报告由律师研判中。",
      comesNext: "核对云服务商的早期日志，确认日本客户人数，准备通知本人。",
      isTaken: true,
    },
    affected: [
      {
        slug: "precision-de",
        role: "controller",
        at: 22,
        told: "The names and business contacts of 312 of your customers stood in a folder of our support team that could be read from outside for 17 days. No passwords, no payment data. We report to your authority together with you.",
        isNoted: true,
      },
      {
        slug: "sales-th",
        role: "controller",
        at: 22,
        told: "Contacts of 188 of your customers stood in a folder that could be read from outside: shared mailboxes of firms, no private addresses. Please tell us by tomorrow if you hold them for anything else.",
        isNoted: false,
      },
    ],
    people: [
      {
        country: "JP",
        counts: [
          [5, 1000, false],
          [30, 1240, false],
        ],
      },
      {
        country: "CN",
        counts: [
          [5, 900, false],
          [30, 863, true],
        ],
      },
      {
        country: "DE",
        counts: [
          [5, 300, false],
          [30, 312, true],
        ],
      },
      { country: "TH", counts: [[30, 188, true]] },
      { country: "KR", counts: [[30, 74, true]] },
    ],
    said: "姓名、公司、电话和邮箱；无证件号码，无支付信息。",
    evidence: [
      {
        what: "云文件夹访问日志（17天）",
        mark: "CL-01",
        where: "云管理控制台",
        at: 3.5,
        by: "helper",
        lines: [
          "time,source,action,object",
          "D-17T02:11Z,203.0.113.18,read,support-customers.xlsx",
          "D-9T14:40Z,198.51.100.7,read,support-customers.xlsx",
          "D-2T08:05Z,203.0.113.18,list,/support",
        ],
        chain: [
          { to: "officer", at: 4, why: "留存并核对", isConfirmed: true },
          { to: "范例取证公司", at: 28, why: "委托外部分析", isConfirmed: false },
        ],
      },
      {
        what: "客服组长的笔记本电脑",
        mark: "SZ-NB-0417",
        where: "苏州总部3层",
        at: 6,
        by: "officer",
        chain: [{ to: "deputy", at: 47.5, why: "值班交接，存入保险柜", isConfirmed: true }],
      },
    ],
    briefs: [
      {
        at: 8,
        happened: "客户支持名单所在云文件夹可凭链接公开访问，已关闭。",
        affected: "五个国家的客户联系方式，人数估算约2,200。",
        doing: "保存日志，核对访问来源，统计人数。",
        decide: "暂无。",
      },
      {
        at: 31,
        happened: "名单在17天内有39次来自外部的访问，按泄露处理。",
        affected: "日本约1,240、中国863、德国312、泰国188、韩国74人。",
        doing: "准备向各国监管机构报告，已告知德国、泰国公司。",
        decide: "请确认对日本客户发出通知的署名人。",
      },
      {
        at: 54,
        happened: "无新增访问。云服务商正在提供更早的日志。",
        affected: "人数未变；日本的精确数待确认。",
        doing: "日本、德国、韩国的报告定稿；泰国由律师研判。",
        decide: "暂无。",
      },
      {
        at: 77,
        happened: "已向德国监管机构报告并取得编号。",
        affected: "人数未变。",
        doing: "通知本人的函件审批中。",
        decide: "暂无。",
      },
      {
        at: 100,
        happened: "日本的速报已提交。早期日志未见更多访问。",
        affected: "日本人数核对完成前仍为约数。",
        doing: "发出通知本人的函件，准备终报。",
        decide: "函件发出后是否同时在网站公布，请决定。",
      },
      {
        at: 123,
        happened: "通知函已获批准，待发出。",
        affected: "人数未变。",
        doing: "准备终报，复盘日期待定。",
        decide: "网站公布事宜待决定。",
      },
      {
        at: 146,
        happened: "无新情况。",
        affected: "日本客户人数核对完毕前仍为约数。",
        doing: "通知函待发出；终报起草中。",
        decide: "网站公布事宜待决定。",
      },
    ],
  },
  ...roomsInEnglish,
};
