// What columns of tables are called that people keep of things: data alone, for the plain table. Japanese, English, Chinese.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import { of } from "./word-lists.ts";

/** What any list has beside the fields of its ledger. */
export const commonHeadings: Synonyms = {
  company:
    of(`会社名|会社|会社コード|法人名|所属会社|企業名|グループ会社|グループ会社名|関係会社|子会社|事業会社
    company|company name|company code|legal entity|entity|organization|organisation|subsidiary|affiliate
    公司|公司名称|公司代码|所属公司|法人|企业|单位名称|tenant|subscription|account id|project id`),
  personId:
    of(`社員番号|従業員番号|社員コード|社員id|職員番号|使用者id|利用者id|使用者社員番号|使用者メール|使用者メールアドレス
    利用者メールアドレス|employee number|employee no|employee id|staff id|user email|user principal name|upn|login id|username
    员工编号|工号|员工号|职工号|使用人工号|用户邮箱`),
  person:
    of(`管理者|管理責任者|責任者|担当者|管理担当者|資産管理者|情報管理者|オーナー|所有者|持ち主|主管者|管理者名|担当者名
    owner|asset owner|responsible|responsible person|person in charge|custodian|manager|administrator|contact
    负责人|管理人|管理员|责任人|担当|保管人|所有人`),
  state: of(`状態|ステータス|利用状況|使用状況|稼働状況|稼働状態|資産状態|状況|区分状態
    status|state|asset status|asset state|lifecycle|lifecycle status|life cycle status|condition
    状态|资产状态|使用状态|使用状况|运行状态`),
  seenAt: of(`最終確認日時|最終接続日時|最終検出日時|最終確認日|棚卸日|最終棚卸日
    last seen|last seen at|last contact|last inventory|last discovered
    最后在线时间|最后发现时间|最后盘点日期|盘点日期`),
};

/** What a thing is called, where its ledger has no better word. */
export const nameHeadings =
  of(`名称|名前|資産名|資産名称|機器名|機器名称|品名|物品名|端末名|端末名称|設備名|設備名称|装置名
    システム名|システム名称|サービス名|サービス名称|情報名|情報資産名|情報資産名称|件名|アカウント名|アカウント|ログイン名|部品名|製品名称
    name|asset name|device name|system name|service name|display name|title|item name|equipment name|component|component name
    account|account name|login|login name|information asset|asset description
    名称|资产名称|设备名称|系统名称|服务名称|信息资产名称|账号|账户|帐号|部件名称|品名`);

/** Numbers that the list itself gives, in ledgers that keep no tag. */
export const idHeadings =
  of(`管理番号|管理no|管理id|台帳番号|台帳no|番号|整理番号|通番|項番|no|no.|id|number|record id|entry id|reference|ref
    编号|序号|台账编号|管理编号`);

