// A page without the frame: signing in, first set-up, taking up an invitation.
import { type ReactNode, useEffect } from "react";
import { changeLanguage, currentLanguage, type Language, languageNames } from "../text/i18n.ts";
import { InPage } from "./in-page.ts";
import { Mark } from "./Mark.tsx";

export function LonePage({
  title,
  isWide = false,
  children,
}: {
  title: string;
  isWide?: boolean;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Yagura`;
  }, [title]);
  return (
    <main className={`lone${isWide ? " wide" : ""}`}>
      <div className="panel">
        <div className="brand">
          <Mark /> Yagura{" "}
          <small lang="ja" className="mute">
            櫓
          </small>
        </div>
        <h1>{title}</h1>
        <InPage value>{children}</InPage>
        <div className="langs">
          {(Object.keys(languageNames) as Language[]).map((language) => (
            <button
              key={language}
              type="button"
              className="linkish"
              lang={language}
              aria-pressed={language === currentLanguage()}
              onClick={() => void changeLanguage(language)}
            >
              {languageNames[language]}
            </button>
          ))}
        </div>
      </div>
    </main>
  );
}
