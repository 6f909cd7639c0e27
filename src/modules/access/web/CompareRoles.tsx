// Two or three roles side by side: what each of them allows, where they differ first.
import { useState } from "react";
import { Tick } from "#web/forms/fields.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { IconButton } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { Role } from "./role-acts.ts";
import { inAreas, useNameOfRole } from "./words.ts";

export function CompareRoles({ roles, onClose }: { roles: readonly Role[]; onClose: () => void }) {
  const t = useText();
  const any = useAnyText();
  const nameOf = useNameOfRole();
  const [isShort, setShort] = useState(true);
  const all = [...new Set(roles.flatMap((role) => role.permissions))].toSorted();
  const differs = (permission: string) => !roles.every((role) => role.permissions.includes(permission));
  const count = all.filter(differs).length;
  const shown = isShort && count > 0 ? all.filter(differs) : all;
  return (
    <Panel
      isFlush
      title={count === 0 ? t("role.allowSame") : t("role.differ", { count })}
      more={<IconButton icon="close" label={t("role.compareEnd")} onClick={onClose} />}
    >
      {count > 0 ? (
        <div className="filters in-panel">
          <Tick label={t("role.onlyDifferences")} isOn={isShort} onChange={setShort} />
        </div>
      ) : null}
      <table className="grid roomy compare" aria-label={t("role.sideBySide")}>
        <thead>
          <tr>
            <th scope="col">{t("role.permissions")}</th>
            {roles.map((role) => (
              <th key={role.id} scope="col">
                <LangText text={nameOf(role)} />
              </th>
            ))}
          </tr>
        </thead>
        {inAreas(shown).map(({ area, permissions }) => (
          <tbody key={area}>
            <tr>
              <th className="area" colSpan={roles.length + 1} scope="rowgroup">
                {any(`role.area.${area}`)}
              </th>
            </tr>
            {permissions.map((permission) => (
              <tr key={permission} className={!isShort && differs(permission) ? "differs" : undefined}>
                <th scope="row">{any(`permission.${permission}`)}</th>
                {roles.map((role) => (
                  <td key={role.id}>
                    {role.permissions.includes(permission) ? (
                      <span className="yes">✓ {t("role.may")}</span>
                    ) : (
                      <span className="no">– {t("role.mayNot")}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </Panel>
  );
}
