// How people and programs write the values of flags and words, in Japanese, English and Chinese: data alone. Compared folded
// (width, case, spaces and punctuation gone); a table of a company may hold any of them.
import { of } from "./word-lists.ts";
import type { FieldName } from "../declared/fields.ts";

/** What says that nothing is said, in any column. */
export const nothing: readonly string[] = of(`
      -|--|---|−|ー|―|—|–|/|n/a|#n/a|na|null|none|nil|undefined|unknown|not available
      not applicable|not set|not specified|not reported|not collected|blank|tbd|不明|未設定
      未確認|未入力|該当なし|対象外|空欄|未知|未设置|未確定|不详|不适用`);
/** Of a number that only things have (serial, tag), and of texts: none. In a flag the same words are a no. */
export const noneOfTexts: readonly string[] = of("なし|無し|無|无|没有|ない");

/** Beside those of core/sheets/normalise.ts. */
export const yesWords: readonly string[] = of(`
      on|ok|enabled|enable|active|encrypted|compliant|installed|managed|registered
      capable|done|済|済み|完了|実施済|実施済み|導入済|導入済み|対応済|対応済み|設定済|設定済み|登録済|登録済み|暗号化済|暗号化済み|適用済
      適用済み|有効|可|可能|該当|該当する|実施|導入|対応|必須|使用|利用|する|している|ある|◎|●|レ|已|已启用|启用|已加密|已安装|已注册|已完成|合规
      符合|有效|开|开启|需要|支持`);
export const noWords: readonly string[] = of(`
      off|ng|disabled|disable|inactive|not encrypted|unencrypted|decrypted
      noncompliant|not compliant|not installed|unmanaged|not managed|not registered
      not capable|not enabled|未|未済|未完了|未実施|未導入|未対応|未登録|未暗号化|未適用|無効|不可|非該当|該当しない|不使用|未使用
      しない|していない|✗|✘|未启用|禁用|已禁用|停用|未加密|未安装|未注册|未完成|不合规|不符合|无效|关|关闭|不需要|不支持`);

/** Flags whose column says a word for each side. */
export const spelledFlags: { [K in FieldName]?: { yes: readonly string[]; no: readonly string[] } } = {
  isPrivileged: {
    yes: of("管理者|管理者権限|特権|特権id|admin|administrator|privileged|root|管理员|特权"),
    no: of(
      "一般|一般ユーザー|一般ユーザ|一般利用者|利用者|standard|standard user|user|member|普通|普通用户|一般用户",
    ),
  },
  isVirtual: {
    yes: of("仮想|仮想サーバ|仮想サーバー|仮想マシン|virtual|virtual machine|vm|虚拟|虚拟机"),
    no: of("物理|物理サーバ|物理サーバー|実機|physical|bare metal|物理机|实体机"),
  },
  facesInternet: {
    yes: of("公開|外部公開|インターネット公開|public|external|internet|internet-facing|公网|对外"),
    no: of("非公開|内部|社内|社内のみ|内部のみ|private|internal|内网|不公开"),
  },
  managed: { yes: of("管理下|管理対象|enrolled|受管|纳管"), no: of("管理外|管理対象外|not enrolled|未纳管") },
  patched: {
    yes: of("最新|適用|up to date|current|已更新|最新版"),
    no: of("未更新|古い|outdated|missing|未打补丁|过期"),
  },
};

