// Powerful rights that one person gave alone are told loudly until a second person stands for them.
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Note } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { useRoleName } from "./words.ts";

export function GivenAlone() {
  const t = useText();
  const roleName = useRoleName();
  const mayRead = useMay("grant.read");
  const mayConfirm = useMay("grant.give_any");
  const alone = useOperation(
    access.listGrants,
    { isSingleHanded: true, isCurrent: true, limit: 50 },
    { enabled: mayRead },
  );
  const confirm = useCommand(access.confirmGrant, [access.listGrants]);
  const rows = alone.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Note kind="warn">
      <b>{t("grant.aloneCount", { count: rows.length })}</b> {t("grant.aloneHelp")}
      <ul className="lines">
        {rows.map((row) => (
          <li key={row.id}>
            <span>
              <LangText text={row.personName ?? row.positionName ?? ""} /> · <LangText text={roleName(row)} />{" "}
              · <LangText text={row.unitName} />
            </span>
            <span className="end">
              {mayConfirm ? (
                <Button size="s" isBusy={confirm.isPending} onClick={() => confirm.mutate({ id: row.id })}>
                  {t("grant.confirm")}
                </Button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      <FormError error={confirm.error} />
    </Note>
  );
}
