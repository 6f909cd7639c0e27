// A lost thing: which device, what it holds and when it was seen, whether it is to be locked, when it was last at hand.
import { IconLock } from "@tabler/icons-react";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import type { Output } from "#core/contract.ts";
import type { incidents } from "../../contract.ts";
import { lastAtHands } from "../../rules.ts";
import type { Draft } from "./draft.ts";
import { Chips, Step } from "./parts.tsx";

type Device = Output<typeof incidents.getReportForm>["devices"][number];
const forms = ["desktop", "laptop", "tablet", "phone", "thin_client", "other"] as const;

type Props = { devices: readonly Device[]; draft: Draft; set: (part: Partial<Draft>) => void };

export function LostThing({ devices, draft, set }: Props) {
  const t = useText();
  return (
    <>
      {devices.length > 0 ? (
        <Step title={t("report.which")} isDone={draft.deviceId !== ""}>
          <div className="inc-devices" role="radiogroup" aria-label={t("report.which")}>
            {devices.map((one) => (
              <label key={one.id} className={one.id === draft.deviceId ? "inc-device on" : "inc-device"}>
                <input
                  type="radio"
                  name="device"
                  checked={one.id === draft.deviceId}
                  // Asked for with the device: whoever does not want it takes it away.
                  onChange={() => set({ deviceId: one.id, asksLock: true })}
                />
                <DeviceWords device={one} />
              </label>
            ))}
            <label className={draft.deviceId === "" ? "inc-device on" : "inc-device"}>
              <input
                type="radio"
                name="device"
                checked={draft.deviceId === ""}
                onChange={() => set({ deviceId: "", asksLock: false })}
              />
              <span>{t("report.whichNone")}</span>
            </label>
            {draft.deviceId && !draft.isExercise ? (
              <label className="inc-device lock">
                <IconLock size={22} stroke={1.6} aria-hidden="true" />
                <span>
                  <b>{t("report.askLock")}</b>
                  <small>{t("report.askLockHint")}</small>
                </span>
                <input
                  type="checkbox"
                  role="switch"
                  aria-checked={draft.asksLock}
                  checked={draft.asksLock}
                  onChange={({ target }) => set({ asksLock: target.checked })}
                />
              </label>
            ) : null}
          </div>
        </Step>
      ) : draft.isForSomebody ? null : (
        <Step title={t("report.which")} isDone={false}>
          <p className="soft">{t("report.noDevices")}</p>
        </Step>
      )}
      <Step title={t("report.lastAtHand")} isDone={draft.lastAtHand !== null}>
        <Chips
          label={t("report.lastAtHand")}
          value={draft.lastAtHand}
          choices={lastAtHands.map((value) => ({ value, label: t(`report.lastAtHand.${value}`) }))}
          onChange={(lastAtHand) => set({ lastAtHand })}
        />
      </Step>
    </>
  );
}

function DeviceWords({ device }: { device: Device }) {
  const t = useText();
  const format = useFormat();
  const form = forms.find((one) => one === device.form);
  const said = [
    device.note,
    device.className ? t("report.deviceClass", { class: device.className }) : "",
    device.isEncrypted === null ? "" : t(device.isEncrypted ? "report.encrypted" : "report.notEncrypted"),
    device.seenAt ? t("report.deviceSeen", { at: format.moment(device.seenAt) }) : t("report.deviceNotSeen"),
  ].filter(Boolean);
  return (
    <span>
      <b>
        {form ? `${t(`report.form.${form}`)} ` : ""}
        {device.name}
      </b>
      <small>{said.join(t("list.comma"))}</small>
    </span>
  );
}
