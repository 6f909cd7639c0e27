// What kind of thing a text speaks of: operating systems, forms of computers, servers, and what is no thing of a ledger.

type Os = "windows" | "macos" | "linux" | "chromeos" | "ios" | "android" | "other";
type Form = "desktop" | "laptop" | "tablet" | "phone" | "thin_client" | "other";

const osWords: readonly [RegExp, Os][] = [
  [/\b(ios|ipados|iphone ?os|ipad|iphone)\b/i, "ios"],
  [/\b(mac ?os|os ?x|darwin|macmdm|macintosh)|\bmac\b/i, "macos"],
  [/android|aosp/i, "android"],
  [/chrome ?os|chromebook|\bchrome\b|cros\b/i, "chromeos"],
  [/windows|\bwin ?(7|8|10|11|xp|nt|32|64)\b|ウィンドウズ|视窗/i, "windows"],
  [
    /linux|ubuntu|debian|centos|red ?hat|\brhel\b|fedora|suse|\bsles\b|rocky|alma|amzn|\bamazon\b|\barch\b|manjaro|gentoo|kali|\bmint\b|raspbian|nixos|\bol\b|photon/i,
    "linux",
  ],
];

/** Half as wide as some write it. */
const narrow = (text: string) => (/^[\x20-\x7e]*$/.test(text) ? text : text.normalize("NFKC"));

/** null for a text that names no system at all. */
export function osOf(given: string): Os | null {
  const text = narrow(given);
  if (/[\p{L}]/u.test(text) === false) return null;
  // "Cisco IOS" is no telephone.
  if (
    /cisco|ios[- ]?xe|ios[- ]?xr|junos|fortios|pan-?os|routeros|esxi|vmkernel|\baix\b|solaris|hp-?ux|bsd/i.test(
      text,
    )
  )
    return "other";
  return osWords.find(([word]) => word.test(text))?.[1] ?? null;
}

const formWords: readonly [RegExp, Form][] = [
  [/thin ?client|zero ?client|シンクライアント|瘦客户/i, "thin_client"],
  [/tablet|ipad|タブレット|平板|detachable|\bslate\b/i, "tablet"],
  [
    /note ?book|lap ?top|macbook|chromebook|thinkpad|latitude|elitebook|probook|zbook|xps ?\d|surface (laptop|book|pro)|let'?s ?note|レッツノート|dynabook|versapro|vaio|lifebook|inspiron|portable|convertible|ノート|ラップトップ|モバイルpc|笔记本|手提/i,
    "laptop",
  ],
  [
    /iphone|smart ?phone|(mobile|cell) ?phone|\bphone\b|galaxy [sazn]|pixel \d|xperia|aquos|hand ?held|スマホ|スマートフォン|携帯|手机|\bmobile\b/i,
    "phone",
  ],
  [
    /desk ?top|workstation|i ?mac\b|mac ?(mini|pro|studio)|optiplex|elitedesk|prodesk|thinkcentre|precision|vostro|\btower\b|mini ?pc|stick ?pc|all[ -]in[ -]one|space[- ]saving|low profile|pizza box|lunch box|デスクトップ|ワークステーション|台式|一体机|工作站/i,
    "desktop",
  ],
];

/** By a category, a model or the type of a chassis. */
export function formOf(given: string): Form | null {
  const text = narrow(given);
  return formWords.find(([word]) => word.test(text))?.[1] ?? null;
}

const serverWords =
  /\bservers?\b|rack ?mount|main server|\bblade\b|poweredge|proliant|\bhypervisor\b|esxi|サーバ|服务器|primergy|multi-?system/i;
const serverSystems =
  /windows ?server|win(dows)? ?2?(003|008|012|016|019|022|025)\b|\bserver (core|edition)|red ?hat enterprise linux( server)?(?! workstation)|\brhel\b|centos|rocky|almalinux|\bamzn\b|amazon linux|\bsles\b|suse linux enterprise server|oracle linux|\bol\b|photon|esxi|vmkernel/i;

export const isServerKind = (text: string) => serverWords.test(text);
export const isServerSystem = (text: string) => serverSystems.test(text) || /\bserver\b/i.test(text);

const virtualWords =
  /virtual|vmware|qemu|\bkvm\b|hvm domu|xen|standard pc|bochs|parallels|\bec2\b|google compute|openstack|ovirt|nutanix|bhyve/i;
export const isVirtualModel = (text: string) => virtualWords.test(text);

const computers =
  /\bpcs?\b|computer|client|end ?point|端末|パソコン|电脑|计算机|コンピュータ|終端|终端|\bmac\b|mobile device|モバイル/i;
const otherThings =
  /monitor|display|keyboard|mouse|printer|scanner|projector|dock|\bcables?\b|adapter|adaptor|charger|battery|headset|webcam|camera|speaker|microphone|furniture|desk\b|chair|license|software|accessor|consumable|component|\bups\b|\bram\b|ssd|\bhdd\b|disk|toner|monitor|モニタ|ディスプレイ|キーボード|マウス|プリンタ|スキャナ|プロジェクタ|ドック|ケーブル|充電|バッテリ|ヘッドセット|カメラ|机|椅子|ライセンス|消耗品|付属品|複合機|显示器|键盘|鼠标|打印机|投影|扩展坞|线缆|充电器|耳机|摄像|家具|许可|配件|耗材/i;
const networkThings =
  /router|switch|firewall|access ?point|\bgateway\b|\bvpn\b|load ?balancer|\bnas\b|storage|ルータ|スイッチ|ファイアウォール|无线|路由|交换机|防火墙/i;

export type Kind = "computer" | "server" | "network" | "other" | "unknown";

/** By what people call a category. A model decides only where the category names nothing known. */
export function kindOf(categoryGiven: string, model: string): Kind {
  const category = narrow(categoryGiven);
  if (/desk ?top|lap ?top|note ?book/i.test(category)) return "computer";
  if (isServerKind(category)) return "server";
  // "Virtual desktop" and "desktop phone" are what their words say last; "docking station for laptop" is none of them.
  if (otherThings.test(category)) return "other";
  if (formOf(category) !== null || computers.test(category)) return "computer";
  if (networkThings.test(category)) return "network";
  if (formOf(model) !== null && !otherThings.test(model)) return "computer";
  return isServerKind(model) ? "server" : "unknown";
}
