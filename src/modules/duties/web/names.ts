// A duty's company as the screens name one.
type Named = {
  companyName: string;
  companyNameEn: string | null;
  companyNameJa: string | null;
  companyNameZh: string | null;
};
export const namesOf = (one: Named) => ({
  name: one.companyName,
  nameEn: one.companyNameEn,
  nameJa: one.companyNameJa,
  nameZh: one.companyNameZh,
});
