"""Districts, streets, occupations, certificates and skills: loaded from seed files, the same for all."""
