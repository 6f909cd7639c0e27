// What Microsoft Intune calls the columns of its device lists: as its portal shows them, as its export interface names them
// (each with a `_loc` companion), and as far as known in Japanese and Chinese. Data alone.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import { of } from "./word-lists.ts";

export const intuneColumns: Synonyms = {
  id: of(`device id|deviceid|intune device id|managed device id|デバイス id|设备 id|裝置識別碼|geräte-id`),
  entraId:
    of(`azure ad device id|azureaddeviceid|azure active directory device id|microsoft entra device id|entra device id|aad device id
    aaddeviceid|referenceid|azure ad デバイス id|microsoft entra デバイス id|azure ad 设备 id|microsoft entra 设备 id|azure ad-geräte-id|microsoft entra-geräte-id`),
  name: of(`device name|devicename|デバイス名|デバイスの名前|设备名称|设备名|gerätename`),
  managementName: of(`management name|manageddevicename|管理名|管理名称`),
  serial: of(`serial number|serialnumber|シリアル番号|シリアル ナンバー|序列号|seriennummer`),
  manufacturer: of(`manufacturer|製造元|メーカー|制造商|hersteller`),
  model: of(`model|モデル|型号|modell`),
  os: of(
    `os|operating system|operatingsystem|ostype|platform|deviceos|os_loc|オペレーティング システム|プラットフォーム|操作系统|平台|betriebssystem|plattform`,
  ),
  osVersion: of(
    `os version|osversion|operating system version|os バージョン|オペレーティング システムのバージョン|操作系统版本|os 版本|betriebssystemversion|os-version`,
  ),
  skuFamily: of(`skufamily|sku family|sku ファミリ|sku 系列|os edition`),
  compliance:
    of(`compliance|compliantstate|compliancestate|compliance state|compliance status|compliantstate_loc|compliancestate_loc|compliance_loc
    compliancestatus|コンプライアンス|コンプライアンスの状態|準拠|準拠状態|ポリシー準拠|合规性|符合性|合规性状态|konformität|compliance-status`),
  ownership: of(
    `ownership|ownertype|owner type|manageddeviceownertype|device ownership|ownership_loc|ownertype_loc|所有権|デバイスの所有権|所有权|设备所有权|besitz|besitzer`,
  ),
  encrypted: of(
    `encrypted|isencrypted|is encrypted|encryptionstatusstring|encryption status|encryption status string|encryptionstatus|暗号化|暗号化済み|暗号化の状態|已加密|加密|加密状态|verschlüsselt`,
  ),
  jailbroken: of(`jailbroken|jail broken|jailbroken_loc|脱獄|脱獄済み|脱獄または root 化|已越狱|越狱`),
  lastCheckIn: of(
    `last check-in|lastcontact|last contact|lastsyncdatetime|last sync date time|last checkin|last check-in time|最終チェックイン|前回のチェックイン|最終チェックイン日時|最後のチェックイン|上次签入|上次签入时间|最后签入|letztes einchecken|letzter check-in|letzte anmeldung`,
  ),
  enrolledAt: of(
    `enrollment date|enrolleddate|createddate|enrolleddatetime|登録日|登録日時|注册日期|registrierungsdatum`,
  ),
  upn: of(
    `primary user upn|userprincipalname|primary user principal name|upn|user principal name|プライマリ ユーザー upn|プライマリ ユーザーの upn|主要用户 upn|主用户 upn|upn des primären benutzers|primärer benutzer-upn`,
  ),
  userEmail: of(
    `primary user email address|useremail|emailaddress|email|primary user email|プライマリ ユーザーの電子メール アドレス|プライマリ ユーザーのメール アドレス|主要用户电子邮件地址|主用户电子邮件地址|e-mail-adresse des primären benutzers`,
  ),
  userName: of(
    `primary user display name|username|userdisplayname|user name|primary user|プライマリ ユーザーの表示名|プライマリ ユーザー表示名|主要用户显示名称|主用户显示名称|anzeigename des primären benutzers`,
  ),
  category: of(
    `category|devicecategory|devicecategorydisplayname|categoryname|device category|カテゴリ|デバイス カテゴリ|类别|设备类别|kategorie`,
  ),
  managedBy: of(
    `managed by|managementagent|management agent|managementagents|managementagents_loc|managedby|managedby_loc|管理元|管理者|管理方|管理者:`,
  ),
  deviceState: of(
    `device state|devicestate|managementstate|devicestate_loc|managementstate_loc|management state|デバイスの状態|デバイス状態|设备状态|gerätestatus`,
  ),
  deviceType: of(`devicetype|device type|chassistype|chassis type|devicetype_loc|デバイスの種類|设备类型`),
  patchLevel: of(
    `security patch level|androidsecuritypatchlevel|androidpatchlevel|セキュリティ パッチ レベル|安全修补程序级别`,
  ),
};
/** No list of any other maker has these: one of them is enough to know the format. */
export const onlyIntune =
  of(`azure ad device id|azure ad registered|eas activation id|primary user upn|compliance grace period expiration|intune registered
    microsoft entra device id|referenceid|skufamily|compliantstate|easid|manageddevicename|プライマリ ユーザー upn|プライマリ ユーザーの upn|azure ad デバイス id|主要用户 upn|主用户 upn|azure ad 设备 id|wi-fi mac|upn des primären benutzers|primärer benutzer-upn|azure ad-geräte-id|microsoft entra-geräte-id`);
