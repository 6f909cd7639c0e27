// Telephone numbers as people write them, and as they are kept. Pure.

/**
 * Digits, spaces, hyphens and brackets in their narrow form, an extension as "ext. 12" (ITU-T E.123); null for what is no
 * number one can call: fewer than five digits or more than fifteen (E.164), letters, an extension alone.
 */
export function readTelephone(given: string): string | null {
  const folded = given
    .normalize("NFKC")
    .replace(/[\u2010-\u2015\u2212ー]/g, "-")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^(tel|phone|電話|电话)[.:]? ?/i, "")
    .trim();
  const parts = /^(.+?)[ ,;/-]*\(?(?:内線|ext|extension|x|分机|转)[.:]? ?(\d{1,8})\)?$/i.exec(folded);
  const number = (parts?.[1] ?? folded).replace(/ ?- ?/g, "-").trim();
  const digits = number.replace(/\D/g, "").length;
  if (!/^\+?[\d(][\d ().-]{3,30}$/.test(number) || digits < 5 || digits > 15) return null;
  return parts ? `${number} ext. ${parts[2]}` : number;
}

/** What a telephone dials (RFC 3966). */
export function telephoneLink(telephone: string): string {
  const [number = "", extension] = telephone.split(" ext. ");
  return `tel:${number.replace(/[^\d+]/g, "")}${extension ? `;ext=${extension}` : ""}`;
}
