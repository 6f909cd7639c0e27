import { useText } from "#web/text/i18n.ts";
import { Icon } from "#web/ui/icons.tsx";

const steps = ["draft", "frozen", "launching", "open"] as const;

/** How far the opening has come. */
export function Steps({ at }: { at: (typeof steps)[number] }) {
  const t = useText();
  const now = steps.indexOf(at);
  return (
    <ol className="round-steps" aria-label={t("round.steps")}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={index < now ? "done" : index === now ? "now" : ""}
          {...(index === now ? { "aria-current": "step" as const } : {})}
        >
          <i aria-hidden="true">{index < now ? <Icon name="check" /> : index + 1}</i>
          {t(`round.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}
