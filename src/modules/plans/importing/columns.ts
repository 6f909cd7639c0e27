// What lists of improvement plans call their columns, in Japanese, English and Chinese. A row is a step; plan and finding stand beside it.
import { companyColumns } from "#modules/organization/importing/company-words.ts";
import type { Synonyms } from "#modules/organization/importing/spelling.ts";

const words = (text: string) => text.split("|");

export const planColumns = {
  code: [...companyColumns.code, "会社", "対象会社コード", "公司"],
  name: [...companyColumns.name, "対象会社", "对象公司"],
  planNumber: words(
    "plan|plan no|plan number|plan id|plan ref|improvement plan no|計画番号|改善計画番号|計画no|計画id|计划编号|改进计划编号|整改计划编号",
  ),
  planTitle: words("plan title|plan name|計画名|計画の件名|改善計画名|是正計画名|计划名称|整改计划名称"),
  planOwner: words(
    "plan owner|plan responsible|計画責任者|計画の責任者|改善責任者|統括責任者|计划负责人|整改负责人",
  ),
  planState: words(
    "plan state|plan status|approval status|計画の状態|計画状態|計画の状況|承認状況|承認状態|计划状态|审批状态",
  ),
  stepNumber: words(
    "step|step no|step number|action no|action number|action id|task no|no|id|対策番号|対策no|実施項目番号|施策番号|番号|項番|通番|連番|步骤编号|步骤|措施编号|编号|序号",
  ),
  findingNumber: words(
    "finding no|finding number|finding numbers|finding id|finding ref|issue no|issue id|related finding|related findings|指摘番号|指摘no|管理番号|整理番号|課題番号|対象指摘|対象の指摘|関連する指摘|问题编号|发现编号|对应问题编号",
  ),
  what: words(
    "what is to be done|what|action|actions|action plan|improvement plan|measure|measures|task|corrective action|remediation|improvement|実施すること|改善計画|是正計画|実施内容|実施事項|改善内容|改善策|改善事項|対策|対策内容|対応内容|対応策|是正内容|是正措置|是正処置|要实施的措施|整改计划|改进计划|整改措施|改进措施|措施|实施内容|纠正措施",
  ),
  answerable: words(
    "owner|step owner|responsible|assignee|by whom|担当者|担当|責任者|対応者|実施担当|実施者|是正担当|负责人|责任人|执行人",
  ),
  email: words(
    "owner email|owner mail|mail|mail address|e-mail|email address|メール|メールアドレス|担当者メール|担当者メールアドレス|責任者メール|责任人邮箱|负责人邮箱|邮箱|电子邮件",
  ),
  startsOn: words(
    "start|starts on|start date|begin|begins on|planned start|開始日|着手日|開始予定日|着手予定日|开始日|开始日期|计划开始日期",
  ),
  dueOn: words(
    "due|due on|due date|by when|deadline|target date|planned completion|期限|期限日|実施期限|対応期限|是正期限|完了期限|完了予定|完了予定日|期日|截止日期|完成期限|整改期限|计划完成日期|期限日期",
  ),
  cost: words("cost|costs|budget|estimate|費用|予算|金額|概算費用|見積額|费用|预算|金额"),
  currency: words("currency|通貨|通貨コード|币种|货币"),
  state: words(
    "state|status|progress|状態|状況|ステータス|進捗|進捗状況|実施状況|対応状況|状态|进度|整改状态|进展",
  ),
  doneOn: words(
    "done on|date done|completed on|completion date|actual completion|完了日|実施日|完了実績日|実績日|実施完了日|完成日期|实际完成日期|完成日",
  ),
  remarks: words("remarks|remark|notes|note|comment|comments|備考|補足|コメント|メモ|進捗コメント|备注|说明"),
  whereFound: words("source|found by|origin|発見元|指摘元|出所|发现途径|来源"),
} satisfies Synonyms;
