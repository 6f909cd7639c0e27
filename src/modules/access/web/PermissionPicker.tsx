// Choosing what a role allows, area by area.
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Tick } from "#web/forms/fields.tsx";
import { Button } from "#web/ui/Button.tsx";
import type { Role } from "./role-acts.ts";
import { inAreas } from "./words.ts";

type Props = {
  roles: readonly Role[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

/** Offered is what some built-in role allows; what is not the reader's to put in, the server says. */
export function PermissionPicker({ roles, chosen, onChange }: Props) {
  const t = useText();
  const any = useAnyText();
  const all = [
    ...new Set(roles.filter((role) => role.isBuiltIn).flatMap((role) => role.permissions)),
  ].toSorted();
  const set = (permissions: readonly string[], isOn: boolean) =>
    onChange(
      isOn
        ? [...new Set([...chosen, ...permissions])]
        : chosen.filter((permission) => !permissions.includes(permission)),
    );
  return (
    <div className="pick-permissions" role="group" aria-label={t("role.permissions")}>
      <p className="label small soft">{t("role.chosen", { count: chosen.length })}</p>
      {inAreas(all).map(({ area, permissions }) => {
        const isAll = permissions.every((permission) => chosen.includes(permission));
        return (
          <fieldset key={area} aria-label={any(`role.area.${area}`)}>
            <p className="area">
              {any(`role.area.${area}`)}
              <span className="end">
                <Button size="s" look="quiet" onClick={() => set(permissions, !isAll)}>
                  {t(isAll ? "role.noneOf" : "role.allOf")}
                </Button>
              </span>
            </p>
            <div className="of">
              {permissions.map((permission) => (
                <Tick
                  key={permission}
                  label={any(`permission.${permission}`)}
                  isOn={chosen.includes(permission)}
                  onChange={(isOn) => set([permission], isOn)}
                />
              ))}
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}