/** Of each field of words: the word -> how it is written beside its own name. */
export const spelledWords: { [K in FieldName]?: Record<string, readonly string[]> } = {
  form: {
    desktop: of(`
      desktop pc|デスクトップ|デスクトップpc|デスクトップパソコン|台式机|台式电脑|台式|一体型|一体机|workstation|ワークステーション|工作站
      tower|タワー`),
    laptop: of(
      "notebook|notebook pc|ノート|ノートpc|ノートパソコン|モバイルpc|笔记本|笔记本电脑|手提电脑|ラップトップ",
    ),
    tablet: of("タブレット|タブレット端末|タブレットpc|平板|平板电脑|ipad"),
    phone: of(`
      mobile|mobile phone|smartphone|smart phone|cell phone|スマホ|スマートフォン|携帯|携帯電話|手机|智能手机
      iphone|ガラケー`),
    thin_client: of("シンクライアント|瘦客户机|瘦客户端|zero client"),
    other: of("その他|其他|其它"),
  },
  belongsTo: {
    company: of(`
      corporate|corporate owned|company owned|owned|purchased|会社|会社所有|会社支給|社給|自社|自社所有|社有
      購入|買取|公司|公司所有|公司设备|自有`),
    leased: of("lease|rental|rented|リース|レンタル|賃借|租赁|租用"),
    person: of(
      "personal|personally owned|personally-owned|private|byod|個人|個人所有|私物|私有|个人|个人所有|自带设备",
    ),
  },
  environment: {
    shared: of("group|共有|共通|共通基盤|グループ共通|グループ共有|共享|集团共享|集团共用"),
    own: of(
      "on-premises|on premises|onpremise|on premise|オンプレ|オンプレミス|自社|自社内|社内|自有|本地|本地部署",
    ),
    hosted: of(`
      hosting|data center|datacenter|colocation|ホスティング|データセンター|データセンタ|レンタルサーバ|レンタルサーバー
      ハウジング|托管|数据中心|外包托管`),
    cloud: of("クラウド|云|公有云|パブリッククラウド|public cloud|iaas|paas|aws|azure|gcp"),
  },
  dataClasses: {
    public: of("公開|公开|社外公開|一般公開"),
    internal: of("社内|社内限|社内限り|社外秘|内部|internal only|社内秘"),
    confidential: of("機密|機密情報|秘|極秘|秘密|営業秘密|机密|保密|secret|sensitive"),
    personal: of("pii|personal data|個人情報|個人データ|个人信息|个人数据"),
    special_personal: of(
      "phi|special category|sensitive personal|要配慮|要配慮個人情報|敏感个人信息|特定個人情報|マイナンバー",
    ),
    payment: of("pifi|pci|card|cardholder data|カード情報|決済|決済情報|支付|支付信息"),
    credentials: of("credential|secrets|passwords|認証情報|パスワード|凭证|密码"),
  },
  accountKind: {
    person: of("member|user|employee|個人|利用者|一般|一般ユーザー|一般ユーザ|社員|个人|普通用户|成员|员工"),
    shared: of("group account|共有|共用|共有id|共用id|共有アカウント|共享|共享账号|公共账号"),
    service: of(
      "service account|system|application|サービス|サービスアカウント|システム|服务|服务账号|系统账号",
    ),
    guest: of("external|ゲスト|社外|外部|来宾|访客|外部用户"),
    administrator: of("admin|privileged|root|管理者|特権|特権id|管理员|特权账号|管理者アカウント"),
    unknown: [],
  },
  nature: {
    confidential: of("機密|機密情報|秘密情報|営業秘密|秘密|机密|机密信息|商业秘密|trade secret"),
    personal: of("個人情報|個人データ|pii|personal data|personal information|个人信息|个人数据"),
  },
  medium: {
    system: of("システム|データベース|database|db|系统|数据库|業務システム|application"),
    file_share: of(`
      ファイルサーバ|ファイルサーバー|共有フォルダ|共有フォルダー|file server|fileserver|nas|文件服务器|共享文件夹
      shared folder`),
    cloud: of("クラウド|クラウドストレージ|saas|云|云端|云存储|cloud storage"),
    paper: of("紙|紙媒体|書類|帳票|纸|纸质|纸质文件|paper file"),
    media: of(
      "媒体|外部媒体|記録媒体|電子媒体|usb|usbメモリ|可搬媒体|移动介质|存储介质|tape|テープ|removable media",
    ),
    other: of("その他|其他|其它"),
  },
  exitKind: {
    line: of("回線|インターネット回線|internet line|线路|专线|宽带|internet access|wan"),
    vpn: of("vpn装置|vpn機器|ssl-vpn|sslvpn|vpn gateway|vpn设备|リモートアクセス"),
    remote_desktop: of("rdp|リモートデスクトップ|远程桌面|vdi|remote desktop gateway"),
    web: of(`
      website|web site|web server|ウェブ|webサイト|ウェブサイト|ホームページ|公開サイト|网站|公開サーバ|公開サーバー
      load balancer`),
    mail: of("メール|メールサーバ|メールサーバー|mail server|smtp|邮件|邮件服务器"),
    dns: of("dnsサーバ|dnsサーバー|name server|dns服务器"),
    address: of("ip|ip address|global ip|グローバルip|グローバルipアドレス|固定ip|公网ip|ip地址"),
    domain: of("ドメイン|ドメイン名|域名|domain name"),
    other: of("その他|其他|其它"),
  },
};
