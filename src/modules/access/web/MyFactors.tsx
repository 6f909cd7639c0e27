// What one proves oneself by beside the first way in: passkeys, authenticator apps, recovery codes.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { canPasskey } from "#web/identity/passkey.ts";
import { RecoveryCodes } from "#web/identity/RecoveryCodes.tsx";
import { SetUpFactor } from "#web/identity/SetUpFactor.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { fewRecoveryCodes } from "../rules.ts";

type Held = Output<typeof access.listMyFactors>;
type Factor = Held["rows"][number];
const reads = [access.listMyFactors, access.listMySessions];

export function MyFactors({ held }: { held: Held }) {
  const t = useText();
  const format = useFormat();
  const [adding, setAdding] = useState<"totp" | "passkey" | null>(null);
  const mine = useOperation(access.listMySessions, {});
  const provider = mine.data?.rows.find((one) => one.isThisOne)?.provider ?? null;
  const canAdd = held.passkeysPossible && canPasskey();
  return (
    <div className="form wide">
      {held.rows.length === 0 ? (
        <p className="soft">
          {provider !== null
            ? t("factor.noneProvider", { provider })
            : t(held.hasPassword ? "factor.none" : "factor.noneNoPassword")}
        </p>
      ) : (
        <ul className="lines">
          {held.rows.map((factor) => (
            <FactorRow key={factor.id} factor={factor} />
          ))}
        </ul>
      )}
      {held.demanded && held.dueOn && !meets(held) ? (
        <Note kind="warn">
          {t("factor.due", {
            demand: t(`demand.${held.demanded}`),
            day: format.day(held.dueOn, "plain"),
          })}
        </Note>
      ) : null}
      <div className="row wrap">
        <Button offBecause={canAdd ? null : t("factor.passkeyNotHere")} onClick={() => setAdding("passkey")}>
          {t("factor.addPasskey")}
        </Button>
        <Button onClick={() => setAdding("totp")}>{t("factor.addTotp")}</Button>
      </div>
      {held.rows.length > 0 ? <Codes held={held} /> : null}
      {adding ? (
        <Dialog isOpen onClose={() => setAdding(null)} title={t(`factor.kind.${adding}`)} size="s">
          <SetUpFactor
            kinds={[adding]}
            passkeysPossible={held.passkeysPossible}
            onDone={() => setAdding(null)}
            onCancel={() => setAdding(null)}
          />
        </Dialog>
      ) : null}
    </div>
  );
}

const meets = ({ demanded, rows }: Held) =>
  demanded === "phishing_resistant" ? rows.some((row) => row.kind === "passkey") : rows.length > 0;

function FactorRow({ factor }: { factor: Factor }) {
  const t = useText();
  const format = useFormat();
  const remove = useCommand(access.removeFactor, reads);
  const [doing, setDoing] = useState<"rename" | "remove" | null>(null);
  return (
    <li>
      <span>
        <b>{factor.name}</b>{" "}
        {factor.name === t(`factor.kind.${factor.kind}`) ? null : (
          <span className="mute">{t(`factor.kind.${factor.kind}`)}</span>
        )}
        <small>
          {t("factor.since", { day: format.moment(factor.createdAt) })}
          {" · "}
          {factor.lastUsedAt
            ? t("factor.lastUsed", { at: format.moment(factor.lastUsedAt) })
            : t("factor.neverUsed")}
        </small>
      </span>
      <span className="end row">
        <Button size="s" onClick={() => setDoing("rename")}>
          {t("factor.rename")}
        </Button>
        <Button size="s" onClick={() => setDoing("remove")}>
          {t("factor.remove")}
        </Button>
      </span>
      {doing === "rename" ? <Rename factor={factor} onClose={() => setDoing(null)} /> : null}
      <ConfirmDialog
        isOpen={doing === "remove"}
        onClose={() => setDoing(null)}
        title={t("factor.removeTitle", { name: factor.name })}
        effect={t("factor.removeEffect")}
        action={t("factor.remove")}
        isDanger
        isBusy={remove.isPending}
        error={<FormError error={remove.error} />}
        onConfirm={() => remove.mutate({ id: factor.id }, { onSuccess: () => setDoing(null) })}
      />
    </li>
  );
}

function Rename({ factor, onClose }: { factor: Factor; onClose: () => void }) {
  const t = useText();
  const rename = useCommand(access.renameFactor, reads);
  const [name, setName] = useState(factor.name);
  return (
    <Dialog isOpen onClose={onClose} title={t("factor.rename")} size="s">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ id: factor.id, name: name.trim() }, { onSuccess: onClose });
        }}
      >
        <TextField label={t("factor.name")} value={name} maxLength={100} onChange={setName} />
        <FormEnds
          error={rename.error}
          isBusy={rename.isPending}
          offBecause={name.trim() ? null : t("forms.first", { field: t("factor.name") })}
          onClose={onClose}
        >
          {t("factor.rename")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

function Codes({ held }: { held: Held }) {
  const t = useText();
  const format = useFormat();
  const make = useCommand(access.makeRecoveryCodes, reads);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [isAsking, setAsking] = useState(false);
  const { left, madeAt } = held.recoveryCodes;
  return (
    <section className="form wide">
      <h2>{t("recovery.title")}</h2>
      <p className="soft">
        {t("recovery.left", {
          count: left,
          day: madeAt ? format.moment(madeAt) : "–",
        })}
      </p>
      {left <= fewRecoveryCodes ? <Note kind="warn">{t("recovery.few")}</Note> : null}
      <div>
        <Button onClick={() => setAsking(true)}>{t("recovery.make")}</Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("recovery.make")}
        effect={t("recovery.makeEffect")}
        action={t("recovery.make")}
        isBusy={make.isPending}
        error={<FormError error={make.error} />}
        onConfirm={() =>
          make.mutate(
            {},
            {
              onSuccess: (made) => {
                setAsking(false);
                setCodes(made.codes);
              },
            },
          )
        }
      />
      {codes ? (
        <Dialog isOpen onClose={() => setCodes(null)} title={t("recovery.title")} size="s">
          <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />
        </Dialog>
      ) : null}
    </section>
  );
}
