// What columns of lists are called that are kept of servers, services, IDs, information, plants and products: data alone.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import { of } from "./word-lists.ts";

export const serviceHeadings: Synonyms = {
  purpose:
    of(`用途|目的|利用目的|使用目的|業務内容|業務|役割|サーバ用途|サーバー用途|概要|利用業務|システム概要
    purpose|use|usage|role|function|description|business purpose|intended use
    用途|使用目的|目的|功能|作用|描述|业务用途`),
  environment: of(`環境|設置環境|設置形態|稼働環境|ホスティング区分|運用形態|オンプレ/クラウド|利用形態
    environment|hosting|deployment|hosting type|on-prem or cloud
    环境|部署方式|部署环境|托管方式`),
  isVirtual: of(
    `仮想|仮想化|物理/仮想|仮想有無|仮想サーバ|virtual|is virtual|vm|virtual machine|虚拟|是否虚拟|虚拟机|物理或虚拟`,
  ),
  facesInternet: of(`公開|外部公開|インターネット公開|公開有無|公開サーバ|外部公開有無|インターネット接続
    internet facing|internet-facing|public|exposed|faces internet|publicly accessible
    面向互联网|公网|对外公开|互联网暴露|是否公网`),
  backedUp: of(
    `バックアップ|バックアップ有無|バックアップ取得|backup|backups|backed up|has backup|备份|是否备份|数据备份`,
  ),
  logged: of(
    `ログ|ログ取得|ログ取得有無|監査ログ|ログ管理|logging|logs|logged|audit log|日志|日志记录|审计日志|是否记录日志`,
  ),
  provider:
    of(`提供元|提供会社|提供事業者|事業者|事業者名|サービス提供者|クラウド事業者|運営会社|委託先|ベンダー名|プロバイダ|プロバイダー|契約先|回線事業者
    provider|service provider|cloud provider|operator|hosted by|isp|carrier|supplier of service
    提供商|服务商|供应商名称|云服务商|运营商|提供方|服务提供商`),
  cloudAccount:
    of(`クラウドアカウント|アカウントid|サブスクリプション|サブスクリプションid|プロジェクトid|テナント|テナントid|契約番号|契約id
    cloud account|subscription id|aws account|tenant id|contract number
    云账号|云账户|订阅|订阅id|项目id|租户|合同编号`),
  resourceId: of(`リソースid|インスタンスid|resource id|instance id|arn|self link|资源id|实例id`),
  region: of(`リージョン|地域|region|zone name|availability zone|地域名|区域|地区`),
  url: of(
    `url|サイトurl|アクセスurl|ログインurl|接続先|接続先url|ドメイン|ドメイン名|web site|website|site url|domain|link|homepage|网址|链接|域名|访问地址`,
  ),
  dataClasses: of(`データ区分|情報区分|取扱情報|取扱データ|扱う情報|情報分類|データ分類|保存情報|預ける情報
    data class|data classes|data classification|classification|data types|data handled|data stored
    数据类别|数据分类|数据类型|信息类别|存储数据`),
  crossesBoundary: of(
    `社外提供|境界越え|社外保存|外部送信|crosses boundary|crosses trust boundary|x-trust-boundary|external sharing|跨边界|对外传输`,
  ),
  dataCountry: of(
    `保存国|データ保存国|データ保管国|データセンター所在国|保管国|国|data country|data location|country|data residency|hosting country|数据存储国家|数据所在国|国家`,
  ),
  centralSignIn: of(
    `sso|sso連携|シングルサインオン|認証連携|統合認証|saml|idp連携|single sign-on|central sign-in|central sign in|sso enabled|federated|单点登录|统一认证|统一登录`,
  ),
  mfaDemanded: of(
    `多要素認証|多要素認証必須|mfa|mfa必須|二要素認証|2段階認証|二段階認証|mfa required|mfa enforced|mfa demanded|two factor|2fa|mfa enabled|多因素认证|双因素认证|多因素认证强制|强制mfa`,
  ),
  users: of(
    `利用者数|ユーザー数|ユーザ数|利用人数|アカウント数|ライセンス数|契約数|users|user count|number of users|licenses|license count|seats|accounts|用户数|使用人数|账号数|许可数`,
  ),
  approvedOn: of(
    `承認日|許可日|利用承認日|審査日|承認年月日|approved on|approval date|approved|date approved|批准日期|审批日期|审批时间`,
  ),
  contractUntil: of(
    `契約終了日|契約期限|契約満了日|契約更新日|更新日|満了日|有効期限(契約)|contract until|contract end|contract expiry|renewal date|renews on|expiry date|合同到期|合同截止日期|合同到期日|续约日期`,
  ),
};

