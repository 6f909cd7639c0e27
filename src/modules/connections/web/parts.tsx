// What other screens show of providers: the ways in of a name, of an invitation, one's own, and those to other companies.
import { useEffect, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { connections } from "../contract.ts";
import { whenConfirmed } from "#web/identity/confirming.ts";
import { Note } from "#web/ui/states.tsx";
import "./connections.css";

/** Leaves for the provider; the page is not ours until the person is back. */
export const leaveFor = ({ address }: { address: string }) => window.location.assign(address);

type Way = { id: string; name: string; companyName: string | null };
type WaysProps = { ways: readonly Way[]; to?: string | undefined; invitationToken?: string };

export function WayButtons({ ways, to, invitationToken }: WaysProps) {
  const t = useText();
  const begin = useCommand(connections.beginAtProvider);
  const [chosen, choose] = useState<string | null>(null);
  const go = (id: string) => {
    choose(id);
    begin.mutate(
      { id, ...(to ? { to } : {}), ...(invitationToken ? { invitationToken } : {}) },
      { onSuccess: leaveFor },
    );
  };
  return (
    <div className="sso-ways">
      {ways.map((way) => (
        <Button
          key={way.id}
          look="accent"
          isBusy={chosen === way.id && (begin.isPending || begin.isSuccess)}
          onClick={() => go(way.id)}
        >
          {t("ways.through", { name: way.name })}
          {way.companyName ? (
            <small>
              <LangText text={way.companyName} />
            </small>
          ) : null}
        </Button>
      ))}
      <FormError error={begin.error} />
    </div>
  );
}

/** Only what stands behind the @ is asked about, and only once it is a whole domain. */
const routed = (loginName: string) => {
  const domain = /@([^@\s]+\.[^@\s]{2,})$/.exec(loginName.normalize("NFKC").trim())?.[1];
  return domain ? { loginName: `x@${domain.toLowerCase()}` } : {};
};

/** On the sign-in page: the providers for the domain of the name that is being typed. */
export function ProviderWays({ loginName, to }: { loginName: string; to?: string | undefined }) {
  const t = useText();
  const ways = useOperation(connections.listWaysIn, routed(loginName), { keep: true });
  if (!ways.data || ways.data.rows.length === 0) return null;
  return (
    <>
      <p className="sso-or">{t("ways.or")}</p>
      <WayButtons ways={ways.data.rows} to={to} />
    </>
  );
}

/** Beside setting a password: taking up an invitation with what one signs in with at work. */
export function InvitationWays({ token }: { token: string }) {
  const t = useText();
  const ways = useOperation(connections.listInvitationWays, { token });
  if (!ways.data || ways.data.rows.length === 0) return null;
  return (
    <>
      <p className="sso-or">{t("ways.or")}</p>
      <p className="small soft">{t("ways.invitation")}</p>
      <WayButtons ways={ways.data.rows} invitationToken={token} />
    </>
  );
}

/** Among one's own settings: providers that are connected with the account, and those that may be. */
export function MyProviders({ className = "" }: { className?: string }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const mine = useOperation(connections.listMyIdentities, {});
  const link = useCommand(connections.beginLinking);
  const remove = useCommand(connections.removeMyIdentity, [connections.listMyIdentities]);
  if (!mine.data || mine.data.rows.length === 0) return null;
  return (
    <Panel className={className} title={t("identity.mine")}>
      <ul className="lines">
        {mine.data.rows.map((row) => (
          <li key={row.connectionId}>
            <span>
              <LangText text={row.name} />
              {row.companyName ? (
                <small className="mute">
                  {" "}
                  <LangText text={row.companyName} />
                </small>
              ) : null}
              {row.createdAt ? (
                <small className="mute">
                  {" "}
                  {t("identity.connectedSince", { at: format.moment(row.createdAt) })}
                </small>
              ) : null}
            </span>
            <span className="push">
              {row.identityId ? (
                <Button
                  size="s"
                  offBecause={row.offBecause ? any(`errors.${row.offBecause}`) : null}
                  onClick={() => remove.mutate({ id: row.identityId ?? "" })}
                >
                  {t("identity.disconnect")}
                </Button>
              ) : (
                <Button
                  size="s"
                  offBecause={row.offBecause ? any(`errors.${row.offBecause}`) : null}
                  isBusy={link.isPending}
                  onClick={() => link.mutate({ id: row.connectionId }, { onSuccess: leaveFor })}
                >
                  {t("identity.connect")}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <FormError error={link.error ?? remove.error} />
    </Panel>
  );
}

/** Below the choice of a unit: that this sign-in reaches one company, and the ways to one's other ones. */
export function ElsewhereWays() {
  const t = useText();
  const mine = useOperation(connections.getMyWayIn, {});
  const bound = mine.data?.boundTo;
  if (!bound) return null;
  return (
    <div className="form sso-elsewhere">
      <p className="small soft">{t("ways.boundTo", { company: bound.name })}</p>
      {mine.data?.elsewhere.map((place) => (
        <div key={place.companyId} className="form">
          <p className="small">{t("ways.elsewhere", { company: place.name })}</p>
          <WayButtons ways={place.ways} />
          <a className="small" href="/sign-in">
            {t("ways.password")}
          </a>
        </div>
      ))}
    </div>
  );
}

type ConfirmProps = { way: Way; isOnly: boolean; onProved: () => void };

/**
 * Proving it anew at the provider that this session came through. It is gone to in another tab: the page that asks stays as
 * it is, with what was typed, chosen and filtered on it, and goes on once the other tab is back.
 */
export function ConfirmAtProvider({ way, isOnly, onProved }: ConfirmProps) {
  const t = useText();
  const begin = useCommand(connections.beginConfirming);
  useEffect(() => whenConfirmed(onProved), [onProved]);
  const go = () => {
    // Opened by the press itself, else the browser takes it for an unasked window.
    const tab = window.open("about:blank", "_blank");
    begin.mutate(
      { to: `${location.pathname}${location.search}` },
      {
        onSuccess: ({ address }) => tab?.location.replace(address),
        onError: () => tab?.close(),
      },
    );
  };
  return (
    <div className="sso-ways">
      {begin.data ? (
        <Note>
          {t("ways.confirmWaits", { name: way.name })}{" "}
          <a href={begin.data.address} target="_blank" rel="noreferrer">
            {t("ways.confirmOpen")}
          </a>
        </Note>
      ) : (
        <p className="small soft">{t("ways.confirmHelp")}</p>
      )}
      <Button look={isOnly && !begin.data ? "main" : "accent"} isBusy={begin.isPending} onClick={go}>
        {t(begin.data ? "ways.confirmAgain" : "ways.confirm", { name: way.name })}
      </Button>
      <FormError error={begin.error} />
    </div>
  );
}

/** The provider that this session came through, where there is one. */
export function useOwnWay(): { isPending: boolean; way: Way | null } {
  const mine = useOperation(connections.getMyWayIn, {});
  return { isPending: mine.isPending, way: mine.data?.connection ?? null };
}
