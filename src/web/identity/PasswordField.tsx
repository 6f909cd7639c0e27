// A new password: pasting and showing are allowed, and what is typed is weighed while it is typed (NIST SP 800-63B-4 3.1.1.2).
import { PasswordInput } from "@mantine/core";
import { passwordHint } from "#modules/access/rules.ts";
import { useText } from "../text/i18n.ts";

type PasswordFieldProps = { value: string; onChange: (value: string) => void; isFirst?: boolean };

export function PasswordField({ value, onChange, isFirst = false }: PasswordFieldProps) {
  const t = useText();
  const hint = passwordHint(value);
  return (
    <div>
      <PasswordInput
        label={t("signIn.newPassword")}
        description={t("signIn.passwordRule")}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword"), tabIndex: 0 }}
        required
        minLength={12}
        maxLength={128}
        autoComplete="new-password"
        autoFocus={isFirst}
      />
      <p className={`strength ${hint}`} role="status">
        {hint === "empty" ? "" : t(`password.hint.${hint}`)}
      </p>
    </div>
  );
}
