// Writing a notice: its text in each language of its recipients, from the template of its line or from the last version.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { incidents } from "../../contract.ts";
import { hasGap } from "../rules.ts";
import { type Language, languages, type Notice, type Recipient, refreshed, type Text } from "./notice.ts";
import { RecipientsField } from "./RecipientsField.tsx";

export function NoticeForm({ notice, onDone }: { notice: Notice; onDone: () => void }) {
  const t = useText();
  const format = useFormat();
  const [texts, setTexts] = useState<readonly Text[]>(
    notice.draft.texts.length > 0
      ? notice.draft.texts
      : [{ language: format.language, subject: "", body: "" }],
  );
  const [recipients, setRecipients] = useState(notice.draft.recipients);
  const [at, setAt] = useState<Language>(texts[0]?.language ?? format.language);
  const write = useCommand(incidents.writeNotice, refreshed);
  const text = texts.find((one) => one.language === at) ?? texts[0];
  const isFixed = notice.sentAt !== null;
  const set = (part: Partial<Text>) =>
    setTexts(texts.map((one) => (one.language === text?.language ? { ...one, ...part } : one)));
  const save = (handIn: boolean) =>
    write.mutate(
      {
        id: notice.id,
        texts: [...texts],
        recipients: [...recipients],
        handIn,
        rowVersion: notice.rowVersion,
      },
      {
        onSuccess: () => {
          toast(t(handIn ? "notice.form.handedIn" : "notice.form.saved"));
          onDone();
        },
      },
    );
  const lack = useLack(texts, recipients);
  return (
    <Panel title={t("notice.form.title")}>
      <form
        className="form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          save(true);
        }}
      >
        <div className="notice-tongues">
          {texts.length > 1 ? (
            <Tabs<Language>
              label={t("notice.form.recipientLanguage")}
              value={text?.language ?? at}
              choices={texts.map((one) => ({ value: one.language, label: format.tongue(one.language) }))}
              onChange={setAt}
            />
          ) : null}
          {isFixed ? null : (
            <Tongues
              texts={texts}
              templates={notice.templates}
              at={text?.language ?? at}
              onChange={setTexts}
              onGo={setAt}
            />
          )}
        </div>
        <TextField
          label={t("notice.form.subject")}
          value={text?.subject ?? ""}
          maxLength={600}
          isDisabled={isFixed}
          onChange={(subject) => set({ subject })}
        />
        <div className="notice-body">
          <TextArea
            label={t("notice.form.body")}
            lang={text?.language ?? "en"}
            value={text?.body ?? ""}
            maxLength={20_000}
            isDisabled={isFixed}
            onChange={(body) => set({ body })}
          />
        </div>
        <RecipientsField
          first={text?.language}
          companyId={notice.companyId}
          recipients={recipients}
          onChange={setRecipients}
        />
        <FormError error={write.error} />
        <div className="ends notice-ends">
          <Button onClick={onDone}>{t("action.cancel")}</Button>
          <Button isBusy={write.isPending} offBecause={lack.toSave} onClick={() => save(false)}>
            {t("notice.form.save")}
          </Button>
          <Button
            type="submit"
            look="main"
            isBusy={write.isPending}
            offBecause={lack.toSave ?? lack.toHandIn}
          >
            {t(notice.approvals > 0 ? "notice.form.handIn" : "notice.form.ready")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function useLack(
  texts: readonly Text[],
  recipients: readonly Recipient[],
): { toSave: string | null; toHandIn: string | null } {
  const t = useText();
  const format = useFormat();
  const gaps = texts.flatMap((one) => [...`${one.subject}\n${one.body}`.matchAll(/_{4,}/g)]).length;
  const toSave = texts.some((one) => !one.subject.trim())
    ? t("notice.form.subjectFirst")
    : texts.some((one) => !one.body.trim())
      ? t("notice.form.bodyFirst")
      : null;
  const isLeft = texts.some((one) => hasGap(one.subject) || hasGap(one.body));
  const unread = recipients.find((one) => !texts.some((text) => text.language === one.language));
  const toHandIn = isLeft
    ? t("notice.form.gaps", { count: gaps })
    : recipients.length === 0
      ? t("notice.form.recipientFirst")
      : unread
        ? t("notice.form.addLanguage", { language: format.tongue(unread.language) })
        : null;
  return { toSave, toHandIn };
}

type TonguesProps = {
  texts: readonly Text[];
  /** What a language begins with. */
  templates: readonly Text[];
  at: Language;
  onChange: (texts: readonly Text[]) => void;
  onGo: (language: Language) => void;
};

function Tongues({ texts, templates, at, onChange, onGo }: TonguesProps) {
  const t = useText();
  const format = useFormat();
  const missing = languages.filter((language) => !texts.some((one) => one.language === language));
  return (
    <>
      {missing.map((language) => (
        <Button
          key={language}
          size="s"
          look="quiet"
          onClick={() => {
            onChange([
              ...texts,
              templates.find((one) => one.language === language) ?? { language, subject: "", body: "" },
            ]);
            onGo(language);
          }}
        >
          {t("notice.form.addLanguage", { language: format.tongue(language) })}
        </Button>
      ))}
      {texts.length > 1 ? (
        <Button size="s" look="quiet" onClick={() => onChange(texts.filter((one) => one.language !== at))}>
          {t("notice.form.removeLanguage", { language: format.tongue(at) })}
        </Button>
      ) : null}
    </>
  );
}
