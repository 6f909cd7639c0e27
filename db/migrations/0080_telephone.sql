-- Whom one calls is called by telephone: the number at work, as src/core/text/telephone.ts folds it.
alter table people add column telephone text constraint people_telephone
  check (length(telephone) <= 50 and telephone ~ '^\+?[0-9(][0-9 ().-]{3,30}( ext\. [0-9]{1,8})?$');