/** What an account is called by whoever signs in with it. */
export const accountNames = of(
  `アカウント名|アカウント|ログインid|ログイン名|ユーザー名|ユーザ名|ユーザーアカウント|利用者id|user|username|user principal name|userprincipalname|upn|login id|login|login name|account|account name|samaccountname|账号|账户|帐号|用户名|登录名|登录账号`,
);

export const accountHeadings: Synonyms = {
  system:
    of(`システム|対象システム|システム名|サービス|アプリ|アプリケーション|対象サービス|利用システム|ディレクトリ|ドメイン
    system|application|app|directory|service|system name|domain|source system
    系统|所属系统|系统名称|应用|应用系统|目录`),
  accountKind: of(
    `種別|id種別|アカウント種別|アカウント区分|ユーザー種別|ユーザ種別|id区分|権限区分|account type|account kind|user type|usertype|type|kind of account|账号类型|账户类型|用户类型|类型`,
  ),
  displayName: of(
    `表示名|氏名|利用者名|ユーザー氏名|使用者|使用者名|利用者|名前|display name|full name|displayname|user display name|person name|显示名称|姓名|使用人|用户姓名`,
  ),
  email: of(
    `メール|メールアドレス|eメール|電子メール|e-mail|email|email address|mail|mail address|邮箱|电子邮件|邮箱地址|邮件地址`,
  ),
  subject: of(
    `ユーザーid|ユーザid|id番号|オブジェクトid|userid|user id|object id|objectid|subject|uid|immutable id|sid|guid|用户id|对象id|用户编号`,
  ),
  isEnabled: of(
    `有効|有効無効|有効/無効|アカウント有効|利用可否|enabled|account enabled|is enabled|active|accountenabled|启用|是否启用|账号状态|有效`,
  ),
  isPrivileged: of(
    `特権|特権id|特権有無|管理者|管理者権限|権限|特権アカウント|privileged|is admin|isadmin|is privileged|admin|administrator|特权|是否特权|管理员|管理员权限`,
  ),
  mfaCapable: of(
    `mfa可能|多要素認証可能|mfa利用可能|mfa capable|ismfacapable|is mfa capable|支持mfa|可用mfa`,
  ),
  mfaRegistered: of(
    `mfa登録|mfa登録済|多要素認証登録|多要素認証設定|mfa設定|mfa registered|ismfaregistered|is mfa registered|mfa注册|已注册mfa|mfa registration`,
  ),
  mfaDemanded: serviceHeadings["mfaDemanded"] ?? [],
  signInMethods: of(
    `認証方法|認証方式|ログイン方法|登録済み認証方法|methods registered|methodsregistered|authentication methods|sign-in methods|auth methods|认证方式|登录方式|认证方法`,
  ),
  centralSignIn: serviceHeadings["centralSignIn"] ?? [],
  lastSignIn: of(
    `最終ログイン|最終ログイン日時|最終ログイン日|最終サインイン|最終利用日|最終使用日|last sign-in|last signin|last login|last logon|last used|lastlogin|last sign in date|最后登录|最后登录时间|上次登录|最近登录`,
  ),
  createdOn: of(
    `作成日|登録日|発行日|付与日|作成年月日|作成日時|created|created on|creation date|date created|created at|granted at|创建日期|创建时间|开通日期`,
  ),
  expiresOn: of(
    `有効期限|失効日|期限|利用期限|終了日|expires|expires on|expiry|expiration date|valid until|end date|到期日|有效期|失效日期|截止日期`,
  ),
};

export const informationHeadings: Synonyms = {
  nature: of(
    `性質|情報種別|情報の種類|情報区分|機密区分|機密/個人|種別|分類|区分|nature|kind|type|information type|information kind|confidential or personal|性质|信息类别|信息类型|类别`,
  ),
  medium: of(
    `媒体|媒体種別|保存媒体|保管形態|保存形態|記録媒体|medium|media|storage medium|format|stored as|介质|媒介|存储介质|保存形式`,
  ),
  keptIn: of(
    `保管場所|保存場所|保管先|保存先|格納場所|格納先|保管システム|保存システム|システム名|所在|kept in|stored in|storage location|location|system|kept at|存放位置|保存位置|存储位置|保管地点|所在系统`,
  ),
  peopleByCountry: of(
    `国別件数|国別人数|国別本人数|本人数|件数|人数|個人情報件数|people by country|data subjects|number of data subjects|records by country|国家人数|人数分布|按国家人数`,
  ),
  isSpecial: of(
    `要配慮|要配慮個人情報|要配慮有無|センシティブ|特定個人情報|special category|sensitive|special categories|is special|敏感|敏感信息|是否敏感|敏感个人信息`,
  ),
  retentionMonths: of(
    `保存期間|保管期間|保存期間(月)|保持期間|保存月数|retention|retention months|retention period|retention (months)|kept for|保存期限|保存期间|保留期限|保存月数(月)`,
  ),
  collectedFrom: of(
    `取得元|収集元|入手元|取得先|取得方法|collected from|source|origin|obtained from|data source|来源|收集来源|获取来源`,
  ),
  accessLimited: of(
    `アクセス制限|アクセス制御|アクセス権設定|閲覧制限|access limited|access control|access restricted|restricted access|访问限制|访问控制|权限控制`,
  ),
};

