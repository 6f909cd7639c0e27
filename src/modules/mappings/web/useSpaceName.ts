// Outside catalogues by the name people use; the whole name also says which parts and which publication.
import { useAnyText } from "#web/text/i18n.ts";

type Space = { space: string; name: string };

export function useSpaceName(): (space: Space | null | undefined) => string {
  const any = useAnyText();
  return (space) => {
    if (!space) return "";
    const key = `referenceShort.${space.space.slice(space.space.indexOf(":") + 1)}`;
    const short = any(key);
    return short === key ? space.name : short;
  };
}
