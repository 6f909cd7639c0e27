// What may be done with somebody's account: its link, how it comes in, its sign-ins, its factors, its end.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { InvitationLink, OneTimeLink } from "./InviteDialog.tsx";

type Account = Output<typeof access.listAccounts>["rows"][number];
const reads = [access.listAccounts, access.getAccount];

export function AccountActions({ account }: { account: Account }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const now = useOperation(access.getAccount, { id: account.id });
  const renew = useCommand(access.renewInvitation, reads);
  const close = useCommand(access.closeAccount, reads);
  const [isClosing, setClosing] = useState(false);
  if (now.isError) return <ErrorState error={now.error} onRetry={() => void now.refetch()} />;
  if (!now.data) return <Loading rows={2} />;
  const { renewOffBecause, closeOffBecause, linkUntil, state, rowVersion, isMailable } = now.data;
  if (state === "closed" || renewOffBecause === "permission.missing") return null;
  // In short on the buttons; the whole reason stands above them.
  const off = (code: string | null) => (code === null ? null : any(`account.off.${code}`));
  return (
    <section className="form wide apart">
      <h2>{t("account.one")}</h2>
      {renew.data ? (
        <InvitationLink made={renew.data} />
      ) : (
        <p className="soft">
          {state !== "invited"
            ? t("account.linkLost")
            : linkUntil
              ? t("account.linkOpen", { until: format.moment(linkUntil) })
              : t("account.linkGone")}
        </p>
      )}
      {(renewOffBecause ?? closeOffBecause) ? (
        <Note>{any(`errors.${renewOffBecause ?? closeOffBecause}`)}</Note>
      ) : null}
      <div className="row wrap">
        {isMailable ? (
          <Button
            isBusy={renew.isPending}
            offBecause={off(renewOffBecause)}
            onClick={() => renew.mutate({ id: account.id, byMail: true })}
          >
            {t("account.mailLink")}
          </Button>
        ) : null}
        <Button
          isBusy={renew.isPending}
          offBecause={off(renewOffBecause)}
          onClick={() => renew.mutate({ id: account.id })}
        >
          {t("account.newLink")}
        </Button>
        <Button look="danger" offBecause={off(closeOffBecause)} onClick={() => setClosing(true)}>
          {t("account.close")}
        </Button>
      </div>
      <FormError error={renew.error} />
      <SigningIn account={account} now={now.data} off={off(renewOffBecause)} />
      <ConfirmDialog
        isOpen={isClosing}
        onClose={() => setClosing(false)}
        title={t("account.closeTitle", { login: account.loginName })}
        effect={t("account.closeEffect")}
        action={t("account.close")}
        isDanger
        reason={{ label: t("account.closeReason") }}
        isBusy={close.isPending}
        error={<FormError error={close.error} />}
        onConfirm={(reason) =>
          close.mutate(
            { id: account.id, reason: reason.slice(0, 500), rowVersion },
            { onSuccess: () => setClosing(false) },
          )
        }
      />
    </section>
  );
}

type Now = Output<typeof access.getAccount>;
type SigningInProps = { account: Account; now: Now; off: string | null };

/** How the account comes in and what it proves itself by, with what somebody in charge may mend. */
function SigningIn({ account, now, off }: SigningInProps) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const unlock = useCommand(access.unlockAccount, reads);
  const endSessions = useCommand(access.endAccountSessions, reads);
  const [asks, setAsks] = useState<"reset" | "way" | null>(null);
  const factors = [
    ...(now.passkeys > 0 ? [t("account.passkeys", { count: now.passkeys })] : []),
    ...(now.totp > 0 ? [t("factor.kind.totp")] : []),
  ];
  const isLocked = now.lockedUntil !== null;
  return (
    <>
      <h2>{t("account.signingIn")}</h2>
      <p className="soft">
        {t("account.comesInBy", { way: any(`way.${now.signInWay}`) })}
        {" · "}
        {factors.length > 0 ? format.list(factors) : t("account.noFactor")}
        {" · "}
        {t("account.openSessions", { count: now.openSessions })}
      </p>
      {isLocked ? (
        <Note kind="warn">{t("account.lockedUntil", { until: format.moment(now.lockedUntil ?? "") })}</Note>
      ) : null}
      <div className="row wrap">
        {isLocked ? (
          <Button isBusy={unlock.isPending} onClick={() => unlock.mutate({ id: account.id })}>
            {t("account.unlock")}
          </Button>
        ) : null}
        <Button
          isBusy={endSessions.isPending}
          offBecause={now.openSessions > 0 ? null : t("account.noSessions")}
          onClick={() => endSessions.mutate({ id: account.id })}
        >
          {t("account.endSessions")}
        </Button>
        <Button
          offBecause={off ?? (factors.length > 0 ? null : t("account.noFactor"))}
          onClick={() => setAsks("reset")}
        >
          {t("account.resetFactors")}
        </Button>
        {now.signInWay === "provider" ? null : (
          <Button offBecause={off} onClick={() => setAsks("way")}>
            {t(now.signInWay === "link" ? "account.toPassword" : "account.toLink")}
          </Button>
        )}
      </div>
      {now.signInWay === "link" && now.state === "active" ? <HandOver account={account} off={off} /> : null}
      <FormError error={unlock.error ?? endSessions.error} />
      {asks === "reset" ? <ResetFactors account={account} onClose={() => setAsks(null)} /> : null}
      {asks === "way" ? <ChangeWay account={account} now={now} onClose={() => setAsks(null)} /> : null}
    </>
  );
}

function HandOver({ account, off }: { account: Account; off: string | null }) {
  const t = useText();
  const make = useCommand(access.makeSignInLink);
  return (
    <>
      {make.data ? (
        <>
          <OneTimeLink link={`${location.origin}/link#${make.data.token}`} />
          <p className="small mute">{t("account.linkMinutes", { count: make.data.minutes })}</p>
        </>
      ) : null}
      <FormError error={make.error} />
      <div>
        <Button isBusy={make.isPending} offBecause={off} onClick={() => make.mutate({ id: account.id })}>
          {t("account.makeLink")}
        </Button>
      </div>
    </>
  );
}

function ResetFactors({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useText();
  const reset = useCommand(access.resetFactors, reads);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("account.resetFactors")}
      effect={t("account.resetEffect")}
      action={t("account.resetFactors")}
      isDanger
      reason={{ label: t("account.resetReason") }}
      isBusy={reset.isPending}
      error={<FormError error={reset.error} />}
      onConfirm={(reason) =>
        reset.mutate({ id: account.id, reason: reason.slice(0, 500) }, { onSuccess: onClose })
      }
    />
  );
}

function ChangeWay({ account, now, onClose }: { account: Account; now: Now; onClose: () => void }) {
  const t = useText();
  const change = useCommand(access.setSignInWay, reads);
  const way = now.signInWay === "link" ? "password" : "link";
  const action = t(way === "link" ? "account.toLink" : "account.toPassword");
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={action}
      effect={t(way === "link" ? "account.toLinkEffect" : "account.toPasswordEffect")}
      action={action}
      isBusy={change.isPending}
      error={<FormError error={change.error} />}
      onConfirm={() =>
        change.mutate({ id: account.id, way, rowVersion: now.rowVersion }, { onSuccess: onClose })
      }
    />
  );
}