export const thingHeadings: Synonyms = {
  serial:
    of(`シリアル番号|シリアルナンバー|シリアルno|シリアル|製造番号|製造no|機器シリアル|本体シリアル|製品シリアル番号|機番|sn|s/n
    serial number|serial no|serialnumber|serial|service tag|hardware serial|device serial
    序列号|出厂编号|产品序列号|机身号|设备序列号`),
  assetTag:
    of(`管理番号|資産番号|資産管理番号|資産no|管理no|管理id|備品番号|固定資産番号|資産コード|機器番号|機器管理番号|端末番号|pc番号|設備番号
    asset tag|asset number|asset no|asset id|assettag|tag|inventory number|control number|equipment number|property number
    资产编号|资产号|资产标签|固定资产编号|管理编号|设备编号|资产编码`),
  hostname:
    of(`ホスト名|コンピュータ名|コンピューター名|pc名|端末ホスト名|サーバ名|サーバー名|マシン名|netbios名
    hostname|host name|host|computer name|machine name|server name|dns name|fqdn|netbios name
    主机名|计算机名|计算机名称|服务器名称|服务器名|机器名`),
  manufacturer: of(`メーカー|メーカ|メーカー名|メーカ名|製造元|製造者|製造会社|ベンダー|ベンダ
    manufacturer|maker|make|vendor|brand|hardware vendor|oem
    制造商|厂商|厂家|品牌|生产厂家|供应厂商`),
  model: of(`機種|機種名|型番|型式|モデル|モデル名|モデル番号|製品型番|機器型番|品番
    model|model name|model number|model no|hardware model|device model|product model|product name
    型号|机型|产品型号|设备型号|规格型号|规格`),
  location:
    of(`設置場所|保管場所|場所|設置拠点|拠点|拠点名|事業所|事業所名|配置場所|使用場所|フロア|設置フロア|所在地
    location|site|office|building|place|installed at|room|physical location
    位置|安装位置|安装地点|放置地点|存放地点|使用地点|地点|场所|办公地点|所在地`),
  note: of(`備考|備考欄|メモ|摘要|コメント|特記事項|補足|注記
    note|notes|remark|remarks|comment|comments|memo|asset notes
    备注|说明|注释|备考`),
  os: of(`os|os名|os種別|os種類|基本ソフト|オペレーティングシステム|搭載os
    operating system|os name|os type|platform|system software
    操作系统|操作系统名称|操作系统类型|系统`),
  osVersion: of(`osバージョン|os版数|osビルド|バージョン(os)|オペレーティングシステムバージョン
    os version|operating system version|os build|os release|version of os
    操作系统版本|系统版本`),
  supportedUntil: of(`サポート終了日|サポート期限|保守期限|保守終了日|eol|eos|eosl|サポート終了|保守満了日
    supported until|end of support|end of life|support end|eol date|support ends|end of support date|support expiry
    支持截止日期|停止支持日期|维保截止日期|维保到期|支持期限`),
  address:
    of(`ipアドレス|ip|ipv4アドレス|ipv4|ip address|ip addresses|ipaddress|グローバルip|グローバルipアドレス|アドレス|固定ip
    primary ip|private ip|public ip|network address|address|ip adress
    ip地址|网络地址|公网ip|地址`),
  form: of(`種別|種類|機器種別|機器種類|端末種別|端末種類|形態|機器区分|区分|分類|カテゴリ|カテゴリー|pc種別
    form|type|device type|category|form factor|chassis|asset type|class of device|equipment type
    类型|设备类型|类别|资产类型|终端类型|分类|形态`),
  belongsTo: of(`所有区分|所有形態|所有|調達区分|調達形態|取得区分|契約形態|リース区分|購入区分|私物区分
    ownership|owner type|ownership type|acquisition type|owned or leased|procurement
    所有权|归属|所有形式|产权|采购方式|购置方式`),
  userName:
    of(`使用者|使用者名|使用者氏名|利用者|利用者名|利用者氏名|ユーザー|ユーザ|ユーザー名|ユーザ名|使用ユーザー|貸与者|貸与先|氏名
    user|user name|used by|assigned to|assigned user|primary user|holder|assignee|last user
    使用人|使用者|用户|用户名|领用人|使用人员|姓名`),
  standardBuild: of(`標準設定|標準構成|標準イメージ|キッティング|キッティング済|標準化|標準設定適用
    standard build|standard image|baseline|hardened|golden image|standard configuration
    标准配置|标准镜像|标准化|基线`),
  managed: of(`管理対象|mdm|mdm登録|mdm管理|資産管理ツール|管理ツール導入|管理下|エージェント|エージェント導入
    managed|mdm enrolled|enrolled|mdm managed|under management|management agent
    受管|纳管|是否纳管|mdm注册|已纳管|管理软件`),
  encrypted: of(`暗号化|ディスク暗号化|hdd暗号化|暗号化状況|暗号化有無|ストレージ暗号化|bitlocker
    encrypted|encryption|disk encryption|filevault|full disk encryption|encryption status|is encrypted
    加密|磁盘加密|硬盘加密|是否加密|加密状态`),
  malwareProtected:
    of(`ウイルス対策|ウィルス対策|ウイルス対策ソフト|ウィルス対策ソフト|アンチウイルス|マルウェア対策|ウイルス対策導入
    antivirus|anti virus|anti-malware|malware protection|endpoint protection|av|malware protected
    防病毒|杀毒软件|防病毒软件|恶意软件防护|病毒防护`),
  watched: of(`監視|edr|edr導入|監視対象|監視有無|soc監視|xdr
    watched|monitored|monitoring|edr installed|siem
    监控|监视|是否监控|监控对象|安全监控`),
  patched: of(`パッチ|パッチ適用|パッチ適用状況|更新適用|最新化|セキュリティ更新|脆弱性対応|アップデート
    patched|patch status|patches applied|up to date|updates applied|patching
    补丁|补丁状态|补丁更新|是否打补丁|系统更新`),
  userIsAdmin: of(`管理者権限|ローカル管理者|ローカル管理者権限|管理者権限有無|admin権限
    local admin|user is admin|admin rights|administrator rights|local administrator
    管理员权限|本地管理员|是否管理员`),
  jailbroken: of(`脱獄|脱獄検知|ルート化|改造|jailbreak|jailbroken|rooted|越狱|是否越狱`),
  lastCheckIn: of(`最終チェックイン|最終通信日時|最終通信|最終接続|最終ログイン日時|最終同期|最終同期日時
    last check-in|last checkin|last sync|last sync date|last communication|last online
    上次签入|最后签入|最后同步时间|上次同步时间|最后通信时间`),
  purchasedOn:
    of(`購入日|取得日|取得年月日|購入年月日|導入日|導入年月日|納品日|納入日|購入時期|調達日|リース開始日|利用開始日
    purchase date|purchased|purchased on|date of purchase|acquired|acquisition date|bought|in service date|lease start
    购买日期|购置日期|采购日期|入库日期|启用日期|购入日期`),
};
