// UUIDs in 22 characters instead of 36, where a reply lists a thousand of them.

export function shortId(uuid: string): string {
  const bytes = uuid.replaceAll("-", "").match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((pair) => Number.parseInt(pair, 16))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .slice(0, 22);
}

export function longId(short: string): string {
  const hex = [...atob(short.replaceAll("-", "+").replaceAll("_", "/"))]
    .map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0"))
    .join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
