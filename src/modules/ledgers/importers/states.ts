// In which state of its life a thing is, by the words of people and of asset systems.
import { plain } from "#modules/organization/importing/spelling.ts";
import type { Said } from "./importer.ts";
import { of } from "./word-lists.ts";

type State = Said["state"];

const words: Record<State, readonly string[]> = {
  planned:
    of(`planned|ordered|on order|pending|requested|staged|in procurement|awaiting delivery|計画|予定|計画中|発注済|発注中|手配中|納品待ち|準備中|申請中
    计划|计划中|已订购|采购中|待交付|准备中`),
  in_use:
    of(`in use|in_use|active|deployed|ready to deploy deployed|production|running|live|operational|in service|online|assigned|checked out
    aktiv|im einsatz|in gebrauch|in benutzung|herausgegeben|ausgegeben|zugewiesen
    使用中|利用中|稼働中|稼働|運用中|配備完了|配備済み|割り当て済み|貸出中|貸与中|配備済|現役|有効|在籍|使用|利用|在用|运行中|已分配|已领用|已借出|已部署|正常|启用|在线`),
  stored:
    of(`stored|in stock|stock|inventory|spare|deployable|ready to deploy|available|undeployable|out for repair|out for diagnostics|pending diagnostics|in diagnostics|in repair|broken|offline|idle|unassigned|maintenance|failed|parked
    einsatzbereit|bereit zum herausgeben|auf lager|lager|lagernd|reserve|in reparatur|defekt|verfügbar
    保管|保管中|在庫|配備可能|予備|未使用|待機|返却済|返却|修理中|故障|故障中|遊休|停止中|貸出可
    库存|在库|可部署|可领用|不可部署|备用|闲置|待用|维修中|已归还|未分配|停用`),
  lost: of(
    `lost|stolen|missing|lost/stolen|lost or stolen|lost-stolen|not found|verloren|gestohlen|verloren/gestohlen|紛失|盗難|紛失/盗難|紛失・盗難|所在不明|行方不明|遗失|丢失|被盗|失窃`,
  ),
  retired:
    of(`retired|disposed|archived|decommissioned|decommissioning|scrapped|sold|written off|end of life|deleted|donated|returned to lessor|inactive|removed
    ausgemustert|archiviert|entsorgt|verkauft|verschrottet|außer betrieb
    アーカイブ済み|廃棄|廃棄済|廃棄済み|除却|除却済|除却済み|売却|売却済|返却済(リース)|リース返却|リース返却済|退役|廃止|撤去|撤去済|使用終了|無効|削除済|廃却
    报废|已报废|已存档|已归档|退役|已处置|处置|已退役|注销|已注销|作废|下线|已下线`),
};
const known = new Map(
  Object.entries(words).flatMap(([state, all]) => all.map((word) => [plain(word), state as State] as const)),
);

/** null for a word that is none of them. */
export const stateOf = (text: string): State | null => known.get(plain(text)) ?? null;
