// Translations that stayed as they were while the original changed: whoever has looked again says that they stand.
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { languageNames, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { standards, type TextLanguage } from "../../contract.ts";
import { draftReads } from "./reads.ts";

type Props = {
  id: string;
  read: Output<typeof standards.getDraftControl>;
  isStill: boolean;
  /** What is said is said of the words that are saved. */
  isUnsaved: boolean;
};

export function StillRight({ id, read, isStill, isUnsaved }: Props) {
  const t = useText();
  const format = useFormat();
  const confirm = useCommand(standards.confirmTranslation, draftReads);
  const controlId = read.control.id;
  if (read.outdated.length + read.lookedAt.length === 0) return null;
  const say = (language: TextLanguage) =>
    confirm.mutate(
      { id, controlId, language, rowVersion: read.rowVersion },
      {
        onSuccess: () =>
          toast(t("draft.stillRightDone", { control: controlId, language: languageNames[language] })),
      },
    );
  return (
    <>
      <ul className="still-right">
        {read.outdated.map((language) => (
          <li key={language}>
            <span>{t("draft.lateIn", { language: languageNames[language] })}</span>
            <Button
              size="s"
              icon="check"
              isBusy={confirm.isPending && confirm.variables?.language === language}
              offBecause={isStill ? t("draft.still") : isUnsaved ? t("draft.stillRightFirst") : null}
              onClick={() => say(language)}
            >
              {t("draft.stillRight", { language: languageNames[language] })}
            </Button>
          </li>
        ))}
        {read.lookedAt.map(({ language, at, ...person }) => (
          <li key={`done-${language}`}>
            <span className="age">
              {t("draft.lookedAt", {
                language: languageNames[language],
                name: format.person(person),
                day: format.momentDay(at, "full"),
              })}
            </span>
          </li>
        ))}
      </ul>
      <FormError error={confirm.error} />
    </>
  );
}
