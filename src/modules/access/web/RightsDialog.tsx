// The rights of one person: what is held now, what has ended, giving one, ending one; and the account's own actions.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { History } from "#modules/trail/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go, GoButton } from "#web/navigation.tsx";
import { EndDialog } from "#web/forms/EndDialog.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { AccountActions } from "./AccountActions.tsx";
import { GiveForm, type Whom } from "./GiveForm.tsx";
import { useRoleName } from "./words.ts";

export type Account = Output<typeof access.listAccounts>["rows"][number];
type Grant = Output<typeof access.listGrants>["rows"][number];

const givers = ["grant.give_any", "grant.give_company", "grant.give_helpers"];

export function RightsDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const { permissions } = useSession();
  const mayAsk = permissions.includes("rights.ask");
  const mayGive = givers.some((giver) => permissions.includes(giver));
  const name = format.person(account);
  const whom: Whom = {
    personId: account.personId,
    name,
    companyId: account.companyId,
    companyName: account.companyName,
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("grant.titleOf", { name })} size="l">
      <p className="row wrap soft">
        <Go to="/people/$id" params={{ id: account.personId }}>
          {name}
        </Go>{" "}
        · <LangText text={account.companyName} /> · <span className="mono">{account.loginName}</span>
        {mayAsk ? (
          <span className="end">
            <GoButton size="s" to="/rights/people/$id" params={{ id: account.personId }}>
              {t("rights.ask")}
            </GoButton>
          </span>
        ) : null}
      </p>
      <Held personId={account.personId} mayEnd={mayGive} />
      {mayGive ? <GiveForm whom={whom} /> : null}
      <AccountActions account={account} />
      <History kind="account" id={account.id} />
    </Dialog>
  );
}

/** The rights a person holds, ahead and over; with their ends where one may end them. */
export function Held({
  mayEnd,
  ...of
}: ({ personId: string } | { positionId: string }) & { mayEnd: boolean }) {
  const t = useText();
  const { today } = useSession();
  const grants = useOperation(access.listGrants, { ...of, limit: 200 });
  const isPersons = "personId" in of;
  const [ended, setEnded] = useState<Grant | null>(null);
  if (grants.isError) return <ErrorState error={grants.error} onRetry={() => void grants.refetch()} />;
  if (!grants.data) return <Loading rows={2} />;
  const isOver = (grant: Grant) => grant.validTo !== null && grant.validTo <= today;
  const now = grants.data.rows.filter((grant) => !isOver(grant));
  const over = grants.data.rows.filter(isOver);
  return (
    <>
      {now.length === 0 ? (
        <EmptyState title={t("grant.empty")}>{t("grant.emptyHelp")}</EmptyState>
      ) : (
        <ul className="lines below">
          {now.map((grant) => (
            <GrantRow
              key={grant.id}
              grant={grant}
              isPersons={isPersons}
              onEnd={mayEnd && (grant.personId !== null || !isPersons) ? () => setEnded(grant) : undefined}
            />
          ))}
        </ul>
      )}
      {over.length > 0 ? (
        <details className="past">
          <summary>{t("grant.over", { count: over.length })}</summary>
          <ul className="lines">
            {over.map((grant) => (
              <GrantRow key={grant.id} grant={grant} isPersons={isPersons} />
            ))}
          </ul>
        </details>
      ) : null}
      {ended ? <EndGrant grant={ended} onClose={() => setEnded(null)} /> : null}
    </>
  );
}

type GrantRowProps = { grant: Grant; isPersons: boolean; onEnd?: (() => void) | undefined };

function GrantRow({ grant, isPersons, onEnd }: GrantRowProps) {
  const t = useText();
  const roleName = useRoleName();
  const format = useFormat();
  const { today } = useSession();
  const from = format.day(grant.validFrom, "plain");
  return (
    <li>
      <span>
        <b>
          <LangText text={roleName(grant)} />
        </b>{" "}
        <LangText text={grant.unitName} />{" "}
        <span className="mute">{t(grant.withSubtree ? "grant.withSubtree" : "grant.onlyHere")}</span>
        <small>
          {grant.validTo
            ? t("grant.spanTo", { from, until: format.day(addDays(grant.validTo, -1), "plain") })
            : t("grant.spanOpen", { from })}
          {grant.reason ? <LangText text={` · ${grant.reason}`} /> : null}
          {grant.positionName && isPersons
            ? ` · ${t(grant.via === "deputy" ? "grant.asDeputy" : "grant.asPosition", { position: grant.positionName })}`
            : null}
        </small>
      </span>
      {grant.isSingleHanded ? <Tag>{t("grant.alone")}</Tag> : null}
      {grant.validFrom > today ? <Tag>{t("grant.ahead")}</Tag> : null}
      <span className="end">
        {onEnd ? (
          <Button size="s" onClick={onEnd}>
            {t("grant.end")}
          </Button>
        ) : null}
      </span>
    </li>
  );
}

function EndGrant({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const t = useText();
  const roleName = useRoleName();
  const end = useCommand(access.endGrant, [access.listGrants]);
  const role = roleName(grant);
  return (
    <EndDialog
      title={t("grant.endTitle", { role, where: grant.unitName })}
      dayLabel={t("ending.from")}
      dayHint={t("ending.fromHelp")}
      effect={() => t("grant.endEffect")}
      action={(day) => t("grant.endFrom", { day })}
      isBusy={end.isPending}
      error={end.error}
      onEnd={(validTo, reason) =>
        end.mutate({ id: grant.id, validTo, reason, rowVersion: grant.rowVersion }, { onSuccess: onClose })
      }
      onClose={onClose}
    />
  );
}
