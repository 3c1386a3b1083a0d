/** The user's metadata as an object: the stand-in writes it as a string inside of JSON. */
export const metadataSql = `CASE jsonb_typeof(raw_user_meta_data::jsonb)
  WHEN 'string' THEN (raw_user_meta_data::jsonb #>> '{}')::jsonb
  ELSE coalesce(raw_user_meta_data::jsonb, '{}')
END`;
