// Taking a sheet along: for how long, on which device, and how it is opened there.
import { useState } from "react";
import { access } from "#modules/access/contract.ts";
import { ApiError, call, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { TextField, Tick } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { LonePage } from "#web/layout/LonePage.tsx";
import { Go } from "#web/navigation.tsx";
import { keepForOffline } from "#web/offline/register.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/parts.tsx";
import { audits } from "../../contract.ts";
import type { Whole } from "./entries.ts";
import { canPrf, secretOf } from "./prf.ts";
import { livingIn } from "./sending.ts";
import { newKey, shortestPin } from "./sealing.ts";
import { device, type Pack } from "./store.ts";
import { openWork, sealedLiving, sealedSheet } from "./work.ts";

type Props = { visitId: string; onTaken: (pack: Pack) => void };

export function TakeAlong({ visitId, onTaken }: Props) {
  const t = useText();
  const session = useOperation(access.getSession, {});
  const sheet = useOperation(audits.getAuditSheet, { id: visitId }, { enabled: Boolean(session.data) });
  const isNobody =
    session.data === null || (session.error instanceof ApiError && session.error.status === 401);
  return (
    <LonePage title={t("audits.onSite.take")}>
      {isNobody ? (
        <Note>
          <Go to="/sign-in" search={{ to: `/on-site/${visitId}` }}>
            {t("audits.onSite.signIn")}
          </Go>
        </Note>
      ) : null}
      {sheet.error ? <ErrorState error={sheet.error} onRetry={() => void sheet.refetch()} /> : null}
      {session.data && sheet.data ? (
        <TakeForm sheet={sheet.data} personId={session.data.personId} onTaken={onTaken} />
      ) : null}
      {!isNobody && !sheet.error && !sheet.data ? <Loading rows={4} /> : null}
    </LonePage>
  );
}

type FormProps = { sheet: Whole; personId: string; onTaken: (pack: Pack) => void };

function TakeForm({ sheet, personId, onTaken }: FormProps) {
  const t = useText();
  const format = useFormat();
  const [form, setForm] = useState({
    name: "",
    days: 3 as number | null,
    pin: "",
    again: "",
    byPasskey: false,
  });
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const take = () => {
    setBusy(true);
    setError(null);
    takeAlong(sheet, personId, form)
      .then(onTaken, setError)
      .finally(() => setBusy(false));
  };
  const offBecause = problemOf(form, sheet);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <p>
        <b>{sheet.reference}</b> · <LangText text={sheet.companyName} />
        <br />
        <small className="soft">
          {t("audits.onSite.holds", {
            checks: format.number(sheet.checks.length),
            places: format.number(sheet.places.length),
          })}
        </small>
      </p>
      <TextField
        label={t("audits.onSite.device")}
        hint={t("audits.onSite.deviceHelp")}
        value={form.name}
        maxLength={80}
        onChange={(name) => setForm({ ...form, name })}
      />
      <NumberField
        label={t("audits.onSite.days")}
        hint={t("audits.onSite.daysHelp")}
        value={form.days}
        onChange={(days) => setForm({ ...form, days })}
      />
      <TextField
        label={t("audits.onSite.pin")}
        hint={t("audits.onSite.pinHelp", { count: shortestPin })}
        type="password"
        autoComplete="new-password"
        value={form.pin}
        onChange={(pin) => setForm({ ...form, pin })}
      />
      <TextField
        label={t("audits.onSite.pinAgain")}
        type="password"
        autoComplete="new-password"
        value={form.again}
        onChange={(again) => setForm({ ...form, again })}
      />
      {canPrf() ? (
        <Tick
          label={t("audits.onSite.byPasskey")}
          isOn={form.byPasskey}
          onChange={(byPasskey) => setForm({ ...form, byPasskey })}
        />
      ) : null}
      <FormError error={error} />
      <Button type="submit" look="main" size="l" isBusy={isBusy} offBecause={offBecause && t(offBecause)}>
        {t("audits.onSite.takeNow")}
      </Button>
    </form>
  );
}

type Form = { name: string; days: number | null; pin: string; again: string; byPasskey: boolean };

function problemOf(form: Form, sheet: Whole) {
  if (!sheet.can.conduct) return "audits.onSite.off.notConduct" as const;
  if (!form.name.trim()) return "audits.onSite.off.name" as const;
  if (form.days === null || form.days < 1 || form.days > 30) return "audits.onSite.off.days" as const;
  if ([...form.pin].length < shortestPin) return "audits.onSite.off.pin" as const;
  return form.pin === form.again ? null : ("audits.onSite.off.again" as const);
}

async function takeAlong(sheet: Whole, personId: string, form: Form): Promise<Pack> {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const given = form.byPasskey ? await secretOf(salt) : null;
  if (form.byPasskey && !given) throw new ApiError(400, { code: "audits.passkey_cannot" });
  const { key, keys } = await newKey(form.pin, given && { ...given, salt });
  const { controls: others } = await call(audits.listOtherControls, { id: sheet.visitId });
  const isKept = (await navigator.storage?.persist?.()) ?? false;
  const checkoutId = crypto.randomUUID();
  const { until } = await call(audits.takeSheet, {
    id: sheet.visitId,
    checkoutId,
    device: form.name.trim(),
    days: form.days ?? 1,
    isKept,
  });
  // Those that were taken up already are among the controls of the sheet itself.
  const living = livingIn({ ...sheet, controls: [] });
  const now = Date.now();
  const pack: Pack = {
    visitId: sheet.visitId,
    checkoutId,
    personId,
    companyId: sheet.companyId,
    reference: sheet.reference,
    device: form.name.trim(),
    takenAt: now,
    until: Date.parse(until),
    seenAt: now,
    isKept,
    keys,
    sheet: await sealedSheet(key, sheet.visitId, { ...sheet, others }),
    living: await sealedLiving(key, sheet.visitId, living),
    syncedAt: now,
  };
  await device.packs.put(pack);
  // Where a device is opened without a network, it begins at the list of its sheets.
  await import("./OnSiteListPage.tsx");
  await keepForOffline([]);
  await openWork(pack, key);
  return pack;
}
