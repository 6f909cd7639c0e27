// A relation as its sign and its words.
import { useText } from "#web/text/i18n.ts";
import { type Derived, signOf } from "../rules.ts";

export function Related({ relation, isShort = false }: { relation: Derived; isShort?: boolean }) {
  const t = useText();
  const words = t(`mapping.relation.${relation}`);
  return (
    <span className="related" title={isShort ? words : undefined}>
      <b aria-hidden="true">{signOf[relation]}</b> <span className={isShort ? "unseen" : ""}>{words}</span>
    </span>
  );
}
