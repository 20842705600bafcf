-- Makes ref_wijken and ref_buurten of the published build; signals name wijken only.
CREATE TEMP TABLE ref_wijken AS SELECT wijkcode FROM dim_wijken;
CREATE TEMP TABLE ref_buurten (buurtcode VARCHAR, wijkcode VARCHAR);
