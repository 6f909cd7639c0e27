// Names that OSCAL documents of this product carry.

/** Qualifies properties of our own: which reference set or edition a resource is. */
export const ownNamespace = "urn:yagura:oscal";
export const oscalVersion = "1.2.1";
