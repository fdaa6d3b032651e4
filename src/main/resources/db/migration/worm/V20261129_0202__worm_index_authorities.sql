-- The authorities are few, and every verification asks for them; certificates of people are as many as there ever were keys.
CREATE INDEX certificate_of_authority ON worm.certificate (organisation, recorded_at) WHERE authority;