export const exitHeadings: Synonyms = {
  exitKind: of(
    `種別|種類|出口種別|接続種別|区分|接点種別|公開種別|kind|type|exit kind|exposure type|category|connection type|类型|出口类型|接入类型|种类|类别`,
  ),
  product: of(
    `製品|製品名|装置|機器|使用製品|ソフトウェア|product|product name|appliance|software|device|产品|产品名称|设备|软件`,
  ),
  version: of(
    `バージョン|版|ファームウェア|ファームウェアバージョン|ファーム|os/ファーム|version|firmware|firmware version|release|版本|固件|固件版本`,
  ),
  adminReachable: of(
    `管理画面公開|管理画面|管理ポート公開|管理画面の公開|admin reachable|admin exposed|management interface exposed|admin page public|管理界面暴露|管理界面|管理端口暴露`,
  ),
};

export const plantHeadings: Synonyms = {
  line: of(
    `ライン|生産ライン|製造ライン|工程|工程名|ライン名|line|production line|process|cell|产线|生产线|工序|线体`,
  ),
  zone: of(`ゾーン|区画|セグメント|ネットワーク区画|zone|segment|security zone|area|区域|安全区域|网段|区`),
  conduit: of(`コンジット|導管|接続経路|通信経路|conduit|connection|conduits|管道|通信路径|连接`),
  level: of(`レベル|階層|purdueレベル|パデューレベル|level|purdue level|purdue|tier|层级|级别|purdue层级`),
  firmware: of(
    `ファームウェア|ファームウェアバージョン|ファーム|ファーム版数|プログラムバージョン|firmware|firmware version|fw version|固件|固件版本|程序版本`,
  ),
  protocols: of(
    `プロトコル|通信プロトコル|使用プロトコル|通信方式|protocol|protocols|active protocols|communication protocol|协议|通信协议|协议类型`,
  ),
  remoteAccess: of(
    `リモートアクセス|遠隔接続|リモート保守|遠隔保守|リモート接続|remote access|remote maintenance|remote|远程访问|远程维护|远程连接`,
  ),
  safetyRelated: of(
    `安全関連|安全装置|安全計装|sis|安全機能|safety related|safety|safety instrumented|安全相关|安全仪表|功能安全`,
  ),
};

export const productHeadings: Synonyms = {
  product: of(
    `製品|製品名|車種|車両|商品名|対象製品|product|product name|vehicle|vehicle type|end product|产品|产品名称|车型|车辆`,
  ),
  productType: of(
    `製品種別|型式|車両型式|製品型式|型式指定|バリアント|グレード|product type|type|variant|type approval|vehicle variant|产品类型|型号|车辆型号|变型`,
  ),
  ecu: of(
    `ecu|ecu名|制御装置|コントローラ|コントローラー|制御ユニット|control unit|controller|ecu name|控制器|控制单元|电控单元`,
  ),
  partNumber: of(
    `部品番号|品番|部番|部品no|ecu品番|hw品番|part number|part no|hardware part number|pn|p/n|part|零件号|部件号|零件编号|物料号`,
  ),
  softwareVersion: of(
    `ソフトウェアバージョン|ソフトバージョン|sw版数|swバージョン|ソフト版数|バージョン|software version|sw version|version|软件版本|版本|软件版本号`,
  ),
  supplier: of(
    `サプライヤ|サプライヤー|供給元|仕入先|部品メーカー|メーカー|メーカ|supplier|vendor|tier1|tier 1|manufacturer|供应商|供货商|厂商`,
  ),
  interfaces: of(
    `インターフェース|インタフェース|外部インターフェース|通信i/f|通信インターフェース|接続i/f|interfaces|interface|external interfaces|ports|接口|外部接口|通信接口`,
  ),
  hasComponentList: of(
    `sbom|sbom有無|部品表|ソフトウェア部品表|has sbom|sbom available|component list|has component list|软件物料清单|物料清单|是否有sbom`,
  ),
  rxswin: of(`rxswin|rx swin|ソフトウェア識別番号|software identification number|软件识别号`),
  inCra: of(`cra|cra対象|cra適用|欧州cra|cra applies|in cra|cra scope|cra适用|适用cra`),
  isVehicleType: of(
    `型式認証|型式認証対象|r155対象|un-r155|type approved|type-approved vehicle|r155|r155 type|型式批准|r155适用`,
  ),
};
