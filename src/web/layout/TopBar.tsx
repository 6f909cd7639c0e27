// Where one looks, the language, and one's own menu.
import { Menu, useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { access } from "#modules/access/contract.ts";
import { Bell } from "#modules/messages/web/parts.tsx";
import { useCommand } from "../api.ts";
import { useSession } from "../session.ts";
import { changeLanguage, currentLanguage, type Language, languageNames, useText } from "../text/i18n.ts";
import { useFormat } from "../text/format.ts";
import { DayPicker } from "./DayPicker.tsx";
import { SearchPalette } from "./SearchPalette.tsx";
import { UnitSwitcher } from "./UnitSwitcher.tsx";
import { useSignOut } from "./SignOut.tsx";

export function TopBar() {
  const session = useSession();
  return (
    <>
      {session.isOutside ? (
        <b className="grow">{session.group.names[currentLanguage()] ?? session.group.name}</b>
      ) : (
        <>
          <UnitSwitcher />
          <span className="sep" />
          <DayPicker />
          <SearchPalette />
        </>
      )}
      <Bell />
      <LanguageChoice offered={session.group.languages} />
      <OwnMenu />
    </>
  );
}

function LanguageChoice({ offered }: { offered: Language[] }) {
  const t = useText();
  const save = useCommand(access.changeLanguage);
  const change = async (language: Language) => {
    await changeLanguage(language);
    save.mutate({ language });
  };
  return (
    <select
      className="language"
      aria-label={t("frame.language")}
      value={currentLanguage()}
      onChange={(event) => void change(event.target.value as Language)}
    >
      {(Object.keys(languageNames) as Language[])
        .filter((language) => offered.includes(language) || language === currentLanguage())
        .map((language) => (
          <option key={language} value={language} lang={language}>
            {languageNames[language]}
          </option>
        ))}
    </select>
  );
}

function OwnMenu() {
  const t = useText();
  const session = useSession();
  const format = useFormat();
  const navigate = useNavigate();
  const { setColorScheme, colorScheme } = useMantineColorScheme();
  const { signOut, question } = useSignOut();
  return (
    <>
      {question}
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <button
            type="button"
            className="me"
            aria-label={t("frame.ownMenu", { name: format.person(session) })}
          >
            {[...session.familyName][0]}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {format.person(session)}
            <br />
            {session.loginName}
          </Menu.Label>
          <Menu.Divider />
          {(["auto", "light", "dark"] as const).map((scheme) => (
            <Menu.Item
              key={scheme}
              onClick={() => setColorScheme(scheme)}
              aria-checked={colorScheme === scheme}
              role="menuitemradio"
            >
              {colorScheme === scheme ? "● " : "○ "}
              {t(`frame.theme.${scheme}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => void navigate({ to: "/me" })}>{t("frame.mySessions")}</Menu.Item>
          <Menu.Item onClick={() => void navigate({ to: "/me/messages" } as never)}>
            {t("message.settings")}
          </Menu.Item>
          {session.permissions.includes("token.make") ? (
            <Menu.Item onClick={() => void navigate({ to: "/me/tokens" })}>{t("token.menu")}</Menu.Item>
          ) : null}
          <Menu.Item onClick={() => void signOut()}>{t("frame.signOut")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
