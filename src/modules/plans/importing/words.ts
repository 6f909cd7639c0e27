// The words by which lists of plans say how far a step and a plan are, in Japanese, English and Chinese.

const words = (text: string) => text.split("|");

export const stepWords = {
  open: words(
    "未着手|着手前|未対応|未完了|未実施|対応中|実施中|進行中|継続|遅延|計画中|予定|not started|to do|todo|in progress|ongoing|pending|planned|delayed|late|未开始|未完成|进行中|实施中|整改中|延迟|计划中",
  ),
  done: words(
    "完了|済|済み|対応済|対応済み|実施済|実施済み|是正済|是正済み|クローズ|completed|complete|closed|finished|implemented|resolved|已完成|完成|已实施|已关闭|已整改",
  ),
  dropped: words(
    "中止|取りやめ|取下げ|取り下げ|不要|見送り|cancelled|canceled|withdrawn|not needed|取消|不需要|中止实施|撤销",
  ),
} as const;

export const planWords = {
  drafting: words(
    "作成中|下書き|策定中|起案中|未提出|検討中|draft|drafted|being written|not handed in|编写中|起草中|编制中|草稿|未提交",
  ),
  submitted: words(
    "提出済|提出済み|提出|承認待ち|審査中|申請中|handed in|submitted|to be judged|waiting for approval|已提交|提交|待审批|审批中|待批准",
  ),
  approved: words("承認済|承認済み|承認|決裁済|決裁済み|実施中|approved|running|已批准|批准|已审批|审批通过"),
} as const;
