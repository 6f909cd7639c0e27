// What a role allows, in words, by area of the work.
import { useAnyText, useText } from "#web/text/i18n.ts";
import { inAreas } from "./words.ts";
import "./access.css";

export function Permissions({ of }: { of: readonly string[] }) {
  const t = useText();
  const any = useAnyText();
  if (of.length === 0) return <p className="soft">{t("role.allowsNothing")}</p>;
  return (
    <dl className="permissions">
      {inAreas(of).map(({ area, permissions }) => (
        <div key={area}>
          <dt>{any(`role.area.${area}`)}</dt>
          {permissions.map((permission) => (
            <dd key={permission}>{any(`permission.${permission}`)}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
