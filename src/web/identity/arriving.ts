// After the last step of a sign-in: nothing that somebody else has read stays, and the way leads where it was meant to.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { queryClient } from "../api.ts";
import { changeLanguage, currentLanguage, type Language } from "../text/i18n.ts";

/** @returns goes on in the account's own language, unless the reader has just chosen another on this page. */
export function useArriving(): (language: Language | null) => Promise<void> {
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { to?: string };
  const [met] = useState(currentLanguage);
  // Two ways in may end at once, a passkey pressed for and the same one offered: what the first has begun to read stays.
  const hasArrived = useRef(false);
  return async (language) => {
    if (hasArrived.current) return;
    hasArrived.current = true;
    queryClient.clear();
    if (language && currentLanguage() === met) await changeLanguage(language);
    // Only a place within this product: a link from elsewhere must not lead away after signing in.
    const to = search.to?.startsWith("/") && !search.to.startsWith("//") ? search.to : "/";
    await navigate({ to });
  };
}

const browserKeyName = "yagura.browser";

/** By which this browser is known again when a link is opened that it has asked for. */
export function browserKey(): string {
  const held = localStorage.getItem(browserKeyName);
  if (held) return held;
  const made = crypto
    .getRandomValues(new Uint8Array(24))
    .reduce((text, byte) => text + byte.toString(16).padStart(2, "0"), "");
  localStorage.setItem(browserKeyName, made);
  return made;
}
