// A duty's company as the screens name one, and where its record is.
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

/** Where whoever a duty rose to looks at it: of an inspection its record, of anything else the page where it is done. */
export const recordPage = (own: string | undefined) =>
  own === undefined || own.startsWith("/inspections/") ? "/inspections/$id" : own;
